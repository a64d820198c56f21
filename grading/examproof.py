"""The audit of an exam: forms by blueprint, items nobody else has, a quarter for guessing."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import combinations
from statistics import fmean
from typing import Any

import labsim
from labsim.attempt import Attempt
from labsim.core.errors import LabsimError
from labsim.study.form import Form
from labsim.study.marked import marked
from labsim.study.opening import Exam, form_of
from labsim.ui.exam import shown_item

__all__ = ["exams"]

WHO = tuple(f"apprentice{n}" for n in range(8))
CHANCE = 0.25  # of four answers


def exams(lab: Any, report: Any) -> None:
    """Add to an audit's report what is to be proved of an exam."""
    if lab.kind != "exam":
        return
    forms = {(who, n): form_of(lab, "audit", who, n)
             for who in WHO for n in range(1, lab.scenario.attempts + 1)}  # fmt: skip
    _blueprint(forms, report)
    _own(forms, report)
    _tells_nothing(forms[WHO[0], 1], report)
    _bots(lab, forms, report)
    _stations(lab, report)


def _blueprint(forms: dict[Any, Form], report: Any) -> None:
    rows = [row for form in forms.values() for row in form.coverage()]
    short = {topic for topic, asked, has, _ in rows if asked != has}
    shown = sum(row[3] for row in rows) / sum(row[2] for row in rows)
    report.add("blueprint", not short, f"{len(forms)} forms as it says; {shown:.0%} of the items "
               "with a picture or a simulation" if not short else f"not so: {short}")  # fmt: skip


def _own(forms: dict[Any, Form], report: Any) -> None:
    """No instance in two forms, and no question twice for the same apprentice."""
    instances = [{(i.generator, i.instance) for i in form.items} for form in forms.values()]
    common = sum(len(a & b) for a, b in combinations(instances, 2))
    same = [{i.identity for i in form.items} for form in forms.values()]
    again = sum(len(a & b) for (k, a), (m, b) in combinations(zip(forms, same, strict=True), 2)
                if k[0] == m[0])  # fmt: skip
    alike = fmean(len(a & b) / len(a) for a, b in combinations(same, 2))
    report.add("own forms", not common and not again,
               f"{len(WHO)} apprentices: no item is in two forms, no sitting asks again what the "
               f"one before did; {alike:.1%} of two forms read alike by chance")  # fmt: skip


def _tells_nothing(form: Form, report: Any) -> None:
    told = [n for n, item in enumerate(form.items)
            if item.because in (sent := str(shown_item(item, n)))
            or any(o.mistake and o.mistake in sent for o in item.options)]  # fmt: skip
    report.add("student files", not told, "what the browser is sent tells no answer" if not told
               else f"items {told} tell their answer")  # fmt: skip


def _bots(lab: Any, forms: dict[Any, Form], report: Any) -> None:
    """Who knows all earns all; who guesses a quarter; who does nothing, or is late, nothing."""
    dice = random.Random(0)
    bots: dict[str, tuple[Callable[[Any], int | None], float, tuple[float, float]]] = {
        "knows all": (lambda item: item.key, 0.0, (1.0, 1.0)),
        "guesser": (lambda _: dice.randrange(4), 0.0, (CHANCE - 0.05, CHANCE + 0.05)),
        "does nothing": (lambda _: None, 0.0, (0.0, 0.0)),
        "knows all, too late": (lambda item: item.key, 1.0, (0.0, 0.0)),
    }
    for name, (choose, late, (low, high)) in bots.items():
        mean = fmean(sat(lab, form, choose, late) for form in forms.values())
        report.add(f"bot: {name}", low <= mean <= high, f"{mean:.1%} of the items")


def sat(lab: Any, form: Form, choose: Callable[[Any], int | None], late: float) -> float:
    """Let a bot sit a form, after the time if it is late; return the share it earns."""
    now = [datetime(2026, 1, 5, 8, tzinfo=UTC)]
    desk = Exam(lab, form, Attempt(exam=lab.scenario.exam, lab=lab.id), now=lambda: now[0])
    desk.begin()
    if late:
        now[0] += timedelta(minutes=form.blueprint.minutes + 5)
        desk.spend(60.0 * (form.blueprint.minutes + 5))
    for place, item in enumerate(form.items):
        chosen = choose(item)
        if chosen is not None:
            desk.answer(place, chosen, 60.0)
    desk.hand_in()
    return marked(form, desk.attempt).share


def _stations(lab: Any, report: Any) -> None:
    """Every lab a bench is drawn from must be there, and be one where something is to be found."""
    odd = []
    for names in lab.scenario.stations.values():
        for name in names:
            try:
                if labsim.lab(name).kind != "diagnosis":
                    odd.append(f"{name} hides no fault")
            except LabsimError:
                odd.append(f"{name} is not there yet")
    if lab.scenario.stations:
        report.add("benches", not odd, "; ".join(odd) or ", ".join(lab.scenario.stations))
