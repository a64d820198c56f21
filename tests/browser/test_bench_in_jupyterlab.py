"""The workbench in JupyterLab: ELE-03 solved by clicks alone and by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from labsim.attempt import Attempt
from labsim.ui.browser import command, shut_down, wait_for_bench, wait_for_kernel
from tests.browser.hands import (
    display,
    focus_by_tab,
    focused,
    probe,
    rows,
    tab,
    tab_by_arrows,
    terminal,
    wait_rows,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_lab_is_solved_by_clicks_alone(bench_page, course):
    page = bench_page()
    # Along the rung: the stop button lets nothing through although nobody presses it.
    assert display_volts(probe(page, "S0:21", "T1:X2")) == pytest.approx(120, rel=0.05)
    assert display_volts(probe(page, "S0:21", "S0:22")) > 50
    hold = page.get_by_role("button", name="Hold S1 down")
    hold.click()
    expect(hold).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".ls-lcd-note")).to_have_text("press Read")
    page.get_by_role("button", name="Read", exact=True).click()
    # S1 made: the whole 120 V stand across the open contact.
    expect(page.locator(".ls-lcd-note")).to_have_text("S0:21 → S0:22")
    assert display_volts(display(page)) == pytest.approx(120, rel=0.05)
    hold.click()
    expect(hold).to_have_attribute("aria-pressed", "false")

    tab(page, "Lockout")
    page.get_by_role("button", name="Tell them").click()
    page.get_by_role("button", name="Switch off Q1").click()
    page.get_by_role("button", name="Lock and tag Q1").click()
    page.get_by_role("button", name="Prove the meter").click()
    expect(page.get_by_text("meter proved; now test for dead")).to_be_visible()
    assert display_volts(probe(page, "F6:2", "T1:X2")) < 1
    page.get_by_role("button", name="Prove the meter").click()
    expect(page.get_by_text("live-dead-live complete")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^Ω: ")).click()
    assert "OL" in probe(page, "S0:21", "S0:22")

    tab(page, "Repair")
    page.get_by_label("Part", exact=True).and_(page.locator(".ls-repair select")).select_option(
        "S0"
    )
    page.get_by_role("button", name="Fit new part").click()
    tab(page, "Diagnosis and report")
    page.locator(".ls-report").get_by_label("Part").select_option("S0")
    page.get_by_label("Fault").select_option("contact 21-22 does not make")
    page.get_by_role("button", name="Note the diagnosis").click()
    expect(page.locator(".ls-report .ls-state")).to_contain_text("S0: contact 21-22")
    tab(page, "Lockout")
    page.get_by_role("button", name="Tell them").click()
    page.get_by_role("button", name="Unlock, switch on Q1").click()
    start = page.locator(".ls-push", has_text="S1")
    start.dispatch_event("pointerdown", {"button": 0, "pointerId": 1})
    expect(page.locator(".ls-seen")).to_contain_text("K1 pulled in")
    start.dispatch_event("pointerup", {"button": 0, "pointerId": 1})
    expect(page.locator(".ls-seen")).to_contain_text("M1 turns")

    tab(page, "Diagnosis and report")
    page.get_by_label("What you write on the order").fill("Stop button contact open, renewed.")
    page.get_by_role("button", name="Sign off …").click()
    page.get_by_role("button", name="Yes, sign off").click()
    expect(page.get_by_role("heading", name="✓ Signed off")).to_be_visible()
    line = page.get_by_label("Line to keep").input_value()
    sealed = Attempt.unseal(re.fullmatch(r'bench\.sign_off\("(.+)"\)', line)[1])
    assert sealed.diagnosis == ("S0", "contact 21-22 does not make")
    assert sealed.signed_off
    assert not sealed.breaches
    expect(page.get_by_role("button", name="Fit new part", include_hidden=True)).to_be_disabled()


def display_volts(text: str) -> float:
    """Return the number on the display."""
    return float(text.split()[0])


def test_lab_is_solved_by_keyboard_alone(bench_page):
    page = bench_page()
    keys = page.keyboard
    page.locator(".ls-tabs button[aria-selected=true]").first.focus()
    focus_by_tab(page, "terminal F7:95")

    def go(address: str, *presses: str) -> None:
        for press in presses:
            keys.press(press)
        assert focused(page).startswith(f"terminal {address}"), focused(page)

    go("S0:21", "ArrowRight", "ArrowRight")
    keys.press("r")
    go("S0:22", "ArrowRight")
    keys.press("b")
    expect(page.locator(".ls-lcd-note")).to_have_text("S0:21 → S0:22")
    assert display_volts(display(page)) > 50
    count = page.locator(".jp-Cell").count()
    keys.press("b")  # the notebook must not take it for "insert a cell below"
    wait_rows(page, 3)
    assert page.locator(".jp-Cell").count() == count
    keys.press("Escape")
    expect(page.locator(".ls-probe:visible")).to_have_count(0)

    focus_by_tab(page, "S1 push button")
    keys.down(" ")
    expect(page.locator(".ls-control.ls-down")).to_have_count(1)
    keys.up(" ")
    expect(page.locator(".ls-control.ls-down")).to_have_count(0)
    assert [row.split(" |")[0] for row in rows(page)[-2:]] == ["Press S1", "Release S1"]

    focus_by_tab(page, "Journal")
    tab_by_arrows(page, "Lockout")
    for name in ("Tell them", "Switch off Q1", "Lock and tag Q1", "Prove the meter"):
        focus_by_tab(page, name)
        before = len(rows(page))
        keys.press("Enter")
        wait_rows(page, before + 1)
        page.locator(".ls-papers [role=tab][aria-selected=true]").focus()
    keys.press("ArrowRight")  # Repair
    focus_by_tab(page, "Part")
    keys.type("S0")
    focus_by_tab(page, "Fit new part")
    before = len(rows(page))
    keys.press("Enter")
    wait_rows(page, before + 1)
    page.locator(".ls-papers [role=tab][aria-selected=true]").focus()
    keys.press("ArrowRight")  # Diagnosis and report
    focus_by_tab(page, "Part")
    keys.type("S0")
    focus_by_tab(page, "Fault")
    keys.type("contact 21-22 does")
    focus_by_tab(page, "Note the diagnosis")
    keys.press("Enter")
    expect(page.locator(".ls-report .ls-state")).to_contain_text("S0: contact 21-22 does not make")
    focus_by_tab(page, "What you write")
    keys.type("Stop button contact did not make. Button renewed.")
    focus_by_tab(page, "Sign off")
    keys.press("Enter")
    assert "Yes, sign off" in focused(page)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="✓ Signed off")).to_be_visible()
    assert rows(page)[-1].startswith("Signed off")


def test_screen_reader_finds_drawing_terminals_dial_and_display(bench_page):
    page = bench_page()
    probe(page, "F7:96", "T1:X2")
    tree = page.locator(".ls-frame").aria_snapshot()
    assert re.search(r'img "Control circuit: ladder between F6:2', tree)
    assert '- button "terminal F7:96, overload relay, red lead here"' in tree
    assert '- button "terminal T1:X2, control transformer, black lead here"' in tree
    assert '- radiogroup "Function of the meter"' in tree
    assert re.search(r'radio "V: volts.*" \[checked\]', tree)
    assert '- tab "Control circuit" [selected]' in tree
    assert re.search(r"- status: 1\d\d\.\d V AC, F7:96 → T1:X2", tree)
    live = page.locator(".ls-live")
    page.get_by_role("button", name="Look", exact=True).click()
    expect(live).to_contain_text("G1: ")
    for own in (live, page.locator(".ls-spoken"), page.locator(".ls-judged")):
        expect(own).to_have_attribute("aria-live", "polite")
    unnamed = page.locator(".ls-frame button").evaluate_all(
        "all => all.filter(b => !(b.getAttribute('aria-label') || b.textContent).trim()).length"
    )
    assert unnamed == 0


def test_bad_input_shows_a_message_and_no_traceback(bench_page):
    page = bench_page()
    page.get_by_role("button", name="Read", exact=True).click()
    notice = page.locator(".ls-notice")
    expect(notice).to_contain_text("put both leads on the drawing first")
    terminal(page, "F7:96").click()
    terminal(page, "F7:96").click()
    expect(notice).to_contain_text("both leads are on F7:96")
    tab(page, "Diagnosis and report")
    page.get_by_role("button", name="Sign off …").click()
    page.get_by_role("button", name="Yes, sign off").click()
    expect(notice).to_contain_text("write a line or two in the report")
    page.get_by_role("button", name="Close this message").click()
    expect(notice).to_be_hidden()
    assert page.get_by_text("Traceback").count() == 0
    assert len(rows(page)) == 1


def test_attempt_goes_on_after_a_kernel_restart(open_cells):
    code = "import labsim\nfrom labsim.ui import Workbench\nbench = labsim.open_lab('ELE-03')"
    page = open_cells(code, "Workbench(bench)")
    probe(page, "F7:96", "T1:X2")
    before = wait_rows(page, 2)
    page.evaluate(
        "async () => await window.jupyterapp.shell.currentWidget"
        ".sessionContext.session.kernel.restart()"
    )
    wait_for_kernel(page)
    command(page, "notebook:clear-all-cell-outputs")
    expect(page.locator(".ls-frame")).to_have_count(0)
    command(page, "notebook:run-all-cells")
    wait_for_bench(page)
    assert wait_rows(page, 2) == before
    terminal(page, "S0:22").click()
    terminal(page, "T1:X2").click()
    assert wait_rows(page, 3)[:2] == before


def test_saved_notebook_shows_the_bench_as_it_was_without_running_a_cell(bench_page, course):
    page = bench_page()
    shown = probe(page, "F7:96", "T1:X2")
    before = wait_rows(page, 2)
    command(page, "docmanager:save")
    page.wait_for_function("() => !document.querySelector('.lm-TabBar-tab.jp-mod-dirty')")
    name = page.url.rpartition("/")[2]
    saved = (course / name).read_text(encoding="utf-8")
    assert "data:image/svg+xml" in saved
    shut_down(page)
    page.reload()
    expect(page.locator(".ls-frame")).to_be_visible(timeout=30_000)
    assert wait_rows(page, 2) == before
    assert display(page) == shown
    terminal(page, "F7:95").click()
    expect(page.locator(".ls-notice")).to_contain_text("Run the cell again", timeout=9_000)


def test_narrow_page_stacks_and_hides_the_cables(bench_page):
    page = bench_page(width=760)
    probe(page, "F7:96", "T1:X2")
    boxes = [page.locator(name).bounding_box() for name in (".ls-board", ".ls-meter")]
    assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    assert not page.locator(".ls-cables").is_visible()
    # WCAG 2.5.8: a target of 24 px, after all scaling.
    widths = page.locator(".ls-sheet:not([hidden]) .ls-hit").evaluate_all(
        "hits => hits.map(h => h.getBoundingClientRect().width)"
    )
    assert min(widths) >= 23.9


def test_dark_theme_is_followed(bench_page):
    page = bench_page(dark=True)
    expect(page.locator(".ls-bench")).to_have_class(re.compile("ls-dark"))
    ink, paper = page.locator(".ls-board").evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    )
    assert luminance(ink) > luminance(paper) + 0.5


def luminance(color: str) -> float:
    """Return how light an rgb(…) colour is, 0 to 1 (rough)."""
    return sum(int(n) for n in re.findall(r"\d+", color)[:3]) / 765
