"""What an instructor and an apprentice do on a hub, in their browsers."""

from __future__ import annotations

from typing import Any

from house import PASSWORD, House
from playwright.sync_api import Page, expect

from labsim.ui import browser as drive

LONG = 120_000  # ms
FIND = """const book = window.jupyterapp.shell.currentWidget.content;
    const said = (cell) => cell.model.type === "code" ? cell.model.sharedModel.getSource() : "";
    const find = (word) => book.widgets.findIndex((cell) => said(cell).includes(word));
"""
RUN = f"""async (words) => {{ {FIND}
    for (const word of words) {{
        const at = find(word);
        if (at < 0) return `no cell with ${{word}}`;
        book.activeCellIndex = at;
        book.deselectAll();
        await window.jupyterapp.commands.execute("notebook:run-cell");
        await book.scrollToItem(at);
        const told = book.widgets[at].model.outputs.toJSON();
        const bad = told.find((o) => o.output_type === "error");
        if (bad) return `${{word}}: ${{bad.ename}}: ${{bad.evalue}}`;
    }}
    return "";
}}"""
WRITE = f"""([word, text]) => {{ {FIND}
    book.widgets[find(word)].model.sharedModel.setSource(text);
}}"""


def login(chromium: Any, house: House, user: str, to: str) -> Page:
    """Log in as somebody, in a browser of their own; return the page they asked for."""
    context = chromium.new_context(base_url=house.address, viewport={"width": 1400, "height": 1200})
    page = context.new_page()
    page.set_default_timeout(LONG)
    page.goto(f"/hub/login?next=/hub/{to}")
    page.fill("#username_input", user)
    page.fill("#password_input", PASSWORD)
    page.click("#login_submit")
    return page


# the instructor -----------------------------------------------------------------------------------
def formgrader(chromium: Any, house: House, user: str) -> Page:
    """Log in and go to the course's formgrader; return what is there, allowed or not."""
    page = login(chromium, house, user, "home")
    page.wait_for_url("**/hub/home")
    page.goto("/services/maint/formgrader")
    return page


def click(page: Page, place: str, row: str, icon: str) -> None:
    """Click an icon in a row of a formgrader page; wait until it says that it went well."""
    if place not in page.url:
        page.goto(f"/services/maint/formgrader/{place}")
    line = page.locator("tr", has_text=row).first
    line.locator(f".glyphicon-{icon}").first.click()
    said = page.locator("#success-modal, #error-modal")
    said.first.wait_for()
    assert page.locator("#error-modal").count() == 0, page.locator("#error-modal").inner_text()
    said.first.get_by_role("button", name="OK").click()
    expect(said).to_have_count(0)


# the apprentice -----------------------------------------------------------------------------------
def lab(chromium: Any, house: House, user: str) -> Page:
    """Log in and wait for JupyterLab, with the list of assignments open."""
    page = login(chromium, house, user, "spawn")
    page.wait_for_selector("#jp-MainLogo")
    page.wait_for_function("window.jupyterapp")
    listing(page)
    return page


def listing(page: Page) -> None:
    """Open nbgrader's list of assignments, as new."""
    drive.command(page, "nbgrader:open-assignment-list")
    page.wait_for_selector("#nbgrader-assignment-list")
    page.locator("#refresh_assignments_list").click()


def press(page: Page, part: str, button: str) -> None:
    """Press a button of the one assignment in a part of the list."""
    row = page.locator(f"#{part}_assignments_list .list_item", has_text="ELE-03").first
    row.get_by_role("button", name=button, exact=True).click()


def open_notebook(page: Page, house: House, user: str) -> None:
    """Open the fetched notebook, wait for its kernel, open the bench and the workbench."""
    found = house.run(user, "ls ELE-03/*.ipynb").stdout.split()
    drive.command(page, "docmanager:open", {"path": found[0], "factory": "Notebook"})
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    drive.wait_for_kernel(page)
    run(page, "import labsim", "open_lab", "Workbench(bench)")
    page.locator(".ls-bench .ls-frame").first.wait_for()


def run(page: Page, *words: str) -> None:
    """Run the cells these words are in, one after the other."""
    said = page.evaluate(RUN, list(words))
    assert not said, said


def type_into(page: Page, word: str, source: str) -> None:
    """Write a cell anew."""
    page.evaluate(WRITE, [word, source])


def save(page: Page) -> None:
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
