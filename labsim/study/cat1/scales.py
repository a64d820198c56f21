"""Decibels, scales, crest factor, energy of lines: how amplitudes are compared."""

from __future__ import annotations

import math

import numpy as np

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.matching import ask_case
from labsim.study.pictures import plot, spectrum, waveform
from labsim.vibration.analysis.units import converted, detected

TOPIC = "Principles of vibration"
DECIBEL = "decibel of an amplitude: 20·log10(a / reference)"
CREST = "crest factor = peak / rms; √2 of a sine"


def knocks(peak: float, count: int, decay: float) -> tuple[list[float], list[float], float]:
    """Return times in s and a wave of knocks that ring and die away, and its rms."""
    times = np.arange(800) / 8000.0
    since = np.mod(times, 0.1 / count)
    wave = peak * np.exp(-since / decay) * np.cos(math.tau * 1500 * since)
    return list(times), list(wave), float(np.sqrt(np.mean(wave**2)))


@asks(DECIBEL, repair="VIB-01")
def decibels_of_a_ratio(draw: Draw) -> Asked:
    """Decibels of a ratio of amplitudes."""
    low, ratio = draw.pick(0.5, 0.8, 1.0, 1.5, 2.0), draw.pick(1.5, 2, 3, 4, 5, 8, 10)
    key = 20 * math.log10(ratio)
    return draw.number(
        f"A velocity line has grown from {low:g} to {low * ratio:g} mm/s. How many decibels is"
        " that?",
        key,
        "dB",
        mistakes={
            "10 log, as for power": key / 2,
            "natural logarithm taken": 20 * math.log(ratio),
            "log only": math.log10(ratio),
            "the ratio itself": float(ratio),
            "per cent": 100.0 * (ratio - 1),
            "squared once more: 40 log": 2 * key,
        },
        because=f"20 · log10({ratio:g}) = {say(key)} dB.",
    )


@asks(DECIBEL, repair="VIB-01")
def ratio_of_decibels(draw: Draw) -> Asked:
    """Amplitude after a rise in decibels."""
    low, rise = draw.pick(0.2, 0.4, 0.5, 1.2, 2.0), draw.pick(6, 10, 12, 16, 20, 26)
    key = low * 10 ** (rise / 20)
    return draw.number(
        f"An acceleration line was {low:g} g and has risen by {rise} dB. How high is it now?",
        key,
        "g",
        mistakes={
            "divided by 10, as for power": low * 10 ** (rise / 10),
            "decibels added": low + rise,
            "decibels taken for a factor": low * rise,
            "per cent taken": low * (1 + rise / 100),
            "6 dB taken for one part more": low * (1 + rise / 6),
            "e instead of 10": low * math.exp(rise / 20),
        },
        because=f"{low:g} · 10^({rise}/20) = {say(key)} g; 6 dB is twice, 20 dB ten times.",
    )


@asks(DECIBEL, repair="VIB-01", backed="picture")
def read_a_decibel_scale(draw: Draw) -> Asked:
    """Ratio of two lines on a decibel scale."""
    f, gap, top = draw.pick(20, 25, 30), draw.pick(20, 26, 30, 34, 40), draw.pick(0, 6, 10)
    key = 10 ** (gap / 20)
    hertz = [k * f / 20 for k in range(241)]
    bell = [np.exp(-(((np.array(hertz) - at) / (f / 25)) ** 2)) for at in (f, 8 * f)]
    level = 70.0 * np.maximum(bell[0], bell[1] * (70 - gap) / 70) - 70 + top
    return draw.number(
        f"The scale is in dB. 1X stands at {top} dB, the line at {8 * f} Hz at {top - gap} dB. How"
        " many times is 1X larger?",
        key,
        "times",
        mistakes={
            "decibels taken for times": float(gap),
            "10 log taken: power": 10 ** (gap / 10),
            "divided by 10, not by 20, and the root left out": gap / 10,
            "e instead of 10": math.exp(gap / 20),
            "6 dB for each time": gap / 6,
            "half the decibels": 10 ** (gap / 40),
        },
        because=f"{gap} dB apart: 10^({gap}/20) = {say(key)} times.",
        show=lambda: plot(
            hertz, {"level": list(level)}, "frequency, Hz", "dB",
            f"Peaks at {f} Hz, {top} dB, and {8 * f} Hz, {top - gap} dB",
        ),
    )  # fmt: skip


