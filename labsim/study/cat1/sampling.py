"""From waveform to spectrum: sampling, lines, windows, averages, and what goes wrong with them."""

from __future__ import annotations

import math

import numpy as np

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.item import Picture
from labsim.study.pictures import plot, spectrum, table, waveform
from labsim.vibration.analysis.spectrum import FACTOR, Setup

TOPIC = "Signal processing"
FFT = "FFT analysers: fs = 2.56·Fmax, samples = 2.56·lines, Δf = Fmax/lines, T = lines/Fmax"
WINDOWS = {"rectangular": 1.0, "Hann": 1.5, "flat-top": 3.8}  # bandwidth in lines
LINES = (400, 800, 1600, 3200)
TOPS = (200, 500, 1000, 2000, 5000)  # Hz


@asks(FFT, repair="VIB-01 VIB-02")
def resolution(draw: Draw) -> Asked:
    """Distance between the lines of a spectrum."""
    top, lines = draw.pick(*TOPS), draw.pick(*LINES)
    key = Setup(top, lines).df
    return draw.number(
        f"A spectrum goes to {top:,} Hz with {lines:,} lines. How far apart are the lines?",
        key,
        "Hz",
        mistakes={
            "Fmax multiplied by 2.56": key * 2.56,
            "lines and Fmax exchanged": lines / top,
            "bandwidth of the Hann window taken for the distance of lines": key * 1.5,
            "samples taken for lines": key / 2.56,
            "lines counted on both sides of zero": key / 2,
        },
        because=f"Δf = Fmax / lines = {top:,} / {lines:,} = {say(key)} Hz.",
    )


@asks(FFT, repair="VIB-01 VIB-02")
def time_of_a_block(draw: Draw) -> Asked:
    """Time that one block of a spectrum takes."""
    top, lines = draw.pick(*TOPS), draw.pick(*LINES)
    key = Setup(top, lines).block
    return draw.number(
        f"How long does the analyser listen for one block: Fmax {top:,} Hz, {lines:,} lines,"
        " no averages?",
        key,
        "s",
        mistakes={
            "multiplied by 2.56": key * 2.56,
            "divided by 2.56": key / 2.56,
            "Fmax divided by lines": top / lines,
            "Hz taken for cpm": key * 60,
            "half a block": key / 2,
        },
        because=f"T = lines / Fmax = {lines:,} / {top:,} = {say(key)} s: fine lines need time.",
    )


@asks(FFT, repair="VIB-02", backed="picture")
def time_of_averages(draw: Draw) -> Asked:
    """Time of an averaged measurement with overlap."""
    top, lines, count = draw.pick(*TOPS), draw.pick(*LINES), draw.pick(4, 6, 8, 10)
    share = draw.pick(0.5, 0.67)
    setup = Setup(top, lines, count, share)
    block, key = setup.block, setup.seconds
    return draw.number(
        "The collector is set as shown. How long does the measurement of one point take?",
        key,
        "s",
        mistakes={
            "overlap forgotten": block * count,
            "one block only": block,
            "overlap taken for what is new": block * (1 + (count - 1) * share),
            "every block shortened, the first as well": block * count * (1 - share),
            "multiplied by 2.56": key * 2.56,
        },
        because=f"The first block takes {say(block)} s, each further one {100 * (1 - share):.0f} %"
        f" of that: {say(key)} s.",
        show=lambda: table(
            ("setting", "value"),
            [
                ("Fmax", f"{top:,} Hz"),
                ("lines", f"{lines:,}"),
                ("averages", f"{count}"),
                ("overlap", f"{100 * share:.0f} %"),
                ("window", "Hann"),
            ],
        ),
    )


@asks(FFT, repair="VIB-01")
def sampling_rate(draw: Draw) -> Asked:
    """Sampling rate behind an Fmax."""
    top = draw.pick(*TOPS, 10_000)
    key = FACTOR * top
    return draw.number(
        f"An analyser shows spectra to {top:,} Hz. At what rate does it sample?",
        key,
        "samples/s",
        mistakes={
            "Fmax itself": float(top),
            "twice Fmax: no room for the filter": 2.0 * top,
            "ten times, as for a smooth waveform": 10.0 * top,
            "divided by 2.56": top / 2.56,
            "Nyquist turned round: half of Fmax": top / 2,
        },
        because=f"2.56 · {top:,} = {key:,.0f}: twice by Nyquist, the rest is the room an"
        " anti-aliasing filter needs.",
    )


@asks(FFT, repair="VIB-01", backed="picture")
def alias(draw: Draw) -> Asked:
    """Where a frequency shows that is above half the sampling rate."""
    rate = draw.pick(1000, 2000, 2560, 5120)
    true = rate * draw.pick(0.55, 0.6, 0.7, 0.75, 0.8, 0.9)
    key = rate - true
    return draw.number(
        f"The anti-aliasing filter has failed. The sampling rate is {rate:,} Hz; the machine shakes"
        f" at {true:,.0f} Hz. At what frequency does that show?",
        key,
        "Hz",
        mistakes={
            "where it truly is": true,
            "at half the sampling rate": rate / 2,
            "at the difference from half the rate": true - rate / 2,
            "every second sample taken": true / 2,
            "rate and frequency added": rate + true,
        },
        because=f"What lies above half the rate is folded back: {rate:,} - {true:,.0f} ="
        f" {key:,.0f} Hz.",
        show=lambda: waveform(
            [k / rate / 20 for k in range(400)],
            [math.sin(2 * math.pi * true * k / rate / 20) for k in range(400)],
            "g",
            f"Sine of {true:,.0f} Hz, with {rate / true:.2f} samples in each period",
        ),
    )


