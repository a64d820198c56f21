"""What an exam notebook shows before and after the paper: items worked through, live signals.

Worked items are of the kind that practice draws: none of them is ever on a form.
"""

from __future__ import annotations

from html import escape

from labsim.core.errors import unknown
from labsim.study.bank import PRACTICE, generator
from labsim.study.blueprint import blueprint
from labsim.study.item import LETTERS
from labsim.study.marksheet import way
from labsim.study.trains import Wrong, taken
from labsim.teaching.page import Piece, table
from labsim.vibration.record import Record
from labsim.vibration.route import Setting

__all__ = ["CONDITIONS", "plan", "signals", "worked"]

CELL = "padding:3px 8px;text-align:left"
LIVE = Setting(fmax=1000, lines=1600, averages=4)
# Machine behind the items, and what is wrong with it: sizes as the items draw them.
CONDITIONS: dict[str, tuple[str, Wrong]] = {
    "sound": ("pump", ()),
    "unbalance": ("pump", (("P1", "heavy", 100.0),)),
    "parallel misalignment": ("pump", (("X1", "parallel", 0.45),)),
    "loose fit of a bearing": ("pump", (("B3", "fit", 1.1),)),
    "vane pass": ("pump", (("P1", "narrow", 10.0),)),
    "stator off centre": ("pump", (("M1", "uneven", 0.25),)),
    "outer race spalled": ("pump", (("B3", "outer", 3.0),)),
}


def plan(exam: str) -> Piece:
    """Show how many items of which domain a form has."""
    found = blueprint(exam)
    rows = [[topic, str(count)] for topic, count in found.parts.items()]
    return table(["domain", "items"], [*rows, ["all", str(found.items)]])


def worked(name: str, number: int = 0) -> Piece:
    """Show an item of a generator with its answer, and what each wrong option tells."""
    item = generator(name).instance(number, "guide", PRACTICE)
    picture = item.show() if item.show else None
    rows, words = "", []
    for letter, option in zip(LETTERS, item.options, strict=True):
        said = option.mistake or "right"
        color = "#8c1d18" if option.mistake else "#1d5c2f"
        rows += (
            f'<tr><td style="{CELL}"><b>{letter}</b> {escape(option.text)}</td>'
            f'<td style="{CELL};color:{color}">{escape(said)}</td></tr>'
        )
        words.append(f"{letter} {option.text}: {said}.")
    repair = ", ".join(way(lab, lambda _: "") for lab in item.repair)
    figure = f'<div style="max-width:620px">{picture.svg}</div>' if picture else ""
    html = (
        f'<div style="max-width:56em;line-height:1.45"><p><b>{escape(item.stem)}</b></p>{figure}'
        f"<table>{rows}</table><p>{escape(item.because)}</p><p>Mended by {repair}.</p></div>"
    )
    seen = [picture.words] if picture else []
    return Piece(html, " ".join([item.stem, *seen, *words, item.because]))


def signals(condition: str, *pads: str) -> list[Record]:
    """Return records of the pump set behind many items, in m/s², taken with this wrong with it."""
    if condition not in CONDITIONS:
        raise unknown("The pump set", "condition", condition, CONDITIONS)
    machine, wrong = CONDITIONS[condition]
    return [taken(machine, wrong, pad, LIVE, 1) for pad in pads or ("B3:H", "B3:V", "B2:H")]
