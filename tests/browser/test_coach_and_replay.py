"""Coach panel and replay in JupyterLab: a practice lab by mouse, the replay by keyboard alone."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.hands import probe, rows, tab, terminal, wait_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PRACTICE = (
    "import labsim\nfrom labsim.ui import Workbench\n"
    "bench = labsim.open_lab('ELE-02', practice=True)\nWorkbench(bench)"
)
OWN = PRACTICE.replace(", practice=True", "")


def left(page):
    """Return how many suspects the coach still has, as the panel says it."""
    expect(page.locator(".ls-left")).to_contain_text("suspects left")
    return int(page.locator(".ls-left").inner_text().split()[0])


def test_practice_with_the_coach_from_first_reading_to_replay(open_cells):
    page = open_cells(PRACTICE)
    tab(page, "Coach")
    before = left(page)
    probe(page, "E7:1", "G1:-")
    expect(page.locator(".ls-left")).not_to_contain_text(f"{before} of")
    assert left(page) < before
    bars = page.locator(".ls-bars li")
    shares = bars.locator(".ls-bar-value").all_inner_texts()
    assert shares[-2:] == ["–", shares[-1]]  # the string is dark or dim: it is not healthy

    # The price stands on the button before it is pressed; the second step waits for the first.
    first = page.get_by_role("button", name="Hint 1, Where to think: ask for 2 points")
    second = page.get_by_role("button", name="Hint 2, Which kind of check: ask for 3 points")
    expect(second).to_be_disabled()
    first.click()
    expect(page.locator(".ls-hint").nth(0)).to_contain_text("still possible lies at")
    expect(first).to_be_hidden()
    second.click()
    expect(page.locator(".ls-hint").nth(1)).to_contain_text("The multimeter on V")
    expect(page.locator(".ls-ladder")).to_contain_text("Taken so far: 5 points")
    assert rows(page)[-1].startswith("Hint 2, 3 points")

    page.locator(".ls-questions").get_by_label("Suspect").select_option("G1")
    page.get_by_role("button", name="What excluded it?").click()
    expect(page.locator(".ls-answer")).to_contain_text("G1")
    page.get_by_role("button", name="What did it tell?").click()
    expect(page.locator(".ls-answer")).to_contain_text("told after sign-off")

    # Own list: strike out by keyboard, note, and be judged.
    page.locator(".ls-suspect", has_text="E12").locator("input").focus()
    page.keyboard.press(" ")
    expect(page.locator(".ls-own .ls-state").last).to_have_text("12 of 13 parts")
    page.get_by_role("button", name="Note the list").click()
    expect(page.locator(".ls-judged")).to_contain_text("List of line")
    assert rows(page)[-1].startswith("Suspects noted: ")

    tab(page, "Diagnosis and report")
    page.get_by_role("button", name="Note the diagnosis").click()
    page.get_by_label("What you write on the order").fill("Practice: I have seen the coach work.")
    page.get_by_role("button", name="Sign off …").click()
    page.get_by_role("button", name="Yes, sign off").click()
    expect(page.get_by_text("The fault was")).to_be_visible()
    page.get_by_role("button", name="Replay: your way beside the coach's").click()
    scrub_by_keyboard(page)
    expect(page.locator(".ls-said-now").first).to_have_text(re.compile("E7:1 → G1:-"))


def scrub_by_keyboard(page):
    """Go through the replay with the keys alone; what is shown follows, and is said."""
    slider = page.get_by_role("slider", name="Step")
    expect(slider).to_be_focused()
    keys, where = page.keyboard, page.locator(".ls-where")
    most = int(slider.get_attribute("max"))
    expect(where).to_have_text(f"Step 1 of {most}")
    keys.press("ArrowRight")
    expect(where).to_have_text(f"Step 2 of {most}")
    assert re.match(r"step 2 of \d+\. You: .* suspects, .* bits unknown, .* minutes, .* euros\. "
                    r"The coach", slider.get_attribute("aria-valuetext"))  # fmt: skip
    coach = page.locator(".ls-walk[data-who=coach]")
    bits = float(coach.locator(".ls-facts b").last.inner_text())
    keys.press("End")
    expect(where).to_have_text(f"Step {most} of {most}")
    assert float(coach.locator(".ls-facts b").last.inner_text()) <= bits
    keys.press("Home")
    keys.press("ArrowRight")
    expect(where).to_have_text(f"Step 2 of {most}")


def test_graded_work_shows_no_bars_no_hints_and_no_replay(open_cells):
    page = open_cells(OWN)
    expect(page.get_by_role("tab", name="Coach")).to_have_count(0)
    tab(page, "Suspects")
    page.get_by_role("button", name="None", exact=True).click()
    page.locator(".ls-suspect", has_text="E3").click()
    page.get_by_role("button", name="Note the list").click()
    expect(page.locator(".ls-judged")).to_have_text("Line 1: 1 noted.")
    for name in (".ls-bars", ".ls-hint", ".ls-questions"):
        expect(page.locator(f".ls-coach {name}")).to_have_count(0)
    tab(page, "Diagnosis and report")
    page.get_by_label("What you write on the order").fill("I looked at it and went home again.")
    page.get_by_role("button", name="Sign off …").click()
    page.get_by_role("button", name="Yes, sign off").click()
    expect(page.get_by_role("heading", name="✓ Signed off")).to_be_visible()
    expect(page.get_by_role("button", name="Replay")).to_have_count(0)


def test_the_coach_answers_after_the_reading_never_before(bench_page):
    page = bench_page()
    tab(page, "Coach")
    left(page)
    page.evaluate(
        """() => { window.order = [];
        const watch = (name, node) => new MutationObserver(() => window.order.push(name))
            .observe(node, { childList: true, subtree: true, characterData: true });
        watch('meter', document.querySelector('.ls-digits'));
        watch('coach', document.querySelector('.ls-left')); }"""
    )
    terminal(page, "S0:21").click()
    start = time.perf_counter()
    terminal(page, "S0:22").click()
    page.wait_for_function("() => window.order.includes('meter')")
    taken = time.perf_counter() - start
    page.wait_for_function("() => window.order.includes('coach')")
    order = page.evaluate("() => window.order")
    assert order.index("meter") < order.index("coach")
    assert taken < 1.0, "generous: the machine is shared; the benchmark measures it"


def test_the_panel_is_shut_so_the_coach_does_not_think(bench_page):
    page = bench_page()
    probe(page, "S0:21", "S0:22")
    page.wait_for_timeout(400)
    assert page.locator(".ls-bars li").count() == 0
    tab(page, "Coach")
    assert left(page) > 0


def test_replay_widget_is_readable_by_screen_reader_and_narrow(open_cells):
    page = open_cells(
        "import labsim\nfrom labsim.ui import Replay\n"
        "bench = labsim.lab('ELE-02').bench('E9: lamp burnt out')\n"
        "bench.look('E1'); bench.measure('V', 'E7:1', 'G1:-')\nReplay(bench)",
        width=700,
    )
    tree = page.locator(".ls-replay").aria_snapshot()
    assert re.search(r'slider "Step"', tree)
    assert 'region "You"' in tree and 'region "The coach"' in tree
    assert 'list "You: what was possible"' in tree
    assert re.search(r'img "Still unknown, You: from .* bits', tree)
    boxes = [page.locator(".ls-walk").nth(n).bounding_box() for n in (0, 1)]
    assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    page.get_by_role("button", name="Step on").click()
    expect(page.locator(".ls-where")).to_contain_text("Step 2 of")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".ls-replay-page table").first).to_be_visible()
    expect(page.locator(".ls-scrubber")).to_be_hidden()
    page.emulate_media(media="screen")


def test_a_hint_stays_shown_when_another_tab_was_in_front(bench_page):
    page = bench_page()
    tab(page, "Coach")
    left(page)
    page.get_by_role("button", name="Hint 1").click()
    expect(page.locator(".ls-hint").nth(0)).to_have_class(re.compile("ls-said"))
    tab(page, "Journal")
    wait_rows(page, 2)
    tab(page, "Coach")
    expect(page.locator(".ls-hint").nth(0)).to_have_class(re.compile("ls-said"))
