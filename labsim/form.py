"""Form checks in a lab notebook: is something missing? Never whether it is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labsim.coaching import LEAST
from labsim.foresight import closed, expected

__all__ = ["answer", "lists", "predictions", "record"]


def _empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | tuple) and len(value) == 0)


def answer(given: Any) -> None:
    """Say which places of an answer are still empty."""
    places = given if isinstance(given, Mapping) else {"the answer": given}
    empty = [str(place) for place, value in places.items() if _empty(value)]
    if not empty:
        print("Filled in. The instructor's grader marks it.")
    elif len(empty) == len(places):
        print("Still empty.")
    else:
        print(f"Still empty: {', '.join(empty)}.")


def record(bench: Any) -> None:
    """Say how far the work at the bench is: actions, diagnosis, repair, sign-off.

    A task asks for no diagnosis and no repair; a lab whose marks know none asks for no repair.
    """
    attempt, kind = bench.attempt, getattr(bench.scenario, "kind", "")
    if kind == "exam":
        _paper(bench)
        return
    task = kind == "task"
    steps = {
        "work at the bench": attempt.worked,
        "a diagnosis": attempt.diagnosis is not None or task,
        "a repair": bool(attempt.of("repair")) or task,
        "your sign-off": attempt.signed_off,
    }
    marks = getattr(bench.scenario, "marks", {})
    if task or not marks.get("repair", 1) + marks.get("safety", 1):  # nothing goes with a repair
        del steps["a repair"]
    if task:  # nothing to find there, but to do
        del steps["a diagnosis"]
    missing = [step for step, done in steps.items() if not done]
    count = len(attempt.events) - 1
    if missing:
        print(f"{count} actions on record. Still missing: {', '.join(missing)}.")
    else:
        print(f"{count} actions on record, signed off. Save the notebook and hand it in.")


def _paper(paper: Any) -> None:
    """Say how far a paper is: answers given, handed in or not."""
    given, of = len(paper.answers()), len(paper.form.items)
    end = "handed in. Save the notebook" if paper.handed_in else "not handed in yet"
    print(f"{given} of {of} items answered, {end}.")


def lists(bench: Any) -> None:
    """Say how many lists of suspects are noted."""
    noted = len(bench.attempt.of("suspect"))
    said = "1 list" if noted == 1 else f"{noted} lists"
    more = "" if noted >= LEAST else f", {LEAST} at least are asked for"
    print(f"{said} of suspects on record{more}. Before the first reading, and after each.")


def predictions(bench: Any) -> None:
    """Say how many figures are foreseen, and whether a reading has closed the sheet."""
    end = closed(bench.attempt)
    count = len(expected(bench.attempt, end))
    told = f"{count} figures on record. " if count != 1 else "1 figure on record. "
    first = "The first reading closes the sheet."
    print(told + (first if end is None else f"Closed: the first reading is in line {end}."))
