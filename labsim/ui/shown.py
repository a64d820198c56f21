"""What the workbench shows of a bench, as plain data: fixed facts, hands, journal, tally."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from labsim import coaching
from labsim.actions import REMAKE_MINUTES, REMAKE_PRICE
from labsim.bench import Bench
from labsim.core.circuit import Circuit
from labsim.core.machine import Machine
from labsim.drawing import Drawing
from labsim.drawing.kinds import kind_of
from labsim.instruments.base import Instrument
from labsim.instruments.fluid import InLine
from labsim.instruments.keypad import Keypad
from labsim.opening import gauged
from labsim.ui.coached import offer
from labsim.ui.grouped import groups
from labsim.ui.journal import domain, fluid_ports
from labsim.ui.replayed import refusal
from labsim.zero import sources

__all__ = [
    "alert",
    "controls",
    "fixed",
    "lockout",
    "sheets",
    "sights",
    "tally",
]

# what the head of the workbench says of where the machine stands, and why
STANDING = {
    "practice": ["practice", "The fault is in this notebook's own process, only obscured."],
    "sealed": ["sealed", "Machine and record are the measurement service's."],
}
WAITS_WIRE = [[10, "10 s"], [60, "1 min"], [300, "5 min"], [900, "15 min"]]
WAITS_OIL = [[1, "1 s"], [2, "2 s"], [5, "5 s"], *WAITS_WIRE]
DIAL = {
    "MΩ": "500 V",
    "MΩ 1000 V": "1000 V",
    "V LoZ": "LoZ",
    "A in line": "A",
}  # what the dial says where space is short
LEVER = 5  # positions at most; a switch of more is chosen from a list
CHOSEN = ("pressure gauge",)  # a range is a gauge of its own: it is chosen, then connected
GRIPS = {
    "pressure gauge": "hose", "flow meter": "in line", "measuring jug": "jug",
    "thermal imager": "aim", "tachometer": "aim", "thermometer": "probe", "stopwatch": "stroke",
    "dial indicator": "rod", "oil sample": "bottle", "leak detector": "probe",
    "vibration analyser": "probe", "route collector": "probe", "bearing analyser": "probe",
    "infrared camera": "aim",
}  # fmt: skip  # what of an instrument goes to the machine
BY_BUTTON = ("insulation tester",)  # instruments that wait for their test button
PAIRED = ("vibration analyser", "route collector")  # phase: between two pads, or after the tacho
WAITS = (*BY_BUTTON, "event logger")  # instruments that do not read as soon as their leads are on


def fixed(bench: Bench) -> dict[str, Any]:
    """Return what does not change while the bench is open."""
    scenario, machine = bench.scenario, bench.machine
    return {
        "id": getattr(scenario, "id", "") or "",
        "title": getattr(scenario, "title", "") or machine.title,
        "machine": machine.title,
        "standing": STANDING.get(coaching.standing(bench), []),
        "complaint": getattr(scenario, "complaint", "") or "",
        "instruments": _instruments(bench),
        "faults": _faults(bench),
        "parts": [
            {"tag": t, "title": p.title, "price": p.price, "minutes": p.swap}
            for t, p in machine.components.items()
        ],
        "remake": {"price": REMAKE_PRICE, "minutes": REMAKE_MINUTES},
        "ports": [p.name for p in machine.reachable()],
        "standards": not all(isinstance(sheet, Circuit) for sheet in machine.sheets),
        "lines": sorted(fluid_ports(machine)),
        "waits": WAITS_OIL if fluid_ports(machine) else WAITS_WIRE,
        **_energies(machine),
        "gauges": any(gauged(port) for port in machine.reachable()),
        "provoke": list(getattr(scenario, "provoke", ())),
        "coach": offer(bench),
    }


def _energies(machine: Machine) -> dict[str, Any]:
    """Return what can be let off, what a prop goes under, what a hand can reach in to."""
    stores = [s for s in sources(machine) if s.kind == "store"] if machine.zone else []
    said = lambda s: {"tag": s.tag, "title": s.title}  # noqa: E731
    zone = [machine.component(machine.numbered(tag)) for tag in machine.zone]
    return {
        "stores": [said(s) for s in stores if s.release],
        "props": [said(s) for s in stores if s.blocks],
        "zone": [said(part) for part in zone],
    }


def _instruments(bench: Bench) -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for name, (kind, f) in bench.hands.functions().items():
        if 3 in f.leads or name == "compare":  # on the oscilloscope's panel, on the PLC page
            continue
        known = {"name": name, "dial": DIAL.get(name, name), "leads": list(f.leads)}
        known |= {"ranges": list(f.ranges), "button": kind.title in BY_BUTTON}
        known |= {"unit": f.unit, "text": f.text, "jack": f.jack or "VΩ"}
        found.setdefault(kind.title, []).append(known)
    jacks = {kind.title: kind.jacks() for kind in bench.hands.kit}
    parts = bench.machine.components.items()
    keyed = next((t for t, part in parts if part.menu and domain(part) != "fluid"), "")
    keys = {t: keyed if t == Keypad.title else "" for t in found}
    kinds = {kind.title: kind for kind in bench.hands.kit}
    return [
        {"title": t, "functions": fs, "jacks": jacks[t], "keys": keys[t], **_handling(kinds[t])}
        for t, fs in found.items()
    ]


def _handling(kind: type[Instrument]) -> dict[str, Any]:
    """Return how an instrument is set and put to the machine."""
    title, opens = kind.title, kind.opens if issubclass(kind, InLine) else ""
    set_by = {"chosen": title in CHOSEN, "groups": groups(kind)}
    return set_by | {"grip": GRIPS.get(title, "jaws"), "opens": opens, "ends": list(kind.ends)}


def alert(bench: Bench, meter: dict[str, Any]) -> str:
    """Return what a meter with an input alert says when dial and jack do not go together."""
    _, f = bench.hands.functions().get(meter["function"], (None, None))
    fits = f is None or not f.jack or f.jack == meter["jack"]
    return "" if fits else f"input alert: the red lead is in the {meter['jack']} jack"


def _faults(bench: Bench) -> list[dict[str, Any]]:
    """Return every fault the machine can have, part by part: nothing tells which it hides."""
    found: dict[str, list[str]] = {}
    for fault in bench.machine.faults:
        found.setdefault(fault.component, []).append(fault.title)
    part = bench.machine.component
    return [{"tag": tag, "title": part(tag).title, "faults": ts} for tag, ts in found.items()]


def sheets(bench: Bench, drawn: Sequence[Drawing]) -> list[dict[str, Any]]:
    """Return drawings with the places a lead can touch, in trade words."""
    return [_sheet(bench, drawing) for drawing in drawn]


def _sheet(bench: Bench, drawing: Drawing) -> dict[str, Any]:
    spots = []
    for spot in drawing.spots:
        part = bench.machine.port(spot.address).component
        cover = part.values["access"] > 0
        say = f"{spot.address}, {part.title}" + (", behind a cover" if cover else "")
        spots.append([spot.address, spot.x, spot.y, say])
    width, height = drawing.size
    head = {"title": drawing.title, "svg": drawing.svg, "alt": drawing.alt}
    lines = fluid_ports(bench.machine)
    noun = "port" if spots and all(spot[0] in lines for spot in spots) else "terminal"
    head |= {"noun": noun, "parts": drawing.parts}
    return head | {"width": width, "height": height, "spots": spots}


def controls(bench: Bench) -> list[dict[str, Any]]:
    """Return what an operator works: buttons, selectors, resets."""
    found = []
    for control in bench.controls():
        if control["isolates"]:
            continue
        part = bench.machine.component(control["tag"])
        names = list(control["positions"])
        cap, word = _cap(part, names)
        one = {"tag": part.tag, "title": part.title, "word": word, "cap": cap, "positions": names}
        one |= {"position": control["position"], "momentary": control["momentary"]}
        one |= {"label": part.label}
        found.append(one | {"locked": control["locked"], "lever": lever(part, names)})
    return found


def lever(part: Any, positions: list[str]) -> list[str]:
    """Return the positions of a lever from left to right, rest in the middle; empty: it is none."""
    if part.momentary or not 2 < len(positions) <= LEVER or domain(part) != "fluid":
        return []
    rest, first, *more = positions
    return [first, rest, *more]


def _cap(part: Any, positions: list[str]) -> tuple[str, str]:
    """Return the sign on a button (IEC 60204-1: I start, O stop) and what it is."""
    if "reset" in positions:
        return "R", "reset"
    kinds = [kind_of(part, a, b).symbol for a, b in getattr(part, "contacts", {})]
    if domain(part) == "fluid" and not part.momentary:
        return "V", part.label or ("lever" if len(positions) > 2 else "valve")
    if domain(part) == "fluid":
        return "I", part.label or "push button"
    if not part.momentary:
        return ("V", "valve") if part.symbol == "Valve" else ("S", part.label or "switch")
    breaks = bool(kinds) and set(kinds) == {"NC"}
    return "O" if breaks else "I", part.label or ("break contact" if breaks else "make contact")


def sights(bench: Bench, events: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return what eye and ear tell at once; the record says what they noticed, last news last."""
    seen: dict[str, str] = {}
    for event in events:
        seen.update(event.get("seen", {}))
    part = bench.machine.component
    return [
        {"tag": tag, "title": part(tag).title, "label": part(tag).label, "text": text}
        for tag, text in seen.items()
    ]


