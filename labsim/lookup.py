"""Cross reference and backup at the bench: what may be looked up, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.plc.operands import parse_path
from labsim.plc.parts.processor import PROGRAM_MARK, Operated
from labsim.plc.reasons import xref

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["may_back_up", "may_look_up", "places", "variable"]


def _controller(machine: Machine, tag: str) -> Operated:
    part = machine.component(tag)
    if not isinstance(part, Operated):
        found = [t for t, p in machine.components.items() if isinstance(p, Operated)]
        raise LabsimError(f"{tag} is a {part.title}, no controller: {', '.join(found) or 'none'}")
    return part


def variable(machine: Machine, point: str) -> tuple[Operated, str]:
    """Return controller and variable of "A1:PM1_07"; of "A1:I0.2" what the program calls it."""
    tag, colon, name = point.partition(":")
    part = _controller(machine, tag)
    if not colon or name == PROGRAM_MARK:
        raise LabsimError(f"{point!r}: write controller and tag, as in {tag}:{part.worth[0]}")
    name = part.called.get(name, name) or name
    if not _named(part, name):
        known = [*part.points, *(tag for tag in part.logic.tags if tag[:1] != "~")]
        raise unknown(f"the program of {tag}", "tag", name, known)
    return part, name


def _named(part: Operated, name: str) -> bool:
    """Tell whether a program knows a variable, a timer or a structure whole among them."""
    try:
        root = parse_path(name, part.logic.program.dialect).root.casefold()
    except LabsimError:
        return False
    return root in {tag.casefold() for tag in part.logic.tags}


def places(machine: Machine, point: str) -> tuple[str, ...]:
    """Return where the program on file names a variable, those first that write it."""
    part, name = variable(machine, point)
    found = xref.of(part.logic.program, name)
    ordered = [u for u in found if u.writes] + [u for u in found if not u.writes]
    return tuple(dict.fromkeys(str(use).partition(": ")[2] for use in ordered))


def may_look_up(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError when the program has no such tag."""
    variable(bench.machine, event["point"])


def may_back_up(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError when there is nothing to upload from."""
    part = _controller(bench.machine, event["tag"])
    view = bench.sim.views[part.tag]
    if not part.awake(view)[0] or view.lost[0]:
        raise LabsimError(f"{part.tag} does not answer, or holds no program: nothing to back up")
