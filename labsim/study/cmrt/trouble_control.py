"""Controls: what LED, device and program say together; sensors; 4–20 mA; thermometers."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.pictures import gauge, table

TOPIC = "Troubleshooting and Analysis"
CARDS = "input and output discrimination: troubleshooting tables of PLC makers (1747-6.2)"
LOOP = "4–20 mA live zero; NAMUR NE 43: below 3.6 and above 21 mA says fault"
PLACES = ("gate 2", "press H-3", "filler 1", "conveyor C-12", "mixer R-4", "lift table 5")

INPUTS = {  # device, LED, bit: cause
    ("on", "on", "off"): "the card's channel, or the input is forced off",
    ("off", "on", "on"): "the device passes current while off, or its wire is shorted",
    ("on", "off", "off"): "an open wire, a lost common or too low a voltage",
    ("off", "off", "on"): "the input is forced on, or the card's channel",
}
INPUT_WRONG = {
    "a broken contact inside the pushbutton, not seen by its lamp": "the device blamed by habit",
    "the rung uses the wrong kind of contact, XIO where XIC belongs": "logic blamed for an image",
}


@asks(CARDS, repair="PLC-01", backed="picture")
def input_chain(draw: Draw) -> Asked:
    """Fault in an input by device, LED and bit."""
    case, n = draw.pick(*INPUTS), draw.pick(*range(16))
    heads = ("device, seen and measured", f"LED of input {n}", "bit in the controller")
    wrong = {text: f"read as device {d}, LED {led}, bit {b}"
             for (d, led, b), text in INPUTS.items() if (d, led, b) != case}  # fmt: skip
    return draw.choice(
        f"The limit switch of {draw.pick(*PLACES)} is looked at in three places. Where is the"
        " fault?",
        INPUTS[case],
        wrong | INPUT_WRONG,
        because=f"Device {case[0]}, LED {case[1]}, bit {case[2]}: go from the device to the bit;"
        f" the first place that differs is where to look. Here: {INPUTS[case]}.",
        show=lambda: table(heads, [case]),
    )


OUTPUTS = {  # bit, LED, V at the terminal, load: cause
    ("on", "off", "0", "off"): "output card, or forced off, or not in RUN",
    ("on", "on", "0", "off"): "the output's fuse or an open transistor",
    ("off", "off", "24", "on"): "a shorted transistor or a feed from elsewhere",
    ("on", "on", "24", "off"): "the wire to the load or the load itself",
    ("off", "off", "0", "off"): "the program: no rung asks for the output",
}


@asks(CARDS, repair="PLC-01 HYD-04", backed="picture")
def output_chain(draw: Draw) -> Asked:
    """Fault in an output by bit, LED, voltage and load."""
    case, n = draw.pick(*OUTPUTS), draw.pick(*range(16))
    heads = ("bit", f"LED of output {n}", "V at its terminal", "valve coil")
    wrong = {text: f"read as bit {c[0]}, LED {c[1]}, {c[2]} V, load {c[3]}"
             for c, text in OUTPUTS.items() if c != case}  # fmt: skip
    asked = "stays open" if case[3] == "on" else "does not open"
    return draw.choice(
        f"A 24 V valve at {draw.pick(*PLACES)} {asked}. Where is the fault?",
        OUTPUTS[case],
        wrong,
        because=f"Bit {case[0]}, LED {case[1]}, {case[2]} V, coil {case[3]}: {OUTPUTS[case]}.",
        show=lambda: table(heads, [case]),
    )


NEEDS = ("Guard_OK", "Air_OK", "Oil_OK", "Home", "No_Jam", "Auto", "Drive_Ready", "Part_In")


@asks("XIC passes at 1, XIO passes at 0", repair="PLC-01 PLC-04", backed="picture")
def missing_permissive(draw: Draw) -> Asked:
    """Which contact of a rung stops the flow."""
    tags = draw.some(NEEDS, 6)
    kinds = [draw.pick("XIC", "XIO") for _ in tags]
    stop = draw.pick(*range(6))
    bits = [int((kind == "XIC") != (k == stop)) for k, kind in enumerate(kinds)]
    rows = [(t, kind, str(b)) for t, kind, b in zip(tags, kinds, bits, strict=True)]
    wrong = {}
    for k, tag in enumerate(tags):
        if k != stop:
            say_ = "0 taken for no flow" if bits[k] == 0 else "1 taken for no flow"
            wrong[tag] = f"{tag}, {kinds[k]}: {say_}"
    return draw.choice(
        f"The start rung of {draw.pick(*PLACES)} has six contacts in series and its coil is off"
        f" ({', '.join(tags)}). Which one stops it?",
        tags[stop],
        wrong,
        because=f"{tags[stop]} is an {kinds[stop]} at {bits[stop]}; all others pass.",
        show=lambda: table(("tag", "instruction", "bit"), rows),
    )


HOT = ("an oven", "a jacket", "a gearbox", "a winding", "a fermenter", "a wash tank")
SPANS = ((0, 10, "bar"), (0, 250, "°C"), (0, 600, "L/min"), (-50, 150, "°C"), (20, 120, "m³/h"),
         (0, 16, "bar"), (-1, 9, "bar"))  # fmt: skip


@asks(LOOP, repair="ICA-02", backed="picture")
def milliamps_from_gauge(draw: Draw) -> Asked:
    """Current a transmitter should give for a gauge's reading."""
    high, share = draw.pick(10, 16, 25, 40), draw.pick(0.2, 0.3, 0.4, 0.6, 0.7, 0.8)
    value = high * share
    return draw.number(
        f"The gauge beside a transmitter of 0 to {high} bar (4 to 20 mA) shows {value:g} bar at"
        f" {draw.pick(*PLACES)}. What should the loop carry?",
        4 + 16 * share,
        "mA",
        mistakes={
            "live zero forgotten": 20 * share,
            "4 mA added to 20 mA of span": 4 + 20 * share,
            "live zero left out of the sum": 16 * share,
            "scale turned round": 20 - 16 * share,
            "bar taken for mA": value,
        },
        because=f"4 + 16 · {share:g} = {say(4 + 16 * share)} mA.",
        show=lambda: gauge(value, 0.0, float(high), "bar"),
    )


