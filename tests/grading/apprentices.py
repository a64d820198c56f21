"""Simulated apprentices of different ability. They work through the public bench, as people do."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import numpy as np

import labsim
from labsim.coach import Coach

LAB = "ELE-03"


@contextmanager
def student(name: str) -> Iterator[None]:
    """Be somebody, as far as labsim is concerned."""
    before = os.environ.get("LABSIM_STUDENT")
    os.environ["LABSIM_STUDENT"] = name
    try:
        yield
    finally:
        os.environ.pop("LABSIM_STUDENT")
        if before is not None:
            os.environ["LABSIM_STUDENT"] = before


def bench_in(name: str, folder: Path) -> Any:
    with student(name):
        return labsim.open_lab(LAB, directory=folder)


def search(bench: Any, choose: Callable[[Coach, Any], str], most: int = 30) -> str:
    """Make checks until one group of faults is left; return its likeliest fault."""
    coach = Coach.of(labsim.lab(LAB))
    group = {fault.id: fault.group for fault in coach.faults}
    for _ in range(most):
        belief = {f: p for f, p in coach.belief(bench.attempt).items() if f in group}
        best = max(belief, key=belief.get)
        if sum(p for f, p in belief.items() if group[f] == group[best]) > 0.97:
            break
        bench.do(choose(coach, bench))
    return best


def best_check(coach: Coach, bench: Any) -> str:
    """The check that tells most per minute."""
    return coach.rank(bench.attempt, 1)[0].check.id


def half_split(coach: Coach, bench: Any) -> str:
    """The voltage check that comes nearest to halving the suspects; minutes do not matter."""
    belief, book = coach.belief(bench.attempt), coach.dictionary
    suspects = [n for n, v in enumerate(book.variants) if belief.get(v.name, 0) > 0.002]
    best, nearest = book.checks[0].id, 2.0
    for check, code in zip(book.checks, book.code, strict=True):
        share = np.bincount(code[suspects]).max() / len(suspects)
        if check.function in ("V", "look") and abs(share - 0.5) < nearest and share < 1:
            best, nearest = check.id, abs(share - 0.5)
    return best if nearest < 2.0 else best_check(coach, bench)


def repair(bench: Any, fault_id: str, lock_out: bool = True) -> None:
    """Put it right, with or without the lockout procedure, and prove the machine."""
    component, _, title = fault_id.partition(": ")
    what = f"{component}:{title.split()[1]}" if title.startswith("terminal") else component
    bench.bring("locked out" if lock_out else "at rest")
    bench.repair(what).bring("at rest")
    bench.press("S1").look("K1")
    bench.release("S1")


def close(bench: Any, fault_id: str) -> None:
    reading = [e for e in bench.attempt.of("measure") if isinstance(e["value"], float)][-1]
    bench.sign_off(f"{fault_id}. Found by {reading['text']}. Repaired, tried with Start, runs.")


def expert(name: str, folder: Path, lock_out: bool = True) -> Any:
    bench = bench_in(name, folder)
    bench.press("S1").look("K1")
    bench.release("S1")
    found = search(bench, best_check)
    bench.diagnose(*found.split(": ", 1))
    repair(bench, found, lock_out)
    close(bench, found)
    return bench


def careless(name: str, folder: Path) -> Any:
    """As good as the expert at finding it, but works on the live machine."""
    return expert(name, folder, lock_out=False)


def half_splitter(name: str, folder: Path) -> Any:
    bench = bench_in(name, folder)
    found = search(bench, half_split)
    bench.diagnose(*found.split(": ", 1))
    repair(bench, found)
    close(bench, found)
    return bench


def guesser(name: str, folder: Path) -> Any:
    """Three readings anywhere, then the part that fails most often."""
    dice = random.Random(name)
    bench = bench_in(name, folder)
    for check in dice.sample([c.id for c in bench.checks()], 3):
        bench.do(check)
    bench.diagnose("K1", "coil burnt open")
    repair(bench, "K1: coil burnt open")
    bench.sign_off("Changed the coil.")
    return bench


def hand_in(
    path: Path,
    bench: Any = None,
    sealed: bool = True,
    answers: dict[str, Any] | None = None,
    written: str = "",
) -> None:
    """Fill in the notebook as an apprentice does: sign-off, answers by question, text."""
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        ours = cell.metadata.get("nbgrader", {})
        name = ours.get("grade_id", "").removeprefix(f"{LAB.lower()}-")
        question = name.removesuffix("-answer")
        if name == "signoff" and bench is not None and sealed:
            cell.source = f'bench.sign_off("{bench.attempt.seal()}")'
        elif name.endswith("-answer") and question in (answers or {}):
            cell.source = f"{question.replace('-', '_')} = {answers[question]}"
        elif written and ours.get("grade") and ours.get("solution"):
            cell.source = written
    nbformat.write(book, path)