@asks(FFT, repair="VIB-02", backed="picture")
def two_lines(draw: Draw) -> Asked:
    """Lines that are needed to part two frequencies."""
    one = draw.pick(49.0, 58.5, 98.0, 118.0)
    gap = draw.pick(0.5, 1.0, 1.5, 2.0, 3.0)
    top = draw.pick(200, 400)
    name = draw.pick("Hann", "rectangular")
    factor = WINDOWS[name]
    key = 2 * factor * top / gap
    return draw.number(
        f"{one:g} and {one + gap:g} Hz are to show as two peaks, Fmax {top} Hz, {name} window:"
        " two bandwidths apart. How many lines are needed at least?",
        key,
        "lines",
        mistakes={
            "the width of the window forgotten, and twice": top / gap,
            "one bandwidth, not two": factor * top / gap,
            "multiplied by 2.56": 2.56 * key,
            "the distance halved": 2 * key,
            "the flat-top's width": 2 * 3.8 * top / gap,
        },
        because=f"Apart by two bandwidths: {gap:g} = 2 · {factor:g} · {top} / lines, lines ="
        f" {key:,.0f}.",
        show=lambda: spectrum(
            {one: 3.0, one + gap: 2.0}, "mm/s", f"Two lines {gap:g} Hz apart", top=top, floor=0.02
        ),
    )


STEADY, TONE, BLOW = "a wave that goes on, with ripple", "an even sine", "a blow that dies away"
PURPOSES = (
    ("routine spectra of a running motor", "Hann", "it parts lines well and leaks little", STEADY),
    ("routine spectra of a fan on a route", "Hann", "it parts lines well and leaks little", STEADY),
    ("the most exact height of one line", "flat-top", "its top is flat: the height is right", TONE),
    ("the height of a calibration tone", "flat-top", "its top is flat: the height is right", TONE),
    ("a bump test that dies away within the block", "rectangular", "nothing is cut off", BLOW),
    ("a hammer blow and its ringing within the block", "rectangular", "nothing is cut off", BLOW),
)


def block_of(kind: str) -> Picture:
    """Draw half a second of a kind of signal: what the analyser gets for one block."""
    times = [k / 800 for k in range(401)]
    size = {
        STEADY: lambda t: math.sin(154 * t) + 0.5 * math.sin(309 * t + 1) + 0.2 * math.sin(927 * t),
        TONE: lambda t: math.sin(40 * math.pi * t),
        BLOW: lambda t: math.exp(-14 * t) * math.cos(60 * math.pi * t),
    }[kind]
    return waveform(times, [size(t) for t in times], "g", f"One block of 500 ms: {kind}")


@asks(FFT, repair="VIB-01 VIB-02", backed="picture")
def which_window(draw: Draw) -> Asked:
    """Window for a purpose."""
    purpose, right, why, kind = draw.pick(*PURPOSES)
    wrong = {
        "Hann": "Hann lowers the ends, and heights between two lines",
        "flat-top": "flat-top is wide: lines that are close run together",
        "rectangular": "without a window steady signals leak into every line",
        "exponential growth": "no window grows toward the end of the block",
        "no window is ever needed": "blocks seldom hold whole periods",
        "two windows one after the other": "two windows make a wider one",
    }
    if right == "rectangular":  # which is no window
        wrong.pop("no window is ever needed")
    return draw.choice(
        f"One block of the signal is shown. Which window suits {purpose}?",
        right,
        wrong,
        because=f"{begin(right)}: {why}.",
        show=lambda: block_of(kind),
    )


def floor_of(scatter: float, seed: int) -> Picture:
    """Draw the floor of a spectrum that scatters by a share, one line on it."""
    hertz = np.arange(1.0, 201.0)
    floor = 0.2 * (1 + scatter * np.random.default_rng(seed).standard_normal(hertz.size))
    floor[49] = 0.5
    words = f"One line at 50 Hz on a floor of 0.2 mm/s that scatters by {100 * scatter:.0f} %"
    return plot(hertz, {"line": np.maximum(floor, 0.0)}, "frequency, Hz", "mm/s rms", words)


@asks(FFT, repair="VIB-02", backed="picture")
def what_averages_do(draw: Draw) -> Asked:
    """What averaging of spectra does, and what it does not."""
    count = draw.pick(2, 4, 8, 16)
    start, seed = draw.pick(10.0, 20.0, 30.0), draw.seed()
    return draw.number(
        f"The floor of the spectrum shown scatters by {start:g} %. By how much does it scatter in"
        f" the average of {count} independent spectra?",
        start / math.sqrt(count),
        "%",
        mistakes={
            "divided by the count": start / count,
            "not changed": start,
            "multiplied by the root": start * math.sqrt(count),
            "divided by twice the count": start / (2 * count),
            "divided by the count less one": start / max(count - 1, 1.5),
        },
        because=f"Scatter falls with the root of the count: {start:g} / √{count} ="
        f" {say(start / math.sqrt(count))} %. The floor itself stays.",
        show=lambda: floor_of(start / 100, seed),
    )
