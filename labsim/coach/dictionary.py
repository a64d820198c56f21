"""Fault dictionary: what every check reads on every variant of the machine, in one call.

Built once and kept on disk by the content of what it depends on (labsim.store). `tabulate` does the
same from any other situation of the machine: a wire lifted, a part replaced, a fuse blown since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from labsim import store
from labsim.coach.grouping import ambiguity, classes
from labsim.core.component import Fault, Pair
from labsim.core.simulation import Simulation, Variant, variants_of
from labsim.hands import Hands
from labsim.states import Check, OperatingState, Step, act, between, enter

__all__ = [
    "HEALTHY",
    "NONE",
    "OVER",
    "Dictionary",
    "build",
    "dictionary_of",
    "parts_of",
    "stack",
    "tabulate",
]

HEALTHY, NONE = "healthy", "none of these"
OVER = 1e12  # stands for OL, so that differences stay finite
SOUND, LONE, STRANGE = 0.01, 0.12, 0.02  # prior: complaint gone, one fault of two, none of these
HOLD = 3.0  # s a state is held before it is read

Progress = Callable[[int, int], None]


@dataclass
class Dictionary:
    """Readings by check and variant. Arrays: value, sigma, code (checks × variants).

    `group` numbers the variants that no check separates; `moves` are minutes from state to state,
    by their labels, with a last row for a machine in no such state; `faults` are the lab's, with
    their groups.
    """

    checks: tuple[Check, ...]
    labels: tuple[str, ...]
    variants: list[Variant]
    prior: np.ndarray
    value: np.ndarray
    sigma: np.ndarray
    code: np.ndarray
    group: np.ndarray
    moves: np.ndarray
    faults: tuple[Fault, ...]

    def index(self, check_id: str) -> int:
        """Return the row of a check."""
        return next(n for n, check in enumerate(self.checks) if check.id == check_id)

    @cached_property
    def place(self) -> np.ndarray:
        """The number of each check's state among the labels."""
        number = {label: n for n, label in enumerate(self.labels)}
        return np.array([number[check.state] for check in self.checks], dtype=int)

    def here(self, label: str) -> int:
        """Return the number of an operating state; -1, the last row of `moves`, if it is none."""
        return self.labels.index(label) if label in self.labels else -1

    @cached_property
    def shelves(self) -> dict[str, dict[bytes, Any]]:
        """What has been worked out from this dictionary and nothing else (coach.layout)."""
        return {}

    @cached_property
    def minutes(self) -> np.ndarray:
        """Minutes of each check, the machine being in its state."""
        return np.array([check.minutes for check in self.checks])

    @cached_property
    def group_of(self) -> dict[str, int]:
        """The number of each fault's group, by the fault's id; pairs have groups of their own."""
        return {v.name: int(g) for v, g in zip(self.variants, self.group, strict=True)}

    @cached_property
    def singles(self) -> tuple[str, ...]:
        """The ids of the single faults that are possible, alone or in a pair."""
        return tuple(n for n in self.group_of if n != HEALTHY and Pair.JOIN not in n)

    @cached_property
    def members(self) -> np.ndarray:
        """Which single faults each variant has, by their groups: (variants × groups), yes or no."""
        of = self.group_of
        found = np.zeros((len(self.variants), int(self.group.max(initial=0)) + 1), dtype=bool)
        for row, variant in enumerate(self.variants):
            found[row, [of[p] for p in parts_of(variant.name) if p in of]] = True
        return found

    def mass(self, p: np.ndarray, name: str) -> float:
        """Return the probability that a single fault, or one of its group, is there.

        `p` are probabilities of the variants; more entries ("none of these") do no harm.
        """
        if name not in self.group_of:
            return 0.0
        return float(p[: len(self.variants)][self.members[:, self.group_of[name]]].sum())


def parts_of(name: str) -> list[str]:
    """Return the ids of the single faults in the id of a fault or a pair."""
    return name.split(Pair.JOIN)


def dictionary_of(lab: Any, progress: Progress | None = None) -> Dictionary:
    """Return the dictionary of a lab, from the cache or built anew and kept there."""
    name, key = f"{lab.id}-dictionary", repr(lab.scenario)
    kept = store.fetch(name, key)
    if kept is not None:
        return _unpacked(lab, *kept)
    book = build(lab, progress)
    store.keep(name, key, *_packed(book))
    return book


def build(lab: Any, progress: Progress | None = None) -> Dictionary:
    """Simulate every check of a lab on every variant; `progress` is told (done, of) in states."""
    variants, prior = hypotheses(lab.family)
    value, sigma = tabulate(lab, stack(lab, variants), progress)
    code = classes(value, sigma)
    group = ambiguity(variants, code)
    faults = _grouped(lab.family, variants, group)
    labels, moves = tuple(state.label for state in lab.states), ways(lab.states)
    return Dictionary(
        lab.checks, labels, variants, prior, value, sigma, code, group, moves, faults
    )  # fmt: skip


def ways(states: list[OperatingState]) -> np.ndarray:
    """Return the minutes from every state, and from no known one, to every state."""
    lockout = min((state.minutes for state in states if state.dead), default=0.0)
    rows = [[between(one, other, lockout) for other in states] for one in states]
    return np.array([*rows, [state.minutes for state in states]])


