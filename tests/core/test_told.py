"""What rules and looks told holds until something they saw has changed; then they are asked."""

from __future__ import annotations

import os
import random
from typing import Any

import numpy as np
import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.core.told import Told
from labsim.plc.parts.processor import Operated

DEEP = bool(os.environ.get("LABSIM_DEEP"))
LABS = ["ELE-03", "PLC-03"]
MORE = ["HYD-01", "SAF-01", "VIB-01", "ELE-05", "ELE-06", "ELE-07", "HYD-04", "HYD-05", "INT-02",
        "MEC-05", "PLC-04"]  # fmt: skip
HELD: list[bool] = []


def test_nothing_is_asked_again_while_the_machine_stands_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = labsim.lab("ELE-03").bench(None, seed=1)
    bench.wait(4 * 3600.0)  # until no heat moves by a bit
    asked: list[str] = []
    for told in [*bench.sim.rules, *(view.look for view in bench.sim.views.values())]:
        ask = told.ask
        monkeypatch.setattr(told, "ask", lambda view, a=ask: (asked.append(view.tag), a(view))[1])
    bench.measure("V", "K1:A1", "K1:A2")
    assert asked == []
    bench.press("S1")
    assert "K1" in asked


def plainly(sim: Any) -> dict[Any, Any]:
    """Return everything that rules can say or do."""
    kept = {**sim.states, **{("due", k): v for k, v in sim._due.items()}}
    kept |= {("lag", k): np.stack(v) for k, v in sim._lags.items()}
    kept |= {("rate", k): np.stack(v) for k, v in sim._growing()}
    kept |= {("wake", k): np.array(v) for k, v in sim._wakes.items()}
    return kept | {("stale", n): net.stale for n, net in enumerate(sim.networks)}


def same(one: Any, other: Any) -> bool:
    if one is other:
        return True
    one, other = np.asarray(one), np.asarray(other)
    return one.dtype == other.dtype and (one.dtype == object or one.tobytes() == other.tobytes())


def asked_anyway(self: Told) -> Any:
    """Ask although what was told holds: it must tell the same, and do nothing."""
    sim, held = self.view.sim, self.seen is not None and self.seen.holds(self.view.sim)
    before, value = plainly(sim) if held else {}, self.value
    self.renew()
    HELD.append(held)
    if held:
        after = plainly(sim)
        told = f"{type(self.view.part).__name__} {self.view.tag}"
        assert before.keys() == after.keys(), told
        assert all(same(before[k], after[k]) for k in before), told
        assert same(value, self.value), told
    return self.value


def meddle(sim: Any) -> bool | None:
    """Do by hand what changes a controller and shows at no wire before it scans.

    Return whether one did scan, None where there is none: locked out, or its supply gone, none can.
    """
    scanned = None
    for tag, view in sim.views.items():
        if isinstance(view.part, Operated):
            for point in view.part.points[::5]:
                for on in (True, False, None):
                    view.part.force(view, point, on)
                    sim.advance(0.1)
            for mode in ("program", "run"):
                view.part.switch(view, mode)
                sim.advance(0.1)
            scanned = bool(scanned or sim.states[tag, "last"] > 0.0)
    return scanned


@pytest.mark.parametrize("name", LABS + MORE * DEEP)
def test_what_holds_is_what_would_be_told_anew(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Told, "__call__", asked_anyway)
    monkeypatch.setattr("labsim.core.simulation.same", lambda *_: False)  # no pass is left out
    HELD.clear()
    scanned: list[bool | None] = []
    lab, rng = labsim.lab(name), random.Random(name)
    checks = [check.id for check in lab.checks if check.function != "trap"]
    for fault in rng.sample(lab.machine.faults, 8 if DEEP else 1):
        bench = lab.bench(fault, seed=rng.randrange(100))
        for check in rng.sample(checks, min(len(checks), 30 if DEEP else 4)):
            try:
                bench.do(check)
            except LabsimError:
                bench.wait(rng.choice([0.3, 20.0]))
        scanned.append(meddle(bench.sim))
    assert any(HELD) and not all(HELD)
    assert any(scanned) or set(scanned) == {None}
