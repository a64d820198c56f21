"""Every attack on a course in three ways: `python tests/grading/hostile/outcomes.py [NAME …]`."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[2])]
# nbgrader starts alembic by its bare name.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

from attack import Attack  # noqa: E402
from battery import ALL, NAMED  # noqa: E402
from place import FIRST, LAST, Place  # noqa: E402

WAYS = ("stock", "open", "shut")


def fits(attack: Attack, way: str) -> bool:
    return (attack.harmless or way == "shut") and (attack.stock or way != "stock")


def outcome(attacks: list[Attack], way: str, root: Path) -> dict[str, bool]:
    """Return which of these attacks worked, all in one run."""
    place = Place(root, way)
    try:
        place.hand_in(FIRST, solved=True)
        place.hand_in(LAST, solved=True)
        for attack in attacks:
            place.hand_in(attack.name, [attack])
        began = time.monotonic()
        status = place.grade()
        print(f"  {way}: {len(attacks)} in {time.monotonic() - began:.0f} s, status {status}")
        if len(attacks) > 1 or "-v" in sys.argv:
            print(place.log[-int(sys.argv[sys.argv.index("-v") + 1]) :] if "-v" in sys.argv else "")
        time.sleep(3.5)  # what stays behind has its chance
        scores = place.scores()
        print("  ", scores)
        honest = {a.name: base(place, a, way) for a in attacks}
        return {a.name: place.succeeded(a.name, a, honest[a.name]) for a in attacks}
    finally:
        place.close()


def base(place: Place, attack: Attack, way: str) -> float:
    """Return the points the same hand-in earns without the attack."""
    return 0.0 if way == "stock" or not attack.record else place.honest(attack.name)


def main(words: list[str]) -> None:
    ways = [w for w in words if w in WAYS] or WAYS
    wanted = [NAMED[w] for w in words if w in NAMED] or ALL
    for way in ways:
        fit = [a for a in wanted if fits(a, way)]
        print(way, len(fit))
        with tempfile.TemporaryDirectory(prefix="ls-") as folder:
            print(outcome(fit, way, Path(folder, "c")))


if __name__ == "__main__":
    main(sys.argv[1:])
