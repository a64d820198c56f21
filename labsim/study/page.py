"""A form as text for a terminal, as a page to print, and its coverage as a table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from labsim.study.form import Form
from labsim.study.item import LETTERS, Item
from labsim.study.report import Miss, Report, Share

__all__ = ["as_data", "bar", "coverage", "page", "report_html", "text"]

STYLE = """
body{font-family:sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#1c2733}
li{margin:0 0 1.6em}ol.options{list-style:upper-alpha;margin:.4em 0}ol.options li{margin:.2em 0}
table{border-collapse:collapse}td,th{border:1px solid #b8c3cd;padding:.25em .6em;text-align:left}
figure{margin:.6em 0}.key{color:#51606f}@media print{li{break-inside:avoid}}
"""


def coverage(form: Form) -> list[tuple[str, ...]]:
    """Return rows of the table: topic, asked for, in the form, with picture or simulation."""
    rows = [tuple(str(cell) for cell in row) for row in form.coverage()]
    total = [sum(int(row[k]) for row in rows) for k in (1, 2, 3)]
    return [*rows, ("all", *map(str, total))]


def text(form: Form, key: bool = False) -> str:
    """Return the items as text; with `key` the right letter and the reason after each."""
    return "\n\n".join(_item_text(n, item, key) for n, item in enumerate(form.items, 1))


def _item_text(n: int, item: Item, key: bool) -> str:
    lines = [f"{n}. {item.stem}"]
    if item.show:
        lines.append(f"   [{item.show().words}]")
    lines += [f"   {a}  {o.text}" for a, o in zip(LETTERS, item.options, strict=True)]
    if key:
        lines.append(f"   Right: {LETTERS[item.key]}. {item.because}")
    return "\n".join(lines)


def as_data(form: Form) -> dict[str, Any]:
    """Return the form for other programs; `key` is the number of the right option, from 0."""
    return {
        "exam": form.blueprint.name,
        "seed": form.seed,
        "minutes": form.blueprint.minutes,
        "coverage": [dict(zip(("topic", "asked", "items", "shown"), row, strict=True))
                     for row in form.coverage()],
        "items": [_item_data(item) for item in form.items],
    }  # fmt: skip


def _item_data(item: Item) -> dict[str, Any]:
    return {
        "generator": item.generator, "instance": item.instance, "topic": item.topic,
        "stem": item.stem, "picture": item.show().words if item.show else None,
        "options": [option.text for option in item.options], "key": item.key,
        "mistakes": [option.mistake for option in item.options], "because": item.because,
        "repair": list(item.repair), "source": item.source,
    }  # fmt: skip


def page(form: Form, key: bool = False) -> str:
    """Return the form as one page of HTML that needs nothing else, pictures in it."""
    plan = form.blueprint
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
        for row in coverage(form)
    )
    heads = "".join(
        f'<th scope="col">{h}</th>' for h in ("topic", "asked for", "items", "with a picture")
    )
    items = "".join(_item_html(item, key) for item in form.items)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(plan.title)}</title>'
        f"<style>{STYLE}</style><h1>{escape(plan.title)}, form {form.seed}</h1>"
        f"<p>{plan.items} items, {plan.minutes} minutes. {escape(plan.caveat)}</p>"
        f"<ol>{items}</ol><h2>What it covers</h2>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></html>"
    )


def _item_html(item: Item, key: bool) -> str:
    figure = f"<figure>{item.show().svg}</figure>" if item.show else ""
    options = "".join(f"<li>{escape(option.text)}</li>" for option in item.options)
    told = f'<p class="key">Right: {LETTERS[item.key]}. {escape(item.because)}</p>' if key else ""
    return f'<li>{escape(item.stem)}{figure}<ol class="options">{options}</ol>{told}</li>'


def report_html(result: Report, seconds: Mapping[int, float] | None = None) -> str:
    """Return a report as HTML: by domain with its interval, time, each miss with its mistake."""
    rows = "".join(
        f'<tr><th scope="row">{escape(topic)}</th><td>{share.right} of {share.of}</td>'
        f"<td>{bar(share)}</td></tr>"
        for topic, share in result.topics.items()
    )
    spent, count = sum((seconds or {}).values()), len(seconds or {})
    pace = f"Time on answers: {spent / 60:.0f} min, {spent / max(count, 1):.0f} s an item."
    labs = ", ".join(f"{lab} ({count})" for lab, count in result.labs())
    mend = f"<p>Labs that mend most of what was missed: {escape(labs)}.</p>" if labs else ""
    misses = "".join(_miss_html(miss) for miss in result.misses)
    return (
        f"<h4>{escape(result.verdict)}</h4><table><thead><tr><th>domain</th><th>right</th>"
        f"<th>share, and the 95 % interval behind it</th></tr></thead><tbody>{rows}</tbody></table>"
        f"{f'<p>{pace}</p>' if spent else ''}{mend}<ol>{misses}</ol>"
    )


def bar(share: Share) -> str:
    """Draw a share with its interval; the figures stand beside it."""
    low, high = (120 * edge for edge in share.interval)
    at = 120 * share.right / max(share.of, 1)
    return (
        '<svg width="132" height="14" viewBox="-6 0 132 14" aria-hidden="true">'
        '<path d="M0,7H120" stroke="currentColor" stroke-opacity=".25" stroke-width="6"/>'
        f'<path d="M{low:.0f},7H{high:.0f}" stroke="#7fb0cf" stroke-width="6"/>'
        f'<circle cx="{at:.0f}" cy="7" r="5" fill="#1f6f9f"/></svg> '
        f"{100 * share.right / max(share.of, 1):.0f} %"
        f" ({100 * share.interval[0]:.0f} to {100 * share.interval[1]:.0f})"
    )


def _miss_html(miss: Miss) -> str:
    item = miss.item
    chosen = "" if miss.chosen is None else f"{escape(item.options[miss.chosen].text)}: "
    labs = f" Practise in {escape(', '.join(item.repair))}." if item.repair else ""
    return (
        f'<li value="{miss.place + 1}"><a href="#" data-item="{miss.place}">{escape(item.stem)}</a>'
        f'<br><span class="lx-wrong">{chosen}{escape(miss.mistake)}.</span><br>'
        f'<span class="lx-right">{escape(item.options[item.key].text)}.</span>'
        f" {escape(item.because)}{labs}</li>"
    )
