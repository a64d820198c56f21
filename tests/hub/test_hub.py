"""A hub with real users: released, worked on the measurement service, marked, handed back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import DEEP

pytest.importorskip("playwright", reason="playwright is not installed")

import sys

import visitors
from house import House, house, obstacle
from playwright.sync_api import expect

from labsim.core.errors import LabsimError
from labsim.ui import browser as drive

sys.path.append(str(Path(__file__).parents[1] / "browser"))
from hands import probe, wait_rows

pytestmark = [
    pytest.mark.browser, pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(900),
]  # fmt: skip
APPRENTICES = ("ann", "ben", "cyd") if DEEP else ("ann",)
LOG = "/srv/labsim/service/state/attempts/maint/ELE-03/{}.1.jsonl"
EXPOSED = "c = get_config(); c.LabApp.expose_app_in_browser = True"


@pytest.fixture(scope="module")
def hub() -> Iterator[House]:
    """Run a hub with an instructor and three apprentices."""
    if why := obstacle():
        pytest.skip(why)
    with house() as found:
        for user in APPRENTICES:
            made = f"mkdir -p .jupyter && echo '{EXPOSED}' > .jupyter/jupyter_lab_config.py"
            assert not found.run(user, made).returncode
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    expect.set_options(timeout=visitors.LONG)
    try:
        with drive.browser() as found:
            yield found
    except LabsimError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def term(hub: House, chromium: Any) -> dict[str, Any]:
    """Go through the whole round once; return what each saw."""
    told: dict[str, Any] = {}
    desk = visitors.formgrader(chromium, hub, "inst")
    for icon in ("education", "cloud-upload"):
        visitors.click(desk, "manage_assignments", "ELE-03", icon)
    for user in APPRENTICES:
        told[user] = apprentice(chromium, hub, user)
    visitors.click(desk, "manage_assignments", "ELE-03", "cloud-download")
    for user in APPRENTICES:
        visitors.click(desk, "manage_submissions/ELE-03", user, "flash")
    for icon in ("comment", "envelope"):
        visitors.click(desk, "manage_assignments", "ELE-03", icon)
    told["marks"] = hub.run("inst", MARKS).stdout
    for user in APPRENTICES:
        page = told[user]["page"]
        visitors.listing(page)
        visitors.press(page, "submitted", "Fetch Feedback")
        page.wait_for_selector("#submitted_assignments_list >> text=view feedback")
        page.context.close()
    return told


MARKS = """cd /srv/labsim/courses/maint && python - <<'END'
import json, sqlite3
book = sqlite3.connect("gradebook.db")
rows = book.execute('''select a.student_id, b.name, g.auto_score, g.needs_manual_grade
    from grade g join submitted_notebook n on g.notebook_id = n.id
    join submitted_assignment a on n.assignment_id = a.id join base_cell b on g.cell_id = b.id''')
