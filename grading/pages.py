"""What stands below a mark: parts of the score, drawing, record as a table. No scripts."""

from __future__ import annotations

from html import escape
from typing import Any
from weakref import WeakKeyDictionary

from grading.answers.expected import Verdict
from labsim.actions import ARGUMENTS

__all__ = ["answers", "evidence", "page", "walked"]

PARTS = {
    "evidence": "Evidence for the diagnosis",
    "path": "Way of searching",
    "safety": "Safety",
    "repair": "Repair proved",
    "report": "Report",
    "energy": "Sources isolated, stored energy released",
    "verification": "Proved dead, gauges read, start tried",
    "release": "Given back in reverse order",
}
STYLE = (
    "<style>.ls-mark{font:15px/1.5 system-ui,sans-serif;max-width:60em}"
    ".ls-mark table{border-collapse:collapse;margin:.5em 0}"
    ".ls-mark th,.ls-mark td{border:1px solid #999;padding:.2em .6em;text-align:left;"
    "vertical-align:top}.ls-mark caption{text-align:left;font-weight:600}"
    ".ls-mark .breach{color:#8c1d18;font-weight:600}.ls-mark figure{margin:1em 0}"
    ".ls-mark .sheets{display:flex;flex-wrap:wrap;gap:0 2em;align-items:flex-start}"
    ".ls-mark .sheets figure{max-width:100%}.ls-mark{overflow-x:auto}"
    ".ls-mark svg{width:100%;height:auto}.ls-mark td svg{width:132px}"
    ".ls-mark li figure{max-width:36em}.ls-mark .lx-wrong{color:#8c1d18}"
    ".ls-mark .lx-right{color:#1d5c2f}"
    "</style>"
)
_DRAWN: WeakKeyDictionary[Any, list[Any]] = WeakKeyDictionary()


def page(notes: list[str], html: str, look: list[str], points: float, most: float) -> str:
    """Return the page shown at a graded cell."""
    said = "".join(f"<li>{escape(note)}</li>" for note in notes)
    flag = ""
    if look:
        flag = "<p><strong>Not final:</strong> the instructor will look at this one.</p>"
    head = f'<p class="ls-points"><strong>{points:g} of {most:g} points</strong></p>'
    return f'{STYLE}<div class="ls-mark">{head}{flag}<ul>{said}</ul>{html}</div>'


def evidence(machine: Any, record: Any, score: Any) -> str:
    """Return parts of the score, drawing and replay table of a record."""
    parts = _parts(score) if score is not None else ""
    return parts + _drawing(machine, record) + _table(record)


def walked(lab: Any, record: Any, fault_id: str, seed: int) -> str:
    """Return the replay: the apprentice's way beside the coach's. It comes back with the marks."""
    from labsim.coach import Coach
    from labsim.coach.replay import replay
    from labsim.ui.replaypage import page as drawn

    try:
        return drawn(replay(Coach.of(lab), record, fault_id, seed))
    except Exception as error:  # a picture that fails must not cost a mark
        return f"<p>There is no replay of this record: {escape(str(error))}</p>"


def _parts(score: Any) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{escape(PARTS.get(name, name))}</th>"
        f"<td>{points:.1f} of {score.marks[name]:g}</td></tr>"
        for name, points in score.parts.items()
        if score.marks[name]
    )
    lost = "<tr><th scope='row'>Sound parts fitted, readings that told nothing, hints</th>"
    lost += f"<td>−{score.penalty:.1f}</td></tr>"
    cap = "<tr><th scope='row'>Capped</th><td>a critical safety rule was broken</td></tr>"
    return (
        "<table><caption>Score by parts, of 100: your points are the same share</caption>"
        f"{rows}{lost if score.penalty else ''}"
        f"{cap if score.capped else ''}"
        f"<tr><th scope='row'>Total</th><td>{score.total:.1f} of 100</td></tr></table>"
    )


def _drawing(machine: Any, record: Any) -> str:
    """Return the drawings of the machine, a ring at every terminal that was measured."""
    lines: dict[str, list[str]] = {}
    for event in record.of("measure"):
        for port in event["ports"]:
            lines.setdefault(port, []).append(str(event["n"]))
    there, other = [], []
    for drawing in _sheets(machine):
        (there if set(lines) & set(drawing.anchors) else other).append(_sheet(drawing, lines))
    found = f'<div class="sheets">{"".join(there)}</div><p>Rings mark where you measured.</p>'
    rest = f'<div class="sheets">{"".join(other)}</div>'
    if not there:
        return rest
    folded = f"<details><summary>Sheets on which you did not measure</summary>{rest}</details>"
    return found + (folded if other else "")


