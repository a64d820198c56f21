"""Bearings and seals changed: fits, heating, force on the right ring, life, lips."""

from __future__ import annotations

from labsim.mechanical.fitting import EXPONENT, heating, life
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.fine import fine
from labsim.study.matching import ask_case
from labsim.study.pictures import gauge, table

TOPIC = "Corrective Maintenance"
ALPHA = 12e-6  # 1/K, steel
HEAT = "heating a ring: ΔT = (interference + clearance) / (α · d), α = 12·10⁻⁶ /K; ring ≤ 120 °C"
FITS = "limits of ISO 286-2 and bearing bores of ISO 492, normal class, by name"
LIFE = "ISO 281: L10h = 10⁶ / (60 · n) · (C/P)^p, p = 3 for balls, 10/3 for rollers"
# bore mm -> bore's lower limit µm, and of the shaft by tolerance: upper, lower µm
SHAFTS = {
    45: (-12, {"k6": (18, 2), "m5": (20, 9), "j6": (11, -5), "g6": (-9, -25)}),
    70: (-15, {"k6": (21, 2), "m5": (24, 11), "j6": (12, -7), "g6": (-10, -29)}),
    90: (-20, {"k6": (25, 3), "m5": (28, 13), "j6": (13, -9), "g6": (-12, -34)}),
}


@asks(HEAT, repair="MEC-01")
def heating_temperature(draw: Draw) -> Asked:
    """Temperature to which a bearing is heated to slide on."""
    bore, tight = draw.pick((60, 28), (70, 32), (80, 35), (100, 42), (120, 48))
    play, room = draw.pick(15, 20, 25), draw.pick(18, 20, 25)
    key = heating(tight, play, bore, room, ALPHA)
    rise = key - room
    return draw.number(
        f"A bearing of {bore} mm bore has {tight} µm interference on its shaft. With {play} µm of"
        f" play it slides on by hand. The shaft has {room} °C. How hot must the bearing be (steel,"
        " 12·10⁻⁶ /K)?",
        key,
        "°C",
        mistakes={
            "the rise taken for the temperature": rise,
            "the play forgotten": heating(tight, 0.0, bore, room, ALPHA),
            "the radius taken for the diameter": room + 2 * rise,
            "half of the interference taken": room + rise / 2,
            "the play taken off": heating(tight, -play, bore, room, ALPHA),
            "the room counted twice": key + room,
        },
        because=f"{(tight + play) / 1000:g} / (12·10⁻⁶ · {bore}) = {say(rise)} K above {room} °C:"
        f" {say(key)} °C, below the 120 °C a bearing may have.",
    )


HOT = {
    "Heat on: at this temperature the ring is still too tight": "a warm ring taken for a cold one",
    "Slide it on now, against the shoulder, and hold it there": "mounted at any temperature",
    "Stop heating, and have the ring looked at before it is used": "overheating where there is none",  # noqa: E501
    "Drive it on now with a hammer, from the outer ring": "force through the balls",
    "Quench it in oil to the room's temperature, then press it": "a shock for hot steel",
    "Cool it in water until the grease sets, then mount it": "water in a bearing",
    "Leave it on the heater until it is too hot to read": "no limit known",
}


@asks(HEAT, repair="MEC-01", backed="picture")
def heater_reading(draw: Draw) -> Asked:
    """What to do at the temperature a heater shows."""
    need, limit = draw.pick(75, 80, 85, 90), 120
    kind = draw.pick(0, 1, 2)
    shown = draw.pick(*((40, 50, 60), (95, 100, 105), (150, 160, 170))[kind])
    right = list(HOT)[kind]
    return draw.choice(
        f"A bearing must have at least {need} °C to slide on; its maker allows {limit} °C. The"
        " probe on the inner ring shows this. What follows?",
        right,
        HOT,
        because=f"{shown} °C against {need} and {limit} °C. {right}.",
        show=lambda: gauge(shown, 0, 200, "°C"),
    )


RINGS = {
    "on the inner ring only": "the inner ring pressed, whatever is tight",
    "on the outer ring only": "the outer ring pressed, whatever is tight",
    "on both rings at once, by a flat plate": "both pressed, whatever is tight",
    "on the cage, halfway between the rings": "the cage bears no force",
    "on the seals, which spread the force": "seals bear no force",
    "on the balls, through the loose ring": "dents by force through the balls",
}


@asks("mounting force goes through the ring with the tight fit only", repair="MEC-01",
      backed="picture")  # fmt: skip
