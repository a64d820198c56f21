"""What three clamp readings and three voltages look like, fault beside fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from labsim.electrical.unbalance import nema
from labsim.teaching.page import INK, Piece, table

__all__ = ["LINES", "WINDINGS", "phasors", "readings", "signatures"]

LINES = ("B1:2", "B1:4", "B1:6")
WINDINGS = (("M1:U1", "M1:V1"), ("M1:V1", "M1:W1"), ("M1:W1", "M1:U1"))
COLORS = ("#c62d24", "#1f5f99", "#2e7d32")
DASHES = ("", "8 4", "2 3")  # so that the three can be told apart without colour


def readings(bench: Any) -> tuple[list[float], list[float]]:
    """Return three line currents in A and three voltages at the motor in V, the fan running."""
    bench.press("S1")
    amps = [float(bench.measure("A", port).value) for port in LINES]
    return amps, [abs(float(bench.measure("V", *pair).value)) for pair in WINDINGS]


def signatures(lab: Any, faults: Iterable[str | None]) -> Piece:
    """Show currents, voltages, unbalance and sound of the fan with each of some faults."""
    rows = []
    for fault in faults:
        bench = lab.bench(fault)
        amps, volts = readings(bench)
        rows.append([
            fault or "healthy", " · ".join(f"{a:.2f}" for a in amps), f"{nema(amps):.0f} %",
            " · ".join(f"{v:.0f}" for v in volts), f"{nema(volts):.1f} %", bench.look("M1").text,
        ])  # fmt: skip
    heads = ["", "amps L1 · L2 · L3", "unbalance", "volts U-V · V-W · W-U", "unbalance", "M1"]
    return table(heads, rows)


def phasors(bench: Any, caption: str = "") -> Piece:
    """Draw the three line currents of a running fan as arrows, as long as the clamp reads them.

    Up is the voltage of L1, lag is clockwise; a clamp alone does not tell the angles.
    It runs the fan on the bench it is given: use a bench of your own, not the apprentice's.
    """
    amps, _ = readings(bench)
    bench.sim.solve()
    net = bench.sim.networks[0]
    flows = [-complex(net.port_amps(bench.machine.port(port))[0]) for port in LINES]
    scale = 90 / max(amps)
    arrows, words = "", []
    for n, (flow, size) in enumerate(zip(flows, amps, strict=True)):
        x, y = 120 - flow.imag * scale, 110 - flow.real * scale
        words.append(f"L{n + 1} {size:.2f} A")
        if size > 0.02 * max(amps):
            arrows += _arrow(x, y, n)
        arrows += (
            f'<text x="245" y="{60 + 26 * n}" font-size="14" fill="{COLORS[n]}">{words[-1]}</text>'
        )
    told = f"Current arrows: {', '.join(words)}."
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}"><svg role="img" viewBox="0 0 360 220" '
        f'style="max-width:360px;width:100%" aria-label="{told}"><circle cx="120" cy="110" r="3" '
        f'fill="currentColor"/>{arrows}</svg><figcaption style="font-size:13px">{caption}'
        "</figcaption></figure>"
    )
    return Piece(html, told)


def _arrow(x: float, y: float, n: int) -> str:
    """Return an arrow from the middle: a line in the manner of its phase, a dot at its head."""
    line = f'x1="120" y1="110" x2="{x:.1f}" y2="{y:.1f}" stroke-dasharray="{DASHES[n]}"'
    return (
        f'<line {line} stroke="{COLORS[n]}" stroke-width="3"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{COLORS[n]}"/>'
    )
