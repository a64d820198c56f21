"""An instructor's own assignment, graded by running tests, as nbgrader always did it.

For trying grading on: it loads numpy, scipy and matplotlib, integrates, draws, and has tests with
full and with partial marks. Apprentices of different ability hand it in.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

__all__ = ["OWN", "hand_in", "write"]

OWN = "RC-CHARGE"
NONE = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}

LOADS = """import numpy as np
import matplotlib.pyplot as plt
from scipy.integrate import solve_ivp"""
BLANK = "def charge(t, volts, ohms, farads):\n    return None"
RUN = """found = solve_ivp(lambda t, u: (24 - u) / (1e3 * 1e-3), (0, 5), [0.0], max_step=0.01)
plt.plot(found.t, found.y[0])
plt.xlabel("s")
plt.show()"""
TEST = """assert abs(charge(1.0, 24.0, 1e3, 1e-3) - 15.17) < 0.01
### BEGIN HIDDEN TESTS
assert charge(0.0, 24.0, 1e3, 1e-3) == 0
### END HIDDEN TESTS"""
SHARE = """times = np.linspace(0, 5, 11)
right = [abs((charge(t, 24.0, 1e3, 1e-3) or 0) - 24 * (1 - np.exp(-t))) < 0.1 for t in times]
float(round(4 * sum(right) / len(right), 2))"""
SOLVED = (
    "def charge(t, volts, ohms, farads):\n    return volts * (1 - np.exp(-t / (ohms * farads)))",
    "def charge(t, volts, ohms, farads):\n    return volts * min(1, 0.63 * t / (ohms * farads))",
    "def charge(t, volts, ohms, farads):\n    return volts * np.exp(-t / (ohms * farads))",
    "def charge(t, volts, ohms, farads):\n    raise ValueError('not yet')",
    BLANK,
)


def _cell(source: str, grade_id: str, points: float = 0, **more: bool) -> Any:
    cell = new_code_cell(source)
    cell.metadata.nbgrader = {**NONE, **more, "grade_id": grade_id}
    if points:
        cell.metadata.nbgrader["points"] = points
    return cell


def write(course: Path) -> None:
    """Write the assignment into the sources of a course."""
    book = new_notebook(metadata={"kernelspec": KERNEL, "language_info": {"name": "python"}})
    book.cells = [
        new_markdown_cell("# A capacitor is charged\nWrite `charge`: volts after t seconds."),
        new_code_cell(LOADS),
        _cell(BLANK, "charge", solution=True),
        new_code_cell(RUN),
        _cell(TEST, "charge-test", 2, grade=True, locked=True),
        _cell(SHARE, "charge-share", 4, grade=True, locked=True),
    ]
    for number, cell in enumerate(book.cells):
        cell.id = f"own-{number}"
    folder = course / "source" / OWN
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, folder / "charge.ipynb")


def hand_in(course: Path, n: int) -> str:
    """Hand the release in as the n-th of a class, every tenth as the first; return the name."""
    name = f"own{n:04d}"
    folder = course / "submitted" / name / OWN
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(course / "release" / OWN, folder)
    book = nbformat.read(folder / "charge.ipynb", as_version=4)
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "charge":
            cell.source = f"{SOLVED[n % len(SOLVED)]}\n# way {n % 10}"
    nbformat.write(book, folder / "charge.ipynb")
    return name
