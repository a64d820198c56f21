"""Hydraulics for a lab's text: data sheet, areas, four states, a print with its pressures."""

from __future__ import annotations

from html import escape
from typing import Any

from labsim.coach.tasks.hyd_01_states import LINES, STATES, figure, meant, truth
from labsim.core.machine import Machine
from labsim.fluid.hydraulic import area_for, circle
from labsim.teaching.curves import field
from labsim.teaching.page import PAPER, Piece, table
from labsim.teaching.pictures import BLUE, RED, drawn, framed

__all__ = ["areas", "by_hand", "four_states", "plate", "pressures", "working_point"]

HIGH, SOME = 0.6, 0.12  # of the highest pressure on the sheet: high, some; below that return


def part_of(machine: Machine, tag: str) -> Any:
    """Return a part by its tag in unit 0."""
    return machine.component(machine.numbered(tag))


def cm2(cylinder: Any) -> tuple[float, float]:
    """Return the areas of a cylinder in cm², of the piston and of its rod side."""
    piston, rod = (float(circle(cylinder.values[name])) / 100.0 for name in ("bore", "rod"))
    return piston, piston - rod


def half_flow(valve: Any) -> float:
    """Return the flow in L/min that takes 5 bar over an edge of a valve."""
    return float(valve["area"] / area_for(1.0, 5.0))


def resists(cylinder: Any) -> float:
    """Return what seals and slide of a cylinder take either way, in N."""
    return float(cylinder.values["friction"] + cylinder.values["slide"])


def mesh_of(machine: Machine) -> float:
    """Return what the clean filter passes for each bar with warm oil, in L/min."""
    known = truth(machine)
    return known[figure("T", "idle", "L/min")] / known[figure("T", "idle", "bar")]


def plate(machine: Machine) -> Piece:
    """Show the data sheet of a power unit: what a prediction needs, and no pressure but one."""
    c1 = part_of(machine, "C1")
    pump, valve, rod = part_of(machine, "P1").values, part_of(machine, "V1").values, c1.values
    flow = half_flow(valve)
    rows = [
        [machine.numbered("P1"), f"{pump['displacement']:g} cm³ a turn, {pump['speed']:g} rpm, "
         f"volumetric efficiency {pump['efficiency']:.0%} at {pump['rated']:g} bar"],
        [machine.numbered("R1"), f"so that line P reads {meant(machine):g} bar at the stop, whole "
         "flow over it"],
        [machine.numbered("V1"), f"open centre; 5 bar over each edge at {flow:.3g} L/min, by the "
         "square of the flow"],
        [machine.numbered("C1"), f"Ø {rod['bore']:g} / Ø {rod['rod']:g} × {rod['stroke']:g} mm; "
         f"seals and slide take {resists(c1) / 1e3:g} kN either way"],
        [machine.numbered("Z1"), f"clean, oil warm: {mesh_of(machine):.3g} L/min for each bar"],
    ]  # fmt: skip
    return table(["part", "data sheet"], rows, "Data sheet")


def areas(machine: Machine) -> Piece:
    """Show the two areas of the cylinder and what they do to force and speed."""
    c1 = part_of(machine, "C1")
    piston, ring = cm2(c1)
    flow = truth(machine)[figure("P", "extending", "L/min")]
    rows = [
        [name, f"{area:.1f} cm²", f"{area:.0f} kN", f"{166.7 * flow / area:.0f} mm/s"]
        for name, area in (("piston, out", piston), ("rod side, in", ring))
    ]
    rows.append(["ratio", f"{piston / ring:.2f}", "", ""])
    bore, rod = c1.values["bore"], c1.values["rod"]
    heads = ["", "area", "force at 100 bar", f"speed with {flow:.1f} L/min"]
    return table(heads, rows, f"Cylinder Ø {bore:g} / Ø {rod:g} mm")


def four_states(lab: Any, caption: str = "") -> Piece:
    """Show pressure and flow of the four lines in the four states of the sound training unit."""
    known = truth(lab.machine)
    rows = [[f"{line}: {_between(lab.machine, line)}", *(_both(known, line, s) for s in STATES)]
            for line in LINES]  # fmt: skip
    return table(["line", *STATES], rows, caption)


def _between(machine: Machine, line: str) -> str:
    ends = {"P": ("P1", "V1"), "A": ("V1", "C1"), "B": ("C1", "V1"), "T": ("V1", "Z1")}[line]
    return " to ".join(machine.numbered(tag) for tag in ends)


def _both(known: Any, line: str, state: str) -> str:
    bar, flow = (known[figure(line, state, unit)] for unit in ("bar", "L/min"))
    return f"{bar:.1f} bar · {flow:.1f} L/min"


