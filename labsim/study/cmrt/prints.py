"""Drawings, schematics, symbols: IEC 60617, ISO 1219, ladder, tags, fits, scales."""

from __future__ import annotations

from functools import lru_cache

from labsim.plc import Controller, read_rungs
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin
from labsim.study.fine import fine
from labsim.study.matching import ask_entry
from labsim.study.pictures import table
from labsim.study.pictures_symbols import ELECTRICAL, FLUID, SEEN, VALVES, rung, symbol, valve

TOPIC = "Maintenance Practices"
LADDER = "IEC 61131-3 ladder; computed by labsim's controller"
SHOWN = {name: f"drawn as {SEEN[name]}" for name in [*ELECTRICAL, *FLUID, *VALVES]}


@asks("IEC 60617 by name", repair="ELE-01", backed="picture")
def electrical_symbol(draw: Draw) -> Asked:
    """Symbol of an electrical diagram."""
    right = draw.pick(*ELECTRICAL)
    return ask_entry(draw, "What does this symbol of a wiring diagram stand for?", right, SHOWN,
                     among=ELECTRICAL, show=lambda: symbol(right))  # fmt: skip


@asks("ISO 1219-1 by name", repair="HYD-01", backed="picture")
def fluid_symbol(draw: Draw) -> Asked:
    """Symbol of a hydraulic or pneumatic diagram."""
    right = draw.pick(*FLUID)
    return ask_entry(draw, "What does this symbol of a fluid power diagram stand for?", right,
                     SHOWN, among=FLUID, show=lambda: symbol(right))  # fmt: skip


@asks("ISO 1219-1 by name: ports / positions", repair="HYD-01 HYD-04", backed="picture")
def valve_symbol(draw: Draw) -> Asked:
    """Ways and positions of a directional valve."""
    right = draw.pick(*VALVES)
    stem = draw.pick("Which directional valve is drawn?", "What is this directional valve called?",
                     "Which valve does the diagram show at rest?")  # fmt: skip
    return ask_entry(draw, stem, right, SHOWN, among=VALVES,
                     because=f"{right}: {SHOWN[right]}. Ports / positions.",
                     show=lambda: valve(right))  # fmt: skip


RUNGS = {
    "[XIC(S1),XIC(K1)]XIO(S2)OTE(K1);": ((("S1",), ("K1",)), ("/S2",), ("S1", "S2")),
    "[XIC(B1)XIC(B2),XIC(S1)]XIC(Q1)OTE(M1);": ((("B1", "B2"), ("S1",)), ("Q1",), ("B1", "B2", "S1", "Q1")),  # noqa: E501
    "[XIC(S1)XIO(S2),XIO(S1)XIC(S2)]OTE(H1);": ((("S1", "/S2"), ("/S1", "S2")), (), ("S1", "S2")),
    "[XIC(B1),XIO(B2)]XIC(S3)OTE(Y1);": ((("B1",), ("/B2",)), ("S3",), ("B1", "B2", "S3")),
    "[XIC(S1)]XIO(B1)XIO(B2)OTE(Y2);": ((("S1",),), ("/B1", "/B2"), ("S1", "B1", "B2")),
}  # fmt: skip


@lru_cache
def results(text: str) -> dict[tuple[int, ...], bool]:
    """Return the coil for every state of the inputs, one scan from power up."""
    inputs, coil = RUNGS[text][2], text.rpartition("OTE(")[2].rstrip(");")
    out = {}
    for n in range(2 ** len(inputs)):
        bits = tuple(n >> k & 1 for k in range(len(inputs)))
        controller = Controller(read_rungs(text, dialect="ab"))
        for name, bit in zip(inputs, bits, strict=True):
            controller[name] = bool(bit)
        controller.scan()
        out[bits] = bool(controller[coil])
    return out


@asks(LADDER, repair="PLC-01 PLC-02", backed="simulation")
def rung_state(draw: Draw) -> Asked:
    """States of the inputs that switch the coil of a rung."""
    text = draw.pick(*RUNGS)
    rows, after, inputs = RUNGS[text]
    coil = text.rpartition("OTE(")[2].rstrip(");")
    states = results(text)
    wanted = draw.pick(True, False)
    few = [bits for bits, on in states.items() if on == wanted]
    rest = [bits for bits, on in states.items() if on != wanted]
    wanted, few, rest = (not wanted, rest, few) if len(rest) < 3 else (wanted, few, rest)

    power = "power does not reach" if wanted else "power reaches"

    def told(bits: tuple[int, ...]) -> str:
        return ", ".join(f"{name} = {bit}" for name, bit in zip(inputs, bits, strict=True))

    wrong = {told(bits): f"there {power} the coil: {told(bits)}" for bits in rest}
    return draw.choice(
        f"All bits are 0 before. At which inputs is {coil} {int(wanted)} after a scan?",
        told(draw.pick(*few)),
        wrong,
        because=f"Follow the power from the left rail: {text.rstrip(';')}.",
        show=lambda: rung(rows, after, coil, f"Rung: {text}"),
    )


LETTERS = {
    "F": "a fuse or a protective device",
    "K": "a relay or PLC that handles signals",
    "M": "a motor",
    "Q": "a contactor or breaker that switches power",
    "S": "a push button or selector worked by hand",
    "B": "a sensor",
    "T": "a transformer or power supply",
    "P": "a lamp or a meter that shows something",
    "X": "a terminal strip or a plug",
}


