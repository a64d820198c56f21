"""Pictures of the workbench in JupyterLab: `python -m labsim.ui.screenshots DIR`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError
from labsim.ui import browser as drive
from labsim.ui.circuitshots import circuits

__all__ = ["main", "take"]

CODE = """import labsim
from labsim.ui import Workbench

bench = labsim.lab({lab!r}).bench({fault!r}, seed=7)
Workbench(bench)"""
STARTER = CODE.format(lab="ELE-03", fault="S0: contact 21-22 does not make")
WORKED = STARTER.replace(
    "Workbench(bench)",
    """bench.press("S1").look("K1")
bench.release("S1").measure("V", "F6:2", "T1:X2")
bench.measure("V", "T1:H1", "T1:H4")
bench.measure("V", "F7:96", "T1:X2")
bench.measure("V", "S0:21", "S0:22")
bench.diagnose("S0", "contact 21-22 does not make").bring("locked out")
bench.repair("S0").bring("at rest").press("S1").look("K1")
bench.release("S1").sign_off("S0 does not make: 120 V across 21-22. Renewed, machine runs.")
Workbench(bench)""",
)
OWN = """import labsim
from labsim.ui import Workbench

Workbench(labsim.open_lab("ELE-02"))"""
STRING = CODE.format(lab="ELE-02", fault="E7: lamp burnt out")
LABELS = CODE.format(lab="INS-03", fault="C1: dried out, capacitance lost")
SHOWN = ".ls-sheet:not([hidden]) .ls-spot"


def touch(page: Any, *addresses: str) -> None:
    """Place the leads one after the other and wait until they are there."""
    for address in addresses:
        spot = page.locator(f'{SHOWN}[data-port="{address}"]').first
        spot.click()
        spot.locator(".ls-probe").first.wait_for(state="attached")
    page.mouse.move(5, 400)


def tab(page: Any, name: str) -> None:
    page.locator(".ls-frame").get_by_role("tab", name=name).click()


def press(page: Any, name: str) -> None:
    """Press a button by its name and let the answer arrive."""
    page.get_by_role("button", name=name).first.click()
    page.wait_for_timeout(250)


def probing(page: Any) -> None:
    touch(page, "S0:22", "T1:X2", "F7:96")


def power(page: Any) -> None:
    tab(page, "Power circuit")
    touch(page, "Q1:2", "Q1:4", "K1:3")
    tab(page, "Lockout")
    for name in ("Tell them", "Switch off Q1", "Lock and tag Q1", "Prove the meter"):
        press(page, name)


def supply(page: Any) -> None:
    tab(page, "Control supply")
    touch(page, "T1:X1", "T1:X2")
    tab(page, "Repair")


def nema(page: Any) -> None:
    press(page, "IEC symbols")
    page.get_by_text("NEMA symbols").wait_for()
    page.get_by_role("radio", name="clamp meter").click()
    touch(page, "F7:95")


def ohms_live(page: Any) -> None:
    page.locator('.ls-dial button:text-is("Ω")').click()
    touch(page, "F7:96", "T1:X2")


def signed(page: Any) -> None:
    probing(page)
    tab(page, "Diagnosis and report")
    page.locator(".ls-report").get_by_label("Part").select_option("S0")
    page.get_by_label("Fault").select_option("contact 21-22 does not make")
    press(page, "Note the diagnosis")
    page.get_by_label("What you write").fill(
        "Contact 21-22 of the stop button open; button renewed."
    )
    press(page, "Sign off …")
    press(page, "Yes, sign off")
    page.get_by_role("heading", name="Signed off").wait_for()


def coach(page: Any) -> None:
    """Take two readings, note a list, ask for two hints and a question."""
    press(page, "Hold S1 down")
    press(page, "Hold S1 down")
    touch(page, "F7:96", "T1:X2")
    tab(page, "Coach")
    for tag in ("F1", "F2", "F4", "F5"):
        page.locator(".ls-own").get_by_text(tag, exact=True).click()
    press(page, "Note the list")
    for hint in ("Hint 1", "Hint 2"):
        press(page, hint)
        page.get_by_role("button", name=hint).wait_for(state="hidden")
    page.locator(".ls-questions").get_by_label("Suspect").select_option("T1")
    press(page, "What excluded it?")
    page.locator(".ls-answer p").wait_for()
    page.wait_for_timeout(900)


def replay(page: Any) -> None:
    """Work an order off, sign it off, scrub to the fifth step."""
    page.get_by_role("button", name="Replay:").click()
    page.get_by_role("slider", name="Step").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(700)


def printed(page: Any) -> None:
    """Show the replay as paper gets it."""
    replay(page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")


def scope(page: Any) -> None:
    """Turn the knobs of the oscilloscope until the ripple of the supply fills the screen."""
    touch(page, "A1:+", "T1:-")
    panel = page.locator(".ls-scope")
    panel.get_by_label("Range").first.select_option(label="1 V/div")
    panel.get_by_label("Coupling").first.select_option("AC")
    press(page, "Capture")
    page.locator(".ls-face svg").wait_for()


def nothing(page: Any) -> None:
    """Show the bench as it opens."""


PICTURES: tuple[tuple[str, str, Callable[[Any], None], dict[str, Any]], ...] = (
    ("opened", STARTER, nothing, {}),
    ("probing", STARTER, probing, {}),
    ("probing-dark", STARTER, probing, {"dark": True}),
    ("narrow", STARTER, probing, {"width": 640, "height": 1900}),
    ("power-lockout", STARTER, power, {"height": 1400}),
    ("power-lockout-dark", STARTER, power, {"height": 1400, "dark": True}),
    ("supply-repair", STARTER, supply, {}),
    ("nema-clamp", STARTER, nema, {}),
    ("ohms-live", STARTER, ohms_live, {}),
    ("lamp-string", STRING, lambda page: touch(page, "E7:1", "G1:-"), {}),
    ("coach", STARTER, coach, {"height": 1700}),
    ("coach-dark", STARTER, coach, {"height": 1700, "dark": True}),
    ("coach-narrow", STARTER, coach, {"width": 640, "height": 2600}),
    ("suspects", OWN, lambda page: tab(page, "Suspects"), {"part": ".ls-papers"}),
    ("replay", WORKED, replay, {"height": 2600, "part": ".ls-replay"}),
    ("replay-dark", WORKED, replay, {"height": 2600, "part": ".ls-replay", "dark": True}),
    ("replay-print", WORKED, printed, {"height": 2600, "part": ".ls-replay"}),
    ("scope", LABELS, scope, {"height": 1500}),
    ("scope-narrow", LABELS, scope, {"width": 640, "height": 2600}),
    ("signed-off", STARTER, signed, {"height": 1400}),
)


def take(folder: Path, names: list[str] | None = None) -> list[Path]:
    """Take the pictures into a folder; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with tempfile.TemporaryDirectory() as place:
        course, home = Path(place) / "course", Path(place) / "home"
        course.mkdir()
        home.mkdir()
        with drive.server(course, home) as address, drive.browser() as chromium:
            for name, code, act, how in (*PICTURES, *circuits()):
                if not names or name in names:
                    drive.notebook(course / f"{name}.ipynb", [code])
                    made.append(_picture(chromium, address, folder, name, act, **how))
    return made


def _picture(
    chromium: Any, address: str, folder: Path, name: str, act: Callable[[Any], None],
    dark: bool = False, width: int = 1280, height: int = 1250, part: str = ".ls-frame",
) -> Path:  # fmt: skip
    page = chromium.new_page(viewport={"width": width, "height": height})
    drive.open_notebook(page, address, f"{name}.ipynb", dark)
    page.wait_for_timeout(400)
    act(page)
    page.wait_for_timeout(400)
    path = folder / f"{name}.png"
    page.locator(part).first.screenshot(path=str(path), animations="disabled")
    drive.shut_down(page)
    page.close()
    return path


def main(arguments: list[str]) -> int:
    """Take all pictures, or those named after the folder."""
    if not arguments or arguments[0].startswith("-"):
        names = ", ".join(name for name, *_ in (*PICTURES, *circuits()))
        print(f"usage: python -m labsim.ui.screenshots DIR [NAME …]\npictures: {names}")
        return 0 if arguments[:1] == ["--help"] else 2
    try:
        for path in take(Path(arguments[0]), arguments[1:]):
            print(path)
    except LabsimError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
