"""Rolling bearings of a shaft line: spalls in four stages, looseness, dry running, their pads."""

from __future__ import annotations

from typing import Any

import numpy as np

from labsim.core.component import Fault, Param, texts
from labsim.core.fault import Growth
from labsim.core.view import View
from labsim.vibration.bearing import Bearing, catalogued
from labsim.vibration.forces import Forces, Knocks, Now
from labsim.vibration.part import SHAFT, TrainPart, curve, turned

__all__ = ["RollingBearing"]

# By stage 0 to 4 (assumed, so that they read as the four stages of the trade's charts do):
KNOCK = (0.0, 2.2, 12.0, 55.0, 48.0)  # m/s², a knock at the housing
LINE = (0.0, 0.0, 0.06, 0.9, 0.30)  # mm/s at the defect frequency; fall again when all is rough
ROUGH = (0.0, 0.15, 0.5, 2.0, 30.0)  # m/s² of noise, 1 to 12 kHz
RUMBLE = (0.0, 0.0, 0.0, 0.15, 1.6)  # m/s² of noise, 15 to 250 Hz
PLAY = (0.0, 0.0, 0.0, 0.5, 6.0)  # of the motion at 1X that worn-out clearance makes of it
TONES = ((0.2, 0.4, 1.0), (0.7, 0.8, 0.6), (1.0, 0.7, 0.4))  # stage 1, 2, 3: which housing modes
STAGES = (1.0, 2.0, 3.0, 4.0)
# Weeks from the first sign to failure (assumed; of a bearing of this size at 1800 rpm).
SPALLS, DRIES = Growth(11.0, 0.3, 1.2), Growth(6.0, 0.35, 1.5)
# Which orders a loose part makes: (order, part of the motion at 1X in mm/s, angle in °).
BOLTS = ((1, 13.0, 20.0), (2, 16.0, 80.0), (3, 6.0, -50.0))
FIT = tuple((0.5 * k, (9.0 if k % 2 == 0 else 6.0) / (0.5 * k) ** 0.6, 47.0 * k)
            for k in range(1, 21))  # fmt: skip


class _Worn(TrainPart):
    """What can be worn about a rolling bearing and its seats."""

    title = "bearing seat"
    outer = Param(0.0, "", "spall in the outer race, stage 1 to 4")
    inner = Param(0.0, "", "spall in the inner race, stage 1 to 4")
    ball = Param(0.0, "", "spall on a ball, stage 1 to 4")
    cage = Param(0.0, "", "wear of the cage, stage 1 to 4")
    slip = Param(0.013, "", "of the cage behind pure rolling (1 to 2 %)")
    jitter = Param(0.012, "", "of the time between knocks (1 to 2 %)")
    dry = Param(0.0, "", "1: without grease, metal on metal")
    bolts = Param(0.0, "", "1: housing bolts loose or pedestal cracked")
    fit = Param(0.0, "", "1: loose in its housing or on the shaft")
    rings = Param(3150.0, "Hz", "first natural frequency of the housing (assumed)")
    floor = Param(0.35, "m/s²", "noise of a sound bearing at full speed, 0.5 to 10 kHz (assumed)")
    outer_race = Fault("outer race spalled", 1.2, growth=SPALLS, outer=STAGES)
    inner_race = Fault("inner race spalled", 0.8, growth=SPALLS, inner=STAGES)
    ball_spall = Fault("ball spalled", 0.5, growth=SPALLS, ball=STAGES)
    cage_worn = Fault("cage worn", 0.4, growth=SPALLS, cage=STAGES)
    runs_dry = Fault("runs dry", 0.7, growth=DRIES, dry=(0.5, 1.0))
    bolts_loose = Fault("housing bolts loose", 0.8, bolts=(0.75, 1.3))
    fit_loose = Fault("loose fit", 0.8, fit=(0.7, 1.3))


