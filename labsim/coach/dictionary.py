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
from labsim.states import Check, enter

__all__ = ["HEALTHY", "NONE", "OVER", "Dictionary", "build", "dictionary_of", "stack", "tabulate"]

HEALTHY, NONE = "healthy", "none of these"
OVER = 1e12  # stands for OL, so that differences stay finite
SOUND, LONE, STRANGE = 0.01, 0.12, 0.02  # prior: complaint gone, one fault of two, none of these
HOLD = 3.0  # s a state is held before it is read

Progress = Callable[[int, int], None]


@dataclass
class Dictionary:
    """Readings by check and variant. Arrays: value, sigma, code (checks × variants).

    `group` numbers the variants that no check separates; `faults` are the lab's, with their groups.
    """

    checks: tuple[Check, ...]
    variants: list[Variant]
    prior: np.ndarray
    value: np.ndarray
    sigma: np.ndarray
    code: np.ndarray
    group: np.ndarray
    faults: tuple[Fault, ...]

    def index(self, check_id: str) -> int:
        """Return the row of a check."""
        return next(n for n, check in enumerate(self.checks) if check.id == check_id)

    @cached_property
    def labels(self) -> list[str]:
        """The operating states of the checks, each once."""
        return list(dict.fromkeys(check.state for check in self.checks))

    @cached_property
    def place(self) -> np.ndarray:
        """The number of each check's state among the labels."""
        number = {label: n for n, label in enumerate(self.labels)}
        return np.array([number[check.state] for check in self.checks])

    @cached_property
    def minutes(self) -> np.ndarray:
        """Minutes of each check, the machine being in its state."""
        return np.array([check.minutes for check in self.checks])

    @cached_property
    def setup(self) -> np.ndarray:
        """Minutes to bring the machine into each check's state."""
        return np.array([check.setup for check in self.checks])

    @cached_property
    def members(self) -> np.ndarray:
        """Which single faults each variant has, by their groups: (variants × groups), yes or no."""
        names = [variant.name for variant in self.variants]
        of = dict(zip(names, self.group, strict=True))
        found = np.zeros((len(names), int(self.group.max(initial=0)) + 1), dtype=bool)
        for row, name in enumerate(names):
            found[row, [of[part] for part in parts_of(name) if part in of] or [of[name]]] = True
        return found


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
    return Dictionary(lab.checks, variants, prior, value, sigma, code, group, faults)


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
    hands = Hands(sim)
    for step in lab.scenario.before:
        hands.do(step)
    return sim


def tabulate(
    lab: Any, sim: Simulation, progress: Progress | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return value and standard error of every check from the present situation, at rest."""
    start = sim.snapshot()
    number = {check.id: n for n, check in enumerate(lab.checks)}
    value = np.zeros((len(number), sim.count))
    sigma = np.ones_like(value)
    for n, state in enumerate(lab.states):
        sim.rewind(start)
        enter(sim, state, HOLD)
        mine = [check for check in lab.checks if check.state == state.label]
        hands = Hands(sim, titles=lab.scenario.instruments)
        for check, read, error in readings(hands, mine):
            value[number[check.id]], sigma[number[check.id]] = read, error
        if progress:
            progress(n + 1, len(lab.states))
    return value, sigma


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
            value = np.where(np.isfinite(found.value), found.value, OVER)
            yield check, value, np.broadcast_to(found.sigma, value.shape)


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
    facts = {"checks": checks, "variants": variants, "faults": faults}
    names = ("prior", "value", "sigma", "code", "group")
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
    return Dictionary(checks, variants, faults=bound, **arrays)


def _tuples(field: Any) -> Any:
    return tuple(_tuples(item) for item in field) if isinstance(field, list) else field
