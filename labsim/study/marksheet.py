"""A marked paper as a page: profile by domain, pace, what came late, each miss and what mends it.

No scripts and nothing from a network: the page is read offline, in a notebook or as feedback.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from labsim.core.errors import LabsimError
from labsim.course import lab
from labsim.curriculum import curriculum
from labsim.study.item import LETTERS
from labsim.study.marked import Marked
from labsim.study.page import bar
from labsim.study.readiness import BAR, readiness
from labsim.study.report import Miss

__all__ = ["marksheet", "notes", "way"]


def notes(found: Marked) -> list[str]:
    """Return the result in sentences: right in time, readiness, late answers, pace, breaks."""
    result, sheet = found.report, found.sheet
    said = [result.verdict]
    if result.total.right:
        said.append(_ready(found))
    if sheet.late:
        more = found.with_late.total.right - result.total.right
        said.append(f"{_many(len(sheet.late), 'answer')} came after the time and count nothing; "
                    f"with them it would have been {more:+d}.")  # fmt: skip
    if sheet.shown:
        pace = 60 * sheet.spent / len(sheet.shown)
        said.append(f"{sheet.spent:.0f} of {sheet.minutes:g} min on the clock of the paper, "
                    f"{pace:.0f} s an item.")  # fmt: skip
    if found.breaks:
        off = sum(one.minutes for one in found.breaks)
        said.append(f"It lay closed {_many(len(found.breaks), 'time')}, {off:.0f} min in all.")
    return said


def _ready(found: Marked) -> str:
    total, bar_ = found.report.total, found.report.form.blueprint.pass_share
    told = str(readiness(total.right, total.of, bar_))
    if bar_ is None:
        told += f" ({100 * BAR:.0f} % is our own bar: the body publishes none.)"
    return told


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def marksheet(found: Marked, ways: Callable[[str], str] | None = None, said: bool = True) -> str:
    """Return the page of a marked paper. `ways`: the link to a lab's notebook, "" for none.

    `said`: with the result in sentences at its head.
    """
    ways = ways or (lambda _: "")
    rows = "".join(
        f'<tr><th scope="row">{escape(topic)}</th><td>{share.right} of {share.of}</td>'
        f"<td>{bar(share)}</td></tr>"
        for topic, share in found.report.topics.items()
    )
    labs = "".join(f"<li>{way(name, ways)}: {_many(count, 'item')}</li>"
                   for name, count in found.report.labs())  # fmt: skip
    mend = f"<p>What mends most of it:</p><ul>{labs}</ul>" if labs else ""
    head = "".join(f"<p>{escape(line)}</p>" for line in notes(found)) if said else ""
    misses = "".join(_miss(miss, found, ways) for miss in found.report.misses)
    return (
        f"{head}<table><caption>By domain</caption><thead><tr><th>domain</th><th>right</th><th>"
        f"share, and the 95 % interval behind it</th></tr></thead><tbody>{rows}</tbody></table>"
        f"{mend}<details open><summary>What was missed ({len(found.report.misses)})"
        f"</summary><ol>{misses}</ol></details>"
    )


def way(name: str, ways: Callable[[str], str]) -> str:
    """Return a lab's name in HTML, as a link where there is one to its notebook."""
    title = next((row["title"] for row in curriculum()["labs"] if row["id"] == name), "")
    try:
        lab(name)
    except LabsimError:
        return f"{escape(name)} {escape(title)} (planned)"
    href = ways(name)
    text = f"{escape(name)} {escape(title)}"
    return f'<a href="{escape(href)}">{text}</a>' if href else text


def _miss(miss: Miss, found: Marked, ways: Callable[[str], str]) -> str:
    """Return a miss: item, picture, what was chosen and the mistake behind it, what is right."""
    item, late = miss.item, found.sheet.late.get(miss.place)
    figure = f"<figure>{item.show().svg}</figure>" if item.show else ""
    chosen = "" if miss.chosen is None else f"{_option(miss, miss.chosen)}: "
    after = ""
    if late is not None:
        after = " Late: " + ("right." if late == item.key else f"{_option(miss, late)}.")
    repair = ", ".join(way(name, ways) for name in item.repair)
    return (
        f'<li value="{miss.place + 1}"><b>{escape(item.stem)}</b>{figure}'
        f'<p class="lx-wrong">{chosen}{escape(miss.mistake)}.{after}</p>'
        f'<p class="lx-right">{_option(miss, item.key)}.</p>'
        f"<p>{escape(item.because)}{f' Practise in {repair}.' if repair else ''}</p></li>"
    )


def _option(miss: Miss, number: int) -> str:
    return f"{LETTERS[number]} {escape(miss.item.options[number].text)}"
