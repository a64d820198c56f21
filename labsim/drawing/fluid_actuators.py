"""What works a valve: springs, solenoids, levers, buttons, pilots, at either end of its boxes."""

from __future__ import annotations

from labsim.core.errors import unknown
from labsim.drawing.fluid_shapes import arrow, circle, line, rect, spring, triangle
from labsim.drawing.shapes import Shape

__all__ = ["ACTUATORS", "actuator"]

Found = tuple[Shape, float]  # shape at the right of x = 0, and how far it reaches


def _spring(_air: bool) -> Found:
    return [spring((0, 0), (30, 0))], 30.0


def _solenoid(_air: bool) -> Found:
    return [rect(0, -10, 28, 10), line((9, -10), (19, 10))], 28.0


def _proportional(_air: bool) -> Found:
    through = arrow((6, -13), (24, 10), long=7, lw=1.2)
    return [rect(0, -10, 28, 10), line((9, -10), (19, 10)), *through], 28.0


def _pilot(air: bool) -> Found:
    return [rect(0, -10, 24, 10), triangle((3, 0), 180, 12, not air)], 24.0


def _stem(reach: float) -> Shape:
    return [line((0, 5), (reach, 5)), line((0, -5), (reach, -5)), line((reach, -5), (reach, 5))]


def _lever(_air: bool) -> Found:
    return [*_stem(16), line((8, 5), (22, 26)), circle(23.5, 28.5, 3, "currentColor")], 26.0


def _detent(_air: bool) -> Found:
    notches = [(0, -5), (0, 5), (6, 5), (10, 0), (14, 5), (18, 5), (22, 0), (26, 5), (32, 5)]
    pin = [line((10, 1), (10, 11)), line((6, 11), (14, 11))]
    return [line(*notches, (32, -5), (0, -5)), *pin], 32.0


def _button(_air: bool) -> Found:
    return [
        *_stem(16),
        line((16, -11), (16, 11)),
        line((16, 11), (21, 7), (21, -7), (16, -11)),
    ], 21.0


def _mushroom(_air: bool) -> Found:
    cap = [line((16, -14), (16, 14)), line((16, 14), (25, 8), (28, 0), (25, -8), (16, -14))]
    return [*_stem(16), *cap], 28.0


def _pedal(_air: bool) -> Found:
    return [*_stem(16), line((16, 0), (32, 12)), line((16, 0), (22, -6))], 32.0


def _roller(_air: bool) -> Found:
    return [*_stem(14), circle(20, 0, 6)], 26.0


def _plunger(_air: bool) -> Found:
    return _stem(18), 18.0


def _key(_air: bool) -> Found:
    return [*_stem(14), line((14, 0), (18, 0)), circle(23, 0, 5), line((14, -8), (14, 8))], 28.0


ACTUATORS = {
    "spring": _spring,
    "solenoid": _solenoid,
    "proportional": _proportional,
    "pilot": _pilot,
    "lever": _lever,
    "detent": _detent,
    "button": _button,
    "mushroom": _mushroom,
    "pedal": _pedal,
    "roller": _roller,
    "plunger": _plunger,
    "key": _key,
}
COILS = ("solenoid", "proportional")


def actuator(
    text: str, side: int, edge: float, medium: str, owner: str
) -> tuple[Shape, float, tuple[float, float] | None]:
    """Return the actuators of one end, how far they reach, and where a solenoid among them is.

    `side` is -1 at the left, 1 at the right; `edge` is where the boxes end.
    """
    shape: Shape = []
    reach, coil = 0.0, None
    beside = [lot for lot in text.split("+") if lot.strip()]
    for n, lot in enumerate(beside):
        y = (len(beside) - 1) * 15.0 - 30.0 * n
        far = 0.0
        for name in reversed(lot.split("/")):
            make = ACTUATORS.get(name.strip())
            if make is None:
                raise unknown(owner, "actuator", name.strip(), ACTUATORS)
            pieces, long = make(medium == "air")
            if name.strip() in COILS:
                coil = (edge + side * (far + long / 2), y)
            shape += [_moved(piece, side, edge + side * far, y) for piece in pieces]
            far += long
        reach = max(reach, far)
    return shape, reach, coil


def _moved(piece: object, side: int, x: float, y: float) -> object:
    """Put a piece at its place, mirrored for the left end."""
    place = lambda p: (x + side * p[0], y + p[1])  # noqa: E731
    if hasattr(piece, "path"):
        piece.path = [place(p) for p in piece.path]
    elif hasattr(piece, "verts"):
        piece.verts = [place(p) for p in piece.verts]
    else:
        piece.center = place(piece.center)
    return piece
