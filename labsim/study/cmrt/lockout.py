"""Lockout and tagout: several energies, locks and tags, zero energy, who takes a lock off."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.matching import ask_entry
from labsim.study.pictures import gauge, plot, table
from labsim.study.pictures_trade import tag

TOPIC = "Maintenance Practices"
LOTO = "OSHA 29 CFR 1910.147 (public text); the site's own procedure comes first"
MACHINES = ("a hydraulic press", "a packaging line", "a robot cell", "a mixer", "a belt conveyor",
            "a guillotine shear")  # fmt: skip


@asks(LOTO, repair="SAF-01")
def steps_of_lockout(draw: Draw) -> Asked:
    """Sequence of a lockout."""
    machine = draw.pick(*MACHINES)
    steps = ("tell the people", "stop", "isolate", "lock and tag", "release stored energy", "try")
    mistakes = {
        "tried before stored energy was released": (4, 5),
        "locked before it was isolated": (2, 3),
        "isolated under load, before the stop": (1, 2),
        "isolated first, people told afterwards": (0, 2),
        "stored energy released before the locks are on": (3, 4),
    }
    return draw.order(
        f"In which order is {machine} locked out?", steps, mistakes,
        because="First people know, then the normal stop, isolation, locks, stored energy, and"
        " last the proof that nothing starts.",
    )  # fmt: skip


@asks(LOTO, repair="SAF-01")
def back_to_service(draw: Draw) -> Asked:
    """Sequence of taking a lockout off."""
    machine = draw.pick(*MACHINES)
    steps = ("tools out, guards on", "people clear and told", "locks off", "energy on", "test run")
    mistakes = {
        "locks off before people are clear": (1, 2),
        "energy on with locks still placed": (2, 3),
        "test run before energy is on": (3, 4),
        "guards put on after the locks came off": (0, 2),
    }
    return draw.order(
        f"The work on {machine} is done. In which order does it go back?", steps, mistakes,
        because="Machine whole, people clear and told, each takes off his own lock, then energy.",
    )  # fmt: skip


ENERGIES = {
    "electric supply": ("isolator off, locked, tested dead", "isolator off, not locked"),
    "drive's DC bus": ("waited, measured below 50 V", "isolator off, not measured"),
    "compressed air": ("valve shut and locked, line vented", "valve shut and locked, 6 bar left"),
    "hydraulic accumulator": ("drained, gauge at zero", "pump off, gauge at 110 bar"),
    "raised ram": ("on mechanical blocks", "held by a closed valve"),
    "steam": ("two valves shut, drain between open", "one valve shut, hot pipe"),
    "spring brake": ("spring caged", "spring tensioned, brake off"),
}


@asks(LOTO, repair="SAF-01", backed="picture")
def energy_that_is_left(draw: Draw) -> Asked:
    """Which of several energies is not yet safe."""
    names = draw.some(ENERGIES, 4)
    bad = draw.pick(*names)
    rows = [(name, ENERGIES[name][name == bad]) for name in names]
    wrong = {name: f"{ENERGIES[name][0]}: this one is safe" for name in names if name != bad}
    return draw.choice(
        f"The lockout sheet of {draw.pick(*MACHINES)} is shown. Which energy can still hurt?", bad,
        wrong, because=f"Left is {bad}: {ENERGIES[bad][1]}; safe is: {ENERGIES[bad][0]}.",
        show=lambda: table(("energy", "state"), rows),
    )  # fmt: skip


@asks("discharge: U = U0 · exp(−t / RC)", repair="SAF-01 ELE-07", backed="picture")
def waiting_for_the_bus(draw: Draw) -> Asked:
    """How long a DC bus needs to fall below 50 V."""
    volts, tau = draw.pick(325, 540, 565, 650), draw.pick(20, 30, 45, 60, 90)
    key = tau * math.log(volts / 50)
    times = [k * tau / 8 for k in range(41)]
    curve = [volts * math.exp(-t / tau) for t in times]
    return draw.number(
        f"The bus of a drive stands at {volts} V and falls with a time constant of {tau} s. After"
        " what time is it below 50 V?",
        key,
        "s",
        mistakes={
            "one time constant": tau,
            "a straight fall taken": tau * (1 - 50 / volts),
            "logarithm to base 10": tau * math.log10(volts / 50),
            "the ratio without a logarithm": tau * volts / 50,
            "five time constants: nearly empty, far below 50 V": 5 * tau,
        },
        because=f"t = {tau} · ln({volts} / 50) = {say(key)} s. Then it is still measured.",
        show=lambda: plot(
            times, {"U": curve}, "time, s", "V", f"A voltage falls from {volts} V, curved.",
            {"50 V": 50.0},
        ),
    )  # fmt: skip


@asks("F = p · A; 1 bar = 0.1 N/mm²", repair="SAF-01 HYD-01", backed="picture")
def force_of_trapped_oil(draw: Draw) -> Asked:
    """Force of a cylinder with trapped pressure."""
    bore, bar = draw.pick(40, 50, 63, 80, 100), draw.pick(20, 40, 60, 80, 120)
    key = bar * 0.1 * math.pi / 4 * bore**2 / 1000
    return draw.number(
        f"The pump is off; the gauge shows what stays behind a piston of {bore} mm. With what force"
        " can it still push?",
        key,
        "kN",
        mistakes={
            "radius squared taken for diameter squared": key / 4,
            "diameter taken for radius": key * 4,
            "π forgotten": key / math.pi,
            "bar taken for newtons per square millimetre": key * 10,
            "pressure times diameter": bar * 0.1 * bore / 1000,
        },
        because=f"{bar / 10:g} N/mm² · π/4 · {bore}² mm² = {say(key)} kN: zero pressure first.",
        show=lambda: gauge(bar, 0, 160, "bar", f"Gauge 0 to 160 bar, pointer at {bar}."),
    )


FIELDS = {
    "name": ("nobody knows whom to ask", ("J. Orlov", "M. Diaz", "K. Sato", "A. Brandt")),
    "date": ("nobody knows how long it hangs", ("12 March", "3 June", "27 October")),
    "reason": ("nobody knows what is open", ("belt change", "seal on ram", "motor bearing")),
    "phone": ("the owner cannot be reached", ("4417", "2090", "3312")),
    "isolation point": ("nobody knows where it belongs", ("Q1", "V-12", "Q7", "HV-3")),
    "order number": ("nobody finds the papers of the job", ("70112", "70348", "71020")),
}


@asks(LOTO, repair="SAF-01 WRK-05", backed="picture")
def tag_is_missing(draw: Draw) -> Asked:
    """What a lockout tag does not tell."""
    gap = draw.pick(*FIELDS)
    full = {name: draw.pick(*texts) for name, (_, texts) in FIELDS.items()}
    lines = {name: "" if name == gap else text for name, text in full.items()}
    where = draw.pick(*MACHINES)
    wrong = {f"the {name}": f"it is written there: {full[name]}" for name in FIELDS if name != gap}
    return draw.choice(
        f"This site's tags have six lines. The tag hangs at {where}. What has to be added?",
        f"the {gap}",
        wrong,
        because=f"Without the {gap} {FIELDS[gap][0]}.",
        show=lambda: tag(lines),
    )


@asks(LOTO, repair="SAF-01")
def locks_on_the_box(draw: Draw) -> Asked:
    """Locks in a group lockout."""
    people, points = draw.pick(3, 4, 5, 6, 7), draw.pick(2, 8, 9, 10, 11)
    box = draw.pick(True, False)
    key = people if box else people * points
    how = "The keys of the locks at the points lie in a lock box." if box else "There is no box."
    return draw.number(
        f"{people} people work on a machine with {points} isolation points. {how} How many"
        f" personal locks do they place {'on the box' if box else 'in all'}?",
        key,
        "lock(s)",
        digits=1,
        mistakes={
            "one lock for the whole crew": 1,
            "one for each point, not for each person": points,
            "people and points added": people + points,
            "one person left out": people - 1,
            "a lock at each point and the box" if box else "one each": people * points
            if box
            else people,
            "two for each person": 2 * people if box else 2 * people * points,
        },
        because="Each person's own lock keeps the energy off"
        + (": one each on the box." if box else ": one each at every point."),
    )


@asks(LOTO, repair="SAF-01")
def proof_of_zero(draw: Draw) -> Asked:
    """What proves that a machine is without energy."""
    machine = draw.pick(*MACHINES)
    right = (
        "press start after locking, then measure",
        "try to start it and read gauge and meter",
        "start button tried, voltage and pressure read",
    )
    wrong = {
        "the lamp of the machine is out": "a lamp can have failed",
        "the emergency stop is pressed": "an emergency stop isolates nothing",
        "the lock hangs on the isolator": "the isolator may be the wrong one",
        "the operator says that it is off": "somebody's word is no test",
        "the PLC shows the machine in stop": "a program's state is no isolation",
        "the machine made no noise for an hour": "stored energy makes no noise",
    }
    return draw.choice(f"What proves that {machine} is at zero energy?", right, wrong,
                       because="The try-out and a reading at the place of work are the proof.")  # fmt: skip  # noqa: E501


AWAY = (
    ("A technician went home and left his lock on.",
     "he is called; then the written removal procedure is followed",
     "the one who put it on takes it off, or the employer by a written procedure"),
    ("The shift changes with the work half done.",
     "the next crew hangs its locks before the old ones come off",
     "protection must not have a gap"),
    ("A contractor works on the same machine as you.",
     "both tell each other their procedures, each with his own lock",
     "each employer knows the other's procedure, each person has a lock"),
    ("The machine has to run for a short test.",
     "tools and people out, locks off, test, then lock out again",
     "for a test energy is restored in order and taken away again"),
    ("The isolator cannot take a lock.",
     "a tag with a second safeguard, such as a fuse taken out",
     "a tag alone needs something that gives the safety of a lock"),
)  # fmt: skip
SHORTCUTS = {
    "the supervisor cuts the lock and tells him next day": "done without check or procedure",
    "the locks come off, and the next crew decides": "leaves a gap without protection",
    "one lock of the foreman stands for everybody": "a person without a lock is not protected",
    "the emergency stop is pressed in place of locks": "an emergency stop isolates nothing",
    "a watchman stands at the switch until it is done": "a watchman can be called away",
    "the lock stays, the work goes on by a jumper": "a jumper goes round the protection",
}


@asks(LOTO, repair="SAF-01 WRK-05")
def lock_situations(draw: Draw) -> Asked:
    """What is done in a special case of lockout."""
    case, right, why = draw.pick(*AWAY)
    return ask_entry(draw, f"{case} What is right?", right,
                     {right: why} | SHORTCUTS, because=f"Because {why}.")  # fmt: skip
