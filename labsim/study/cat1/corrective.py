"""Corrective action, awareness level: what is done about which cause, in which order."""

from __future__ import annotations

import cmath
import math

from labsim.mechanical.alignment import face_slope, growth, rim_offset
from labsim.mechanical.balancing import correction, influence, trial
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import dial, plot, table

TOPIC = "Corrective action"
DIALS = "rim and face readings: offset = TIR / 2; slope = face TIR / diameter"
BALANCE = "single-plane balancing with a trial weight: H = (V1 - V0) / Wt, Wc = -V0 / H"
EXPANSION = "linear expansion: ΔL = α·L·ΔT; steel 12e-6 1/K, cast iron 11e-6 1/K"


@asks(DIALS, repair="MEC-05", backed="picture")
def offset_from_rim(draw: Draw) -> Asked:
    """Offset from rim readings."""
    total = draw.between(0.10, 0.60, 0.04) * draw.pick(1, -1)
    side = round(total / 2 + draw.pick(-0.05, 0.0, 0.04), 3)
    readings = {
        "top": 0.0,
        "right": side,
        "bottom": round(total, 3),
        "left": round(total - side, 3),
    }
    key = abs(rim_offset(total, 0.0))
    return draw.number(
        "The dial on the rim was zero on top. How far is one shaft above or below the other?",
        key,
        "mm",
        mistakes={
            "the total reading taken for the offset": abs(total),
            "twice the total reading": 2 * abs(total),
            "halved twice": abs(total) / 4,
            "the reading at the side": abs(side) if abs(side) > 0 else abs(total) / 3,
            "the sum of both sides and the bottom": 2 * abs(total) + abs(side),
            "divided by the three readings": abs(total) / 3,
        },
        because=f"A dial goes round at twice the offset: {abs(total):g} / 2 = {say(key)} mm.",
        show=lambda: dial(readings, "mm", "rim, mm"),
    )


@asks(DIALS, repair="MEC-05", backed="picture")
def slope_from_face(draw: Draw) -> Asked:
    """Angle between shafts from face readings."""
    total, wide = draw.between(0.08, 0.40, 0.04), draw.pick(80, 100, 125, 160, 200)
    key = face_slope(0.0, total, wide)
    readings = {
        "top": 0.0,
        "right": round(total / 2, 3),
        "bottom": total,
        "left": round(total / 2, 3),
    }
    return draw.number(
        f"The dial stands on the face of the coupling, on a circle of {wide} mm. How much do the"
        " faces open?",
        key,
        "mm in 100 mm",
        mistakes={
            "halved, as on the rim": key / 2,
            "the radius taken": key * 2,
            "the reading itself": total,
            "for the whole circumference": key / math.pi,
        },
        because=f"Slope = face reading / diameter = {total:g} / {wide} = {say(key)} mm in 100 mm.",
        show=lambda: dial(readings, "mm", "face, mm"),
    )


@asks(DIALS, repair="MEC-05")
def alignment_order(draw: Draw) -> Asked:
    """Order of the steps of an alignment."""
    machine = draw.pick("pump", "fan", "gearbox", "compressor")
    steps = (
        "lock out",
        draw.pick("clean the feet", "clean feet and base"),
        "mend soft foot",
        draw.pick("height and angle with shims", "set the height with shims"),
        "sideways",
        draw.pick("tighten and measure again", "tighten, then read again"),
    )
    mistakes = {
        "soft foot after the shims": (2, 3),
        "work begun before the lock": (0, 1),
        "sideways before the height": (3, 4),
        "shims under dirty feet": (1, 3),
        "measured before the last move": (4, 5),
    }
    return draw.order(
        f"A motor is aligned to its {machine}. Which order?",
        steps,
        mistakes,
        because="Soft foot first, or every bolt moves the shaft anew; height before sideways, as"
        " shims shift the feet.",
    )


@asks(EXPANSION, repair="MEC-05")
def hot_target(draw: Draw) -> Asked:
    """Rise of a shaft from cold to hot."""
    name, alpha = draw.pick(("steel", 12e-6), ("cast iron", 11e-6))
    high, cold, hot = (
        draw.pick(250, 315, 400, 560),
        draw.pick(15, 20, 25),
        draw.pick(55, 65, 80, 95),
    )
    key = growth(high, hot - cold, alpha) * 1000
    return draw.number(
        f"A pump with {name} pedestals {high} mm high is aligned at {cold} °C and runs at {hot} °C."
        f" By how much does its shaft rise ({alpha * 1e6:g}·10⁻⁶ /K)?",
        key,
        "µm",
        mistakes={
            "the temperature itself, not its rise": alpha * high * hot * 1000,
            "the coefficient of aluminium": 23e-6 * high * (hot - cold) * 1000,
            "halved, as a dial reading": key / 2,
            "both sides counted": key * 2,
            "a tenth: the point of the coefficient": key / 10,
        },
        because=f"α·L·ΔT = {alpha * 1e6:g}·10⁻⁶ · {high} · {hot - cold} = {say(key)} µm; it is set"
        " low by that when cold.",
    )


def _angle(vector: complex) -> str:
    return f"{math.degrees(cmath.phase(vector)) % 360:.0f}°"


def _vector(draw: Draw, low: float, high: float) -> complex:
    return cmath.rect(draw.between(low, high, 0.2), math.radians(draw.between(0, 330, 30)))


