"""The benchmark's program in C: a translator of its few instructions, gcc, and the run.

`plc_c.h` holds variables, blocks and main in two manners: as a compiler for soft PLCs writes them
(force flags, EN and ENO), and plain. `Compiled.check` gives all coils after every scan,
`Compiled.time` the µs of one scan.
"""

from __future__ import annotations

import subprocess
from pathlib import Path as File
from typing import Any

from labsim.plc.program import Literal, Node, Op, Operand, Parallel, Path, Program, Series

__all__ = ["Compiled", "translate"]

SIGNS = {"GRT": ">", "GEQ": ">=", "LES": "<", "LEQ": "<=", "EQU": "==", "NEQ": "!="}
TYPES = {"TON": "delay", "TOF": "delay", "CTU": "counter", "INT": "INT"}
PINS = {"TON": "IN", "TOF": "IN", "CTU": "CU"}


class _Writer:
    """Writes conditions as one expression as far as they go, then a statement for each output."""

    def __init__(self) -> None:
        self.body: list[str] = []
        self.data: list[str] = []
        self.presets: dict[str, str] = {}
        self.made = 0

    def name(self, operand: Operand) -> str:
        if isinstance(operand, Literal):
            return str(int(operand.value))
        assert isinstance(operand, Path)
        root = operand.root
        return f"GET({root[0]}[{root[1:]}])" if root[0] in "XM" else f"GET({root})"

    def walk(self, node: Node, power: str) -> str:
        if isinstance(node, Series):
            for item in node.items:
                power = self.walk(item, power)
            return power
        if isinstance(node, Parallel):
            power = self.keep(power)
            ends = [self.walk(branch, power) for branch in node.branches]
            return f"({' OR '.join(ends)})"
        return self.op(node, power)

    def keep(self, text: str) -> str:
        """Work an expression once, where it is wanted more than once."""
        if text.isalnum():
            return text
        self.made += 1
        self.body.append(f"uint8_t p{self.made} = {text};")
        return f"p{self.made}"

    def op(self, op: Op, power: str) -> str:
        both = "" if power == "1" else f"{power} AND "
        first = self.name(op.args[0]) if op.name not in TYPES else op.args[0].root
        if op.name in ("XIC", "XIO"):
            return f"({both}{'!' if op.name == 'XIO' else ''}{first})"
        if op.name in SIGNS:
            return f"({both}({first} {SIGNS[op.name]} {self.name(op.args[1])}))"
        if op.name == "XICP":
            return f"({both}{self.edge(first)})"
        if op.name in TYPES:
            return self.block(op, first, power)
        power = self.keep(power)
        self.body.append(self.output(op, first[4:-1], power))
        return power

    def edge(self, bit: str) -> str:
        self.made += 1
        name = f"E{self.made}"
        self.data.append(f"static edge {name} = {{.EN = START(1)}};")
        self.body.append(f"SET({name}.CLK, {bit}); R_TRIG(&{name});")
        return f"GET({name}.Q)"

    def block(self, op: Op, name: str, power: str) -> str:
        pin, preset = ("PV", op.pins["PV"]) if op.name == "CTU" else ("PT", op.args[1])
        self.presets[name] = f" = {{.EN = START(1), .{pin} = START({preset.value})}}"
        if op.name == "CTU":
            self.body.append(f"SET({name}.R, {self.name(op.pins['R'])});")
        self.body.append(f"SET({name}.{PINS[op.name]}, {power}); {op.name}(&{name});")
        return f"GET({name}.Q)"

    def output(self, op: Op, target: str, power: str) -> str:
        if op.name == "OTE":
            return f"SET({target}, {power});"
        if op.name in ("OTL", "OTU"):
            return f"if ({power}) {{ SET({target}, {int(op.name == 'OTL')}); }}"
        assert op.name == "ADD", op.name
        first, second, dest = (self.name(one) for one in op.args)
        return f"if ({power}) {{ SET({dest[4:-1]}, (int16_t)({first} + {second})); }}"


def translate(program: Program) -> str:
    """Return the program as C: its variables and one function `scan`."""
    writer = _Writer()
    for rung in program.routines[program.main].rungs:
        writer.walk(rung.body, "1")
    counts = {letter: sum(name[0] == letter for name in program.tags) for letter in "XM"}
    head = [f"#define WIDTH {counts['X']}", f"#define COILS {counts['M']}", '#include "plc_c.h"']
    for name, tag in program.tags.items():
        if tag.type in TYPES:
            head.append(f"static {TYPES[tag.type]} {name}{writer.presets.get(name, '')};")
    scan = ["static void scan(void) {", *(f"    {line}" for line in writer.body), "}"]
    return "\n".join([*head, *writer.data, *scan, ""])


class Compiled:
    """The translated program, compiled by gcc in a folder; FileNotFoundError without gcc."""

    def __init__(self, program: Program, folder: File, *flags: str) -> None:
        self.binary = folder / "ladder"
        source = folder / "ladder.c"
        source.write_text(translate(program), "utf-8")
        here = str(File(__file__).parent)
        command = ["gcc", "-O2", f"-I{here}", *flags, "-o", str(self.binary), str(source)]
        subprocess.run(command, check=True, capture_output=True)

    def _run(self, inputs: list[dict[str, Any]], rounds: int, *more: str) -> bytes:
        given = self.binary.with_suffix(".in")
        given.write_bytes(bytes(int(bit) for scan in inputs for bit in scan.values()))
        command = [str(self.binary), str(given), str(len(inputs)), str(rounds), *more]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def check(self, inputs: list[dict[str, Any]]) -> list[bytes]:
        """Return M0, M1, … as bytes after each scan, 10 ms apart, the first at 10 ms."""
        said = self._run(inputs, 1, "print")
        width = len(said) // len(inputs)
        return [said[k * width : (k + 1) * width] for k in range(len(inputs))]

    def time(self, inputs: list[dict[str, Any]], rounds: int) -> float:
        """Return µs of one scan."""
        return float(self._run(inputs, rounds))
