"""Moving parts in JupyterLab: groups of a drawing go where Python says; it is not drawn again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SVG = (
    "<svg viewBox='0 0 300 200'><g data-part='C1' data-move='travel' data-dx='100' data-dy='0' "
    "data-start='0'><rect x='10' y='10' width='20' height='20'/></g><g data-part='V1' "
    "data-move='shift' data-dx='30' data-zero='0' data-start='0'><rect x='10' y='60' width='20' "
    "height='20'/></g><g data-part='P9' data-move='needle' data-turn='270' data-cx='50' "
    "data-cy='150' data-start='0'><path d='M50,150v20'/></g></svg>"
)
CELL = f"""import labsim
from labsim.ui import Workbench
bench = Workbench(labsim.lab("ELE-03").bench())
sheet = dict(bench.sheets[0], svg="{SVG}", alt="Press.", width=300, height=200, spots=[])
bench.sheets = [sheet]
bench"""
MOVE = """bench.motion = {{"seconds": {seconds}, "words": {{"C1": "50% out"}}, "parts": {{
    "C1": {{"travel": [0.0, 0.25, 0.5]}}, "V1": {{"shift": [1.0]}}, "P9": {{"needle": [0.4]}}}}}}"""


def places(page):
    """Return where the three groups stand."""
    return page.locator("[data-move]").evaluate_all(
        "all => all.map(g => g.getAttribute('transform'))"
    )


def run(page, code: str) -> None:
    """Run code in the kernel of the notebook, as another cell would."""
    page.evaluate(
        """async (code) => { const kernel = window.jupyterapp.shell.currentWidget
        .sessionContext.session.kernel; await kernel.requestExecute({ code }).done; }""",
        code,
    )


def test_parts_move_to_where_the_figures_say_and_the_drawing_stays(open_cells):
    page = open_cells(CELL)
    assert places(page) == ["translate(0.00,0.00)", "translate(0.00,0.00)", "rotate(0.00,50,150)"]
    page.locator(".ls-paper svg").first.evaluate("svg => { svg.dataset.same = 'yes'; }")
    page.evaluate(
        """() => { window.seen = []; const g = document.querySelector('[data-part=C1]');
        new MutationObserver(() => window.seen.push(g.getAttribute('transform')))
          .observe(g, { attributes: true }); }"""
    )
    run(page, MOVE.format(seconds=4.0))
    rod = page.locator("[data-part=C1]")
    expect(rod).to_have_attribute("transform", "translate(50.00,0.00)")
    assert places(page)[1:] == ["translate(30.00,0.00)", "rotate(108.00,50,150)"]
    assert len(page.evaluate("window.seen")) > 3, "it went there step by step"
    assert page.locator(".ls-paper svg").first.get_attribute("data-same") == "yes"
    expect(page.get_by_role("img", name=re.compile(r"^Press\. Now: C1 50% out\.$"))).to_be_visible()


def test_who_wants_no_motion_sees_the_end_at_once(open_cells):
    page = open_cells(CELL)
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(
        """() => { window.seen = []; const g = document.querySelector('[data-part=C1]');
        new MutationObserver(() => window.seen.push(g.getAttribute('transform')))
          .observe(g, { attributes: true }); }"""
    )
    run(page, MOVE.format(seconds=4.0))
    expect(page.locator("[data-part=C1]")).to_have_attribute("transform", "translate(50.00,0.00)")
    assert page.evaluate("window.seen") == ["translate(50.00,0.00)"]
