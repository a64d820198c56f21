"""Period, frequency, orders, sums of sines, beats: what a waveform and its spectrum share."""

from __future__ import annotations

import math
from collections.abc import Sequence

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.item import Picture
from labsim.study.matching import ask_case
from labsim.study.pictures import spectrum, waveform

TOPIC = "Principles of vibration"
BASIC = "definitions of ISO 2041: period, frequency, harmonic, beat"
SPEEDS = (590, 740, 890, 985, 1180, 1480, 1780, 2960, 3580)  # rpm, of motors at load


def sines(
    parts: Sequence[tuple[float, float]], seconds: float, words: str, unit: str = "mm/s"
) -> Picture:
    """Draw a sum of sines (Hz, peak)."""
    times = [seconds * k / 800 for k in range(801)]
    values = [sum(a * math.sin(2 * math.pi * f * t) for f, a in parts) for t in times]
    return waveform(times, values, unit, words)


def beats(hertz: float, gap: float, seconds: float, words: str) -> Picture:
    """Draw two equal sines that are `gap` Hz apart, over some seconds."""
    times = [seconds * k / 800 for k in range(801)]
    both = [math.sin(math.tau * hertz * t) + math.sin(math.tau * (hertz + gap) * t) for t in times]
    return waveform(times, both, "mm/s", words, "s")


@asks(BASIC, repair="VIB-01", backed="picture")
def period_from_waveform(draw: Draw) -> Asked:
    """Frequency of a sine from its waveform."""
    hertz, cycles = draw.pick(5, 8, 12.5, 20, 25, 40, 50, 100), draw.pick(2, 4, 5, 8)
    seconds = cycles / hertz
    wanted, factor, other = draw.pick(("cpm", 60.0, 1.0), ("Hz", 1.0, 60.0))
    return draw.number(
        f"{cycles} whole periods are shown; the record is {say(1000 * seconds)} ms long. What is"
        f" the frequency in {wanted}?",
        hertz * factor,
        wanted,
        mistakes={
            "cpm and Hz exchanged": hertz * other,
            "the length taken for one period": factor / seconds,
            "half periods counted": 2 * hertz * factor,
            "every second period missed": hertz * factor / 2,
            "the period in ms taken for the frequency": 1000 / hertz,
            "radians per second": 2 * math.pi * hertz,
        },
        because=f"One period is {say(1000 * seconds / cycles)} ms: f = 1 / T = {say(hertz)} Hz.",
        show=lambda: sines([(hertz, 3.0)], seconds, f"Sine, {cycles} periods, {seconds:g} s"),
    )


@asks(BASIC, repair="VIB-01")
def period_of_a_turn(draw: Draw) -> Asked:
    """Time of one turn of a shaft."""
    rpm, times = draw.pick(*SPEEDS), draw.pick(1, 5, 10, 20)
    key = 60_000 / rpm * times
    many = "one turn" if times == 1 else f"{times} turns"
    return draw.number(
        f"A waveform is to show {many} of a shaft at {rpm:,} rpm. How long must it be?",
        key,
        "ms",
        mistakes={
            "Hz taken for cpm": key / 60,
            "the frequency in Hz": rpm / 60 * times,
            "twice as many turns": 2 * key,
            "half a turn for a turn": key / 2,
            "divided by 2π": key / (2 * math.pi),
            "frequency divided by 100, not by 60": key / 0.6,
        },
        because=f"One turn takes 60 / {rpm:,} s = {say(60_000 / rpm)} ms; {many}: {say(key)} ms.",
    )


@asks(BASIC, repair="VIB-01", backed="picture")
def order_of_a_line(draw: Draw) -> Asked:
    """Order of a peak in a spectrum."""
    rpm = draw.pick(*SPEEDS)
    order = draw.pick(2.0, 3.0, 5.0, 6.0, 3.57, 4.88, 7.21, 0.43)
    hertz = rpm / 60 * order
    return draw.number(
        f"The shaft turns at {rpm:,} rpm. A peak stands at {say(hertz, 4)} Hz. What is its order?",
        order,
        "X",
        mistakes={
            "rpm divided by 100, not by 60": order * 0.6,
            "speed divided by frequency": 1 / order,
            "one order too many": order + 1,
            "twice: half orders counted": 2 * order,
            "half: twice the speed taken": order / 2,
            "radians per second for Hz": order * 2 * math.pi,
        },
        because=f"1X is {rpm:,} / 60 = {say(rpm / 60, 4)} Hz; {say(hertz, 4)} Hz is"
        f" {order:g} times that.",
        show=lambda: spectrum(
            {rpm / 60: 1.6, hertz: 2.4}, "mm/s rms", f"Peaks at {rpm / 60:.4g} and {hertz:.4g} Hz"
        ),
    )


