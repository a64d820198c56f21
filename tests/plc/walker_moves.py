"""Compares, calculations, moves and calls of the walking reference.

Each works on (walker, op, operands by name, power) and returns the power behind it. In AB a false
rung leaves the destination alone; in IEC a false EN does, and ENO and OUT are false then.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from labsim.plc.program import Index, Op, Path
from tests.plc import walker_math as sums
from tests.plc.walker_memory import Array, Cell, Group

__all__ = ["MOVES"]


def inputs(walker: Any, bound: dict[str, Any], names: list[str]) -> list[tuple[Any, str]]:
    return [walker.value(bound[name]) for name in names if name in bound]


def enabled(walker: Any, op: Op, bound: dict[str, Any], power: bool) -> bool:
    """Bring power in by its pin; say whether the block is worked at all."""
    if walker.dialect == "ab":
        return power
    enter = op.enter.upper() or "EN"
    if enter == "EN":
        return power and ("EN" not in bound or bool(walker.value(bound["EN"])[0]))
    bound[enter] = power
    return True


def hand_out(walker: Any, op: Op, bound: dict[str, Any], value: Any, leave: str) -> bool:
    """Write an IEC function's result and return what leaves by its pin."""
    if isinstance(bound.get("OUT"), Path):
        walker.store(bound["OUT"], value)
    if isinstance(bound.get("ENO"), Path):
        walker.store(bound["ENO"], True)
    return True if leave == "ENO" else bool(value)


def function(work: Callable[[Any, Op, dict], Any], dest: str = "Dest", leave: str = "ENO"):
    """Make an instruction of a calculation."""

    def run(walker: Any, op: Op, bound: dict[str, Any], power: bool) -> bool:
        if not enabled(walker, op, bound, power):
            if walker.dialect == "iec" and isinstance(bound.get("ENO"), Path):
                walker.store(bound["ENO"], False)
            return False
        value = work(walker, op, bound)
        if walker.dialect == "iec":
            return hand_out(walker, op, bound, value, op.leave.upper() or leave)
        if leave == "OUT":
            return bool(value)
        walker.store(bound[dest], value)
        return True

    return run


def numbered(walker: Any, bound: dict[str, Any], first: int = 1) -> list[tuple[Any, str]]:
    if walker.dialect == "ab":
        return inputs(walker, bound, ["SourceA", "SourceB"])
    return inputs(walker, bound, [f"IN{k}" for k in range(first, 40)])


def compared(walker: Any, op: Op, bound: dict[str, Any]) -> bool:
    values = [value for value, _ in numbered(walker, bound)]
    if op.name == "NEQ":
        return sums.compare("NEQ", *values[:2])
    return all(sums.compare(op.name, a, b) for a, b in pairwise(values))


def limit_test(walker: Any, op: Op, bound: dict[str, Any]) -> bool:
    """LIM, 1756-RM003N: a low limit above the high one asks for outside."""
    low, test, high = (walker.value(bound[name])[0] for name in ("Low", "Test", "High"))
    return low <= test <= high if low <= high else test >= low or test <= high


def masked(walker: Any, op: Op, bound: dict[str, Any]) -> bool:
    source, mask, other = (walker.value(bound[n])[0] for n in ("Source", "Mask", "Compare"))
    return source & mask == other & mask


def computed(walker: Any, op: Op, bound: dict[str, Any]) -> Any:
    args = numbered(walker, bound)
    if walker.dialect == "ab":  # the destination decides too: 7 / 2 into a REAL is 3.5
        dest = walker.ref(bound["Dest"]).type
        if dest in ("REAL", "LREAL"):
            args = [(float(value), dest) for value, _ in args]
    return walker.carefully(op.name, args)[0]


def alone(walker: Any, op: Op, bound: dict[str, Any]) -> Any:
    value = walker.value(bound["Source" if walker.dialect == "ab" else "IN"])
    if op.name == "MOV":
        return value[0]
    return walker.carefully("-" if op.name == "NEG" else op.name, [value])[0]


def select(walker: Any, op: Op, bound: dict[str, Any]) -> Any:
    names = ("Selector", "Source0", "Source1") if walker.dialect == "ab" else ("G", "IN0", "IN1")
    which, first, second = (walker.value(bound[name])[0] for name in names)
    return second if which else first


def within(walker: Any, op: Op, bound: dict[str, Any]) -> Any:
    names = ("Low", "Source", "High") if walker.dialect == "ab" else ("MN", "IN", "MX")
    low, value, high = (walker.value(bound[name])[0] for name in names)
    return min(max(value, low), high)


def multiplexed(walker: Any, op: Op, bound: dict[str, Any]) -> Any:
    return inputs(walker, bound, [f"IN{k}" for k in range(40)])[walker.value(bound["K"])[0]][0]


