"""Surveys: thermography and ultrasound, what they show and what it costs."""

from __future__ import annotations

from labsim.mechanical.leaks import grease_call
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import plot, table
from labsim.thermal.radiometry import KELVIN, corrected
from labsim.thermal.severity import at_load, grade

TOPIC = "Preventive and Predictive Maintenance"
RADIATION = "T_obj = ((T_app⁴ - (1 - ε)·T_refl⁴) / ε)^(1/4), kelvins"
LOAD = "load correction of a temperature rise: ΔT · (I2 / I1)^n, n 1.6 to 2"
SIMILAR = {  # number of the class: NETA's word for it, how else it is said
    1: ("possible deficiency: look closer", "up to 3 K taken"),
    2: ("probable deficiency: repair as time allows", "up to 15 K taken"),
    3: ("major discrepancy: repair at once", "above 15 K taken"),
}
PANELS = ("MCC bucket 4", "the main switch", "a busbar tap", "a contactor", "a fuse holder")


@asks(RADIATION, repair="INS-04")
def emissivity_correction(draw: Draw) -> Asked:
    """True temperature of a surface with low emissivity."""
    e, seen, back = draw.pick(0.5, 0.6, 0.7, 0.8), draw.pick(45, 50, 55, 60, 70), draw.pick(20, 25)
    key = float(corrected(seen, e, back))
    return draw.number(
        f"An imager set to ε = 1 shows {seen} °C on {draw.pick(*PANELS)}; the reflected temperature"
        f" is {back} °C and the surface has ε = {e:g}. What is the true temperature, about?",
        key,
        "°C",
        mistakes={
            "the reading left as it is": float(seen),
            "reading divided by ε in °C": seen / e,
            "reading multiplied by ε": seen * e,
            "the room taken off": seen - back + 0.0,
            "reflection added to the reading": seen + (1 - e) * back,
            "worked without the fourth power on kelvins": (seen + KELVIN) / e - KELVIN,
        },
        because=f"With ε = {e:g} part of what is seen is the cooler room: the surface is"
        f" {say(key)} °C, hotter than it looks.",
    )


SHINY = {
    "A bright busbar looks cold beside a painted one that carries the same current": "cold",
    "A bright steam pipe looks as cool as the room while its painted flange shows 140 °C": "cold",
    "A hot spot on a bright lug moves when the thermographer steps aside": "reflection",
    "A polished cover shows 37 °C just where the thermographer's face is": "reflection",
}
MEANS = {
    "cold": "Bare metal radiates little: measure on paint, tape or in a gap",
    "reflection": "It is a reflection: look from another angle or at a dull spot",
}
SHINY_WRONG = {
    "The imager is out of calibration: send it in before the survey goes on": "imager blamed",
    "Copper cools itself so well that its surface really is at room level": "metal believed cold",
    "The load is uneven: most of the current flows in the other conductor": "load blamed",
    "The joint is loose there: tighten it in the next stop, then look again": "called at once",
    "Set ε to 1.00, which makes any surface read its true temperature": "ε of 1 believed true",
}


@asks("emissivity and reflection of bare metal", repair="INS-04")
def shiny_metal(draw: Draw) -> Asked:
    """What a thermal picture of bare metal says."""
    case = draw.pick(*SHINY)
    return draw.choice(
        f"{case}. What is the case, and what helps?",
        MEANS[SHINY[case]],
        SHINY_WRONG,
        because="Bare metal has an emissivity near 0.1: it shows what is around it.",
    )


@asks("NETA MTS table 100.18, similar parts under similar load (third party)", repair="INS-04",
      backed="picture", unsure=True)  # fmt: skip
def delta_t_class(draw: Draw) -> Asked:
    """Class of a temperature difference between phases."""
    base, delta = draw.pick(34, 38, 41, 45), draw.pick(2, 3, 6, 9, 12, 15, 18, 24, 30)
    hot = draw.pick(0, 1, 2)
    temps = [base] * 3
    temps[hot] += delta
    right, _ = SIMILAR[grade(delta).number]
    wrong = dict(SIMILAR.values())
    wrong["normal: phases never have the same temperature"] = "taken for normal"
    wrong["no verdict: only the rise over the room counts"] = "comparison of phases given up"
    amps = draw.pick(38, 52, 64, 80)
    return draw.choice(
        f"Three like terminals of {draw.pick(*PANELS)} carry {amps} A each. How is it classed by"
        " NETA's table for similar parts?",
        right,
        wrong,
        because=f"The difference is {delta} K; the classes go to 3, to 15 and above 15 K.",
        show=lambda: table(("phase", "°C", "A"), [
            (f"L{k + 1}", str(t), str(amps)) for k, t in enumerate(temps)]),
    )  # fmt: skip


