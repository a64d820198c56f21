"""Badges for skills that were shown: Open Badges 3.0 (1EdTech), as verifiable credentials.

One credential for each skill and tier whose cautious estimate, mean less one standard deviation, is
a pass. `grading.proof` signs them; without the library for that they carry no `proof`, and nobody
can tell from the file who issued it.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from grading import proof
from grading.skills import Field, SkillMap
from labsim.curriculum import curriculum
from labsim.skillmodel import PASSED, STRONG

__all__ = ["badges", "earned", "write"]

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SPACE = uuid.UUID("6f6d2a4e-5c1f-4d63-9a55-0b6f7c1f2a90")  # of this project: ids stay the same


def earned(field: Field) -> bool:
    """Tell whether a field is worth a badge: shown at this tier, and a pass even if cautious."""
    known = field.able
    return bool(field.done) and known is not None and known.mean - known.sd >= PASSED


def badges(
    each: SkillMap, issuer: str = "labsim course", now: datetime | None = None, key: Any = None
) -> list[dict[str, Any]]:
    """Return the credentials an apprentice has earned, in the order of the map; signed by `key`."""
    when = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    found = [
        _credential(each, skill, tier, field, issuer, when)
        for (skill, tier), field in each.fields.items()
        if earned(field)
    ]
    return [_signed(badge, key, when) for badge in found] if key is not None else found


def _signed(badge: dict[str, Any], key: Any, when: str) -> dict[str, Any]:
    issuer = {**badge["issuer"], "id": proof.did(key)}
    return proof.sign({**badge, "issuer": issuer}, key, when)


def write(
    maps: list[SkillMap], folder: Path, issuer: str = "labsim course", key: Any = None
) -> int:
    """Write each credential as a file of its own into a folder; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for each in maps:
        for badge in badges(each, issuer, key=key):
            name = badge["id"].removeprefix("urn:uuid:")
            text = json.dumps(badge, ensure_ascii=False, indent=1) + "\n"
            (folder / f"{name}.json").write_text(text, encoding="utf-8")
            count += 1
    return count


def _urn(*words: str) -> str:
    return f"urn:uuid:{uuid.uuid5(SPACE, '|'.join(words))}"


def _credential(
    each: SkillMap, skill: str, tier: str, field: Field, issuer: str, when: str
) -> dict[str, Any]:
    name = f"{_title(skill)}, {_tier(tier)}"
    return {
        "@context": CONTEXT,
        "id": _urn("credential", issuer, each.title, skill, tier),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name,
        "issuer": {"id": _urn("issuer", issuer), "type": ["Profile"], "name": issuer},
        "validFrom": when,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(each.title, issuer)],
            "achievement": _achievement(skill, tier, name),
            "result": _results(skill, tier, field),
        },
        "evidence": [_evidence(piece) for piece in field.evidence if piece.share is not None],
    }


def _identity(student: str, issuer: str) -> dict[str, Any]:
    """Return whose badge it is, as a salted hash: the file may travel, the name need not."""
    salt = hashlib.sha256(f"{issuer}|{student}".encode()).hexdigest()[:16]
    digest = hashlib.sha256((student + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject", "hashed": True, "salt": salt,
        "identityHash": f"sha256${digest}", "identityType": "userName",
    }  # fmt: skip


def _achievement(skill: str, tier: str, name: str) -> dict[str, Any]:
    return {
        "id": _urn("achievement", skill, tier),
        "type": ["Achievement"],
        "achievementType": "Competency",
        "name": name,
        "description": f"{_title(skill)} at the tier {_tier(tier)}, shown at simulated machines "
        "with hidden faults.",
        "criteria": {
            "narrative": "Marks of graded labs that ask for the skill, each replayed by the grader "
            "on the apprentice's own machine. The share of marks expected in such labs, less one "
            f"standard deviation, is at least {PASSED:.0%}."
        },
        "humanCode": skill,
        "resultDescription": [
            {"id": _urn("share", skill, tier), "type": ["ResultDescription"],
             "name": "Share of the marks to expect, in percent", "resultType": "Percent",
             "valueMin": "0", "valueMax": "100"},
            {"id": _urn("level", skill, tier), "type": ["ResultDescription"], "name": "Level",
             "resultType": "PerformanceLevel", "allowedValue": ["passed", "strong"]},
        ],
    }  # fmt: skip


def _results(skill: str, tier: str, field: Field) -> list[dict[str, Any]]:
    known = field.able
    if known is None:
        return []
    level = "strong" if known.mean - known.sd >= STRONG else "passed"
    share = {"resultDescription": _urn("share", skill, tier), "value": f"{100 * known.mean:.0f}"}
    word = {"resultDescription": _urn("level", skill, tier), "value": level}
    return [{"type": ["Result"], **each} for each in (share, word)]


def _evidence(piece: Any) -> dict[str, Any]:
    return {
        "id": _urn("evidence", piece.lab),
        "type": ["Evidence"],
        "name": piece.lab,
        "narrative": piece.text,
        "genre": "graded lab",
    }


def _title(skill: str) -> str:
    skills = [s for group in curriculum()["groups"] for s in group["skills"]]
    return next(s["title"] for s in skills if s["id"] == skill)


def _tier(tier: str) -> str:
    return next(t["title"] for t in curriculum()["tiers"] if t["id"] == tier)
