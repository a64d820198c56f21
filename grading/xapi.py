"""What an apprentice has done as xAPI statements (ADL, 1.0.3), for a learning record store.

One statement for each lab with settled marks, and one for each skill and tier with evidence. The
ids are made from course, apprentice and content: sent twice, a store keeps one.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC
from typing import Any

from grading.badges import SPACE
from grading.gradebook import Result
from grading.skills import Field, SkillMap
from labsim.curriculum import curriculum
from labsim.skillmodel import PASSED, planned

__all__ = ["json_of", "statements"]

HOME = "https://labsim.invalid"  # no such host: names here are the course's own
VERBS = "http://adlnet.gov/expapi/verbs/"
KINDS = "http://adlnet.gov/expapi/activities/"


def json_of(maps: list[SkillMap], course: str = "labsim") -> str:
    """Return the statements of some apprentices as a JSON array."""
    found = [each for shown in maps for each in statements(shown, course)]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def statements(each: SkillMap, course: str = "labsim") -> list[dict[str, Any]]:
    """Return the statements of one apprentice: labs first, then skills."""
    labs = [_lab(each.title, result, course) for result in each.results if result.most]
    skills = [
        _skill(each.title, skill, tier, field, course)
        for (skill, tier), field in each.fields.items()
        if field.share is not None and field.able is not None
    ]
    return labs + skills


def _statement(student: str, course: str, verb: str, what: dict[str, Any], **more: Any) -> dict:
    body = {
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": f"{HOME}/courses/{course}", "name": student},
        },
        "verb": {"id": VERBS + verb, "display": {"en": verb}},
        "object": {"objectType": "Activity", **what},
        **more,
        "context": {"platform": "labsim", "language": "en"},
        "version": "1.0.3",
    }
    text = json.dumps(body, sort_keys=True)
    return {"id": str(uuid.uuid5(SPACE, text)), **body}


def _lab(student: str, result: Result, course: str) -> dict[str, Any]:
    share, plan = result.share or 0.0, planned().get(result.lab)
    what = {
        "id": f"{HOME}/labs/{result.lab}",
        "definition": {
            "type": f"{KINDS}assessment",
            "name": {"en": f"{result.lab} {plan.title}" if plan else result.lab},
        },
    }
    marks = {"scaled": round(share, 4), "raw": round(result.points, 2), "min": 0,
             "max": round(result.most, 2)}  # fmt: skip
    verb = "scored" if result.waiting else ("passed" if share >= PASSED else "failed")
    done = {"completion": not result.waiting}
    done |= {} if result.waiting else {"success": share >= PASSED}
    when = result.when.replace(tzinfo=UTC).isoformat() if result.when else ""
    timed = {"timestamp": when.replace("+00:00", "Z")} if when else {}
    return _statement(student, course, verb, what, result={"score": marks, **done}, **timed)


def _skill(student: str, skill: str, tier: str, field: Field, course: str) -> dict[str, Any]:
    skills = {s["id"]: s["title"] for group in curriculum()["groups"] for s in group["skills"]}
    known = field.able
    what = {
        "id": f"{HOME}/skills/{skill}/{tier}",
        "definition": {"type": f"{KINDS}objective", "name": {"en": f"{skills[skill]}, {tier}"}},
    }
    told = {
        "score": {"scaled": round(known.mean, 4)},
        "extensions": {
            f"{HOME}/standard-deviation": round(known.sd, 4),
            f"{HOME}/labs": list(known.labs),
        },
    }
    return _statement(student, course, "scored", what, result=told)
