"""Expected answers. One module a lab (`ele_01`), one function a question, computed where possible.

    def volts(ask: Ask) -> dict[str, Expected]:
        bench = ask.lab.bench()
        return {"K1:A1 to K1:A2, at rest (V)": Number(bench.measure("V", "K1:A1", "K1:A2").value)}

An answer earns the mean of its places. What was expected is never shown, only why.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from grading.answers.expected import Expected, Items, Number, Verdict, Word
from labsim.core.errors import LabsimError, unknown

__all__ = [
    "Ask", "Expected", "Items", "Number", "Verdict", "Word", "key_of", "mark", "perfect",
    "questions", "recorded", "worked",
]  # fmt: skip


@dataclass
class Ask:
    """What a question may depend on: the lab, whose answer it is, and the record of the work.

    `given` is the answer itself when it is a dict, `others` are all answers by question.
    """

    lab: Any
    student: str = ""
    seed: Any = None
    record: Any = None
    given: Mapping[str, Any] = field(default_factory=dict)
    others: Mapping[str, Any] = field(default_factory=dict)


def _module(lab_id: str) -> ModuleType:
    name = lab_id.lower().replace("-", "_")
    try:
        return importlib.import_module(f"grading.answers.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"grading.answers.{name}":
            raise
        raise LabsimError(f"{lab_id} has no answer key grading/answers/{name}.py") from None


def key_of(lab_id: str, question: str) -> Callable[[Ask], Any]:
    """Return the function that knows the answer to a question; LabsimError if there is none."""
    module = _module(lab_id)
    name = question.replace("-", "_")
    if name.startswith("_") or name not in module.__all__:
        raise unknown(f"the answer key of {lab_id}", "question", question, module.__all__)
    return getattr(module, name)


def recorded(lab_id: str) -> dict[str, Callable[[Any, Any], tuple[float, list[str]]]]:
    """Return the questions of a lab that the record answers: (lab, record) -> share and notes."""
    try:
        return dict(getattr(_module(lab_id), "RECORDED", {}))
    except LabsimError:
        return {}


def questions(lab_id: str) -> list[str]:
    """Return the questions the key of a lab answers."""
    return [name.replace("_", "-") for name in _module(lab_id).__all__]


def worked(ask: Ask) -> Any:
    """Return a record that a perfect answer goes with, None where the key looks at none."""
    make = getattr(_module(ask.lab.id), "worked", None)
    return make(ask) if make else None


def perfect(expected: Any) -> Any:
    """Return the literal that earns full marks."""
    if isinstance(expected, Mapping):
        return {place: item.example() for place, item in expected.items()}
    return expected.example()


def mark(expected: Any, given: Any) -> list[tuple[str, Verdict]]:
    """Return place and verdict for each place of the answer; a lone answer has the place ""."""
    if not isinstance(expected, Mapping):
        return [("", expected.mark(given))]
    if not isinstance(given, Mapping):
        wrong = Verdict(0.0, given, "The answer must stay a dict, { … }, with the places in it.")
        return [(place, wrong) for place in expected]
    rows = [(place, item.mark(given.get(place))) for place, item in expected.items()]
    extra = [place for place in given if place not in expected]
    return rows + [
        (str(p), Verdict(None, given[p], "This place was not asked for.")) for p in extra
    ]