@asks(BASIC, repair="VIB-01", backed="picture")
def kind_of_line(draw: Draw) -> Asked:
    """Harmonic, subharmonic, non-synchronous: kind of a peak."""
    rpm = draw.pick(*SPEEDS)
    order, right, why = draw.pick(
        (3.0, "a harmonic of running speed", "a whole multiple of 1X"),
        (4.0, "a harmonic of running speed", "a whole multiple of 1X"),
        (0.43, "below running speed", "less than one order"),
        (0.5, "below running speed", "less than one order"),
        (3.58, "non-synchronous, above 1X", "no whole multiple of 1X"),
        (4.87, "non-synchronous, above 1X", "no whole multiple of 1X"),
    )
    every = {
        "a harmonic of running speed": "whole multiples only are harmonics",
        "below running speed": "below is what has an order less than one",
        "non-synchronous, above 1X": "whole multiples of 1X are synchronous",
        "running speed itself": "1X is rpm / 60 in Hz",
        "a sideband of running speed": "sidebands stand on both sides of a line",
    }
    hertz = order * rpm / 60
    return draw.choice(
        f"The shaft turns at {rpm:,} rpm, the peak is at {say(hertz, 4)} Hz. What kind of peak?",
        right,
        every,
        because=f"{say(hertz, 4)} Hz is {order:g}X: {why}.",
        show=lambda: spectrum(
            {hertz: 2.0}, "mm/s rms", f"One peak at {hertz:.4g} Hz", top=5.5 * rpm / 60
        ),
    )


@asks(BASIC, repair="VIB-01", backed="picture")
def two_sines(draw: Draw) -> Asked:
    """Components of a waveform that is a sum of two sines."""
    first, ratio = draw.pick(5, 10, 20, 25), draw.pick(3, 5, 8)
    big, small = draw.pick((4.0, 1.0), (1.0, 4.0), (3.0, 1.0))
    parts = [(first, big), (first * ratio, small)]

    def said(a: tuple[float, float], b: tuple[float, float]) -> str:
        return f"{a[0]:g} Hz with {a[1]:g} and {b[0]:g} Hz with {b[1]:g} mm/s peak"

    (f, a), (g, b) = parts
    wrong = {
        said((f, b), (g, a)): "amplitudes exchanged",
        said((2 * f, a), (2 * g, b)): "half periods counted",
        said((f, a), (2 * g, b)): "the fast one counted by its zero crossings",
        said((f / 2, a), (g, b)): "the slow one counted over the whole record",
        said((f, a / 2), (g, b / 2)): "peak-to-peak and peak mixed up",
    }
    return draw.choice(
        f"{2 / f * 1000:.0f} ms of a waveform are shown. Of which two sines is it the sum?",
        said(*parts),
        wrong,
        because=f"The slow one has two periods in {2 / f * 1000:.0f} ms: {f:g} Hz. The fast one"
        f" has {ratio} in each of them: {g:g} Hz.",
        show=lambda: sines(
            parts, 2 / f, f"Two slow periods; {ratio} fast ones in each; highest {a + b:g} mm/s"
        ),
    )


@asks(BASIC, repair="VIB-01", backed="picture")
def beat_period(draw: Draw) -> Asked:
    """Time between the loud moments of a beat."""
    rpm, gap = draw.pick(890, 1180, 1480, 1780), draw.pick(6, 10, 12, 15, 20, 30)
    key = 60 / gap
    slow = rpm / 480  # drawn at an eighth of its frequency, to be seen
    return draw.number(
        f"Two fans on one floor turn at {rpm:,} and {rpm + gap:,} rpm, equally strong. How long is"
        " it from one loud moment to the next?",
        key,
        "s",
        mistakes={
            "every fading taken for a loud moment as well": key / 2,
            "two beats": 2 * key,
            "Hz taken for cpm": 1 / gap,
            "difference in rpm taken for seconds": float(gap),
            "one turn of the slow fan": 60 / rpm,
            "divided by 2π": key / (2 * math.pi),
        },
        because=f"Beats come at the difference: {gap} cpm = {say(gap / 60)} Hz, one in"
        f" {say(key)} s.",
        show=lambda: beats(slow, gap / 60, 3 * key,
                           f"A waveform that swells and fades three times in {3 * key:g} s"),
    )  # fmt: skip


