"""What PLC-03 shows: trends of a weigher, sisters to sort, and one's own program to mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.drawing.chart import Curve, chart
from labsim.drawing.lanes import lanes
from labsim.drawing.rung_page import Page
from labsim.plc import Controller
from labsim.teaching.ladders import rungs
from labsim.teaching.page import INK, SOFT, Piece, table
from labsim.teaching.weighfix import (
    PITCH,
    changed,
    cost,
    program_of,
    rungs_of,
    sister,
    sorted_out,
    stops,
)

__all__ = [
    "WHOSE",
    "card",
    "ladder",
    "practise",
    "program",
    "readings",
    "sheet",
    "sheet_faults",
    "trend",
    "trend_own",
]

EVERY = 0.02  # s from sample to sample
UNITS = {"Weight": "g", "Weight_Raw": "counts"}
# Whose error it is, and faults of the check-weigher that make it.
WHOSE = {
    "process": ("C1: air pressure low, slow", "C1: rod stuck"),
    "sensor": ("B4: zero drifted", "B4: output frozen", "B1: lens dirty",
               "B3: lobes bent, pulses missed"),
    "scaling": ("A1: raw counts divided by 32767", "A1: span of the scale set to 5000 g"),
    "logic": ("A1: one-shot of the weighing taken out", "A1: push read two places late",
              "A1: mark taken back above the rung that reads it",
              "A1: limit of the weight set to 1500 g"),
}  # fmt: skip
ROWS = "ABCDEF"
WEIGHED, THROUGH = 7.0, 12.0  # s after the start: the second short box lies on the scale; the end
HEADS = ["", "loop, scale empty", "loop, 0.9 kg", "Weight_Raw, Weight", "Mark", "Track",
         "weighed, pushed", "reject bin", "lamp"]  # fmt: skip


# trends -------------------------------------------------------------------------------------------
def trend(
    lab: Any, *tags: str, fault: str | None = None, seconds: float = 8.0, caption: str = ""
) -> Piece:
    """Draw tags of the check-weigher against time, from Start on; bits in lanes, numbers as curves.

    `fault` is one of the machine's. It is a weigher for looking at; nothing is on record.
    """
    wrong = variants_of(lab.machine.fault(fault))[-1:] if fault else [Variant()]
    return _drawn(Simulation(lab.machine, wrong), tags, seconds, caption)


def trend_own(
    bench: Any, changes: Any, *tags: str, seconds: float = 8.0, caption: str = ""
) -> Piece:
    """Draw tags of one's own sister weigher, with the changes made so far."""
    own = sister(bench.seed)
    try:
        machine = own.machine(
            program_of(changed(own.found, changes)), "box, short box, box, short box"
        )
        return _drawn(Simulation(machine), tags, seconds, caption)
    except LabsimError as error:
        return _refused(error)


def _drawn(sim: Simulation, tags: Sequence[str], seconds: float, caption: str) -> Piece:
    """Start a weigher, take samples, and draw them."""
    if not tags:
        raise LabsimError('a trend shows tags: trend(lab, "Eye", "Weight")')
    part, begin = sim.machine.A1, sim.now
    for tag in tags:
        part.port(tag)  # says at once what variables there are
    sim.operate("S1", "pressed")
    times, rows = [], []
    while sim.now - begin < seconds:
        sim.advance(EVERY)
        times.append(sim.now - begin)
        rows.append(part.shown(sim.views["A1"], tags)[0])
    found = {tag: np.array(rows)[:, k] for k, tag in enumerate(tags)}
    place = part.logic.controller(0).place
    bits = [t for t in tags if place(part.called.get(t, t)).type.name == "BOOL"]
    return _piece(np.array(times), found, bits, caption)


def _piece(times: np.ndarray, found: dict[str, np.ndarray], bits: list[str], caption: str) -> Piece:
    lane = [Curve(t, "", *_steps(times, v)) for t, v in found.items() if t in bits]
    line = [
        Curve(t, UNITS.get(t, ""), *_steps(times, v)) for t, v in found.items() if t not in bits
    ]
    drawn = [lanes(lane, 0.0, float(times[-1]))] if lane else []
    drawn += [chart(line)] if line else []
    pictures, tables = "".join(d.svg for d in drawn), "".join(d.table() for d in drawn)
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}">{pictures}'
        f'<figcaption style="color:{SOFT};font-size:13px;max-width:760px">{escape(caption)}'
        f'</figcaption><details style="font-size:13px"><summary style="color:{SOFT}">The trend as '
        f"a table</summary>{tables}</details></figure>"
    )
    return Piece(html, " ".join([caption, *(d.words for d in drawn)]).strip())


