"""The analyser: a record in four views, its knobs, a cursor with harmonics or sidebands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.instruments.analyser.screen import Screen, figures, said
from labsim.vibration.analysis import cursors, values, zones
from labsim.vibration.analysis.envelope import envelope_spectrum
from labsim.vibration.analysis.integration import integrate
from labsim.vibration.analysis.orders import phasor
from labsim.vibration.analysis.spectrum import FACTOR, Spectrum, spectrum
from labsim.vibration.analysis.waterfall import waterfall
from labsim.vibration.analysis.windows import WINDOWS
from labsim.vibration.record import UNITS, Record

__all__ = ["FAMILIES", "VIEWS", "Analyser", "Knobs", "readings"]

VIEWS = ("spectrum", "waveform", "envelope", "waterfall")
FAMILIES = ("none", "harmonics", "sidebands")
LOWEST = 2.0  # Hz, below which nothing is left of what is integrated
PART = 0.45  # of the sampling rate, where the envelope's band ends if nothing is said


@dataclass(frozen=True)
class Knobs:
    """View, unit, Fmax in Hz (0: all), lines (0: all), window; band of the envelope in Hz;
    `seconds` of the waveform; family of the cursor, and `spacing` of sidebands in Hz."""

    view: str = "spectrum"
    unit: str = "mm/s"
    fmax: float = 0.0
    lines: int = 0
    window: str = "hann"
    low: float = 0.0
    high: float = 0.0
    seconds: float = 0.5
    family: str = "none"
    spacing: float = 0.0

    def check(self) -> None:
        """Raise LabsimError when a knob has no such position."""
        known = {"view": VIEWS, "unit": UNITS, "window": WINDOWS, "family": FAMILIES}
        for name, positions in known.items():
            if getattr(self, name) not in positions:
                raise unknown("the analyser", name, getattr(self, name), positions)
        for name in ("fmax", "lines", "low", "high", "seconds", "spacing"):
            value = getattr(self, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not number or not np.isfinite(value) or value < 0:
                raise LabsimError(f"{name}: {value!r}: a number, 0 or more")


class Analyser:
    """`Analyser(record)`: set knobs, move the cursor, take the screen.

    `bearing` (with `.orders`) stamps its frequencies on the spectra; `group`, `support` are those
    of ISO 20816-3. What the record cannot give is a LabsimError that says what it can.
    """

    def __init__(
        self, record: Record, bearing: Any = None, group: int = 2, support: str = "rigid"
    ) -> None:
        zones.limits(group, support)
        self.record, self.bearing = record, bearing
        self.group, self.support = group, support
        self.knobs, self.hertz = Knobs(), 0.0  # where the cursor is; 0: at the highest line
        self._kept: dict[Any, Spectrum] = {}

    # hands ---------------------------------------------------------------------------------
    def set(self, **knobs: Any) -> Analyser:
        """Turn knobs; nothing is changed when one of them cannot be set so."""
        for name in knobs:
            if name not in Knobs.__dataclass_fields__:
                raise unknown("the analyser", "knob", name, Knobs.__dataclass_fields__)
        made = replace(self.knobs, **knobs)
        made.check()
        before, self.knobs = self.knobs, made
        try:
            self.screen()
        except LabsimError:
            self.knobs = before
            raise
        return self

    def to(self, hertz: float) -> Analyser:
        """Put the cursor to the line at a frequency in Hz."""
        found = self._lines()
        if found is None:
            raise LabsimError(f"the {self.knobs.view} has no cursor: turn to a spectrum")
        n = int(np.clip(round(float(hertz) / found.df), 1, len(found.hertz) - 1))
        self.hertz = float(found.hertz[n])
        return self

    def snap(self, lines: int) -> Analyser:
        """Move the cursor to the highest line within so many lines of where it is."""
        found = self._lines()
        if found is not None and self.hertz:
            n = round(self.hertz / found.df)
            near = slice(max(1, n - lines), n + lines + 1)
            self.hertz = float(found.hertz[near][found.rms[near].argmax()])
        return self

    def step(self, lines: int) -> Analyser:
        """Move the cursor by lines."""
        found = self._lines()
        return self.to(self._place(found) + lines * found.df) if found else self.to(0.0)

    def jump(self, where: str) -> Analyser:
        """Move the cursor to the "next", "previous" or "highest" line that stands out."""
        if where not in ("next", "previous", "highest"):
            raise unknown("the cursor", "way", where, ("next", "previous", "highest"))
        found = self._lines()
        if found is None or where == "highest":
            self.hertz = 0.0
            return self if found is not None else self.to(0.0)
        here = self._place(found)
        places = [c.hertz for c in cursors.peaks(found, 60, LOWEST)]
        side = [p for p in places if (p > here + found.df if where == "next"
                                      else p < here - found.df)]  # fmt: skip
        return self.to(side[0 if where == "next" else -1]) if side else self

    # what is seen --------------------------------------------------------------------------
    def screen(self) -> Screen:
        """Return what is on the screen with the knobs as they are."""
        return getattr(self, f"_{self.knobs.view}")()

    def _lines(self) -> Spectrum | None:
        """Return the spectrum in view, None where the view is none; taken once for each setting."""
        k = self.knobs
        if k.view not in ("spectrum", "envelope"):
            return None
        key = (k.view, k.unit, k.fmax, k.lines, k.window, k.low, k.high)
        if key not in self._kept:
            self._kept[key] = self._taken()
        return self._kept[key]

    def _taken(self) -> Spectrum:
        k = self.knobs
        if k.view == "envelope":
            low = k.low or 0.1 * self.record.fs
            high = k.high or PART * self.record.fs
            return envelope_spectrum(self.record, low, high, k.fmax or 500.0)
        found = spectrum(self.record, k.fmax or None, k.lines or None, window=k.window)
        return found.as_(k.unit, LOWEST)

    def _place(self, found: Spectrum) -> float:
        """Return where the cursor is, in Hz: where it was put, or at the highest line."""
        if 0 < self.hertz <= found.hertz[-1]:
            return self.hertz
        return float(found.hertz[1 + int(found.rms[1:].argmax())])

    def _spectrum(self) -> Screen:
        found = self._lines()
        s = found.setup
        foot = (
            f"{s.lines} lines to {s.fmax:.4g} Hz, Δf {found.df:.3g} Hz, {s.window}, "
            f"averaged {s.averages}×",
            figures(readings(self.record, self.group, self.support)),
        )
        return self._spectral(found, "Spectrum", foot)

    def _envelope(self) -> Screen:
        found, k = self._lines(), self.knobs
        low, high = k.low or 0.1 * self.record.fs, k.high or PART * self.record.fs
        foot = (f"envelope of {low:.4g} to {high:.4g} Hz, Δf {found.df:.3g} Hz",)
        return self._spectral(found, "Envelope spectrum", foot)

    def _spectral(self, found: Spectrum, name: str, foot: tuple[str, ...]) -> Screen:
        place = self._place(found)
        line = cursors.on_line(found, place)
        marks = self._family(found, line.hertz)
        title = f"{name} {self.record.point}".strip()
        stamps = self._stamps(found)
        unit = f"{found.unit} rms"
        words = [f"{title}. {'. '.join(foot)}. Cursor at {said(line, unit)}"]
        words += [f"{c.name}: {said(c, unit)}" for c in marks if c.there]
        return Screen(title, found.hertz, found.rms, "Hz", unit, True, line, marks, stamps, (),
                      foot, "; ".join(words) + ".")  # fmt: skip

    def _family(self, found: Spectrum, hertz: float) -> tuple[cursors.Cursor, ...]:
        k = self.knobs
        if k.family == "harmonics":
            return cursors.harmonics(found, hertz)
        if k.family == "sidebands":
            spacing = k.spacing or (self.record.rpm or 0.0) / 60.0
            if not spacing:
                raise LabsimError("no speed is known: give the spacing of the sidebands in Hz")
            return cursors.sidebands(found, hertz, spacing)
        return ()

    def _stamps(self, found: Spectrum) -> tuple[tuple[float, str], ...]:
        """Return shaft and bearing frequencies that lie in view."""
        if self.record.rpm is None:
            return ()
        orders: Mapping[str, float] = {"1×": 1.0, **getattr(self.bearing, "orders", {})}
        shaft = self.record.rpm / 60.0
        return tuple((o * shaft, name) for name, o in orders.items()
                     if o * shaft <= found.hertz[-1])  # fmt: skip

    def _waveform(self) -> Screen:
        made = integrate(self.record, self.knobs.unit, LOWEST)
        count = min(len(made.samples), max(2, round(self.knobs.seconds * made.fs)))
        told = values.wave(made)
        foot = (f"rms {told.rms:.3g} {made.unit}, peak {told.peak:.3g}, crest {told.crest:.2f}, "
                f"kurtosis {told.kurtosis:.2f}",)  # fmt: skip
        title = f"Waveform {self.record.point}".strip()
        return Screen(title, made.time[:count], made.samples[:count], "s", made.unit, False,
                      foot=foot, words=f"{title}. {foot[0]}.")  # fmt: skip

    def _waterfall(self) -> Screen:
        k = self.knobs
        by = "rpm" if self.record.tacho is not None else "s"
        made = waterfall(self.record, k.fmax or self.record.fs / FACTOR, k.lines or 400, 16, by)
        tops = made.hertz[made.rms[:, 1:].argmax(axis=1) + 1]
        title = f"Waterfall {self.record.point}".strip()
        words = "; ".join(f"{a:.4g} {by}: highest at {t:.1f} Hz"
                          for a, t in zip(made.along[::5], tops[::5], strict=True))  # fmt: skip
        return Screen(title, made.hertz, made.rms, "Hz", f"{made.unit} rms", False,
                      along=tuple(f"{a:.4g} {by}" for a in made.along),
                      foot=(f"{len(made.along)} spectra, {k.lines or 400} lines",),
                      words=f"{title}. {words}.")  # fmt: skip


def readings(record: Record, group: int = 2, support: str = "rigid") -> dict[str, str]:
    """Return the figures of a record as an analyser shows them: overall, zone, g, crest, 1×."""
    speed = values.overall(record)
    told = values.wave(record)
    found = {
        "overall": f"{speed:.2f} mm/s rms",
        "zone": zones.severity(speed, group, support),
        "crest": f"{told.crest:.1f}",
        "kurtosis": f"{told.kurtosis:.1f}",
    }
    if record.tacho is not None:
        found["1×"] = str(phasor(integrate(record, "mm/s", LOWEST))).removeprefix("1× ")
    return found