def ring_pressed(draw: Draw) -> Asked:
    """On which ring a cold bearing is pressed."""
    size = draw.pick("6206", "6208", "6305", "6307", "6210")
    shaft, house, k = draw.pick(("k6, tight", "H7, loose", 0), ("g6, loose", "N7, tight", 1),
                                ("m5, tight", "N7, tight", 2))  # fmt: skip
    right = list(RINGS)[k]
    rows = [("on the shaft", shaft), ("in the housing", house)]
    return draw.choice(
        f"A {size} is pressed cold into its place; its fits are shown. Where does the force act?",
        right,
        RINGS,
        because=f"Shaft {shaft}, housing {house}: the force acts {right}; none through the balls.",
        show=lambda: table(("seat", "fit"), rows),
    )


@asks(FITS, repair="MEC-01", backed="picture")
def tightest_fit(draw: Draw) -> Asked:
    """Greatest interference of a bearing on its shaft from the limits."""
    bore = draw.pick(*SHAFTS)
    low, shafts = SHAFTS[bore]
    name = draw.pick("k6", "m5", "j6")
    up, down = shafts[name]
    key = (up - low) / 1000
    rows = [(f"shaft {bore} {name}", f"{up:+d}", f"{down:+d}"), ("bearing's bore", "0", f"{low}")]
    return fine(
        draw,
        f"Limits in µm for a bearing on a shaft of {bore} mm. How large can the interference be?",
        key,
        "mm",
        places=3,
        mistakes={
            "the bore's limit forgotten": up / 1000,
            "the bore's limit with the wrong sign": abs(up + low) / 1000,
            "the thinnest shaft taken": abs(down - low) / 1000,
            "the width of both fields added": (up - down - low) / 1000,
            "the two limits of the shaft added": (up + abs(down)) / 1000,
            "halved for each side": key / 2,
        },
        because=f"Thickest shaft {up:+d} µm, smallest bore {low} µm: {key:.3f} mm.",
        show=lambda: table(("part", "upper, µm", "lower, µm"), rows),
    )


LOADED = (
    ("a motor: the shaft turns, the belt always pulls the same way",
     "inner ring tight, outer ring with a sliding fit", "The load goes round the inner ring."),
    ("a wheel on a standing axle that turns with its outer ring",
     "outer ring tight, inner ring with a sliding fit", "The load goes round the outer ring."),
    ("a pump shaft that turns, its load always downwards",
     "inner ring tight, outer ring with a sliding fit", "The load goes round the inner ring."),
    ("a vibrating screen: the shaft turns and its heavy side turns with it",
     "outer ring tight, inner ring with a sliding fit", "The load turns with the inner ring, so"
     " it goes round the outer ring."),
)  # fmt: skip
SEATS = {
    "inner ring tight, outer ring with a sliding fit": "the inner ring tight by habit",
    "outer ring tight, inner ring with a sliding fit": "the outer ring tight by habit",
    "both rings with a sliding fit, held by their nuts": "nuts hold no ring against creep",
    "both rings tight, and the smallest clearance": "clearance lost on both seats",
    "both rings loose, glued with the strongest adhesive": "glue for the fit",
    "inner ring with a punched shaft, outer ring glued": "punch marks for a fit",
}


@asks("the ring round which the load travels takes the interference fit", repair="MEC-01")
def creeping_ring(draw: Draw) -> Asked:
    """Which ring needs the tight fit."""
    return ask_case(draw, "{}. Which fits?", [(begin(a), b, c) for a, b, c in LOADED], SEATS)


@asks(LIFE, repair="MEC-01 VIB-04")
def bearing_life(draw: Draw) -> Asked:
    """Basic rating life in hours."""
    kind, other = draw.pick(("ball", "roller"), ("roller", "ball"))
    rpm, ratio = draw.pick(720, 980, 1480, 1780, 2950), draw.pick(6, 7, 8, 9, 10, 12)
    load = draw.pick(2.5, 3.0, 4.0, 5.0)
    key, turn = life(ratio, 1.0, rpm, kind), life(1.0, 1.0, rpm)
    return draw.number(
        f"A {kind} bearing with C = {ratio * load:g} kN carries {load:g} kN at {rpm:,} rpm. How"
        " long is its basic life L10h?",
        key,
        "h",
        mistakes={
            "the exponent of the other kind": life(ratio, 1.0, rpm, other),
            "the exponent 2": turn * ratio**2,
            "hours of 3,600 minutes": key / 60,
            "the million turns by rpm: minutes": key * 60,
            "no exponent": turn * ratio,
            "half of it for safety": key / 2,
        },
        because=f"10⁶ / (60 · {rpm}) · {ratio}^{EXPONENT[kind]:.3g} = {say(key)} h: nine of ten live longer.",  # noqa: E501
    )


