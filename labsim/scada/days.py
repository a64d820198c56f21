"""Days of the hall: how far A2's clock is off, what is restless, what stands. All assumed.

Which day it is follows from what is wrong, so that no two apprentices with different events share
clock and list; it tells nothing of the event itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["DAYS", "Day", "day_of", "wobble"]

# When a restless point passes its limit, in s: every, first, for how long, one beat.
TIMES = {
    "MT114": (1000.0, -1500.0, 31.0, 10.0), "FS208": (1500.0, -400.0, 40.0, 12.0),
    "BS553": (1400.0, -1250.0, 37.0, 12.0), "PT612": (1150.0, -1000.0, 46.0, 14.0),
    "ZS561": (780.0, -1700.0, 37.0, 12.0),
}  # fmt: skip


@dataclass(frozen=True)
class Day:
    """Skew of A2 in s; points that chatter, that pass their limit once; that stand for days.

    `late` stand too, but only since `SINCE`: standing, and not stale.
    """

    skew: float
    chatter: tuple[str, ...]
    once: tuple[str, ...]
    stands: tuple[str, ...]
    late: tuple[str, ...] = ()

    def standing(self, point: str, t: float) -> bool:
        """Tell whether a point stands in alarm at a time in s."""
        return point in self.stands or (point in self.late and t > SINCE)


SINCE = -1150.0  # s
SALT = "day 5297: "  # with it the days are shared out evenly, the guided event has one of its own
DAYS = (
    Day(-8.4, ("MT114", "FS208", "BS553", "PT612"), ("ZS561",),
        ("LT701", "TT571", "G12_Service", "ZS629")),
    Day(6.2, ("BS553", "ZS561", "FS208"), ("MT114", "PT612"),
        ("LT701", "Z11_Service", "ZS630"), ("TT571",)),
    Day(-12.6, ("MT114", "PT612", "BS553"), ("FS208", "ZS561"),
        ("TT571", "G12_Service", "Z11_Service", "ZS630")),
    Day(-5.4, ("MT114", "FS208", "PT612"), ("BS553",),
        ("LT701", "G12_Service", "ZS629", "ZS630"), ("TT571",)),
)  # fmt: skip


def day_of(places: Iterable[tuple[str, str]]) -> Day:
    """Return the day of a hall in which these parameters, (tag, name), are wrong."""
    text = SALT + " ".join(f"{tag}.{name}" for tag, name in sorted(places))
    return DAYS[hashlib.sha256(text.encode()).digest()[0] % len(DAYS)]


def wobble(day: Day, point: str, t: float) -> float:
    """Return 1 while a restless point is beyond its limit at a time in s, else 0."""
    every, first, lasts, beat = TIMES[point]
    into = (t - first) % every
    if point in day.chatter:
        return float(into < lasts and into % beat < beat / 2)
    return float(point in day.once and into < beat / 2)
