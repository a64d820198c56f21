"""Figures of an exam's items from the papers a course has collected: `labsim items VIB-05`.

Each paper is marked on its own form, as for its mark; what cannot be marked does not count. Items
differ from paper to paper, so figures are those of generators: the same question, other numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from traitlets.config.loader import PyFileConfigLoader

import labsim
from grading import autograde, keys
from grading.papers import Examiner
from grading.work import read_work
from labsim.core.errors import LabsimError
from labsim.study.bank import generator
from labsim.study.marked import Marked
from labsim.study.statistics import ItemFigures, statistics

__all__ = ["collected", "data", "figures", "lines", "page"]

NOT_ANSWERED = "Not answered"
HEADS = ("item", "answers", "right", "point-biserial", "commonest mistakes", "look at")
STYLE = (
    "body{font-family:sans-serif;max-width:72em;margin:2em auto;padding:0 1em;color:#1c2733}"
    "table{border-collapse:collapse}td,th{border:1px solid #b8c3cd;padding:.25em .6em;"
    "text-align:left;vertical-align:top}td small{color:#51606f}"
)


def collected(lab_id: str, home: Path | None = None) -> Iterator[Marked]:
    """Yield the marked papers of an exam that lie collected in a course, sitting by sitting."""
    lab = labsim.lab(lab_id)
    if lab.kind != "exam":
        raise LabsimError(f"{lab.id} is no exam: it has no items")
    home = home or autograde.home()
    config = PyFileConfigLoader(autograde.CONFIG, path=str(home)).load_config()
    course = str(config.CourseDirectory.course_id)
    key, *older = keys.ring(course)
    for folder in sorted((home / "submitted").glob(f"*/{lab.id}")):
        work = read_work(lab.id, folder, [], [])
        own = Examiner(lab.id, folder.parent.name, work, course, key.text, older)
        for number in range(1, lab.scenario.attempts + 1):
            found = own.sitting(number)[1]
            if found is not None:
                yield found


def figures(papers: Iterable[Marked]) -> list[ItemFigures]:
    """Return the figures of each generator met in these papers."""
    return statistics({"answers": list(_rows(paper))} for paper in papers)


def _rows(paper: Marked) -> Iterator[dict[str, Any]]:
    """Yield a row for each item of a paper: what was answered in time counts."""
    for place, item in enumerate(paper.report.form.items):
        chosen = paper.sheet.answers.get(place)
        mistake = NOT_ANSWERED if chosen is None else item.options[chosen].mistake
        yield {"generator": item.generator, "right": chosen == item.key, "mistake": mistake}


def data(found: list[ItemFigures]) -> list[dict[str, Any]]:
    """Return the figures for other programs."""
    return [
        {
            "generator": one.generator, "title": generator(one.generator).title,
            "answers": one.answers, "right": one.difficulty, "biserial": one.discrimination,
            "mistakes": one.mistakes, "look": list(one.remarks),
        }
        for one in found
    ]  # fmt: skip


def _cells(one: ItemFigures) -> tuple[str, ...]:
    told = "–" if one.discrimination is None else f"{one.discrimination:+.2f}"
    common = "; ".join(f"{name} ({n})" for name, n in list(one.mistakes.items())[:3])
    return (f"{100 * one.difficulty:.0f} %", told, common, "; ".join(one.remarks))


def lines(found: list[ItemFigures], papers: int) -> list[str]:
    """Say the figures in lines for a shell, the hardest items first."""
    said = [f"{papers} papers, {len(found)} kinds of items." if papers else "No paper collected."]
    for one in sorted(found, key=lambda each: each.difficulty):
        right, told, common, look = _cells(one)
        said.append(f"{one.generator}: {right} of {one.answers} right, point-biserial {told}")
        said += [f"   {text}" for text in (common, look) if text]
    return said


def page(found: list[ItemFigures], lab_id: str, papers: int) -> str:
    """Return the figures as a page, the hardest items first."""
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = ""
    for one in sorted(found, key=lambda each: each.difficulty):
        name = f"{escape(generator(one.generator).title)}<br><small>{one.generator}</small>"
        cells = (str(one.answers), *_cells(one))
        rows += f'<tr><th scope="row">{name}</th>'
        rows += "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Items of {lab_id}</title>'
        f"<style>{STYLE}</style><h1>Items of {lab_id}</h1><p>{papers} papers. Below some thirty "
        "answers a figure is a hint. The point-biserial is taken against the rest of the paper.</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></html>"
    )