@asks(LOOP, repair="ICA-02")
def value_from_milliamps(draw: Draw) -> Asked:
    """Value for a current, with a range that may not begin at zero."""
    low, high, unit = draw.pick(*SPANS)
    ma = draw.pick(5.6, 7.2, 8.8, 10.4, 13.6, 15.2, 16.8)
    share = (ma - 4) / 16
    key = low + share * (high - low)
    return draw.number(
        f"A transmitter of {low:g} to {high:g} {unit} sends {ma:g} mA. What does it measure?",
        key,
        unit,
        mistakes={
            "live zero forgotten": low + ma / 20 * (high - low),
            "4 mA taken off, then over 20 mA": low + (ma - 4) / 20 * (high - low),
            "16 mA of span without taking 4 mA off": low + ma / 16 * (high - low),
            "scale turned round": high - share * (high - low),
            "the share of the end of the range": share * high,
            "only the share of the span, begin left out": key - low,
            "half the range": (low + high) / 2,
        },
        because=f"({ma:g} - 4) / 16 = {share:g} of {high - low:g} {unit}, from {low:g} on:"
        f" {key:.4g} {unit}.",
    )


CURRENTS = {
    0.0: "no current at all: an open loop or no supply",
    3.5: "the transmitter itself reports a fault (low)",
    22.0: "the transmitter itself reports a fault (high)",
    4.0: "a good loop at the lower end of the range",
    12.0: "a good loop in the middle of the range",
    20.0: "a good loop at the upper end of the range",
}


@asks(LOOP, repair="ICA-02 PLC-03", backed="picture")
def loop_state(draw: Draw) -> Asked:
    """What the current of a loop says about the loop."""
    ma = draw.pick(*CURRENTS)
    right = CURRENTS[ma]
    wrong = {text: f"{m:g} mA is that" for m, text in CURRENTS.items() if m != ma}
    tag = draw.pick("LT-101", "PT-204", "TT-310", "FT-402", "PT-118", "LT-220")
    return draw.choice(
        f"A milliammeter in the loop of {tag} shows what the picture shows. What does it say?",
        right,
        wrong,
        because=f"{ma:g} mA: {right}. From 3.8 to 20.5 mA it is a reading.",
        show=lambda: gauge(ma, 0.0, 24.0, "mA"),
    )


