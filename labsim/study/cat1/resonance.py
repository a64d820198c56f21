"""Kinds of motion, resonance and its cures, what speed does to force."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.cat1.response import FRAMES, MODE, hump
from labsim.study.draw import Asked, Draw, say
from labsim.study.matching import ask_case

TOPIC = "Principles of vibration"


@asks("free, forced, self-excited vibration (ISO 2041)", repair="VIB-03")
def kind_of_motion(draw: Draw) -> Asked:
    """Free, forced, self-excited vibration, resonance, beat."""
    cases = (
        ("A standing pump is struck once with a soft mallet", "free vibration",
         "Nothing drives it after the blow: it rings at its natural frequency."),
        ("A fan shakes at 1X, far from any natural frequency", "forced vibration",
         "Unbalance drives it, at its own frequency."),
        ("A frame shakes ten times more when 1X meets its natural frequency", "resonance",
         "A small force at the natural frequency moves much."),
        ("A shaft circles in its oil film at 0.43X", "self-excited vibration",
         "The film feeds it from the rotation; no force of that frequency is there."),
        ("The level of two fans at nearly one speed swells and fades", "beat",
         "Two frequencies close together add and cancel in turn."),
    )  # fmt: skip
    every = {
        "free vibration": "free is what nothing drives any more",
        "forced vibration": "forced is what a force drives at its own frequency",
        "resonance": "in resonance the force meets a natural frequency",
        "self-excited vibration": "self-excited is what feeds itself from a steady motion",
        "beat": "a beat needs two frequencies close together",
        "aliasing": "aliasing is made by sampling, not by the machine",
    }
    return ask_case(draw, "{}. Which word fits best?", cases, every)


@asks(MODE, repair="VIB-03", backed="picture")
def phase_through_resonance(draw: Draw) -> Asked:
    """Phase of the motion below, at and above resonance."""
    hertz = draw.pick(18, 25, 30, 42)
    cases = (
        (f"at {hertz / 5:g} Hz", "about 0°", "Well below it follows the force."),
        (f"at {hertz} Hz", "about 90°", "At the natural frequency it lags by a quarter turn."),
        (f"at {hertz * 5} Hz", "about 180°", "Well above it moves against the force."),
    )
    every = {
        "about 0°": "in step with the force: only well below",
        "about 90°": "a quarter turn: only at resonance",
        "about 180°": "against the force: only well above",
        "about 45°": "halfway to resonance taken",
        "about 270°": "a motion that leads taken for one that lags",
    }
    stem = f"A lightly damped frame has its natural frequency at {hertz} Hz. By what does it lag"
    return ask_case(
        draw, stem + " behind the force {}?", cases, every,
        lambda: hump(hertz, 0.06, "frequency, Hz", f"Amplitude: one peak at {hertz} Hz"),
    )  # fmt: skip


@asks("what moves a natural frequency, and what limits a resonance", repair="VIB-03")
def cure_of_resonance(draw: Draw) -> Asked:
    """Cure of a resonance for what is wanted."""
    frame = draw.pick(*FRAMES)
    cases = (
        ("The natural frequency is to rise", "brace it", "More stiffness raises fn."),
        ("The natural frequency is to fall", "add mass", "More mass lowers fn."),
        ("The amplification itself is to fall", "add damping",
         "At resonance damping alone limits the amplification."),
        ("The force is to leave the natural frequency alone", "change the speed",
         "1X then misses fn."),
        ("The force itself is to fall, at the same speed", "balance the rotor",
         "Less unbalance, less force; resonance still multiplies it."),
    )  # fmt: skip
    every = {
        "brace it": "bracing adds stiffness",
        "add mass": "mass lowers a natural frequency",
        "add damping": "damping lowers amplification only",
        "change the speed": "speed moves the force, not the frame",
        "balance the rotor": "balancing lowers the force only",
        "grease the bearings": "grease is no part of the frame's stiffness or mass",
    }
    return ask_case(draw, f"At 1X {frame} is in resonance. {{}}. What does that?", cases, every)


@asks("blade pass = blades · rpm / 60", repair="VIB-03")
def speed_to_avoid(draw: Draw) -> Asked:
    """Fan speed at which blade pass meets a natural frequency."""
    hertz, blades = draw.pick(60, 75, 90, 110, 130, 160), draw.pick(5, 6, 8, 10, 12)
    key = 60 * hertz / blades
    return draw.number(
        f"A duct rings at {hertz} Hz. The fan on a drive has {blades} blades. At what speed does"
        " blade pass meet the duct?",
        key,
        "rpm",
        mistakes={
            "blades forgotten": 60.0 * hertz,
            "Hz taken for rpm": hertz / blades,
            "multiplied by the blades": float(hertz * blades),
            "one blade too few": 60 * hertz / (blades - 1),
            "half the blades": 2 * key,
            "twice blade pass": key / 2,
        },
        because=f"{blades} · rpm / 60 = {hertz} Hz gives {say(key)} rpm.",
    )


@asks("F = m·e·ω²", repair="VIB-03")
def force_by_speed(draw: Draw) -> Asked:
    """Force of unbalance at another speed."""
    slow, factor = draw.pick(600, 740, 890, 985), draw.pick(1.5, 2.0, 2.5, 3.0)
    force = draw.pick(100, 200, 300, 500)
    return draw.number(
        f"At {slow} rpm the unbalance of a rotor pulls with {force} N. How much at"
        f" {slow * factor:,.0f} rpm?",
        force * factor**2,
        "N",
        mistakes={
            "in proportion to speed": force * factor,
            "the same at every speed": float(force),
            "with the cube of speed": force * factor**3,
            "divided by the ratio": force / factor,
            "ratio squared and halved": force * factor**2 / 2,
        },
        because=f"It grows with the square of speed: {factor:g}² · {force} ="
        f" {force * factor**2:g} N.",
    )
