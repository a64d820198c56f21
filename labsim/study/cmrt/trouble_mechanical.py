"""Mechanical faults: slip, speed, heat, and the marks that parts carry when they come out."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import scheme, table

TOPIC = "Troubleshooting and Analysis"
MARKS = "marks of rolling bearings: terms of ISO 15243"
DRIVES = ("a fan", "a compressor", "a pump", "a saw", "a mixer", "a shredder")


@asks("slip = 1 - measured speed / speed by the pitch diameters", repair="MEC-03", backed="picture")
def belt_slip(draw: Draw) -> Asked:
    """Slip of a V-belt from two measured speeds."""
    rpm, small = draw.pick(1470, 1480, 1770, 2950), draw.pick(112, 125, 140, 160)
    large, slip = small * draw.pick(1.5, 2.0, 2.5), draw.pick(0.03, 0.05, 0.08, 0.12)
    seen = round(rpm * small / large * (1 - slip))
    key = 100 * (1 - seen / (rpm * small / large))
    return draw.number(
        f"A motor at {rpm:,} rpm drives {draw.pick(*DRIVES)} from {small} mm to {large:g} mm pitch"
        f" diameter. The strobe reads {seen} rpm there. How much does the belt slip?",
        key,
        "%",
        digits=2,
        mistakes={
            "revolutions taken for per cent": rpm * small / large - seen,
            "slip over the motor's speed": 100 * (rpm * small / large - seen) / rpm,
            "measured speed over the motor's": 100 * seen / rpm,
            "what is left after slip": 100 - key,
            "twice: both pulleys counted": 2 * key,
            "one per cent, as every belt slips": 1.0,
        },
        because=f"By diameters {rpm} · {small} / {large:g} = {say(rpm * small / large, 4)} rpm;"
        f" {seen} rpm is {key:.2g} % less. About 1 % is usual, more needs tension or new belts.",
        show=lambda: scheme(
            [f"motor {rpm} rpm", f"Ø {small} mm", f"Ø {large:g} mm", f"{seen} rpm"],
            f"Motor {rpm} rpm, pulley {small} mm, belt, pulley {large:g} mm, driven shaft"
            f" {seen} rpm",
        ),
    )


@asks("synchronous speed 120·f / poles, less slip", repair="ELE-07 ELE-05")
def speed_on_drive(draw: Draw) -> Asked:
    """Speed a motor should show at a drive's frequency."""
    poles, hertz = draw.pick(2, 4, 6), draw.pick(30, 35, 40, 45, 52)
    machine, slip = draw.pick(*DRIVES), draw.pick(30, 45)
    key = 120 * hertz / poles - slip
    return draw.number(
        f"The drive of {machine} shows {hertz} Hz; the motor has {poles} poles and about {slip} rpm"
        " slip at this load. What should the tachometer read?",
        key,
        "rpm",
        mistakes={
            "slip not taken off": 120 * hertz / poles,
            "pole pairs taken for poles": 120 * hertz / (poles / 2) - slip,
            "poles taken for pairs": 60 * hertz / poles - slip,
            "speed at 60 Hz": 7200 / poles - slip,
            "speed at 50 Hz": 6000 / poles - slip,
            "hertz times 60": 60.0 * hertz,
        },
        because=f"120 · {hertz} / {poles} = {120 * hertz / poles:,.0f} rpm, less {slip}:"
        f" {key:,.0f} rpm.",
    )


@asks("a strobe also stands still at half, a third … of the speed", repair="VIB-01 MEC-03",
      backed="picture")  # fmt: skip
def strobe(draw: Draw) -> Asked:
    """True speed of a shaft from a stroboscope."""
    rpm = draw.pick(720, 960, 1180, 1240, 1460, 1520, 1750)
    rows = [(f"{rpm * k:g}" if k >= 1 else f"{rpm * k:.0f}", text) for k, text in (
        (1 / 3, "stands, one key"), (1 / 2, "stands, one key"), (1, "stands, one key"),
        (2, "stands, two keys opposite"), (3, "stands, three keys"))]  # fmt: skip
    return draw.number(
        f"A strobe is turned up slowly on the shaft of {draw.pick(*DRIVES)} with one key; the"
        " picture shows where the key stands still. How fast does the shaft turn?",
        float(rpm),
        "rpm",
        mistakes={
            "the first standing image taken": rpm / 3,
            "half the speed: every second turn is lit": rpm / 2,
            "two images taken for the true speed": 2.0 * rpm,
            "three images taken for the true speed": 3.0 * rpm,
            "mean of the first and the last": (rpm / 3 + 3 * rpm) / 2,
        },
        because=f"The highest rate with one single image is {rpm:,} rpm.",
        show=lambda: table(("flashes a minute", "key"), rows),
    )