def hypotheses(family: tuple[Fault, ...]) -> tuple[list[Variant], np.ndarray]:
    """Return healthy and every severity of every fault, with prior probabilities by rate.

    Where the machine hides two faults at once, each of them alone is thought of too.
    """
    lone = {p.id: p for fault in family for p in fault.parts if len(fault.parts) > 1}
    variants, prior = [Variant(name=HEALTHY)], [SOUND]
    share = LONE if lone else 0.0
    for faults, mass in ((family, 1.0 - SOUND - STRANGE - share), (tuple(lone.values()), share)):
        total = max(sum(fault.rate for fault in faults), 1e-12)
        for fault in faults:
            mine = variants_of(fault)
            variants += mine
            prior += [mass * fault.rate / total / len(mine)] * len(mine)
    return variants, np.array(prior)


def stack(lab: Any, variants: list[Variant]) -> Simulation:
    """Return all variants of a lab's machine as the apprentice finds them."""
    sim = Simulation(lab.machine, variants)
    sim.slack = lab.scenario.slack
    hands = Hands(sim)
    for step in lab.scenario.before:
        hands.do(step)
    return sim


def tabulate(
    lab: Any, sim: Simulation, progress: Progress | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return value and standard error of every check from the present situation, at rest."""
    known: dict[tuple[Step, ...], Any] = {(): sim.snapshot()}
    number = {check.id: n for n, check in enumerate(lab.checks)}
    value = np.zeros((len(number), sim.count))
    sigma = np.ones_like(value)
    for n, state in enumerate(lab.states):
        _reach(sim, state, known)
        mine = [check for check in lab.checks if check.state == state.label]
        hands = Hands(sim, titles=lab.scenario.instruments)
        for check, read, error in readings(hands, mine):
            value[number[check.id]], sigma[number[check.id]] = read, error
        if progress:
            progress(n + 1, len(lab.states))
    return value, sigma


def _reach(sim: Simulation, state: OperatingState, known: dict[tuple[Step, ...], Any]) -> None:
    """Bring the machine into a state, going on from where an earlier one has been on its way."""
    if state.course or state.fleeting:
        sim.rewind(known[()])
        enter(sim, state, None if state.fleeting else HOLD)
        return
    done = next(n for n in range(len(state.there), -1, -1) if state.there[:n] in known)
    sim.rewind(known[state.there[:done]])
    for n in range(done, len(state.there)):
        act(sim, state.there[n : n + 1], max(HOLD, sim.machine.pause))
        known[state.there[: n + 1]] = sim.snapshot()


def readings(hands: Hands, checks: list[Check]) -> Iterator[tuple[Check, np.ndarray, np.ndarray]]:
    """Yield check, values and standard errors of checks in the present state."""
    count = hands.sim.count
    for function, group in groupby(checks, key=lambda c: c.function):
        some = list(group)
        if function == "look":
            for check in some:
                _, code = np.unique(hands.do(check.event).value, return_inverse=True)
                yield check, code.astype(float), np.full(count, 0.1)
            continue
        many = hands.measure_many(function, [check.ports for check in some])
        for check, found in zip(some, many, strict=True):
            yield check, *_figures(found)


def _figures(found: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return a reading as numbers with their errors; texts are numbered."""
    if found.value.dtype.kind in "UO":
        _, code = np.unique(found.value, return_inverse=True)
        return code.astype(float), np.full(code.shape, 0.1)
    value = np.where(np.isfinite(found.value), found.value, OVER)
    return value, np.broadcast_to(found.sigma, value.shape)


def _grouped(
    family: tuple[Fault, ...], variants: list[Variant], group: np.ndarray
) -> tuple[Fault, ...]:
    """Return the faults, each with its group named after the group's first fault."""
    head: dict[int, str] = {}
    mine: dict[str, int] = {}
    for variant, number in zip(variants, group.tolist(), strict=True):
        head.setdefault(number, variant.name)
        mine.setdefault(variant.name, number)
    return tuple(fault.bound(fault.component, group=head[mine[fault.id]]) for fault in family)


# on disk --------------------------------------------------------------------------------------
def _packed(book: Dictionary) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    variants = [
        [v.name, v.when, v.severity, [[*place, value] for place, value in v.wrong.items()]]
        for v in book.variants
    ]
    checks = [astuple(check) for check in book.checks]
    faults = [[fault.id, fault.group] for fault in book.faults]
    facts = {"checks": checks, "labels": book.labels, "variants": variants, "faults": faults}
    names = ("prior", "value", "sigma", "code", "group", "moves")
    return facts, {name: getattr(book, name) for name in names}


def _unpacked(lab: Any, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> Dictionary:
    checks = tuple(Check(*(_tuples(field) for field in row)) for row in facts["checks"])
    variants = [
        Variant({(tag, param): value for tag, param, value in wrong}, when, name, severity)
        for name, when, severity, wrong in facts["variants"]
    ]
    faults = [lab.machine.fault(name) for name, _ in facts["faults"]]
    groups = [group for _, group in facts["faults"]]
    bound = tuple(f.bound(f.component, group=g) for f, g in zip(faults, groups, strict=True))
    return Dictionary(checks, tuple(facts["labels"]), variants, faults=bound, **arrays)


def _tuples(field: Any) -> Any:
    return tuple(_tuples(item) for item in field) if isinstance(field, list) else field
