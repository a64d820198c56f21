"""What the apprentice sees: the workbench in the notebook."""

from labsim.ui.workbench import Workbench

__all__ = ["Workbench"]
