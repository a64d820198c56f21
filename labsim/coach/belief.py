"""Belief: the attempt replayed on every variant at once, and what its readings leave possible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from labsim.attempt import Attempt
from labsim.coach.dictionary import HEALTHY, NONE, OVER, Dictionary, stack
from labsim.coach.fitted import Fitted, paid
from labsim.coach.grouping import classes
from labsim.coach.policy import SURE
from labsim.coach.present import Scene, home, lifted, positions
from labsim.coach.provoked import Provoked, kind_of
from labsim.coach.retrace import Retrace
from labsim.core.simulation import Simulation
from labsim.hands import Hands

__all__ = ["Belief", "Step", "likelihood", "matches"]

SLIP = 2e-3  # chance of a reading that no modelled cause explains (assumed)
NONE_READS, NONE_SEES = 0.05, 0.1  # chance of a reading, of a sight, under "none of these"


@dataclass
class Step:
    """One reading in an attempt: the event, the belief before and after, what it could tell.

    `came` and `state` are the operating states before the machine was set up for it, and then;
    `scene` is the situation it was taken in.
    """

    event: dict[str, Any]
    before: np.ndarray
    after: np.ndarray
    code: np.ndarray
    came: str
    state: str
    scene: Scene


def likelihood(value: Any, measured: Any) -> np.ndarray:
    """Probability of what was read, for every variant, up to a common factor."""
    predicted = measured.value
    if predicted.dtype.kind in "UO":
        return np.where(predicted == value, 1.0 - SLIP, SLIP)
    read = OVER if value == "OL" else float(value)
    predicted = np.where(np.isfinite(predicted), predicted, OVER)
    sigma = np.where((predicted == OVER) & (read == OVER), 1.0, measured.sigma)
    z = (read - predicted) / sigma
    return (1.0 - SLIP) * np.exp(-0.5 * np.minimum(z**2, 1400.0)) + SLIP


def numbered(measured: Any) -> np.ndarray:
    """Number the values a technician can tell apart, for every variant."""
    value = measured.value
    if value.dtype.kind in "UO":
        return np.unique(value, return_inverse=True)[1].ravel()
    value = np.where(np.isfinite(value), value, OVER)
    return classes(value[None], np.broadcast_to(measured.sigma, value.shape)[None])[0]


def matches(event: dict[str, Any], measured: Any) -> np.ndarray:
    """Probability of all that a reading told, for every variant: its value, and what was with it.

    A screen tells several figures of one wave: no modelled cause slips more often for that.
    """
    match = likelihood(event["value"], measured)
    for name, one in measured.more.items():
        told = event.get("more", {}).get(name)
        match = match * likelihood("OL" if told in (None, "----") else told, one)
    return np.maximum(match, SLIP)


class Belief:
    """Posterior over the variants of a dictionary and "none of these" (last entry)."""

    def __init__(self, lab: Any, dictionary: Dictionary) -> None:
        self.lab, self.dictionary = lab, dictionary
        sim = stack(lab, dictionary.variants)
        self.way = Retrace(sim, Hands(sim, titles=lab.scenario.instruments))
        self._obvious = [tag for tag, view in sim.views.items() if view.part.obvious]
        self._stands = {s.label: positions(lab.machine, s.there) for s in lab.states}
        self._off = {s.label: lifted(lab.machine, s.there) for s in lab.states}
        self._begin()

    def _begin(self) -> None:
        prior = np.append(self.dictionary.prior, 1.0 - self.dictionary.prior.sum())
        self.log = np.log(np.maximum(prior, 1e-300))
        self.done: list[str] = []
        self.lines: list[np.ndarray] = []  # probabilities after each line
        self.steps: list[Step] = []
        self.told: list[tuple[dict[str, Any], str, np.ndarray]] = []  # event, kind, log odds moved
        self.sight: dict[str, str] = {}
        self.made = ""  # what has been repaired and mended so far
        self.last, self.provoked = "", Provoked()
        self.on: Fitted = frozenset()
        self._came = self.lab.states[0].label
        self._matched: dict[str, np.ndarray] = {}

    @property
    def sim(self) -> Simulation:
        """All variants as the record has left them."""
        return self.way.sim

    def again(self) -> Belief:
        """Begin anew with the machine as it was found."""
        self.way.begin()
        self._begin()
        return self

    @property
    def p(self) -> np.ndarray:
        """Probabilities, variants first, "none of these" last."""
        weight = np.exp(self.log - self.log.max())
        return weight / weight.sum()

    def follows(self, attempt: Attempt) -> bool:
        """Tell whether an attempt continues what has been replayed."""
        return [e["h"] for e in attempt.events[: len(self.done)]] == self.done

    def update(self, attempt: Attempt, end: int | None = None) -> Belief:
        """Replay the events of an attempt that are new, up to but without event `end`."""
        for event in attempt.events[len(self.done) : end]:
            self._take(event)
            self.done.append(event["h"])
            self.lines.append(self.p)
        return self

    def _take(self, event: dict[str, Any]) -> None:
        before, log = self.p, self.log.copy()
        reads = event["do"] in ("measure", "look")
        scene = self.scene() if reads else None
        measured = self.way.do(event)
        self.provoked.note(event)
        if event["do"] == "press":
            self.last = event["tag"]
        elif event["do"] == "restore":
            self.last, self._came = "", self.lab.states[0].label
        elif event["do"] in ("repair", "mend"):
            self.made += f"{event['what']}|"
        if measured is not None and event.get("value") != "----":
            self._weigh(event, measured)
            state, code = self.state(), self._code(measured)
            self.steps.append(Step(event, before, self.p, code, self._came, state, scene))
            self._came = state
        self.on = paid(self.way, event, self.on)
        self._sights(event)
        self.told.append((event, kind_of(event, self.provoked), self.log - log))

    def _weigh(self, event: dict[str, Any], measured: Any) -> None:
        """Multiply the probabilities by those of what was read."""
        self.log[:-1] += np.log(matches(event, measured))
        sight = isinstance(event["value"], str) and event["value"] != "OL"
        self.log[-1] += np.log(NONE_SEES if sight else NONE_READS)

    def _code(self, measured: Any) -> np.ndarray:
        """Number the readings that could have come, for every variant."""
        codes = [numbered(one) for one in (measured, *measured.more.values())]
        return np.unique(np.stack(codes), axis=1, return_inverse=True)[1].ravel()

    def _sights(self, event: dict[str, Any]) -> None:
        """Count what eye and ear noticed, or did not notice, as evidence."""
        self.sight.update(event.get("seen", {}))
        self.way.solve()
        for tag in (tag for tag in self._obvious if tag in self.sight):
            agrees = self.way.look(tag) == self.sight[tag]
            known = self._matched.get(tag)
            if known is None or tag in event.get("seen", {}) or np.any(agrees != known):
                fresh = ~agrees if known is None else ~agrees & known
                self.log[:-1] += np.where(fresh, np.log(SLIP), 0.0)
            self._matched[tag] = agrees
        if event.get("seen"):
            self.log[-1] += np.log(NONE_SEES)

    def by_fault(self, p: np.ndarray | None = None) -> dict[str, float]:
        """Return fault id -> probability, with "healthy" and "none of these"; of now, or of `p`."""
        p = self.p if p is None else p
        found: dict[str, float] = {}
        for variant, weight in zip(self.dictionary.variants, p, strict=False):
            found[variant.name] = found.get(variant.name, 0.0) + float(weight)
        return {**found, NONE: float(p[-1]), HEALTHY: found[HEALTHY]}

    # where the machine stands -------------------------------------------------------------------
    def state(self) -> str:
        """Return the label of the operating state the machine is in, or ""."""
        states, off = self.way.states, self.way.lifted
        here = {tag: int(states[tag, "position"][0]) for tag in home(self.lab.machine)}
        for state in reversed(self.lab.states):
            after = state.label.startswith("after")
            latched = state.there[0][1] == self.last if after else True
            fits = latched and self.provoked.fits(state) and self._stands[state.label] == here
            if fits and self._off[state.label] <= off:
                return state.label
        return ""

    def scene(self) -> Scene:
        """Return the situation of the machine; one that differs for good from how it was found."""
        p = self.p[:-1]
        live = p > SURE * p.sum()
        state = self.state()
        off = self.way.lifted - self._off.get(state, frozenset())
        here = Scene.of(self.way, self.way.start.snapshot, self.made, state, live, off)
        return replace(here, on=self.on)
