"""Natural frequency, amplification, critical speed, damping: what they come to."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.item import Picture
from labsim.study.pictures import plot, waveform

TOPIC = "Principles of vibration"
MODE = "one mass on a spring: fn = √(k/m) / 2π; amplification 1 / √((1-r²)² + (2ζr)²)"
FRAMES = ("a fan frame", "a pump base", "a motor plate", "a bearing pedestal", "a pipe")


def amplified(ratio: float, damping: float) -> float:
    """Return how many times the static deflection a mass on a spring moves."""
    return 1 / math.hypot(1 - ratio**2, 2 * damping * ratio)


@asks(MODE, repair="VIB-03")
def natural_frequency(draw: Draw) -> Asked:
    """Natural frequency of a mass on a spring."""
    mass, stiff = draw.pick(50, 80, 120, 200, 400), draw.pick(200, 500, 1000, 2000, 5000)
    key = math.sqrt(stiff * 1000 / mass) / (2 * math.pi)
    return draw.number(
        f"A machine of {mass} kg stands on springs of {stiff:,} N/mm in all. What is its natural"
        " frequency?",
        key,
        "Hz",
        mistakes={
            "radians per second taken for Hz": key * 2 * math.pi,
            "N/mm taken for N/m": key / math.sqrt(1000),
            "the root forgotten, in N/mm": stiff / mass,
            "2π put under the root": key * math.sqrt(2 * math.pi),
            "weight taken for mass": key / math.sqrt(9.81),
            "cpm taken for Hz": key * 60,
        },
        because=f"√({stiff:,}·1000 / {mass}) = {say(2 * math.pi * key)} rad/s: {say(key)} Hz.",
    )


@asks(MODE, repair="VIB-03")
def natural_after_change(draw: Draw) -> Asked:
    """Natural frequency after mass or stiffness changes."""
    hertz, factor = draw.pick(16, 20, 24, 30, 36, 50), draw.pick(1.5, 2.0, 3.0, 4.0)
    what, up = draw.pick(("stiffness", True), ("mass", False))
    root = math.sqrt(factor)
    key = hertz * root if up else hertz / root
    return draw.number(
        f"A frame has its natural frequency at {hertz} Hz. Its {what} is made {factor:g} times as"
        " large, all else stays. Where is it then?",
        key,
        "Hz",
        mistakes={
            "the root forgotten": hertz * factor if up else hertz / factor,
            "the wrong way": hertz / root if up else hertz * root,
            "the wrong way, and no root": hertz / factor if up else hertz * factor,
            "not changed": float(hertz),
            "squared": hertz * factor**2 if up else hertz / factor**2,
            "half the change": hertz * (1 + factor) / 2 if up else hertz * 2 / (1 + factor),
        },
        because=f"fn goes with √(k/m): {hertz} Hz {'times' if up else 'by'} √{factor:g} ="
        f" {say(key)} Hz.",
    )


@asks(MODE, repair="VIB-03")
def sinking_springs(draw: Draw) -> Asked:
    """Natural frequency from how far springs sink."""
    sunk = draw.pick(1.0, 2.0, 4.0, 6.0, 10.0, 15.0, 25.0)
    key = math.sqrt(9.80665e3 / sunk) / (2 * math.pi)
    name = draw.pick("A fan", "A compressor", "A chiller", "An air handler")
    return draw.number(
        f"{name} sinks {sunk:g} mm when it is set on its springs. What is its natural frequency"
        " up and down?",
        key,
        "Hz",
        mistakes={
            "radians per second taken for Hz": key * 2 * math.pi,
            "mm taken for m": key / math.sqrt(1000),
            "one divided by the deflection": 1 / sunk,
            "the root forgotten": 9.80665 / sunk,
            "cpm taken for Hz": key * 60,
            "half: one side of the swing only": key / 2,
        },
        because=f"k/m = g/δ: √(9,807 / {sunk:g}) / 2π = {say(key)} Hz.",
    )


def hump(at: float, damping: float, x_name: str, words: str) -> Picture:
    """Draw an amplification curve with its natural frequency at a place."""
    x = [2 * at * k / 240 for k in range(241)]
    return plot(x, {"a": [amplified(v / at, damping) for v in x]}, x_name, "times static", words)


@asks(MODE, repair="VIB-03")
def amplification(draw: Draw) -> Asked:
    """Amplification at resonance by damping."""
    share, hertz = draw.pick(1.0, 2.0, 2.5, 4.0, 5.0, 10.0), draw.pick(18, 25, 30, 42)
    key = 50 / share
    return draw.number(
        f"A frame with {share:g} % of critical damping is shaken at its natural frequency,"
        f" {hertz} Hz. How many times its static deflection does it move?",
        key,
        "times",
        mistakes={
            "the 2 forgotten: one by the damping": 100 / share,
            "per cent taken for a share": 0.5 / share,
            "the damping itself": share,
            "four times the damping": 25 / share,
            "one by the damping squared": (100 / share) ** 2,
        },
        because=f"At resonance 1 / 2ζ = 1 / (2 · {share / 100:g}) = {say(key)}: damping alone"
        " limits it.",
    )


@asks(MODE, repair="VIB-03", backed="picture")
def separation(draw: Draw) -> Asked:
    """Distance from a critical speed, read off a run-up."""
    critical, runs = draw.pick(1000, 1200, 1300, 1400, 1600), draw.pick(1480, 1780, 2960)
    key = abs(runs - critical) / critical * 100
    return draw.number(
        f"The picture is a run-up. The fan runs at {runs:,} rpm. How far is that from the critical"
        " speed, in per cent of the critical speed?",
        key,
        "%",
        mistakes={
            "in per cent of running speed": abs(runs - critical) / runs * 100,
            "the ratio itself": runs / critical * 100,
            "in rpm": float(abs(runs - critical)),
            "critical speed by running speed": critical / runs * 100,
            "taken to the middle of the two speeds": key / 2,
            "taken on both sides of the peak": key * 2,
        },
        because=f"The peak is at {critical:,} rpm: ({runs:,} - {critical:,}) / {critical:,} ="
        f" {say(key)} % in size.",
        show=lambda: hump(critical, 0.05, "speed, rpm", f"Run-up: one peak, at {critical:,} rpm"),
    )


@asks(MODE, repair="VIB-03", backed="picture")
def damping_from_width(draw: Draw) -> Asked:
    """Damping from the width of a resonance."""
    hertz, share = draw.pick(20, 30, 40, 60, 80), draw.pick(0.02, 0.03, 0.05)
    wide = 2 * share * hertz
    key = 100 * share
    return draw.number(
        f"A resonance peaks at {hertz} Hz; at 0.707 of its height it is {wide:g} Hz wide. What part"
        " of critical is the damping?",
        key,
        "%",
        mistakes={
            "the 2 forgotten": 2 * key,
            "the 2 taken twice": key / 2,
            "the width in Hz": wide,
            "frequency by width: that is the quality Q": hertz / wide,
            "multiplied by π": key * math.pi,
            "per cent a place off": key / 10,
        },
        because=f"ζ = width / (2 · fn) = {wide:g} / {2 * hertz} = {key:g} %.",
        show=lambda: hump(hertz, share, "frequency, Hz", f"One peak at {hertz} Hz, {wide:g} wide"),
    )


def ringing(hertz: float, keep: float, seconds: float, words: str) -> Picture:
    """Draw a ringing that keeps a share of its height from cycle to cycle."""
    times = [seconds * k / 700 for k in range(701)]
    wave = [10 * keep ** (t * hertz) * math.cos(math.tau * hertz * t) for t in times]
    return waveform(times, wave, "mm/s", words)


@asks(MODE, repair="VIB-03", backed="picture")
def dies_away(draw: Draw) -> Asked:
    """Free vibration that dies away cycle by cycle."""
    keep, cycles = draw.pick(0.5, 0.6, 0.7, 0.8, 0.9), draw.pick(3, 4, 5, 6)
    key = 10 * keep**cycles
    return draw.number(
        f"After a bump a plate moves 10 mm/s; each cycle has {100 * keep:.0f} % of the height of"
        f" the one before. What is left after {cycles} cycles?",
        key,
        "mm/s",
        mistakes={
            "one cycle too few": key / keep,
            "one cycle too many": key * keep,
            "every second cycle left out": 10 * keep ** (cycles / 2),
            "one cycle only": 10 * keep,
            "divided by the cycles": 10 / cycles,
            "what is lost": 10 - key,
        },
        because=f"10 · {keep:g}^{cycles} = {say(key)} mm/s.",
        show=lambda: ringing(20, keep, 0.4, "A wave of 10 mm/s that dies away, 8 cycles"),
    )


@asks(MODE, repair="VIB-03", backed="picture")
def ringing_frequency(draw: Draw) -> Asked:
    """Natural frequency read off a bump test."""
    hertz, cycles = draw.pick(8, 12.5, 16, 20, 25, 40), draw.pick(4, 5, 6, 8)
    seconds = cycles / hertz
    return draw.number(
        f"A standing machine is bumped. In {say(1000 * seconds)} ms it swings {cycles} times to and"
        " fro. At what speed would unbalance meet this natural frequency?",
        hertz * 60,
        "rpm",
        mistakes={
            "Hz taken for rpm": hertz,
            "half swings counted": hertz * 120,
            "the record taken for one period": 60 / seconds,
            "radians per second": hertz * 2 * math.pi,
            "two swings taken for one": hertz * 30,
            "multiplied by 100, not by 60": hertz * 100,
        },
        because=f"{cycles} cycles in {say(1000 * seconds)} ms are {hertz:g} Hz, times 60"
        f" {hertz * 60:g} rpm.",
        show=lambda: ringing(hertz, 0.8, seconds, f"A wave that dies away, {cycles} cycles"),
    )
