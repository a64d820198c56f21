"""Thermal pictures of a cubicle for a lab's text: what the camera shows, with scale and spots."""

from __future__ import annotations

from labsim.teaching.page import PAPER, Piece, figure, table, text
from labsim.thermal.severity import AGAINST
from labsim.thermal.thermogram import Spot, Thermogram

__all__ = ["classes", "colour", "picture", "spots"]

# Iron palette, cold to hot; every step lighter than the one before: it reads without colour too.
IRON = ((0.0, (16, 12, 58)), (0.25, (88, 20, 130)), (0.5, (196, 54, 82)),
        (0.75, (240, 140, 34)), (1.0, (255, 238, 170)))  # fmt: skip
WIDE, HIGH, PITCH = 470.0, 250.0, 110.0  # px, of the picture and from lug to lug
STEPS = 24  # of the colour scale
LEAST = 10.0  # K a scale spans at least, or noise looks like a fire


def picture(
    found: Thermogram, caption: str = "", scale: tuple[float, float] | None = None
) -> Piece:
    """Show a thermal picture with its scale; `scale` in °C pins it, so that two can be compared.

    Left to itself the scale spans what is in the picture: colour then says where, never how much.
    """
    low, high = scale or found.span
    high = max(high, low + LEAST)
    paint = lambda celsius: colour((celsius - low) / (high - low))  # noqa: E731
    lines = f'<rect x="0" y="0" width="350" height="{HIGH}" fill="{paint(found.back)}"/>'
    for kind in ("door", "cable", "lug"):
        shown = [spot for spot in found.spots if spot.kind == kind]
        lines += "".join(_drawn(spot, n, paint(spot.shown)) for n, spot in enumerate(shown))
    lines += _scale(low, high)
    lines += text(8, 20, f"ε {found.emissivity:g}  refl {found.reflected:g} °C", "start",
                  f'stroke="{PAPER}" stroke-width="3" paint-order="stroke"')  # fmt: skip
    return figure(lines, WIDE, HIGH, caption or f"{found.title}.", found.words())


def colour(share: float) -> str:
    """Return the colour of a place between the cold end of a scale, 0, and its hot end, 1."""
    share = min(max(share, 0.0), 1.0)
    upper = next(n for n, (at, _) in enumerate(IRON) if at >= share and n)
    (a, cold), (b, hot) = IRON[upper - 1], IRON[upper]
    part = (share - a) / (b - a)
    return "#" + "".join(f"{round(c + part * (h - c)):02x}" for c, h in zip(cold, hot, strict=True))


def _drawn(spot: Spot, n: int, fill: str) -> str:
    """Draw a lug, the cable below it, or the face of a door, with its figure."""
    x = 65.0 + PITCH * n
    if spot.kind == "door":
        shape = f'<rect x="70" y="40" width="210" height="190" rx="4" fill="{fill}"/>'
        return shape + _figure(175.0, 140.0, spot)
    if spot.kind == "cable":
        return f'<rect x="{x - 15}" y="130" width="30" height="{HIGH - 130}" fill="{fill}"/>'
    bolt = f'<circle cx="{x}" cy="88" r="9" fill="none" stroke="{PAPER}" stroke-width="1.5"/>'
    shape = f'<rect x="{x - 26}" y="55" width="52" height="82" rx="9" fill="{fill}"/>{bolt}'
    return shape + _figure(x, 160.0, spot)


def _figure(x: float, y: float, spot: Spot) -> str:
    edge = f'stroke="{PAPER}" stroke-width="4" paint-order="stroke" font-weight="650"'
    return text(x, y, f"{spot.shown:.1f} °C", more=edge) + text(x, y + 17, spot.place, more=edge)


def _scale(low: float, high: float) -> str:
    """Draw the colour scale with its ends and its middle in °C."""
    step = (HIGH - 40.0) / STEPS
    bars = "".join(
        f'<rect x="370" y="{20 + step * n:.1f}" width="20" height="{step + 0.5:.1f}" '
        f'fill="{colour(1.0 - (n + 0.5) / STEPS)}"/>'
        for n in range(STEPS)
    )
    marks = ((high, 26.0), ((low + high) / 2, HIGH / 2 + 4), (low, HIGH - 16.0))
    return bars + "".join(text(396, y, f"{value:.0f} °C", "start") for value, y in marks)


def spots(found: Thermogram) -> Piece:
    """Return the spots of a picture as a table."""
    rows = [[spot.place, spot.kind, f"{spot.shown:.1f} °C"] for spot in found.spots]
    return table(["place", "what", "shown"], rows, f"ε {found.emissivity:g}, {found.title}")


def classes(against: str = "similar") -> Piece:
    """Return the classes of ΔT as a table; check the current standard before you act on one."""
    rows = [
        [str(g.number), f"more than {g.above:g} K", g.means, g.action]
        for g in AGAINST[against]
        if g.number
    ]
    return table(["class", "ΔT", "means", "what is done"], rows)
