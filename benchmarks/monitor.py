"""200 rungs online at 10 Hz in JupyterLab in Chromium: `python benchmarks/monitor.py`.

A program of 200 rungs plays; the browser asks for a tenth of a second of controller time as soon as
the last one is shown and its time has come. Printed: bytes a message of states takes on the wire,
milliseconds of Python for one (scans, and all that is shown), how often a second it comes, and how
late frames are. All in one run, so that the ratios hold on any computer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError
from labsim.drawing.rung_page import page
from labsim.drawing.rungs import draw_routine
from labsim.plc import read_rungs
from labsim.plc.controller import Controller
from labsim.ui import browser as drive
from labsim.ui.monitor import Monitor

RUNGS, SEED = 200, 7
GOAL = 10.0  # updates a second
FRAME = 1000 / 60  # ms

# In the page: every frame's time, and the moments at which new states were put into the drawing.
WATCH = """() => {
  window.frames = []; window.shown = [];
  const frame = (t) => { window.frames.push(t); requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
  const chips = [...document.querySelectorAll(".ls-chip")];
  const chip = chips.find((c) => c.textContent.startsWith("scan"));
  new MutationObserver(() => window.shown.push(performance.now()))
    .observe(chip, { characterData: true, childList: true, subtree: true });
}"""


def ladder(rungs: int = RUNGS) -> str:
    """Return a program: seal-ins, interlocks, timers, counters, additions; bits that never rest."""
    rng, lines = random.Random(SEED), []
    for n in range(rungs):
        before = [f"XIC(M{rng.randrange(max(1, n))})", f"XIO(M{rng.randrange(rungs)})"]
        bit = f"XIC(In{rng.randrange(4)})"
        if n % 5 == 1:
            lines.append(f"XIO(T{n}.DN)TON(T{n},{rng.randrange(2, 30) * 10},0)OTE(M{n});")
        elif n % 5 == 3:
            lines.append(f"[{before[0]},{bit}]{before[1]}CTU(C{n},9999,0)OTE(M{n});")
        elif n % 20 == 10:
            lines.append(f"{before[0]}ADD(Sum{n},1,Sum{n})OTE(M{n});")
        else:
            lines.append(f"[{before[0]},XIC(M{n})]{before[1]}{bit}OTE(M{n});")
    return "\n".join(lines)


def python_side(text: str, updates: int = 100) -> dict[str, float]:
    """Return ms of processor of one update: scanning alone, and with all that is shown."""
    monitor = Monitor(Controller(read_rungs(text)))
    program = monitor.drawn.program
    begun = time.process_time()
    page(draw_routine(program))
    drawn = time.process_time() - begun
    monitor._intent(monitor, {"do": "play", "on": True}, [])
    times, scans = [], []
    for n in range(updates):
        monitor.desk.inputs[f"In{n % 4}"] = bool(n % 3)
        begun = time.process_time()
        monitor._intent(monitor, {"do": "push"}, [])
        times.append(time.process_time() - begun)
        begun = time.process_time()
        monitor.desk.push()
        scans.append(time.process_time() - begun)
    return {
        "elements": len(monitor.drawn.elements),
        "drawing_ms": round(1e3 * drawn, 1),
        "drawing_kB": round(len(monitor.ladder["page"]) / 1e3),
        "bits_B": len(monitor.lit),
        "update_ms": round(1e3 * statistics.median(times), 2),
        "of_it_scans_ms": round(1e3 * statistics.median(scans), 2),
    }


def browser_side(text: str, seconds: float) -> dict[str, float]:
    """Play it in JupyterLab; return bytes a message, updates a second, and lateness of frames."""
    code = (
        "from labsim.plc import read_rungs\nfrom labsim.plc.controller import Controller\n"
        f"from labsim.ui.monitor import Monitor\nMonitor(Controller(read_rungs({text!r})))"
    )
    with tempfile.TemporaryDirectory() as place:
        course, home = Path(place) / "course", Path(place) / "home"
        course.mkdir()
        home.mkdir()
        drive.notebook(course / "monitor.ipynb", [code])
        with drive.server(course, home) as address, drive.browser() as chromium:
            tab = chromium.new_page(viewport={"width": 1280, "height": 1150})
            wire = Wire(tab)
            drive.open_notebook(tab, address, "monitor.ipynb")
            tab.wait_for_timeout(1500)
            found = played(tab, wire, seconds)
            drive.shut_down(tab)
    return found


def played(page: Any, wire: Wire, seconds: float) -> dict[str, float]:
    """Let it rest for a second, then run; return what was seen."""
    page.evaluate(WATCH)
    page.wait_for_timeout(1000)
    idle = page.evaluate("() => window.frames.splice(0)")
    page.get_by_role("button", name="Let it run").click()
    page.wait_for_timeout(500)
    wire.sizes.clear()
    page.evaluate("() => { window.frames.length = 0; window.shown.length = 0; }")
    page.wait_for_timeout(int(1e3 * seconds))
    frames, shown = page.evaluate("() => [window.frames, window.shown]")
    return summary(idle, frames, shown, list(wire.sizes))


class Wire:
    """Counts bytes of messages with states, as they come over the websocket."""

    def __init__(self, page: Any) -> None:
        self.sizes: list[int] = []
        page.on("websocket", lambda socket: socket.on("framereceived", self.got))

    def got(self, payload: bytes | str) -> None:
        data = payload if isinstance(payload, bytes) else payload.encode()
        if b'"lit"' in data or b'"live"' in data:
            self.sizes.append(len(data))


def late(frames: list[float]) -> list[float]:
    """Return by how many ms each frame came later than a sixtieth of a second after the last."""
    return [max(0.0, b - a - FRAME) for a, b in pairwise(frames)]


def summary(
    idle: list[float], frames: list[float], shown: list[float], sizes: list[int]
) -> dict[str, float]:
    """Return what the browser showed: how often, how many bytes, how late."""
    lag, rest = sorted(late(frames)), sorted(late(idle))
    steps = [b - a for a, b in pairwise(shown)]
    return {
        "updates_per_s": round(1e3 / statistics.mean(steps), 1),
        "bytes_per_update": round(statistics.median(sizes)),
        "frame_lag_ms_median": round(statistics.median(lag), 1),
        "frame_lag_ms_p95": round(lag[int(0.95 * len(lag))], 1),
        "frame_lag_ms_p95_at_rest": round(rest[int(0.95 * len(rest))], 1),
        "frame_lag_ms_max": round(lag[-1], 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10.0, help="how long it plays (10)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    text = ladder()
    try:
        found = python_side(text) | browser_side(text, max(2.0, given.seconds))
    except LabsimError as error:
        print(error, file=sys.stderr)
        return 1
    found |= {"processors": os.cpu_count() or 0, "load": round(os.getloadavg()[0], 1)}
    if given.json:
        print(json.dumps(found))
        return 0
    for name, value in found.items():
        print(f"{name:26} {value}")
    drawing = 1e3 * found["drawing_kB"] / found["bytes_per_update"]
    print(f"drawing ÷ update           {drawing:.0f} in bytes")
    print(f"goal                       {GOAL:.0f} updates a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
