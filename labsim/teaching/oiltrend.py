"""Half a year of weekly records of three servo axes, as figures and as pictures; all made up.

Null current: what stands on the test jack at rest. Error: scale against command. Count: particles
≥ 6 µm in a mL, as scale numbers of ISO 4406 with a decimal (log2 of the count over 0.01).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from labsim.fluid.cleanliness import number, settled, spread
from labsim.teaching import oilplan
from labsim.teaching.page import INK, SOFT, Piece, table

__all__ = ["AXES", "course", "history", "lines", "read", "records", "steps"]

WEEKS = 24
# Axis: mA and mA a week of null current, mm a week of error beside it, scale number and its growth.
AXES = {
    "axis 1": (0.10, 0.031, 0.0, 13.4, 0.0),
    "axis 2": (0.10, 0.0, 0.0, 13.4, 0.19),
    "axis 3": (0.12, 0.0, 0.15, 13.4, 0.0),
}
GAIN, STICK = (
    0.25,
    6e-4,
)  # mA for each mm; mA of threshold for each particle ≥ 6 µm in a mL (assumed)
WIDTH, HIGH, LEFT, TOP, RIGHT = 640.0, 150.0, 52.0, 12.0, 96.0
STROKES = (("#1f6f9f", ""), ("#b3391f", "7 3"), ("#6a4b9a", "2 3"))


def history(axis: str) -> dict[str, np.ndarray]:
    """Return weekly null current in mA, error in mm and scale number of an axis, (WEEKS,)."""
    start, grows, error, code, dirt = AXES[axis]
    dice = np.random.default_rng([4406, *axis.encode()])
    week = np.arange(WEEKS)
    codes = code + dirt * week + 0.12 * dice.standard_normal(WEEKS)
    side = np.where(week % 2, 1.0, -1.0)  # came to rest from below, from above, by turns
    null = start + grows * week + side * STICK * 0.01 * 2.0**codes
    null = null + 0.015 * dice.standard_normal(WEEKS)
    off = null / GAIN + error * week + 0.1 * dice.standard_normal(WEEKS)
    return {"null": np.round(null, 2), "error": np.round(off, 1), "code": np.round(codes, 1)}


def records(every: int = 3) -> Piece:
    """Show the records of all three axes as a table, every so many weeks and the last."""
    weeks = [*range(0, WEEKS, every)]
    weeks += [WEEKS - 1] if weeks[-1] != WEEKS - 1 else []
    heads = ["week", *(f"{axis}: mA · mm · ≥ 6 µm" for axis in AXES)]
    known = {axis: history(axis) for axis in AXES}
    rows = [
        [str(w), *(f"{h['null'][w]:+.2f} · {h['error'][w]:+.1f} · {h['code'][w]:.1f}"
                   for h in known.values())]
        for w in weeks
    ]  # fmt: skip
    return table(heads, rows, "Null current, error of position, scale number of the oil.")


def read(axis: str, what: str) -> tuple[float, float]:
    """Return growth a week and present value of a straight line through an axis's records."""
    values = history(axis)[what]
    slope, first = np.polyfit(np.arange(WEEKS), values, 1)
    return float(slope), float(first + slope * (WEEKS - 1))


def lines(what: str, unit: str, limit: float | None = None, caption: str = "") -> Piece:
    """Draw one of the three records of all axes against weeks, with a limit."""
    rows = {axis: history(axis)[what] for axis in AXES}
    return drawn(rows, unit, limit, caption)


def drawn(
    rows: Mapping[str, Sequence[float]], unit: str, limit: float | None = None, caption: str = ""
) -> Piece:
    """Draw lines against weeks, from 0 or below to the largest value; words say where they end."""
    every = np.concatenate([np.asarray(v, dtype=float) for v in rows.values()])
    low, high = min(0.0, float(every.min())), max(float(every.max()), limit or 0.0) * 1.05
    if low == 0.0 and every.min() > 8.0:  # scale numbers: the lower half is empty
        low = np.floor(every.min()) - 1.0
    count = max(len(v) for v in rows.values())
    x = lambda w: round(LEFT + w / (count - 1) * (WIDTH - LEFT - RIGHT), 1)  # noqa: E731
    y = lambda v: round(TOP + (high - v) / (high - low) * HIGH, 1)  # noqa: E731
    found = [_axis(x, y, low, high, count, unit)]
    if limit is not None:
        found.append(f'<path d="M{LEFT},{y(limit)}H{WIDTH - RIGHT}" stroke="{STROKES[1][0]}" '
                     f'opacity="0.6"/><text x="{WIDTH - RIGHT + 4}" y="{y(limit) + 4}" '
                     f'fill="currentColor">limit {limit:g}</text>')  # fmt: skip
    for (color, dash), (name, values) in zip(STROKES, rows.items(), strict=False):
        points = "L".join(f"{x(w)},{y(v)}" for w, v in enumerate(values))
        found.append(f'<path d="M{points}" fill="none" stroke="{color}" stroke-width="1.8" '
                     f'stroke-dasharray="{dash}"/><text x="{WIDTH - RIGHT + 4}" '
                     f'y="{y(values[-1]) + 4}" fill="{color}">{escape(name)}</text>')  # fmt: skip
    told = "; ".join(f"{n}: {v[0]:.3g} at first, {v[-1]:.3g} {unit} in the last week"
                     for n, v in rows.items())  # fmt: skip
    return figure("".join(found), f"{caption} {told}.".strip(), caption)