@asks("IEC 81346-2 letter codes by name", repair="ELE-01", unsure=True)
def letter_code(draw: Draw) -> Asked:
    """Letter of a reference designation."""
    letter, number = draw.pick(*LETTERS), draw.pick(1, 2, 3, 4, 11, 12)
    wrong = {text: f"that begins with {name}" for name, text in LETTERS.items() if name != letter}
    return draw.choice(f"On an IEC drawing a part is marked -{letter}{number}. What is it?",
                       LETTERS[letter], wrong,
                       because=f"{letter} stands for {LETTERS[letter]}.")  # fmt: skip


CONTACTS = {
    "A1–A2": "the coil of a contactor",
    "1–2": "a main pole of a contactor",
    "13–14": "a make contact",
    "21–22": "a break contact",
    "95–96": "the break contact of an overload relay",
    "97–98": "the make contact of an overload relay",
    "15–16": "a delayed break contact of a timer",
}


@asks("terminal marking, EN 50005 by name", repair="ELE-01 ELE-03")
def terminal_numbers(draw: Draw) -> Asked:
    """Numbers at the terminals of contacts and coils."""
    right, tag = draw.pick(*CONTACTS), draw.pick("a field sheet", "a print", "a panel's drawing")
    wrong = {text: f"that is {name}" for name, text in CONTACTS.items() if name != right}
    return draw.choice(f"On {tag} two terminals are marked {right}. What lies between them?",
                       CONTACTS[right], wrong,
                       because=f"{right} is {CONTACTS[right]}.")  # fmt: skip


@asks("limits and fits: clearance = hole − shaft", repair="MEC-01", backed="picture")
def clearance_of_a_fit(draw: Draw) -> Asked:
    """Greatest and least clearance of a fit on a drawing."""
    size, hole = draw.pick(25, 30, 40, 50), draw.pick(21, 25, 30)
    high = -draw.pick(7, 9, 20, 25)
    low = high - draw.pick(13, 16)
    greatest = draw.pick(True, False)
    key = hole - low if greatest else -high
    rows = [(f"hole Ø{size}", f"+0.0{hole}", "0"), (f"shaft Ø{size}", f"{high / 1000:.3f}", f"{low / 1000:.3f}")]  # fmt: skip  # noqa: E501
    word = "greatest" if greatest else "least"
    return fine(
        draw,
        f"What is the {word} clearance of this fit?",
        key / 1000,
        "mm",
        places=3,
        mistakes={
            "greatest and least exchanged": (-high if greatest else hole - low) / 1000,
            "both upper limits compared": (hole - high) / 1000,
            "both lower limits compared": -low / 1000,
            "the hole's tolerance only": hole / 1000,
            "the tolerances added": (hole + high - low) / 1000,
        },
        because=f"{begin(word)}: {'largest hole less smallest' if greatest else 'smallest hole less largest'} shaft, {key / 1000:.3f} mm.",  # noqa: E501
        show=lambda: table(("part", "upper limit, mm", "lower limit, mm"), rows),
    )


@asks("scales of drawings, ISO 5455 by name", repair="MEC-02")
def drawing_scale(draw: Draw) -> Asked:
    """Size of a part from a scaled drawing."""
    scale, paper = draw.pick(2, 2.5, 5, 10, 20), draw.pick(32, 44, 58, 76, 124)
    bigger = draw.pick(True, False)
    name = f"1:{scale:g}" if bigger else f"{scale:g}:1"
    key = paper * scale if bigger else paper / scale
    return draw.number(
        f"On a print of scale {name} a line without a dimension is {paper} mm long. How long is it"
        " on the part?",
        key,
        "mm",
        mistakes={
            "scale taken the other way": paper / scale if bigger else paper * scale,
            "taken off the paper as it is": paper,
            "the scale added": paper + scale,
            "area scaled, not length": key * scale if bigger else key / scale,
            "half of it: radius for diameter": key / 2,
            "a decimal place lost": key * 10,
        },
        because=f"{name}: {'the part is larger' if bigger else 'the part is smaller'} than the"
        f" drawing: {key:g} mm. Dimensions that are written always win.",
    )


FIRST = {"P": "pressure", "T": "temperature", "F": "flow", "L": "level"}
NEXT = {"I": "indicator", "IC": "indicating controller", "T": "transmitter", "SH": "high switch",
        "AL": "low alarm"}  # fmt: skip


@asks("ISA-5.1 letters by name", repair="ICA-01 ICA-02")
def instrument_tag(draw: Draw) -> Asked:
    """Tag of an instrument on a P&ID."""
    first, then = draw.pick(*FIRST), draw.pick(*NEXT)
    number = draw.pick(101, 204, 310, 415)
    right = f"{FIRST[first]} {NEXT[then]}"
    wrong = {f"{word} {NEXT[then]}": f"the first letter taken for {word}"
             for word in FIRST.values() if word != FIRST[first]}  # fmt: skip
    wrong |= {f"{FIRST[first]} {word}": f"the letters after the first taken for {word}"
              for word in NEXT.values() if word != NEXT[then]}  # fmt: skip
    return draw.choice(f"A P&ID shows a bubble {first}{then}-{number}. What is it?", right, wrong,
                       because=f"{first} is {FIRST[first]}, {then} says {NEXT[then]}.")  # fmt: skip
