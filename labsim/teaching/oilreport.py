"""Reports of an oil laboratory, side by side: code, counts, elements, water, a word on each."""

from __future__ import annotations

from collections.abc import Sequence

from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.course import lab
from labsim.fluid.cleanliness import code
from labsim.teaching.page import Piece, table

__all__ = ["reports"]

SIZES = ("≥ 4 µm", "≥ 6 µm", "≥ 14 µm")


def reports(faults: Sequence[str], lab_id: str = "HYD-05", tank: str = "T1") -> Piece:
    """Show a report for each fault id, "" for a sound machine; the reports do not name them."""
    columns = [figures(lab_id, name, tank) for name in faults]
    heads = ["", *(f"sample {n}" for n in range(1, len(columns) + 1))]
    rows = [[key, *(column[key] for column in columns)] for key in columns[0]]
    return table(heads, rows, "Oil report, drawn running, ahead of the filter. Counts per mL.")


def figures(lab_id: str, fault: str, tank: str) -> dict[str, str]:
    """Return the figures of a report on a machine with a fault, its pump running."""
    machine = lab(lab_id).machine
    variants = variants_of(machine.fault(fault))[:1] if fault else [Variant()]
    sim = Simulation(machine, variants).operate("M1", "running").advance(6.0)
    view = sim.views[tank]
    counts = [float(row[0]) for row in view.part.particles(view)]
    found = {"ISO 4406": code(*counts)}
    found |= {name: f"{count:.0f}" for name, count in zip(SIZES, counts, strict=True)}
    known = view.part.elements(view)
    return found | {f"{name} (ppm)": f"{float(value[0]):.0f}" for name, value in known.items()}
