"""What the coach panel shows of a bench, as plain data: bars, hints, lists, answers."""

from __future__ import annotations

from typing import Any

from labsim import coaching
from labsim.bench import Bench
from labsim.coach import Coach, hindsight, hints, support, suspects
from labsim.coach.dictionary import HEALTHY, NONE
from labsim.core.errors import LabsimError
from labsim.course import lab

__all__ = ["answer", "coach_of", "offer", "panel", "search"]

BARS = 8  # groups shown one by one; the rest is taken together
LEAST = 0.005  # a share below this is not worth a bar
LATER = "What would have been better is told after sign-off; a hint tells it now."


def search(bench: Bench) -> Any | None:
    """Return the lab of a bench when it is a search the coach knows, else None."""
    try:
        found = lab(getattr(bench.scenario, "id", ""))
    except LabsimError:
        return None
    known = found.kind != "task" and [*found.machine.components] == [*bench.machine.components]
    return found if known and bench.scenario.machine == found.scenario.machine else None


def coach_of(bench: Bench) -> Coach:
    """Return the coach of a bench; LabsimError when the coach does not know its machine."""
    found = search(bench)
    if found is None:
        raise LabsimError("the coach knows the machines of diagnosis labs only")
    return Coach.of(found)


def offer(bench: Bench) -> dict[str, Any]:
    """Return what help there is at this bench, and at what price, before anybody asks."""
    found = search(bench)
    if found is None:
        return {}
    names = support.tags(fault.id for fault in found.family)
    tags = [tag for tag in support.order(bench.machine) if tag in names]
    part = bench.machine.component
    return {
        "panel": coaching.allows(bench, "panel"),
        "prices": list(coaching.prices(bench)),
        "titles": list(hints.TITLES),
        "parts": [{"tag": tag, "title": part(tag).title} for tag in tags],
        "practice": not coaching.graded(bench),
    }


def panel(bench: Bench, bars: bool = True) -> dict[str, Any]:
    """Return what the panel shows now; the bars only where the scenario lets them be seen."""
    found = _ladder(bench) | {"list": _list(bench)}
    if bars and coaching.allows(bench, "panel"):
        found |= _bars(coach_of(bench), bench)
    return found


def _ladder(bench: Bench) -> dict[str, Any]:
    """Return the hints since the last reading, the next step, and what all hints cost."""
    events, every = bench.attempt.events, bench.attempt.of("hint")
    step = coaching.next_step(events) if coaching.prices(bench) else 0
    taken = (step - 1) % 4 if coaching.prices(bench) else 0
    coach = coach_of(bench) if taken else None
    texts = [_text(coach, bench, event) for event in every[len(every) - taken :]]
    spent = sum(event["points"] for event in every)
    return {"hints": texts, "next": step, "spent": spent, "signed": bench.attempt.signed_off}


def _text(coach: Any, bench: Bench, event: dict[str, Any]) -> str:
    """Return what a hint said; worked out once, for the line's hash stands for all before it."""
    if event["h"] not in _SAID:
        _SAID[event["h"]] = hints.say(coach, bench.attempt.until(event["n"] - 1), event["step"])
    return _SAID[event["h"]]


_SAID: dict[str, str] = {}


def _list(bench: Bench) -> dict[str, Any]:
    """Return the last list of suspects, and how it was judged where the coach may speak."""
    noted = bench.attempt.of("suspect")
    if not noted:
        return {"n": 0, "names": [], "said": ""}
    last, said = noted[-1], f"Line {noted[-1]['n']}: {len(noted[-1]['suspects'])} noted."
    if coaching.allows(bench, "panel"):
        said = suspects.one(coach_of(bench), bench.attempt, last).text
    return {"n": last["n"], "names": last["suspects"], "said": said}


def _bars(coach: Any, bench: Bench) -> dict[str, Any]:
    """Return bars: the likeliest groups, the rest, healthy, none of these."""
    belief = coach.belief(bench.attempt)
    left = support.possible(coach, belief)
    held = support.groups(coach, left)
    mass = {name: sum(left[f] for f in faults) for name, faults in held.items()}
    ranked = sorted(mass, key=lambda name: -mass[name])
    rows = [_bar(name, held[name], mass[name]) for name in ranked[:BARS]]
    rest = ranked[BARS:]
    if rest:
        label = f"{len(rest)} more"
        rows.append(
            {"key": "rest", "label": label, "p": sum(mass[n] for n in rest), "kind": "rest"}
        )
    for key in (HEALTHY, NONE):
        rows.append({"key": key, "label": key, "p": belief[key], "kind": "other"})
    every = len(set(coach.dictionary.group)) - 1
    return {"bars": rows, "left": len(held), "of": every}


def _bar(name: str, faults: list[str], p: float) -> dict[str, Any]:
    alike = f" and {len(faults) - 1} alike" if len(faults) > 1 else ""
    shown = name if name in faults else faults[0]
    about = "No check tells these apart: " + ", ".join(faults) if alike else shown
    return {"key": name, "label": shown + alike, "p": p, "kind": "fault", "about": about}


def answer(bench: Bench, suspect: str = "", line: int = 0) -> list[str]:
    """Answer "What could I have known?" for a suspect or a line of the record, in sentences."""
    if not coaching.allows(bench, "panel"):
        raise LabsimError("in this graded work the coach answers after it is marked")
    coach = coach_of(bench)
    if suspect:
        return [hindsight.excluded(coach, bench.attempt, suspect)]
    over = bench.attempt.signed_off or not (coaching.graded(bench) or bench.practice)
    said = hindsight.told(coach, bench.attempt, line, better=over)
    return said if over else [*said, LATER]
