"""Scans in machine time: on multiples of the scan time, and only while something can change.

In every scan: inputs as the cards have them (their faults in it), forces over them, the program,
forces over the outputs, then the cards (their faults behind that), then the terminals, a tick
later. Variants that hold the same memory and read the same inputs are scanned once for all.
"""

from __future__ import annotations

from operator import is_
from typing import Any

import numpy as np

from labsim.core.clock import TICK
from labsim.core.view import View
from labsim.plc.parts.logic import Core

__all__ = ["BEGINS", "BOOT", "PROGRAM", "RUN", "beats", "ready", "work"]

BOOT = 0.1  # s from supply to the first scan (assumed; real ones take seconds)
PROGRAM, RUN = 0, 1
# What of its own states decides what it does.
STATES = ("core", "due", "last", "up", "fed", "lost", "halted", "asked", "begin", "mode", "sown",
          "taken", "raw", "forced", "forced_to")  # fmt: skip
OF_CARDS = ("bits", "counts", "has", "out")
BEGINS = ("", "warm", "run")  # how the next scan begins: after power, after program mode


def work(c: View) -> float:
    """Scan what is due; return when the next look at the controller is worth it, in s."""
    powered(c)
    seeded(c)
    since, until, held = c.__dict__.get("rest", (0.0, 0.0, []))
    if since <= c.now < until - 1e-9 and all(map(is_, held, _depends(c))):
        return until  # nothing it depends on has changed since
    until = _worked(c)
    c.__dict__["rest"] = c.now, until, _depends(c)
    return until


def _depends(c: View) -> list[Any]:
    """Return all that decides what a controller does: what has not changed is the same object."""
    there = c.sim.states
    cards = [(c.sim.views[card.tag], name) for card in c.part.hosts for name in OF_CARDS]
    cards = [view[name] for view, name in cards if (view.tag, name) in there]
    return [*(c[name] for name in STATES), *cards, c.sim.effective]


