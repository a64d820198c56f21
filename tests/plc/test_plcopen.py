"""PLCopen drawings are read and do what is drawn, scan by scan."""

from __future__ import annotations

from labsim.plc import Controller, read_plcopen
from labsim.plc.program import Op, Parallel, Program, Series
from tests.plc.drawings import block, coil, contact, inlet, ladder, outlet, pou, project


def written(node: object) -> str:
    """The tree in words: "S M/K1 T1.TON": series by blanks, branches in brackets."""
    if isinstance(node, Series):
        return " ".join(map(written, node.items)) or "-"
    if isinstance(node, Parallel):
        return f"[{' | '.join(map(written, node.branches))}]"
    assert isinstance(node, Op)
    names = ",".join(str(getattr(a, "text", "") or getattr(a, "root", a)) for a in node.args)
    pins = "".join(f" {k}={written(v) if isinstance(v, Series) else v.text or v.root}"
                   for k, v in node.pins.items())  # fmt: skip
    outs = "".join(f" {k}>{v.text or v.root}" for k, v in node.outs.items())
    ways = f" {node.enter}>{node.leave}" if node.enter or node.leave else ""
    return f"{node.name}({names}{pins}{outs}{ways})"


def read(tags: str, *symbols: str) -> Program:
    program = read_plcopen(project(pou("Main", tags, ladder(*symbols))))
    assert program.unsupported == []
    return program


def rungs(program: Program) -> list[str]:
    return [written(rung.body) for rung in program.routines[program.main].rungs]


def run(program: Program, *scans: tuple[int, dict], of: str = "") -> list:
    """Scan and return what the given tags are after each scan."""
    controller, seen = Controller(program), []
    for at, inputs in scans:
        controller.scan(at, inputs)
        values = [controller[name] for name in of.split()]
        seen.append(values[0] if len(values) == 1 else values)
    return seen


SEAL_IN = (
    contact(1, "Start", "0", x=50, y=20),
    contact(2, "Motor", "0", x=50, y=60),
    contact(3, "Stop", "1", "2", x=120, y=20, negated="true"),
    coil(4, "Motor", "3", x=200, y=20),
    '<rightPowerRail localId="5"><position x="260" y="0"/><connectionPointIn>'
    '<connection refLocalId="4"/></connectionPointIn></rightPowerRail>',
)


def test_start_and_stop_with_seal_in() -> None:
    program = read("Start Stop Motor: BOOL", *SEAL_IN)
    assert rungs(program) == ["[XIC(Start) | XIC(Motor)] XIO(Stop) OTE(Motor)"]
    on, off = {"Start": True, "Stop": False}, {"Start": False, "Stop": False}
    scans = [(0, off), (10, on), (20, off), (30, {**off, "Stop": True}), (40, off)]
    assert run(program, *scans, of="Motor") == [False, True, True, False, False]


def test_a_timer_into_a_coil() -> None:
    program = read(
        "S Q: BOOL; T1: TON; t: TIME",
        contact(1, "S", "0"),
        inlet(2, "T#30ms"),
        block(3, "TON", "T1", IN="1", PT="2"),
        coil(4, "Q", "3.Q"),
        outlet(5, "t", "3.ET"),
    )
    assert rungs(program) == ["XIC(S) TON(T1 PT=T#30ms ET>t) OTE(Q)"]
    on = {"S": True}
    scans = [(0, on), (20, on), (30, on), (40, {"S": False})]
    assert run(program, *scans, of="Q t") == [[False, 0], [False, 20], [True, 30], [False, 0]]


def test_a_counter_is_reset_by_a_leg_of_its_own() -> None:
    program = read(
        "Pulse Reset Full: BOOL; C1: CTU; n: INT",
        contact(1, "Pulse", "0"),
        contact(2, "Reset", "0"),
        inlet(3, "2"),
        block(4, "CTU", "C1", CU="1", R="2", PV="3"),
        coil(5, "Full", "4.Q"),
        outlet(6, "n", "4.CV"),
    )
    assert rungs(program) == ["XIC(Pulse) CTU(C1 R=XIC(Reset) PV=2 CV>n) OTE(Full)"]
    on, off = {"Pulse": True, "Reset": False}, {"Pulse": False, "Reset": False}
    scans = [(0, off), (1, on), (2, off), (3, on), (4, {"Pulse": False, "Reset": True})]
    values = [[False, 0], [False, 1], [False, 1], [True, 2], [False, 0]]
    assert run(program, *scans, of="Full n") == values


def test_a_bridge_is_no_series_and_no_parallel_and_still_does_what_is_drawn() -> None:
    program = read(
        "A B C D X Y: BOOL",
        contact(1, "A", "0", x=50, y=20),
        contact(2, "B", "0", x=50, y=60),
        contact(3, "C", "1", x=120, y=20),
        contact(4, "D", "1", "2", x=120, y=60),  # the line from A down to D is the bridge
        coil(5, "X", "3", x=200, y=20),
        coil(6, "Y", "4", x=200, y=60),
    )
    (body,) = rungs(program)
    assert body.count("~w1") == 3  # one coil, two contacts
    for k in range(16):
        bits = {name: bool(k >> i & 1) for i, name in enumerate("ABCD")}
        x, y = bits["A"] and bits["C"], (bits["A"] or bits["B"]) and bits["D"]
        assert run(program, (0, bits), of="X Y") == [[x, y]], bits


