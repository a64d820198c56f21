"""Badges and statements have the structure the public specifications ask for.

The schemas here are our own wording of the parts relied on: 1EdTech Open Badges 3.0 (classes
AchievementCredential, AchievementSubject, Achievement, ResultDescription, Result, Evidence,
Profile, IdentityObject) with the W3C Verifiable Credentials 2.0 it stands on, and ADL xAPI 1.0.3.
"""

from __future__ import annotations

import copy
import csv
import hashlib
import io
import json
import re
from datetime import UTC, datetime

import jsonschema
import pytest

from grading import badges, proof, skilltable, xapi
from grading.gradebook import Result
from grading.keys import Key
from grading.skills import SkillMap
from labsim.core.errors import LabsimError
from labsim.skillmodel import planned

IRI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"}
WHEN = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
TEXT = {"type": "string", "minLength": 1}


def typed(*names):
    """A list of types that holds at least these."""
    return {"type": "array", "items": TEXT, "allOf": [{"contains": {"const": n}} for n in names]}


def thing(required, **properties):
    return {"type": "object", "required": required.split(), "properties": properties}


RESULT_TYPES = ["GradePointAverage", "LetterGrade", "Percent", "PerformanceLevel", "PredictedScore",
                "RawScore", "Result", "RubricCriterion", "RubricCriterionLevel", "RubricScore",
                "ScaledScore", "Status"]  # fmt: skip
IDENTITY = thing(
    "type hashed identityHash identityType",
    type={"const": "IdentityObject"}, hashed={"type": "boolean"}, salt=TEXT,
    identityHash={"type": "string", "pattern": r"^sha256\$[0-9a-f]{64}$"},
    identityType={"enum": ["name", "userName", "emailAddress", "identifier", "systemId"]},
)  # fmt: skip
ACHIEVEMENT = thing(
    "id type criteria description name",
    id=IRI, type=typed("Achievement"), name=TEXT, description=TEXT, humanCode=TEXT,
    achievementType={"enum": ["Achievement", "Badge", "Competency", "MicroCredential"]},
    criteria=thing("narrative", narrative=TEXT, id=IRI),
    resultDescription={"type": "array", "items": thing(
        "id type name resultType", id=IRI, type=typed("ResultDescription"), name=TEXT,
        resultType={"enum": RESULT_TYPES}, allowedValue={"type": "array", "items": TEXT},
        valueMin=TEXT, valueMax=TEXT)},
)  # fmt: skip
CREDENTIAL = thing(
    "@context id type issuer validFrom credentialSubject",
    **{"@context": {
        "type": "array", "minItems": 2, "items": IRI,
        "prefixItems": [
            {"const": "https://www.w3.org/ns/credentials/v2"},
            {"type": "string",
             "pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context-3\.0\.\d+\.json$"},
        ],
    }},
    id=IRI, name=TEXT, validFrom=WHEN,
    type={"allOf": [typed("VerifiableCredential"), {"anyOf": [
        typed("OpenBadgeCredential"), typed("AchievementCredential")]}]},
    issuer=thing("id type", id=IRI, type=typed("Profile"), name=TEXT),
    credentialSubject={**thing(
        "type achievement", type=typed("AchievementSubject"), achievement=ACHIEVEMENT, id=IRI,
        identifier={"type": "array", "minItems": 1, "items": IDENTITY},
        result={"type": "array", "items": thing(
            "type", type=typed("Result"), resultDescription=IRI, value=TEXT)},
    ), "anyOf": [{"required": ["id"]}, {"required": ["identifier"]}]},
    evidence={"type": "array", "items": thing(
        "type", id=IRI, type=typed("Evidence"), name=TEXT, narrative=TEXT, genre=TEXT)},
)  # fmt: skip

WORDS = {"type": "object", "minProperties": 1, "additionalProperties": TEXT,
         "propertyNames": {"pattern": "^[a-z]{2}(-[A-Z]{2})?$"}}  # fmt: skip
SCORE = {**thing("scaled", scaled={"type": "number", "minimum": -1, "maximum": 1},
                 raw={"type": "number"}, min={"type": "number"}, max={"type": "number"}),
         "additionalProperties": False}  # fmt: skip
