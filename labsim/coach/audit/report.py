"""What an audit found of one lab: findings in plain words, and the tables behind them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

__all__ = ["Finding", "Report", "Run"]


@dataclass
class Finding:
    """One thing looked at: what, whether it holds, and what was found."""

    what: str
    holds: bool
    text: str


@dataclass
class Run:
    """One simulated apprentice on one fault.

    `found` is minutes to the diagnosis, `minutes` those of the whole order without the fitting of
    parts, which is the same work for everybody.
    """

    fault: str
    severity: int
    points: float
    found: float
    minutes: float
    readings: int
    notes: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What the audit found of one lab. Lists of plain dicts go to JSON and to the page."""

    lab: str
    title: str = ""
    kind: str = ""
    findings: list[Finding] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    bots: list[dict[str, Any]] = field(default_factory=list)
    runs: dict[tuple[str, int], Run] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        return all(finding.holds for finding in self.findings)

    @property
    def failed(self) -> list[str]:
        """A sentence for each finding that does not hold."""
        return [f"{f.what}: {f.text}" for f in self.findings if not f.holds]

    def add(self, what: str, holds: Any, text: str) -> None:
        self.findings.append(Finding(what, bool(holds), text))

    def as_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        kept = {name: getattr(self, name) for name in ("lab", "title", "kind")}
        kept |= {"passed": self.passed, "findings": [asdict(f) for f in self.findings]}
        return kept | {"faults": self.faults, "groups": self.groups, "bots": self.bots}
