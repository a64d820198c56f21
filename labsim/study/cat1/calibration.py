"""Checks of sensor and collector: known level, true sensitivity, error near resonance."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import plot, table

TOPIC = "Data acquisition"


@asks("response of an accelerometer over frequency", repair="VIB-01", backed="picture")
def read_at_resonance(draw: Draw) -> Asked:
    """How much a line is raised near the resonance of a sensor."""
    natural, part = draw.pick(6000, 9000, 12000, 24000), draw.pick(0.3, 0.4, 0.5, 0.6)
    gain = 1 / (1 - part**2)
    hertz = [natural * k / 300 for k in range(211)]
    return draw.number(
        f"A mounted sensor rings at {natural:,} Hz with little damping. A line is at"
        f" {part * natural:,.0f} Hz. By how much is it read too high?",
        100 * (gain - 1),
        "%",
        mistakes={
            "nothing is raised below resonance": 0.0,
            "the ratio of frequencies": 100 * part,
            "the square of the ratio": 100 * part**2,
            "the whole gain": 100 * gain,
            "the square left out": 100 * (1 / (1 - part) - 1),
        },
        because=f"1 / (1 - {part:g}²) = {say(gain)}: {say(100 * (gain - 1))} % too high. Hence the"
        " rule of a third of the resonance.",
        show=lambda: plot(
            hertz, {"gain": [1 / (1 - (f / natural) ** 2) for f in hertz]}, "Hz", "gain",
            f"Gain 1 at low frequency, rising toward {natural:,} Hz",
        ),
    )  # fmt: skip


@asks("calibration with a shaker of known level: ISO 16063, check in the field", repair="VIB-01",
      backed="picture")  # fmt: skip
def calibration_check(draw: Draw) -> Asked:
    """Error of sensor and collector found on a hand-held shaker."""
    shown, limit = draw.pick(0.78, 0.84, 0.91, 0.93, 1.07, 1.12, 1.2), draw.pick(5, 10)
    ok = abs(shown - 1) * 100 <= limit
    right, other = "it is within the limit: use it", "it is outside: do not use it, have it checked"
    if not ok:
        right, other = other, right
    wrong = {
        other: "the error was reckoned wrong",
        "correct all readings by hand from now on": "what has drifted is checked, not trusted",
        "enter another sensitivity until it fits": "this hides a fault in sensor or cable",
        "raise the alarm limits by the same share": "limits belong to the machine",
        "measure at another point instead": "the point is not what was checked",
    }
    return draw.choice(
        f"A shaker of 1.00 g rms is the check before a route; {limit} % are allowed. The collector"
        f" shows {shown:g} g. What follows?",
        right,
        wrong,
        because=f"The error is {100 * (shown - 1):+.0f} %, allowed ±{limit} %.",
        show=lambda: table(("", "g rms"), [("shaker", "1.00"), ("collector", f"{shown:.2f}")]),
    )


@asks("calibration: error = (shown - true) / true", repair="VIB-01", backed="picture")
def true_sensitivity(draw: Draw) -> Asked:
    """True sensitivity from a check on a shaker."""
    entered, shown = draw.pick(100, 50, 500), draw.pick(0.8, 0.85, 0.9, 1.1, 1.15, 1.2)
    key = entered * shown
    return draw.number(
        f"On a shaker of exactly 1 g a collector set to {entered} mV/g shows {shown:g} g. What"
        " sensitivity has the sensor truly?",
        key,
        "mV/g",
        mistakes={
            "the wrong way": entered / shown,
            "the setting": float(entered),
            "the error alone": entered * abs(1 - shown),
            "the error taken twice": entered * (1 + 2 * (shown - 1)),
            "the error counted three times": entered * (1 + 3 * (shown - 1)),
            "the wrong way, twice": entered * (1 - 2 * (shown - 1)),
        },
        because=f"At 1 g it gives {shown:g} · {entered} = {say(key)} mV.",
        show=lambda: table(
            ("", "g rms"), [("shaker", "1.00"), (f"collector at {entered} mV/g", f"{shown:.2f}")]
        ),
    )
