"""Phase: angle between two waves, and what it says of how two points move."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import plot

TOPIC = "Principles of vibration"
PHASE = "phase: 360° in a period"


@asks(PHASE, repair="VIB-03", backed="picture")
def phase_of_two_waves(draw: Draw) -> Asked:
    """Phase between two waveforms."""
    hertz, lag = draw.pick(10, 12.5, 20, 25, 40, 50), draw.pick(30, 45, 60, 90, 120, 135)
    late = lag / 360 / hertz * 1000
    times = [2000 / hertz * k / 400 for k in range(401)]
    waves = {
        name: [math.sin(math.tau * (hertz * t / 1000 - shift / 360)) for t in times]
        for name, shift in (("B3:H", 0), ("B4:H", lag))
    }
    return draw.number(
        f"Both waves have a period of {1000 / hertz:g} ms; that of B4 reaches its peak"
        f" {say(late)} ms after that of B3. How far does B4 lag?",
        lag,
        "°",
        mistakes={
            "half a turn for a whole period": lag / 2,
            "two turns for a period": 2 * lag,
            "the lead, counted on to the next peak": 360 - lag,
            "per cent of a period": lag / 3.6,
            "radians": math.radians(lag),
            "taken from 180°": 180.0 - lag,
        },
        because=f"{say(late)} of {1000 / hertz:g} ms are {lag / 360:.3f} of 360°: {lag}°.",
        show=lambda: plot(
            times, waves, "time, ms", "mm/s", "Two equal sines, the second later than the first"
        ),
    )


@asks(PHASE, repair="VIB-03")
def time_of_a_phase(draw: Draw) -> Asked:
    """Time that a phase angle is at a speed."""
    rpm, angle = draw.pick(600, 900, 1200, 1500, 1800, 3000, 3600), draw.pick(30, 45, 90, 120, 180)
    key = angle / 360 * 60_000 / rpm
    return draw.number(
        f"At {rpm:,} rpm the peak of 1X comes {angle}° after the tacho pulse. How long is that?",
        key,
        "ms",
        mistakes={
            "a whole turn taken": 60_000 / rpm,
            "180° for a turn": 2 * key,
            "Hz taken for rpm": key / 60,
            "degrees divided by 100": angle / 100 * 60_000 / rpm,
            "radians not degrees": math.radians(angle) * 60_000 / rpm,
            "two peaks in a turn taken": key / 2,
        },
        because=f"A turn takes {say(60_000 / rpm)} ms; {angle}/360 of it is {say(key)} ms.",
    )


@asks(PHASE, repair="VIB-03", backed="picture")
def how_two_points_move(draw: Draw) -> Asked:
    """Motion of two points from the phase between their waves."""
    lag, right = draw.pick((0, "both the same way at once"), (180, "against each other"),
                           (90, "one a quarter turn after the other"))  # fmt: skip
    hertz = draw.pick(10, 16, 20, 25, 30)
    points = draw.pick("both bearings of a fan", "both sides of a coupling", "two feet of a motor")
    every = {
        "both the same way at once": "in step is 0°",
        "against each other": "against each other is 180°",
        "one a quarter turn after the other": "a quarter turn is 90°",
        "one three times as far as the other": "phase says nothing about how far",
        "one twice as fast as the other": "phase is for one frequency",
        "the second does not move": "a wave is there on both",
    }
    times = [2000 / hertz * k / 300 for k in range(301)]
    waves = {
        name: [size * math.sin(math.tau * (hertz * t / 1000 - shift / 360)) for t in times]
        for name, shift, size in (("one", 0, 2.0), ("two", lag, 1.5))
    }
    return draw.choice(
        f"1X of {points} is shown, {hertz} Hz, taken in one direction. How do they move?",
        right,
        every,
        because=f"The waves are {lag}° apart: {right}.",
        show=lambda: plot(
            times, waves, "time, ms", "mm/s", f"Two sines of one frequency, the second {lag}° later"
        ),
    )