@asks(LOAD, repair="INS-04", backed="picture")
def load_correction(draw: Draw) -> Asked:
    """Temperature rise at full load from one at part load."""
    rise, share = draw.pick(6, 8, 10, 12, 15), draw.pick(40, 50, 60, 70, 80)
    base, hot = draw.pick(31, 33, 36), draw.pick(0, 1, 2)
    key = at_load(rise, share, 100)
    return draw.number(
        f"These are the terminals of {draw.pick(*PANELS)} at {share} % load, {base} °C or more."
        " How much warmer than its neighbours is the hot one at full load, by the square of the"
        " current?",
        key,
        "K",
        mistakes={
            "not corrected": float(rise),
            "in proportion to the current": rise * 100 / share,
            "corrected the wrong way": rise * (share / 100) ** 2,
            "with the third power": rise / (share / 100) ** 3,
            "the missing per cent added": rise * (2 - share / 100),
        },
        because=f"Heat: I². {rise} · (100 / {share})² = {say(key)} K.",
        show=lambda: table(("phase", "°C"), [
            (f"L{k + 1}", f"{base + rise * (k == hot)}") for k in range(3)]),
    )  # fmt: skip


HOT_CASES = {
    "joint": "a poor joint: more heat at the same current",
    "load": "more current in that phase: look for the load",
    "even": "all are alike: nothing to be called here",
}


@asks("heat is I²·R: temperature and current together", repair="INS-04 ELE-05", backed="picture")
def joint_or_load(draw: Draw) -> Asked:
    """Whether a hot phase is a joint or a load."""
    case, hot = draw.pick(*HOT_CASES), draw.pick(0, 1, 2)
    amps, temps = [draw.pick(40, 55, 70, 90)] * 3, [draw.pick(36, 40, 44)] * 3
    if case != "even":
        temps[hot] += draw.pick(16, 20, 25)
    if case == "load":
        amps[hot] = round(amps[hot] * 1.5)
    pairs = list(zip(temps, amps, strict=True))
    wrong = {text: f"read as “{c}”" for c, text in HOT_CASES.items() if c != case}
    wrong |= {
        "a supply with one phase missing": "a missing phase taken, where current flows",
        "a wrong emissivity on that phase": "emissivity taken, on like parts",
        "a fuse that is about to blow": "fuse guessed",
    }
    return draw.choice(
        f"Three like fuse clips of {draw.pick('a pump', 'a fan', 'an oven')}. What is found?",
        HOT_CASES[case],
        wrong,
        because=f"It is {HOT_CASES[case]}.",
        show=lambda: table(("phase", "°C at the clip", "A"), [
            (f"L{k + 1}", str(t), str(a)) for k, (t, a) in enumerate(pairs)]),
    )  # fmt: skip


@asks("distance to spot ratio of an infrared thermometer", repair="INS-04 INS-01")
def spot_size(draw: Draw) -> Asked:
    """Spot an infrared thermometer measures from a distance."""
    ratio, metres = draw.pick(8, 10, 12, 20, 30), draw.pick(0.6, 0.9, 1.2, 1.8, 2.4)
    key = metres * 1000 / ratio
    return draw.number(
        f"An infrared thermometer has a distance to spot ratio of {ratio}:1. It is aimed at"
        f" {draw.pick('a bearing', 'a lug', 'a steam trap')} from {metres:g} m. What is the"
        " diameter of what it measures?",
        key,
        "mm",
        mistakes={
            "multiplied instead of divided, in cm": metres * ratio * 10,
            "radius taken": key / 2,
            "twice: as if seen from both sides": key * 2,
            "centimetres taken for millimetres": key / 10,
            "the size of the laser dot": 5.0,
        },
        because=f"{metres * 1000:g} / {ratio} = {say(key)} mm; all of it is averaged, so the"
        " target must be larger.",
    )


@asks("cost of a leak: scfm / 100 · kW for 100 scfm · hours · price", repair="HYD-02",
      backed="picture")  # fmt: skip