def figure(drawn: str, words: str, caption: str) -> Piece:
    """Put a drawing into a figure with its caption; `words` say what it shows."""
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}"><svg role="img" viewBox="0 0 {WIDTH:g} '
        f'{TOP + HIGH + 34:g}" style="max-width:{WIDTH:g}px;width:100%" font-size="12" '
        f'font-family="system-ui, sans-serif" aria-label="{escape(words, quote=True)}">'
        f'{drawn}</svg><figcaption style="color:{SOFT};font-size:13px">'
        f"{escape(caption)}</figcaption></figure>"
    )
    return Piece(html, words)


def _axis(x: object, y: object, low: float, high: float, count: int, unit: str) -> str:
    """Draw axes with round figures."""
    size = 10.0 ** np.floor(np.log10((high - low) / 4))
    step = next(size * k for k in (1, 2, 5, 10) if (high - low) / (size * k) <= 5)
    marks = np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step
    parts = [f'<path d="M{LEFT},{TOP}V{TOP + HIGH}H{WIDTH - RIGHT}" fill="none" '
             'stroke="currentColor"/>']  # fmt: skip
    for n, v in enumerate(marks):
        said = f"{v + 0.0:g}{f' {unit}' if n == len(marks) - 1 else ''}"
        parts.append(f'<path d="M{LEFT},{y(v)}H{WIDTH - RIGHT}" stroke="currentColor" '
                     f'opacity="0.15"/><text x="{LEFT - 5}" y="{y(v) + 4}" text-anchor="end" '
                     f'fill="currentColor">{said}</text>')  # fmt: skip
    for w in range(0, count, 4):
        parts.append(f'<text x="{x(w)}" y="{TOP + HIGH + 16}" text-anchor="middle" '
                     f'fill="currentColor">{w}</text>')  # fmt: skip
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{TOP + HIGH + 31}" '
                 'text-anchor="middle" fill="currentColor">week</text>')  # fmt: skip
    return "".join(parts)


def steps(beta: float = 200.0, flow: float = 20.0, million: float = 2.0) -> Piece:
    """Show where the count settles when more comes in, or part of the flow passes the element."""
    rows = []
    for name, times, past in (
        ("sound", 1, 0.0), ("twice as much comes in", 2, 0.0), ("eight times as much", 8, 0.0),
        ("a quarter past the element", 1, 0.25), ("half past the element", 1, 0.5),
        ("nine tenths past the element", 1, 0.9), ("element for 75 instead of 200", 1, 0.0),
    ):  # fmt: skip
        ratio = 75.0 if "75" in name else beta
        share = (1 - 1 / ratio) * (1 - past)
        count = float(settled(million * 1e6 * times, flow, share))
        code = "/".join(str(int(n)) for n in number(spread(count)))
        rows.append([name, f"{million * times:g}", f"{share:.3f}", f"{count:.0f}", code])
    heads = ["", "in, million/min", "caught in a pass", "≥ 6 µm in a mL", "ISO 4406"]
    return table(heads, rows)


def course(plan: Mapping[str, object], seed: int = 1, plant: int = 0) -> Piece:
    """Run half a year under a plan and show the oil of one plant; the caption has the averages."""
    found = oilplan.half_year(oilplan.plan_of(plan), seed)
    codes = np.log2(found.particles[:, plant] / 0.01)
    said = (f"Half a year, average of all plants: {found.failures:.2f} failures, "
            f"{found.euros:.0f} €, {found.alarms:.1f} alarms.")  # fmt: skip
    target = oilplan.numbers(str(plan[oilplan.PLACES[0]]))[1]
    return drawn({f"plant {plant + 1}": codes}, "≥ 6 µm", float(target),
                 f"{said} Drawn: the scale number of one of them, week by week.")  # fmt: skip
