"""What is wrong with a program that was read, and where in its source."""

from __future__ import annotations

from labsim.core.errors import LabsimError

__all__ = ["ProgramError", "UnknownType"]


class ProgramError(LabsimError):
    """A program cannot be read or made; the text begins with the place: "line 4, column 12: …".

    Lines and columns count from 1; line 0: the place is not known.
    """

    def __init__(self, text: object, line: int = 0, column: int = 0) -> None:
        place = f"line {line}, column {column}: " if line else ""
        super().__init__(f"{place}{text}")
        self.line, self.column = line, column


class UnknownType(LabsimError):
    """A type that nobody declares; `name` is its name."""

    def __init__(self, name: str, text: object) -> None:
        super().__init__(str(text))
        self.name = name
