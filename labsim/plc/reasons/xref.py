"""Cross reference: where a tag is read and written, which outputs have two coils, what is unused.

`uses(program)` has every place, `of(program, "T1.DN")` those of one tag, also where only a part of
it or the whole it belongs to is meant, `writers(program, "Q0.1")` those that write it. A place in
an array with a variable for index may be any element: it "may write". The rungs inside of blocks
work on names of their own and are not looked at; the call of a block is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from labsim.plc.instructions import Form, find, known
from labsim.plc.operands import parse_path, write_path
from labsim.plc.program import Bit, Expr, Index, Literal, Member, Op, Operand, Path, Program, Tag
from labsim.plc.tree import paths

__all__ = ["Use", "double_coils", "forces", "of", "resolve", "unused", "uses", "writers"]

COILS = frozenset({"OTE", "OTN", "OTEP", "OTEN"})
LATCHES = frozenset({"OTL", "OTU"})
_WAYS = {"in": "r", "out": "w", "inout": "rw", "memory": "rw"}


@dataclass(frozen=True)
class Use:
    """One place where a rung names a variable."""

    path: Path  # aliases and addresses followed to the tag itself
    routine: str
    rung: int
    element: int  # in the order of Rung.ops()
    op: Op
    writes: bool
    sure: bool = True  # False: an index decides while it runs, "may write"
    count: int = 1  # elements of an array from the path's on, of COP and FLL

    def __str__(self) -> str:
        """Say it as a cross reference list does."""
        way = "writes" if self.writes else "reads"
        way = way if self.sure else f"may {way[:-1]}"
        name = self.op.spelling or self.op.name
        return f"{write_path(self.path)}: {self.routine}, rung {self.rung}: {name} {way} it"


def uses(program: Program) -> list[Use]:
    """Return every place, in the order of the program."""
    found = []
    for routine in program.routines.values():
        for number, rung in enumerate(routine.rungs):
            for element, op in enumerate(rung.ops()):
                for path, writes, count in _of_op(op, program):
                    path = resolve(program, path)
                    place = (routine.name, number, element, op)
                    found.append(Use(path, *place, writes, _static(path), count))
    return found


def of(program: Program, name: str | Path) -> list[Use]:
    """Return the places of a tag, of what belongs to it and of what it belongs to."""
    asked = name if isinstance(name, Path) else parse_path(name, program.dialect)
    asked = resolve(program, asked)
    return [use for use in uses(program) if meets(use, asked)]


def writers(program: Program, name: str | Path) -> list[Use]:
    """Return the places that write a tag, or may write it."""
    return [use for use in of(program, name) if use.writes]


def double_coils(program: Program) -> list[str]:
    """Return a warning for every output with more than one coil: the last one worked wins."""
    coils: dict[str, list[Use]] = {}
    for use in uses(program):
        if use.writes and use.op.name in COILS | LATCHES and use.sure:
            coils.setdefault(_key(use.path), []).append(use)
    return [_warning(places) for places in coils.values() if _doubled(places)]


def _doubled(places: list[Use]) -> bool:
    plain = sum(use.op.name in COILS for use in places)
    return plain > 1 or (plain == 1 and len(places) > 1)


def _warning(places: list[Use]) -> str:
    where = " and ".join(f"{u.routine}, rung {u.rung} ({u.op.name})" for u in places)
    return f"{write_path(places[0].path)} has {len(places)} coils: {where}; the last worked wins"


def unused(program: Program) -> list[str]:
    """Return the names of tags that no rung reads or writes."""
    used = {use.path.root.casefold() for use in uses(program)}
    used |= {path.root.casefold() for path in paths(program)}
    hidden = ("~", "S:")
    return [n for n in program.tags if n.casefold() not in used and not n.startswith(hidden)]


def forces(controller: object) -> list[str]:
    """Return a line for every forced point of a controller."""
    return [f"{name} is forced {_said(value)}" for name, value in sorted(controller.forces.items())]


def _said(value: object) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else f"to {value}"


# what an instruction does to its operands ---------------------------------------------------------
def _of_op(op: Op, program: Program) -> Iterator[tuple[Path, bool, int]]:
    ways = _ways(op, program)
    for operand, way in zip(op.args, ways, strict=True):
        yield from _of_operand(operand, way, _count(op, operand))
    named = _named(op, program)
    for name, pin in op.pins.items():
        if isinstance(pin, Literal | Path | Expr):
            yield from _of_operand(pin, named.get(name.upper(), "r"), 1)
    for path in op.outs.values():
        yield from _of_operand(path, "w", 1)


def _ways(op: Op, program: Program) -> list[str]:
    n = len(op.args)
    if op.name in ("JSR", "SBR", "RET"):
        return _parameters(op)
    if op.name == "CALL":
        block = _block(op, program)
        tags = [_WAYS.get(t.usage, "") for t in block] if block else []
        return ["rw", *tags, *["r"] * n][:n]
    form = _form(op, program)
    ways = [_WAYS.get(one.way, "") for one in form.positional]
    return [*ways[:n], *["r"] * (n - len(ways))]


def _parameters(op: Op) -> list[str]:
    """Return what JSR, SBR and RET do: JSR(name, 2, in, in, out, …)."""
    if op.name != "JSR":
        return ["w" if op.name == "SBR" else "r"] * len(op.args)
    count = op.args[1] if len(op.args) > 1 else None
    given = int(count.value) if isinstance(count, Literal) and _is_int(count.value) else 0
    return ["", "", *["r"] * given, *["w"] * len(op.args)][: len(op.args)]


def _is_int(value: object) -> bool:
    return isinstance(value, int)


def _form(op: Op, program: Program) -> Form:
    if not known(op.name, program.dialect):
        return Form(())
    return find(op.name, program.dialect).form(program.dialect)


def _block(op: Op, program: Program) -> list[Tag]:
    blocks = {name.casefold(): one for name, one in program.blocks.items()}
    found = blocks.get(op.spelling.casefold())
    hidden = ("ENABLEIN", "ENABLEOUT")
    return [t for t in found.tags if t.usage and t.name.upper() not in hidden] if found else []


def _named(op: Op, program: Program) -> dict[str, str]:
    if op.name == "CALL":
        return {t.name.upper(): _WAYS.get(t.usage, "r") for t in _block(op, program)}
    return {k.upper(): _WAYS.get(v.way, "r") for k, v in _form(op, program).by_name.items()}


def _count(op: Op, operand: Operand) -> int:
    """Return how many elements COP and FLL reach, from the one that is named on."""
    if op.name not in ("COP", "CPS", "FLL") or len(op.args) < 3:
        return 1
    length = op.args[2]
    return max(1, length.value) if isinstance(length, Literal) and _is_int(length.value) else 10**9


def _of_operand(operand: Operand, way: str, count: int) -> Iterator[tuple[Path, bool, int]]:
    if isinstance(operand, Expr):
        for arg in operand.args:
            yield from _of_operand(arg, "r", 1)
    if not isinstance(operand, Path) or not way:
        return
    for sign in way:
        yield operand, sign == "w", count
    for step in operand.steps:
        inner = step.at if isinstance(step, Index) else (step.at,) if isinstance(step, Bit) else ()
        for at in inner:
            yield from _of_operand(at, "r", 1)


# which variables meet -----------------------------------------------------------------------------
def resolve(program: Program, path: Path) -> Path:
    """Follow aliases, and addresses to the tag declared at them."""
    for _ in range(16):
        tag = program.tags.get(path.root) or _by_name(program, path.root)
        if tag is None or tag.alias is None:
            break
        path = Path(tag.alias.root, tag.alias.steps + path.steps)
    name = tag.name if tag else path.root
    return path if name == path.root else Path(name, path.steps)


def _by_name(program: Program, root: str) -> Tag | None:
    key = root.casefold()
    tags = program.tags.values()
    named = next((t for t in tags if t.name.casefold() == key), None)
    return named or next((t for t in tags if t.address and t.address.casefold() == key), None)


def _static(path: Path) -> bool:
    ats = [at for step in path.steps if isinstance(step, Index) for at in step.at]
    ats += [step.at for step in path.steps if isinstance(step, Bit)]
    return all(isinstance(at, Literal) for at in ats)


def _key(path: Path) -> str:
    return write_path(Path(path.root, path.steps)).casefold()


def meets(use: Use, asked: Path) -> bool:
    """Tell whether a place is about a variable, a part of it, or the whole it belongs to."""
    if use.path.root.casefold() != asked.root.casefold():
        return False
    pairs = list(zip(use.path.steps, asked.steps, strict=False))
    last = max((k for k, (one, _) in enumerate(pairs) if isinstance(one, Index)), default=-1)
    reach = [use.count if k == last else 1 for k in range(len(pairs))]
    return all(_same(a, b, n) for (a, b), n in zip(pairs, reach, strict=True))


def _same(one: Member | Index | Bit, other: Member | Index | Bit, count: int) -> bool:
    if isinstance(one, Member) or isinstance(other, Member):
        names = [step.name.casefold() for step in (one, other) if isinstance(step, Member)]
        return len(names) == 2 and names[0] == names[1]
    if type(one) is not type(other):
        return False
    if isinstance(one, Bit):
        return _equal(one.at, other.at, 1)
    return len(one.at) == len(other.at) and all(
        _equal(a, b, count if k == len(one.at) - 1 else 1)
        for k, (a, b) in enumerate(zip(one.at, other.at, strict=True))
    )


def _equal(one: Operand, other: Operand, count: int) -> bool:
    if not (isinstance(one, Literal) and isinstance(other, Literal)):
        return True  # a variable decides: it may be
    if not (_is_int(one.value) and _is_int(other.value)):
        return one.value == other.value
    return one.value <= other.value < one.value + count
