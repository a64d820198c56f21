"""A ring of remote I/O for a lab's text: counters at every port, LEDs, the longest gap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labsim.plc.parts.survey import A_MINUTE, UPDATE, longest
from labsim.teaching.page import Piece, table

__all__ = ["counters", "gaps", "leds"]

PORTS = ("A2:P1", "A3:P1", "A3:P2", "A5:P1", "A5:P2", "A2:P2")


def read(bench: Any, name: str) -> str:
    """Read one figure with the engineering tool."""
    return str(bench.measure("online", name).text)


def counters(lab: Any, faults: Mapping[str, str]) -> Piece:
    """Show the diagnostics of the ring with each of some faults, port after port round it."""
    rows = []
    for label, name in faults.items():
        bench = lab.bench(name or None)
        row = [label, read(bench, "A2:ring").partition(", ")[2]]
        for port in PORTS:
            link = read(bench, f"{port}.link")
            row.append(read(bench, f"{port}.crc") if link.startswith("1") else link)
        row += [_gap(read(bench, f"A2:node{n}.gap"), read(bench, f"A2:node{n}.status"))
                for n in (1, 2)]  # fmt: skip
        rows.append([cell.removeprefix("0, ") for cell in row])
    heads = ["", "ring", *(f"CRC {port.replace(':', ' ')}" for port in PORTS), "rack 1", "rack 2"]
    return table(heads, rows, "CRC errors of the last minute, in the order of the ring")


def _gap(gap: str, status: str) -> str:
    said = status.partition(", ")[2]
    return f"{gap} ms" if said == "connected" else said


def leds(lab: Any, faults: Mapping[str, str]) -> Piece:
    """Show what scanner and couplers show with each of some faults."""
    rows = []
    for label, name in faults.items():
        bench = lab.bench(name or None)
        rows.append([label, *(str(bench.look(tag).text) for tag in ("A2", "A3", "A5"))])
    return table(["", "A2", "A3", "A5"], rows)


def gaps(*parts: float) -> Piece:
    """Show what a part of damaged frames, each way, makes of the updates of a minute."""
    rows = []
    for part in parts:
        lost = 1 - (1 - part) ** 2
        gap = float(longest(lost))
        rows.append([f"{part:.1%}", f"{lost:.1%}", f"{A_MINUTE * lost:.0f} of {A_MINUTE:.0f}",
                     f"{round(gap / UPDATE) - 1}", f"{gap:.0f} ms"])  # fmt: skip
    heads = ["damaged each way", "updates lost", "lost in a minute", "longest run", "longest gap"]
    return table(heads, rows)
