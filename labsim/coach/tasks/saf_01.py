"""SAF-01: zero energy on a press. 60 isolated and released, 25 verified, 15 given back in reverse.

Order after OSHA 1910.147(d) and (e). Everything comes from the record, done again on the
apprentice's own press; hands in the danger zone with a source not at zero end the attempt at 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from labsim.actions import DEAD_VOLTS
from labsim.attempt import Attempt
from labsim.coach.score import Score
from labsim.coach.tasks.saf_01_bots import BOTS
from labsim.core.simulation import Simulation, variants_of
from labsim.hands import Hands
from labsim.hidden import twin
from labsim.zero import Source, hazards, in_zone, sources

__all__ = ["BOTS", "MARKS", "judge"]

MARKS = {"energy": 60.0, "verification": 25.0, "release": 15.0}
UNLOCKED = 0.25  # of a source whose isolator is off, yet anybody can switch it on
UNDONE = 0.5  # of the energy marks when the job itself was never done
DEAD, GAUGES, TRIED = 12.0, 6.0, 7.0  # points of the verification
UNPROVED = 1 / 3  # of the points for a test of dead without a proved meter on both sides of it
TOLD, REVERSED, AS_FOUND, PROVED = 3.0, 6.0, 3.0, 3.0  # points of the release
PRICES = {"not-told": 5.0, "under-load": 5.0, "fell": 15.0, "ohms-live": 10.0, "amps-short": 10.0}
LACKS = (
    "Energy came back without anybody being told.",
    "Locks come off in reverse: what was locked last comes off first.",
    "A bleed valve was left open.",
    "The prop comes out once oil carries the platen again, not before, and not never.",
    "Not proved: fit the new sensor, bring all sources back, start the press.",
)
FOREIGN, MOST_FOREIGN = 5.0, 15.0  # points for each isolator of somebody else's, and at most


@dataclass
class Walk:
    """The record done again: what was so when hands went in, and what came before and after."""

    machine: Any
    fault: Any
    titles: tuple[str, ...]
    share: float = 0.0
    reached: int = 0
    injuries: list[tuple[int, list[str]]] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    gauges: set[str] = field(default_factory=set)
    tried: bool = False
    isolated: list[str] = field(default_factory=list)
    locked: set[str] = field(default_factory=set)
    turned: int = 0
    fitted: bool = False

    def __post_init__(self) -> None:
        self.sim = Simulation(self.machine, variants_of(self.fault)[:1])
        self.hands = Hands(self.sim, titles=self.titles)
        self.sources = sources(self.machine)

    @cached_property
    def fresh(self) -> Hands:
        """Hands on the press as it was found, to see what a reading there would be."""
        return Hands(Simulation(self.machine), titles=self.titles)

    def follow(self, attempt: Attempt) -> Walk:
        """Do every event again and note what counts."""
        for event in attempt.events[1:]:
            where = str(event.get("tag") or event.get("what") or event.get("port") or "")
            hands_in = event["do"] in ("reach", "repair", "lift", "land")
            if hands_in and in_zone(self.machine, where):
                self._reach(event)
                self.fitted |= event["do"] == "repair"
            seen = self.hands.do(event)
            self._note(event, seen)
            if not self.reached and self.isolated:
                self.share = max(self.share, self._secured()[0])
        return self

    def _reach(self, event: dict[str, Any]) -> None:
        hurt = hazards(self.sim)
        if hurt:
            self.injuries.append((event["n"], hurt))
        if not self.reached:
            self.reached = event["n"]
            self.share, self.lacking = self._secured()

    def _secured(self) -> tuple[float, list[str]]:
        """Return the mean over the sources of how far each is taken away, and what lacks."""
        shares = {source.tag: self._one(source) for source in self.sources}
        return sum(shares.values()) / len(shares), [t for t, s in shares.items() if s < 1]

    def _one(self, source: Source) -> float:
        off = self._off(source.isolator)
        if source.kind == "feed":
            return off
        part = self.machine.component(source.tag)
        empty = float(part.stored(self.sim.views[source.tag])[0] <= 0)
        return (off + empty) / 2 if source.isolator else empty

    def _off(self, tag: str) -> float:
        if not tag or self.sim.states[tag, "position"][0] == 1:
            return 0.0
        return 1.0 if tag in self.locked else UNLOCKED

    def _note(self, event: dict[str, Any], seen: Any) -> None:
        do, tag = event["do"], event.get("tag", "")
        if do == "isolate":
            self.isolated = [t for t in self.isolated if t != tag] + [tag]
        if do == "lock":
            self.locked.add(tag)
        if do == "restore":
            self.locked.discard(tag)
        if do == "look" and not self.reached and tag in {s.tag for s in self.sources}:
            part = self.machine.component(tag)
            if part.stored(self.sim.views[tag])[0] <= 0:
                self.gauges.add(tag)
        off = all(self._off(s.isolator) for s in self.sources if s.kind == "feed")
        if do == "try_out" and not self.reached and off and tag in self.starters:
            self.tried = True
        if any("turns" in text for text in event.get("seen", {}).values()):
            self.turned = event["n"]

    @cached_property
    def starters(self) -> set[str]:
        """Controls that set the sound press going."""
        found = set()
        for tag, part in self.machine.components.items():
            if part.positions and part.momentary and part.positions[1] == "pressed":
                sim = Simulation(self.machine)
                Hands(sim).do({"do": "press", "tag": tag, "dt": 3.0})
                speeds = [v[0] for (_, name), v in sim.states.items() if name == "speed"]
                found |= {tag} if max(speeds, default=0.0) > 0.2 else set()
        return found

    def tells(self, ports: list[str]) -> bool:
        """Tell whether a pair had voltage when the press was found: else 0 V proves nothing."""
        return bool(abs(self.fresh.measure_many("V", [ports])[0].value[0]) > DEAD_VOLTS)


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on the press its record names, which hides what slows its coming to zero."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    if not attempt.worked:
        score.notes.append("Nothing was done on the press, so there is nothing to score.")
        return score
    unit = str(attempt.header.get("unit", 0))
    machine = lab.scenario.build(unit) if unit != "0" else lab.machine
    fault = twin(lab.machine.fault(fault_id), machine)
    walk = Walk(machine, fault, lab.scenario.instruments).follow(attempt)
    if walk.injuries:
        number, hurt = walk.injuries[0]
        score.notes.append(f"Line {number}: injury. Hands in the danger zone, and {say(hurt)}.")
        score.notes.append("An injury ends the attempt at 0 points.")
        score.capped = True
        return score
    score.parts["energy"] = energy(walk, attempt, score)
    score.parts["verification"] = verification(walk, attempt, score)
    score.parts["release"] = release(walk, attempt, score) if walk.reached else 0.0
    return score


def say(names: list[str]) -> str:
    """Join words with commas and an "and"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def energy(walk: Walk, attempt: Attempt, score: Score) -> float:
    """Points for sources taken away when hands went in; what went wrong on the way costs."""
    points = MARKS["energy"] * walk.share
    if not walk.reached:
        points *= UNDONE
        score.notes.append("The job was never done: nobody fitted the sensor.")
    elif walk.lacking:
        score.notes.append(f"At zero, but not locked: {say(walk.lacking)}. Anybody can undo that.")
    else:
        score.notes.append(f"All {len(walk.sources)} sources were at zero and secured.")
    broken = {b["rule"]: b for b in attempt.breaches if b["rule"] in PRICES}
    for rule, breach in broken.items():
        points -= PRICES[rule]
        score.notes.append(f"Line {breach['n']}: {breach['text']}")
    own = {s.isolator for s in walk.sources}
    foreign = [t for t in dict.fromkeys(walk.isolated) if t not in own]
    if foreign:
        points -= min(MOST_FOREIGN, FOREIGN * len(foreign))
        score.notes.append(f"{say(foreign)}: switched off, and does not feed this press.")
    return round(max(points, 0.0), 2)