@asks(BALANCE, repair="VIB-03", backed="picture")
def correction_weight(draw: Draw) -> Asked:
    """Correction weight from a trial run."""
    first, grams = _vector(draw, 4.0, 8.0), draw.pick(5.0, 10.0, 15.0, 20.0)
    turn = math.radians(draw.pick(40, 60, 90, 120))
    second = first * draw.pick(0.6, 0.8, 1.2) * cmath.exp(1j * turn)
    change = abs(second - first)
    key = abs(correction(first, influence(first, second, grams)))
    rows = [("first", first), ("with trial weight", second)]
    return draw.number(
        f"Readings at 1X, the second with {grams:g} g at 0°. How heavy is the correction?",
        key,
        "g",
        mistakes={
            "second reading taken for the effect": grams * abs(first) / abs(second),
            "difference of the heights taken, phase forgotten": grams
            * abs(first) / max(abs(abs(second) - abs(first)), 1e-3),
            "effect divided by the first reading": grams * change / abs(first),
            "the trial weight again": grams,
            "split over two holes, one counted": key / 2,
            "put in for both planes": key * 2,
        },
        because=f"The trial weight moves the vector by {change:.2f} mm/s; to cancel"
        f" {abs(first):.1f} mm/s takes {grams:g} · {abs(first):.1f} / {change:.2f} = {say(key)} g.",
        show=lambda: table(("run", "mm/s", "phase"), [
            (name, f"{abs(v):.1f}", _angle(v)) for name, v in rows
        ]),
    )  # fmt: skip


@asks("force of a trial weight: F = m·r·ω², at most a tenth of the rotor's weight on the bearing",
      repair="VIB-03")  # fmt: skip
def trial_weight(draw: Draw) -> Asked:
    """Largest trial weight by the ten per cent rule."""
    load, radius = draw.pick(200, 300, 500, 800), draw.pick(150, 200, 250, 300)
    rpm = draw.pick(985, 1480, 1780, 2960)
    key = trial(load, radius, rpm)
    return draw.number(
        f"A bearing carries {load} kg of a fan's rotor. The trial weight goes on a radius of"
        f" {radius} mm, speed {rpm:,} rpm. How heavy for a tenth of the load?",
        key,
        "g",
        mistakes={
            "the whole load, not a tenth": key * 10,
            "kg taken for newtons": key / 9.80665,
            "diameter taken for radius": key / 2,
            "the radius halved": key * 2,
            "Hz taken for radians per second": key * (2 * math.pi) ** 2,
        },
        because=f"m = 0.1 · {load} · 9.81 / (r · ω²) = {say(key)} g.",
    )


@asks("actions by cause; the cause is proved before parts are changed", repair="VIB-03 MEC-05")
def action_for_cause(draw: Draw) -> Asked:
    """Action that removes a proved cause."""
    cause, right, why = draw.pick(
        ("dirt on the blades of a fan: 1X rose in three weeks", "clean the wheel, measure again",
         "dirt is the unbalance: a weight would be wrong when it falls off"),
        ("one foot lifts 0.3 mm when its bolt is loosened", "shim that foot, then align",
         "soft foot strains the frame"),
        ("a cracked grout under the base plate", "mend the base before balancing",
         "on a base that gives no figure holds"),
        ("V-belts of different length on one sheave", "fit a matched set of belts",
         "one belt carries, the others beat"),
        ("the natural frequency of the stand lies at 1X", "stiffen the stand, or change speed",
         "resonance is left, not balanced away"),
        ("a worn key that is half a gram off and loose", "fit a key of the right length",
         "the key is part of the balance"),
    )  # fmt: skip
    wrong = {
        "fit new bearings on both sides": "bearings changed as a habit",
        "put a trial weight on the rotor": "balanced before the cause is gone",
        "raise the alarm by a third": "the alarm moved instead of the machine",
        "tighten everything until it is quiet": "strain takes the place of looseness",
        "pump grease until the sound stops": "grease hides a sound for a week",
        "change the motor": "the dearest part changed as a guess",
    }
    return draw.choice(f"Proved: {cause}. What is done?", right, wrong, because=f"{begin(why)}.")


@asks("after a repair: baseline anew, under the conditions of the route", repair="VIB-02",
      backed="picture")  # fmt: skip
def after_repair(draw: Draw) -> Asked:
    """What a repair needs before it counts as done."""
    what = draw.pick("balancing", "alignment", "new bearings", "a new belt set")
    before, after = draw.pick(5.2, 6.4, 7.8), draw.pick(1.2, 1.6, 2.0)
    weeks = list(range(10))
    curve = [before * (0.7 + 0.05 * k) for k in range(7)] + [after, after * 1.02, after * 0.98]
    wrong = {
        "nothing: the trend shows it by itself": "a repair without a proof at its end",
        "keep the old baseline for ever": "the old baseline is of another condition",
        "delete the readings from before": "the history is what the next decision rests on",
        "lower every alarm in the plant": "one machine's figure carried to all",
        "wait a year for the next reading": "early failures come in the first weeks",
    }
    return draw.choice(
        f"A machine before and after {what}. What closes the job?",
        ("a new baseline, a note of what was done", "readings at all points, as new baseline"),
        wrong,
        because="The result is measured under the conditions of the route, written down, and the"
        " trend begins again from there.",
        show=lambda: plot(weeks, {"overall": curve}, "week", "mm/s rms",
                          f"Rising to {before:g} mm/s, then three readings near {after:g}"),
    )  # fmt: skip
