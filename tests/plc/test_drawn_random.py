"""Random drawings, bridges and all, do in the controller what their lines say, contact by contact.

The reference follows the lines: power is at a symbol's output when it is at its input and the
symbol lets it through. It knows nothing of trees, wires or rungs.
"""

from __future__ import annotations

import random

from labsim.plc import Controller, read_plcopen
from tests.plc.drawings import block, coil, contact, inlet, ladder, pou, project

BITS = [f"b{k}" for k in range(5)]


def drawing(seed: int) -> tuple[list[tuple], str]:
    """Draw symbols in columns, each fed by some of those before it; return them and the file."""
    dice, made = random.Random(seed), []
    for number in range(1, dice.randint(4, 14)):
        before = [one[0] for one in made if one[1] != "CTU"] + [0, 0]
        sources = sorted(set(dice.choices(before, k=dice.choice([1, 1, 1, 2, 3]))))
        kind = dice.choice(["XIC", "XIC", "XIO", "XICP", "OTE", "CTU"])
        reset = sorted(set(dice.choices(before, k=dice.choice([1, 2])))) if kind == "CTU" else []
        made.append((number, kind, dice.choice(BITS), sources, reset))
    return made, project(pou("Main", declarations(made), ladder(*map(drawn, made), inlet(99, "2"))))


def declarations(made: list[tuple]) -> str:
    outs = "".join(f" q{one[0]}" for one in made if one[1] == "OTE")
    counters = "".join(f" c{one[0]}" for one in made if one[1] == "CTU")
    text = f"{' '.join(BITS)}{outs}: BOOL"
    return text + (f"; {counters}: CTU" if counters else "")


def drawn(one: tuple) -> str:
    number, kind, bit, sources, reset = one
    place = {"x": 40 * number, "y": 40 * (number % 5)}
    fed = [str(source) for source in sources]
    if kind == "CTU":
        pins = {"CU": " ".join(fed), "R": " ".join(map(str, reset)), "PV": "99"}
        return block(number, "CTU", f"c{number}", **place, **pins)
    if kind == "OTE":
        return coil(number, f"q{number}", *fed, **place)
    looks = {"XIO": {"negated": "true"}, "XICP": {"edge": "rising"}}.get(kind, {})
    return contact(number, bit, *fed, **place, **looks)


class Reference:
    """Follows the lines of a drawing, scan by scan."""

    def __init__(self, made: list[tuple]) -> None:
        self.made, self.before, self.count, self.up = made, {}, {}, {}

    def scan(self, bits: dict[str, bool]) -> dict[str, int | bool]:
        power, seen = {0: True}, {}
        for number, kind, bit, sources, reset in self.made:
            here = any(power[one] for one in sources)
            if kind == "CTU":
                seen[f"c{number}.CV"] = self.counted(number, here, any(power[r] for r in reset))
                continue
            through = {"XIC": bits[bit], "XIO": not bits[bit], "OTE": True}.get(kind)
            if kind == "XICP":
                through = bits[bit] and not self.before.get(bit, False)
            power[number] = here and through
            if kind == "OTE":
                seen[f"q{number}"] = here
        self.before = bits
        return seen

    def counted(self, number: int, up: bool, reset: bool) -> int:
        was, self.up[number] = self.up.get(number, False), up
        counted = self.count.get(number, 0) + (up and not was)
        self.count[number] = 0 if reset else counted
        return self.count[number]


def test_random_drawings_do_what_their_lines_say() -> None:
    wired = 0
    for seed in range(150):
        made, text = drawing(seed)
        program = read_plcopen(text)
        wired += any(name.startswith("~w") for name in program.tags)
        controller, reference, dice = Controller(program), Reference(made), random.Random(seed)
        for at in range(8):
            bits = {name: dice.random() < 0.6 for name in BITS}
            expected = reference.scan(bits)
            controller.scan(at, bits)
            assert {name: controller[name] for name in expected} == expected, (seed, at)
    assert wired > 30  # so many of them are no plain series and parallels
