"""Pictures of fluid circuits on the workbench, one for each lab that has some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labsim.core.circuit import Circuit
from labsim.course import Lab, labs

__all__ = ["circuits"]

SOUND = """import labsim
from labsim.ui import Workbench

Workbench(labsim.lab({lab!r}).bench())"""
Picture = tuple[str, str, Callable[[Any], None], dict[str, Any]]


def circuits() -> tuple[Picture, ...]:
    """Return the pictures: name, code of the cell, what to do first, size."""
    return tuple(picture for lab in labs() if sheets(lab) for picture in _pictures(lab))


def sheets(lab: Lab) -> list[str]:
    """Return the titles of the fluid circuits of a lab."""
    return [sheet.title for sheet in lab.machine.sheets if isinstance(sheet, Circuit)]


def _pictures(lab: Lab) -> list[Picture]:
    """Return a picture of each circuit as it opens, worked by day and by night."""
    found: list[Picture] = []
    for title in sheets(lab):
        name = f"{lab.id.lower()}-{title.lower().replace(' ', '-')}"
        found.append((name, SOUND.format(lab=lab.id), _show(title), {"height": 1700}))
    night = {"height": 1700, "dark": True}
    return [*found, (f"{found[0][0]}-dark", SOUND.format(lab=lab.id), _show(sheets(lab)[0]), night)]


def _show(title: str) -> Callable[[Any], None]:
    """Bring a circuit to the front, start its drive, work its controls, show pressure and flow."""

    def act(page: Any) -> None:
        page.locator(".ls-board").get_by_role("tab", name=title, exact=True).click()
        page.locator(".ls-control").first.wait_for()
        drive = page.locator(".ls-push", has_text="stopped").first
        if drive.count():
            drive.click()
            page.wait_for_timeout(1500)
        first = page.locator(".ls-ways button:not([aria-checked=true])").first
        if first.count():
            first.click()
            page.wait_for_timeout(2500)
        _select(page)
        page.get_by_role("button", name="Pressure and flow").click()
        page.mouse.move(5, 5)
        page.wait_for_timeout(900)

    return act


def _select(page: Any) -> None:
    """Turn every selector that stands at 0 on, and put what has many positions to its second."""
    off = page.locator('.ls-push:has(.ls-word:text-matches("(^|: )0$"))')
    for _ in range(off.count()):
        off.first.click()
        page.wait_for_timeout(1500)
    pick = page.locator(".ls-control select").first
    if pick.count():
        pick.select_option(index=1)
        page.wait_for_timeout(2500)