SIGNS = {
    "The belt squeals for a second at every start": "Too loose: tension it, and check for wear",
    "One flank of the belt is worn, dust lies beside one pulley": "Out of line: align the pulleys",
    "The belt sits at the bottom of its groove and its flanks shine": "Worn groove: gauge and"
    " change it",
    "Cracks run across the inside of the belt": "Heat, age or a small pulley: change it",
    "The belt is torn at its cord after a fast repair": "Forced over the rim: slack it to fit",
}
WHO = ("slackness", "misalignment", "a worn groove", "heat and age", "force at fitting")


@asks("signs on belts; trade practice", repair="MEC-03")
def belt_signs(draw: Draw) -> Asked:
    """What the state of a V-belt says."""
    sign = draw.pick(*SIGNS)
    pairs = zip(SIGNS.items(), WHO, strict=True)
    wrong = {text: f"the sign of {who} taken" for (s, text), who in pairs if s != sign}
    wrong["Wrong side out: turn it round and go on"] = "a belt believed to have two sides"
    return draw.choice(
        f"The round sheet of {draw.pick(*DRIVES)} says: “{sign}.” What is the cause, and what is"
        " done?",
        SIGNS[sign],
        wrong,
        because=f"{sign}: {SIGNS[sign][0].lower()}{SIGNS[sign][1:]}.",
    )


TRACKS = {
    "a washboard of even stripes on the outer ring": "current through the bearing",
    "dents at ball spacing, deep, from its first day": "blows when it was mounted",
    "a flaked track on one side of both rings, all round": "too much axial load or preload",
    "blue and brown rings, grease burnt to coke": "lack of grease, or heat",
    "a track that wanders from side to side of the outer ring": "a shaft that stands askew",
    "dull grey tracks, with fine scratches and grit in the grease": "dirt past the seal",
    "red-brown powder between inner ring and shaft": "a fit that is too loose",
}


@asks(MARKS, repair="MEC-01 VIB-04")
def bearing_marks(draw: Draw) -> Asked:
    """Cause of a bearing's death from its marks."""
    mark = draw.pick(*TRACKS)
    right = TRACKS[mark]
    wrong = {text: f"looks like {m}" for m, text in TRACKS.items() if m != mark}
    return draw.choice(
        f"A bearing out of {draw.pick(*DRIVES)} shows {mark}. What has killed it?",
        right,
        wrong,
        because=f"{begin(mark)}: {right}. A new bearing alone would die the same way.",
    )


HOT = {  # oil level, oil, A of motor (plate 30 A), fan and fins: cause
    ("20 mm above mark", "foam", "26", "clean"): "too much oil: churned into heat",
    ("at mark", "clear", "38", "clean"): "overload: more is asked than it is built for",
    ("at mark", "clear", "26", "3 mm of dust"): "heat cannot leave: clean fan and fins",
    ("below the glass", "dark", "27", "clean"): "too little oil: find where it goes",
    ("at mark", "VG 680 filled for VG 220", "29", "clean"): "too thick an oil: it is stirred",
}


@asks("heat in = losses, heat out = surface and fan; trade practice", repair="MEC-03 MEC-06",
      backed="picture")  # fmt: skip
def hot_gearbox(draw: Draw) -> Asked:
    """Why a gearbox runs hot, from four looks."""
    case, celsius = draw.pick(*HOT), draw.pick(88, 92, 95, 98, 104)
    wrong = {text: f"that is level {c[0]}, oil {c[1]}, {c[2]} A, fins {c[3]}"
             for c, text in HOT.items() if c != case}  # fmt: skip
    return draw.choice(
        f"The gearbox of {draw.pick(*DRIVES)} runs at {celsius} °C instead of 65 °C; the motor's"
        " plate says 30 A. What is the cause?",
        HOT[case],
        wrong,
        because=f"Level {case[0]}, oil {case[1]}, {case[2]} A, fan and fins {case[3]}:"
        f" {HOT[case]}.",
        show=lambda: table(("oil level", "oil", "motor, A", "fan and fins"), [case]),
    )
