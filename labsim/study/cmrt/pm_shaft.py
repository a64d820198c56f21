"""Alignment and balance as preventive work: soft foot, growth, drift, build-up."""

from __future__ import annotations

from labsim.mechanical.alignment import growth
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import plot, table

TOPIC = "Preventive and Predictive Maintenance"
FEET = ("front left", "front right", "rear left", "rear right")
GROWTH = "thermal growth = α · height · ΔT; steel and iron 11·10⁻⁶ to 12·10⁻⁶ /K"
MACHINES = ("a pump set", "a fan", "a blower", "a compressor", "a generator", "a mixer")


@asks("soft foot: a foot that rises more than 0.05 mm when its bolt is loosened", repair="MEC-05",
      backed="picture")  # fmt: skip
def soft_foot_found(draw: Draw) -> Asked:
    """Which foot of a motor is soft, and what is done."""
    foot, rise = draw.pick(*FEET), draw.pick(0.12, 0.15, 0.18, 0.22, 0.27)
    rises = {f: draw.pick(0.01, 0.02, 0.03) for f in FEET}
    soft = draw.pick(True, False, True)
    rise = rise if soft else rises[foot]
    rises[foot] = rise
    right = f"{foot}: shim it by {rise:g} mm" if soft else "none: go on and align"
    other = FEET[(FEET.index(foot) + 1) % 4]
    wrong = {
        f"{other}: shim it by {rise:g} mm": "a foot that lies flat taken",
        f"{foot}: shim it by {rise / 2:g} mm": "half of the rise taken, as of a TIR",
        "all four: shim them alike": "all shimmed: the step between them stays",
        f"{foot}: tighten its bolt harder": "the frame bent to the base",
        "all four: grind the base": "the base blamed without a measurement",
    }
    wrong |= {"none: go on and align": "the soft foot passed over"} if soft else {}
    if not soft:
        wrong[f"{foot}: shim it by {rise:g} mm"] = "a foot shimmed that lies flat"
    return draw.choice(
        f"On {draw.pick(*MACHINES)} each foot's bolt is loosened in turn and tightened again, a"
        " dial on the foot. Up to 0.05 mm is allowed. What follows?",
        right,
        wrong,
        because="; ".join(f"{f} {v:.2f} mm" for f, v in rises.items()) + f". So {right}.",
        show=lambda: table(("foot", "rise, mm"), [(f, f"{v:.2f}") for f, v in rises.items()]),
    )


@asks(GROWTH, repair="MEC-05")
def shaft_rise(draw: Draw) -> Asked:
    """How far a shaft rises when its machine warms up."""
    high, dt = draw.pick(225, 280, 315, 355, 400), draw.pick(25, 30, 40, 50, 60)
    alpha, metal = draw.pick((11e-6, "cast iron"), (12e-6, "steel"))
    key = growth(high, dt, alpha)
    return draw.number(
        f"A machine of {metal} ({alpha * 1e6:g}·10⁻⁶ /K) has its shaft {high} mm above the base and"
        f" its housing runs {dt} K above the temperature at which it was aligned. How far does the"
        " shaft rise?",
        key,
        "mm",
        mistakes={
            "diameter taken: twice the height": 2 * key,
            "half of it, as of a TIR": key / 2,
            "kelvins taken for °F": key * 5 / 9,
            "10⁻⁵ for 10⁻⁶": 10 * key,
            "the factor of aluminium (23)": 23e-6 * high * dt,
        },
        because=f"{alpha * 1e6:g}·10⁻⁶ · {high} · {dt} = {say(key)} mm: it is set that much low"
        " when cold, if the other machine stays cold.",
    )


LATER = {
    "rising": "It drifts: find what moves (pipe strain, base, growth) and align",
    "even": "It holds: note it as found, and leave it alone",
    "step": "It was moved: ask what was done to it at that time, and align",
}


@asks("alignment as found against as left, over several checks", repair="MEC-05 REL-06",
      backed="picture")  # fmt: skip
def alignment_history(draw: Draw) -> Asked:
    """What the history of a coupling's offset says."""
    case, limit, base = draw.pick(*LATER), draw.pick(0.08, 0.1, 0.12), draw.pick(0.02, 0.03)
    x = list(range(6))
    part = {"rising": [k / 5 for k in x], "even": [0, 0.05, 0, 0.04, 0.05, 0.02],
            "step": [0, 0.03, 0, 1, 1, 0.98]}[case]  # fmt: skip
    curve = [base + p * 1.3 * limit for p in part]
    wrong = {text: f"read as {c}" for c, text in LATER.items() if c != case}
    wrong |= {
        "It wears: change the coupling's insert at every check from now on": "coupling blamed",
        "It is unbalance: have the rotor balanced before the next check": "offset for unbalance",
        "It scatters: the tool is worn, so drop the check from the plan": "tool blamed",
    }
    return draw.choice(
        f"The offset of {draw.pick(*MACHINES)}'s coupling was checked every half year; {limit:g} mm"
        " is allowed, and nothing was corrected in between. What do the checks say?",
        LATER[case],
        wrong,
        because=f"{LATER[case]}. What was found is worth more than what was left.",
        show=lambda: plot(
            x, {"offset": curve}, "check", "offset, mm",
            "Offset at six checks: " + ", ".join(f"{v:.3f}" for v in curve) + " mm",
            {"allowed": limit},
        ),
    )  # fmt: skip


DIRT = {
    "saw": "Dirt builds up on the wheel: clean it at each limit, then balance if needed",
    "rise": "It grows and cleaning does not help: look for wear, cracks, looseness",
    "flat": "It is even: the interval may stay or be longer",
}


@asks("unbalance by build-up: vibration at 1X before and after cleaning", repair="VIB-02 VIB-03",
      backed="picture")  # fmt: skip
def fan_build_up(draw: Draw) -> Asked:
    """What a fan's vibration over several cleanings says."""
    case, base, top = draw.pick(*DIRT), draw.pick(1.4, 1.8, 2.1), draw.pick(4.5, 5.6, 7.1)
    x = list(range(17))
    shape = {"saw": [(k % 4) / 3 for k in x], "rise": [k / 16 for k in x],
             "flat": [0.06 * (k % 2) for k in x]}[case]  # fmt: skip
    curve = [base + s * (top - base) for s in shape]
    wrong = {text: f"read as {c}" for c, text in DIRT.items() if c != case}
    wrong |= {
        "The bearings are worn: change both at the next cleaning stop": "bearings blamed",
        "It is out of line: align the coupling after every cleaning": "alignment blamed",
        "The sensor is loose: such curves come from its mounting": "the sensor blamed",
    }
    return draw.choice(
        f"A fan in dusty air is cleaned every four weeks (weeks 4, 8, 12, 16; reading just after)."
        f" Its limit is {top:g} mm/s. What does vibration at 1X say?",
        DIRT[case],
        wrong,
        because=f"{DIRT[case]}.",
        show=lambda: plot(
            x, {"1X": curve}, "week", "mm/s rms",
            "mm/s by week: " + ", ".join(f"{v:.1f}" for v in curve), {"limit": top},
        ),
    )  # fmt: skip
