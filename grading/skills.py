"""The skill map: 15 skills by four tiers, with the evidence the labs have given so far.

A lab speaks for every skill it names, twice as loudly for the one it names first. A field without a
finished lab has no evidence, which is not the same as zero. Each field keeps what it rests on, and
the estimate of `labsim.skillmodel` with its uncertainty, which counts labs of other tiers too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import labsim
from grading import gradebook, recommend
from grading.gradebook import Result
from grading.readiness import Readiness, readiness, waits
from labsim.core.errors import LabsimError, unknown
from labsim.curriculum import curriculum
from labsim.skillmodel import FIRST, OTHER, Ability, Suggestion, ability, planned

__all__ = ["BANDS", "Field", "Piece", "SkillMap", "band", "curriculum", "main"]

BANDS = ((0.75, "●", "strong so far"), (0.50, "◐", "fair so far"), (0.0, "○", "weak so far"))
NOTHING = ("·", "no evidence yet")
NO_LAB = ("–", "no lab at this tier")


@dataclass(frozen=True)
class Piece:
    """What one lab tells of a skill: its share, how loudly it speaks, and cells still to mark."""

    lab: str
    share: float | None
    weight: float
    waiting: int = 0

    @property
    def text(self) -> str:
        """Say it: "ELE-03 61 %, counts double, 2 to mark"."""
        found = "no marks yet" if self.share is None else f"{100 * self.share:.0f} %"
        loud = ", counts double" if self.weight == FIRST else ""
        return f"{self.lab} {found}{loud}" + (f", {self.waiting} to mark" if self.waiting else "")


@dataclass(frozen=True)
class Field:
    """One skill at one tier. `share` 0 to 1, None without evidence; `people` who gave evidence.

    `evidence` is what it rests on; `able` the estimate of the skill model, of one apprentice;
    `closed` are labs that wait for others, with those.
    """

    labs: tuple[str, ...]
    done: tuple[str, ...] = ()
    share: float | None = None
    waiting: int = 0
    people: int = 0
    evidence: tuple[Piece, ...] = ()
    able: Ability | None = None
    closed: tuple[tuple[str, tuple[str, ...]], ...] = ()

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
        self.ready: Readiness | None = None
        self.everyone: list[SkillMap] = []  # of a class
        self.results: list[Result] = []  # of one apprentice

    @staticmethod
    def places() -> list[tuple[str, str]]:
        skills = [s["id"] for group in curriculum()["groups"] for s in group["skills"]]
        return [(skill, tier["id"]) for skill in skills for tier in curriculum()["tiers"]]

    @classmethod
    def of(
        cls, student: str, results: Iterable[Result], today: datetime | None = None,
        available: Sequence[str] = (),
    ) -> SkillMap:  # fmt: skip
        """Return the map of one apprentice: fields, readiness for the next tier, what to do next.

        `available` are the labs there are; none: prerequisites and readiness go by the plan.
        """
        done = list(results)
        by_lab, known = {result.lab: result for result in done}, recommend.evidence(done, today)
        pending = [result.lab for result in done if result.waiting]
        there = list(available or planned())
        closed = {t["id"]: waits(known, t["id"], there, pending) for t in curriculum()["tiers"]}
        fields = {}
        for skill, tier in cls.places():
            field = _field(_labs(skill, tier), by_lab)
            shut = tuple((n, lacks) for n, lacks in closed[tier].items() if n in field.labs)
            fields[skill, tier] = replace(field, able=ability(skill, tier, known), closed=shut)
        found = cls(student, fields)
        found.ready, found.results = readiness(known, there, pending), done
        return found

    @classmethod
    def of_class(cls, maps: list[SkillMap]) -> SkillMap:
        """Return the map of a class: the mean of those who gave evidence, and how many they are."""
        empty = {place: Field(tuple(_labs(*place))) for place in cls.places()}
        fields = {p: _mean([empty[p], *(m.fields[p] for m in maps)]) for p in cls.places()}
        found = cls("Class", fields, len(maps))
        found.everyone = maps
        return found

    @property
    def done(self) -> list[str]:
        """The labs with settled marks, in the order of the course."""
        done = {lab for field in self.fields.values() for lab in field.done}
        return [lab["id"] for lab in curriculum()["labs"] if lab["id"] in done]

    @property
    def waiting(self) -> int:
        return max((field.waiting for field in self.fields.values()), default=0)


def _field(labs: dict[str, float], results: dict[str, Result]) -> Field:
    rests = tuple(
        Piece(lab, results[lab].share, weight, results[lab].waiting)
        for lab, weight in labs.items()
        if lab in results
    )
    waiting = sum(piece.waiting for piece in rests)
    shares = {piece.lab: piece.share for piece in rests if piece.share is not None}
    if not shares:
        return Field(tuple(labs), waiting=waiting, evidence=rests)
    weight = sum(labs[lab] for lab in shares)
    mean = sum(labs[lab] * share for lab, share in shares.items()) / weight
    return Field(tuple(labs), tuple(shares), mean, waiting, 1, rests)


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
    newest, there = recommend.newest(results), [lab.id for lab in labsim.labs()]
    found = []
    for student, done in results.items():
        found.append(SkillMap.of(student, done, newest, there))
        found[-1].advice = recommend.advice(done, newest, there)
    return found


def main(
    student: str | None = None,
    html: str | Path | None = None,
    picture: str | Path | None = None,
    file: str | Path | None = None,
    csv: str | Path | None = None,
    badges: str | Path | None = None,
    xapi: str | Path | None = None,
) -> str:
    """Show the map of class or apprentice; return it as text, or say what was written."""
    everyone = maps(file)
    names = [m.title for m in everyone]
    if student is not None and student not in names:
        raise unknown("the gradebook", "apprentice", student, names)
    chosen = [m for m in everyone if student in (None, m.title)]
    shown = chosen if student else [SkillMap.of_class(everyone), *everyone]
    wanted = {"html": html, "picture": picture, "csv": csv, "badges": badges, "xapi": xapi}
    home = gradebook.find(file).parent
    written = [_write(kind, Path(name), shown, chosen, home) for kind, name in wanted.items()
               if name]  # fmt: skip
    if written:
        return "\n".join(written)
    from grading import skillpages

    return skillpages.text(shown)


def _write(kind: str, file: Path, shown: list[SkillMap], chosen: list[SkillMap], home: Path) -> str:
    """Write the map in one kind of file; return what to say of it."""
    from grading import skillpages, skillpicture, skilltable, xapi

    if kind == "picture":
        skillpicture.picture(shown[0], file)
    elif kind == "badges":
        return _badges(file, chosen, home)
    else:
        make = {"html": lambda: skillpages.html(shown), "csv": lambda: skilltable.csv(chosen),
                "xapi": lambda: xapi.json_of(chosen, _course(home))}  # fmt: skip
        file.write_text(make[kind](), encoding="utf-8", newline="" if kind == "csv" else None)
    return f"Written: {file}"


def _course(home: Path) -> str:
    """Return the name of the course a gradebook lies in; of one that lies elsewhere, "labsim"."""
    from grading import course as courses

    return courses.name_of(home) if (home / "nbgrader_config.py").is_file() else "labsim"


def _badges(folder: Path, chosen: list[SkillMap], home: Path) -> str:
    """Write badges, signed where that can be done; say so, and by whom."""
    from grading import badges, keys, proof

    course, why, key = _course(home), proof.available(), None
    if not why:
        try:
            key = proof.signer(keys.load(course), course)
        except LabsimError as error:
            why = str(error)
    count = badges.write(chosen, folder, f"labsim course {course}", key)
    many = f"{count} badge{'s' * (count != 1)}"
    if key is None:
        return f"Written: {folder}, {many}, not signed: {why}"
    return f"Written: {folder}, {many}, signed by {proof.did(key)}"
