"""A plain, slow interpreter that walks a program's tree: the reference the controller is held to.

It follows the manuals sentence by sentence and shares nothing with the compiler but the tree and
the table of instruction names. Every rung is walked with rung-in true from the left rail; every
instruction is worked whatever the power before it, as a controller does it.
"""

from __future__ import annotations

from typing import Any

from labsim.plc.instructions import find
from labsim.plc.program import Expr, Literal, Node, Op, Operand, Parallel, Path, Program, Series
from tests.plc import walker_math as sums
from tests.plc.walker_bits import Bits
from tests.plc.walker_blocks import AB, AB_PRESCAN, IEC
from tests.plc.walker_memory import Fault, Group, Memory, fit
from tests.plc.walker_moves import MOVES

__all__ = ["Walker"]

PATIENCE = 20_000  # rungs in one scan; a loop that is longer is endless: watchdog


class Jump(Exception):
    """To a label of the same routine."""


class Leave(Exception):
    """Out of the routine: RET, TND."""


class Walker(Bits):
    """Scans a program: `scan(at_ms, {"A": True})`, `walker["T1.ACC"]`."""

    def __init__(self, program: Program, dialect: str = "", compat: str = "") -> None:
        self.program = program
        self.dialect = dialect or program.dialect
        self.matiec = compat == "matiec"
        self.memory = Memory(program, self.dialect)
        self.routines = {name.upper(): r for name, r in program.routines.items()}
        self.leaves = self.memory.leaves()
        self.minor: list[str] = []
        self.fault = ""
        self.flow: dict[tuple[str, int, int], bool] = {}
        self.edges: dict[Any, Any] = {}
        self.fresh, self.prescan, self.now = True, False, 0
        self.dark = False  # the MCR override
        self.scope: Group | None = None
        self.place: tuple[str, int, int] = ("", 0, 0)
        self.patience = 0
        if self.dialect == "ab":  # going to run, before the first inputs are read
            self.prescan = True
            self.run(program.main)
            self.prescan = False

    # a scan -----------------------------------------------------------------------------------
    def scan(self, at: int, inputs: dict[str, Any] | None = None) -> None:
        for name, value in (inputs or {}).items():
            self.leaves[name].set(value)
        if self.fault:
            return
        self.now, self.patience, self.dark = at, 0, False
        self.flow.clear()
        try:
            self.run(self.program.main)
        except Fault as fault:
            self.fault = fault.code
        self.fresh = False

    def __getitem__(self, name: str) -> Any:
        return self.leaves[name].get()

    def values(self) -> dict[str, Any]:
        return {name: leaf.get() for name, leaf in self.leaves.items()}

    def run(self, name: str, routines: dict[str, Any] | None = None) -> Any:
        """Work a routine; return what RET hands back."""
        routine = (routines or self.routines)[name.upper()]
        labels = {rung.label.upper(): k for k, rung in enumerate(routine.rungs) if rung.label}
        for k, rung in enumerate(routine.rungs):
            for op in rung.ops():
                if op.name == "LBL":
                    labels[word(op.args[0]).upper()] = k
        here = 0
        while here < len(routine.rungs):
            self.patience += 1
            if self.patience > PATIENCE:
                raise Fault("6:1")
            self.place = (routine.name, here, 0)
            try:
                self.walk(routine.rungs[here].body, not self.dark)
                here += 1
            except Jump as jump:
                here = labels[str(jump).upper()]
            except Leave as leave:
                return leave.args
        return ()

    # power flow -------------------------------------------------------------------------------
    def walk(self, node: Node, power: bool) -> bool:
        if isinstance(node, Series):
            for item in node.items:
                power = self.walk(item, power)
            return power
        if isinstance(node, Parallel):
            ends = [self.walk(branch, power) for branch in node.branches]  # all of them, always
            return any(ends)
        return self.op(node, power)

    def op(self, op: Op, power: bool) -> bool:
        bound = self.bind(op)
        routine, rung, number = self.place
        self.place = (routine, rung, number + 1)
        spot = (routine, rung, number)
        out = self.work(op, bound, power, (id(self.scope), *spot))
        self.place = (routine, rung, number + 1)
        self.flow[spot] = bool(out)
        return bool(out)

    def bind(self, op: Op) -> dict[str, Any]:
        """Put a name to every operand; trees at pins are walked from the left rail."""
        form = find(op.name, self.dialect).form(self.dialect)
        names = [one.name for one in form.positional]
        args = list(op.args)
        if form.more and form.more != "P" and len(args) > len(names):
            inputs = [n for n in names if n.startswith(form.more)]  # IN1 IN2 of ADD, IN0 of MUX
            behind, first = names.index(inputs[-1]) + 1, int(inputs[-1][len(form.more) :]) + 1
            extra = len(args) - len(names)
            names[behind:behind] = [f"{form.more}{first + k}" for k in range(extra)]
        bound: dict[str, Any] = dict(zip(names, args, strict=False))
        for name, pin in op.pins.items():
            if isinstance(pin, Op | Series | Parallel):
                bound[name.upper()] = self.walk(pin, not self.dark)
            else:
                bound[name.upper()] = pin
        bound.update({name.upper(): path for name, path in op.outs.items()})
        return bound

    def work(self, op: Op, bound: dict[str, Any], power: bool, spot: Any) -> bool:
        name = op.name
        special = getattr(self, f"do_{name.lower()}", None)
        if special is not None:
            return special(op, bound, power, spot)
        if name in ("TON", "TOF", "TP", "RTO", "CTU", "CTD", "CTUD", "RES", "R_TRIG", "F_TRIG",
                    "SR", "RS"):  # fmt: skip
            return self.block(op, bound, power)
        if self.prescan and name != "CALL":
            return False
        return MOVES[name](self, op, bound, power)

    # values -----------------------------------------------------------------------------------
    def ref(self, path: Path) -> Any:
        return self.memory.find(path, self.scope, lambda one: self.value(one)[0])

    def value(self, operand: Operand | bool) -> tuple[Any, str]:
        """Return a value and its type ("" of a plain number)."""
        if isinstance(operand, bool):
            return operand, "BOOL"
        if isinstance(operand, Literal):
            return operand.value, operand.type
        if isinstance(operand, Path):
            if operand.root.upper() == "S:FS":
                return self.fresh, "BOOL"
            cell = self.ref(operand)
            return cell.get(), cell.type
        assert isinstance(operand, Expr)
        return self.carefully(operand.op, [self.value(one) for one in operand.args])

    def carefully(self, op: str, args: list[tuple[Any, str]]) -> tuple[Any, str]:
        try:
            return sums.calculate(op, args, self.dialect)
        except sums.Trouble as trouble:
            self.minor.append("4:4")
            return trouble.value, sums.common([k for _, k in args], self.dialect)

    def store(self, path: Path, value: Any) -> None:
        """Write a number; what does not fit loses its high bits and is a minor fault (4:4)."""
        cell = self.ref(path)
        cell.set(value)
        if cell.type not in ("REAL", "LREAL", "BOOL") and not isinstance(value, str):
            whole = round(value) if isinstance(value, float) else int(value)
            if fit(whole, cell.type) != whole:
                self.minor.append("4:4")

    def bit(self, operand: Any) -> bool:
        return bool(self.value(operand)[0])

    # blocks with a memory ---------------------------------------------------------------------
    def block(self, op: Op, bound: dict[str, Any], power: bool) -> bool:
        form = find(op.name, self.dialect).form(self.dialect)
        memory = self.ref(op.args[0])
        if self.dialect == "ab":
            if self.prescan:
                AB_PRESCAN[op.name](memory)
            else:
                AB[op.name](memory, power, self.now)
            return power
        enter = op.enter.upper() or form.enter
        leave = op.leave.upper() or form.leave
        if enter == "EN" and not power:
            return memory.members[leave].get() if leave in memory.members else False
        bound[enter] = power
        for name, member in memory.members.items():
            if name in bound and form.by_name[name].way == "in":
                member.set(self.value(bound[name])[0])
        IEC[op.name](memory, self.now, self.matiec)
        for name, member in memory.members.items():
            if isinstance(bound.get(name), Path) and form.by_name[name].way == "out":
                self.ref(bound[name]).set(member.get())
        return memory.members[leave].get() if leave in memory.members else True

    # the way through the program --------------------------------------------------------------
    def do_jmp(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        if power and not self.prescan:
            self.flow[spot[1:]] = True
            raise Jump(word(b["Label"]))
        return power

    def do_lbl(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        return power

    do_nop = do_lbl

    def do_afi(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        return False

    def do_mcr(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        """Every MCR that is worked with rung-in false turns the override over."""
        if not power and not self.prescan:
            self.dark = not self.dark
        return power

    def do_ret(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        if power and not self.prescan:
            self.flow[spot[1:]] = True
            raise Leave(*(self.value(one) for one in op.args))
        return power

    do_tnd = do_ret

    def do_sbr(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        for path, (value, _) in zip(op.args, self.given, strict=False):
            self.store(path, value)
        return power

    given: tuple[tuple[Any, str], ...] = ()

    def do_jsr(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        if not power and not self.prescan:
            return power
        count = int(op.args[1].value) if len(op.args) > 1 else 0
        kept, place = self.given, self.place
        self.given = tuple(self.value(one) for one in op.args[2 : 2 + count])
        back = self.run(word(op.args[0]))
        self.given, self.place = kept, place
        for path, (value, _) in zip(op.args[2 + count :], back, strict=False):
            self.store(path, value)
        return power


def word(operand: Operand | str) -> str:
    """Return the name of a label or routine."""
    return str(operand.root if isinstance(operand, Path) else getattr(operand, "value", operand))
