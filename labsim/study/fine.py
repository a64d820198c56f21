"""Items whose options lie close together: readings of instruments, shares of a hundred.

`Draw.number` leaves out mistakes nearer than a few per cent; on a vernier a tenth of a millimetre
is the question. Options are written with fixed places instead.
"""

from __future__ import annotations

from collections.abc import Mapping

from labsim.study.draw import Asked, Draw, Show

__all__ = ["fine"]

HALF = 0.5  # %


def fine(
    draw: Draw,
    stem: str,
    key: float,
    unit: str,
    *,
    places: int,
    mistakes: Mapping[str, float],
    because: str,
    show: Show | None = None,
) -> Asked:
    """Ask for a number with so many places after the point; equal ones are one option.

    A share of a hundred nearer than `HALF` to the right one is no option: rounding would decide.
    LabsimError when fewer than three mistakes have a number of their own.
    """

    def text(value: float) -> str:
        return f"{value:,.{places}f} {unit}".strip()

    least = HALF if unit == "%" else 0.0
    wrong = {
        text(value): name
        for name, value in mistakes.items()
        if text(value) != text(key) and abs(value - key) > least
    }
    return draw.choice(stem, text(key), wrong, because=because, show=show)