def verification(walk: Walk, attempt: Attempt, score: Score) -> float:
    """Points for live-dead-live at every feed, gauges read at zero, and the try-out."""
    feeds = [s for s in walk.sources if s.kind == "feed"]
    proved, tested = dead_tests(walk, attempt)
    share = sum(1.0 if s.tag in proved else UNPROVED * (s.tag in tested) for s in feeds)
    lacks = [s.tag for s in feeds if s.tag not in proved]
    if lacks:
        score.notes.append(f"Not proved dead with prove, test, prove: behind {say(lacks)}.")
    shown = [s.tag for s in walk.sources
             if s.kind == "store" and not walk.machine.component(s.tag).obvious]  # fmt: skip
    unread = [tag for tag in shown if tag not in walk.gauges]
    if unread:
        score.notes.append(f"Nobody saw the gauge at zero: {say(unread)}.")
    if not walk.tried:
        score.notes.append("No try-out: press Start once all is locked; nothing may move.")
    if not (lacks or unread) and walk.tried:
        score.notes.append("Every feed proved dead, gauges seen at zero, start tried.")
    read = (len(shown) - len(unread)) / max(len(shown), 1)
    return round(DEAD * share / max(len(feeds), 1) + GAUGES * read + TRIED * walk.tried, 2)


