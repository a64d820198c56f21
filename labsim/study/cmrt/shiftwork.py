"""Production, process and shift: flow of a line, process control, 5S, handover, plain speech."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.fine import fine
from labsim.study.matching import ask_entry
from labsim.study.pictures import gauge, scheme, table

TOPIC = "Maintenance Practices"
FLOW = "output of a line is that of its slowest station"
TALK = "shift handover and three-way communication (HSE guidance by name)"
STATIONS = ("filler", "capper", "labeller", "packer", "palletiser")


@asks(FLOW, repair="REL-01 INT-04", backed="picture")
def slowest_station(draw: Draw) -> Asked:
    """Output of a line and its slowest station."""
    rates = draw.some(range(40, 125, 5), 4)
    stations = draw.some(STATIONS, 4)
    hours = draw.pick(4, 6, 8)
    key = min(rates) * 60 * hours
    marks = {k: f"{rate}/min" for k, rate in enumerate(rates)}
    told = ", ".join(f"{a} {b}" for a, b in zip(stations, marks.values(), strict=True))
    return draw.number(
        f"Stations run in a row at the rates shown, no buffers. How much comes out in {hours} h?",
        key,
        "pieces",
        digits=1,
        mistakes={
            "the fastest station taken": max(rates) * 60 * hours,
            "the mean of the rates": sum(rates) / 4 * 60 * hours,
            "the last station taken": rates[-1] * 60 * hours,
            "the first station taken": rates[0] * 60 * hours,
            "one hour taken": min(rates) * 60,
            "the rates added": sum(rates) * 60 * hours,
            "minutes forgotten": min(rates) * hours,
        },
        because=f"The slowest, {min(rates)}/min, sets the line: {key:,} pieces.",
        show=lambda: scheme(stations, f"Stations: {told}.", marks),
    )


@asks("takt time = time available / demand", repair="REL-01")
def takt(draw: Draw) -> Asked:
    """Takt time of a shift."""
    shift, breaks = draw.pick(450, 480, 510), draw.pick(30, 45, 60)
    demand, down = draw.pick(300, 420, 600, 840), draw.pick(0, 20, 40)
    key = (shift - breaks) * 60 / demand
    extra = f" Yesterday {down} min were lost by stops." if down else ""
    return draw.number(
        f"A shift has {shift} min with {breaks} min of breaks; {demand} pieces are wanted.{extra}"
        " What is the takt time?",
        key,
        "s",
        mistakes={
            "breaks left in": shift * 60 / demand,
            "pieces for each minute": demand / (shift - breaks),
            "minutes for seconds": key / 60,
            "breaks added": (shift + breaks) * 60 / demand,
            "breaks counted twice": (shift - 2 * breaks) * 60 / demand,
            "an hour of 100 minutes": key * 100 / 60,
        },
        because=f"({shift} − {breaks}) min · 60 / {demand} = {say(key)} s from piece to piece.",
    )


@asks("rolled yield: product of the yields of the steps", repair="REL-01", backed="picture")
def yield_of_steps(draw: Draw) -> Asked:
    """Yield of several process steps."""
    shares = [draw.pick(80, 85, 90, 92, 95, 98) for _ in range(3)]
    names = draw.some(("press", "mill", "wash", "paint", "fill", "test"), 3)
    key = shares[0] * shares[1] * shares[2] / 1e4
    marks = {k: f"{share} %" for k, share in enumerate(shares)}
    return fine(
        draw,
        "Each step passes the share shown. Which share passes all three?",
        key,
        "%",
        places=1,
        mistakes={
            "the mean of the shares": sum(shares) / 3,
            "the lowest share": min(shares),
            "two steps taken": shares[0] * shares[1] / 100,
            "losses added": 100 - sum(100 - s for s in shares),
            "losses taken for yields": 100 - key,
        },
        because=f"Shares of steps multiply: {' · '.join(f'{s} %' for s in shares)} = {key:.1f} %.",
        show=lambda: scheme(
            names, f"Steps {', '.join(names)} with {', '.join(marks.values())}.", marks
        ),
    )


@asks("4–20 mA spans linearly", repair="ICA-02", backed="picture")
def process_value(draw: Draw) -> Asked:
    """Process value from the current of a transmitter."""
    low, high, unit, what = draw.pick(
        (0, 10, "bar", "pressure"), (0, 16, "bar", "pressure"), (0, 200, "°C", "temperature"),
        (0, 80, "m³/h", "flow"), (50, 250, "°C", "temperature"), (0, 6, "m", "level"),
    )  # fmt: skip
    amps = draw.pick(*range(6, 20))
    key = low + (high - low) * (amps - 4) / 16
    return draw.number(
        f"The gauge shows the loop's current. The transmitter spans {low} to {high} {unit}. What is"
        f" the {what}?",
        key,
        unit,
        mistakes={
            "the live zero of 4 mA forgotten": low + (high - low) * amps / 20,
            "16 mA taken as full, zero at 0": low + (high - low) * amps / 16,
            "divided by 20 after taking off 4": low + (high - low) * (amps - 4) / 20,
            "counted from the top": high - (high - low) * (amps - 4) / 16,
            "2 mA taken as the zero": low + (high - low) * (amps - 2) / 16,
        },
        because=f"{low} + {high - low} · ({amps} − 4) / 16 = {say(key)} {unit}.",
        show=lambda: gauge(amps, 0, 25, "mA", f"Gauge 0 to 25 mA, pointer at {amps} mA."),
    )


LOOP = {
    "sensor": "feels the process value",
    "transmitter": "turns it into a standard signal",
    "controller": "compares it with the set point",
    "control valve": "changes the flow into the process",
    "positioner": "sees that the stem stands where the signal says",
    "set point": "is the value that is wanted",
}


@asks("parts of a control loop, IEC 60050-351 by name", repair="ICA-03")
def part_of_the_loop(draw: Draw) -> Asked:
    """Part of a control loop and its task."""
    right = draw.pick(*LOOP)
    where = draw.pick("a heat exchanger", "a tank level loop", "a pressure loop", "a dryer")
    return ask_entry(draw, f"In the control of {where}: what {LOOP[right]}?", right, LOOP)


FAILSAFE = (
    ("steam to a heater", "closes", "no heat without control"),
    ("cooling water to a reactor", "opens", "cooling goes on"),
    ("fuel gas to a burner", "closes", "no gas without control"),
    ("the recycle line of a pump", "opens", "the pump is not run against a shut valve"),
    ("acid to a mixing tank", "closes", "no acid without control"),
    ("the vent of a vessel", "opens", "pressure can go"),
)


@asks("fail position of control valves", repair="ICA-03 HYD-02")
def valve_without_air(draw: Draw) -> Asked:
    """Position of a control valve when air fails."""
    line, way, why = draw.pick(*FAILSAFE)
    other = "opens" if way == "closes" else "closes"
    wrong = {
        f"one that {other} when air fails": f"then this would not hold: {why}",
        "one that stays where it stands": f"it stands by chance: “{why}” cannot be counted on",
        "one without a spring, air to both sides": "without air it goes where the flow pushes it",
        "any, the operator shuts it by hand": "nobody is fast enough at every hour",
        "one that moves to half stroke": "half open is neither safe nor useful",
    }
    return draw.choice(f"A pneumatic valve controls {line}. Which is the usual choice?",
                       f"one that {way} when air fails", wrong,
                       because=f"Without air it {way}: {why}.")  # fmt: skip


FIVE = {
    "sort": "what is not needed at the place is taken away",
    "set in order": "each tool gets its marked place",
    "shine": "cleaning is inspection: leaks are found",
    "standardise": "the good state is written and shown as a picture",
    "sustain": "audits and habit keep it",
}
DOINGS = (
    ("Red tags are put on tools nobody used this year.", "sort"),
    ("Old drives under the bench are sent to scrap.", "sort"),
    ("Shadow boards show where each wrench hangs.", "set in order"),
    ("Pipes and floor lanes are marked and labelled.", "set in order"),
    ("While wiping a gearbox a technician finds a wet seal.", "shine"),
    ("Oil is wiped up, and its source is looked for.", "shine"),
    ("One photo at each bench shows how it has to look.", "standardise"),
    ("All shifts take the same cleaning list.", "standardise"),
    ("Each month another team audits the bench.", "sustain"),
    ("The supervisor asks for the list on every round.", "sustain"),
)


@asks("5S", repair="SAF-03 WRK-05")
def step_of_5s(draw: Draw) -> Asked:
    """Step of 5S to which an action belongs."""
    case, right = draw.pick(*DOINGS)
    return ask_entry(draw, f"{case} To which step of 5S does this belong?", right, FIVE)


STATES = {
    "guard switch of the press bridged by a jumper": "a defeated safeguard can hurt at once",
    "relief valve of the boiler isolated": "a vessel without relief can burst",
    "lock of the last shift still on the mixer": "somebody may be inside, or energy untold",
    "smoke detector of hall 2 masked since noon": "a fire would not be noticed",
}
MINOR = {
    "label of a valve hard to read": "to be mended, not today",
    "filter of the office fan due next week": "due next week",
    "one lamp of six in the hall dark": "five lamps are left",
    "shadow board lacks a screwdriver": "another one is in the crib",
    "spare pump has a slow drip in its tray": "it stands, and the tray holds",
    "grease gun nearly empty": "it is filled in a minute",
    "paint worn on a handrail": "to be mended with the next painting",
}


@asks(TALK, repair="WRK-05", backed="picture")
def first_of_the_log(draw: Draw) -> Asked:
    """Entry of a shift log that is handed over first."""
    right = draw.pick(*STATES)
    others = draw.some(MINOR, 3)
    start = draw.pick(14, 15, 16, 17)
    rows = [(f"{start + k}:{k}5", text) for k, text in enumerate(draw.some([right, *others], 4))]
    return ask_entry(draw, "Which entry of the log must be told first at handover, face to face?",
                     right, STATES | MINOR, among=[right, *others],
                     show=lambda: table(("time", "entry"), rows))  # fmt: skip


SAYINGS = ("Close valve V-12", "Open breaker Q7", "Set the drive to 35 Hz", "Lock isolator Q3",
           "Start pump P-2", "Shut the air to line 4")  # fmt: skip


@asks(TALK, repair="WRK-05")
def repeat_back(draw: Draw) -> Asked:
    """Answer to an order by radio."""
    order, noise = draw.pick(*SAYINGS), draw.pick("noisy", "loud", "crackling")
    low = order[0].lower() + order[1:]
    wrong = {
        "“Copy that, on my way.”": "copied, but nobody knows what was understood",
        "“OK, OK, will do it at once.”": "an OK does not say what was heard",
        f"silence; one does it: {low}": "without an answer the sender does not know",
        "“You told me that already.”": "no repeat, no check",
        "two clicks of the radio key": "clicks can come from anybody",
        "“Understood, like last time.”": "last time can have been another part",
    }
    return draw.choice(f"By a {noise} radio you hear: “{order}.” What do you answer?",
                       (f"“I {low}.” and wait for yes", f"“You want: {low}. Correct?”"), wrong,
                       because="Said, repeated, confirmed: the sender hears what was understood.")  # fmt: skip  # noqa: E501
