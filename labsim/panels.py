"""Doors of cubicles: what is behind a shut one, and what it takes to open it on live parts.

An open door exposes whoever stands before it to what an arc would throw (NFPA 70E 130.5 and 130.7;
check the current edition): arc-rated clothing as the label asks, and the people told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from labsim.core.component import Component
from labsim.core.errors import LabsimError
from labsim.thermal.surface import ArcSuit, Door, Surface

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["dressed", "may_reach", "of_panel", "shut_before"]


def shut_before(bench: Workplace, places: Iterable[str]) -> dict[str, str]:
    """Return the tag of the shut door before each of these terminals or parts that has one."""
    wanted, found = set(places), {}
    for door in _parts(bench, Door):
        if bench.sim.states[door.tag, "position"][0] == 0:
            for surface in door.surfaces:
                for name in wanted & {surface.tag, surface.of.name}:
                    found[name] = door.tag
    return found


def may_reach(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Raise LabsimError when a shut door is before what an event touches or looks at."""
    named = [*event.get("ports", ()), event.get("port"), event.get("what"), event.get("tag")]
    for name, door in shut_before(bench, [str(n) for n in named if n]).items():
        raise LabsimError(f"{name} is behind the shut door {door}: operate({door!r}, 'open')")


def dressed(bench: Workplace) -> bool:
    """Tell whether an arc-rated suit is worn."""
    return any(bench.sim.states[p.tag, "position"][0] == 1 for p in _parts(bench, ArcSuit))


def of_panel(bench: Workplace, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the safety rules need to know before a door is opened or tape goes on."""
    part = bench.machine.component(event["tag"])
    if isinstance(part, Surface):
        return {"hands": True, "live": bench.live(part.of.name)}
    opening = event.get("position", part.positions[-1]) == "open" and event["do"] != "release"
    if not isinstance(part, Door) or not opening:
        return {}
    live = any(bench.live(surface.of.name) for surface in part.surfaces)
    return {"exposed": live, "dressed": dressed(bench)}


def _parts(bench: Workplace, kind: type[Component]) -> list[Any]:
    return [part for part in bench.machine.components.values() if isinstance(part, kind)]
