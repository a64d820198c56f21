"""A test stand for each hydraulic part: the part in a small circuit, and what is done with it."""

from __future__ import annotations

from typing import Any

from labsim.core.circuit import Circuit, Line
from labsim.core.component import Component
from labsim.core.machine import Machine
from labsim.fluid import (
    accumulators,
    cylinders,
    directional,
    drives,
    filters,
    flow,
    lines,
    motors,
    nonreturn,
    pressure,
    proportional,
    pumps,
    sensors,
    tanks,
)  # fmt: skip

__all__ = ["STANDS", "stand"]

Steps = tuple[tuple[str, str, float], ...]
WORK: Steps = (
    ("M2", "running", 1.0), ("V1", "out", 0.7), ("V1", "out", 6.0), ("V1", "neutral", 4.0),
    ("V1", "in", 0.7), ("V1", "in", 5.0), ("V1", "out", 1.0), ("V1", "neutral", 10.0),
)  # fmt: skip
SMALL = 0.05


def stand(**other: Any) -> type[Machine]:
    """Make a machine class: drive, pump, relief valve, lever valve, cylinder; `other` replaces.

    `A`, `P`, `S` in `other` are parts set into these lines, with the marks of their ends and what
    else joins which line: {"X": "B"} puts port X on line B.
    """
    put = {name: other.pop(name) for name in ("A", "P", "S") if name in other}
    drive = other.pop("M2", None) or drives.Drive()
    body: dict[str, Any] = {
        "T1": tanks.Tank(), "T2": tanks.TankReturn(), "M2": drive,
        "P1": pumps.Pump(drive, displacement=16), "R1": pressure.ReliefValve(setting=120),
        "V1": directional.DirectionalValve(), "C1": cylinders.Cylinder(load=8.0),
    } | other  # fmt: skip
    joins: dict[str, list[Any]] = {name: [] for name in "SPABTDE"}
    if "B2" in body:
        joins["P"].append(body["B2"]["P"])
    for line, ends in (("S", ("T1:T", "P1:S")), ("A", ("V1:A", "C1:A")), ("P", ("P1:P", "V1:P"))):
        if line in put:
            part, (first, second), more = put[line]
            body["Z9"] = part
            joins[line] += [_port(body, ends[0]), part[first]]
            joins["D"] += [part[second], _port(body, ends[1])]
            for mark, where in more.items():
                joins[where].append(part[mark])
        else:
            joins[line] += [_port(body, end) for end in ends]
    joins["P"].append(body["R1"]["P"])
    joins["T"] += [body["R1"]["T"], body["T2"]["T"], body["V1"]["T"]]
    joins["B"].append(body["V1"]["B"])
    if "B" in body["C1"].marks:
        joins["B"].append(body["C1"]["B"])
    for tag in ("P1", "C1"):
        if "L" in body[tag].marks:
            joins["T"].append(body[tag]["L"])
    body["sheet"] = Circuit("Stand", *(Line(n, *ends) for n, ends in joins.items() if ends))
    body["__doc__"] = "Test stand."
    return type("Stand", (Machine,), body)


def _port(body: dict[str, Any], address: str) -> Any:
    tag, _, mark = address.partition(":")
    return body[tag].port(mark)


def inline(
    part: Component, line: str = "A", ends: tuple[str, str] = ("A", "B"), **more: str
) -> Any:
    return stand(**{line: (part, ends, more)}), "Z9", WORK


def instead(tag: str, part: Component, steps: Steps = WORK, **other: Any) -> Any:
    return stand(**{tag: part}, **other), tag, steps


def fitted(make: type[Component], **params: Any) -> Any:
    drive = drives.Drive()
    return stand(M2=drive, P1=make(drive, displacement=16, **params)), "P1", WORK


