"""The course map: every lab by area and tier, the apprentice's progress, and what comes next."""

from __future__ import annotations

import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from labsim.attempt import Attempt, AttemptError
from labsim.core.errors import LabsimError
from labsim.course import Lab, labs
from labsim.curriculum import curriculum
from labsim.retake import attempt_file, newest
from labsim.teaching.page import INK, LINE, SOFT, Piece, table

__all__ = ["Standing", "course_map", "first_steps", "next_lab", "progress", "standing"]

AREAS = {
    "safety": "Safety", "instruments": "Instruments", "electrical": "Electrical",
    "hydraulics": "Hydraulics", "plc_ladder": "PLC and ladder", "mechanical": "Mechanical",
    "instrumentation": "Instrumentation", "vibration": "Vibration", "robotics": "Robotics",
    "scada": "SCADA", "work_management": "Work management", "reliability": "Reliability",
    "integrated": "Whole lines",
}  # fmt: skip
SIGNS = {"signed off": "✓", "begun": "◐", "": ""}


@dataclass(frozen=True)
class Standing:
    """How far a lab is: "", "begun" or "signed off"; actions, minutes worked, and a remark."""

    state: str = ""
    actions: int = 0
    minutes: float = 0.0
    remark: str = ""


def records(lab: Lab) -> list[Path]:
    """Return where a record of this lab may lie: beside its notebook, or where it was fetched."""
    here = [Path(lab.notebook).parent, Path.cwd() / lab.id, Path.cwd().parent / lab.id]
    named = os.environ.get("LABSIM_RECORDS")
    places = [Path(named)] if named else here
    return [attempt_file(lab, place, newest(lab, place)) for place in places]


def standing(lab: Lab) -> Standing:
    """Return how far the apprentice is with a lab, from the record of the work."""
    try:
        path = next((p for p in records(lab) if p.exists()), None)
        attempt = Attempt.load(path, strict=False) if path else None
    except AttemptError as error:
        return Standing("begun", remark=str(error))
    except LabsimError:
        return Standing()
    if attempt is None or not attempt.worked:
        return Standing()
    state = "signed off" if attempt.signed_off else "begun"
    return Standing(state, len(attempt.events) - 1, attempt.minutes, attempt.damage)


def link(lab: Lab) -> str:
    """Return the way from the door to a lab's notebook, "" if it is not there."""
    try:
        path = lab.notebook
    except LabsimError:
        return ""
    return f"{path.parent.name}/{path.name}"


def next_lab() -> Lab | None:
    """Return the lab to go on with: one that is begun, else the first not signed off."""
    open_ones = [(lab, standing(lab)) for lab in labs() if link(lab)]
    begun = [lab for lab, how in open_ones if how.state == "begun"]
    fresh = [lab for lab, how in open_ones if not how.state]
    return next(iter(begun + fresh), None)


def progress() -> Piece:
    """Show the labs that exist, how far each is, and which comes next."""
    rows = []
    for lab in labs():
        how, way = standing(lab), link(lab)
        name = (
            f'<a href="{escape(way)}">{lab.id} {escape(lab.title)}</a>'
            if way
            else f"{lab.id} {lab.title}"
        )
        said = f"{how.state}, {how.actions} actions, {how.minutes:.0f} min" if how.state else "–"
        rows.append([name, f"{lab.minutes:g} min", said, how.remark])
    if not any(row[3] for row in rows):
        rows = [row[:3] for row in rows]
    heads = ["lab", "planned", "your record", "remark"][: len(rows[0])] if rows else []
    made, coming = table(heads, rows), next_lab()
    if coming is None:
        said = "<p>Every lab there is has your signature. Well done.</p>"
    else:
        way = escape(link(coming))
        said = f'<p>Go on with <a href="{way}"><b>{coming.id} {escape(coming.title)}</b></a>.</p>'
    return Piece(said + made.html, made.words)


def course_map() -> Piece:
    """Show the whole course: areas down, tiers across; what is built is a link, the rest grey."""
    plan, built = curriculum(), {lab.id: lab for lab in labs()}
    tiers = plan["tiers"]
    head = "".join(
        f'<div style="font-weight:600;padding:4px 6px">{escape(t["title"])}'
        f'<br><span style="font-weight:400;color:{SOFT}">{escape(t["years"])} years</span></div>'
        for t in tiers
    )
    body, edge = "", f"border-top:1px solid {LINE}"
    for area, title in AREAS.items():
        body += f'<div style="font-weight:600;padding:6px 0;{edge}">{title}</div>'
        for tier in tiers:
            mine = [x for x in plan["labs"] if (x["area"], x["tier"]) == (area, tier["id"])]
            chips = "".join(_chip(x, built.get(x["id"])) for x in mine)
            body += f'<div style="padding:4px 6px;{edge}">{chips}</div>'
    grid = "display:grid;grid-template-columns:128px repeat(4,minmax(120px,1fr))"
    html = (
        f'<div style="{grid};font-size:12.5px;line-height:1.35;color:{INK};max-width:1040px">'
        f"<div></div>{head}{body}</div>"
    )
    have = ", ".join(f"{x.id} {x.title}" for x in built.values())
    return Piece(html, f"{len(plan['labs'])} labs planned; to be had now: {have}.")


def _chip(planned: dict[str, Any], lab: Lab | None) -> str:
    """Return one lab on the map."""
    name = f"{planned['id']} {escape(planned['title'])}"
    way = link(lab) if lab else ""
    if not way:
        return f'<div style="padding:2px 0;color:{SOFT}">{name}</div>'
    sign = SIGNS[standing(lab).state]
    return (
        f'<div style="padding:2px 0"><a href="{escape(way)}" style="font-weight:600">{name}</a>'
        f" {sign}</div>"
    )


FIRST_STEPS = (
    ("read the supply: G1:+ to G1:-", "measure V", ("G1:+", "G1:-")),
    ("read somewhere along the string", "measure V", ("G1:-",)),
    ("look at a lamp", "look", ()),
    ("tell the people concerned", "notify", ()),
    ("switch off and lock", "lock", ("G1",)),
    ("prove the meter", "prove", ()),
    ("read the ohms of a lamp, locked out", "measure Ω", ()),
    ("switch on again", "restore", ("G1",)),
)


def first_steps(bench: Any) -> Piece:
    """Tick off what has been tried on the first bench, from its record."""
    rows = [["✓" if _done(bench, do, ports) else "○", text] for text, do, ports in FIRST_STEPS]
    left = sum(row[0] == "○" for row in rows)
    said = f"{left} to go: do them above and run this again." if left else "All done."
    return table(["", said], rows)


def _done(bench: Any, what: str, ports: tuple[str, ...]) -> bool:
    """Tell whether a bench's record has such an action; breaches do not count."""
    do, _, function = what.partition(" ")
    for event in bench.attempt.of(do):
        touched = {*event.get("ports", ()), event.get("tag", "")}
        along = ports != ("G1:-",) or not {"G1:+", "G1:-"} <= touched
        right = not function or event.get("function") == function
        if right and along and set(ports) <= touched and not event.get("breaches"):
            return True
    return False
