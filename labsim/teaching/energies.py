"""Energies of a machine for a lab's text: a table of its sources, and how a gauge falls."""

from __future__ import annotations

from html import escape
from typing import Any

from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.teaching.page import INK, SOFT, Piece, table
from labsim.zero import Source, sources

__all__ = ["falling", "table_of"]

EMPTY = 0.1  # bar, below which a gauge rests on its pin
WIDE, HIGH, LEFT, LOW = 470.0, 170.0, 44.0, 30.0  # px, of the field; of its margins
LEGEND = "solid: oil pressure · dashed: platen"
RED, BLUE = "#c62d24", "var(--jp-content-link-color, #1f5f99)"
HEADS = ["source", "what it is", "holds", "shut off by", "let off or held by"]


def table_of(machine: Machine, caption: str = "") -> Piece:
    """Show every source of energy of a machine: what it holds, what takes it away."""
    sim = Simulation(machine)
    return table(HEADS, [_row(sim, source) for source in sources(machine)], caption)


def _row(sim: Simulation, source: Source) -> list[str]:
    if source.kind == "feed":
        loads = sorted({port.partition(":")[0] for port in source.ports} - {source.tag})
        return [source.tag, f"feed of {', '.join(loads)}", "–", source.isolator, "–"]
    part = sim.machine.component(source.tag)
    joules = float(part.stored(sim.views[source.tag])[0])
    held = "a prop" if source.blocks else source.release
    return [source.tag, f"{source.title}, {part.plate}", f"{joules / 1e3:.1f} kJ",
            source.isolator or "–", held]  # fmt: skip


def falling(bench: Any, oil: str, mass: str, seconds: float = 60.0, caption: str = "") -> Piece:
    """Let time pass, and show how oil pressure falls and where the platen is meanwhile.

    It works on the bench it is given: use one of your own, not the apprentice's.
    """
    views, times, bars, heights = bench.sim.views, [], [], []
    start = bench.sim.now
    while bench.sim.now - start <= seconds:
        times.append(bench.sim.now - start)
        bars.append(float(views[oil].bar("P")[0]))
        heights.append(float(views[mass].travel("rod")[0]))
        bench.wait(1.0)
    return _chart(times, bars, heights, seconds, caption)


def _chart(
    times: list[float], bars: list[float], heights: list[float], seconds: float, caption: str
) -> Piece:
    top = {"bar": max(bars) or 1.0, "mm": max(heights) or 1.0}
    lines = [(bars, top["bar"], BLUE, "0"), (heights, top["mm"], RED, "6,4")]
    paths = "".join(
        f'<polyline fill="none" stroke="{color}" stroke-width="2.2" stroke-dasharray="{dash}" '
        f'points="{_points(times, values, seconds, most)}"/>'
        for values, most, color, dash in lines
    )
    empty = next((t for t, bar in zip(times, bars, strict=True) if bar < EMPTY), None)
    gone = f"zero after {empty:.0f} s" if empty is not None else f"{bars[-1]:.0f} bar at the end"
    words = f"Oil pressure over {seconds:.0f} s: {bars[0]:.0f} bar at first, {gone}. "
    words += f"Platen: {heights[0]:.0f} mm up at first, {heights[-1]:.0f} mm at the end."
    marks = _marks(top, seconds)
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}"><svg role="img" viewBox="0 0 '
        f'{LEFT + WIDE + 60:g} {HIGH + LOW + 26:g}" style="max-width:{LEFT + WIDE + 60:g}px;'
        f'width:100%" font-size="12" font-family="system-ui, sans-serif" '
        f'aria-label="{escape(words, quote=True)}">{marks}{paths}</svg>'
        f'<figcaption style="color:{SOFT};font-size:13px">{escape(caption or words)}'
        "</figcaption></figure>"
    )
    return Piece(html, words)


def _points(times: list[float], values: list[float], seconds: float, most: float) -> str:
    spots = [(LEFT + WIDE * t / seconds, 16 + HIGH * (1 - v / most)) for t, v in
             zip(times, values, strict=True)]  # fmt: skip
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


def _marks(top: dict[str, float], seconds: float) -> str:
    """Return axes, their figures and what the two lines are."""
    right, low = LEFT + WIDE, 16 + HIGH
    axes = f"M{LEFT},16V{low}H{right}V16"
    texts = [(LEFT - 6, 20, "end", f"{top['bar']:.0f}"), (LEFT - 6, low, "end", "0"),
             (right + 6, 20, "start", f"{top['mm']:.0f} mm"), (right + 6, low, "start", "0"),
             (LEFT, 10, "middle", "bar"), (right, low + 18, "end", f"{seconds:.0f} s"),
             (LEFT + WIDE / 2, low + 18, "middle", LEGEND)]  # fmt: skip
    said = "".join(
        f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" fill="currentColor">{text}</text>'
        for x, y, anchor, text in texts
    )
    return f'<path d="{axes}" fill="none" stroke="currentColor" opacity="0.5"/>{said}'