class RollingBearing(_Worn):
    """Rolling bearing in its housing, `RollingBearing("6312")`, with three pads: H, V, A.

    A spall in the outer race, which stands still in the load zone, knocks evenly; one in the inner
    race comes and goes with the load zone once a turn; one on a ball with the cage.
    """

    title, letter, symbol, price, swap = "rolling bearing", "B", "Bearing", 85.0, 150.0
    marks, pads = ("H", "V", "A", SHAFT), ("H", "V", "A")

    def __init__(self, geometry: Bearing | str = "6312", **params: Any) -> None:
        self.geometry = geometry if isinstance(geometry, Bearing) else catalogued(geometry)
        super().__init__(**params)

    def excite(self, now: Now, out: Forces) -> None:
        c, n, fr, part = now.of(self), now.layout.at[self.tag], now.shaft(self), now.ratio(self)
        orders = self.geometry.slipping(c.slip)
        out.noise(n, c.floor * part * (1.0 + 3.0 * c.dry), 500.0, 10e3)
        out.noise(n, 9.0 * c.dry * part, 2e3, 8e3)
        cage = orders["FTF"] * fr
        spall(self, now, out, c.outer, orders["BPFO"] * fr, 0.0, 0.0)
        spall(self, now, out, c.inner, orders["BPFI"] * fr, 0.85, fr)
        spall(self, now, out, c.ball, 2.0 * orders["BSF"] * fr, 0.7, cage)
        worn_cage(now, out, n, c, cage)
        play = max(curve(stage, PLAY) for stage in (c.outer, c.inner, c.ball))
        out.clip(n, fr, [(1, 0.6 * play, 10.0), (2, 0.5 * play, 60.0), (3, 0.35 * play, -30.0)])
        out.clip(n, fr, [(k, c.bolts * size, angle) for k, size, angle in BOLTS], (0.45, 1.0, 0.2))
        out.clip(n, fr, [(k, c.fit * size, angle) for k, size, angle in FIT], (0.8, 1.0, 0.3))
        out.noise(n, 2.2 * c.fit * part, 15.0, 1500.0)

    def look(self, c: View) -> Any:
        worst = np.max([c.outer, c.inner, c.ball, c.cage], axis=0)
        return texts(
            c, "seal clean, no play to feel",
            (worst > 3.5, "dark grease with glitter at the seal"),
            (c.dry > 0.8, "dry and discoloured at the seal"),
        )  # fmt: skip


def spall(
    part: RollingBearing,
    now: Now,
    out: Forces,
    stage: float,
    rate: float,
    swing: float,
    beat: float,
) -> None:
    """Add what a spall does at a stage: knocks, their lines in velocity, roughness.

    Load and speed make a knock harder: about with speed, and with two thirds of the load.
    """
    c, n = now.of(part), now.layout.at[part.tag]
    hard = now.ratio(part) * (0.35 + 0.65 * now.load)
    tones = TONES[min(max(round(stage), 1), 3) - 1]
    out.knock(Knocks(n, rate, hard * curve(stage, KNOCK), swing, beat, c.jitter, tones))
    line = hard * curve(stage, LINE)
    for k in range(1, 7):
        size = line / k**0.8 * turned(-37.0 * k)
        out.shake(n, k * rate, size, 0.9 * size, 0.45 * size)
        for side in (-1, 1) if beat else ():
            more = 0.5 * swing * size
            out.shake(n, k * rate + side * beat, more, 0.9 * more, 0.45 * more)
    out.noise(n, hard * curve(stage, ROUGH), 1e3, 12e3)
    out.noise(n, hard * curve(stage, RUMBLE), 15.0, 250.0)


def worn_cage(now: Now, out: Forces, n: int, c: Any, rate: float) -> None:
    """Add what a worn cage does: lines at its own low frequency, and a rough run while it turns."""
    size = curve(c.cage, (0.0, 0.05, 0.25, 0.7, 1.2))
    for k in range(1, 5):
        push = size / k * turned(31.0 * k)
        out.shake(n, k * rate, push, 0.8 * push, 0.5 * push)
    knock = curve(c.cage, (0.0, 2.5, 6.0, 16.0, 20.0))
    out.knock(Knocks(n, rate, knock, 0.0, 0.0, 2.0 * c.jitter, TONES[1]))
    turns = now.ratio(now.layout.places[n].part)
    out.noise(n, turns * curve(c.cage, (0.0, 0.1, 0.4, 1.2, 6.0)), 1e3, 10e3)
