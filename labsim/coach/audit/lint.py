"""What can be said of a lab before any bot works in it: sound, solvable, safe."""

from __future__ import annotations

from typing import Any

from labsim.coach import Coach
from labsim.coach.audit.groups import split
from labsim.coach.audit.report import Report
from labsim.core.component import Fault
from labsim.core.errors import LabsimError
from labsim.family import lies_on, showing
from labsim.hidden import drawn
from labsim.places import dead_ports

__all__ = ["lint", "solvable"]


def lint(lab: Any, report: Report) -> None:
    """Check that a lab loads and that its notebook is there."""
    report.title, report.kind = lab.title, lab.kind
    report.add("loads", True, f"{lab.title}; {len(lab.family)} faults, {len(lab.checks)} checks")
    try:
        report.add("notebook", True, lab.notebook.name)
    except LabsimError as error:
        tried = not lab.scenario.built_in  # a scenario that is being tried has no notebook yet
        report.add("notebook", tried, "none yet: labsim new-lab makes one" if tried else str(error))


def solvable(lab: Any, report: Report, ways: bool = True) -> None:
    """Check that every fault shows the complaint, can be found, and can be repaired safely.

    `ways`: and look for what would tell apart the faults that read alike.
    """
    family = [fault.id for fault in lab.family]
    silent = sorted(set(family) - showing(lab.scenario, lab.machine, tuple(lab.family)))
    report.add("complaint", not silent, f"reproduced by all {len(family)} faults" if not silent
               else f"the machine works as if sound with {some(silent)}: take out what does not "
               "show the complaint, or describe another symptom")  # fmt: skip
    cold = dead_ports(lab.machine)
    hot = sorted(f.id for f in lab.family if not lies_on(lab.machine, f, cold, all))
    report.add("safe path", not hot, "every fault can be repaired under lockout" if not hot
               else f"no isolator of the machine makes these dead: {some(hot)}")  # fmt: skip
    book = Coach.of(lab).dictionary
    differs = (book.code != book.code[:, :1]).any(axis=0)
    unseen = {v.name for v, d in zip(book.variants[1:], differs[1:], strict=True) if not d}
    report.add("detectable", not unseen, "every fault changes some reading" if not unseen
               else f"no check with these instruments shows {some(sorted(unseen))}: other "
               "instruments, or name under [conditions] the state in which they show")  # fmt: skip
    told_apart(lab, report, ways)


def some(names: list[str], most: int = 4) -> str:
    """Name the first few of a list, and how many more there are."""
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def told_apart(lab: Any, report: Report, ways: bool) -> None:
    """Check that the faults drawn can be told from each other; list the groups that read alike."""
    groups: dict[str, list[Fault]] = {}
    for fault in Coach.of(lab).faults:
        groups.setdefault(fault.group, []).append(fault)
    open_ = {fault.id for fault in drawn(lab)}
    possible = [name for name, faults in groups.items() if any(f.id in open_ for f in faults)]
    if len(possible) < 2:
        alike = f"all {len(open_)} faults that may be drawn read alike in every check: nobody "
        text = f"{alike}can tell them apart" if len(open_) > 1 else "only one fault can be drawn"
        report.add("told apart", False, f"{text}; give the lab faults that differ")
    else:
        report.add("told apart", True, f"{len(groups)} groups; {len(possible)} may be drawn")
    shared = [faults for faults in groups.values() if len(faults) > 1]
    for faults in shared:
        names = [fault.id for fault in faults]
        report.groups.append({"faults": names, "split": split(lab, faults) if ways else ""})
    text = f"{len(shared)} groups hold several faults that no check tells apart"
    ways = "; ".join(f"{some(g['faults'], 2)}: {g['split']}" for g in report.groups[:2])
    report.add("ambiguity", True, f"{text}. {ways}" if shared else "every fault stands alone")