@asks(BASIC, repair="VIB-02", backed="picture")
def speed_of_the_other(draw: Draw) -> Asked:
    """Speed of a neighbour from the beat it makes."""
    hertz, period = draw.pick(16.5, 19.7, 24.6, 29.6), draw.pick(2, 2.5, 4, 5)
    faster = draw.pick(True, False)
    sign = 1 if faster else -1
    key = hertz + sign / period
    return draw.number(
        f"A pump runs at {hertz:g} Hz. Its level swells every {period:g} s; a neighbour runs a"
        f" little {'faster' if faster else 'slower'}. At what frequency does the neighbour run?",
        key,
        "Hz",
        digits=4,
        mistakes={
            "seconds added for hertz": hertz + sign * period,
            "decimal point of the beat shifted": hertz + 10 * sign / period,
            "divided by the period": hertz / period,
            "multiplied by the period": hertz * period,
            "the beat itself": 1 / period,
            "twice the pump's speed": 2 * hertz,
        },
        because=f"The beat is 1 / {period:g} = {1 / period:g} Hz: {hertz:g} Hz and that much"
        f" {'more' if faster else 'less'} is {key:g} Hz.",
        show=lambda: beats(4.0, 1 / period, 3 * period,
                           f"A level that swells three times in {3 * period:g} s"),
    )  # fmt: skip


@asks(BASIC, repair="VIB-01 VIB-03", backed="picture")
def domain_match(draw: Draw) -> Asked:
    """Waveform matched to its spectrum."""
    f = draw.pick(10, 20, 25, 50)
    kinds = {
        "one line": ([(f, 3.0)], "an even sine"),
        "a line and one at twice its frequency": ([(f, 3.0), (2 * f, 2.0)],
                                                  "two unequal humps in each period"),
        "a line and a small one at ten times its frequency": ([(f, 3.0), (10 * f, 0.8)],
                                                              "a sine with a fine ripple on it"),
        "two lines close together": ([(3 * f, 2.0), (3.5 * f, 2.0)], "a wave that swells"),
        "a row of odd harmonics that fall off": (
            [(f, 3.0), (3 * f, 1.0), (5 * f, 0.6), (7 * f, 0.43)], "nearly square humps"),
    }  # fmt: skip
    wrong_names = {
        "one line": "only an even sine is one line",
        "a line and one at twice its frequency": "2X makes humps of unequal height",
        "a line and a small one at ten times its frequency": "that would be a fine ripple",
        "two lines close together": "close lines beat",
        "a row of odd harmonics that fall off": "odd harmonics square a wave off",
    }
    right = draw.pick(*kinds)
    parts, seen = kinds[right]
    return draw.choice(
        f"{3000 / f:.0f} ms of a waveform are shown. What does its spectrum show?",
        right,
        wrong_names,
        because=f"The waveform is {seen}: {right}.",
        show=lambda: sines(parts, 3 / f, f"Waveform over {3000 / f:.0f} ms: {seen}"),
    )


@asks(BASIC, repair="VIB-01")
def what_a_word_means(draw: Draw) -> Asked:
    """Words of the trade: period, harmonic, sideband, order, overall."""
    cases = (
        ("the time one cycle takes", "period", "T = 1 / f."),
        ("the number of cycles in a second", "frequency", "One cycle in a second is 1 Hz."),
        ("a line at a whole multiple of another", "harmonic", "Whole multiples are harmonics."),
        ("a line beside a stronger one, at the rate it swells", "sideband",
         "What makes a line come and go stands beside it."),
        ("a frequency given as a multiple of turning speed", "order", "1X is turning speed."),
        ("one number for all vibration within a band", "overall value",
         "It says how much, not at which frequency."),
        ("how far one wave is ahead of another, in degrees", "phase", "A cycle has 360°."),
    )  # fmt: skip
    every = {
        "period": "a period is a time",
        "frequency": "a frequency counts cycles",
        "harmonic": "a harmonic is a whole multiple",
        "sideband": "a sideband stands beside a line",
        "order": "an order is a ratio to turning speed",
        "overall value": "an overall value has no frequency",
        "phase": "phase is an angle between two waves",
    }
    return ask_case(draw, "Which word means: {}?", cases, every)
