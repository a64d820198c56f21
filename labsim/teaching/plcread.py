"""From a machine event to a bit, for a lab's text: the chain read in order, rungs as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from labsim.core.errors import LabsimError
from labsim.drawing.rung_page import Page, show
from labsim.plc.parts.processor import Operated
from labsim.plc.parts.scanning import ready
from labsim.teaching.page import Piece, table

__all__ = ["chain", "channels", "lies", "rungs"]

ON = 7.5  # V: what the cards still hold as on, type 3 of IEC 61131-2


def channels(machine: Any) -> dict[str, tuple[str, str, str]]:
    """Return card, terminal and common of every input, by address."""
    found = {}
    for part in machine.components.values():
        for one in getattr(part, "inputs", ()):
            mark, common = one.marks
            found[one.address] = part.tag, f"{part.tag}:{mark}", f"{part.tag}:{common}"
    return found


def _plc(bench: Any) -> Operated:
    parts = bench.machine.components.values()
    found = next((part for part in parts if isinstance(part, Operated)), None)
    if found is None:
        raise LabsimError(f"{type(bench.machine).__name__} has no PLC")
    return found


def _device(bench: Any, tag: str) -> str:
    if not tag:
        return "–"
    said = str(bench.look(tag).text)
    return f"{tag}: {said}"


def _row(bench: Any, address: str, device: str) -> list[str]:
    """Read one channel in order: device, terminal, LED, bit."""
    card, terminal, common = channels(bench.machine)[address]
    minus = next(t for t, part in bench.machine.components.items() if "-" in part.marks) + ":-"
    volts = [str(bench.measure("V", terminal, port)) for port in (minus, common)]
    lit = address in str(bench.look(card).text).split()
    bit = int(bench.measure("online", f"{_plc(bench).tag}:{address}").value)
    return [address, _device(bench, device), *volts, "lit" if lit else "dark", str(bit)]


HEADS = ["", "device", "terminal to minus", "terminal to common", "card LED", "bit"]


def chain(bench: Any, devices: dict[str, str], caption: str = "") -> Piece:
    """Read inputs in order: address and device whose look tells, {"I0.3": "B1"}."""
    return table(HEADS, [_row(bench, a, tag) for a, tag in devices.items()], caption)


def lies(lab: Any, faults: Iterable[str | None], address: str, device: str) -> Piece:
    """Read one channel with each of some faults, Start held, and say where the reading breaks."""
    rows = []
    for fault in faults:
        bench = lab.bench(fault).press("S1")
        _, said, minus, volts, led, bit = row = _row(bench, address, device)
        force = "FORCE" in str(bench.look(_plc(bench).tag).text)
        seen = "lit" in said, _over(minus), _over(volts), led == "lit", bit == "1"
        breaks = _breaks(*seen, force) if fault else "nowhere"
        rows.append([fault or "sound", *row[1:], "lit" if force else "dark", breaks])
    heads = ["with", *HEADS[1:], "FORCE", "the story breaks"]
    return table(heads, rows, f"Channel {address}, Start held")


def _over(volts: str) -> bool:
    return abs(float(volts.split()[0])) > ON


def _breaks(device: bool, minus: bool, volts: bool, lit: bool, bit: bool, force: bool) -> str:
    """Say between which two stations the story stops being the same."""
    if lit != bit:
        behind = "at the LED itself" if volts == bit else "behind the LED: channel"
        return "behind the LED: forced" if force else behind
    if volts != lit:
        return "at the terminal: input circuit"
    if device != volts:
        return "at the common" if device == minus else "on the wire"
    return "not on the way: device, or rung"


def rungs(bench: Any, mode: str = "studio", only: tuple[int, ...] = (), routine: str = "") -> Page:
    """Show the rungs of a practice bench's PLC as they stand; "power" shows where power went."""
    if bench.attempt.path is not None:
        raise LabsimError("on your own order go online at the bench: its readings are on record")
    part = _plc(bench)
    view = bench.sim.views[part.tag]
    later = bool(ready(view)[0])
    given = part.given(view, 0, later)
    forces = {part.called[point]: bool(view.forced_to[0][k])
              for k, point in enumerate(part.points) if view.forced[0][k]}  # fmt: skip
    ms = int(part.moment(view)[0])
    controller = part.logic.look(view.core[0], ms, given, forces)
    return show(controller, routine, only, mode)