@asks("linear and logarithmic scales of a spectrum", repair="VIB-01 VIB-04", backed="picture")
def which_scale(draw: Draw) -> Asked:
    """Linear or logarithmic amplitude scale for a purpose."""
    rpm = draw.pick(890, 1180, 1480, 1780)
    cases = (
        ("show bearing lines of 0.02 beside 1X of 6 mm/s", "a logarithmic amplitude scale",
         "It shows small and large lines in one picture."),
        ("see at a glance which line makes most of the overall value",
         "a linear amplitude scale", "Large lines stand out on it."),
        ("compare machines of different speeds by the shaft", "an axis in orders",
         "1X, 2X, vane pass then stand in one place."),
        ("see single knocks and how regular they are", "the time waveform",
         "A spectrum spreads a knock over many lines."),
        ("see how one line grew over months", "a trend plot", "It has dates on its axis."),
    )  # fmt: skip
    every = {
        "a logarithmic amplitude scale": "logarithms lift what is small",
        "a linear amplitude scale": "a linear scale hides what is small",
        "an axis in orders": "orders change the frequency axis only",
        "the time waveform": "a waveform does not part frequencies",
        "a trend plot": "a trend has no frequencies",
    }
    f = rpm / 60
    return ask_case(
        draw, f"At {rpm:,} rpm this linear spectrum is taken. What is best to {{}}?", cases, every,
        lambda: spectrum({f: 6.0, 3.58 * f: 0.02, 2 * f: 0.7}, "mm/s rms",
                         f"Linear scale: one high line at {f:.1f} Hz, a small one at twice that"),
    )  # fmt: skip


@asks("power of lines adds: overall² = Σ line²", repair="VIB-02 VIB-03", backed="picture")
def what_is_left(draw: Draw) -> Asked:
    """Overall value when one line is taken away."""
    line, rest = draw.pick((4.0, 3.0), (6.0, 2.5), (8.0, 6.0), (5.0, 3.5), (7.0, 2.0), (3.0, 4.0))
    overall = math.hypot(line, rest)
    f = draw.pick(16.4, 24.6, 29.6)
    return draw.number(
        f"Overall {say(overall)} mm/s rms, 1X {line:g} mm/s rms. Balancing takes 1X away"
        " completely. What overall value is left?",
        rest,
        "mm/s rms",
        mistakes={
            "subtracted without squares": overall - line,
            "squares added once more": math.hypot(overall, line),
            "1X taken for half of the overall value": overall / 2,
            "the square not taken back": rest**2,
            "1X itself": line,
        },
        because=f"√({say(overall)}² - {line:g}²) = {rest:g} mm/s: squares subtract, not values.",
        show=lambda: spectrum(
            {f: line, 2 * f: 0.8 * rest, 5 * f: 0.6 * rest}, "mm/s rms",
            f"Highest line {line:g} mm/s at {f} Hz, or others beside it",
        ),
    )  # fmt: skip


@asks("power of lines adds: overall² = Σ line²", repair="VIB-03")
def share_of_energy(draw: Draw) -> Asked:
    """Share of the energy that one line has."""
    overall, part = draw.pick(4.0, 5.0, 6.0, 8.0), draw.pick(0.5, 0.6, 0.7, 0.8, 0.9)
    return draw.number(
        f"Overall {overall:g} mm/s rms; 1X alone is {overall * part:.2g} mm/s rms. What share of"
        " the energy is at 1X?",
        100 * (round(overall * part, 1) / overall) ** 2,
        "%",
        mistakes={
            "not squared": 100 * part,
            "the share of all else": 100 * (1 - part**2),
            "the root instead of the square": 100 * math.sqrt(part),
            "subtracted without squares": 100 * (1 - part),
            "cubed": 100 * part**3,
        },
        because="Energy goes with the square of the amplitude: (1X / overall)².",
    )