def _sheets(machine: Any) -> list[Any]:
    """Return the drawings of a machine, drawn once for all who worked at it."""
    from labsim.drawing import draw_all

    if machine not in _DRAWN:
        _DRAWN[machine] = draw_all(machine)
    return _DRAWN[machine]


def _sheet(drawing: Any, lines: dict[str, list[str]]) -> str:
    return (
        f'<figure style="width:{drawing.size[0]:.0f}px">'
        f"<figcaption>{escape(drawing.title)}</figcaption>{_ringed(drawing, lines)}</figure>"
    )


def _ringed(drawing: Any, lines: dict[str, list[str]]) -> str:
    rings = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="none" stroke="#b3540a" stroke-width="2.5">'
        f"<title>{escape(port)}: line {', '.join(lines[port])}</title></circle>"
        for port, (x, y) in drawing.anchors.items()
        if port in lines
    )
    head, _, tail = drawing.svg.rpartition("</svg>")
    return f"{head}{rings}</svg>{tail}"


def sentence(event: dict[str, Any]) -> str:
    """Say in trade words what an event did: "V at K1:A1 and K1:A2"."""
    do = event["do"]
    if do == "measure":
        return f"{event.get('function')} at {' and '.join(map(str, event.get('ports', ())))}"
    if do == "hint":
        return f"hint {event.get('step')}, {event.get('points', 0):g} points"
    if do == "suspect":
        return f"suspects: {', '.join(map(str, event.get('suspects', ())))}"
    if do == "predict":
        figures = event.get("figures", {}).items()
        return f"predicted: {'; '.join(f'{place} {value:g}' for place, value in figures)}"
    if do == "file":
        return f"program for {event.get('tag')} on file"
    if do == "wait":
        return f"wait {event.get('dt', 0):g} s"
    words = [str(event.get(name, "")) for name in ARGUMENTS.get(do, ())]
    return " ".join([do.replace("_", " "), *words]).strip()


def _table(record: Any) -> str:
    rows, broke = [], any(event.get("breaches") for event in record.events[1:])
    for event in record.events[1:]:
        broken = "; ".join(str(b.get("text", b)) for b in event.get("breaches", ()))
        mark = f'<span class="breach">{escape(broken)}</span>' if broken else ""
        text = event.get("text", "") if event["do"] != "sign_off" else ""
        rows.append(
            f"<tr><td>{event['n']}</td><td>{float(event.get('t', 0)):.1f}</td>"
            f"<td>{escape(sentence(event))}</td><td>{escape(str(text))}</td>"
            f"{f'<td>{mark}</td>' if broke else ''}</tr>"
        )
    names = ("Line", "min", "Done", "Reading", *(("Rule broken",) if broke else ()))
    heads = "".join(f"<th scope='col'>{name}</th>" for name in names)
    return (
        f"<details open><summary>The record, done again action by action</summary><table>"
        f"<caption>{len(rows)} actions in {record.minutes:.0f} min</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></details>"
    )


def answers(verdicts: list[tuple[str, Verdict]]) -> str:
    """Return the table of a literal answer: place, what was given, verdict."""
    why = any(_note(v) for _, v in verdicts)
    rows = "".join(
        f"<tr><th scope='row'>{escape(place) or 'Answer'}</th><td>{_given(v.given)}</td>"
        f'<td class="verdict">{_words(v.share)}</td>'
        f"{f'<td>{escape(_note(v))}</td>' if why else ''}</tr>"
        for place, v in verdicts
    )
    names = ("Asked", "Given", "Mark", *(("Why",) if why else ()))
    heads = "".join(f"<th scope='col'>{h}</th>" for h in names)
    return f"<table><caption>Answers</caption><thead><tr>{heads}</tr></thead>{rows}</table>"


def _given(value: Any) -> str:
    if value is None:
        return "<em>empty</em>"
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return escape(" · ".join(value)[:200])
    return f"<code>{escape(repr(value)[:200])}</code>"


def _words(share: float | None) -> str:
    if share is None:
        return "–"
    return {1.0: "✓\u00a0right", 0.0: "✗\u00a0wrong"}.get(share, f"◐ {100 * share:.0f} %")


def _note(verdict: Verdict) -> str:
    """Return why; that it is right has been said."""
    return "" if verdict.note == "Right." else verdict.note
