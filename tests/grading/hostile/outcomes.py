"""Every attack on a course in three ways, one hand-in each.

    python tests/grading/hostile/outcomes.py [stock] [open] [shut] [NAME …] [--write]

With --write the table goes to docs/attacks.md. Half an hour; nothing is tried that could harm the
machine it runs on.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parent), str(ROOT)]
# nbgrader starts alembic by its bare name.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

from attack import Attack  # noqa: E402
from battery import ALL, NAMED  # noqa: E402
from place import FIRST, LAST, Place  # noqa: E402

WAYS = {"stock": "nbgrader as it comes", "open": "ours, no sandbox", "shut": "ours"}
WORKED, NOTHING, NOT_THERE, NOT_TRIED = "**worked**", "nothing", "–", "not tried"
LATER = 1.5  # s after which what stays behind has acted


def fits(attack: Attack, way: str) -> bool:
    return (attack.harmless or way == "shut") and (attack.stock or way != "stock")


def outcome(attacks: list[Attack], way: str) -> dict[str, str]:
    """Return what became of these attacks in one run, and of the run."""
    with tempfile.TemporaryDirectory(prefix="ls-") as folder:
        place = Place(Path(folder, "c"), way)
        try:
            return _outcome(attacks, way, place)
        finally:
            place.close()


def _outcome(attacks: list[Attack], way: str, place: Place) -> dict[str, str]:
    for name in (FIRST, LAST):
        place.hand_in(name, solved=True)
    for attack in attacks:
        place.hand_in(attack.name, [attack])
    began = time.monotonic()
    status = place.grade()
    print(f"{way}: {len(attacks)} in {time.monotonic() - began:.0f} s, exit status {status}")
    time.sleep(LATER)
    scores, found = place.scores(), {}
    if way == "shut":
        assert status == 0 and len(scores) == len(attacks) + 2, place.log[-3000:]
        for name in (FIRST, LAST):
            assert abs(scores[name] - place.honest(name, solved=True)) < 0.01, name
    for attack in attacks:
        base = 0.0 if way == "stock" or not attack.record else place.honest(attack.name)
        worked = place.succeeded(attack.name, attack, base)
        found[attack.name] = WORKED if worked else NOTHING
        if LAST not in scores:
            found[attack.name] = "**ended the run**"
    return found


def column(way: str, wanted: list[Attack]) -> dict[str, str]:
    """Return what became of each attack in one way of grading."""
    fit = [attack for attack in wanted if fits(attack, way)]
    alone = [attack for attack in fit if attack.alone and way != "shut"]
    found = outcome([attack for attack in fit if attack not in alone], way)
    for attack in alone:
        found |= outcome([attack], way)
    for attack in wanted:
        missing = NOT_THERE if not attack.stock and way == "stock" else NOT_TRIED
        found.setdefault(attack.name, missing)
    return found


def table(columns: dict[str, dict[str, str]]) -> str:
    """Return the page."""
    heads = ["what is tried", *(WAYS[way] for way in columns)]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for attack in ALL:
        cells = [attack.title, *(columns[way][attack.name] for way in columns)]
        lines.append(f"| {' | '.join(cells)} |")
    counts = [sum("**" in v for v in columns[way].values()) for way in columns]
    tried = [sum(v in (WORKED, NOTHING) or "**" in v for v in columns[w].values()) for w in columns]
    sums = [f"{n} of {m}" for n, m in zip(counts, tried, strict=True)]
    lines.append(f"| worked, of those tried | {' | '.join(sums)} |")
    made = f"nbgrader {version('nbgrader')}, ipykernel {version('ipykernel')}, " + (
        f"Python {platform.python_version()}, Linux {platform.release().split('-')[0]}, "
        f"grader {'root' if os.geteuid() == 0 else 'an ordinary user'}"
    )
    text = (HERE / "attacks.md.in").read_text(encoding="utf-8")
    return text.replace("{made}", made).replace("{table}", "\n".join(lines))


def main(words: list[str]) -> None:
    ways = [word for word in words if word in WAYS] or list(WAYS)
    wanted = [NAMED[word] for word in words if word in NAMED] or ALL
    columns = {way: column(way, wanted) for way in ways}
    print(json.dumps(columns, indent=1))
    if "--write" in words:
        (ROOT / "docs" / "attacks.md").write_text(table(columns), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
