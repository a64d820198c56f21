"""Blueprints: what an exam asks how much of, how long it takes, and what its result means.

Counts follow published weights; what could not be read in the body's own text says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from labsim.core.errors import unknown

__all__ = ["Blueprint", "blueprint", "names"]


@dataclass(frozen=True)
class Blueprint:
    """An exam: items by topic (they sum to the number of items), minutes, pass mark or None."""

    name: str
    title: str
    minutes: int
    parts: dict[str, int]
    pass_share: float | None
    caveat: str
    source: str

    @property
    def items(self) -> int:
        """How many items a form has."""
        return sum(self.parts.values())


CMRT = Blueprint(
    "cmrt",
    "CMRT practice exam",
    150,
    {
        "Maintenance Practices": 44,
        "Preventive and Predictive Maintenance": 20,
        "Troubleshooting and Analysis": 23,
        "Corrective Maintenance": 23,
    },
    None,
    "The CMRT is scored on a scale whose pass mark is not published: a share of right answers"
    " here says how well you know these topics, not whether you would pass. The weights are of an"
    " older blueprint (40/18/21/21 %); check the current candidate handbook of SMRPCO.",
    "SMRPCO press text of 2021 (110 items, 150 min); weights: third party, older form",
)

CAT1 = Blueprint(
    "cat1",
    "ISO 18436-2 Category I practice exam",
    120,
    {
        "Principles of vibration": 12,
        "Data acquisition": 12,
        "Signal processing": 4,
        "Condition monitoring": 4,
        "Fault analysis": 8,
        "Corrective action": 4,
        "Equipment knowledge": 12,
        "Acceptance testing": 4,
    },
    0.70,
    "Bodies that certify to ISO 18436-2 require training hours (30 for Category I) and six months"
    " of experience: studying here prepares, it does not replace them. Weights are the training"
    " hours of Annex A; check the current standard.",
    "60 items, 120 min, 70 %; hours of ISO 18436-2:2014 Annex A (two items an hour)",
)

_ALL = {one.name: one for one in (CMRT, CAT1)}
names = tuple(_ALL)


def blueprint(name: str) -> Blueprint:
    """Return the blueprint of an exam: "cmrt" or "cat1"."""
    if name not in _ALL:
        raise unknown("labsim", "exam", name, _ALL)
    return _ALL[name]