def dead_tests(walk: Walk, attempt: Attempt) -> tuple[set[str], set[str]]:
    """Return the feeds tested dead between two provings, and all that were tested at all.

    Three poles need three pairs; a pair that had no voltage before tells nothing.
    """
    window: dict[str, set[frozenset[str]]] | None = None
    proved: set[str] = set()
    tested: set[str] = set()
    off: set[str] = set()
    for event in attempt.events[1 : walk.reached or len(attempt.events)]:
        do = event["do"]
        if do in ("isolate", "restore"):
            (off.add if do == "isolate" else off.discard)(event["tag"])
            window, proved = None, proved & off
        if do == "prove":
            proved |= {
                tag for tag, pairs in (window or {}).items() if len(pairs) >= poles(walk, tag)
            }
            window = {}
        for tag in _dead(walk, event, off) if do == "measure" else ():
            tested.add(tag)
            if window is not None:
                window.setdefault(tag, set()).add(frozenset(event["ports"]))
    return proved, tested


def _dead(walk: Walk, event: dict[str, Any], off: set[str]) -> list[str]:
    """Return the feeds that a reading of no voltage shows dead."""
    number = event.get("value")
    if not event["function"].startswith("V") or not isinstance(number, int | float):
        return []
    if abs(number) >= DEAD_VOLTS or not walk.tells(event["ports"]):
        return []
    return [s.tag for s in walk.sources if s.tag in off and s.ports & set(event["ports"])]


def poles(walk: Walk, tag: str) -> int:
    """Return how many pairs a feed is tested at: three phases three, else one."""
    return 3 if len(walk.machine.component(tag).contacts) >= 3 else 1


def release(walk: Walk, attempt: Attempt, score: Score) -> float:
    """Points for giving the press back: told, in reverse order, as found, proved."""
    events = attempt.events[walk.reached + 1 :]
    back = [e["tag"] for e in events if e["do"] == "restore"]
    if not back:
        score.notes.append("The press was never given back.")
        return 0.0
    turns_on = [e["n"] for e in events if e["do"] == "restore"]
    told = any(e["do"] == "notify" and e["n"] < turns_on[0] for e in events)
    own = {s.isolator for s in walk.sources if s.isolator}
    wanted = [t for t in reversed(walk.isolated) if t in own]
    order = _common([t for t in back if t in own], wanted) / max(len(wanted), 1)
    shut, free = as_found(walk, attempt)
    on = all(walk.sim.states[tag, "position"][0] == 1 for tag in own)
    proved = on and walk.fitted and walk.turned > turns_on[-1]
    kept = (told, order == 1, shut, free, proved)
    score.notes += [text for good, text in zip(kept, LACKS, strict=True) if not good]
    score.notes += ["Given back in reverse, as found, and proved by a start."] * all(kept)
    found = AS_FOUND * (shut + free) / 2
    return round(TOLD * told + REVERSED * order + found + PROVED * proved, 2)


def as_found(walk: Walk, attempt: Attempt) -> tuple[bool, bool]:
    """Tell whether bleed valves are shut at the end, and the prop out without a fall."""
    position = lambda tag, name: walk.sim.states[tag, name][0]  # noqa: E731
    shut = all(position(s.release, "position") == 0 for s in walk.sources if s.release)
    free = not any(position(s.tag, "blocked") for s in walk.sources if s.blocks)
    fell = any(b["rule"] == "fell" and b["n"] > walk.reached for b in attempt.breaches)
    return shut, free and not fell


def _common(one: list[str], two: list[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(two) + 1)
    for a in one:
        corner = 0
        for j, b in enumerate(two, 1):
            corner, row[j] = row[j], corner + 1 if a == b else max(row[j], row[j - 1])
    return row[-1]
