"""Names in an L5X of several programs: each has tags and routines of its own, we one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from labsim.plc.formats.safexml import Element
from labsim.plc.program import Bit, Expr, Index, Node, Op, Operand, Parallel, Path, Rung, Series

__all__ = ["Scope"]


class Scope:
    """Knows what a tag or routine of a program is called in the one table."""

    def __init__(self, programs: list[Element], controller: Collection[str]) -> None:
        self.tags: dict[str, dict[str, str]] = {}
        self.routines: dict[str, dict[str, str]] = {}
        taken = Counter(name.casefold() for name in controller)
        taken.update(name.casefold() for one in programs for name in _names(one, "Tags/Tag"))
        called = Counter(n.casefold() for one in programs for n in _names(one, "Routines/Routine"))
        for one in programs:
            name = one.get("Name")
            self.tags[name.casefold()] = {
                tag.casefold(): tag if taken[tag.casefold()] == 1 else f"\\{name}.{tag}"
                for tag in _names(one, "Tags/Tag")
            }
            self.routines[name.casefold()] = {
                routine.casefold(): routine if called[routine.casefold()] == 1
                else f"{name}:{routine}"
                for routine in _names(one, "Routines/Routine")
            }  # fmt: skip

    def tag(self, program: str, name: str) -> str:
        """Return what a program's tag is called in the table; other names stay."""
        if name.startswith("\\"):
            program, _, name = name[1:].partition(".")
        return self.tags.get(program.casefold(), {}).get(name.casefold(), name)

    def routine(self, program: str, name: str) -> str:
        """Return what a program's routine is called in the table."""
        return self.routines.get(program.casefold(), {}).get(name.casefold(), name)

    # trees ------------------------------------------------------------------------------------
    def path(self, program: str, path: Path) -> Path:
        """Return a variable as the table has it, indexes included."""
        root = self.tag(program, path.root)
        steps = tuple(
            Index(tuple(self.operand(program, at) for at in step.at)) if isinstance(step, Index)
            else Bit(self.operand(program, step.at)) if isinstance(step, Bit) else step
            for step in path.steps
        )  # fmt: skip
        same = root == path.root and steps == path.steps
        return path if same else Path(root, steps, "")

    def operand(self, program: str, operand: Operand) -> Operand:
        if isinstance(operand, Path):
            return self.path(program, operand)
        if isinstance(operand, Expr):
            args = tuple(self.operand(program, arg) for arg in operand.args)
            return operand if args == operand.args else Expr(operand.op, args)
        return operand

    def node(self, program: str, node: Node) -> Node:
        if isinstance(node, Series):
            return Series(tuple(self.node(program, item) for item in node.items))
        if isinstance(node, Parallel):
            return Parallel(tuple(self.node(program, branch) for branch in node.branches))
        args = [self.operand(program, arg) for arg in node.args]
        if node.name in ("JSR", "FOR") and args and isinstance(node.args[0], Path):
            root = self.routine(program, node.args[0].root)
            args[0] = Path(root, (), root)
        return replace(node, args=tuple(args), **self.pins(program, node))

    def pins(self, program: str, op: Op) -> Mapping[str, object]:
        pins = {
            name: self.node(program, pin)
            if isinstance(pin, Op | Series | Parallel)
            else self.operand(program, pin)
            for name, pin in op.pins.items()
        }
        return {"pins": pins, "outs": {n: self.path(program, p) for n, p in op.outs.items()}}

    def rung(self, program: str, rung: Rung) -> Rung:
        """Return a rung with all its names as the table has them."""
        return replace(rung, body=self.node(program, rung.body))


def _names(program: Element, path: str) -> list[str]:
    return [one.get("Name") for one in program.all(path)]
