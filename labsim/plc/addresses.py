"""Addresses of I/O points, as the brands write them, and the tags of a program they belong to."""

from __future__ import annotations

import re

from labsim.core.errors import LabsimError, unknown
from labsim.plc.program import Program

__all__ = ["bound", "plain"]

_FORMS = (
    (re.compile(r"%?([IQ])X?(\d+)\.(\d+)", re.I), "{0}{1}.{2}"),  # I0.4, %IX0.4
    (re.compile(r"%?([IQ])W(\d+)", re.I), "{0}W{1}"),  # IW0, %IW0
    (re.compile(r"([IO]):(\d+)/(\d+)", re.I), "{0}{1}.{2}"),  # I:0/4
    (re.compile(r"([IO]):(\d+)\.(\d+)", re.I), "{0}W{1}"),  # I:3.0, a word
    (re.compile(r"Local:(\d+):([IO])\.(?:Data|Pt)?\.?(\d+)(?:\.Data)?", re.I), "{1}{0}.{2}"),
    (re.compile(r"Local:(\d+):([IO])\.Ch(\d+)\.?Data", re.I), "{1}W{2}"),
)


def plain(address: str) -> str:
    """Return an address as it stands at the terminal: "%IX0.4", "I:0/4" and "I0.4" are I0.4.

    LabsimError when it is no address of an input or output.
    """
    found = _match(address)
    if not found:
        raise LabsimError(f"{address!r} is no address: write I0.4, %IX0.4, I:0/4, Q0.1 or IW0")
    return found


def _match(address: str) -> str:
    for form, shape in _FORMS:
        match = form.fullmatch(address.strip())
        if match:
            return shape.format(*match.groups()).upper().replace("O", "Q")
    return ""


def bound(program: Program, address: str, tag: str = "") -> str:
    """Return the tag, or the way to a bit, that an address is in a program.

    A tag named by the card comes first, then the address a tag is declared at, a tag named as the
    address, and an address the rungs use as it stands. LabsimError names the nearest.
    """
    if tag:
        return tag
    where = {_match(t.address) or t.address: t.name for t in program.tags.values() if t.address}
    if address in where:
        return where[address]
    for form in (*program.tags, *_written(program)):
        if _match(form) == address:
            return form
    used = [a for a in (*where, *_written(program)) if _match(a)[:1] == address[0]]
    kind = "input" if address.startswith("I") else "output"
    raise unknown(f"program {program.name}".strip(), kind, address, used)


def _written(program: Program) -> list[str]:
    """Return the addresses that the rungs use as they stand."""
    from labsim.plc.tree import paths

    texts = {path.text for path in paths(program) if path.text}
    return sorted(text for text in texts if _match(text))