def lockout(bench: Bench) -> dict[str, Any]:
    """Return where the lockout stands."""
    state = bench.lockout
    isolators = [
        {
            "tag": c["tag"],
            "title": c["title"],
            "off": c["tag"] in state.off,
            "locked": c["tag"] in state.locked,
        }
        for c in bench.controls()
        if c["isolates"]
    ]
    facts = {"told": state.told, "told_back": state.told_back, "proof": state.proof}
    facts["zero"] = sorted(state.zeroed)
    return facts | {"isolators": isolators, "leads_off": sorted(state.off_leads)}


def tally(bench: Bench) -> dict[str, Any]:
    """Return clock, cost, diagnosis, and whether the order is closed."""
    attempt = bench.attempt
    found: dict[str, Any] = {"minutes": round(bench.clock, 2), "cost": bench.cost}
    found["standstill"] = round(bench.standstill, 2)
    found["diagnosis"] = list(attempt.diagnosis) if attempt.diagnosis else None
    found["signed"] = attempt.signed_off
    found["report"] = attempt.report
    tells = attempt.signed_off and bench.practice
    found["revealed"] = bench.reveal() if tells else ""
    found["replay"] = attempt.signed_off and not refusal(bench)
    found["kept"] = attempt.path.name if attempt.path else ""
    found["line"] = f'bench.sign_off("{attempt.seal()}")' if attempt.signed_off else ""
    return found
