"""The skill map: 15 skills by four tiers, with the evidence the labs have given so far.

A lab speaks for every skill it names, twice as loudly for the one it names first. A field without a
finished lab has no evidence, which is not the same as zero.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from grading import gradebook, recommend
from grading.gradebook import Result
from labsim.core.errors import unknown
from labsim.skillmodel import FIRST, OTHER, Suggestion

__all__ = ["BANDS", "Field", "SkillMap", "band", "curriculum", "main"]

BANDS = ((0.75, "●", "strong so far"), (0.50, "◐", "fair so far"), (0.0, "○", "weak so far"))
NOTHING = ("·", "no evidence yet")
NO_LAB = ("–", "no lab at this tier")


@cache
def curriculum() -> dict[str, Any]:
    """Return tiers, skill groups and labs of the course."""
    text = resources.files("labsim").joinpath("curriculum.json").read_text(encoding="utf-8")
    return json.loads(text)


@dataclass(frozen=True)
class Field:
    """One skill at one tier. `share` 0 to 1, None without evidence; `people` who gave evidence."""

    labs: tuple[str, ...]
    done: tuple[str, ...] = ()
    share: float | None = None
    waiting: int = 0
    people: int = 0

    @property
    def sign(self) -> str:
        return band(self)[0]


def band(field: Field) -> tuple[str, str]:
    """Return sign and words for how far a field is."""
    if not field.labs:
        return NO_LAB
    if field.share is None:
        return NOTHING
    return next((sign, words) for least, sign, words in BANDS if field.share >= least)


def _labs(skill: str, tier: str) -> dict[str, float]:
    """Return the labs that carry a skill at a tier, with their weights."""
    return {
        lab["id"]: FIRST if lab["skills"][0] == skill else OTHER
        for lab in curriculum()["labs"]
        if skill in lab["skills"] and lab["tier"] == tier
    }


class SkillMap:
    """Fields by (skill, tier), of one apprentice or of a class."""

    def __init__(self, title: str, fields: dict[tuple[str, str], Field], people: int = 1) -> None:
        self.title, self.fields, self.people = title, fields, people
        self.advice: list[Suggestion] = []

    @staticmethod
    def places() -> list[tuple[str, str]]:
        skills = [s["id"] for group in curriculum()["groups"] for s in group["skills"]]
        return [(skill, tier["id"]) for skill in skills for tier in curriculum()["tiers"]]

    @classmethod
    def of(cls, student: str, results: Iterable[Result]) -> SkillMap:
        """Return the map of one apprentice."""
        by_lab = {result.lab: result for result in results}
        return cls(student, {place: _field(_labs(*place), by_lab) for place in cls.places()})

    @classmethod
    def of_class(cls, maps: list[SkillMap]) -> SkillMap:
        """Return the map of a class: the mean of those who gave evidence, and how many they are."""
        empty = cls.of("", []).fields
        fields = {p: _mean([empty[p], *(m.fields[p] for m in maps)]) for p in cls.places()}
        return cls("Class", fields, len(maps))

    @property
    def done(self) -> list[str]:
        """The labs with settled marks, in the order of the course."""
        done = {lab for field in self.fields.values() for lab in field.done}
        return [lab["id"] for lab in curriculum()["labs"] if lab["id"] in done]

    @property
    def waiting(self) -> int:
        return max((field.waiting for field in self.fields.values()), default=0)


def _field(labs: dict[str, float], results: dict[str, Result]) -> Field:
    settled = {lab: results[lab] for lab in labs if lab in results}
    shares = {lab: r.share for lab, r in settled.items() if r.share is not None}
    waiting = sum(r.waiting for r in settled.values())
    if not shares:
        return Field(tuple(labs), waiting=waiting)
    weight = sum(labs[lab] for lab in shares)
    mean = sum(labs[lab] * share for lab, share in shares.items()) / weight
    return Field(tuple(labs), tuple(shares), mean, waiting, 1)


def _mean(fields: list[Field]) -> Field:
    labs = fields[0].labs
    shares = [field.share for field in fields if field.share is not None]
    done = {lab for field in fields for lab in field.done}
    return Field(
        labs,
        tuple(lab for lab in labs if lab in done),
        sum(shares) / len(shares) if shares else None,
        sum(field.waiting for field in fields),
        len(shares),
    )


def maps(file: str | Path | None = None) -> list[SkillMap]:
    """Return the map of every apprentice in a gradebook."""
    results = gradebook.read(gradebook.find(file))
    found = []
    for student, done in results.items():
        found.append(SkillMap.of(student, done))
        found[-1].advice = recommend.advice(done, recommend.newest(results))
    return found


def main(
    student: str | None = None,
    html: str | Path | None = None,
    picture: str | Path | None = None,
    file: str | Path | None = None,
) -> str:
    """Draw the map of class or apprentice; return it as text, or say what was written."""
    from grading import skillpages

    everyone = maps(file)
    names = [m.title for m in everyone]
    if student is not None and student not in names:
        raise unknown("the gradebook", "apprentice", student, names)
    chosen = [m for m in everyone if student in (None, m.title)]
    shown = chosen if student else [SkillMap.of_class(everyone), *everyone]
    written = []
    if html:
        Path(html).write_text(skillpages.html(shown), encoding="utf-8")
        written.append(str(html))
    if picture:
        skillpages.picture(shown[0], picture)
        written.append(str(picture))
    return "\n".join(f"Written: {name}" for name in written) or skillpages.text(shown)