def _steps(times: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a line that keeps each value until the next one."""
    keep = np.ones(len(values), dtype=bool)
    keep[1:-1] = values[1:-1] != values[:-2]
    t, v = times[keep], values[keep]
    return np.repeat(t, 2)[1:], np.repeat(v, 2)[:-1]


# sister weighers to sort --------------------------------------------------------------------------
def readings(lab: Any, faults: Iterable[str | None]) -> list[list[str]]:
    """Return what stands at a weigher with each of some faults: scale, counts, register, bins."""
    wrong = [variants_of(lab.machine.fault(f))[-1] if f else Variant() for f in faults]
    sim = Simulation(lab.machine, wrong)
    part, view = sim.machine.A1, sim.views["A1"]
    amps = lambda: sim.machine.A2.milliamps(sim.views["A2"], sim.machine.A2.analog[0])  # noqa: E731
    empty = amps()
    sim.operate("S1", "pressed").advance(WEIGHED)
    weighed = part.shown(view, ["Weight_Raw", "Weight", "Mark"])
    loaded = amps()
    sim.advance(THROUGH - WEIGHED)
    after = part.shown(view, ["Track", "C_All.ACC", "C_Reject.ACC"])
    look = lambda tag: sim.views[tag].look()  # noqa: E731
    bins, lamps = look("C4"), look("P1")
    return [
        [f"{empty[n]:.1f} mA", f"{loaded[n]:.1f} mA", f"{raw:g}, {grams:g} g", f"{mark:g}",
         f"{int(track):b}", f"{count:g}, {pushed:g}", str(bins[n]), str(lamps[n])]
        for n, ((raw, grams, mark), (track, count, pushed)) in enumerate(
            zip(weighed, after, strict=True))
    ]  # fmt: skip


def sheet_faults(seed: Any) -> dict[str, tuple[str, str]]:
    """Return six weighers of an own sheet: whose error it is, and the fault."""
    dice = np.random.default_rng([*str(seed).encode()])
    pool = [(who, fault) for who, some in WHOSE.items() for fault in some]
    first = [(who, WHOSE[who][int(dice.integers(len(WHOSE[who])))]) for who in WHOSE]
    rest = [one for one in pool if one not in first]
    chosen = [*first, *(rest[int(n)] for n in dice.permutation(len(rest))[:2])]
    mixed = [chosen[int(n)] for n in dice.permutation(len(chosen))]
    return dict(zip(ROWS, mixed, strict=True))


def sheet(lab: Any, bench: Any) -> Piece:
    """Show the readings of a sound weigher and of six sisters, drawn for this apprentice."""
    mine = sheet_faults(bench.seed)
    found = readings(lab, [None, *(fault for _, fault in mine.values())])
    names = ["sound", *(f"weigher {row}" for row in mine)]
    return table(HEADS, [[name, *row] for name, row in zip(names, found, strict=True)])


# the own program ----------------------------------------------------------------------------------
def card(bench: Any) -> Piece:
    """Show the plate of one's own sister weigher."""
    own = sister(bench.seed)
    rows = [
        ["scale", f"4 to 20 mA are 0 to {own.span / 1000:g} kg"],
        ["input card", "4 to 20 mA are 0 to 27648 counts"],
        ["boxes", "1.2 kg; short ones 0.9 kg; limit 1020 g"],
        ["eye to middle of the pusher", f"{own.way} mm"],
        ["pulse wheel", f"a pulse each {PITCH} mm, on for half of it"],
        [
            "belt",
            "300 mm/s: a box takes 0.67 s at the eye, and 0.34 s of it lies on the scale alone",
        ],
        ["pusher", "0.3 s out"],
    ]
    return table(["plate", ""], rows, "Your sister weigher")


def program(bench: Any, changes: Any = ()) -> Piece:
    """Show one's own program as text, as it was found or with changes; rungs count from 0."""
    own = sister(bench.seed)
    try:
        texts = rungs_of(changed(own.found, list(changes)))
    except LabsimError as error:
        return _refused(error)
    rows = [[str(n), f"<code>{escape(text)}</code>"] for n, text in enumerate(texts)]
    shown = table(["rung", "text"], rows)
    return Piece(shown.html, "\n".join(f"{n}: {text}" for n, text in enumerate(texts)))


def ladder(bench: Any, changes: Any = ()) -> Page | Piece:
    """Show one's own program as a ladder, with its presets."""
    own = sister(bench.seed)
    try:
        return rungs(Controller(program_of(changed(own.found, list(changes)))))
    except LabsimError as error:
        return _refused(error)


def practise(bench: Any, changes: Any) -> Piece:
    """Run ten practice boxes over one's own weigher with the changes, and say what came of it."""
    own = sister(bench.seed)
    try:
        text = changed(own.found, changes)
        run, loose = sorted_out(own, text, 10, 1), stops(own, text)
    except LabsimError as error:
        return _refused(error)
    rows = [
        ["boxes in the right bin", f"{run.right} of {run.boxes}"],
        ["belt", "stopped with a fault" if run.stopped else "ran until the batch was through"],
        ["guard and Stop", f"{loose} does not stop the belt" if loose else "both stop the belt"],
        ["instructions changed", str(cost(own.found, text))],
    ]
    return table(["tried", "came out"], rows, "Ten practice boxes. Nothing of it is on record.")


def _refused(error: LabsimError) -> Piece:
    words = f"The controller does not take it: {error}."
    return Piece(f"<p>{escape(words)}</p>", words)