@asks(CREST, repair="VIB-04", backed="picture")
def crest_factor(draw: Draw) -> Asked:
    """Crest factor from a waveform with knocks."""
    peak, beat = draw.pick(12.0, 15.0, 20.0, 24.0, 30.0), draw.pick(2, 4, 5)
    times, wave, exact = knocks(peak, beat, draw.pick(0.001, 0.0015, 0.002, 0.003))
    rms = round(exact, 1)
    key = peak / rms
    return draw.number(
        f"The highest knock is {peak:g} m/s², the rms value is {rms:g} m/s². What is the crest"
        " factor?",
        key,
        "",
        mistakes={
            "rms by peak": 1 / key,
            "peak-to-peak by rms": 2 * key,
            "multiplied by √2": key * math.sqrt(2),
            "divided by √2": key / math.sqrt(2),
            "the difference": peak - rms,
            "in decibels": 20 * math.log10(key),
        },
        because=f"{peak:g} / {rms:g} = {say(key)}; a sine has 1.41.",
        show=lambda: waveform(
            times, wave, "m/s²", f"{beat} knocks up to {peak:g} m/s², quiet between"
        ),
    )  # fmt: skip


@asks(CREST, repair="VIB-04", backed="picture")
def true_and_derived_peak(draw: Draw) -> Asked:
    """Peak that a meter works out of rms, beside the true one."""
    true = draw.pick(8.0, 10.0, 14.0, 18.0, 25.0)
    times, wave, exact = knocks(true, draw.pick(2, 3, 4), draw.pick(0.0015, 0.002, 0.003))
    rms = round(exact, 1)
    return draw.number(
        f"The waveform reaches {true:g} m/s², its rms is {rms:g} m/s². A meter works out 'peak' as"
        " √2 times rms. What does it show?",
        rms * math.sqrt(2),
        "m/s²",
        mistakes={
            "the true peak": true,
            "rms left as it is": rms,
            "divided by √2": rms / math.sqrt(2),
            "peak-to-peak": 2 * rms * math.sqrt(2),
            "the true peak divided by √2": true / math.sqrt(2),
        },
        because=f"1.414 · {rms:g} = {say(rms * math.sqrt(2))} m/s²: true for a sine only, knocks"
        " are lost in it.",
        show=lambda: waveform(
            times, wave, "m/s²", f"Short knocks up to {true:g} m/s², quiet between"
        ),
    )


@asks("1 in = 25.4 mm; rms = peak / √2 of a sine", repair="VIB-01")
def inches_to_millimetres(draw: Draw) -> Asked:
    """Velocity in in/s peak as mm/s rms."""
    inch = draw.pick(0.08, 0.1, 0.12, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5)
    key = detected(converted(inch, "in/s", "mm/s"), "peak", "rms")
    machine = draw.pick("fan", "pump", "blower")
    return draw.number(
        f"An old list says {inch:g} in/s peak for a {machine}. How much is that in mm/s rms?",
        key,
        "mm/s rms",
        mistakes={
            "peak taken for rms": inch * 25.4,
            "multiplied by √2": inch * 25.4 * math.sqrt(2),
            "inches left": inch / math.sqrt(2),
            "ten mm in an inch": inch * 10 / math.sqrt(2),
            "peak-to-peak taken": inch * 25.4 / 2 / math.sqrt(2),
            "feet taken for inches": key * 12,
        },
        because=f"{inch:g} · 25.4 / √2 = {say(key)} mm/s rms.",
    )
