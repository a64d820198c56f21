"""Signs of faults in words: pattern, direction, phase, what it does with speed, load, power."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw
from labsim.study.matching import ask_case
from labsim.study.pictures import table

TOPIC = "Fault analysis"
SIGNS = "signs of faults as taught in the trade; ISO 13373-3 has tables of them"
MACHINES = ("pump", "fan", "blower", "compressor")


@asks(SIGNS, repair="VIB-03")
def sign_to_fault(draw: Draw) -> Asked:
    """Fault from its sign in words."""
    cases = (
        ("radial 1X, steady, in step at both bearings, little else", "unbalance",
         "1X alone, radially: unbalance."),
        ("high axial 1X and 2X, 180° across the coupling", "misalignment",
         "Across the coupling against each other: misalignment."),
        ("2X above 1X radially, on both sides of the coupling", "misalignment",
         "2X at the coupling: misalignment."),
        ("many harmonics of 1X, half orders, a raised floor", "looseness",
         "A part that knocks makes harmonics and halves."),
        ("5X of a five-vane wheel, rising as the valve is throttled", "flow at the vanes",
         "Vane pass away from the best flow."),
        ("a row of lines at 3.58X, 7.16X, 10.74X", "a rolling bearing",
         "Orders that are no whole numbers, with harmonics: a bearing."),
        ("a line at twice line frequency that goes when power is cut", "the motor's field",
         "Without current no field."),
    )  # fmt: skip
    every = {
        "unbalance": "unbalance is 1X, radial",
        "misalignment": "misalignment is 1X and 2X at the coupling",
        "looseness": "looseness is a long row of harmonics",
        "flow at the vanes": "flow shows at vane pass",
        "a rolling bearing": "a bearing shows at orders that are no whole numbers",
        "the motor's field": "the field shows at twice line frequency",
    }
    return ask_case(draw, "A machine shows {}. What is most likely behind it?", cases, every)


@asks(SIGNS, repair="VIB-03", backed="picture")
def direction_of_fault(draw: Draw) -> Asked:
    """Fault from the readings of three directions."""
    base = draw.pick(0.8, 1.0, 1.2)
    right, factors, why = draw.pick(
        ("angular misalignment or a bent shaft", (2.0, 1.6, 6.0), "Axial is the highest."),
        ("unbalance", (6.0, 4.5, 1.0), "Radial is high both ways, axial low."),
        ("a natural frequency in one direction", (9.0, 1.5, 1.0),
         "One radial direction is many times the other."),
    )  # fmt: skip
    machine = draw.pick(*MACHINES)
    every = {
        "angular misalignment or a bent shaft": "these would be axial",
        "unbalance": "unbalance is radial, both ways of like size",
        "a natural frequency in one direction": "no direction stands out like that",
        "a broken cable": "1X of sensible size came through",
        "a wrong Fmax": "Fmax does not prefer a direction",
    }
    rows = [(way, f"{base * f:.1f}") for way, f in zip(
        ("horizontal", "vertical", "axial"), factors, strict=True)]  # fmt: skip
    return draw.choice(
        f"1X of a {machine} supported between its bearings, at one bearing. Which fault fits best?",
        right,
        every,
        because=why,
        show=lambda: table(("direction", "1X, mm/s rms"), rows),
    )


@asks(SIGNS, repair="VIB-03", backed="picture")
def power_off(draw: Draw) -> Asked:
    """Electrical or mechanical: what power-off shows."""
    value = draw.pick(2.4, 3.1, 3.8, 4.6)
    line, rpm = draw.pick((60, 3570), (50, 2970), (60, 1780), (50, 1480))
    right, after, why = draw.pick(
        ("electrical", 0.1, "It is gone at once, while the shaft still turns."),
        ("mechanical", 0.97, "It stays and falls only as the shaft slows down."),
    )
    every = {
        "electrical": "an electrical line goes with the current",
        "mechanical": "a mechanical line falls with speed, not with current",
        "noise of the collector": "noise of the collector does not go with the power",
        "bad data": "before and after agree with a sound sensor",
        "hum picked up by the cable": "hum would not care about the motor's switch",
    }
    return draw.choice(
        f"Motor, {rpm:,} rpm, {line} Hz. The peak at about {2 * line} Hz, {value:g} mm/s, is read"
        " again a moment after power-off, at nearly the same speed. What is it?",
        right,
        every,
        because=why,
        show=lambda: table(
            ("moment", "mm/s rms"),
            [("before", f"{value:.1f}"), ("0.2 s after", f"{value * after:.1f}")],
        ),
    )


@asks("stages of a rolling bearing's failure, as taught in the trade", repair="VIB-04", unsure=True)
def order_of_stages(draw: Draw) -> Asked:
    """Order in which a failing bearing shows itself."""
    machine = draw.pick("fan", "pump", "motor", "roll", "blower", "conveyor drive", "mixer")
    steps = (
        "only at very high frequency",
        "housing rings in acceleration",
        "bearing lines in velocity",
        "raised floor, lines drown",
        "heat and noise for all to notice",
    )
    mistakes = {
        "velocity lines before the ringing": (1, 2),
        "heat taken for the first sign": (0, 4),
        "the raised floor before the lines": (2, 3),
        "very high frequency as the last sign but one": (0, 3),
        "heat before the raised floor": (3, 4),
    }
    return draw.order(
        f"A bearing of a {machine} fails slowly. In what order does it show?",
        steps,
        mistakes,
        because="From high frequency down to velocity; at last lines drown, heat comes too late.",
    )


@asks(SIGNS, repair="VIB-03")
def next_test(draw: Draw) -> Asked:
    """Test that tells two causes apart."""
    cases = (
        ("angular misalignment or a bent shaft", "axial phase across coupling and machine",
         "Across the coupling: misalignment; across one machine: bent."),
        ("2X or twice line frequency", "cutting the power for a moment",
         "What is electrical is gone at once."),
        ("unbalance or a critical speed of the turning rotor",
         "a run-up with amplitude and phase",
         "A critical speed peaks and turns phase, unbalance just grows."),
        ("resonance of a frame at rest", "a bump test", "A bump makes it ring by itself."),
        ("a bearing defect or noise of the flow", "envelope at the bearing's frequencies",
         "Knocks repeat at bearing orders, flow noise does not."),
        ("loose hold-down bolts or a soft base", "phase from foot to base, bolt by bolt",
         "A loose foot moves against its base."),
    )  # fmt: skip
    every = {
        "axial phase across coupling and machine": "axial phase settles another question",
        "cutting the power for a moment": "power-off tells electrical from mechanical",
        "a run-up with amplitude and phase": "a run-up shows resonances",
        "a bump test": "a bump test finds natural frequencies",
        "envelope at the bearing's frequencies": "an envelope finds knocks",
        "phase from foot to base, bolt by bolt": "this finds a loose foot",
    }
    return ask_case(draw, "The question is: {}. Which test settles it best?", cases, every)


@asks(SIGNS, repair="VIB-03")
def with_speed(draw: Draw) -> Asked:
    """How a line moves when the speed changes."""
    cases = (
        ("vane pass", "it moves in proportion to speed", "So many vanes, so many orders."),
        ("gear mesh", "it moves in proportion to speed", "So many teeth, so many orders."),
        ("a bearing's outer-race line", "it moves in proportion to speed", "Its order is fixed."),
        ("the ringing of a housing struck by a bearing", "it stays where it is",
         "A natural frequency belongs to the structure."),
        ("a frame's natural frequency", "it stays where it is",
         "It depends on stiffness and mass."),
    )  # fmt: skip
    every = {
        "it moves in proportion to speed": "orders move, natural frequencies do not",
        "it stays where it is": "this line is tied to rotation",
        "it stays at the first critical speed": "only oil whip is caught there",
        "it goes away at once": "no power is cut here",
        "it moves the other way": "nothing here falls as speed rises",
    }
    machine = draw.pick(*MACHINES)
    return ask_case(
        draw, f"A {machine} on a drive runs 20 % faster. What happens to {{}}?", cases, every
    )


@asks(SIGNS, repair="VIB-03 VIB-04")
def what_makes_sidebands(draw: Draw) -> Asked:
    """What makes sidebands, and how far apart they stand."""
    cases = (
        ("gear mesh that swells once a turn of the slow wheel", "1X of the slow shaft",
         "The slow wheel's turn makes mesh come and go."),
        ("inner-race knocks of a bearing on the fast shaft", "1X of the fast shaft",
         "The spot passes the load zone once a turn of its shaft."),
        ("knocks of a spall on a ball", "cage frequency",
         "The ball is carried through the load zone by the cage."),
        ("1X of a motor with broken bars", "pole-pass frequency",
         "Slip times poles makes 1X come and go."),
    )  # fmt: skip
    every = {
        "1X of the slow shaft": "the slow shaft does not make this swell",
        "1X of the fast shaft": "the fast shaft does not make this swell",
        "cage frequency": "the cage belongs to balls",
        "pole-pass frequency": "pole pass belongs to rotor bars",
        "line frequency": "line frequency makes no sidebands here",
        "half of 1X": "half orders belong to looseness and rub",
    }
    machine = draw.pick(*MACHINES)
    return ask_case(
        draw, f"A geared {machine} drive: how far apart are sidebands of {{}}?", cases, every
    )
