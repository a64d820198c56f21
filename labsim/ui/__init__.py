"""What the apprentice sees: the workbench in the notebook, and the replay of the work at it."""

from labsim.ui.replay import Replay
from labsim.ui.workbench import Workbench

__all__ = ["Replay", "Workbench"]
