"""Alarms: what each watches, when it comes and goes, how urgent it is; and the rungs that do it.

An alarm on a figure comes when the figure passes the limit and goes when it is back by the
deadband. On-delay and off-delay keep short visits out. Coming latches `_New` (unacknowledged) until
the operator's `Ack`. In a group the first one latches `_First` until `First_Reset`. A shelved
alarm, and one that is suppressed by design, neither comes nor stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from labsim.core.errors import LabsimError

__all__ = ["KINDS", "PRIORITIES", "Alarm", "rungs", "state_of"]

PRIORITIES = {1: "high", 2: "medium", 3: "low"}
KINDS = ("low", "high", "on", "off")
HUNDREDTHS = 100  # figures are whole hundredths in the controller


@dataclass(frozen=True)
class Alarm:
    """One alarm: tag, what the list says, the tag it watches, how, and its limits.

    `limit` and `deadband` in the unit of the source, `on` and `off` delays in s, priority 1 to 3
    (1 most urgent), `group` of its first-out, "" if none; `unless` is the bit that suppresses it by
    design, "" if none. LabsimError for an unknown kind.
    """

    tag: str
    text: str
    source: str
    kind: str
    limit: float = 0.0
    deadband: float = 0.0
    on: float = 0.0
    off: float = 0.0
    priority: int = 3
    group: str = ""
    unless: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.priority not in PRIORITIES:
            known = f"{', '.join(KINDS)}; priorities 1 to 3"
            raise LabsimError(
                f"{self.tag}: {self.kind!r}, priority {self.priority}; there are {known}"
            )

    def lines(self) -> list[str]:
        """Return its rungs in neutral text."""
        tag, raw = self.tag, f"{self.tag}_Raw"
        came, gone = raw, raw
        found = [f"// {tag}: {self.text}.", self._watch(raw)]
        if self.on:
            came = f"{tag}_On.DN"
            found.append(f"XIC({raw})TON({tag}_On,{1000 * self.on:.0f},0);")
        if self.off:
            found.append(f"XIO({raw})TON({tag}_Off,{1000 * self.off:.0f},0);")
        gone = f"XIO({tag}_Off.DN)" if self.off else f"XIC({raw})"
        stays = f",XIC({tag}_Alm){gone}" if self.off else ""
        design = f"XIO({self.unless})" if self.unless else ""
        found += [
            f"XIO({tag}_Shelved){design}[XIC({came}){stays}]OTE({tag}_Alm);",
            f"XIC({tag}_Alm)XIO({tag}_Seen)OTL({tag}_New);",
            f"XIC({tag}_Alm)OTE({tag}_Seen);",
            f"XIC(Ack)OTU({tag}_New);",
        ]
        if self.group:
            found.append(f"XIC({tag}_Alm)XIO({self.group}_Out)OTL({tag}_First);")
            found.append(f"XIC(First_Reset)OTU({tag}_First);")
        return found

    def _watch(self, raw: str) -> str:
        """Return the rung that compares, with the deadband on the way back."""
        if self.kind in ("on", "off"):
            return f"{'XIC' if self.kind == 'on' else 'XIO'}({self.source})OTE({raw});"
        op, way = ("LES", 1) if self.kind == "low" else ("GRT", -1)
        limit = round(HUNDREDTHS * self.limit)
        back = round(HUNDREDTHS * (self.limit + way * self.deadband))
        again = f",XIC({raw}){op}({self.source},{back})" if self.deadband else ""
        return f"[{op}({self.source},{limit}){again}]OTE({raw});"


def rungs(alarms: Iterable[Alarm]) -> str:
    """Return the rungs of a list of alarms, first-out groups closed behind their last member."""
    alarms = tuple(alarms)
    lines = [line for alarm in alarms for line in alarm.lines()]
    for group in dict.fromkeys(a.group for a in alarms if a.group):
        firsts = ",".join(f"XIC({a.tag}_First)" for a in alarms if a.group == group)
        lines += [f"// First-out of {group}: once one is in, no other one is first.",
                  f"[{firsts}]OTE({group}_Out);"]  # fmt: skip
    return "\n".join(lines) + "\n"


def state_of(active: bool, new: bool, shelved: bool = False, suppressed: bool = False) -> str:
    """Return the state of an alarm in the words of ISA-18.2."""
    if shelved or suppressed:
        return "shelved" if shelved else "suppressed by design"
    if active:
        return "unacknowledged" if new else "acknowledged"
    return "returned, unacknowledged" if new else "normal"
