"""The workbench as a picture: plain HTML that needs no kernel, no script and no network."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Any

from labsim.ui.moving import posed

if TYPE_CHECKING:
    from labsim.ui.workbench import Workbench

__all__ = ["figure", "marked"]

CELL = "padding:2px 10px 2px 0;border-bottom:1px solid #dfe4e9;text-align:left;vertical-align:top"
CARD = "border:1px solid #d5dbe1;border-radius:8px;padding:10px 14px;margin:0 0 12px"


def figure(bench: Workbench) -> str:
    """Return title, order, drawings with leads, display and journal as one block of HTML."""
    fixed, tally = bench.fixed, bench.tally
    drawings = "".join(_drawing(sheet, bench.leads, bench.motion) for sheet in bench.sheets)
    status = f"{tally['minutes']:g} min · {tally['cost']:g} €"
    if tally["standstill"]:
        status += f" · standstill {tally['standstill']:.0f} €"
    if tally["diagnosis"]:
        status += " · diagnosis: " + ", ".join(tally["diagnosis"])
    status += " · signed off" if tally["signed"] else ""
    return (
        '<div style="background:#fff;color:#1d2b38;font-family:system-ui,sans-serif;'
        'font-size:13px;line-height:1.45;padding:12px;max-width:980px">'
        f'<p style="margin:0 0 2px;font-size:16px"><b>{escape(fixed["id"])} '
        f"{escape(fixed['title'])}</b></p>"
        f'<p style="margin:0 0 10px;color:#51606f">{escape(fixed["complaint"])}</p>'
        f"<div>{drawings}</div>{_meter(bench)}"
        f'<p style="margin:0 0 8px"><b>{escape(status)}</b></p>'
        f"{_journal(bench.journal)}</div>"
    )


def _drawing(sheet: dict[str, Any], leads: dict[str, str], motion: dict[str, Any]) -> str:
    shown = {**sheet, "svg": posed(sheet["svg"], motion)}
    picture = base64.b64encode(marked(shown, leads).encode()).decode()
    return (
        f'<div style="{CARD};display:inline-block;margin-right:10px;vertical-align:top">'
        f'<div style="font-weight:600">{escape(sheet["title"])}</div>'
        f'<img alt="{escape(sheet["alt"], quote=True)}" width="{sheet["width"] * 0.8:.0f}" '
        f'src="data:image/svg+xml;base64,{picture}"></div>'
    )


def marked(sheet: dict[str, Any], leads: dict[str, str]) -> str:
    """Return the SVG of a sheet with the leads on it: red circle with +, black square with -."""
    marks = []
    for address, x, y, _ in sheet["spots"]:
        if address == leads["red"]:
            marks.append(
                f'<circle cx="{x}" cy="{y}" r="8" fill="#b3261e" stroke="#fff" stroke-width="1.5"/>'
                f'<path d="M{x - 4},{y}h8M{x},{y - 4}v8" stroke="#fff" stroke-width="2"/>'
            )
        if address == leads["black"]:
            marks.append(
                f'<rect x="{x - 7.5}" y="{y - 7.5}" width="15" height="15" rx="2" fill="#15191d" '
                f'stroke="#fff" stroke-width="1.5"/>'
                f'<path d="M{x - 4},{y}h8" stroke="#fff" stroke-width="2"/>'
            )
    return sheet["svg"].replace("</svg>", "".join(marks) + "</svg>")


def _meter(bench: Workbench) -> str:
    meter = bench.meter
    text = meter["text"] or "- - -"
    where = meter["note"] or "leads not placed"
    warning = f"<br>⚠ {escape(meter['warning'])}" if meter["warning"] else ""
    return (
        f'<div style="{CARD};display:inline-block;background:#d5decb;color:#10160c;'
        'min-width:220px">'
        f"<div>{escape(meter['instrument'])}, {escape(meter['function'])}</div>"
        f'<div style="font:600 26px ui-monospace,monospace">{escape(text)}</div>'
        f"<div>{escape(where)}{warning}</div></div>"
    )


def _journal(rows: list[dict[str, Any]]) -> str:
    cells = "".join(
        f'<tr><td style="{CELL}">{row["n"]}</td><td style="{CELL}">{row["t"]:.1f}</td>'
        f'<td style="{CELL}">{escape(row["what"])}</td>'
        f'<td style="{CELL}">{escape(row["told"])}{_warned(row)}</td></tr>'
        for row in rows
    )
    heads = "".join(f'<th style="{CELL}">{h}</th>' for h in ("", "min", "done", "told"))
    return f'<table style="border-collapse:collapse"><tr>{heads}</tr>{cells}</table>'


def _warned(row: dict[str, Any]) -> str:
    return f" ⚠ {escape(row['warn'])}" if row["warn"] else ""