def test_a_contact_that_also_feeds_the_second_pin_of_a_block_becomes_a_wire() -> None:
    program = read(
        "A B Q: BOOL; C1: CTU",
        contact(1, "A", "0"),
        contact(2, "B", "1"),
        inlet(3, "1"),
        block(4, "CTU", "C1", CU="2", R="1", PV="3"),
        coil(5, "Q", "4.Q"),
    )
    (body,) = rungs(program)
    assert body == "[XIC(A) OTE(~w1) | XIC(~w1) XIC(B) CTU(C1 R=XIC(~w1) PV=1) OTE(Q)]"
    assert run(program, (0, {"A": True, "B": True}), of="Q C1.CV") == [[False, 0]]


def test_a_users_block_with_a_body_of_its_own() -> None:
    latch = pou(
        "Latch",
        "in Set Reset: BOOL; out Q: BOOL; state: BOOL",
        ladder(
            *(contact(1, "Set", "0", y=0), coil(2, "state", "1", x=9, storage="set")),
            *(contact(3, "Reset", "0", y=50), coil(4, "state", "3", x=9, y=50, storage="reset")),
            *(contact(5, "state", "0", y=90), coil(6, "Q", "5", x=9, y=90)),
        ),
        "functionBlock",
    )
    body = ladder(
        contact(1, "On", "0"),
        contact(2, "Off", "0"),
        block(3, "Latch", "L1", Set="1", Reset="2"),
        coil(4, "Lamp", "3.Q"),
    )
    program = read_plcopen(project(pou("Main", "On Off Lamp: BOOL; L1: Latch", body), latch))
    assert program.unsupported == []
    assert rungs(program) == ["XIC(On) CALL(L1 Reset=XIC(Off) Set>Q) OTE(Lamp)"]
    on, off = {"On": True, "Off": False}, {"On": False, "Off": False}
    scans = [(0, off), (1, on), (2, off), (3, {"On": False, "Off": True})]
    assert run(program, *scans, of="Lamp") == [False, True, True, False]


def test_a_users_function_returns_its_value() -> None:
    double = pou(
        *("Twice", "in v: INT"),
        ladder(inlet(1, "v"), block(2, "ADD", IN1="1", IN2="1"), outlet(3, "Twice", "2.OUT")),
        *("function", "INT"),
    )
    body = ladder(
        *(contact(1, "On", "0"), inlet(2, "n")),
        *(block(3, "Twice", EN="1", v="2"), outlet(4, "m", "3.OUT"), coil(5, "Done", "3.ENO")),
    )
    program = read_plcopen(project(pou("Main", "On Done: BOOL; n: INT=21; m: INT", body), double))
    assert program.unsupported == []
    assert run(program, (0, {}), (1, {"On": True}), of="m Done") == [[0, False], [42, True]]


def test_a_jump_skips_the_networks_up_to_its_label() -> None:
    program = read(
        "Skip A B: BOOL",
        contact(1, "Skip", "0", y=10),
        '<jump localId="2" label="End"><position x="50" y="10"/><connectionPointIn>'
        '<connection refLocalId="1"/></connectionPointIn></jump>',
        contact(3, "Skip", "0", y=50, negated="true"),
        coil(4, "A", "3", y=50),
        '<label localId="5" label="End"><position x="0" y="90"/></label>',
        contact(6, "Skip", "0", y=100),
        coil(7, "B", "6", y=100),
    )
    assert [rung.label for rung in program.routines["Main"].rungs] == ["", "", "End"]
    assert rungs(program)[0] == "XIC(Skip) JMP(End)"
    scans = [(0, {"Skip": False}), (1, {"Skip": True})]
    assert run(program, *scans, of="A B") == [[True, False], [True, True]]


def test_numbers_go_from_function_to_function_by_wires_of_their_type() -> None:
    program = read(
        "a b c: INT; Big: BOOL",
        *(inlet(1, "a"), inlet(2, "b"), inlet(3, "100")),
        block(4, "ADD", IN1="1", IN2="2"),
        block(5, "MUL", IN1="4.OUT", IN2="2"),
        outlet(6, "c", "5.OUT"),
        block(7, "GT", IN1="5.OUT", IN2="3"),
        coil(8, "Big", "7.OUT"),
    )
    kinds = {name: tag.type for name, tag in program.tags.items() if name[0] == "~"}
    assert set(kinds.values()) == {"INT"}
    assert run(program, (0, {"a": 5, "b": 10}), (1, {"a": 0}), of="c Big") == [
        [150, True],
        [100, False],
    ]
