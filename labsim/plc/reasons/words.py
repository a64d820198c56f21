"""What `why` says: causes within causes, and the sentences they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labsim.plc.operands import write_path
from labsim.plc.program import Member, Path, Program, Tag
from labsim.plc.reasons.xref import resolve

__all__ = ["Cause", "Facts", "clock", "counts", "fact", "name", "say"]

Facts = Callable[[str], str] | Mapping[str, str] | None


@dataclass(frozen=True)
class Cause:
    """A sentence, and what is behind it: all of it, or any of several ways."""

    text: str
    behind: tuple[Cause, ...] = ()
    ways: bool = False  # each of `behind` is one way, and none of them is closed

    @property
    def size(self) -> int:
        """How many things it comes down to."""
        return sum(one.size for one in self.behind) or 1


def say(cause: Cause, indent: str = "") -> str:
    """Return the text of a cause: one line while there is one thing behind each, else a list."""
    if not cause.behind:
        return cause.text
    if len(cause.behind) == 1:
        link = " because " if cause.text else ""
        return f"{cause.text}{link}{say(cause.behind[0], indent)}"
    if not cause.text and not cause.ways and not any(one.behind for one in cause.behind):
        return " and ".join(one.text for one in cause.behind)
    lines = [f"{indent}  - {say(one, indent + '    ')}" for one in cause.behind]
    link = ": none of these ways is closed" if cause.ways else " because"
    return "\n".join([f"{cause.text}{link}".removeprefix(": "), *lines])


def name(program: Program, path: Path) -> str:
    """Return a variable with its address and its comment: "Guard (I0.4) 'guard closed'"."""
    written = write_path(path)
    tag = _tag(program, path)
    if tag is None:
        return written
    known = [tag.name, tag.address, write_path(tag.alias) if tag.alias else ""]
    others = [one for one in known if one and one.casefold() != written.casefold()]
    said = f" '{tag.comment}'" if tag.comment else ""
    return f"{written} ({others[0]}){said}" if others else f"{written}{said}"


def _tag(program: Program, path: Path) -> Tag | None:
    """Return the tag a variable is as a whole: by name, or because the tag is an alias of it."""
    tags = program.tags
    if not path.steps and path.root in tags:
        return tags[path.root]
    real = resolve(program, path)
    aliases = (t for t in tags.values() if t.alias and resolve(program, t.alias) == real)
    return next(aliases, None if real.steps else tags.get(real.root))


def fact(facts: Facts, program: Program, path: Path) -> str:
    """Return what is known of the device at a variable, by its name or its address; or ""."""
    if facts is None:
        return ""
    tag = _tag(program, path)
    names = [write_path(path), write_path(resolve(program, path))]
    names += [tag.address, tag.name] if tag else []
    for one in filter(None, names):
        said = facts.get(one, "") if isinstance(facts, Mapping) else facts(one)
        if said:
            return said
    return ""


def clock(controller: Any, timer: Path) -> str:
    """Return "T1 has 2.3 s of 5.0 s" of a timer, "T1 has 10 ms of 30 ms" of a short one."""
    now, whole = _member(controller, timer, "ACC", "ET"), _member(controller, timer, "PRE", "PT")
    if whole < 1000:
        return f"{write_path(timer)} has {now} ms of {whole} ms"
    return f"{write_path(timer)} has {now / 1000:.1f} s of {whole / 1000:.1f} s"


def counts(controller: Any, counter: Path) -> str:
    """Return "C1 has 7 of 10" of a counter."""
    now, whole = (
        _member(controller, counter, "ACC", "CV"),
        _member(controller, counter, "PRE", "PV"),
    )
    return f"{write_path(counter)} has {now} of {whole}"


def _member(controller: Any, path: Path, *names: str) -> int:
    for one in names:
        full = write_path(Path(path.root, (*path.steps, Member(one))))
        if full in controller:
            return controller[full]
    return 0
