"""Bolts, keys, gaskets, pipe threads, welds: what holds machines together and keeps them tight."""

from __future__ import annotations

from labsim.mechanical.fitting import AREAS, bolt_torque
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.fine import fine
from labsim.study.matching import ask_case
from labsim.study.pictures import table
from labsim.study.pictures_repair import bolt_head, flange, weld

TOPIC = "Corrective Maintenance"
TORQUE = "tightening torque T = K · d · F; K about 0.2 dry, 0.15 oiled, assumed as the stem says"
CLASSES = "property classes of ISO 898-1: first figure tensile strength / 100, second yield share"
SIZES = (10, 12, 16, 20, 24)  # M, coarse threads
PULLS = {10: (15, 20, 25), 12: (20, 28, 35), 16: (40, 55, 65), 20: (70, 85, 100),
         24: (90, 120, 145)}  # kN, up to 0.7 of the proof load of 8.8  # fmt: skip
YIELD = {"8.8": 640, "10.9": 900, "12.9": 1080, "5.6": 300, "4.6": 240, "6.8": 480}  # MPa


@asks(TORQUE, repair="MEC-02")
def torque_for_preload(draw: Draw) -> Asked:
    """Torque for a wanted preload."""
    d, k = draw.pick(*SIZES), draw.pick(0.15, 0.18, 0.2)
    force = draw.pick(*PULLS[d])
    key = bolt_torque(d, force * 1000, k)
    return draw.number(
        f"An M{d} bolt is to clamp with {force} kN; K is {k:g}. With which torque is it tightened?",
        key,
        "N·m",
        mistakes={
            "K forgotten": d * force,
            "the radius taken for the diameter": key / 2,
            "twice the diameter": key * 2,
            "divided by K": d * force / k / 10,
            "ft·lb written as N·m": key * 0.7376,
        },
        because=f"{k:g} · {d / 1000:g} m · {force * 1000:,} N = {say(key)} N·m.",
    )


@asks(TORQUE, repair="MEC-02")
def oiled_thread(draw: Draw) -> Asked:
    """Preload when a dry torque is used on a lubricated bolt."""
    dry, wet = draw.pick(0.2, 0.21), draw.pick(0.12, 0.13, 0.14, 0.15)
    force, what = draw.pick(20, 30, 40, 60), draw.pick("molybdenum paste", "thread paste", "oil")
    key = force * dry / wet
    return draw.number(
        f"A table's torque gives {force} kN on a dry bolt (K = {dry:g}). The same torque is put on"
        f" a bolt with {what} (K = {wet:g}). How large is the preload?",
        key,
        "kN",
        mistakes={
            "preload taken as falling with friction": force * wet / dry,
            "the torque alone thought to count": force,
            "the difference of K taken as a share": force * (1 + dry - wet),
            "the square of the ratio": force * (dry / wet) ** 2,
            "half of the change of friction taken": force * (1 + (dry / wet - 1) / 2),
        },
        because=f"F = T / (K · d): {force} · {dry:g} / {wet:g} = {say(key)} kN, which may be too"
        " much for the bolt.",
    )


@asks("flange assembly: opposite bolts in star order, in several passes", repair="MEC-02 MEC-06",
      backed="picture")  # fmt: skip
