"""Half a year of an oil circuit under a maintenance plan, many plants at once; deterministic.

Week by week: particles come in, now and then far more of them (a breather gone, a wiper torn, a
drum filled in unfiltered); the element catches them, loads, and past its capacity the bypass opens;
samples are drawn, alarms followed up; the valve fails the sooner the dirtier the oil is.
All figures assumed, of the size that makers of filters and valves give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.fluid.cleanliness import captured, limit, numbers, settled

__all__ = ["ELEMENTS", "PLACES", "WEEKS", "Course", "Plan", "half_year", "plan_of"]

WEEKS = 26
MINUTES = 80 * 60  # the axis works in a week
FLOW = 20.0  # L/min through the filter
INGRESS, SCATTER = 2e6, 0.3  # particles ≥ 6 µm a minute in a usual week; of its logarithm
SURGE, TIMES = 0.08, 8.0  # chance of a week in which something lets dirt in, and how much more
GRAMS = 0.25e-6  # mg for a particle ≥ 6 µm, with all smaller and larger ones that come with it
COLD, COLD_SHARE = 0.7, 0.15  # of the capacity, from which cold oil opens the bypass; of the flow
FULL_SHARE = 0.85  # of the flow that goes past a full element
COUNTING = 0.2  # of the logarithm of a count, spread of sampling and counter
RISK, AT = 0.006, 100.0  # failures a week at AT particles ≥ 6 µm in a mL; in proportion beyond
# β at 6 µm (ISO 16889): euros an element, grams it holds
ELEMENTS = {2: (28.0, 60.0), 75: (62.0, 48.0), 200: (78.0, 42.0), 1000: (140.0, 30.0)}
CHANGE, SAMPLE, VISIT, FAILURE = 55.0, 48.0, 260.0, 3800.0  # euros: hands, laboratory, search, stop
PLACES = (
    "target code (≥ 4/6/14 µm)",
    "β of the element at 6 µm",
    "new element every (weeks)",
    "oil sample every (weeks)",
)


@dataclass(frozen=True)
class Plan:
    """A plan: target ISO code, β of the element, weeks between elements and between samples."""

    target: str
    beta: int
    change: int
    sample: int


@dataclass(frozen=True)
class Course:
    """What half a year brought: failures and euros a plant on average; week by week, one plant.

    `particles` ≥ 6 µm in a mL and `load` of the element, (weeks, plants); `alarms` a plant.
    """

    failures: float
    euros: float
    alarms: float
    particles: np.ndarray
    load: np.ndarray


def plan_of(answer: Mapping[str, Any]) -> Plan:
    """Return the plan an answer describes; LabsimError says which place is no plan."""
    missing = [place for place in PLACES if answer.get(place) in (None, "")]
    if missing:
        raise LabsimError(f"still empty: {', '.join(missing)}")
    target, beta, change, sample = (answer[place] for place in PLACES)
    numbers(target)
    if beta not in ELEMENTS:
        raise unknown("The shelf of elements", "β", str(beta), [str(b) for b in ELEMENTS])
    for place, weeks in ((PLACES[2], change), (PLACES[3], sample)):
        whole = isinstance(weeks, int) and not isinstance(weeks, bool)
        if not (whole and 1 <= weeks <= WEEKS):
            raise LabsimError(f"{place} = {weeks!r}: a whole number of weeks, 1 to {WEEKS}")
    return Plan(str(target), int(beta), change, sample)


def half_year(plan: Plan, seed: int, plants: int = 400) -> Course:
    """Run the plan in so many plants; the same seed gives every plan the same weather."""
    dice = np.random.default_rng(seed)
    weeks = (WEEKS, plants)
    usual = INGRESS * np.exp(SCATTER * dice.standard_normal(weeks))
    begins, blur = dice.random(weeks) < SURGE, np.exp(COUNTING * dice.standard_normal(weeks))
    holds, alarm = ELEMENTS[plan.beta][1], limit(numbers(plan.target)[1])
    dirty, load = np.zeros(plants, dtype=bool), np.zeros(plants)
    particles, loads = np.zeros(weeks), np.zeros(weeks)
    failures, visits = np.zeros(plants), np.zeros(plants)
    for week in range(WEEKS):
        if week and week % plan.change == 0:
            load[:] = 0.0
        dirty |= begins[week]
        came = usual[week] * np.where(dirty, TIMES, 1.0)
        share = captured(plan.beta, past(load))
        particles[week], loads[week] = settled(came, FLOW, share), load
        load = np.minimum(load + came * MINUTES * GRAMS * 1e-3 / holds, 1.2)
        failures += RISK * particles[week] / AT
        if week % plan.sample == plan.sample - 1:
            called = particles[week] * blur[week] > alarm
            visits += called
            dirty &= ~called
            load = np.where(called, 0.0, load)
    called = float(visits.mean())
    return Course(float(failures.mean()), cost(plan, called), called, particles, loads)


def cost(plan: Plan, visits: float) -> float:
    """Return what a plan costs a plant in half a year, in euros, without failures."""
    price = ELEMENTS[plan.beta][0]
    changes = (WEEKS - 1) // plan.change
    return changes * (price + CHANGE) + WEEKS // plan.sample * SAMPLE + visits * (VISIT + price)


def past(load: np.ndarray) -> np.ndarray:
    """Return the part of the flow that goes past an element loaded so far of its capacity."""
    return np.select([load >= 1.0, load >= COLD], [FULL_SHARE, COLD_SHARE], 0.0)