STATEMENT = {
    **thing(
        "id actor verb object version",
        id={"type": "string", "pattern": "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
        actor={**thing("account", objectType={"const": "Agent"}, account={
            **thing("homePage name", homePage=IRI, name=TEXT), "additionalProperties": False}),
            "additionalProperties": False},
        verb={**thing("id display", id=IRI, display=WORDS), "additionalProperties": False},
        object={**thing(
            "id objectType", id=IRI, objectType={"const": "Activity"},
            definition={**thing("name type", name=WORDS, type=IRI), "additionalProperties": False}),
            "additionalProperties": False},
        result={**thing("score", score=SCORE, success={"type": "boolean"},
                        completion={"type": "boolean"},
                        extensions={"type": "object", "propertyNames": IRI}),
                "additionalProperties": False},
        context={**thing("platform", platform=TEXT, language=TEXT), "additionalProperties": False},
        timestamp=WHEN, version={"type": "string", "pattern": r"^1\.0(\.\d+)?$"},
    ),
    "additionalProperties": False,
}  # fmt: skip

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
DONE = datetime(2026, 5, 1, 8, 30)
JUNIOR = [name for name, plan in planned().items() if plan.tier == "junior"]


def shown(name="ann", share=0.9):
    """An apprentice with all junior labs at one share, and one that waits to be marked."""
    results = [Result(lab, 100 * share, 100, when=DONE) for lab in JUNIOR[:-1]]
    return SkillMap.of(name, [*results, Result(JUNIOR[-1], 30, 60, waiting=2, when=DONE)])


def test_badges_have_the_structure_of_open_badges():
    found = badges.badges(shown(), now=NOW)
    assert len(found) >= 8
    for badge in found:
        jsonschema.validate(badge, CREDENTIAL)
        subject = badge["credentialSubject"]
        known = {d["id"]: d for d in subject["achievement"]["resultDescription"]}
        for result in subject["result"]:
            told = known[result["resultDescription"]]
            assert result["value"] in told.get("allowedValue", [result["value"]])
    assert len({badge["id"] for badge in found}) == len(found)


@pytest.mark.parametrize("spoil", ["issuer", "validFrom", "credentialSubject", "type", "@context"])
def test_schema_refuses_a_badge_that_lacks_something(spoil):
    badge = copy.deepcopy(badges.badges(shown(), now=NOW)[0])
    del badge[spoil]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(badge, CREDENTIAL)


def test_badge_says_whose_it_is_by_a_salted_hash_only():
    badge = badges.badges(shown("ann"), now=NOW)[0]
    (identity,) = badge["credentialSubject"]["identifier"]
    digest = hashlib.sha256(("ann" + identity["salt"]).encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${digest}"
    assert not re.search(r"\bann\b", json.dumps(badge))


# signed -------------------------------------------------------------------------------------------
MASTER, COURSE = "5e" * 32, "maint"
PROOF = thing(
    "type cryptosuite created verificationMethod proofPurpose proofValue",
    type={"const": "DataIntegrityProof"}, cryptosuite={"const": "eddsa-jcs-2022"}, created=WHEN,
    proofPurpose={"const": "assertionMethod"},
    verificationMethod={"type": "string", "pattern": r"^did:key:(z6Mk\w+)#\1$"},
    proofValue={"type": "string", "pattern": "^z[1-9A-HJ-NP-Za-km-z]{80,90}$"},
)  # fmt: skip
# The example of W3C, Data Integrity EdDSA Cryptosuites v1.0, appendix "Representation:
# eddsa-jcs-2022": what it signs, and what must come out.
ALUMNI = {
    "@context": ["https://www.w3.org/ns/credentials/v2",
                 "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"], "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678", "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}  # fmt: skip
SECRET = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
THEIRS = (
    "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
          "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")  # fmt: skip


@pytest.fixture(scope="module")
def key():
    pytest.importorskip("cryptography", reason="signing is an extra: labsim[badges]")
    return proof.signer(MASTER, COURSE)


def test_proof_is_the_one_the_standards_own_example_has(key):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    own = Ed25519PrivateKey.from_private_bytes(proof._bytes(SECRET)[2:])
    signed = proof.sign(ALUMNI, own, "2023-02-24T23:36:38Z")
    assert (signed["proof"]["proofValue"], proof.did(own)) == THEIRS
    assert proof.verify(signed) == THEIRS[1]


def test_signed_badges_have_the_structure_of_open_badges_and_are_sound(key):
    for badge in badges.badges(shown(), now=NOW, key=key):
        jsonschema.validate(badge, CREDENTIAL)
        jsonschema.validate(badge["proof"], PROOF)
        assert proof.verify(json.loads(json.dumps(badge))) == badge["issuer"]["id"]


def paths(value, way=()):
    """Yield the way to every text within a badge."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for name, each in inner:
        if isinstance(each, dict | list):
            yield from paths(each, (*way, name))
        elif isinstance(each, str):
            yield (*way, name)


def test_badge_changed_anywhere_is_refused(key):
    badge = badges.badges(shown(), now=NOW, key=key)[0]
    ways = list(paths(badge))
    assert len(ways) > 40
    for way in ways:
        forged = copy.deepcopy(badge)
        place = forged
        for name in way[:-1]:
            place = place[name]
        place[way[-1]] += "1"
        with pytest.raises(LabsimError):
            proof.verify(forged)


def test_badge_signed_by_another_in_the_issuers_name_is_refused(key):
    badge = badges.badges(shown(), now=NOW, key=key)[0]
    unsigned = {k: v for k, v in badge.items() if k != "proof"}
    forged = proof.sign(unsigned, proof.signer("aa" * 32, COURSE), "2026-05-04T12:00:00Z")
    with pytest.raises(LabsimError, match="by another than its issuer"):
        proof.verify(forged)
    for spoilt in (None, [], {}, {**badge, "proof": 7}, unsigned, {**badge, "more": 0.5},
                   {**badge, "proof": {**badge["proof"], "proofValue": "z0OIl"}},
                   {**badge, "proof": {**badge["proof"], "cryptosuite": "none"}}):  # fmt: skip
        with pytest.raises(LabsimError):
            proof.verify(spoilt)


def test_file_of_a_badge_is_told_by_the_courses_keys(key, tmp_path):
    assert badges.write([shown()], tmp_path, f"labsim course {COURSE}", key) >= 8
    file = min(tmp_path.iterdir())
    ring = [Key("aa" * 32), Key(MASTER)]
    assert f"signed by course maint, key {Key(MASTER).id}" in proof.told(file, ring, COURSE)
    assert proof.told(file).endswith(f"signed by {proof.did(key)}")
    with pytest.raises(LabsimError, match="sound, but signed by did:key"):
        proof.told(file, issuer="did:key:z6MkOther")
    with pytest.raises(LabsimError, match="others may have had"):
        proof.told(file, [Key(MASTER, leaked=True)], COURSE)
    file.write_text(file.read_text(encoding="utf-8").replace("passed", "strong"), encoding="utf-8")
    with pytest.raises(LabsimError, match="changed after it was signed"):
        proof.told(file, ring, COURSE)


def test_badges_without_a_key_carry_no_proof(tmp_path):
    assert "proof" not in badges.badges(shown(), now=NOW)[0]
    assert badges.write([shown()], tmp_path / "badges") == len(
        list((tmp_path / "badges").iterdir())
    )


def test_badge_is_earned_by_a_cautious_pass_at_the_tier_and_not_before():
    fair = shown(share=0.52)  # the mean passes, mean less sd does not
    assert badges.badges(fair) == []
    field = fair.fields["SM02", "junior"]
    assert field.able.mean > 0.5 > field.able.mean - field.able.sd
    tiers = {badge["name"].split(", ")[-1] for badge in badges.badges(shown())}
    assert tiers == {"Junior Industrial Technician"}  # what carries up is no evidence up there


def test_statements_have_the_structure_of_xapi():
    found = xapi.statements(shown())
    for statement in found:
        jsonschema.validate(statement, STATEMENT)
    assert len({statement["id"] for statement in found}) == len(found)
    assert found == xapi.statements(shown())
    verbs = [s["verb"]["id"].rsplit("/", 1)[1] for s in found if "/labs/" in s["object"]["id"]]
    assert verbs.count("passed") == len(JUNIOR) - 1
    assert verbs[-1] == "scored"  # it waits to be marked: neither passed nor failed


def test_failed_lab_says_so_and_its_time_is_that_of_the_hand_in():
    (lab, *_) = xapi.statements(SkillMap.of("bob", [Result("ELE-03", 20, 100, when=DONE)]))
    assert lab["verb"]["id"].endswith("/failed")
    assert lab["result"]["success"] is False
    assert lab["result"]["score"] == {"scaled": 0.2, "raw": 20, "min": 0, "max": 100}
    assert lab["timestamp"] == "2026-05-01T08:30:00Z"


def test_table_has_a_line_for_each_field_with_a_lab():
    rows = list(csv.DictReader(io.StringIO(skilltable.csv([shown("=ann()")]))))
    assert {row["student"] for row in rows} == {"'=ann()"}  # no formula for a spreadsheet
    fields = [field for field in shown().fields.values() if field.labs]
    assert len(rows) == len(fields)
    row = next(r for r in rows if (r["skill"], r["tier"]) == ("SM02", "junior"))
    assert (float(row["share"]), row["band"]) == (pytest.approx(0.9), "strong so far")
    assert 0 < float(row["sd"]) < 0.2
    assert "ELE-03 90 %" in row["evidence"]
