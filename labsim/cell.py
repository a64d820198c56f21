"""The notebook cell that is running, if there is one."""

from __future__ import annotations

import os
import sys

__all__ = ["rewrite"]


def rewrite(source: str) -> bool:
    """Give the running cell another source; tell whether there is such a cell.

    Does nothing outside a notebook, while a widget answers a click, and where nbgrader marks.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    kernel = getattr(shell, "kernel", None)
    if kernel is None or os.environ.get("NBGRADER_EXECUTION"):
        return False
    header = kernel.get_parent().get("header", {})
    if header.get("msg_type") != "execute_request":
        return False
    shell.set_next_input(source, replace=True)
    return True