def leak_cost(draw: Draw) -> Asked:
    """Yearly cost of compressed-air leaks."""
    leaks = draw.some((1, 2, 3, 4, 6, 8, 11, 14), 4)
    scfm, kw, hours = sum(leaks), draw.pick(16, 18, 20), draw.pick(4000, 6000, 8400)
    price = draw.pick(0.08, 0.10, 0.12, 0.15)
    key = scfm / 100 * kw * hours * price
    return draw.number(
        f"An ultrasound round finds these four leaks. The compressor takes {kw} kW for 100 scfm"
        f" and runs {hours:,} h a year at {price:.2f} $/kWh. What do they cost a year?",
        key,
        "$",
        mistakes={
            "per scfm instead of per 100 scfm": key * 100,
            "the price forgotten": scfm / 100 * kw * hours,
            "the kW of 100 scfm, whatever leaks": kw * hours * price,
            "running hours of a day shift (2,000 h)": key * 2000 / hours,
            "8,760 h a year": key * 8760 / hours,
            "only the largest leak counted": key * max(leaks) / scfm,
        },
        because=f"{scfm / 100:g} · {kw} kW · {hours} h · {price:.2f} = {say(key)} $ a year.",
        show=lambda: table(("leak", "scfm"), [
            (f"tag {k}", str(leak)) for k, leak in enumerate(leaks, 1)]),
    )  # fmt: skip


ULTRA = {  # what labsim calls it: what is done, what a wrong answer took it for
    "leave it": ("Nothing: write it down and come again", "taken for scatter"),
    "grease it": ("Grease it while listening", "taken for a lack of grease"),
    "damaged": ("Plan its change: grease will not mend it", "taken for damage"),
}


@asks("ultrasound: +8 dB over baseline lacks grease, +16 dB damage", repair="WRK-02 MEC-01",
      backed="picture", unsure=True)  # fmt: skip
def ultrasound_level(draw: Draw) -> Asked:
    """What a rise of a bearing's ultrasound asks for."""
    base, rise = draw.pick(17, 20, 23, 26), draw.pick(1, 3, 9, 11, 12, 17, 19, 22)
    right, _ = ULTRA[grease_call(base, base + rise)]
    wrong = dict(ULTRA.values()) | {
        "Stop it now: metal breaks within hours": "over-reacts",
        "Set the baseline to the new level": "the baseline made to fit",
    }
    curve = [base, base + 0.5, base, base + 0.3 * rise, base + 0.7 * rise, base + rise]
    return draw.choice(
        f"A bearing's baseline is {base} dB; today it has {base + rise} dB. Limits are +8 dB and"
        " +16 dB. What now?",
        right,
        wrong,
        because=f"It is {rise} dB over its baseline.",
        show=lambda: plot(
            range(6), {"level": curve}, "month", "dB", f"Level from {base} to {base + rise} dB",
            {"+8": base + 8.0, "+16": base + 16.0},
        ),
    )  # fmt: skip


TRAPS = {
    "works": ((158, 96, "clicks, then quiet, again and again"), "It works: leave it as it is"),
    "blows": ((158, 154, "a steady loud rush"), "It blows through: steam is lost, change it"),
    "cold": ((41, 24, "silent"), "It is blocked or shut off: find out why, then clear it"),
}


@asks("steam traps: temperature and ultrasound together", repair="WRK-02", backed="picture")
def steam_trap(draw: Draw) -> Asked:
    """Condition of a steam trap from temperature and sound."""
    case, off = draw.pick(*TRAPS), draw.pick(-6, -3, 0, 4, 7)
    (up, down, sound), right = TRAPS[case]
    wrong = {text: f"read as one that {c if c != 'cold' else 'is cold'}"
             for c, (_, text) in TRAPS.items() if c != case}  # fmt: skip
    wrong["It is too small: fit a larger one of the same kind"] = "size blamed"
    wrong["It needs insulation: lag the trap and both its pipes"] = "insulation blamed"
    kind = draw.pick("A thermodynamic", "An inverted-bucket")
    return draw.choice(
        f"{kind} trap, ST-{draw.pick(*range(11, 40))}, drains a steam main of 5 bar. How is it?",
        right,
        wrong,
        because=f"{up + off} °C ahead, {down + off} °C behind, {sound}. {right}.",
        show=lambda: table(("ahead, °C", "behind, °C", "sound"), [
            (str(up + off), str(down + off), sound)]),
    )  # fmt: skip
