"""Thermal pictures: a sheet as a thermal imager sees it, and what a shiny surface does to it."""

from __future__ import annotations

from html import escape
from typing import Any

from labsim.teaching.page import PAPER, Piece, table
from labsim.teaching.pictures import drawn, framed
from labsim.thermal import radiometry

__all__ = ["apparent", "emissivities", "picture"]

# From cold to hot; every step lighter than the one before, so that it reads without colour too.
STEPS = ((30, "#2b1a5e"), (45, "#7a1f7d"), (60, "#c33c4f"), (90, "#ef7d22"), (1e9, "#fbd324"))
NAMED = 45.0  # °C from which a spot has its figure beside it
# Emissivities in the long-wave band, rounded; makers' tables differ by a few hundredths.
SURFACES = {"insulating tape, matt paint": 0.95, "oxidised copper": 0.6, "bright copper": 0.1}


def picture(bench: Any, title: str, caption: str = "") -> Piece:
    """Show the temperature of every terminal on a sheet, the hot ones with their figures.

    It measures on the bench it is given: use a bench of your own, not the apprentice's.
    """
    drawing = drawn(bench.machine, title)
    read = {s.address: float(bench.measure("°C", s.address).value) for s in drawing.spots}
    extra = "".join(spot(s.x, s.y, read[s.address]) for s in drawing.spots)
    hot = sorted((a for a in read if read[a] >= NAMED), key=lambda a: -read[a])
    told = ", ".join(f"{a} {read[a]:.0f} °C" for a in hot) or "nothing"
    words = f"{drawing.alt} Warmer than {NAMED:.0f} °C: {told}."
    return framed(drawing, extra, escape(caption), words, drawing.size[0])


def spot(x: float, y: float, celsius: float) -> str:
    """Return a spot in the colour of its temperature, with the figure when it is warm."""
    color = next(color for top, color in STEPS if celsius < top)
    size = 6 if celsius < NAMED else 9
    ring = f'<circle cx="{x}" cy="{y}" r="{size}" fill="{color}" stroke="{PAPER}"/>'
    if celsius < NAMED:
        return ring
    place = f'x="{x - 12}" y="{y + 4}" text-anchor="end" font-size="12" font-weight="600"'
    return ring + (
        f'<text {place} stroke="{PAPER}" stroke-width="4" paint-order="stroke" '
        f'fill="currentColor">{celsius:.0f} °C</text>'
    )


def apparent(celsius: float, emissivity: float, around: float = 25.0) -> float:
    """Return what an imager set to 1.0 shows of a surface, in °C (Stefan and Boltzmann)."""
    return float(radiometry.apparent(celsius, emissivity, around))


def emissivities(celsius: float, around: float = 25.0) -> Piece:
    """Show what an imager reads of one and the same temperature on different surfaces."""
    rows = [
        [name, f"{part:g}", f"{apparent(celsius, part, around):.0f} °C"]
        for name, part in SURFACES.items()
    ]
    return table(["surface", "emissivity", f"shown, at {celsius:.0f} °C"], rows)
