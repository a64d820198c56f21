"""The skill map as text, and as an HTML page without scripts or network."""

from __future__ import annotations

import io
from html import escape

from grading import recommend
from grading.readiness import KNOWN
from grading.skills import BANDS, NO_LAB, NOTHING, Field, SkillMap, band, curriculum

__all__ = ["COLOURS", "INK", "SHORT_WORDS", "html", "legend", "short", "text", "words"]

COLOURS = {"●": "#1b6ca8", "◐": "#7db8e0", "○": "#dcebf7", "·": "#ffffff", "–": "#eeeeee"}
SHORT_WORDS = "2/5: two of five labs done; 23p: by 23 people; ~: points still to be marked"
INK = {"●": "#ffffff"}
READY = (
    "Apprentice", "Next tier", "Marks to expect", "Chance to pass", "Known", "Weak or not shown",
)  # fmt: skip


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
    labs = f"{len(field.done)} of {len(field.labs)} lab{'s' * (len(field.labs) != 1)}"
    return f"{sign} {share}, {labs}{who}{wait}"


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
    for line in [*_ready(first), *recommend.lines(first.advice), *map(_line, maps[1:])]:
        console.print(line, markup=False, highlight=False)
    return out.getvalue().rstrip()


def _line(each: SkillMap) -> str:
    """Say in a line which labs of an apprentice have marks, how ready they are, what comes next."""
    done = ", ".join(each.done) or "nothing marked yet"
    ready = each.ready if each.ready and each.ready.known >= KNOWN else None
    said = f"; {ready.tier}: {ready.verdict} ({ready.mean:.0%} ± {ready.sd:.0%})" if ready else ""
    then = f"; next {each.advice[0].lab}" if each.advice else ""
    return f"{each.title}: {done}{said}{then}"


def _ready(shown: SkillMap) -> list[str]:
    """Say how ready an apprentice is for the next tier, and what is in the way."""
    if shown.ready is None:
        return []
    found = [f"Ready for the next tier? {shown.ready.text}"]
    weak = [f"{skill} {able.mean:.0%} ± {able.sd:.0%}" for skill, able in shown.ready.weak[:6]]
    found += [f"Skills that may not carry yet: {', '.join(weak)}."] if weak else []
    waits = [f"{lab} for {' and '.join(lacks)}" for lab, lacks in shown.ready.waits[:6]]
    return found + ([f"Labs that wait: {'; '.join(waits)}."] if waits else [])


# page ---------------------------------------------------------------------------------------------
STYLE = """
body { margin: 0 auto; max-width: 70rem; padding: 1rem; color: #1b1b1b; background: #fff;
  font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 2rem; }
caption { text-align: left; }
th, td { border: 1px solid #767676; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
thead th { background: #1f2d3a; color: #fff; }
tr.group th { background: #e4e8ec; }
td.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
details { font-size: 0.85em; } summary { cursor: pointer; }
details ul { margin: 0; padding-left: 1.1rem; }
a { color: #14568c; } :focus-visible { outline: 3px solid #b3540a; outline-offset: 1px; }
nav a { margin-right: 1rem; display: inline-block; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media print { .maps { display: none; } details > * { display: block; } }
"""


def html(maps: list[SkillMap]) -> str:
    """Return a page with every map: heading, table, evidence in words in each field."""
    links = "".join(f'<a href="#map-{n}">{escape(m.title)}</a>' for n, m in enumerate(maps))
    nav = f"<nav class='maps' aria-label='Maps'>{links}</nav>" if len(maps) > 1 else ""
    rules = "".join(
        f"td.b{n}{{background:{COLOURS[sign]};color:{INK.get(sign, '#1b1b1b')}}}"
        for n, sign in enumerate(COLOURS)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Skill map</title><style>{STYLE}{rules}</style></head>"
        f'<body><main id="top"><h1>Skill map</h1><p>{escape(legend())}.</p>{nav}'
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
        f"<tbody>{''.join(rows)}</tbody></table>{_readiness(shown)}{_advice(shown)}"
        '<p><a href="#top">Back to the top</a></p></section>'
    )


def _readiness(shown: SkillMap) -> str:
    """Return how ready the apprentice is, or each of the class, for the next tier."""
    if shown.everyone:
        return _class_readiness(shown)
    if shown.ready is None or not shown.done:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in _ready(shown)[1:])
    return (
        f"<h3>Ready for the next tier?</h3><p>{escape(shown.ready.text)}</p>"
        f"{f'<ul>{items}</ul>' if items else ''}"
    )


def _class_readiness(shown: SkillMap) -> str:
    rows = []
    for number, each in enumerate(shown.everyone, 1):
        if each.ready is None or not each.done:
            continue
        known, weak = each.ready, ", ".join(skill for skill, _ in each.ready.weak[:4])
        chance = f"{known.chance:.0%}" if known.known >= KNOWN else "–"
        figures = f"{known.mean:.0%} ± {known.sd:.0%}", chance, f"{known.known:.0%}"
        cells = "".join(f'<td class="figure">{figure}</td>' for figure in figures)
        rows.append((known.chance, each.title, (
            f'<tr><th scope="row"><a href="#map-{number}">{escape(each.title)}</a></th>'
            f"<td>{known.title}: {known.verdict}</td>{cells}<td>{weak}</td></tr>")))  # fmt: skip
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in READY)
    body = "".join(row for _, _, row in sorted(rows))
    return (
        "<h3>Ready for the next tier?</h3><table><caption>Least likely to pass first. Marks to "
        "expect in the tier's labs now, give or take one standard deviation; Known: part of what "
        f"the tier asks for that marks speak of; below {KNOWN:.0%} no chance is given. Skills by "
        f"the numbers of the map above.</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
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
        behind = _behind(shown, skill["id"], tier)
        cells.append(f'<td class="b{kind}">{escape(words(field, shown.people))}{behind}</td>')
    head = f'<th scope="row">{skill["id"]} {escape(skill["title"])}</th>'
    return f"<tr>{head}{''.join(cells)}</tr>"


def _behind(shown: SkillMap, skill: str, tier: str) -> str:
    """Return what a field rests on, folded: labs with their marks, the estimate, what is closed."""
    field, kind = shown.fields[skill, tier], "Evidence"
    lines = [piece.text for piece in field.evidence]
    if field.able is not None and field.able.labs:
        others = [lab for lab in field.able.labs if lab not in field.done]
        also = f", {', '.join(others)} counted too" if others else ""
        lines.append(f"estimate {field.able.mean:.0%}, give or take {field.able.sd:.0%}{also}")
    lines += _spread(shown, skill, tier)
    kind = kind if lines else "What waits"
    lines += [f"{lab} waits for {', '.join(lacks)}" for lab, lacks in field.closed]
    if not lines or not field.labs:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    name = f'<span class="unseen"> for {skill}, {tier}, {escape(shown.title)}</span>'
    return f"<details><summary>{kind}{name}</summary><ul>{items}</ul></details>"


def _spread(shown: SkillMap, skill: str, tier: str) -> list[str]:
    """Say how many of a class are how far in a field."""
    found: dict[str, list[str]] = {}
    for each in shown.everyone:
        sign, said = band(each.fields[skill, tier])
        if each.fields[skill, tier].share is not None:
            found.setdefault(f"{sign} {said}", []).append(each.title)
    return [f"{said}: {len(names)}, {_some(names)}" for said, names in sorted(found.items())]


def _some(names: list[str], most: int = 8) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
