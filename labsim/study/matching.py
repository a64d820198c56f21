"""Items that match a situation to one answer of a list: the others are the wrong ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from labsim.study.draw import Asked, Draw, Show

__all__ = ["match"]


def match(
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
    wrong = {text: name for text, name in every.items() if text != right}
    return draw.choice(stem.format(situation), right, wrong, because=why, show=show)
