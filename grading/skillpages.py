"""The skill map as text, as an HTML page without scripts or network, and as a picture."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

from grading import recommend
from grading.skills import BANDS, NO_LAB, NOTHING, Field, SkillMap, band, curriculum

__all__ = ["html", "picture", "text"]

COLOURS = {"●": "#1b6ca8", "◐": "#7db8e0", "○": "#dcebf7", "·": "#ffffff", "–": "#eeeeee"}
SHORT_WORDS = "2/5: two of five labs done; 23p: by 23 people; ~: points still to be marked"
INK = {"●": "#ffffff"}


def legend() -> str:
    """Say what the signs mean, in one line."""
    bands = [f"{sign} {words} (from {least:.0%})" for least, sign, words in BANDS[:-1]]
    rest = (BANDS[-1][1:], NOTHING, NO_LAB)
    signs = "; ".join([*bands, *(f"{sign} {words}" for sign, words in rest)])
    return f"{signs}. {SHORT_WORDS}"


def words(field: Field, people: int) -> str:
    """Return a field in few words: "● 82 %, 2 of 5 labs"."""
    sign, said = band(field)
    if not field.labs:
        return f"{sign} {said}"
    share = said if field.share is None else f"{100 * field.share:.0f} %"
    who = f", {field.people} of {people} people" if people > 1 and field.people else ""
    wait = f", {field.waiting} to mark" if field.waiting else ""
    return f"{sign} {share}, {len(field.done)} of {len(field.labs)} labs{who}{wait}"


def short(field: Field, people: int) -> str:
    """Return a field for a narrow column: "● 82% 2/5"."""
    if not field.labs:
        return field.sign
    share = "" if field.share is None else f" {100 * field.share:.0f}%"
    who = f" {field.people}p" if people > 1 and field.people else ""
    wait = "~" if field.waiting else ""
    return f"{field.sign}{share} {len(field.done)}/{len(field.labs)}{who}{wait}"


# text ---------------------------------------------------------------------------------------------
def text(maps: list[SkillMap]) -> str:
    """Return the first map as a table, and one line for every other."""
    from rich.console import Console
    from rich.table import Table

    first = maps[0]
    tiers = [tier["id"] for tier in curriculum()["tiers"]]
    table = Table("skill", *tiers, title=f"Skill map: {first.title}", title_justify="left")
    for group in curriculum()["groups"]:
        table.add_section()
        for skill in group["skills"]:
            cells = [short(first.fields[skill["id"], tier], first.people) for tier in tiers]
            table.add_row(f"{skill['id']} {skill['title']}", *cells)
    out = io.StringIO()
    console = Console(file=out, width=110)
    console.print(table)
    console.print(f"{legend()}.", markup=False)
    console.print(
        "2/5: labs done, labs there are; 3p: apprentices with evidence; ~: marks to come."
    )
    for line in [*recommend.lines(first.advice), *map(_line, maps[1:])]:
        console.print(line, markup=False, highlight=False)
    return out.getvalue().rstrip()


def _line(each: SkillMap) -> str:
    """Say in a line which labs of an apprentice have marks, and which should come next."""
    done = ", ".join(each.done) or "nothing marked yet"
    then = f"; next {each.advice[0].lab}" if each.advice else ""
    return f"{each.title}: {done}{then}"


# page ---------------------------------------------------------------------------------------------
STYLE = """
body { margin: 0 auto; max-width: 70rem; padding: 1rem; color: #1b1b1b; background: #fff;
  font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 2rem; }
