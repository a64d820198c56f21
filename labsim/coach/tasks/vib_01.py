"""VIB-01: records one can trust. Bad ones caught 50, repeatability 20, seen 10 (of 80).

The record is done again on the apprentice's own pump: what was wrong with each record is known from
the helper's day and from the settings. The collection sheet on file says what was rejected and why.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from labsim.attempt import Attempt
from labsim.coach.score import CAP, Score
from labsim.coach.tasks.vib_01_bots import BOTS
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation, variants_of
from labsim.filing import filed
from labsim.hands import Hands
from labsim.hidden import twin
from labsim.instruments.vibration import RECORD
from labsim.machines.route_pump import SEEN
from labsim.safety import RULES
from labsim.vibration.analysis.values import overall
from labsim.vibration.helper import REASONS, ROUTE, collector, next_take, reasons, wrongs
from labsim.vibration.record import Record
from labsim.vibration.route import Setting

__all__ = ["BOTS", "MARKS", "Sheet", "Take", "Walk", "judge", "read_sheet"]

MARKS = {"bad data": 62.5, "repeatability": 25.0, "seen": 12.5}  # 50, 20 and 10 of 80
WRONG_WORD = 0.25  # what it is worth to reject a spoilt record for a wrong reason
TOO_MUCH = 0.5  # lost for each sound record that is rejected
AGREE = 0.05  # difference of two records, part of their mean
RUNS = (1740.0, 1800.0)  # rpm between which the route is taken: full speed
TOLD = 4  # records that are named in the notes
LINE = re.compile(r"^\s*([A-Z]+\d+:[HVA])\s+(\d+)\s+(.+?)\s*$", re.IGNORECASE)
SAW = re.compile(r"^\s*seen\s*:?\s+([A-Z]+\d+)\b(.*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """The collection sheet: (pad, take) -> reason in the words of REASONS or as written; tags."""

    rejected: Mapping[tuple[str, int], str] = field(default_factory=dict)
    seen: frozenset[str] = frozenset()


def read_sheet(text: str) -> Sheet:
    """Read a sheet: "B2:H 1 loose magnet", "seen: Z1 glass empty"; other lines are remarks."""
    rejected, seen = {}, set()
    for line in text.splitlines():
        if found := LINE.match(line):
            reason = " ".join(found[3].lower().replace("-", " ").split())
            known = {name.lower().replace("-", " "): name for name in REASONS}
            rejected[found[1].upper(), int(found[2])] = known.get(reason, reason)
        elif found := SAW.match(line):
            seen.add(found[1].upper())
    return Sheet(rejected, frozenset(seen))


@dataclass(frozen=True)
class Take:
    """A record that was taken: its pad, the how manieth there, what is wrong with it, mm/s."""

    pad: str
    number: int
    wrong: frozenset[str]
    speed: float
    fate: str

    @property
    def name(self) -> str:
        return f"{self.pad} {self.number}"


@dataclass
class Walk:
    """An attempt done again: the records taken, and what was looked at."""

    machine: Machine
    sim: Simulation
    hands: Hands
    takes: list[Take] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)

    def follow(self, attempt: Attempt) -> Walk:
        """Do every event again and note what counts."""
        for event in attempt.events[1:]:
            if event["do"] == "look":
                self.looked.add(str(event["tag"]))
            if event["do"] == "measure" and event["function"] == RECORD:
                self._record(event)
            else:
                self.hands.do(event)
        return self

    def _record(self, event: dict[str, Any]) -> None:
        pad = str(event["ports"][0])
        number, fate = next_take(self.sim, pad)
        setting = Setting.of(**event.get("settings", {}))
        measured = self.hands.do(event)
        record = measured.trace if measured is not None else None
        if not isinstance(record, Record):
            return
        wrong = reasons(setting, record, Setting()) | ({fate} if fate else set())
        if not RUNS[0] < (record.rpm or 0.0) < RUNS[1]:
            wrong |= {"wrong speed"}
        self.takes.append(Take(pad, number, frozenset(wrong), overall(record), fate))


def judge(lab: Any, attempt: Attempt, fault_id: str) -> Score:
    """Score an attempt on the pump its record names. Doing nothing scores zero."""
    score = Score(parts=dict.fromkeys(MARKS, 0.0), marks=dict(MARKS))
    if not attempt.worked:
        score.notes.append("Nothing was done at the pump, so there is nothing to score.")
        return score
    unit = str(attempt.header.get("unit", 0))
    machine = lab.scenario.build(unit) if unit != "0" else lab.machine
    sim = Simulation(machine, variants_of(twin(lab.machine.fault(fault_id), machine))[:1])
    walk = Walk(machine, sim, Hands(sim, titles=lab.scenario.instruments)).follow(attempt)
    sheet = read_sheet(filed(attempt))
    shares = {
        "bad data": caught(walk, sheet, score),
        "repeatability": repeated(walk, sheet, score),
        "seen": seen(walk, sheet, fault_id, score),
    }
    score.parts = {part: round(MARKS[part] * shares[part], 2) for part in MARKS}
    _rules(attempt, score)
    return score


def caught(walk: Walk, sheet: Sheet, score: Score) -> float:
    """Return how many of the day's spoilt records were rejected for the right reason, 0..1."""
    kit = collector(walk.machine)
    day = wrongs(int(kit.values["day"])) if kit is not None else {}
    points, missed, named, sound = 0.0, [], [], []
    for take in walk.takes:
        said = sheet.rejected.get((take.pad, take.number))
        if take.fate:
            points += 1.0 if said in take.wrong else WRONG_WORD if said else 0.0
            missed += [take.name] if not said else []
            named += [take.name] if said and said not in take.wrong else []
        elif said and not take.wrong:
            points -= TOO_MUCH
            sound.append(take.name)
    met = sum(bool(take.fate) for take in walk.takes)
    right = met - len(missed) - len(named)
    score.notes.append(f"{right} of {len(day)} spoilt records rejected for the right reason.")
    _told(score, missed, "Spoilt and not rejected")
    _told(score, named, "Rejected, but for another reason than they were spoilt by")
    _told(score, sound, "Rejected, and they were sound")
    if met < len(day):
        score.notes.append(f"{len(day) - met} spoilt records were never met: points left out.")
    return max(0.0, points) / max(len(day), 1)


