"""The bottling hall: cooling water, air, steam, chilled water, and the line that lives on them.

First-order figures, stepped with the controllers; every constant is assumed, and sized so that an
initiating fault takes a minute or two to reach the filler. Parameters are those of the machine's
parts, by tag; a wrong one sets in at t = 0 and is there in full `ONSET` s later.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labsim.scada.days import DAYS

__all__ = ["ONSET", "SOUND", "Hall"]

ONSET = 8.0  # s in which an initiating fault sets in (assumed)
# What the parts are like when they are sound, by tag and parameter.
SOUND: dict[tuple[str, str], float] = {
    ("P21", "motor"): 1.0, ("P21", "coupling"): 1.0, ("Z21", "free"): 1.0, ("V21", "opening"): 1.0,
    ("G11", "loading"): 1.0, ("G11", "cooler"): 1.0, ("Z11", "free"): 1.0, ("W51", "leak"): 0.0,
    ("B11", "offset"): 0.0, ("P31", "delivers"): 1.0, ("V32", "passing"): 0.0,
    ("E31", "flame"): 1.0, ("E41", "switch"): 1.0, ("F21", "whole"): 1.0,
}  # fmt: skip
REST = {
    "suction": 0.9, "discharge": 4.1, "flow": 62.0, "back": 32.0, "wet": 7.1, "header": 6.85,
    "filler": 6.6, "oil": 80.0, "oil2": 45.0, "supply": 7.5, "supply2": 0.0, "steam": 8.0,
    "level": 60.0, "feed": 0.8, "hot": 76.0, "cip": 82.0, "cond": 12.0, "glycol": 1.0,
    "product": 4.0, "bowl": 70.0, "hydraulic": 45.0, "labeller": 1.0, "packer": 1.0,
    "bath": 80.0,
}  # fmt: skip


class Hall:
    """The plant between the outputs of two controllers and their inputs.

    `values` are parameters by (tag, name), SOUND where none is given. `step(dt, outputs)` lets time
    pass; `now` are its figures, `runs` what turns, `speed` of the filler 0 to 1, `fed` the flame.
    """

    def __init__(self, values: Mapping[tuple[str, str], float] | None = None) -> None:
        self.wrong = {k: v for k, v in (values or {}).items() if v != SOUND[k]}
        self.par = dict(SOUND)
        self.now: dict[str, float] = dict(REST)
        self.runs: dict[str, bool] = dict.fromkeys(("P22", "P32", "G12"), False)
        self.runs |= dict.fromkeys(("P21", "G11", "P31", "E31", "E41"), True)
        self.speed, self.t, self.flame, self.filled = 1.0, 0.0, True, 0.0
        self.out: Mapping[str, Any] = {}
        self.day = DAYS[0]

    def step(self, dt: float, outputs: Mapping[str, Any], t: float) -> None:
        """Let dt seconds pass up to machine time t, with the outputs as they stand."""
        self.t, self.out, self.dt = t, outputs, dt
        share = min(max(t / ONSET, 0.0), 1.0)
        for place, value in self.wrong.items():
            self.par[place] = SOUND[place] + share * (value - SOUND[place])
        self._drives()
        self._water()
        self._air()
        self._steam()
        self._cold()
        self._line()

    def _to(self, name: str, aim: float, lag: float) -> None:
        """Let a figure follow an aim with a lag in s."""
        now = self.now
        now[name] += (aim - now[name]) * min(self.dt / lag, 1.0)

    def _drives(self) -> None:
        p, out = self.par, self.out
        self.control = p["F21", "whole"] > 0.5  # 24 V of motor control centre 2
        motor = p["P21", "motor"] > 0.5
        self.runs["P21"] = bool(out["P21_Cmd"]) and motor and self.control
        for tag in ("P22", "P32", "G11", "G12", "P31", "E41"):
            self.runs[tag] = bool(out[f"{tag}_Cmd"])
        self.runs["E31"] = bool(out["E31_Cmd"])
        self.flame = self.runs["E31"] and p["E31", "flame"] > 0.5
        running = bool(out["Fill_Run"]) and self.now["bowl"] > 5.0
        self.speed = (0.5 if out["Half"] else 1.0) * running

    def _water(self) -> None:
        p, now = self.par, self.now
        head = self.runs["P21"] * p["P21", "coupling"] + self.runs["P22"]
        head = min(head, 1.25)
        z, v = max(p["Z21", "free"], 0.01), max(p["V21", "opening"], 0.01)
        aim = 62.0 * head * (0.6 + 0.2 / z**2 + 0.2 / v**2) ** -0.5
        self._to("flow", aim, 2.0)
        part = (now["flow"] / 62.0) ** 2
        self._to("suction", max(1.2 - 0.3 * part / z**2, -0.4), 1.0)
        self._to("discharge", now["suction"] + 4.2 * head - part, 1.0)
        self.cooling = max(now["flow"] / 62.0, 0.0)
        self._to("back", min(26.0 + 6.0 / max(self.cooling, 0.1), 50.0), 40.0)
        self._to("hydraulic", min(45.0 / max(self.cooling, 0.1) ** 0.5, 85.0), 60.0)

    def _air(self) -> None:
        p, now = self.par, self.now
        hose = p["W51", "leak"] * 9.0 * bool(self.out["Air_Open"]) * max(now["filler"], 0) / 6.5
        used = 4.0 * self.speed * max(now["filler"], 0.0) / 6.5
        rest = 3.5 * max(now["header"], 0.0) / 6.85
        full = 10.0 * self.runs["G11"] * p["G11", "loading"]
        self._to("supply", min(max(7.5 + 12.0 * (7.1 - now["wet"]), 0.0), full), 2.0)
        want = min(max(12.0 * (6.9 - now["header"]), 0.0), 10.0) * self.runs["G12"]
        self._to("supply2", want, 2.0)
        through = 30.0 * p["Z11", "free"] * max(now["wet"] - now["header"], 0.0)
        now["wet"] = min(now["wet"] + (now["supply"] - through) / 80.0 * self.dt, 8.6)
        net = through + now["supply2"] - used - rest - hose
        now["header"] = max(now["header"] + net / 220.0 * self.dt, 0.0)
        self._to("filler", max(now["header"] - 0.015 * (used + hose) ** 2, 0.0), 3.0)
        self._oil("oil", "G11", p["G11", "cooler"])
        self._oil("oil2", "G12", 1.0)

    def _oil(self, name: str, tag: str, cooler: float) -> None:
        """Let the oil of a compressor warm and cool: 80 °C with all its cooling water."""
        cool = max(self.cooling * cooler, 0.2)
        self._to(name, min(30.0 + 50.0 / cool, 180.0) if self.runs[tag] else 30.0, 150.0)

    def _steam(self) -> None:
        p, now = self.par, self.now
        used = 0.45 * (0.3 + 0.7 * self.speed) + 0.30 * bool(self.out["CIP_Run"]) + 0.05
        used *= min(max(now["steam"], 0.0) / 5.0, 1.0)
        fire = min(max(used + 2.0 * (8.0 - now["steam"]), 0.0), 1.2) * self.flame
        now["steam"] = max(now["steam"] + (fire - used) / 60.0 * self.dt, 0.0)
        pumps = self.runs["P31"] * p["P31", "delivers"] + self.runs["P32"]
        feed = min(max(used + 0.08 * (60.0 - now["level"]), 0.0), 1.3 * pumps)
        self._to("feed", feed, 2.0)
        drain = 1.6 * p["V32", "passing"]
        now["level"] = min(
            max(now["level"] + 0.25 * (now["feed"] - used - drain) * self.dt, 0), 100
        )
        self._to("hot", 76.0 - 6.0 * max(6.0 - now["steam"], 0.0), 25.0)
        self._to("bath", 80.0 - 8.0 * max(7.0 - now["steam"], 0.0), 35.0)
        self._to("cip", 82.0 - 7.0 * max(6.5 - now["steam"], 0.0), 40.0)

    def _cold(self) -> None:
        now, runs = self.now, self.runs["E41"] and self.control
        aim = min(12.0 / max(self.cooling, 0.08) ** 0.5, 24.0) if runs else 8.0
        self._to("cond", aim, 20.0)
        if runs:
            self._to("glycol", 1.0, 60.0)
        else:
            now["glycol"] += 0.007 * (0.35 + 0.65 * self.speed) * self.dt
        self._to("product", now["glycol"] + 3.0, 30.0)

    def _line(self) -> None:
        now = self.now
        come = 0.0 if self.out["Divert"] else min(max(0.5 + 0.05 * (70.0 - now["bowl"]), 0.0), 0.6)
        now["bowl"] = min(max(now["bowl"] + (come - 0.5 * self.speed) * self.dt, 0.0), 90.0)
        if now["bowl"] >= 70.0 and self.speed < 1.0:
            now["bowl"] = 70.0
        self._to("labeller", self.speed, 15.0)
        self._to("packer", now["labeller"], 25.0)
        self.filled += self.speed * self.dt