def by_hand(machine: Machine) -> Piece:
    """Work the state "extending" by hand, against the oil, beside what the unit reads."""
    known = truth(machine)
    at = lambda line, unit="bar": known[figure(line, "extending", unit)]  # noqa: E731
    valve, c1 = (part_of(machine, tag) for tag in ("V1", "C1"))
    piston, ring = cm2(c1)
    half, slide, mesh = half_flow(valve.values), resists(c1), mesh_of(machine)
    flow, back = at("P", "L/min"), at("P", "L/min") * ring / piston
    t = back / mesh
    b = t + 5.0 * (back / half) ** 2
    a = slide / piston / 10.0 + b * ring / piston
    p = a + 5.0 * (flow / half) ** 2
    rows = [
        ["comes back", f"{flow:.1f} · {ring:.1f} / {piston:.1f}", f"{back:.1f} L/min",
         f"{at('T', 'L/min'):.1f}"],
        ["T: filter", f"{back:.1f} / {mesh:.3g}", f"{t:.1f} bar", f"{at('T'):.1f}"],
        ["B: an edge more", f"{t:.1f} + 5 · ({back:.1f} / {half:.3g})²", f"{b:.1f} bar",
         f"{at('B'):.1f}"],
        ["A: piston in balance", f"{slide / 1e3:g} kN / {piston:.1f} cm² + {b:.1f} · "
         f"{ring:.1f} / {piston:.1f}", f"{a:.1f} bar", f"{at('A'):.1f}"],
        ["P: an edge more", f"{a:.1f} + 5 · ({flow:.1f} / {half:.3g})²", f"{p:.1f} bar",
         f"{at('P'):.1f}"],
    ]  # fmt: skip
    return table(["extending", "by hand", "", "read"], rows)


def pressures(bench: Any, title: str, caption: str = "") -> Piece:
    """Show a circuit with the pressure at every port, as the machine stands now.

    It looks inside the bench it is given: use a bench of your own, not the apprentice's.
    """
    drawing, sim = drawn(bench.machine, title), bench.sim
    sim.solve()
    read = {}
    for spot in drawing.spots:
        port = bench.machine.port(spot.address)
        read[spot.address] = float(sim.views[port.component.tag].bar(port.mark)[0])
    most = max(read.values(), default=1.0)
    dots = [dot(s.x, s.y, read[s.address] / max(most, 1e-9)) for s in drawing.spots]
    extra, told = "".join(dots), []
    for net in bench.machine.nets:
        names = {port.name for port in net}
        here = [s for s in drawing.spots if s.address in names]
        if here:
            spot = max(here, key=lambda s: _room(s, drawing.spots))
            told.append(f"{spot.address} {read[spot.address]:.0f} bar")
            extra += _figure(spot.x, spot.y, f"{read[spot.address]:.0f} bar")
    words = f"{drawing.alt} Pressures: {'; '.join(told)}."
    return framed(drawing, extra, escape(caption), words, 0.8 * drawing.size[0])


def _room(spot: Any, spots: Any) -> float:
    """Return how far the nearest other port is drawn, in px, those to the right counting more."""
    away = lambda s: abs(s.y - spot.y) + abs(s.x - spot.x) * (0.5 if s.x > spot.x else 2.0)  # noqa: E731
    return min((away(s) for s in spots if s is not spot), default=0.0)


def dot(x: float, y: float, share: float) -> str:
    """Return a dot that tells a pressure by shape as well as by colour."""
    if share >= HIGH:
        return f'<circle cx="{x}" cy="{y}" r="6" fill="{RED}"/>'
    ring = f'<circle cx="{x}" cy="{y}" r="5.5" fill="{PAPER}" stroke="{BLUE}" stroke-width="2"/>'
    if share < SOME:
        return ring
    half = f'<path d="M{x},{y - 5.5}A5.5,5.5 0 0 0 {x},{y + 5.5}Z" fill="{RED}"/>'
    return ring.replace(BLUE, RED) + half


def _figure(x: float, y: float, text: str) -> str:
    return (
        f'<text x="{x + 9}" y="{y - 7}" font-size="12" font-weight="600" stroke="{PAPER}" '
        f'stroke-width="4" paint-order="stroke" fill="currentColor">{text}</text>'
    )


def working_point(lab: Any, caption: str = "") -> Piece:
    """Show what the pump delivers and what the relief valve lets by, over the pressure in line P.

    By the data sheets; the point where both meet is what the sound training unit reads.
    """
    pump, relief = (part_of(lab.machine, tag).values for tag in ("P1", "R1"))
    top, whole = (
        40.0 * round(relief["setting"] * 1.5 / 40.0),
        relief["setting"] * relief["override"],
    )
    ideal = pump["displacement"] * pump["speed"] / 1e3
    loss = ideal * (1.0 - pump["efficiency"]) / pump["rated"]
    opens = [relief["setting"] + whole * n / 60.0 for n in range(30)]
    over = [(p, relief["rated"] * (p - relief["setting"]) / whole) for p in opens]
    over = [(0.0, 0.0), *((p, q) for p, q in over if q < 1.3 * ideal)]
    known = truth(lab.machine)
    bar, flow = (known[figure("P", "at the stop", unit)] for unit in ("bar", "L/min"))
    return field(
        [("pump P1 delivers", [(0.0, ideal), (top, ideal - loss * top)]),
         ("relief valve R1 lets by", over)],
        ("bar in line P", top), ("L/min", 16.0), (bar, flow, f"{bar:.0f} bar"), caption,
    )  # fmt: skip
