"""What a test does on the workbench, by mouse and by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

SHEET = ".ls-sheet:not([hidden])"


def terminal(page: Page, address: str) -> Locator:
    """Return a terminal of the sheet in view."""
    return page.locator(f'{SHEET} .ls-spot[data-port="{address}"]')


def display(page: Page) -> str:
    """Return what the display shows."""
    return page.locator(".ls-lcd-value").inner_text().replace("\n", " ")


def rows(page: Page) -> list[str]:
    """Return the journal, a line for each entry, whether its tab is in front or not."""
    return page.locator(".ls-journal tbody tr").evaluate_all(
        "rows => rows.map(r => [...r.cells].slice(2).map(c => c.textContent).join(' | '))"
    )


def wait_rows(page: Page, count: int) -> list[str]:
    """Wait until the journal has so many entries; return them."""
    expect(page.locator(".ls-journal tbody tr")).to_have_count(count)
    return rows(page)


def tab(page: Page, name: str) -> None:
    """Bring a tab to the front by mouse."""
    page.locator(".ls-frame").get_by_role("tab", name=name).click()


def probe(page: Page, red: str, black: str) -> str:
    """Place both leads by mouse, wait for the reading and return it."""
    page.locator(".ls-hand").nth(0).click()
    terminal(page, red).click()
    expect(terminal(page, red)).to_have_attribute("aria-label", lead("red"))
    page.locator(".ls-hand").nth(1).click()
    terminal(page, black).click()
    expect(terminal(page, black)).to_have_attribute("aria-label", lead("black"))
    expect(page.locator(".ls-digits")).not_to_have_text("- - -")
    return display(page)


def lead(color: str) -> re.Pattern[str]:
    """Return what the name of a terminal says when a lead is on it."""
    return re.compile(f"{color} lead here")


def focus_by_tab(page: Page, wanted: str, most: int = 90) -> None:
    """Press Tab until what has the focus carries the wanted name."""
    for _ in range(most):
        if wanted in focused(page):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {wanted!r}; focus is on {focused(page)!r}")


def tab_by_arrows(page: Page, name: str) -> None:
    """Press the right arrow from tab to tab until the named one is in front and has the focus."""
    for _ in range(page.locator(".ls-papers [role=tab]").count()):
        if focused(page) == name:
            break
        page.keyboard.press("ArrowRight")
    front = page.locator(".ls-papers [role=tab][aria-selected=true]")
    expect(front).to_have_text(name)
    expect(front).to_be_focused()


def focused(page: Page) -> str:
    """Return the name of what has the focus."""
    return page.evaluate(
        """() => { const e = document.activeElement;
        const l = e.labels && e.labels[0];
        return (e.getAttribute('aria-label') || (l && l.textContent) || e.textContent || '')
        .trim().slice(0, 200) }"""
    )
