"""A program as neutral text; `neutral.read_rungs` makes the same trees of it again."""

from __future__ import annotations

from collections.abc import Iterator

from labsim.plc.errors import ProgramError
from labsim.plc.formats.neutral import read_one
from labsim.plc.operands import write_operand
from labsim.plc.program import Node, Op, Parallel, Program, Rung, Series

__all__ = ["write_node", "write_rung", "write_rungs"]


def write_rungs(program: Program) -> str:
    """Return the text of all rungs of a program: `read_rungs` of it gives the same trees.

    A rung that has not been changed since it was read keeps its own spelling and blanks.
    """
    blocks = tuple(program.blocks)
    lines: list[str] = []
    several = len(program.routines) > 1 or list(program.routines) != ["Main"]
    for routine in program.routines.values():
        lines += [f"ROUTINE {routine.name}"] if several else []
        for rung in routine.rungs:
            lines += _rung(rung, program.dialect, blocks)
        lines += ["END_ROUTINE"] if several else []
    return "".join(f"{line}\n" for line in lines)


def write_rung(rung: Rung) -> str:
    """Return the instructions of one rung, without its comment and label."""
    return write_node(rung.body)


def write_node(node: Node) -> str:
    """Return the text of a piece of power flow; of a rung's body without brackets around it."""
    if isinstance(node, Op):
        return _op(node)
    if isinstance(node, Parallel):
        return f"[{','.join(write_node(branch) for branch in node.branches)}]"
    return "".join(_inner(item) for item in node.items)


def _inner(node: Node) -> str:
    return f"{{{write_node(node)}}}" if isinstance(node, Series) else write_node(node)


def _rung(rung: Rung, dialect: str, blocks: tuple[str, ...]) -> Iterator[str]:
    for line in rung.comment.split("\n") if rung.comment else ():
        yield f"// {line}" if line else "//"
    head = f"{rung.label}: " if rung.label else ""
    yield f"{head}{_text(rung, dialect, blocks)};"


def _text(rung: Rung, dialect: str, blocks: tuple[str, ...]) -> str:
    """Return the rung's own text while it still says what the tree says."""
    fresh = write_node(rung.body)
    if not rung.text or rung.text == fresh or not rung.text.isprintable():
        return fresh
    try:
        same = write_node(read_one(rung.text, dialect, blocks, []).body) == fresh
    except ProgramError:
        return fresh  # the source was not neutral text
    return rung.text if same else fresh


def _op(op: Op) -> str:
    parts = [write_operand(arg) for arg in op.args]
    parts += [f"{op.enter}:=*"] if op.enter else []
    parts += [f"{pin}:={_pin(value)}" for pin, value in op.pins.items()]
    parts += [f"{pin}=>{write_operand(path)}" for pin, path in op.outs.items()]
    parts += [f"{op.leave}=>*"] if op.leave else []
    return f"{op.spelling or op.name}({','.join(parts)})"


def _pin(value: object) -> str:
    if isinstance(value, Op):
        return f"<{write_node(value)}>"
    if isinstance(value, Series):
        return f"{{{write_node(value)}}}"
    return write_node(value) if isinstance(value, Parallel) else write_operand(value)
