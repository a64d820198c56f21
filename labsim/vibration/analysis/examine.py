"""An honest look at a bearing: a defect is called only when it stands out of decoys, else not.

Method: cepstrum pre-whitening, squared-envelope spectra of several bands, combs of three harmonics
(Randall and Antoni 2011, Smith and Randall 2015), weighed against combs at orders no part of the
bearing has. Nothing is trained. The limits below were set on made-up signals (tests/vibration).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.analysis.combs import PARTS, Found, search
from labsim.vibration.analysis.ses import Lines, Scale, listen
from labsim.vibration.analysis.shaft import Shaft, refined
from labsim.vibration.record import positive

__all__ = ["Verdict", "clipped", "examine_bearing"]

KEYS = ("BPFO", "BPFI", "BSF", "FTF")
TURNS = 10  # of the shaft, without which nothing can be told
ENOUGH = 25  # turns from which a call is made
LONGEST = 2_000_000  # samples that are looked at
CALL = {"outer": 6.0, "inner": 6.0, "ball": 6.0, "cage": 10.0}  # z from which a part is called
AHEAD = 1.5  # times the best decoy; times the second part, where two stand out
STRONG, SECOND, FIRST = 12.0, 9.0, 8.0  # times the floor: strongest, second, fundamental
SLIP = {True: (-0.0265, 0.0125), False: (-0.018, 0.0105)}  # off the order: shaft seen, or not
OFF = (-0.027, 0.02)  # off the order at the told speed, in any case
ASIDE = 2.5  # product of how much stronger than two lines their neighbours a turn away may be
FIRST_PART = 0.15  # of the strongest line that the fundamental has at least
BELOW = 0.3  # part of a line that a line at a half or third of it may have
ROW = 6  # of the first eight lines that a stroke in each turn of the cage has; what a load zone
# modulates has fewer
SLOW = 40  # turns of the cage without which it is not told from a belt or half a shaft
MAINS = (100.0, 120.0)  # Hz, twice line frequency: what a motor or drive hums
HEAVY = 0.05  # part of the samples clipped from which nothing is called


@dataclass(frozen=True)
class Verdict:
    """What can be said of a bearing: `call` "outer", "inner", "ball", "cage" or None, and `why`.

    `z`: deviations by which the comb of the called part (else: of the best) stands out of the
    decoys; `parts`: the same of every part; `warnings`: what is wrong with the record; `hertz` of
    the comb, `slip` off its order, `rpm` as refined, `band` in Hz where it is clearest.
    """

    call: str | None
    z: float
    why: str
    warnings: tuple[str, ...] = ()
    parts: Mapping[str, float] = field(default_factory=dict)
    hertz: float | None = None
    slip: float | None = None
    rpm: float | None = None
    band: tuple[float, float] | None = None

    def __str__(self) -> str:
        head = f"{self.call} (z {self.z:.1f})" if self.call else "no call"
        return ". ".join([f"{head}: {self.why}", *self.warnings])


def examine_bearing(signal: Any, fs: float, rpm: float, bearing: Any) -> Verdict:
    """Return what a record of acceleration says about a bearing.

    `signal` (n,) in any unit, `fs` Hz, `rpm` of the shaft (inner ring), `bearing`: a Bearing, or
    its orders as a mapping with BPFO, BPFI, BSF, FTF. Raises LabsimError where nothing can be
    reckoned: no rate, no speed, no geometry, samples that are no numbers, less than 10 turns.
    """
    rate = positive(fs, "sampling rate", "Hz", "without it no line has a frequency")
    told = positive(rpm, "speed", "rpm", "without it no defect has a frequency") / 60.0
    orders = _orders(bearing)
    samples = _samples(signal, rate, told, orders)
    scale = Scale(told, 3 * 2.15 * 1.02 * told * max(orders["BPFI"], 2 * orders["BSF"]))
    scale = Scale(told, min(scale.highest, 0.4 * rate))
    heard = listen(samples, rate, scale)
    shaft = refined(samples, rate, told, heard[0])
    quiet = [_without_shaft(lines, shaft) for lines in heard]
    found = [search(part, orders, quiet, shaft.hertz, told) for part in PARTS]
    warnings, share = clipped(samples)
    turns = len(samples) / rate * told
    return _verdict(found, shaft, warnings, share, turns)


def _orders(bearing: Any) -> dict[str, float]:
    """Return the orders of a bearing; LabsimError when they are none of a bearing."""
    given = getattr(bearing, "orders", bearing)
    if not isinstance(given, Mapping) or not all(key in given for key in KEYS):
        raise LabsimError(
            f"{bearing!r} is no bearing: Bearing(balls, ball_diameter, pitch_diameter, "
            "contact_angle), or a mapping with BPFO, BPFI, BSF, FTF in orders of the shaft"
        )
    orders = {key: positive(given[key], key, "orders") for key in KEYS}
    balls = orders["BPFO"] + orders["BPFI"]
    off = abs(balls - round(balls)) > 0.05 or abs(orders["FTF"] * balls - orders["BPFO"]) > 0.05
    if off or not orders["FTF"] < 0.5 or balls < 3:
        raise LabsimError(
            "these orders are of no bearing: BPFO + BPFI is the number of balls, "
            f"BPFO = balls × FTF, FTF below 0.5; here {balls:.3g} and FTF {orders['FTF']:.3g}. "
            "Orders are multiples of shaft speed, not Hz"
        )
    return orders


def _samples(signal: Any, fs: float, told: float, orders: Mapping[str, float]) -> np.ndarray:
    """Return the samples (n,); LabsimError when nothing can be told from them."""
    try:
        samples = np.asarray(signal, dtype=np.float64)
    except (TypeError, ValueError):
        raise LabsimError("the signal is no row of numbers") from None
    if samples.ndim == 2 and 1 in samples.shape:
        samples = samples.ravel()
    if samples.ndim != 1 or not samples.size:
        raise LabsimError(f"one channel is needed, (n,); this signal is {samples.shape}")
    bad = int((~np.isfinite(samples)).sum())
    if bad:
        raise LabsimError(f"{bad} of {len(samples)} samples are NaN or infinite: take it again")
    if len(samples) / fs * told < TURNS:
        raise LabsimError(
            f"{len(samples) / fs:.3g} s are {len(samples) / fs * told:.1f} turns of the shaft: "
            f"{TURNS} at least, better {ENOUGH}"
        )
    if np.ptp(samples) <= 1e-9 * np.abs(samples).max():
        raise LabsimError("the record is flat: sensor or cable")
    if 3.2 * orders["BPFI"] * told > 0.4 * fs:
        raise LabsimError(f"{fs:g} Hz are too slow: three harmonics of BPFI need "
                          f"{8 * orders['BPFI'] * told:.0f} Hz")  # fmt: skip
    return samples[:LONGEST]


def clipped(samples: np.ndarray) -> tuple[tuple[str, ...], float]:
    """Return a warning when tops of a wave are cut off, and the part of the samples that is.

    Cut off: samples pile up in the last thousandth of the range, more densely than eight times
    what lies in the hundredth below; a sine has four times there, noise next to nothing.
    """
    step, cut = 1e-3 * float(np.ptp(samples)), 0
    for side in (samples, -samples):
        from_top = side.max() - side
        end, below = int((from_top < step).sum()), int((from_top < 11 * step).sum())
        cut += end if end >= 5 and end > 0.8 * (below - end) else 0
    share = cut / len(samples)
    if not cut:
        return (), 0.0
    return (f"clipped: {share:.2%} of the samples are cut off at full scale",), share


def _without_shaft(lines: Lines, shaft: Shaft) -> Lines:
    """Return lines without harmonics and half orders of the shaft, and without mains hum."""
    top, hertz = len(lines.power) * lines.df, [np.array([])]
    whole = shaft.hertz * np.arange(1, int(top / shaft.hertz) + 1)
    hertz.append(whole)
    if lines.df < shaft.hertz / 30:
        hertz.append(whole - shaft.hertz / 2)
    drift = 0.0006 if shaft.sure else 0.002  # of a frequency: how well the speed is known
    places = np.concatenate(hertz)
    lines = lines.without(places, np.maximum(1.5 * lines.df, drift * places))
    hum = np.concatenate([base * np.arange(1, int(top / base) + 1) for base in MAINS])
    return lines.without(hum, np.full(len(hum), 1.2 * lines.df))


def _verdict(found: list[Found], shaft: Shaft, warnings: tuple[str, ...], share: float,
             turns: float) -> Verdict:  # fmt: skip
    """Return the call, or why there is none."""
    parts = {one.part: one.z for one in found}
    doubts = {one.part: _doubt(one, shaft) for one in found}
    sound = sorted((one for one in found if not doubts[one.part]), key=lambda one: -one.z)
    sound = [one for one in sound if not _sideband(one, sound, shaft)]
    best = sound[0] if sound else max(found, key=lambda one: one.z / CALL[one.part])
    why = _refusal(sound, shaft, share, turns) or doubts[best.part]
    told = Verdict(None, best.z, why, warnings, parts, best.hertz, best.slip,
                   60 * shaft.hertz, best.band)  # fmt: skip
    if why:
        return told
    lines = ", ".join(f"{level:.0f}" for level in best.lines)
    why = (
        f"a comb at {best.hertz:.2f} Hz, {best.slip:+.1%} off its order, stands "
        f"{best.z:.1f} deviations out of {best.decoys} decoys (the best of them {best.best:.1f}); "
        f"its lines are {lines} times the floor, clearest from {best.band[0]:.0f} to "
        f"{best.band[1]:.0f} Hz"
    )
    return Verdict(**{**told.__dict__, "call": best.part, "why": why})


def _sideband(one: Found, sound: list[Found], shaft: Shaft) -> bool:
    """Tell whether an outer comb is but a sideband of the inner race's: BPFI - k × shaft."""
    inner = next((other for other in sound if other.part == "inner"), None)
    if one.part != "outer" or inner is None or inner.z < one.z / AHEAD:
        return False
    apart = (inner.hertz - one.hertz) / shaft.hertz
    return abs(apart - round(apart)) < 0.01


