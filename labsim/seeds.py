"""Who the apprentice is, and the seed of their own fault.

The course's master key never leaves the instructor. From it comes a ticket for each lab, which
travels with the released notebook; from ticket, student and attempt comes the seed. On a laptop
this deters and does not prevent: the simulator there must know the fault (docs/adr/0004).
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from labsim.core.errors import LabsimError

__all__ = [
    "SEALED", "TICKET_FILE", "Seed", "derive", "read_ticket", "sealed_ticket", "sealing_key",
    "student_id", "ticket_of",
]  # fmt: skip

TICKET_FILE = "labsim-ticket.json"
SELF_STUDY = "self-study"
SEALED = "sealed"  # what a ticket says of a lab whose machine stands in the measurement service


@dataclass(frozen=True)
class Seed:
    """Numbers drawn for one student, lab and attempt.

    `fault` picks the fault, `instruments` the sister machine and the figures of question sheets,
    `specimen` how bad the fault is and how wrong the instruments read, `values` what the parts have
    within their spread (0: as drawn). In a sealed lab the notebook knows `instruments` alone;
    elsewhere `specimen` is the same number.
    """

    fault: int
    instruments: int
    commitment: str
    specimen: int
    values: int = 0


def student_id() -> str:
    """Return the student: LABSIM_STUDENT (set by the grader), the hub's user, or the login name."""
    for name in ("LABSIM_STUDENT", "JUPYTERHUB_USER"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "student"


def _mac(key: str, text: str) -> str:
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def ticket_of(master: str, course: str, lab: str) -> str:
    """Return the ticket of a lab in a course, from the master key only the instructor has."""
    return _mac(master, f"{course}|{lab}")


def read_ticket(directory: str | Path, lab: str) -> str:
    """Return the ticket beside a released notebook; without one, that of self-study.

    The benches of an exam, "INT-02/plc", have the ticket of the exam.
    """
    path = Path(directory) / TICKET_FILE
    if not path.exists():
        return _mac(SELF_STUDY, lab.partition("/")[0])
    try:
        tickets = json.loads(path.read_text(encoding="utf-8"))
        return str(tickets[lab.partition("/")[0]])
    except (ValueError, KeyError, TypeError) as error:
        raise LabsimError(
            f"{TICKET_FILE} beside the notebook holds no ticket for {lab}: fetch the lab again"
        ) from error


def sealing_key(master: str, course: str) -> str:
    """Return the key of a course's measurement service: of its sealed labs and of its logs.

    The master key, and the tickets of labs that are not sealed, cannot be found from it.
    """
    return _mac(master, f"{course}|sealed labs")


def sealed_ticket(sealing: str, lab: str) -> str:
    """Return the ticket of a sealed lab; it never leaves service and grader."""
    return _mac(sealing, lab)


def derive(ticket: str, lab: str, student: str, attempt: int = 1, sealed: bool = False) -> Seed:
    """Return the seed of one attempt; separate numbers for fault, instruments, values."""
    root = _mac(ticket, f"{lab}|{student}|{int(attempt)}")
    fault, instruments, specimen, values = (
        int(_mac(root, what)[:12], 16) for what in ("fault", "instruments", "specimen", "values")
    )
    commitment = hashlib.sha256(root.encode()).hexdigest()[:16]
    return Seed(fault, instruments, commitment, specimen if sealed else instruments, values)