def rooted(path: Path) -> tuple[Path, int]:
    """Split `A[3]` into A and 3; `A` counts from its first element."""
    if path.steps and isinstance(path.steps[-1], Index):
        return Path(path.root, path.steps[:-1]), path.steps[-1].at
    return path, None


def elements(walker: Any, path: Path) -> list[Any]:
    """Return the elements from a path on to the end of its array, or the one thing it is."""
    whole, at = rooted(path)
    array = walker.ref(whole)
    if not isinstance(array, Array):
        return [walker.ref(path)]
    walker.ref(path)  # an index outside is a fault before anything is copied
    first = 0 if at is None else int(walker.value(at[0])[0]) - array.dims[0][0]
    return array.items[first:]


def write(target: Any, source: Any) -> None:
    if isinstance(target, Group):
        target.hidden.update(source.hidden)
        for name, member in target.members.items():
            write(member, source.members[name])
    elif isinstance(target, Array):
        for one, other in zip(target.items, source.items, strict=True):
            write(one, other)
    else:
        target.set(source.get())


def copy(walker: Any, op: Op, bound: dict[str, Any], power: bool) -> bool:
    """COP: so many elements of the destination, no further than either array goes."""
    if power:
        count = int(walker.value(bound["Length"])[0])
        pairs = zip(elements(walker, bound["Source"]), elements(walker, bound["Dest"]),
                    strict=False)  # fmt: skip
        for source, target in list(pairs)[:count]:
            write(target, source)
    return power


def fill(walker: Any, op: Op, bound: dict[str, Any], power: bool) -> bool:
    """FLL: the same value into so many elements."""
    if power:
        value, kind = walker.value(bound["Source"])
        for target in elements(walker, bound["Dest"])[: int(walker.value(bound["Length"])[0])]:
            write(target, Cell(kind, value))
    return power


def clear(walker: Any, op: Op, bound: dict[str, Any], power: bool) -> bool:
    if power:
        walker.store(bound["Dest"], 0)
    return power


def call(walker: Any, op: Op, bound: dict[str, Any], power: bool) -> bool:
    """An AOI or function block: inputs in, its routine, outputs out, each call with its scope."""
    instance = walker.ref(op.args[0])
    block = instance.block
    given = [tag for tag in block.tags if tag.usage and not tag.name.upper().startswith("ENABLE")]
    bound = dict(zip((tag.name.upper() for tag in given), op.args[1:], strict=False)) | bound
    if op.enter:
        bound[op.enter.upper()] = power
    if walker.prescan:
        kept, walker.scope = walker.scope, instance
        routines = {name.upper(): r for name, r in block.routines.items()}
        walker.run(block.main, routines)
        walker.scope = kept
        return False
    if power or (op.enter and op.enter.upper() != "EN"):
        hand_in(walker, instance, given, bound)
        kept, walker.scope = walker.scope, instance
        walker.run(block.main, {name.upper(): r for name, r in block.routines.items()})
        walker.scope = kept
        for tag in given:
            if tag.usage == "out" and isinstance(bound.get(tag.name.upper()), Path):
                write(walker.ref(bound[tag.name.upper()]), instance.members[tag.name.upper()])
    leave = op.leave.upper()
    return bool(instance.members[leave].get()) if leave in instance.members else power


def hand_in(walker: Any, instance: Group, given: list[Any], bound: dict[str, Any]) -> None:
    for tag in given:
        name = tag.name.upper()
        if name not in bound:
            continue
        if tag.usage == "inout":
            instance.members[name] = walker.ref(bound[name])
        elif tag.usage == "in":
            instance.members[name].set(walker.value(bound[name])[0])


PAIR = ("EQU", "NEQ", "GRT", "GEQ", "LES", "LEQ")
MOVES: dict[str, Callable[[Any, Op, dict, bool], bool]] = {
    **{name: function(compared, leave="OUT") for name in PAIR},
    "LIM": function(limit_test, leave="OUT"),
    "MEQ": function(masked, leave="OUT"),
    "CMP": function(lambda w, op, b: w.value(b["Expression"])[0], leave="OUT"),
    "CPT": function(lambda w, op, b: w.value(b["Expression"])[0]),
    **{n: function(computed) for n in ("ADD", "SUB", "MUL", "DIV", "MOD", "AND", "OR", "XOR",
                                       "MIN", "MAX")},
    **{name: function(alone) for name in ("MOV", "NEG", "ABS", "NOT")},
    "SEL": function(select), "LIMIT": function(within), "MUX": function(multiplexed),
    "COP": copy, "FLL": fill, "CLR": clear, "CALL": call,
}  # fmt: skip