@asks(LIFE, repair="MEC-01 MEC-03")
def life_under_more_load(draw: Draw) -> Asked:
    """Share of basic life that is left under more load."""
    more = draw.pick(10, 20, 25, 30, 40, 50)
    why = draw.pick("an overtight belt", "a misaligned coupling", "a heavier sheave")
    key = 100 * life(1.0, 1 + more / 100, 1.0) / life(1.0, 1.0, 1.0)
    return draw.number(
        f"After a repair {why} raises the load on a ball bearing by {more} %. What share of its"
        " former basic life is left of it, in per cent?",
        key,
        "%",
        mistakes={
            "life taken as going down by as many per cent": 100 - more,
            "life taken as 1/load": 100 / (1 + more / 100),
            "the exponent 2": 100 / (1 + more / 100) ** 2,
            "thrice the per cent taken off": max(100 - 3 * more, 4),
            "the exponent 6": 100 / (1 + more / 100) ** 6,
        },
        because=f"1 / {1 + more / 100:g}³ = {say(key)} %.",
    )


LIPS = {
    "lip and spring toward the oil inside": "the lip always inward",
    "lip toward the dirt outside": "the lip always outward",
    "two lips, one each way, grease between them": "two lips where one does",
    "flat back toward the oil, spring to the air": "the seal turned round",
    "no lip: a felt ring pressed dry on the shaft": "felt against pressure",
    "any way: the spring presses alike on both sides": "the side thought of no account",
}


@asks("radial shaft seals: the lip faces what it is to stop", repair="MEC-01")
def seal_direction(draw: Draw) -> Asked:
    """Which way the lip of a shaft seal points."""
    first, second, third = list(LIPS)[:3]
    cases = [
        ("a gearbox must not lose its oil", first, "The lip faces what it is to hold: the oil."),
        ("a greased roller must be kept free of mud", second, "The lip faces the mud; old grease"
         " can leave under it."),
        ("oil must stay in and washing water out", third, "One lip for each side."),
    ]  # fmt: skip
    return ask_case(draw, "A shaft seal is renewed: {}. How is it fitted?", cases, LIPS)


PULL = {
    "a puller with its claws behind the inner ring": "the inner ring pulled",
    "a puller with its claws on the outer ring": "pulled through the balls",
    "oil pumped between the tapered seats": "oil where there is no groove",
    "an induction heater made for inner rings": "heat for the wrong part",
    "a cutting torch on the ring, quenched with water": "flame on the shaft",
    "a chisel between the ring and its shoulder": "notches in the shoulder",
}


@asks("removal of bearings: force on the tight ring, oil, induction", repair="MEC-01 MEC-06")
def bearing_removed(draw: Draw) -> Asked:
    """How a bearing comes off its seat."""
    names = list(PULL)
    cases = [
        ("a small ball bearing, tight on the shaft, is to be used again", names[0],
         "Force on the tight ring marks no track."),
        ("a large bearing sits on a taper with an oil groove", names[2],
         "The oil film parts the seats; leave the nut on, loosened."),
        ("the flangeless ring of a cylindrical roller bearing stays on the shaft", names[3],
         "It grows faster than the shaft and comes off in seconds."),
    ]  # fmt: skip
    return ask_case(draw, "On a bench: {}. What is used?", cases, PULL)


@asks("tapered bores: the drive-up is judged by the loss of radial clearance", repair="MEC-01",
      backed="picture")  # fmt: skip
def drive_up(draw: Draw) -> Asked:
    """How much clearance must still go on a tapered seat."""
    before, wanted = draw.pick(0.10, 0.11, 0.12, 0.14), draw.pick(0.045, 0.05, 0.06)
    gone = draw.pick(0.01, 0.02, 0.03)
    now = before - gone
    key = wanted - gone
    rows = [("clearance before", f"{before:.3f}"), ("clearance now", f"{now:.3f}")]
    rows += [("loss that the maker asks for", f"{wanted:.3f}")]
    return fine(
        draw,
        "A spherical roller bearing is driven up its taper, with a feeler on the rollers. How much"
        " must the clearance still fall?",
        key,
        "mm",
        places=3,
        mistakes={
            "the whole loss once more": wanted,
            "down to the loss, as if it were a clearance": now - wanted,
            "what has gone already": gone,
            "both losses added": wanted + gone,
            "down to no clearance": now,
        },
        because=f"{wanted:.3f} less the {gone:.3f} that have gone: {key:.3f} mm.",
        show=lambda: table(("feeler", "mm"), rows),
    )
