"""Amplitude, units, conversions of one sine: the arithmetic every Category I question rests on."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import waveform
from labsim.vibration.analysis.units import sine, stroke_um

TOPIC = "Principles of vibration"
SINE = "relations of a sine: v = 2π·f·d, a = 2π·f·v; rms = peak / √2"
SPEEDS = (590, 740, 890, 985, 1180, 1480, 1780, 2960, 3580)  # rpm, of motors at load


@asks(SINE, repair="VIB-01", backed="picture")
def amplitude_from_waveform(draw: Draw) -> Asked:
    """Read rms, peak or peak-to-peak from a waveform."""
    peak, hertz = draw.pick(1.0, 2.0, 3.0, 4.0, 6.0), draw.pick(10, 20, 25, 50)
    wanted, factor, other, other_factor = draw.pick(
        ("rms", 1 / math.sqrt(2), "peak-to-peak", 2.0),
        ("peak-to-peak", 2.0, "rms", 1 / math.sqrt(2)),
    )
    times = [k / hertz / 100 for k in range(301)]
    values = [peak * math.sin(2 * math.pi * hertz * t) for t in times]
    wrong = {
        "the peak is read off": peak,
        f"{other} taken for {wanted}": peak * other_factor,
        "multiplied by √2 where it is divided": peak * math.sqrt(2),
        "average (0.637 of the peak) taken": 0.637 * peak,
        "half the peak": peak / 2,
    }
    return draw.number(
        f"The waveform is a sine. What is its {wanted} value?",
        peak * factor,
        "mm/s",
        mistakes=wrong,
        because=f"Peak {peak:g} mm/s: rms is peak / √2, peak-to-peak twice the peak.",
        show=lambda: waveform(
            times, values, "mm/s", f"Sine from {-peak:g} to {peak:g} mm/s, three periods"
        ),
    )


@asks(SINE, repair="VIB-01")
def speed_in_hertz(draw: Draw) -> Asked:
    """Turning speed in Hz and its orders."""
    rpm, order = draw.pick(*SPEEDS), draw.pick(1, 2, 3)
    hertz = rpm * order / 60
    return draw.number(
        f"A fan turns at {rpm:,} rpm. At what frequency is {order}X?",
        hertz,
        "Hz",
        mistakes={
            "cpm left undivided": float(rpm * order),
            "divided by 100": rpm * order / 100,
            "the order forgotten" if order > 1 else "2X for 1X": rpm / 60 * (1 if order > 1 else 2),
            "divided by the order": rpm / 60 / (order if order > 1 else 2),
            "radians per second": 2 * math.pi * hertz,
        },
        because=f"{rpm:,} / 60 = {say(rpm / 60)} Hz is 1X; {order}X is {say(hertz)} Hz.",
    )


@asks(SINE, repair="VIB-01")
def velocity_from_acceleration(draw: Draw) -> Asked:
    """Velocity rms from acceleration rms at one frequency."""
    g, rpm = draw.pick(0.2, 0.3, 0.5, 0.8, 1.0, 1.5), draw.pick(*SPEEDS)
    omega = 2 * math.pi * rpm / 60
    key = sine(g, "g", "mm/s", rpm / 60)
    return draw.number(
        f"At 1X of {rpm:,} rpm acceleration is {g:g} g rms, and nothing else is there."
        " What is the velocity?",
        key,
        "mm/s rms",
        mistakes={
            "peak taken for rms": key * math.sqrt(2),
            "Hz taken for radians per second": g * 9806.65 / (rpm / 60),
            "cpm taken for Hz": key / 60,
            "g taken for m/s²": key / 9.80665,
        },
        because=f"v = a / (2π·f) = {g:g} · 9,807 / {say(omega)} = {say(key)} mm/s.",
    )


@asks(SINE, repair="VIB-01")
def displacement_from_velocity(draw: Draw) -> Asked:
    """Displacement peak-to-peak from velocity rms."""
    v, rpm = draw.pick(1.8, 2.8, 4.5, 7.1, 11.2), draw.pick(*SPEEDS)
    key = stroke_um(v, rpm)
    return draw.number(
        f"At 1X of {rpm:,} rpm velocity is {v:g} mm/s rms. What is the displacement?",
        key,
        "µm peak-to-peak",
        mistakes={
            "rms left as it is": key / (2 * math.sqrt(2)),
            "peak, not peak-to-peak": key / 2,
            "rms taken for peak": key / math.sqrt(2),
            "Hz taken for radians per second": key * 2 * math.pi,
        },
        because=f"d = v / (2π·f), times 2√2 from rms to peak-to-peak: {say(key)} µm.",
    )


@asks(SINE, repair="VIB-01")
def which_unit_sees_it(draw: Draw) -> Asked:
    """Displacement, velocity, acceleration: which shows low, which high frequencies."""
    right, why = draw.pick(
        ("displacement", "for one velocity it grows as frequency falls"),
        ("velocity", "damage follows it over the speeds of most machines"),
        ("acceleration", "for one velocity it grows with frequency"),
    )
    stem = {
        "displacement": f"A cooling-tower fan turns at {draw.pick(90, 120, 150, 180)} rpm. In which"
        " quantity does its unbalance stand out most?",
        "velocity": f"One limit is to judge machines from 600 to {draw.pick('1,800', '3,600')} rpm."
        " In which quantity?",
        "acceleration": f"A damaged bearing makes its housing ring at {draw.pick(4, 5, 6, 8)} kHz."
        " In which quantity does that stand out most?",
    }[right]
    every = {
        "displacement": "displacement shows what is slow",
        "velocity": "velocity favours neither end",
        "acceleration": "acceleration shows what is fast",
        "phase": "phase is no amplitude",
        "crest factor": "the crest factor is a ratio, no amplitude",
        "temperature": "temperature follows long after",
    }
    return draw.choice(stem, right, every, because=f"{begin(right)}: {why}.")