caption { text-align: left; }
th, td { border: 1px solid #767676; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
thead th { background: #1f2d3a; color: #fff; }
tr.group th { background: #e4e8ec; }
td small { display: block; }
nav a { margin-right: 1rem; }
"""


def html(maps: list[SkillMap]) -> str:
    """Return a page with every map: heading, table, evidence in words in each field."""
    links = "".join(f'<a href="#map-{n}">{escape(m.title)}</a>' for n, m in enumerate(maps))
    nav = f"<nav aria-label='Maps'>{links}</nav>" if len(maps) > 1 else ""
    rules = "".join(
        f"td.b{n}{{background:{COLOURS[sign]};color:{INK.get(sign, '#1b1b1b')}}}"
        for n, sign in enumerate(COLOURS)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Skill map</title><style>{STYLE}{rules}</style></head>"
        f"<body><main><h1>Skill map</h1><p>{escape(legend())}.</p>{nav}"
        f"{''.join(_section(n, m) for n, m in enumerate(maps))}</main></body></html>\n"
    )


def _section(number: int, shown: SkillMap) -> str:
    tiers = curriculum()["tiers"]
    heads = "".join(f'<th scope="col">{escape(t["title"])}</th>' for t in tiers)
    rows = []
    for group in curriculum()["groups"]:
        rows.append(
            f'<tr class="group"><th scope="colgroup" colspan="{len(tiers) + 1}">'
            f"{escape(group['title'])}</th></tr>"
        )
        rows += [_row(shown, skill, [t["id"] for t in tiers]) for skill in group["skills"]]
    done = ", ".join(shown.done) or "none yet"
    return (
        f'<section id="map-{number}"><h2>{escape(shown.title)}</h2>'
        f"<table><caption>Labs with marks: {escape(done)}</caption>"
        f'<thead><tr><th scope="col">Skill</th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>{_advice(shown)}</section>"
    )


def _advice(shown: SkillMap) -> str:
    """Return what to practise next, with the reasons, as a list."""
    items = "".join(
        f"<li><b>{escape(s.lab)} {escape(s.title)}</b>, {s.minutes:.0f} min. "
        f"{escape(' '.join(s.reasons))}</li>"
        for s in shown.advice
    )
    return f"<h3>Next</h3><ol>{items}</ol>" if items else ""


def _row(shown: SkillMap, skill: dict[str, str], tiers: list[str]) -> str:
    cells = []
    for tier in tiers:
        field = shown.fields[skill["id"], tier]
        kind = list(COLOURS).index(field.sign)
        done = f"<small>{', '.join(field.done)}</small>" if field.done else ""
        cells.append(f'<td class="b{kind}">{escape(words(field, shown.people))}{done}</td>')
    head = f'<th scope="row">{skill["id"]} {escape(skill["title"])}</th>'
    return f"<tr>{head}{''.join(cells)}</tr>"


# picture ------------------------------------------------------------------------------------------
def picture(shown: SkillMap, file: str | Path) -> Path:
    """Draw a map with matplotlib; the ending of the file name says how (png, svg, pdf)."""
    from matplotlib.figure import Figure

    skills = [s for group in curriculum()["groups"] for s in group["skills"]]
    tiers = curriculum()["tiers"]
    figure = Figure(figsize=(11, 0.42 * len(skills) + 1.6), layout="constrained")
    axes = figure.add_subplot()
    for row, skill in enumerate(skills):
        for column, tier in enumerate(tiers):
            _tile(axes, column, row, shown.fields[skill["id"], tier["id"]], shown.people)
    axes.set(xlim=(0, len(tiers)), ylim=(len(skills), 0), title=f"Skill map: {shown.title}")
    axes.set_xticks([n + 0.5 for n in range(len(tiers))], [t["id"] for t in tiers])
    axes.set_yticks([n + 0.5 for n in range(len(skills))], [f"{s['title']}" for s in skills])
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.set_xlabel(legend().replace(SHORT_WORDS, f"\n{SHORT_WORDS}"), fontsize=8)
    figure.savefig(file, dpi=120)
    return Path(file)


def _tile(axes: object, column: int, row: int, field: Field, people: int) -> None:
    from matplotlib.patches import Rectangle

    sign = field.sign
    hatch = "////" if sign == NO_LAB[0] else None
    axes.add_patch(
        Rectangle((column, row), 1, 1, facecolor=COLOURS[sign], edgecolor="#999999", hatch=hatch)
    )
    if field.labs:
        ink = INK.get(sign, "#1b1b1b")
        place = (column + 0.5, row + 0.5)
        axes.annotate(short(field, people), place, ha="center", va="center", color=ink, fontsize=9)
