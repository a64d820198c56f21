"""Items whose wrong options are the other entries of a list: of answers, or of a table of facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from labsim.study.draw import Asked, Draw, Show, begin

__all__ = ["ask_case", "ask_entry"]


def ask_case(
    draw: Draw,
    stem: str,
    cases: Sequence[tuple[str, str, str]],
    every: Mapping[str, str],
    show: Show | None = None,
) -> Asked:
    """Draw one of some cases (situation, right answer, why) and ask for its answer.

    `stem` has {} where the situation goes. `every`: answer -> what somebody believes who gives it
    where it is wrong; it holds every right answer too.
    """
    situation, right, why = draw.pick(*cases)
    return draw.choice(stem.format(situation), right, every, because=why, show=show)


def ask_entry(
    draw: Draw,
    stem: str,
    right: str,
    table: Mapping[str, str],
    *,
    among: Iterable[str] = (),
    because: str = "",
    show: Show | None = None,
) -> Asked:
    """Ask which entry of a table is meant; `table`: entry -> what is true of it.

    The fact of a wrong entry is the name of the mistake, that of the right one the explanation.
    """
    names = list(among) or list(table)
    wrong = {name: f"{name}: {table[name]}" for name in names if name != right}
    fact = because or f"{begin(right)}: {table[right]}."
    return draw.choice(stem, right, wrong, because=fact, show=show)