def switched(make: type[Component], tag: str = "V1") -> Any:
    """A solenoid valve; two drives play its solenoids."""
    a, b = drives.Drive(), drives.Drive()
    steps = (("M2", "running", 1.0), ("M3", "running", 0.7), ("M3", "running", 6.0),
             ("M3", "stopped", 4.0), ("M4", "running", 0.7), ("M4", "running", 5.0),
             ("M4", "stopped", 5.0))  # fmt: skip
    return stand(M3=a, M4=b, V1=make(a=a, b=b)), "V1", steps


def levered(make: type[Component]) -> Any:
    """A two-position valve with a lever, on a cylinder, or to the tank."""
    drive, part = drives.Drive(), make()
    body: dict[str, Any] = {
        "T1": tanks.Tank(), "T2": tanks.TankReturn(), "M2": drive,
        "P1": pumps.Pump(drive), "R1": pressure.ReliefValve(setting=120), "V1": part,
        "C1": cylinders.Cylinder(load=8.0),
    }  # fmt: skip
    p, a, b = [body["P1"]["P"], body["R1"]["P"], part["P"]], [part["A"], body["C1"]["A"]], []
    tank = [body["R1"]["T"], body["T2"]["T"]]
    (b if "B" in part.marks else tank).append(body["C1"]["B"])
    b += [part["B"]] if "B" in part.marks else []
    tank += [part["T"]] if "T" in part.marks else []
    all_lines = {"S": [body["T1"]["T"], body["P1"]["S"]], "P": p, "A": a, "B": b, "T": tank}
    body["sheet"] = Circuit("Stand", *(Line(n, *ends) for n, ends in all_lines.items() if ends))
    body["__doc__"] = "Test stand."
    steps = (("M2", "running", 1.0), ("V1", "worked", 1.0), ("V1", "worked", 5.0),
             ("V1", "rest", 0.6), ("V1", "rest", 5.0))  # fmt: skip
    return type("Stand", (Machine,), body), "V1", steps


def charged(tag: str, **parts: Any) -> Any:
    """Accumulator behind a check valve, with unloading valve, bleed valve and gauge."""
    drive = drives.Drive()
    bleed = parts.get("Q1") or lines.BleedValve()
    body: dict[str, Any] = {
        "T1": tanks.Tank(), "T2": tanks.TankReturn(), "M2": drive, "P1": pumps.Pump(drive),
        "R1": pressure.ReliefValve(setting=150), "V2": nonreturn.CheckValve(), "Q1": bleed,
        "C2": parts.get("C2") or accumulators.Accumulator(bleed),
        "R2": parts.get("R2") or pressure.UnloadingValve(), "P2": lines.Gauge(),
    }  # fmt: skip
    body["sheet"] = Circuit(
        "Stand",
        Line("S", body["T1"], body["P1"]["S"]),
        Line("P", body["P1"]["P"], body["R1"]["P"], body["V2"]["A"], body["R2"]["P"]),
        Line("C", body["V2"]["B"], body["C2"], body["Q1"]["A"], body["R2"]["X"], body["P2"]),
        Line("T", body["R1"]["T"], body["Q1"]["B"], body["R2"]["T"], body["T2"]),
    )
    body["__doc__"] = "Test stand."
    steps = (("M2", "running", 3.0), ("M2", "running", 20.0), ("M2", "stopped", 60.0),
             ("Q1", "open", 1.0), ("Q1", "open", 10.0))  # fmt: skip
    return type("Stand", (Machine,), body), tag, steps


def joystick() -> Any:
    lever = proportional.Joystick()
    steps = (("M2", "running", 1.0), ("S1", "half out", 1.0), ("S1", "full out", 1.0),
             ("S1", "centre", 3.0), ("S1", "half in", 0.5), ("S1", "full in", 0.5))  # fmt: skip
    return lever, steps


def steered(make: type[Component], tag: str = "V1") -> Any:
    lever, steps = joystick()
    return stand(S1=lever, V1=make(lever)), tag, steps


LIFT = {"hangs": False, "mass": 1200.0, "start": 150.0}


def watched() -> Any:
    rod = cylinders.Cylinder(load=8.0)
    return stand(C1=rod, B1=sensors.LimitSwitch(rod, at=300.0)), "B1", WORK


