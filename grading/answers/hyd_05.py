"""Expected answers of HYD-05: readings, particle balance, trends, and a plan that is tried out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grading.answers import Ask, Expected, Number, Word
from labsim.core.errors import LabsimError
from labsim.fluid.cleanliness import captured, code, limit, number, settled
from labsim.teaching import oilplan, oiltrend

__all__ = ["balance", "plan", "signs", "trends"]

FLOW, LITRES, BETA = 20.0, 60.0, 200.0  # L/min, L, β at 6 µm: the axis of the notebook
COUNTS = (1800.0, 420.0, 35.0)  # particles ≥ 4, 6, 14 µm in a mL of the question
LIMITS = {"null": 1.5, "code": 19.0}  # mA, scale number
FAILURES, EUROS = 0.4, 2000.0  # a plant in half a year at most
WORST, DEAREST = 1.6, 4000.0  # nothing is left of the mark from here on
SEED, PLANTS = 20260, 3000


def balance(ask: Ask) -> dict[str, Expected]:
    """By hand: R = Q·N·(1 - 1/β); with half of the flow past the element N doubles."""
    share = float(captured(BETA))
    comes = COUNTS[1] * 1e3 * FLOW * share
    past = float(settled(comes, FLOW, captured(BETA, 0.5)))
    return {
        "1800, 420 and 35 particles in a mL: ISO code": Word(
            code(*COUNTS), why="The first limit of the table that is not exceeded, three times."
        ),
        "most particles in a mL for scale number 14": Number(
            limit(14), within=0.01, why="0.01 doubled fourteen times, rounded by the standard."
        ),
        "β 200: caught in one pass (%)": Number(100 * share, within=0.0, margin=0.06,
                                                 why="1 - 1/β."),
        "420 a mL ≥ 6 µm settled: what comes in (million a minute)": Number(
            comes / 1e6, margin=0.05, why="As much as is caught: flow, count in a litre, share."
        ),
        "the same, half of the flow past the element: count ≥ 6 µm (per mL)": Number(
            past, why="Half of the flow catches nothing, so the count must double."
        ),
        "its scale number": Number(float(number(past)), within=0.0, margin=0.1,
                                   why="A doubling is one step."),
    } | _further(share)  # fmt: skip


def _further(share: float) -> dict[str, Expected]:
    return {
        "from 19 down to 14: what comes in must fall to (%)": Number(
            100 * 2.0 ** (14 - 19), within=0.08, margin=0.1, why="Five steps, halved five times."
        ),
        "time constant of the clean-up, 60 L in the circuit (min)": Number(
            LITRES / FLOW / share, margin=0.1, why="Volume over flow times share."
        ),
    }  # fmt: skip


def trends(ask: Ask) -> dict[str, Expected]:
    """Straight lines through the records; weeks until a limit is reached."""
    null, here = oiltrend.read("axis 1", "null")
    grows, now = oiltrend.read("axis 2", "code")
    why = "Growth a week from first to last record; limit less present value, over growth."
    return {
        "axis 1: where is the cause": Word("valve", ("the valve",), why="Current and error grow "
                                           "together, one sign, the oil stays clean."),
        "axis 2: where is the cause": Word("contamination", ("oil", "dirt", "the oil"), why="The "
                                           "sign changes with the side it came from."),
        "axis 3: where is the cause": Word("electronics", ("transducer", "electronic"), why="The "
                                           "error grows, the current does not."),
        "axis 1: null current grows a week by (mA)": Number(null, within=0.15, margin=0.003,
                                                            why=why),
        "axis 1: weeks from now to 1.5 mA": Number((LIMITS["null"] - here) / null, within=0.2,
                                                   margin=3.0, why=why),
        "axis 2: scale number grows a week by": Number(grows, within=0.12, margin=0.01, why=why),
        "axis 2: weeks from now to scale number 19": Number((LIMITS["code"] - now) / grows,
                                                            within=0.2, margin=1.5, why=why),
    }  # fmt: skip


FOUND = {
    "0.5 mA at rest as on the card, the scale is 4 mm off, W and X differ": "electronics",
    "-0.6 mA at rest from either side, W and X differ, oil 16/14/11": "valve",
    "W and X agree, IN POS lit, the scale is 8 mm off": "electronics",
    "-0.1 mA from below, 1.1 mA from above, oil 19/17/14": "contamination",
    "-0.1 mA from below, 1.1 mA from above, oil 16/14/11": "valve",
}


def signs(ask: Ask) -> dict[str, Expected]:
    words = {
        "electronics": "The current of the card with an error, or an error only the scale sees.",
        "valve": "The current holds the spool where it wants to be; the oil is innocent.",
        "contamination": "The threshold came with the count.",
    }
    return {place: Word(word, why=words[word]) for place, word in FOUND.items()}


@dataclass(frozen=True)
class HalfYear(Expected):
    """A plan, tried out on many plants: failures count most, then what it costs."""

    def judge(self, given: Any) -> tuple[float, str]:
        if not isinstance(given, Mapping):
            return 0.0, "The answer must stay a dict, { … }, with the places in it."
        try:
            found = oilplan.half_year(oilplan.plan_of(given), SEED, PLANTS)
        except LabsimError as error:
            return 0.0, f"No plan: {error}."
        kept = _left(found.failures, FAILURES, WORST)
        cheap = _left(found.euros, EUROS, DEAREST)
        said = f"{found.failures:.2f} failures a plant in half a year, {found.euros:.0f} €"
        share = kept * (0.6 + 0.4 * cheap)
        return share, f"{said}. Right." if share == 1 else f"{said}; asked for: {asked()}."

    def example(self) -> dict[str, Any]:
        return dict(zip(oilplan.PLACES, ("17/15/12", 200, 12, 2), strict=True))


def asked() -> str:
    """Say the target."""
    return f"{FAILURES:g} failures and {EUROS:.0f} € at most"


def _left(value: float, target: float, worst: float) -> float:
    return min(max((worst - value) / (worst - target), 0.0), 1.0)


def plan(ask: Ask) -> Expected:
    return HalfYear()
