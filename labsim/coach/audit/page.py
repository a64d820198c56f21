"""The audit as one static page: findings, bots as dots in their bands, faults by difficulty."""

from __future__ import annotations

from html import escape
from typing import Any

from labsim.coach.audit.report import Report

__all__ = ["page"]

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #1c2430; margin: 2rem auto; max-width: 62rem;
       padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.2rem; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #d9dee5;
         vertical-align: top; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.good { color: #16642f; font-weight: 600; } .bad { color: #a3201b; font-weight: 600; }
td.good, td.bad, td.good + td, td.bad + td { white-space: nowrap; }
tr.spared td { color: #66707d; }
svg { display: block; max-width: 100%; } svg text { font: 12px system-ui, sans-serif; }
details { margin: .5rem 0; } summary { cursor: pointer; font-weight: 600; }
@media print { details > * { display: block; } }
"""
LEFT, WIDTH, ROW = 190, 560, 26  # of the dots: room for names, 0 to 100 points, height of a row


def page(reports: list[Report]) -> str:
    """Return the whole page; it asks for nothing from anywhere."""
    failed = [report.lab for report in reports if not report.passed]
    verdict = f"{len(failed)} of {len(reports)} labs do not pass: {', '.join(failed)}."
    verdict = verdict if failed else f"All {len(reports)} labs pass."
    body = "".join(section(report) for report in reports)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>Audit of the labs</title><style>{STYLE}</style></head><body>"
        f"<h1>Audit of the labs</h1><p>{escape(verdict)}</p>{body}</body></html>\n"
    )


def section(report: Report) -> str:
    """Return what was found of one lab."""
    verdict = '<span class="good">passes</span>'
    if not report.passed:
        verdict = '<span class="bad">does not pass</span>'
    parts = [f"<h2>{escape(report.lab)} {escape(report.title)}: {verdict}</h2>"]
    parts.append(findings(report))
    if report.bots:
        parts += ["<h3>Simulated apprentices</h3>", dots(report), bot_table(report)]
    if report.faults:
        parts += [folded(f"Difficulty of {len(report.faults)} faults", bars(report))]
    if report.groups:
        parts += [folded(f"{len(report.groups)} groups that read alike", groups(report))]
    return "\n".join(parts)


def folded(title: str, body: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{body}</details>"


def table(head: tuple[str, ...], rows: list[str]) -> str:
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def cells(*values: Any) -> str:
    """Return table cells; numbers stand right."""
    return "".join(
        f'<td class="n">{v:g}</td>' if isinstance(v, int | float) else f"<td>{escape(str(v))}</td>"
        for v in values
    )


def findings(report: Report) -> str:
    rows = []
    for found in report.findings:
        sign, word = ("good", "✓ holds") if found.holds else ("bad", "✗ fails")
        rows.append(f'<tr><td class="{sign}">{word}</td>{cells(found.what, found.text)}</tr>')
    return table(("", "what", "found"), rows)


def across(points: float) -> float:
    """Return where a number of points lies on the picture of the dots."""
    return round(LEFT + WIDTH * points / 100, 1)


def dots(report: Report) -> str:
    """Draw each run of each bot as a dot over its band."""
    height, wide = ROW * len(report.bots) + 28, LEFT + WIDTH + 20
    label = "Scores of the simulated apprentices; the table below has the figures"
    parts = [f'<svg viewBox="0 0 {wide} {height}" width="{wide}" role="img" aria-label="{label}">']
    for points in range(0, 101, 20):
        x = across(points)
        parts.append(f'<line x1="{x}" x2="{x}" y1="0" y2="{height - 24}" stroke="#d9dee5"/>')
        parts.append(f'<text x="{x}" y="{height - 8}" text-anchor="middle" fill="#49525e">'
                     f"{points}</text>")  # fmt: skip
    parts += [row(bot, ROW * n + ROW / 2) for n, bot in enumerate(report.bots)]
    return "".join([*parts, "</svg>"])


def row(bot: dict[str, Any], y: float) -> str:
    """Draw one bot: name, band, dots, and a stroke for the mean."""
    low, high, mean = across(bot["low"]), across(bot["high"]), across(bot["mean"])
    parts = [
        f'<text x="0" y="{y + 4}" fill="#1c2430">{escape(bot["bot"])}</text>',
        f'<rect x="{low}" y="{y - 9}" width="{max(4.0, high - low):.1f}" height="18" rx="3" '
        'fill="#cfe3d4"/>',
    ]
    for k, run in enumerate(bot["runs"]):
        told = f"{escape(run['fault'])}: {run['points']:g}"
        x, up = across(run["points"]), y + (k % 5 - 2) * 2.5
        parts.append(
            f'<circle cx="{x}" cy="{up}" r="3.2" fill="#245a9c" fill-opacity=".65">'
            f"<title>{told}</title></circle>"
        )
    parts.append(f'<line x1="{mean}" x2="{mean}" y1="{y - 11}" y2="{y + 11}" stroke="#1c2430" '
                 'stroke-width="2"/>')  # fmt: skip
    return "".join(parts)


def bot_table(report: Report) -> str:
    rows = []
    for bot in report.bots:
        points = [run["points"] for run in bot["runs"]]
        band = f"{bot['low']:g} to {bot['high']:g}"
        figures = cells(bot["bot"], band, round(bot["mean"], 1), min(points), max(points))
        rows.append(f"<tr>{figures}{cells(len(points))}</tr>")
    return table(("apprentice", "band", "mean", "least", "most", "faults"), rows)


def bars(report: Report) -> str:
    """List the faults by the minutes of a whole order, with a bar each."""
    most = max(row["minutes"] for row in report.faults) or 1.0
    rows = []
    for row in sorted(report.faults, key=lambda row: row["minutes"]):
        wide, colour = round(160 * row["minutes"] / most), "#245a9c" if row["drawn"] else "#9aa5b1"
        bar = f'<svg width="160" height="12" aria-hidden="true"><rect width="{wide}" height="12" '
        spared = "" if row["drawn"] else ' class="spared"'
        figures = cells(row["minutes"], row["found"], row["readings"], row["bits"], row["points"])
        drawn = cells("yes" if row["drawn"] else "no")
        rows.append(f'<tr{spared}>{cells(row["fault"])}<td>{bar}fill="{colour}"/></svg></td>'
                    f"{figures}{drawn}</tr>")  # fmt: skip
    head = ("fault", "", "order, min", "found, min", "readings", "bits", "points", "drawn")
    return table(head, rows)


def groups(report: Report) -> str:
    rows = [f"<tr>{cells(', '.join(g['faults']), g['split'])}</tr>" for g in report.groups]
    return table(("faults no check tells apart", "what would"), rows)
