"""The networks of a drawing, in the order they are worked: each becomes a rung.

Networks run from the top; where a drawing has no positions, in the order of the file. A label
belongs to the network beside or below it, and so does a comment.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from labsim.core.errors import unknown
from labsim.plc.formats.drawn import Part, Source
from labsim.plc.formats.drawn_network import Network
from labsim.plc.formats.iecscope import Scope
from labsim.plc.program import Rung, Series

__all__ = ["rungs"]

_WORKED = ("contact", "coil", "block", "jump", "return", "out", "inout")
_KNOTS = ("joint", "continuation", "connector")
_MOST = 20_000  # parts in one drawing


def rungs(parts: list[Part], scope: Scope) -> tuple[Rung, ...]:
    """Return the rungs of a drawing; ProgramError for lines to nowhere, loops, jumps to nowhere."""
    if len(parts) > _MOST:
        raise parts[_MOST].error(f"A drawing of more than {_MOST} parts")
    joined = _joined(parts)
    while loop := _loop(joined):
        _open(loop, joined)
    groups = _groups(joined)
    _pairs(parts, "label", "jump", owner="The drawing")
    return tuple(_marked(groups, _placed(groups, parts), scope))


# lines --------------------------------------------------------------------------------------------
def _joined(parts: list[Part]) -> dict[str, Part]:
    """Return the parts by id, with lines led through connectors and knots to what feeds them."""
    found: dict[str, Part] = {}
    for part in parts:
        if part.id in found and part.kind not in ("label", "comment"):
            raise part.error(
                f"localId {part.id} is used twice: {found[part.id].title}, {part.title}"
            )
        found[part.id] = part
    for part in parts:
        for pin in part.inputs.values():
            missing = next((one for one, _ in pin.sources if one not in found), None)
            if missing is not None:
                raise part.error(unknown(f"A line into {part.title}", "source", missing, found))
    connectors = _pairs(parts, "connector", "continuation")
    for part in parts:
        for pin in part.inputs.values():
            pin.sources = _fed_by(pin.sources, found, connectors)
    split = [one for part in parts if part.kind not in _KNOTS for one in _split(part)]
    return {part.id: part for part in split}


def _split(part: Part) -> Iterator[Part]:
    """Draw a variable that is both written and read as two: each is worked at its place."""
    if part.kind != "inout" or not any(pin.sources for pin in part.inputs.values()):
        yield part
        return
    yield replace(part, kind="in", inputs={})
    yield replace(part, id=f"{part.id}.in", kind="out", negated=False)


def _pairs(parts: list[Part], one: str, other: str, owner: str = "") -> dict[str, Part]:
    """Return the parts of one kind by their text; each of the other kind must name one of them."""
    named: dict[str, Part] = {}
    for part in parts:
        if part.kind == one:
            if part.text in named:
                raise part.error(f"{one.title()} {part.text} is drawn twice")
            named[part.text] = part
    for part in parts:
        if part.kind == other and part.text not in named:
            raise part.error(unknown(owner or part.title, one, part.text, named))
    return named


def _fed_by(sources: list[Source], parts: dict[str, Part], named: dict[str, Part]) -> list[Source]:
    """Return what really feeds a pin: rails, contacts, blocks, variables."""
    result: dict[Source, None] = {}
    waiting, seen = list(reversed(sources)), set()
    while waiting:
        source = waiting.pop()
        part = parts[source[0]]
        if part.kind not in _KNOTS:
            result[source if part.kind == "block" else (part.id, "")] = None
        elif part.id not in seen:
            seen.add(part.id)
            knot = named[part.text] if part.kind == "continuation" else part
            waiting += [s for pin in knot.inputs.values() for s in reversed(pin.sources)]
    return list(result)


def _loop(parts: dict[str, Part]) -> list[Part]:
    """Return parts that feed each other in a circle, each fed by the next; or none."""
    done: set[str] = set()
    for first in parts:
        trail: dict[str, Iterator[str]] = {}
        waiting = [first] if first not in done else []
        while waiting:
            here = waiting[-1]
            if here not in trail:
                pins = parts[here].inputs.values()
                trail[here] = iter([one for pin in pins for one, _ in pin.sources])
            following = next((one for one in trail[here] if one not in done), None)
            if following is None:
                done.add(waiting.pop())
                trail.pop(here)
            elif following in trail:
                return [parts[one] for one in [*trail][[*trail].index(following) :]]
            else:
                waiting.append(following)
    return []


def _open(loop: list[Part], parts: dict[str, Part]) -> None:
    """Open a circle at the output of its first function block: what it feeds is worked before it.

    That reads the output the block had in the scan before; a circle without one is an error.
    """
    holders = [part for part in loop if part.kind == "block" and part.instance]
    if not holders:
        names = ", ".join(part.title for part in loop[:8])
        raise loop[0].error(f"Lines lead in a circle through {names}: feed back through a variable")
    first = min(holders, key=Part.key)
    user = loop[loop.index(first) - 1]
    for pin in user.inputs.values():
        for number, (source, output) in enumerate(pin.sources):
            if source == first.id:
                name = f"{source}.{output}"
                text = f"{first.instance}.{output}"
                parts[name] = replace(first, id=name, kind="in", text=text, inputs={}, outputs={})
                pin.sources[number] = (name, "")


# networks -----------------------------------------------------------------------------------------
def _groups(parts: dict[str, Part]) -> list[list[Part]]:
    """Return the parts that hang together, rails apart, in the order they are worked."""
    rails = {name for name, part in parts.items() if part.kind in ("rail", "end")}
    root = {name: name for name in parts}

    def find(name: str) -> str:
        while root[name] != name:
            root[name] = name = root[root[name]]
        return name

    for name, part in parts.items():
        for pin in part.inputs.values() if name not in rails else ():
            for source, _ in pin.sources:
                if source not in rails and parts[source].kind != "in":
                    root[find(source)] = find(name)
    drawn: dict[int, str] = {}  # parts of one rung are together, whatever joins them
    for name, part in parts.items():
        if part.rung and name not in rails:
            root[find(name)] = find(drawn.setdefault(part.rung, name))
    groups: dict[str, list[Part]] = {}
    for name, part in parts.items():
        if part.kind not in ("rail", "end", "label", "comment", "in"):
            groups.setdefault(find(name), []).append(part)
    worked = [group for group in groups.values() if any(p.kind in _WORKED for p in group)]
    return [_with_sources(group, parts) for group in sorted(worked, key=_order)]


def _with_sources(group: list[Part], parts: dict[str, Part]) -> list[Part]:
    """Add the rails and variables that feed a network; they may feed others too."""
    fed = (source for part in group for pin in part.inputs.values() for source, _ in pin.sources)
    ends = [parts[name] for name in dict.fromkeys(fed) if parts[name].kind in ("rail", "in")]
    return group + ends


def _order(group: list[Part]) -> tuple:
    numbered = [part.order for part in group if part.order > 0]
    first = min(numbered, default=math.inf)
    worked = [p for p in group if p.kind not in ("in", "out", "inout", "rail")]
    return (first, *min(part.key() for part in worked or group))


# labels and comments ------------------------------------------------------------------------------
def _placed(groups: list[list[Part]], parts: list[Part]) -> dict[int, list[Part]]:
    """Return labels and comments by the number of their network; past the last: at the end."""
    drawn = len({part.y for part in parts}) > 1
    ends = [
        max(p.key()[0] if drawn else p.serial for p in group if p.kind != "rail")
        for group in groups
    ]
    found: dict[int, list[Part]] = {}
    for mark in sorted((p for p in parts if p.kind in ("label", "comment")), key=Part.key):
        here = mark.y if drawn else mark.serial
        number = next((i for i, end in enumerate(ends) if end >= here), len(groups))
        if mark.kind == "comment" and number == len(groups) and groups:
            number = len(groups) - 1
        found.setdefault(number, []).append(mark)
    return found


def _marked(groups: list[list[Part]], marks: dict[int, list[Part]], scope: Scope) -> Iterator[Rung]:
    for number, group in enumerate([*groups, None]):
        labels = [part.text for part in marks.get(number, ()) if part.kind == "label"]
        notes = [part.text for part in marks.get(number, ()) if part.kind == "comment"]
        comment = "\n".join(filter(None, notes))
        for label in labels[:-1] if group else labels:
            yield Rung(Series(), label=label)
        if group:
            yield Rung(Network(group, scope).tree(), comment, labels[-1] if labels else "")
        elif comment:
            yield Rung(Series(), comment)
