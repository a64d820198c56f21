"""Pages of a route: its sheet, records as pictures with their heads, what spoils them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.instruments.vibration import RECORD
from labsim.teaching.page import Piece, table
from labsim.teaching.vibration import BLUE, canvas, pictured
from labsim.vibration.analysis.spectrum import FACTOR, spectrum
from labsim.vibration.analysis.values import overall
from labsim.vibration.features import amplitude, velocity
from labsim.vibration.helper import REASONS, ROUTE, again, collector, spoil, stands
from labsim.vibration.record import G, Record
from labsim.vibration.route import Setting, collect
from labsim.vibration.synth import seeded

__all__ = [
    "Book", "converting", "figures", "gallery", "last_month", "page", "route_sheet", "running",
    "spoilt",
]  # fmt: skip

SPEED = "60 Hz"
SHORT = 0.25  # s of the wave that is shown large
FADES = 1e-4  # of the highest line, below which nothing is drawn
SEED = 5


def running(machine: Machine) -> Simulation:
    """Return a sound machine at the speed of its route."""
    sim = Simulation(machine)
    sim.operate(machine.numbered("A1"), SPEED)
    sim.advance(6.0)
    return sim


@cache
def last_month(machine: Machine) -> dict[str, float]:
    """Return mm/s rms of a month ago by pad: the sound machine, within 3 % (assumed)."""
    sim, found = running(machine), {}
    for plain in ROUTE:
        port = machine.port(machine.numbered(plain))
        sig = sim.network_of(port.component).signature(port, 0)
        part = 1.0 + seeded(plain, "last month").uniform(-0.03, 0.03)
        found[port.name] = round(float(part * velocity(sig)[sig.layout.row(port.name)]), 2)
    return found


def route_sheet(machine: Machine) -> Piece:
    """Show the route: ten points in words, in order, and what they read last month."""
    rows = [
        [str(n), words, f"{value:.2f}"]
        for n, (words, value) in enumerate(
            zip(ROUTE.values(), last_month(machine).values(), strict=True), 1
        )
    ]
    setting = Setting()
    title = (
        f"Route of the pump set: {setting.mount}, Fmax {setting.fmax:g} Hz, {setting.lines} lines, "
        f"{setting.averages} averages, overlap {setting.overlap:.0%}, drive at {SPEED}"
    )
    return table(["point", "where and which way", "last month, mm/s rms"], rows, title)


def head(record: Record, name: str, before: float | None = None) -> str:
    """Return the head of a record: its settings, speed by the tacho, overall velocity."""
    past = "" if before is None else f" (last month {before:.2f})"
    return (
        f"{name} · {record.notes[0]}, full scale {record.full_scale:g} m/s² · "
        f"{_speed(record)} · {overall(record):.2f} mm/s{past}"
    )


def _speed(record: Record) -> str:
    if record.tacho is None or len(record.tacho) < 3:
        return "no tacho"
    rpm = 60.0 / np.diff(record.tacho)
    low, high = round(float(rpm.min())), round(float(rpm.max()))
    return f"{low} rpm" if low == high else f"{low} to {high} rpm"


def page(records: Sequence[tuple[str, Record]], caption: str = "") -> Piece:
    """Show records one below the other: all of the wave, a piece of it, velocity spectrum."""
    if not records:
        words = caption or "No record."
        return Piece(f"<p>{words}</p>", words)
    figure, axes = canvas(10.5, 1.45 * len(records), len(records), 3)
    for row, (title, record) in zip(axes, records, strict=True):
        _waves(row, title, record)
        _lines(row[2], record)
    return pictured(figure, ". ".join(f"{t}; {_said(r)}" for t, r in records) + ".", caption)


def _waves(row: Any, title: str, record: Record) -> None:
    some = record.time < SHORT
    row[0].plot(record.time, record.samples, color=BLUE, linewidth=0.4)
    row[1].plot(record.time[some], record.samples[some], color=BLUE, linewidth=0.7)
    row[0].set_title(title, loc="left", fontsize=8, fontweight="bold")
    row[0].set_ylabel("m/s²", fontsize=7)
    for axis in row:
        axis.tick_params(labelsize=6.5)
        axis.spines[["top", "right"]].set_visible(False)


def _lines(axis: Any, record: Record) -> None:
    found = spectrum(record).as_("mm/s")
    top = float(found.rms.max()) * 2.0
    axis.semilogy(found.hertz[1:], np.maximum(found.rms[1:], FADES * top), color=BLUE,
                  linewidth=0.5)  # fmt: skip
    axis.set(xlim=(-0.015 * found.hertz[-1], found.hertz[-1]), ylim=(FADES * top, top))
    axis.annotate(" Hz", (1.0, 0.0), xycoords="axes fraction", fontsize=6.5, va="center")
    axis.set_ylabel("mm/s rms", fontsize=7)


def _said(record: Record) -> str:
    """Say what the wave is like, for whoever sees no picture."""
    wave, top = record.samples, record.full_scale or np.inf
    found, middle = spectrum(record).as_("mm/s"), float(np.median(wave))
    high, low = float(wave.max()) - middle, middle - float(wave.min())
    turns = (record.rpm or 1800.0) / 60.0
    slow = found.overall(2.0, 0.4 * turns) / max(found.overall(2.0), 1e-9)
    flat = int((np.abs(wave) >= 0.999 * top).sum())
    drift = float(wave[: len(wave) // 8].mean() - wave[-(len(wave) // 8) :].mean())
    grass = float(np.median(found.as_("m/s2").rms[found.hertz > 0.5 * found.hertz[-1]]))
    high_line = found.near(turns, 0.12 * turns)
    wide = int((found.rms[np.abs(found.hertz - turns) < 0.12 * turns] > 0.25 * high_line[1]).sum())
    return (
        f"peak {np.abs(wave).max():.3g} m/s², {high:.2g} up and {low:.2g} down from the middle, "
        f"begins {drift:+.2g} m/s² from where it ends, {flat} samples at full scale, "
        f"{slow:.0%} of the velocity below 0.4X, 1X is {wide} lines wide, "
        f"floor {grass:.2g} m/s² a line up to {record.fs / FACTOR:g} Hz"
    )


# what spoils a record -------------------------------------------------------------------------
def spoilt(machine: Machine, pad: str, reason: str, seed: int = SEED) -> Record:
    """Return a record of a running machine that is spoilt for a reason, sound for ""."""
    if reason and reason not in REASONS:
        raise unknown("A record", "reason", reason, REASONS)
    sim = running(machine)
    return collect(sim, pad, spoil(sim, pad, reason, Setting(), seed), seed)


def gallery(machine: Machine, pad: str, *named: str, caption: str = "") -> Piece:
    """Show a sound record of a pad and the same one spoilt, each for a reason."""
    records = [(reason or "sound", spoilt(machine, pad, reason)) for reason in ("", *named)]
    return page([(head(record, reason), record) for reason, record in records], caption)


# figures to convert ---------------------------------------------------------------------------
def figures(machine: Machine) -> dict[str, float]:
    """Return figures of a machine's own lines, and settings, that are to be converted."""
    sim, unit = running(machine), machine.unit
    found: dict[str, float] = {}
    for name, pad, order in (("1X", "B2:H", 1.0), ("vane pass", "B4:H", 5.0)):
        port = machine.port(machine.numbered(pad))
        sig = sim.network_of(port.component).signature(port, 0)
        hertz = order * float(sig.turns[sig.layout.shaft_at(port.name)])
        speed = float(amplitude(sig, hertz)[sig.layout.row(port.name)])
        found[f"{name} Hz"] = round(hertz, 2)
        found[f"{name} mm/s rms"] = round(speed, 3)
        found[f"{name} g peak"] = round(speed * 2 * np.pi * hertz * 2**0.5 / 1e3 / G, 4)
    found["Fmax"] = (500.0, 1000.0, 2000.0)[unit % 3]
    found["lines"] = (3200.0, 800.0, 1600.0)[(unit // 3) % 3]
    found["averages"] = 4.0 + 2.0 * (unit % 2)
    return found


def converting(machine: Machine) -> Piece:
    """Show what is to be converted: two lines of the machine's own spectra, and a setting."""
    f, at = figures(machine), machine.numbered
    rows = [
        [f"1X at {at('B2:H')}", f"{f['1X Hz']:.2f} Hz", f"{f['1X mm/s rms']:.3f} mm/s rms"],
        [f"vane pass at {at('B4:H')}", f"{f['vane pass Hz']:.2f} Hz",
         f"{f['vane pass g peak']:.4f} g peak"],
        ["setting", f"Fmax {f['Fmax']:g} Hz, {f['lines']:g} lines",
         f"{f['averages']:g} averages, overlap 50 %"],
    ]  # fmt: skip
    return table(["what", "where", "figure"], rows, "Your own pump, as it was found last month.")


# the book of a route ----------------------------------------------------------------------------
class Book:
    """The records of a route at a bench: `Book(bench, points)`, points in the order of the route.

    A record that is on the bench's record is shown again; one that is not is taken.
    """

    def __init__(self, bench: Any, points: Sequence[str] = ()) -> None:
        self.bench = bench
        self.points = [bench.machine.port(str(point)).name for point in points if point]

    @property
    def sheet_of(self) -> str:
        """Tag of the data collector, where the collection sheet goes."""
        kit = collector(self.bench.machine)
        return kit.tag if kit is not None else ""

    def on_record(self, pad: str) -> list[dict[str, Any]]:
        """Return the events that took a record at a pad of the running pump."""
        return [
            e for e in self.bench.attempt.of("measure")
            if e["function"] == RECORD and e["ports"] == [pad] and e.get("value")
        ]  # fmt: skip

    def take(self, pad: str, number: int, **settings: Any) -> Record | None:
        """Return record `number` of a pad, taken now if it is the next one; None if not to be had.

        Settings as of `bench.collect`; without them those of the route.
        """
        name, events = self.bench.machine.port(pad).name, self.on_record(pad)
        if number <= len(events):
            kept = Setting.of(**events[number - 1].get("settings", {}))
            found = again(self.bench.sim, name, number, kept)
            return found if found.rpm else None
        if self.bench.attempt.signed_off or stands(self.bench.sim, name):
            return None
        if number > len(events) + 1:
            raise LabsimError(f"{name} {number}: number {len(events) + 1} comes first")
        return self.bench.collect(name, **settings)

    def page(self, pad: str, *numbers: int) -> Piece:
        """Show records of one pad by number."""
        return self._shown([(pad, n) for n in numbers or (1,)])

    def round(self, number: int) -> Piece:
        """Show record `number` of every point."""
        return self._shown([(pad, number) for pad in self.points])

    def _shown(self, wanted: Sequence[tuple[str, int]]) -> Piece:
        before, records = last_month(self.bench.machine), []
        for pad, number in wanted:
            record = self.take(pad, number)
            if record is not None and record.rpm:
                title = head(record, f"{pad} {number}", before.get(pad))
                records.append((title, record))
        words = "" if len(records) == len(wanted) else "Some are not shown: the pump stands."
        return page(records, words)

    def figures(self) -> Piece:
        """Show the overall velocity of everything on record; it judges nothing."""
        before, rows = last_month(self.bench.machine), []
        for pad in self.points:
            takes = [self.take(pad, n + 1) for n in range(len(self.on_record(pad)))]
            said = " · ".join("–" if r is None else f"{overall(r):.2f}" for r in takes)
            rows.append([pad, said or "nothing yet", f"{before.get(pad, np.nan):.2f}"])
        return table(["point", "records 1 · 2 · 3 …, mm/s rms", "last month"], rows)