def pt100(celsius: float) -> float:
    """Return the resistance in Ω of a Pt100 at 0 to 850 °C (IEC 60751)."""
    return 100 * (1 + 3.9083e-3 * celsius - 5.775e-7 * celsius**2)


@asks("Pt100: IEC 60751, 0.385 Ω for 1 K near 0 °C", repair="ICA-02")
def pt100_leads(draw: Draw) -> Asked:
    """Error of a two-wire resistance thermometer by its leads."""
    lead, metres = draw.pick(0.4, 0.6, 0.8, 1.2, 1.5), draw.pick(20, 40, 60, 80)
    return draw.number(
        f"A Pt100 of {draw.pick(*HOT)} is wired with two wires of {metres} m; each has {lead:g}"
        " Ω. How much too high does it read, at 0.385 Ω for 1 K?",
        2 * lead / 0.385,
        "K",
        mistakes={
            "one wire only counted": lead / 0.385,
            "ohms taken for kelvins": 2 * lead,
            "multiplied by 0.385": 2 * lead * 0.385,
            "four wires counted": 4 * lead / 0.385,
            "both wires and one more for the plug": 3 * lead / 0.385,
        },
        because=f"There and back {2 * lead:g} Ω: {2 * lead:g} / 0.385 = {say(2 * lead / 0.385)} K."
        " Three or four wires take it out.",
    )


@asks("Pt100: IEC 60751", repair="ICA-02 INS-01")
def pt100_check(draw: Draw) -> Asked:
    """Whether a resistance thermometer agrees with a reference."""
    t = draw.pick(25, 40, 60, 80, 95, 120, 150)
    return draw.number(
        f"A Pt100 taken out of {draw.pick(*HOT)} lies in a bath at {t} °C. What resistance must"
        " it have, about?",
        pt100(t),
        "Ω",
        mistakes={
            "100 Ω at every temperature": 100.0,
            "a kelvin taken for an ohm": 100.0 + t,
            "only the rise told": pt100(t) - 100,
            "falling with temperature, as a thermistor": 200 - pt100(t),
            "the value of a Pt1000": 10 * pt100(t),
            "half the slope": 100 + 0.1925 * t,
        },
        because=f"100 + about 0.385 · {t} = {say(pt100(t), 4)} Ω.",
    )


SENSOR = {  # BN-BU, BK-BU at the sensor, at the card, LED: cause
    ("24.1", "23.3", "23.2", "lit"): "the sensor is good: look at the card and the program",
    ("24.1", "23.3", "0.0", "lit"): "the black wire to the card is open",
    ("0.0", "0.0", "0.0", "dark"): "no supply: brown or blue is open, or a fuse",
    ("24.1", "0.0", "0.0", "dark"): "the sensor does not see it: distance, dirt, or dead",
    ("24.1", "0.3", "0.3", "lit"): "its output is shorted to 0 V or has failed",
}


@asks("three-wire PNP sensor with a target in front of it", repair="PLC-01 PLC-03 INS-01",
      backed="picture")  # fmt: skip
def pnp_sensor(draw: Draw) -> Asked:
    """Fault of a PNP sensor by its voltages."""
    case, target = (
        draw.pick(*SENSOR),
        draw.pick("a steel flag", "a pallet", "a carriage", "a gripper"),
    )
    wrong = {text: f"that is {c[0]}, {c[1]}, {c[2]} V" for c, text in SENSOR.items() if c != case}
    return draw.choice(
        f"{begin(target)} stands before a PNP sensor at {draw.pick(*PLACES)}; the machine"
        " waits for it. What is wrong?",
        SENSOR[case],
        wrong,
        because=f"BN {case[0]} V, BK {case[1]} V at the sensor and {case[2]} V at the card, LED"
        f" {case[3]}: {SENSOR[case]}.",
        show=lambda: table(("BN-BU, V", "BK-BU at sensor, V", "at card, V", "LED"), [case]),
    )
