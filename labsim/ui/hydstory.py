"""HYD-04 with a stuck spool, worked at the workbench step by step: what the film shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.ui.screenshots import press, touch

__all__ = ["FAULT", "LAB", "STORY"]

LAB = "HYD-04"
FAULT = "press.V1: spool stuck in the middle"
REPORT = (
    "V1: spool stuck in the middle. Down reads 1, 0.82 A through coil Y1, yet M2 stays at 0.4 bar, "
    "and override a does not move it. Locked out, all lines seen at zero, valve renewed. "
    "Proved by a whole stroke, Stroke done lit."
)
TOP, HANDS, PAPERS = ".ls-frame .ls-top", ".ls-frame .ls-hands", ".ls-frame .ls-papers"
HEAD, NOTICE = ".ls-frame .ls-head", ".ls-frame .ls-notice"
Scene = tuple[str, Callable[[Any], None], tuple[str, ...]]


# hands ------------------------------------------------------------------------------------------
def push(page: Any, tag: str) -> None:
    """Press a button of the machine and let go."""
    page.locator(".ls-push", has_text=tag).first.click()
    page.wait_for_timeout(300)


def hold(page: Any, tag: str) -> None:
    """Hold a button down, or let it go."""
    press(page, f"Hold {tag} down")


def wait(page: Any, text: str) -> None:
    """Let time pass."""
    page.locator(".ls-more").get_by_label("Let time pass").select_option(label=text)
    press(page, "Wait")


def look(page: Any, tag: str) -> None:
    """Look at a part closely."""
    page.locator(".ls-more").get_by_label("Part").select_option(tag)
    press(page, "Look")


def front(page: Any, name: str) -> None:
    """Bring a drawing or a page of the papers to the front."""
    page.locator(".ls-frame").get_by_role("tab", name=name, exact=True).click()


def take(page: Any, *names: str) -> None:
    """Take an instrument in hand, and of several gauges the right one."""
    for name in names:
        page.get_by_role("radio", name=name, exact=True).first.click()
        page.wait_for_timeout(250)


def again(page: Any) -> None:
    """Read once more where the leads are."""
    page.locator(".ls-read:visible").last.click()
    page.wait_for_timeout(300)


# steps ------------------------------------------------------------------------------------------
def order(page: Any) -> None:
    page.locator(".jp-Notebook .jp-Cell").first.scroll_into_view_if_needed()


def complaint(page: Any) -> None:
    page.locator(".ls-frame").first.evaluate("one => one.scrollIntoView({block: 'start'})")
    push(page, "S3")
    wait(page, "2 s")
    hold(page, "S1")
    wait(page, "5 s")


def eyes(page: Any) -> None:
    look(page, "press.C1")


def online(page: Any) -> None:
    """Read what stands between start and the coil, and the coil."""
    front(page, "PLC")
    press(page, "Go online: A1")
    rung = page.locator(".lm-monitor .lr-rung").nth(3)
    rung.scroll_into_view_if_needed()
    rung.locator("[data-el]").last.click()
    press(page, "Read it")
    page.wait_for_timeout(400)


def volts(page: Any) -> None:
    front(page, "PLC outputs")
    take(page, "multimeter")
    touch(page, "press.Y1:1", "press.Y1:2")


def amps(page: Any) -> None:
    take(page, "clamp meter")
    touch(page, "press.Y1:1")


def bar(page: Any) -> None:
    front(page, "Hydraulic circuit")
    take(page, "pressure gauge", "gauge up to 250 bar")
    touch(page, "press.M2:M")
    take(page, "gauge up to 16 bar")
    again(page)


def override(page: Any) -> None:
    """Let go, tell everybody, see the guard shut; only then a finger on the pin."""
    hold(page, "S1")
    front(page, "Lockout")
    press(page, "Tell them")
    take(page, "gauge up to 250 bar", "override a")
    wait(page, "2 s")
    again(page)


def diagnosis(page: Any) -> None:
    take(page, "free")
    front(page, "Diagnosis and report")
    page.locator(".ls-report").get_by_label("Part").select_option("press.V1")
    page.get_by_label("Fault", exact=True).select_option("spool stuck in the middle")
    press(page, "Note the diagnosis")


def lockout(page: Any) -> None:
    push(page, "S0")
    front(page, "Lockout")
    for name in ("Tell them", "Switch off G1", "Lock and tag G1"):
        press(page, name)
    take(page, "override a", "override b", "free")
    for port in ("press.M2:M", "press.M3:M", "press.M4:M"):
        touch(page, port)
        page.wait_for_timeout(300)


def repair(page: Any) -> None:
    front(page, "Repair")
    page.locator(".ls-repair").get_by_label("Part", exact=True).select_option("press.V1")
    press(page, "Fit new part")
    front(page, "Journal")


def prove(page: Any) -> None:
    front(page, "Lockout")
    for name in ("Tell them", "Unlock, switch on G1"):
        press(page, name)
    wait(page, "2 s")
    push(page, "S3")
    wait(page, "2 s")
    push(page, "S1")
    wait(page, "10 s")
    look(page, "P2")


def signed(page: Any) -> None:
    front(page, "Diagnosis and report")
    page.get_by_label("What you write").fill(REPORT)
    press(page, "Sign off …")
    press(page, "Yes, sign off")
    page.get_by_role("heading", name="Signed off").wait_for()


STORY: tuple[Scene, ...] = (
    ("The work order, in the notebook.", order, (".jp-Notebook .jp-Cell",)),
    (
        "Pump on, start held for five seconds: the rod stays in, Stroke done stays dark.",
        complaint,
        (HEAD, HANDS),
    ),
    ("A look at the ram: it is in. Nothing has moved.", eyes, (NOTICE,)),
    (
        "Online. Down reads 1: start, guard, sensor and program are out. The PLC has asked.",
        online,
        (PAPERS,),
    ),
    ("24 V across the coil: transistor, fuse and wires are out.", volts, (TOP,)),
    ("It draws 0.8 A, so it pulls. What is left is oil.", amps, (TOP,)),
    (
        "Nothing on the 250 bar gauge, so the small one may go on: M2 idles at 0.4 bar.",
        bar,
        (TOP,),
    ),
    (
        "Start let go, big gauge on, people told, guard shut: override a. Rod and M2 do not move.",
        override,
        (TOP, HANDS),
    ),
    ("The diagnosis, before a spanner is touched.", diagnosis, (PAPERS,)),
    (
        "Pump off, 24 V off, locked; both overrides let trapped oil go; every gauge reads zero.",
        lockout,
        (TOP, PAPERS),
    ),
    ("A new valve goes in. The journal has written it all down.", repair, (PAPERS,)),
    ("People told, power on: a whole stroke, and Stroke done is lit.", prove, (NOTICE, HANDS)),
    ("Report, and signed off.", signed, (PAPERS,)),
)