def _told(score: Score, names: list[str], text: str) -> None:
    """Name some of the records a note is about, if there are any."""
    if names:
        more = f" and {len(names) - TOLD} more" if len(names) > TOLD else ""
        score.notes.append(f"{text}: {', '.join(names[:TOLD])}{more}.")


def repeated(walk: Walk, sheet: Sheet, score: Score) -> float:
    """Return the share of points whose last two kept records are sound and agree, 0..1."""
    good, off = 0, []
    for plain in ROUTE:
        pad = walk.machine.numbered(plain)
        kept = [t for t in walk.takes if t.pad == pad and (pad, t.number) not in sheet.rejected]
        good += agree(kept)
        off += [pad] if not agree(kept) else []
    score.notes.append(f"{good} of {len(ROUTE)} points have two sound records within {AGREE:.0%}.")
    _told(score, off, "Not so at")
    return good / len(ROUTE)


def agree(kept: list[Take]) -> bool:
    """Tell whether the last two records kept at a point are sound and agree."""
    if len(kept) < 2 or kept[-1].wrong or kept[-2].wrong:
        return False
    one, other = kept[-2].speed, kept[-1].speed
    return abs(one - other) <= AGREE * 0.5 * (one + other)


def seen(walk: Walk, sheet: Sheet, fault_id: str, score: Score) -> float:
    """Return what the walk round was worth, 0..1: half for looking everywhere, half for notes."""
    places = {walk.machine.numbered(tag) for tag in SEEN}
    missing = sorted(places - walk.looked)
    share = 0.5 * (1 - len(missing) / len(places))
    if missing:
        score.notes.append(f"Not looked at on the way round: {', '.join(missing)}.")
    right = walk.machine.numbered(fault_id.partition(":")[0])
    noted = sheet.seen & places
    if right in noted & walk.looked:
        share += 0.5 / len(noted)
        if len(noted) > 1:
            score.notes.append("The notes name parts at which there is nothing to see.")
    else:
        score.notes.append("What an eye could find is not in the notes.")
    return share


def _rules(attempt: Attempt, score: Score) -> None:
    """Say which rules were broken; a critical one caps the lab."""
    for breach in attempt.breaches:
        score.notes.append(f"Safety, line {breach['n']}: {RULES[breach['rule']].text}")
        score.capped |= RULES[breach["rule"]].critical
    if score.capped:
        score.notes.append(f"A critical breach caps the lab at {CAP:.0f} points.")