def _refusal(sound: list[Found], shaft: Shaft, share: float, turns: float) -> str:
    """Return why nothing is called although something stands out, or nothing."""
    if share > HEAVY:
        return "clipped too heavily: the wave is no longer that of the machine"
    if shaft.elsewhere is not None:
        return (f"the shaft shows at {60 * shaft.elsewhere:.0f} rpm, not at the "
                f"{60 * shaft.told:.0f} rpm told: read the speed again")  # fmt: skip
    if sound and sound[0].part == "cage" and turns * sound[0].hertz / shaft.hertz < SLOW:
        return f"too few turns of the cage for a call: {SLOW} at least"
    if sound and turns < ENOUGH:
        return f"{turns:.0f} turns of the shaft are too few for a call: {ENOUGH} at least"
    rivals = [one for one in sound[1:] if one.part != "cage"]
    if rivals and sound[0].part != "cage" and sound[0].z < AHEAD * rivals[0].z:
        return f"both {sound[0].part} and {rivals[0].part} stand out: take a longer record"
    if sound and sound[0].part == "cage" and rivals:
        return f"both cage and {rivals[0].part} stand out: take a longer record"
    return ""


def _doubt(one: Found, shaft: Shaft) -> str:
    """Return why a part is not called, or nothing."""
    if one.z < CALL[one.part] or one.z < AHEAD * one.best:
        return (
            "nothing stands clearly out of combs at orders no part of this bearing has; best is "
            f"{one.part} with {one.z:.1f} deviations, {CALL[one.part]:g} are needed, a decoy has "
            f"{one.best:.1f}"
        )
    low, high = SLIP[shaft.sure]
    if one.edge or not low < one.slip < high or not OFF[0] < one.off < OFF[1]:
        return (f"what stands out near {one.part} is {one.slip:+.1%} off its order, more than slip "
                "can be: speed or geometry is not what was told")  # fmt: skip
    return _no_comb(one)


def _no_comb(one: Found) -> str:
    """Return why lines are not the comb of a part: too few, or of something else."""
    strong, second = sorted(one.lines)[-1:-3:-1]
    if strong < STRONG or second < SECOND or one.lines[0] < max(FIRST, FIRST_PART * strong):
        return f"near {one.part} there is one line or none, not a comb"
    if one.part == "cage" and one.long < ROW:
        return ("something comes and goes with the cage, but no stroke of its own: a ball that "
                "rolls on and off its spot does the same")  # fmt: skip
    if one.aside > ASIDE:
        return f"what stands out near {one.part} are sidebands of something else"
    if one.below > BELOW and one.part in ("outer", "inner"):
        return f"what stands out near {one.part} is a harmonic of something slower"
    return ""
