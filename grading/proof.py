"""Signed badges: a W3C Data Integrity proof, cryptosuite eddsa-jcs-2022, and its verification.

The key is Ed25519, made from the course's master key, so that its backup is the backup of both;
its public part is in the badge itself, as issuer `did:key:…`. A sound proof says that nothing was
changed since, and by which key it was signed; whose key that is, the school says.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from grading.keys import Key
from labsim.core.errors import LabsimError

__all__ = ["available", "did", "sign", "signer", "told", "verify"]

LETTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"  # base58, Bitcoin's
ED25519 = b"\xed\x01"  # multicodec of a public key
SUITE = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}
BIGGEST = 1_000_000  # bytes of a badge


def available() -> str:
    """Return why nothing can be signed or verified here; nothing when it can."""
    try:
        import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401
    except ImportError:
        return "pip install 'labsim[badges]' first"
    return ""


def signer(master: str, course: str) -> Any:
    """Return the key that signs a course's badges."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    said = f"labsim badges 1|{course}".encode()
    return Ed25519PrivateKey.from_private_bytes(
        hmac.new(bytes.fromhex(master), said, hashlib.sha256).digest()
    )


def did(key: Any) -> str:
    """Return the public name of a signing key, from which anybody can verify: `did:key:z6Mk…`."""
    return f"did:key:z{_base58(ED25519 + key.public_key().public_bytes_raw())}"


def sign(badge: dict[str, Any], key: Any, when: str) -> dict[str, Any]:
    """Return a credential with its proof."""
    name = did(key)
    proof = {
        **SUITE, "created": when, "proofPurpose": "assertionMethod",
        "verificationMethod": f"{name}#{name.removeprefix('did:key:')}",
        "@context": badge["@context"],
    }  # fmt: skip
    value = f"z{_base58(key.sign(_digest(badge, proof)))}"
    return {**badge, "proof": {**proof, "proofValue": value}}


def verify(badge: Any) -> str:
    """Return who signed a credential, `did:key:…`; LabsimError says why it is not to be trusted."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not isinstance(badge, dict) or not isinstance(badge.get("proof"), dict):
        raise LabsimError("it is not signed")
    proof = dict(badge["proof"])
    if any(proof.get(name) != value for name, value in SUITE.items()):
        raise LabsimError(f"it is signed in a way not read here: {proof.get('cryptosuite')}")
    name, _, part = str(proof.get("verificationMethod")).partition("#")
    said = badge.get("issuer")
    issuer = said.get("id") if isinstance(said, dict) else said
    sound = name == f"did:key:{part}" and proof.get("proofPurpose") == "assertionMethod"
    if not sound or (str(issuer).startswith("did:") and issuer != name):
        raise LabsimError("it is signed by another than its issuer")
    try:
        signature, public = _bytes(proof.pop("proofValue", "")), _bytes(part)
        unsigned = {k: v for k, v in badge.items() if k != "proof"}
        key = Ed25519PublicKey.from_public_bytes(public.removeprefix(ED25519))
        key.verify(signature, _digest(unsigned, proof))
    except (InvalidSignature, ValueError, TypeError) as error:
        raise LabsimError(
            "it was changed after it was signed, or the proof is not its own"
        ) from error
    return name


def told(file: Path, ring: Iterable[Key] = (), course: str = "", issuer: str = "") -> str:
    """Say of a file who signed the badge in it; LabsimError when it is not to be trusted.

    `ring` are the keys of the course one stands in; `issuer` is the one it has to be of.
    """
    try:
        if file.stat().st_size > BIGGEST:
            raise ValueError("it is too big for a badge")
        badge = json.loads(file.read_text(encoding="utf-8"))
        by = verify(badge)
    except (OSError, ValueError, LabsimError) as error:
        raise LabsimError(f"{file}: {error}") from error
    own = next((key for key in ring if did(signer(key.text, course)) == by), None)
    if own is not None and own.leaked:
        raise LabsimError(
            f"{file}: signed with key {own.id} of {course}, which others may have had"
        )
    if issuer and by != issuer:
        raise LabsimError(f"{file}: sound, but signed by {by}")
    whose = f"course {course}, key {own.id}" if own else by
    return f"{file}: sound. {badge.get('name')}; {badge.get('validFrom')}; signed by {whose}"


def _digest(unsigned: dict[str, Any], proof: dict[str, Any]) -> bytes:
    return b"".join(hashlib.sha256(_canonical(each)).digest() for each in (proof, unsigned))


def _canonical(value: Any) -> bytes:
    """Return JSON by RFC 8785 (JCS), of texts, whole numbers, lists and objects."""
    if not _plain(value):
        raise ValueError("it holds numbers with fractions, or names that are no plain words")
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _plain(value: Any) -> bool:
    if isinstance(value, dict):
        return all(k.isascii() for k in value) and all(map(_plain, value.values()))
    return all(map(_plain, value)) if isinstance(value, list) else not isinstance(value, float)


def _base58(data: bytes) -> str:
    number, found = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        found = LETTERS[rest] + found
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + found


def _bytes(text: Any) -> bytes:
    """Return what a multibase text, z and base58, stands for; ValueError when it is none."""
    if not (isinstance(text, str) and text[:1] == "z" and len(text) < 200):
        raise ValueError("no base58")
    number = 0
    for letter in text[1:]:
        number = number * 58 + LETTERS.index(letter)
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
