"""Click to painted reading, in JupyterLab in headless Chromium: `python benchmarks/click.py`.

Moves the red lead from terminal to terminal of the motor starter with real mouse events and takes,
inside the page, the time from the click event to the frame that shows the new reading. With
--json the figures go to stdout as JSON. The goal is p95 under 60 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError
from labsim.ui import browser as drive
from labsim.ui.screenshots import STARTER

GOAL = 60.0  # ms, p95
PORTS = ("F7:95", "F7:96", "S0:21", "S0:22", "S1:13", "S1:14", "K1:A1", "K1:33", "P1:X1", "P2:X1")

# In the page: start the clock at the click, stop it in the frame painted after the display changed.
WATCH = """() => {
  const painted = (done) => requestAnimationFrame(() => {
    const port = new MessageChannel();
    port.port1.onmessage = () => done(performance.now());
    port.port2.postMessage(0);
  });
  window.clickTimes = [];
  let start = 0;
  document.addEventListener("pointerup", (e) => { start = e.timeStamp; }, true);
  const note = document.querySelector(".ls-lcd-note");
  const digits = document.querySelector(".ls-digits");
  new MutationObserver(() => {
    if (!start || digits.textContent.startsWith("-")) return;
    const begun = start, changed = performance.now();
    start = 0;
    painted((end) => window.clickTimes.push([changed - begun, end - begun]));
  }).observe(note, { characterData: true, childList: true, subtree: true });
}"""


def clicks(page: Any, count: int) -> list[list[float]]:
    """Click `count` times; return ms to the changed page and to the painted frame."""
    page.evaluate("() => document.querySelectorAll('.ls-hand')[1].click()")
    page.wait_for_timeout(300)
    page.locator('.ls-sheet:not([hidden]) .ls-spot[data-port="T1:X2"]').click()
    spots = [
        page.locator(f'.ls-sheet:not([hidden]) .ls-spot[data-port="{port}"]').bounding_box()
        for port in PORTS
    ]
    page.evaluate("() => document.querySelectorAll('.ls-hand')[0].click()")
    page.wait_for_timeout(500)
    page.evaluate(WATCH)
    for n in range(count):
        box = spots[n % len(spots)]
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_function("n => window.clickTimes.length > n", arg=n, timeout=10_000)
        page.wait_for_timeout(60 + 7 * (n % 9))  # no beat with the frames
    return page.evaluate("() => window.clickTimes")


def figures(times: list[float]) -> dict[str, float]:
    """Return median, p95 and maximum in ms."""
    cuts = statistics.quantiles(times, n=20)
    return {
        "median": round(statistics.median(times), 1),
        "p95": round(cuts[18], 1),
        "max": round(max(times), 1),
    }


def measure(count: int) -> dict[str, Any]:
    """Run JupyterLab, click, and return the figures."""
    with tempfile.TemporaryDirectory() as place:
        course, home = Path(place) / "course", Path(place) / "home"
        course.mkdir()
        home.mkdir()
        drive.notebook(course / "click.ipynb", [STARTER])
        with drive.server(course, home) as address, drive.browser() as chromium:
            page = chromium.new_page(viewport={"width": 1280, "height": 1150})
            drive.open_notebook(page, address, "click.ipynb")
            page.wait_for_timeout(1500)
            times = clicks(page, count + 10)[10:]
            drive.shut_down(page)
    changed, painted = zip(*times, strict=True)
    load = round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None
    return {
        "clicks": len(times),
        "changed_ms": figures(list(changed)),
        "painted_ms": figures(list(painted)),
        "goal_p95_ms": GOAL,
        "processors": os.cpu_count(),
        "load": load,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clicks", type=int, default=200, help="how many to time (200)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    given = parser.parse_args()
    try:
        found = measure(max(20, given.clicks))
    except LabsimError as error:
        print(error, file=sys.stderr)
        return 1
    if given.json:
        print(json.dumps(found))
        return 0
    print(f"{found['clicks']} clicks, {found['processors']} processors, load {found['load']}")
    for name in ("changed", "painted"):
        f = found[f"{name}_ms"]
        print(f"{name:8} median {f['median']} ms, p95 {f['p95']} ms, max {f['max']} ms")
    print(f"goal     p95 under {GOAL:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
