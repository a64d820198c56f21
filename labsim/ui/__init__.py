"""What the apprentice sees: the workbench, the monitor of a PLC, the replay of the work."""

from labsim.ui.monitor import Monitor
from labsim.ui.replay import Replay
from labsim.ui.workbench import Workbench

__all__ = ["Monitor", "Replay", "Workbench"]