def flange_order(draw: Draw) -> Asked:
    """Which bolt of a flange comes next."""
    n, start = draw.pick(8, 12, 16), draw.pick(1, 2, 3, 4, 5)
    first = [0, n // 2, n // 4, 3 * n // 4]
    count = draw.pick(1, 3)
    done = [(start - 1 + k) % n + 1 for k in first[:count]]
    key = (start - 1 + first[count]) % n + 1
    last = done[-1]
    wrong = {
        f"bolt {last % n + 1}": "round in a circle, clockwise",
        f"bolt {(last - 2) % n + 1}": "round in a circle, the other way",
        f"bolt {(last + 1) % n + 1}": "every second bolt clockwise",
        f"bolt {(last - 3) % n + 1}": "every second bolt the other way",
        f"bolt {done[0]} again, to the full torque": "one bolt to the full torque at once",
    }
    known = {f"bolt {n}" for n in (key, *done)}
    wrong = {text: name for text, name in wrong.items() if text not in known}
    return draw.choice(
        "A flange's first pass at a third of the torque has begun: dark bolts are done. Which is"
        " next?",
        f"bolt {key}",
        wrong,
        because=f"It lies opposite the last one, bolt {last}: so the gasket is pressed evenly:"
        f" bolt {key}.",
        show=lambda: flange(n, done),
    )


@asks(CLASSES, repair="MEC-02", backed="picture")
def yield_of_class(draw: Draw) -> Asked:
    """Strength a bolt's head mark promises."""
    name, load = draw.pick(*YIELD), draw.pick("yield", "tensile")
    first, second = (int(v) for v in name.split("."))
    tensile, key = first * 100, YIELD[name]
    other = key if load == "tensile" else tensile
    key = tensile if load == "tensile" else key
    machine = draw.pick("gearbox", "motor foot", "pump casing", "coupling")
    return draw.number(
        f"A bolt of a {machine} has this head. What is its nominal {load} strength?",
        key,
        "MPa",
        mistakes={
            "tensile and yield strength exchanged": other,
            "the mark times ten": float(name) * 10,
            "second figure times 100": second * 100,
            "both figures added, times 100": (first + second) * 100,
            "the first figure times ten": key / 10,
            "halved for safety": key / 2,
        },
        because=f"{first} · 100 = {tensile} MPa tensile; {second} tenths of it, {YIELD[name]} MPa,"
        " yield.",
        show=lambda: bolt_head(name),
    )


@asks(CLASSES, repair="MEC-02", backed="picture")
def preload_of_bolt(draw: Draw) -> Asked:
    """Preload of a bolt at a share of its yield strength."""
    d, name, share = draw.pick(*SIZES), draw.pick("8.8", "10.9", "12.9"), draw.pick(0.65, 0.7, 0.75)
    key = AREAS[d] * YIELD[name] * share / 1000
    tensile = int(name.partition(".")[0]) * 100
    rows = [(f"M{k}", f"{AREAS[k]:g}") for k in SIZES]
    return draw.number(
        f"An M{d} bolt of class {name} is tightened to {share:.0%} of its yield strength. With"
        " which force does it clamp?",
        key,
        "kN",
        mistakes={
            "tensile strength taken for yield": AREAS[d] * tensile * share / 1000,
            "the share forgotten": key / share,
            "the area of the full diameter": 0.785 * d * d * YIELD[name] * share / 1000,
            "ten times too little": key / 10,
            "halved, for bolt and nut": key / 2,
            "the share taken off": key * (1 - share) / share,
        },
        because=f"{AREAS[d]:g} mm² · {YIELD[name]} MPa · {share:g} = {say(key)} kN.",
        show=lambda: table(("thread", "stress area, mm²"), rows),
    )


LOCKS = {
    "medium-strength liquid on clean, dry threads": "liquid where heat or dirt is",
    "high-strength liquid, undone later with heat": "a bond that hand tools do not undo",
    "a castle nut with a new split pin": "a pin where there is no hole",
    "a pair of wedge-locking washers": "washers where a nut must not clamp",
    "a used nylon-insert nut, wound on once more": "a nut that no longer holds",
    "a plain washer under a spring washer": "spring washers thought to lock",
    "paint over the nut and the thread": "paint thought to lock",
}


@asks("thread locking: by preload, by form, by bond", repair="MEC-02")
def thread_locking(draw: Draw) -> Asked:
    """How a thread is kept from coming loose."""
    names = list(LOCKS)
    cases = [
        ("screws M8 of a cover are taken off with hand tools once a year", names[0],
         "Medium strength comes loose by hand tools."),
        ("studs in a casing never come out except for scrap", names[1], "Strong and permanent."),
        ("an axle nut must not clamp, only stop at a place", names[2],
         "Without preload only form holds."),
        ("a preloaded M20 on a shaker runs at 180 °C, too hot for liquids", names[3],
         "Wedges turn loosening into more tension, and stand heat."),
    ]  # fmt: skip
    return ask_case(draw, "In the shop: {}. Which lock suits?", cases, LOCKS)


KEYS = {  # width × height: depth in the shaft, depth in the hub, mm (DIN 6885-1, by name)
    (10, 8): (5.0, 3.3), (14, 9): (5.5, 3.8), (16, 10): (6.0, 4.3), (18, 11): (7.0, 4.4),
    (20, 12): (7.5, 4.9),
}  # fmt: skip


@asks("parallel keys bear on their sides and have clearance on top", repair="MEC-01 MEC-03",
      backed="picture")  # fmt: skip
def key_on_top(draw: Draw) -> Asked:
    """Clearance over a parallel key."""
    wide, high = draw.pick(*KEYS)
    shaft, hub = KEYS[wide, high]
    shaft = round(shaft + draw.pick(0, 0.05, 0.1, 0.15), 2)
    key = shaft + hub - high
    rows = [
        ("keyway in the shaft, deep", f"{shaft:.2f}"),
        ("keyway in the hub, deep", f"{hub:.2f}"),
    ]
    rows += [("key, high", f"{high:.2f}"), ("key, wide", f"{wide:.2f}")]
    return fine(
        draw,
        "A new parallel key is fitted. How much clearance does it have on top?",
        key,
        "mm",
        places=2,
        mistakes={
            "none: a key bears on top": 0.0,
            "halved for two sides": key / 2,
            "the shaft's depth taken from the key": high - shaft,
            "the difference of the depths": shaft - hub,
            "the width taken for the height": wide - shaft - hub,
            "twice it": 2 * key,
        },
        because=f"{shaft:.2f} + {hub:.2f} − {high:.2f} = {key:.2f} mm; the sides carry the torque.",
        show=lambda: table(("part", "mm"), rows),
    )


SEALS = {
    "a new gasket of the listed material, dry, on clean faces": "the standard answer for all",
    "a spiral-wound gasket of the flange's rating": "a metal gasket for a soft joint",
    "a new ring in its groove, greased with what suits it": "a ring where there is no groove",
    "the old gasket turned over, with silicone on both sides": "an old gasket used again",
    "two gaskets on each other to bridge the gap": "gaskets as a filler for misfit",
    "more torque until the weeping stops": "torque as a cure for a gasket",
    "a thicker gasket, so that the faces may stay rough": "thickness for clean faces",
}


@asks("gaskets and O-rings: new, clean, of the listed material", repair="MEC-02 MEC-06")
def gasket_choice(draw: Draw) -> Asked:
    """What is put between two faces."""
    names = list(SEALS)
    cases = [
        ("a cold-water pump's flat-faced casing is closed again", names[0],
         "Set once, a gasket does not seal again; compounds make it slip."),
        ("a raised-face steam flange is closed again, 40 bar", names[1],
         "Soft sheet does not stand 40 bar of steam."),
        ("a hydraulic manifold with grooves is closed again", names[2],
         "Oil's own pressure makes a clean, greased ring tight."),
    ]  # fmt: skip
    return ask_case(draw, "A repair ends: {}. What seals it?", cases, SEALS)


PIPES = {
    "tapered threads with tape or paste, and a few threads left out": "taper taken for granted",
    "parallel threads on a bonded washer or O-ring": "a washer on a taper",
    "a 37° flare seated on its cone, no tape": "a cone where there is none",
    "parallel threads with ten turns of tape": "tape in hydraulics: shreds in the valves",
    "NPT in BSP: nearly the same, one more turn": "two systems mixed",
    "a compression ring used a second time, with paste": "paste on a metal seat",
}


@asks("pipe threads: taper seals in the thread, parallel on a face", repair="HYD-01 HYD-02")
def pipe_thread(draw: Draw) -> Asked:
    """Where a threaded pipe joint seals."""
    a, b, c, *_ = PIPES
    cases = [
        ("an air line with NPT or R threads", a, "The taper jams; tape fills the spiral."),
        ("a hydraulic port with a spot face and G threads", b, "It seals on the face."),
        ("a JIC hose end on a hydraulic pump", c, "It seals metal on metal on the cone."),
    ]
    return ask_case(draw, "A joint is made new: {}. What makes it tight?", cases, PIPES)


WELDS = {
    "moisture, rust or oil, or too little shielding gas": "gas pores",
    "too little heat or too fast travel: no fusion": "cold weld",
    "too much current or arc, too fast at the edges": "undercut",
    "a thick, hard steel cooled fast, with hydrogen": "cracks beside the weld",
    "too slow travel with a paint that shines": "paint blamed",
    "the ground clamp on the wrong side of the bench": "the clamp blamed",
}


@asks("weld defects, awareness: porosity, undercut, lack of fusion, cracks", repair="MEC-04",
      backed="picture")  # fmt: skip
def weld_defect(draw: Draw) -> Asked:
    """Cause of a visible weld defect."""
    causes = list(WELDS)
    sign, (cause, why) = draw.pick(
        ("pores", (causes[0], "Gas caught in the bead: porosity.")),
        ("lifted", (causes[1], "It lies on the plate and lifts off: lack of fusion.")),
        ("undercut", (causes[2], "Grooves along both toes of the bead: undercut.")),
        ("crack", (causes[3], "Hydrogen cracking, a day later: preheat, dry rods.")),
    )
    part = draw.pick("bracket", "guard", "support")
    stem = f"The weld of a mended {part} is shown{{}}. What is the likely cause?"
    when = ", a day after it was made" if sign == "crack" else ""
    return ask_case(draw, stem, [(when, cause, why)], WELDS, lambda: weld(sign))