print(json.dumps([list(row) for row in rows]))
END"""


def apprentice(chromium: Any, hub: House, user: str) -> dict[str, Any]:
    """Fetch, open, measure at the workbench and in code, sign off, hand in."""
    page = visitors.lab(chromium, hub, user)
    visitors.press(page, "released", "Fetch")
    page.wait_for_selector("#fetched_assignments_list .list_item >> text=ELE-03")
    visitors.open_notebook(page, hub, user)
    told = {"page": page, "standing": page.locator(".ls-standing").inner_text()}
    told["read"] = probe(page, "K1:A1", "K1:A2")
    told["rows"] = wait_rows(page, 2)
    text = "Measured at the coil."
    visitors.type_into(page, "bench.sign_off", f'bench.look("K1"); bench.sign_off("{text}")')
    visitors.run(page, "bench.sign_off", "form.record")
    visitors.save(page)
    visitors.listing(page)
    visitors.press(page, "fetched", "Submit")
    page.wait_for_selector("#submitted_assignments_list .list_item >> text=ELE-03")
    return told


def test_the_whole_round_goes_through_the_service(hub: House, term: dict[str, Any]) -> None:
    for user in APPRENTICES:
        assert term[user]["standing"] == "sealed"
        rows = hub.run("root", f"cat {LOG.format(user)}").stdout.splitlines()
        events = [json.loads(row)["event"] for row in rows]
        assert [e["do"] for e in events] == ["open", "measure", "look", "sign_off"]
        assert events[0]["student"] == user
        assert events[1]["text"].split()[0] in term[user]["read"]


def test_marks_come_from_the_services_log(hub: House, term: dict[str, Any]) -> None:
    marks = {(s, cell): (score, look) for s, cell, score, look in json.loads(term["marks"])}
    for user in APPRENTICES:
        score, look = marks[user, "ele-03-bench"]
        assert score is not None
        assert not look
        listed = hub.run("root", f"ls /srv/labsim/courses/maint/records/ELE-03/{user}.1.jsonl")
        assert not listed.returncode
        assert "feedback" in hub.run(user, "find ELE-03 -name '*.html'").stdout


def test_an_apprentice_does_not_get_into_the_formgrader(
    hub: House, chromium: Any, term: dict[str, Any]
) -> None:
    page = visitors.formgrader(chromium, hub, "ann")
    assert "403" in page.content()
    assert "Manage Assignments" not in page.content()
    page.context.close()


CLOSED = (
    "~ann/ELE-03", "~inst/.config/labsim/keys/maint.key", "/srv/labsim/courses/maint/source",
    "/srv/labsim/courses/maint/gradebook.db", "/srv/labsim/service/key", LOG.format("ann"),
    "/srv/labsim/service/state", "/srv/labsim/hub/jupyterhub.sqlite",
)  # fmt: skip


def test_ben_reads_nothing_that_is_not_his(hub: House, term: dict[str, Any]) -> None:
    for path in CLOSED:
        there = hub.run("root", f"ls -d {path}")
        assert not there.returncode, there.stderr
        done = hub.run("ben", f"cat {path} || ls {path}")
        assert done.returncode, path
        assert not done.stdout
        assert "Permission denied" in done.stderr
    inbound = hub.run("ben", "ls /srv/labsim/exchange/maint/inbound")
    assert "Permission denied" in inbound.stderr


def test_ben_cannot_put_an_exchange_of_his_own_in_the_place_of_the_courses(hub: House) -> None:
    """Whoever has that gives out notebooks, which run as whoever fetches them."""
    place = "/srv/labsim/exchange"
    for line in (f"mv {place}/maint {place}/old", f"mkdir {place}/maint/outbound/EVIL",
                 f"rm -r {place}/maint/outbound", f"mv {place} {place}-old"):  # fmt: skip
        assert hub.run("ben", line).returncode, line
    assert hub.run("ben", f"test -O {place}/maint").returncode


OWN = """export LABSIM_SERVICE=/srv/labsim/run/bench.sock
LABSIM_STUDENT=ann JUPYTERHUB_USER=ann python -c '
import labsim; bench = labsim.open_lab("ELE-03"); print(bench.attempt.header["student"], bench)'"""


def test_ben_is_ben_at_the_bench_whoever_he_says_he_is(hub: House) -> None:
    assert hub.run("ben", OWN).stdout.startswith("ben <Bench ELE-03")


def test_the_release_carries_no_ticket_of_a_sealed_lab(hub: House, term: dict[str, Any]) -> None:
    ticket = hub.run("ann", "cat ELE-03/labsim-ticket.json").stdout
    assert json.loads(ticket) == {"ELE-03": "sealed"}


def test_setting_up_again_changes_nothing(hub: House) -> None:
    command = f"python {Path(__file__).parents[2]}/deploy/jupyterhub/hub.py setup {hub.file}"
    before = hub.run("root", "cat /etc/passwd /srv/labsim/service/key").stdout
    again = hub.run("root", command)
    assert not again.returncode, again.stderr
    lines = again.stdout.splitlines()
    assert not [each for each in lines if "made" in each.split(":")[-1]]
    assert sum("there already, not touched" in each for each in lines) == 5
    assert hub.run("root", "cat /etc/passwd /srv/labsim/service/key").stdout == before