def _worked(c: View) -> float:
    bits, words = image(c)
    tick, every = round(c.now / TICK), beats(c)
    able = ready(c)
    differs = (bits != c.taken).any(axis=1) | (words != c.raw).any(axis=1) | c.asked
    ripe = able & (c.last < c.now - 1e-9) & (differs | (c.due <= c.now + 1e-9))
    go = ripe & (tick % every == 0)
    if go.any():
        scan(c, go, bits, words, every)
    waits = np.where(able & differs & ~go, (tick // every + 1) * every * TICK, c.due)
    waits = np.where(able, waits, np.where(c.up > c.now, c.up, np.inf))
    return float(np.min(np.where(put_out(c), c.now + TICK, waits)))


def beats(c: View) -> np.ndarray:
    """Return the ticks from scan to scan."""
    return np.maximum(1, np.rint(c.scan / TICK)).astype(int)


def ready(c: View) -> np.ndarray:
    """Tell for every variant whether the controller scans."""
    sound = c.fed & (c.works > 0.5) & (c.scan < c.watchdog) & ~c.lost
    return sound & (c.mode == RUN) & (c.now >= c.up - 1e-9) & ~c.halted


def powered(c: View) -> None:
    """Follow the supply: it boots when it comes; without a battery the program is gone then."""
    supply = c.part.supply
    fed = c.volts(*supply).real >= c.lowest if supply else np.ones(c.count, dtype=bool)
    if np.array_equal(fed, c.fed):
        return
    rises = fed & ~c.fed
    ran = np.array([core is not None for core in c.core], dtype=bool)
    c.remember("up", np.where(rises, c.now + BOOT, c.up))
    c.remember("lost", c.lost | (rises & ran & (c.battery < 0.5)))
    c.remember("begin", np.where(rises & ran, BEGINS.index("warm"), c.begin))
    c.remember("halted", c.halted & ~rises)
    c.remember("asked", c.asked | rises)
    c.remember("fed", fed)


def seeded(c: View) -> None:
    """Set the forces that somebody has left; where they were taken out, take them out."""
    rows = np.flatnonzero(c.forces != c.sown)
    if not len(rows):
        return
    part, forced, to = c.part, c.forced.copy(), c.forced_to.copy()
    for n in rows:
        for point in part.left[round(float(c.sown[n]))]:
            forced[n, part.points.index(point)] = False
        for point, value in part.left[round(float(c.forces[n]))].items():
            k = part.points.index(point)
            forced[n, k], to[n, k] = True, value
    for name, value in (("forced", forced), ("forced_to", to), ("sown", c.forces.copy())):
        c.remember(name, value)
    asked = c.asked.copy()
    asked[rows] = True
    c.remember("asked", asked)


def image(c: View) -> tuple[np.ndarray, np.ndarray]:
    """Return what all cards give: bits with their forces, and words."""
    parts = [(card, c.sim.views[card.tag]) for card in c.part.hosts]
    bits = [view.once(card.read) for card, view in parts if hasattr(card, "read")]
    words = [view.counts for card, view in parts if hasattr(card, "read")]
    found, raw = np.concatenate(bits, axis=1), np.concatenate(words, axis=1)
    held = c.stale > 0.5
    if held.any():  # what a cut network still shows
        found = np.where((held & (c.last >= 0))[:, None], c.unforced, found)
        raw = np.where((held & (c.last >= 0))[:, None], c.raw, raw)
    c.remember("unforced", found)
    n = found.shape[1]
    return np.where(c.forced[:, :n], c.forced_to[:, :n], found), raw


def scan(c: View, go: np.ndarray, bits: np.ndarray, words: np.ndarray, every: np.ndarray) -> None:
    """Scan the variants in `go`, those that are alike once."""
    logic, names, outs = c.part.logic, *c.part.names
    ms = round(1000 * c.now)
    cores, due, edits = c.core.copy(), c.due.copy(), np.rint(c.edit).astype(int)
    done: dict[tuple[Any, ...], Core] = {}
    for n in np.flatnonzero(go):
        key = id(cores[n]), edits[n], bits[n].tobytes(), words[n].tobytes(), int(c.begin[n])
        if key not in done:
            row = [*bits[n].tolist(), *words[n].tolist()]
            inputs = {name: v for name, v in zip(names, row, strict=True) if name}
            begin = BEGINS[int(c.begin[n])]
            done[key] = logic.scan(c.core[n], int(edits[n]), ms, inputs, outs, begin)
        cores[n] = done[key]
        due[n] = due_at(done[key].due, int(every[n]))
    for name, value in (("core", cores), ("due", due)):
        c.remember(name, value)
    c.remember("taken", np.where(go[:, None], bits, c.taken))
    c.remember("raw", np.where(go[:, None], words, c.raw))
    c.remember("last", np.where(go, c.now, c.last))
    c.remember("asked", c.asked & ~go)
    c.remember("begin", np.where(go, 0, c.begin))
    stops = np.array([core is not None and core.fault != "" for core in cores], dtype=bool)
    c.remember("halted", np.where(go, stops, c.halted))


def due_at(ms: int | None, every: int) -> float:
    """Return the first scan at or after a moment in ms, in s of machine time."""
    return np.inf if ms is None else np.ceil(round(ms / (1e3 * TICK * every), 6)) * every * TICK


def put_out(c: View) -> np.ndarray:
    """Tell the cards what to put out, forces over the program's wish; say where that is new."""
    part, able, fresh = c.part, ready(c), np.zeros(c.count, dtype=bool)
    wants = np.array([core.outputs if core else (False,) * len(part.names[1]) for core in c.core],
                     dtype=bool).reshape(c.count, -1)  # fmt: skip
    n = len(part.points) - wants.shape[1]
    wants = np.where(c.forced[:, n:], c.forced_to[:, n:], wants) & able[:, None]
    first = 0
    for card in (card for card in part.hosts if card.outputs):
        mine = wants[:, first : first + len(card.outputs)]
        first += len(card.outputs)
        fresh |= (mine != c.sim.views[card.tag].out).any(axis=1)
        c.sim.set_state(card.tag, "out", mine)
    return fresh
