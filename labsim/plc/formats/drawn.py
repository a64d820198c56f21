"""A drawn network as an editor stores it: parts, their pins, and the lines between them.

PLCopen XML and the files of OpenPLC's editor both store a drawing, not a tree. Their readers make
these parts; `drawn_networks.rungs` makes rungs of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from labsim.plc.errors import ProgramError

__all__ = ["Key", "Part", "Pin", "Source", "where"]

Source = tuple[str, str]  # id of a part, name of its output ("" where it has only one)
Key = tuple[float, float, int]  # from the top, from the left, in the order of the file


@dataclass
class Pin:
    """One input or output of a part; `row` is its distance below the part's upper edge."""

    sources: list[Source] = field(default_factory=list)
    negated: bool = False
    edge: str = ""  # "rising", "falling"
    storage: str = ""  # "set", "reset"
    expression: str = ""  # written at the pin itself, in place of a line
    row: float = 0.0
    inout: bool = False


@dataclass
class Part:
    """One symbol of a drawing.

    `kind`: "rail", "end" (right rail), "contact", "coil", "block", "in", "out", "inout", "joint"
    (a knot of lines), "connector", "continuation", "jump", "label", "return", "comment".
    """

    id: str
    kind: str
    text: str = ""  # variable, expression, label, comment; type of a block
    instance: str = ""
    negated: bool = False
    edge: str = ""
    storage: str = ""
    inputs: dict[str, Pin] = field(default_factory=dict)
    outputs: dict[str, Pin] = field(default_factory=dict)
    x: float = 0.0
    y: float = 0.0
    serial: int = 0
    rung: int = 0  # number of its rung, where the file has rungs; 0: what hangs together is one
    order: int = 0  # of execution, where the editor numbers it; 0: by position
    line: int = 0
    column: int = 0

    def key(self, pin: str = "") -> Key:
        """Return where it stands: the row of a pin, the left edge, the place in the file."""
        found = self.inputs.get(pin) or next(iter(self.inputs.values()), None)
        return (self.y + (found.row if found else 0.0), self.x, self.serial)

    def error(self, text: object) -> ProgramError:
        """Build an error that names this part's place."""
        return ProgramError(text, self.line, self.column)

    @property
    def title(self) -> str:
        """What an error calls it: "contact Start (3)"."""
        names = {"in": "variable", "out": "variable", "inout": "variable", "rail": "left rail"}
        name = " ".join(filter(None, (self.text, self.instance)))
        return f"{names.get(self.kind, self.kind)} {name[:60]} ({self.id})".replace("  ", " ")


def where(part: Part, pou: str) -> str:
    """Return the place of a part in words, for `Program.unsupported`."""
    return f"{pou}, line {part.line}" if part.line else pou