HELD = {
    "C1": cylinders.VerticalCylinder(**LIFT),
    "V1": directional.DirectionalValve(centre="float"),
}

STANDS: dict[type[Component], Any] = {
    pumps.Pump: lambda: fitted(pumps.Pump),
    pumps.VanePump: lambda: fitted(pumps.VanePump),
    pumps.PistonPump: lambda: fitted(pumps.PistonPump),
    pumps.CompensatedPump: lambda: fitted(pumps.CompensatedPump, setting=90.0),
    drives.Drive: lambda: (stand(), "M2", WORK),
    tanks.Tank: lambda: (stand(), "T1", WORK),
    sensors.LimitSwitch: watched,
    sensors.PressureSwitch: lambda: (stand(B2=sensors.PressureSwitch(setting=90)), "B2", WORK),
    tanks.Cooler: lambda: inline(tanks.Cooler()),
    pressure.ReliefValve: lambda: (stand(), "R1", WORK),
    pressure.PilotReliefValve: lambda: instead("R1", pressure.PilotReliefValve(setting=120)),
    pressure.ReducingValve: lambda: inline(pressure.ReducingValve(), "P", ("P", "A"), T="T"),
    pressure.SequenceValve: lambda: inline(pressure.SequenceValve(), "P", ("P", "A"), L="T"),
    pressure.UnloadingValve: lambda: charged("R2"),
    pressure.CounterbalanceValve: lambda: (
        stand(A=(pressure.CounterbalanceValve(setting=60), ("B", "A"), {"X": "B"}), **HELD),
        "Z9", WORK,
    ),
    nonreturn.PilotCheckValve: lambda: (
        stand(A=(nonreturn.PilotCheckValve(), ("A", "B"), {"X": "B"}), **HELD), "Z9", WORK,
    ),
    nonreturn.CheckValve: lambda: inline(nonreturn.CheckValve()),
    flow.Orifice: lambda: inline(flow.Orifice()),
    flow.Throttle: lambda: inline(flow.Throttle()),
    flow.OneWayThrottle: lambda: inline(flow.OneWayThrottle()),
    flow.FlowControl: lambda: inline(flow.FlowControl()),
    filters.Filter: lambda: inline(filters.Filter()),
    filters.Strainer: lambda: inline(filters.Strainer(), "S"),
    lines.Hose: lambda: inline(lines.Hose(rated=100.0)),
    lines.BallValve: lambda: (
        stand(A=(lines.BallValve(), ("A", "B"), {})), "Z9",
        (*WORK[:2], ("Z9", "closed", 6.0), ("Z9", "open", 3.0)),
    ),
    lines.QuickCoupling: lambda: inline(lines.QuickCoupling()),
    lines.BleedValve: lambda: charged("Q1"),
    lines.Gauge: lambda: charged("P2"),
    accumulators.Accumulator: lambda: charged("C2"),
    cylinders.Cylinder: lambda: (stand(), "C1", WORK),
    cylinders.VerticalCylinder: lambda: instead("C1", cylinders.VerticalCylinder(**LIFT)),
    cylinders.SingleCylinder: lambda: instead("C1", cylinders.SingleCylinder()),
    directional.DirectionalValve: lambda: switched(directional.DirectionalValve),
    directional.PilotedDirectionalValve: lambda: switched(directional.PilotedDirectionalValve),
    directional.Valve42: lambda: levered(directional.Valve42),
    directional.Valve32: lambda: levered(directional.Valve32),
    directional.Valve22: lambda: levered(directional.Valve22),
    proportional.ProportionalValve: lambda: steered(proportional.ProportionalValve),
    proportional.ServoValve: lambda: steered(proportional.ServoValve),
    proportional.Joystick: lambda: steered(proportional.ProportionalValve, "S1"),
    motors.HydraulicMotor: lambda: instead("C1", motors.HydraulicMotor()),
}  # fmt: skip
