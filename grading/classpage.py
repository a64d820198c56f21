"""The page of a class for its instructor: one file, no scripts, no network, for eye and ear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from grading import classpictures as pictures
from grading.classview import ClassView
from grading.comments import Phrase
from grading.mistaken import Confusion, Misread

__all__ = ["headline", "html", "percent"]

FEW = 4  # rows that stand open where each is of one apprentice
TOP = 12  # rows of a table that stand open; the rest is folded
STYLE = """
body { margin: 0 auto; max-width: 72rem; padding: 1rem; color: #1b1b1b; background: #fff;
  font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin: 2.2rem 0 0.4rem; }
table { border-collapse: collapse; width: 100%; margin: 0.4rem 0 1rem; }
caption { text-align: left; padding-bottom: 0.3rem; }
th, td { border-bottom: 1px solid #8d97a1; padding: 0.25rem 0.8rem 0.25rem 0; text-align: left;
  vertical-align: top; }
thead th { border-bottom: 2px solid #1f2d3a; }
td.figure { font-variant-numeric: tabular-nums; white-space: nowrap; }
#labs tbody th { white-space: nowrap; }
.breach { color: #8c1d18; font-weight: 600; }
nav a { margin-right: 1rem; display: inline-block; } a { color: #14568c; }
summary { cursor: pointer; font-weight: 600; padding: 0.2rem 0; }
:focus-visible { outline: 3px solid #b3540a; outline-offset: 1px; }
figure { margin: 0.8rem 0; } ul.why { margin: 0; padding-left: 1.1rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 48rem) { section { overflow-x: auto; } }
@media print { nav { display: none; } details > * { display: block; } }
"""
Row = Sequence[Any]
Ways = Mapping[tuple[str, str], str]


def html(shown: ClassView, phrases: Sequence[Phrase] = (), ways: Ways | None = None) -> str:
    """Return the page; `ways` are addresses of feedback pages by student and lab."""
    made = _parts(shown, phrases, ways or {})
    parts = [(name, title, body) for name, title, body in made if body]
    links = "".join(f'<a href="#{name}">{escape(title)}</a>' for name, title, _ in parts)
    body = "".join(
        f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{escape(title)}</h2>'
        f"{inner}</section>"
        for name, title, inner in parts
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Class {escape(shown.cohort.course)}</title><style>{STYLE}</style></head>"
        f'<body><main id="top"><h1>Class {escape(shown.cohort.course)}</h1>'
        f"<p>{escape(headline(shown))}</p><nav aria-label='Parts of the page'>{links}</nav>"
        f"{body}</main></body></html>\n"
    )


def headline(shown: ClassView) -> str:
    """Say in a sentence how the class stands."""
    cohort = shown.cohort
    there = {each.student for each in cohort.handed_in}
    waiting = sum(lab.waiting for lab in shown.labs)
    labs = len({each.lab for each in cohort.handed_in if not each.part})
    right, told = sum(lab.right for lab in shown.labs), sum(lab.diagnosed for lab in shown.labs)
    said = [f"{len(there)} of {len(cohort.students)} apprentices, "
            f"{labs} lab{'s' * (labs != 1)}, "
            f"{sum(not each.part for each in cohort.handed_in)} hand-ins"]  # fmt: skip
    said += [f"{right} of {told} diagnoses right"] if told else []
    said += [f"{waiting} cells still to mark"] if waiting else []
    return "; ".join(said) + "."


def _parts(shown: ClassView, phrases: Sequence[Phrase], ways: Ways) -> list[tuple[str, str, str]]:
    return [
        ("first", "Look at first", _first(shown, ways)),
        ("leaks", "Too cheap to be found", _leaks(shown, ways)),
        ("labs", "Labs", _labs(shown)),
        ("misread", "Readings that were misread", _misread(shown)),
        ("confused", "Faults taken for others", _confused(shown)),
        ("safety", "Safety rules broken", _safety(shown)),
        ("items", "Questions", _items(shown)),
        ("answers", "Wrong answers that several gave", _slips(shown)),
        ("comments", "Comments to use again", _comments(phrases)),
    ]


# tables -------------------------------------------------------------------------------------------
def _table(caption: str, heads: Sequence[str], rows: Sequence[Row], top: int = TOP) -> str:
    """Return a table, first cells as row heads; what goes beyond a screen is folded."""
    if not rows:
        return ""
    found = _one(caption, heads, rows[:top])
    if len(rows) > top:
        rest = _one(f"{caption} (continued)", heads, rows[top:])
        found += f"<details><summary>{len(rows) - top} more</summary>{rest}</details>"
    return found


def _several(found: Sequence[Misread] | Sequence[Confusion]) -> int:
    """Return how many rows stand open: those of several people, or else the first few."""
    return min(TOP, max(FEW, sum(len(each.people) > 1 for each in found)))


def _one(caption: str, heads: Sequence[str], rows: Iterable[Row]) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{_cell(first)}</th>{"".join(map(_data, rest))}</tr>'
        for first, *rest in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _data(value: Any) -> str:
    figure = isinstance(value, int | float) or (isinstance(value, str) and value[:1].isdigit()
                                                and len(value) < 16)  # fmt: skip
    return f'<td class="figure">{_cell(value)}</td>' if figure else f"<td>{_cell(value)}</td>"


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        text, way, student = value
        unseen = f'<span class="unseen"> of {escape(student)}</span>'
        return f'<a href="{escape(way, quote=True)}">{escape(text)}{unseen}</a>'
    if isinstance(value, list):
        return f"<ul class='why'>{''.join(f'<li>{escape(str(v))}</li>' for v in value)}</ul>"
    if isinstance(value, float):
        return f"{value:.2f}"
    return "–" if value is None else escape(str(value))


def some(people: Sequence[str], most: int = 6) -> str:
    """Name some people, and how many more there are."""
    more = f" and {len(people) - most} more" if len(people) > most else ""
    return ", ".join(people[:most]) + more


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"


# parts --------------------------------------------------------------------------------------------
def _first(shown: ClassView, ways: Ways) -> str:
    rows = [
        (shown.cohort.name(each.student), _to(ways, each.student, each.lab), each.why)
        for each in shown.first
    ]
    common = "".join(f"<li>{escape(lab)}, {n} of {of} hand-ins: {escape(line)}</li>"
                     for lab, line, n, of in shown.shared)  # fmt: skip
    common = f"<p>Said of many:</p><ul>{common}</ul>" if common else ""
    said = "The weightiest first." + (" The lab leads to the feedback page." if ways else "")
    return common + _table(said, ("Apprentice", "Lab", "Why"), rows)


def _to(ways: Ways, student: str, lab: str) -> Any:
    return (lab, ways[student, lab], student) if (student, lab) in ways else lab


def _leaks(shown: ClassView, ways: Ways) -> str:
    rows = [
        (shown.cohort.name(leak.student), _to(ways, leak.student, lab), f"{minutes:.1f} min",
         f"{best:.1f} min", f"{regret:.1f} min")
        for leak in shown.leaks
        for lab, minutes, best, regret in leak.labs
    ]  # fmt: skip
    said = ("Right again and again, all in all far below the cost of the best way, and not by its "
            "steps: ask to be told how it was found. It is a sign, not a proof.")  # fmt: skip
    heads = ("Apprentice", "Lab", "To the diagnosis", "Best way on average", "Lost on the way")
    return _table(said, heads, rows)


def _labs(shown: ClassView) -> str:
    rows = [
        (
            lab.lab, lab.people, lab.again or "", percent(lab.share), lab.waiting or "",
            f"{lab.minutes:.0f} of {lab.allowed:.0f} min" if lab.minutes is not None else "–",
            lab.over or "", f"{lab.right} of {lab.diagnosed}" if lab.diagnosed else "–",
            lab.guessed or "", lab.broke or "",
        )
        for lab in shown.labs
    ]  # fmt: skip
    heads = ("Lab", "Handed in", "Worked again", "Mean mark", "Cells to mark", "Median time",
             "Took longer", "Diagnoses right", "Guessed", "Broke a critical rule")  # fmt: skip
    said = ("Bars: median time on the clock of the bench; strokes: the time the lab is meant to "
            "take. Guessed: a wrong diagnosis with no reading against it.")  # fmt: skip
    return _figure(pictures.times(shown.labs)) + _table(said, heads, rows)


def _figure(svg: str) -> str:
    return f"<figure>{svg}</figure>" if svg else ""


def _misread(shown: ClassView) -> str:
    rows = [
        (f"{m.lab} {m.where}", m.state or "–", f"{len(m.people)} of {m.taken}", some(m.people),
         m.example)
        for m in shown.misread
    ]  # fmt: skip
    said = ("The reading that spoke most against a wrong diagnosis: it was misread, or passed "
            "over.")  # fmt: skip
    heads = ("Reading", "Machine", "By", "Who", "For example")
    return _table(said, heads, rows, _several(shown.misread))


def _confused(shown: ClassView) -> str:
    rows = [
        (f"{c.lab} {c.truth}", c.claimed, f"{len(c.people)} of {c.of}", some(c.people),
         c.example or "–")
        for c in shown.confused
    ]  # fmt: skip
    said = ("Of those whose machine hid such a fault. Faults that no check separates are one; "
            "those that differ in part and terminal alone are one kind.")  # fmt: skip
    heads = ("Hidden", "Diagnosed", "By", "Who", "For example")
    return _figure(pictures.confusions(shown.confused)) + _table(
        said, heads, rows, _several(shown.confused)
    )


def _safety(shown: ClassView) -> str:
    rows = [
        (f"{'Critical: ' if b.critical else ''}{b.text}", b.times, some(b.people, 12))
        for b in shown.breaches
    ]
    return _table("By hand-ins in which it happened.", ("Rule", "Hand-ins", "Who"), rows)


def _items(shown: ClassView) -> str:
    rows = [
        (item.cell if item.cell.lower().startswith(item.lab.lower()) else f"{item.lab} {item.cell}",
         item.people, percent(item.share),
         "–" if item.tells is None else f"{item.tells:.2f} ± {item.error:.2f}", item.verdict)
        for item in sorted(shown.items, key=lambda i: (not i.verdict, i.lab, i.cell))
    ]  # fmt: skip
    said = ("Tells apart: correlation with the rest of the same apprentices' marks, give or take "
            "its standard error. 1: who has it right is strong elsewhere, too; 0: it says nothing; "
            "below: look at the question.")  # fmt: skip
    heads = ("Question", "Marked", "Mean mark", "Tells apart", "Remark")
    return _figure(pictures.questions(shown.items)) + _table(said, heads, rows)


def _slips(shown: ClassView) -> str:
    rows = [
        (
            f"{slip.lab} {slip.question}",
            slip.place or "–",
            slip.given,
            f"{slip.people} of {slip.of}",
        )
        for slip in shown.slips
    ]
    return _table("Of those who answered.", ("Question", "Place", "Given", "By"), rows)


def _comments(phrases: Sequence[Phrase]) -> str:
    rows = [(f"{p.name}:", p.text, p.used, list(p.others)) for p in phrases]
    said = ("Write the name with its colon alone on a line of a comment in the formgrader; the "
            "feedback page says the text.")  # fmt: skip
    return _table(said, ("Name", "Text", "Used", "Other texts under this name"), rows)
