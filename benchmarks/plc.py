"""The PLC engine against the same program in C: `python benchmarks/plc.py`.

200 rungs, some 900 elements (38 TON, 10 TOF, 5 CTU, sums, edges, latches, branches), four inputs
drawn anew for every scan. The C comes from the same tree (plc_c.py), compiled by gcc -O2; as soft
PLCs' compilers write it (force flags, EN and ENO), and plain. First C, fast form, settled form,
traced form and the walking reference must give the same coils after each of 500 scans; then their
times, the compile time, and 1000 rungs. Times are processor time, the best of many short rounds, on
both sides: other programs on the computer only add. With --json the figures go to stdout as JSON.

"fast" is a controller that is not traced, as it comes: after 1000 scans in which nobody looks at
the whole of its memory it goes on in the settled form, which the best rounds are then of. "looked
at" is the same when somebody asks for a coil after every scan, and includes the asking.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from plc_c import Compiled
from plc_program import inputs, program

from labsim.plc import Controller
from labsim.plc.program import Program
from tests.plc.walker import Walker

GOALS = {"fast": 15, "traced": 60}


def controller(ladder: Program, traced: bool) -> Controller:
    made = Controller(ladder)
    made.traced = traced
    return made


class Looked:
    """A controller at which somebody looks after every scan."""

    def __init__(self, made: Controller) -> None:
        self.made = made

    def scan(self, at: int, given: dict[str, Any]) -> None:
        self.made.scan(at, given)
        self.made["M0"]


def coils(target: Any, count: int) -> bytes:
    return bytes(bool(target[f"M{k}"]) for k in range(count))


def differences(ladder: Program, count: int, scans: int, compiled: list[Compiled]) -> int:
    """Return in how many scans anybody's coils are not the walking reference's."""
    given = inputs(scans)
    walker, fast, traced = Walker(ladder), controller(ladder, False), controller(ladder, True)
    settled = controller(ladder, False)
    settled.settles = 0  # at once: otherwise after 1000 scans in which nobody looks
    in_c = [one.check(given) for one in compiled]
    wrong = 0
    for k, change in enumerate(given):
        found = []
        for target in (walker, fast, traced, settled):
            target.scan(10 * (k + 1), change)
            found.append(values(target, count))
        found += [scans[k] for scans in in_c]
        wrong += any(one != found[0] for one in found)
    return wrong


def values(target: Any, count: int) -> bytes:
    """Return M0, M1, … of a controller or of the walker."""
    found = target.values() if isinstance(target, Walker) else target
    return coils(found, count)


def scan_us(target: Any, given: list[dict[str, Any]], start: int) -> float:
    """Return µs of processor time of one scan."""
    began = time.process_time()
    for k, change in enumerate(given):
        target.scan(start + 10 * k, change)
    return (time.process_time() - began) / len(given) * 1e6


def compile_ms(count: int) -> float:
    """Return ms from a tree never seen before to a controller that has scanned once."""
    ladder = program(count, seed=time.perf_counter_ns())
    began = time.perf_counter()
    for traced in (False, True):
        controller(ladder, traced).scan(0, {})
    return (time.perf_counter() - began) * 1e3


def measure(count: int, rounds: int, folder: Path | None) -> dict[str, float]:
    """Check, then measure side by side, round by round; the best of each, as noise only adds."""
    ladder, given = program(count), inputs(400, seed=2)
    fresh = inputs(20_000, seed=3)  # a processor learns a short row of inputs by heart
    compiled = []
    if folder is not None:
        places = [folder / f"{count}", folder / f"{count}-plain"]
        [place.mkdir() for place in places]
        compiled = [Compiled(ladder, places[0]), Compiled(ladder, places[1], "-DPLAIN")]
    found = {"rungs": count, "elements": sum(1 for r in ladder.routines["Main"].rungs
                                             for _ in r.ops())}  # fmt: skip
    found["different"] = differences(ladder, count, 500 if count <= 200 else 50, compiled)
    forms = {
        "fast": controller(ladder, False),
        "looked at": Looked(controller(ladder, False)),
        "traced": controller(ladder, True),
    }
    times: dict[str, list[float]] = {}
    for k in range(rounds):
        for name, one in zip(("c", "c_plain"), compiled, strict=False):
            times.setdefault(name, []).append(one.time(fresh, 1))
        for name, one in forms.items():
            times.setdefault(name, []).append(scan_us(one, given, 20_000 * k))
    times["walker"] = [scan_us(Walker(ladder), given[:20], 0)]
    times["compile"] = [compile_ms(count) for _ in range(3)]
    return found | {name: min(all_) for name, all_ in times.items()}


def report(f: dict[str, float]) -> None:
    print(f"{f['rungs']} rungs, {f['elements']} elements")
    print(f"  scans in which C, fast, traced and walker differ: {f['different']}")
    for name in ("c", "c_plain", "fast", "looked at", "traced", "walker"):
        if name not in f:
            continue
        ratio = f"{f[name] / f['c']:8.1f} × C" if "c" in f else ""
        plain = f"{f[name] / f['c_plain']:8.1f} × plain C" if "c_plain" in f else ""
        goal = f"   goal under {GOALS[name]} ×" if name in GOALS and f["rungs"] == 200 else ""
        print(f"  {name:9}{f[name]:10.2f} µs{ratio}{plain}{goal}")
    print(f"  tree to first scan, both forms: {f['compile']:.0f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    gcc = shutil.which("gcc") is not None
    if not gcc:
        print("gcc is not there: no comparison with C, only our own figures", file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) if gcc else None
        found = [measure(count, given.rounds, folder) for count in (200, 1000)]
    if given.json:
        print(json.dumps(found))
    else:
        for one in found:
            report(one)
    return 1 if any(one["different"] for one in found) else 0


if __name__ == "__main__":
    sys.exit(main())
