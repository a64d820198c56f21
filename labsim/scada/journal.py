"""The alarm journal: what came and went, by whose clock; and what can be counted in it.

Counts follow ISA-18.2 / IEC 62682 and EEMUA 191; their figures, from memory, are marked below:
check the current standard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from labsim.scada.points import alarm

__all__ = ["CHATTER", "FLOOD", "STALE", "WINDOW", "Event", "Journal", "clock_text"]

WINDOW = 600.0  # s: rates are counted in ten minutes (check the current standard)
FLOOD = 10  # more alarms than that in ten minutes for one operator (check the current standard)
CHATTER = 3, 60.0  # so often in so many seconds (check the current standard)
STALE = 24 * 3600.0  # s in alarm without a break (check the current standard)
ZERO = 10 * 3600 + 14 * 60  # s of the day at machine time 0: 10:14:00
WORDS = {"ALM": "came", "RTN": "went", "ACK": "acknowledged"}


def clock_text(t: float, tenths: bool = True) -> str:
    """Return machine time in s as the clock on the wall shows it: "10:14:03.5"."""
    days, rest = divmod(ZERO + t, 86400.0)
    tens = round(10 * rest)
    text = f"{tens // 36000 % 24:02}:{tens // 600 % 60:02}:{tens // 10 % 60:02}"
    text += f".{tens % 10}" if tenths else ""
    return text if days == 0 else f"{text} ({-days:.0f} d ago)"


@dataclass(frozen=True)
class Event:
    """One line: when (true s, and by the clock of its controller), tag, what, which controller."""

    at: float
    stamp: float
    tag: str
    what: str
    controller: str

    def __str__(self) -> str:
        """Say it as the journal does."""
        found = alarm(self.tag)
        return f"{clock_text(self.stamp)}  {self.controller}  P{found.priority}  {self.tag:8}  " \
               f"{WORDS[self.what]:12}  {found.text}"  # fmt: skip


@dataclass(frozen=True)
class Journal:
    """Events as they happened, up to a moment `end` (true s). Times of methods are true s."""

    events: tuple[Event, ...]
    end: float

    @classmethod
    def of(cls, events: Iterable[Event], end: float) -> Journal:
        """Return a journal of events in true order; a tie stays as it was scanned."""
        return cls(tuple(sorted(events, key=lambda e: e.at)), end)

    @cached_property
    def listed(self) -> tuple[Event, ...]:
        """The events as the server lists them: by the time stamps of the controllers."""
        return tuple(sorted(self.events, key=lambda e: e.stamp))

    def came(self, since: float, until: float | None = None) -> list[Event]:
        """Return the alarms that came in a span, in true order."""
        end = self.end if until is None else until
        return [e for e in self.events if e.what == "ALM" and since <= e.at < end]

    def rates(self, since: float) -> list[tuple[float, int]]:
        """Return how many alarms came in every ten minutes from a time on."""
        found, t = [], since
        while t < self.end:
            found.append((t, len(self.came(t, t + WINDOW))))
            t += WINDOW
        return found

    def floods(self, since: float) -> list[tuple[float, int]]:
        """Return the ten-minute windows in which more came than one operator can answer."""
        return [(t, count) for t, count in self.rates(since) if count > FLOOD]

    def chattering(self, since: float, until: float | None = None) -> dict[str, int]:
        """Return the alarms that came three times in a minute, and how often in the span."""
        times: dict[str, list[float]] = {}
        for event in self.came(since, until):
            times.setdefault(event.tag, []).append(event.at)
        often, span = CHATTER
        fast = {tag: [b - a for a, b in zip(at, at[often - 1 :], strict=False)]
                for tag, at in times.items()}  # fmt: skip
        return {
            tag: len(times[tag]) for tag, gaps in fast.items() if min(gaps, default=9e9) <= span
        }

    def standing(self) -> dict[str, float]:
        """Return what is in alarm at the end, and since when."""
        since: dict[str, float] = {}
        for event in self.events:
            if event.what == "ALM":
                since[event.tag] = event.at
            elif event.what == "RTN":
                since.pop(event.tag, None)
        return since

    def stale(self) -> dict[str, float]:
        """Return what has been in alarm for longer than a day, and since when."""
        return {tag: t for tag, t in self.standing().items() if self.end - t > STALE}

    def top(self, count: int, since: float) -> list[tuple[str, int]]:
        """Return the alarms that came most often in the span, most often first."""
        return Counter(e.tag for e in self.came(since)).most_common(count)

    def nuisance(self, since: float, until: float) -> list[str]:
        """Return what is to be rationalised again: chattering in a span, or stale at the end."""
        return sorted({*self.chattering(since, until), *self.stale()})
