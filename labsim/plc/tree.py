"""Walking and rebuilding the tree of a program: every variable named, instructions changed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator

from labsim.plc.program import (
    Bit,
    Expr,
    Index,
    Node,
    Op,
    Operand,
    Parallel,
    Path,
    Program,
    Routine,
    Rung,
    Series,
)

__all__ = ["mapped", "named", "paths", "rebuilt", "rungs"]

# What a change returns: the instruction to put there, or nothing at all to leave it out.
Change = Callable[[Op], Op | None]


def rungs(program: Program) -> Iterator[tuple[str, int, Rung]]:
    """Yield routine, number and rung of a program, those of its blocks not."""
    for routine in program.routines.values():
        for number, rung in enumerate(routine.rungs):
            yield routine.name, number, rung


def paths(program: Program) -> Iterator[Path]:
    """Yield every variable that the rungs name, as often as they do."""
    for _, _, rung in rungs(program):
        for op in rung.ops():
            yield from named(op)


def named(op: Op) -> Iterator[Path]:
    """Yield every variable that an instruction names, those in subscripts too."""
    for operand in (*op.args, *op.pins.values(), *op.outs.values()):
        if isinstance(operand, Path | Expr):
            yield from _paths(operand)


def _paths(operand: Operand) -> Iterator[Path]:
    if isinstance(operand, Expr):
        for arg in operand.args:
            yield from _paths(arg)
    if isinstance(operand, Path):
        yield operand
        for step in operand.steps:
            inner = (
                step.at if isinstance(step, Index) else (step.at,) if isinstance(step, Bit) else ()
            )
            for at in inner:
                yield from _paths(at)


def mapped(node: Node, change: Change) -> Node | None:
    """Return power flow with every instruction changed; None when nothing of it is left.

    A contact left out of a series is a wire; a branch of which nothing is left is gone.
    """
    if isinstance(node, Op):
        return change(node)
    if isinstance(node, Series):
        found = [mapped(item, change) for item in node.items]
        return Series(tuple(item for item in found if item is not None))
    branches = [mapped(branch, change) for branch in node.branches]
    left = [
        new for new, old in zip(branches, node.branches, strict=True) if new.items or not old.items
    ]
    if len(left) > 1:
        return Parallel(tuple(left))
    return left[0] if left else None


def rebuilt(program: Program, where: Callable[[str, int], bool], change: Change) -> Program:
    """Return a copy of a program with the instructions of some rungs changed.

    `where(routine, number)` says in which rungs. The text of a changed rung is no longer told.
    """
    new = dataclasses.replace(program, routines=dict(program.routines))
    for routine in program.routines.values():
        made = []
        for number, rung in enumerate(routine.rungs):
            body = mapped(rung.body, change) if where(routine.name, number) else rung.body
            same = body == rung.body
            made.append(rung if same else dataclasses.replace(rung, body=body, text=""))
        new.routines[routine.name] = Routine(routine.name, tuple(made))
    return new
