"""Looking up, backing up and comparing on the PLC page: in graded work each is on record."""

from __future__ import annotations

import pytest

import labsim
from labsim import coaching
from labsim.ui import Workbench
from tests.ui.plcstand import send

FAULT = "A1: second coil of MD_OK added"


@pytest.fixture
def page(monkeypatch) -> Workbench:
    monkeypatch.setattr(coaching, "graded", lambda bench: True)
    bench = Workbench(labsim.lab("PLC-04").bench(FAULT))
    send(bench, "press", tag="S1")
    return send(bench, "online", tag="A1")


def done(page: Workbench) -> list[str]:
    return [e.get("point", e["do"]) for e in page.bench.attempt.of("look_up", "backup")]


def test_a_cross_reference_is_told_when_it_is_looked_up_and_leads_to_the_writer(page) -> None:
    send(page, "go", routine="SEQ1", rung=23)
    send(page, "select", n=page.about["n"] + 1)
    assert (page.about["tag"], page.about["uses"]) == ("PM1_07", [])
    send(page, "writer", tag="PM1_07")
    assert done(page) == ["A1:PM1_07"]
    assert (page.ladder["routine"], page.about["rung"], page.about["op"]) == ("PERM1", 12, "OTE")
    assert [row["rung"] for row in page.about["uses"]] == [12, 23, 2]
    send(page, "writer", tag="PM1_07")  # from the writer on to its next place, for nothing
    assert (page.ladder["routine"], done(page)) == ("SEQ1", ["A1:PM1_07"])


def test_finding_a_tag_is_a_look_up_too_and_pointing_at_it_tells_nothing(page) -> None:
    send(page, "find", text="MD_OK")
    assert done(page) == ["A1:MD_OK"]
    assert page.about["uses"]
    other = next(n for n, op in enumerate(page.drawn.elements) if str(op.args[0].root) == "MD_LUB")
    send(page, "hover", n=other)
    assert page.pointed["uses"] == []


def test_what_comparing_told_stays_on_the_page_until_the_program_is_changed(page) -> None:
    send(page, "backup")
    assert done(page) == ["backup"]
    send(page, "compare")
    assert "OUTF rung 10" in page.plc["note"]
    send(page, "read_bits", rung=0)
    assert "OUTF rung 10" in page.plc["note"]
    send(page, "download")
    assert page.plc["note"] == "Program on file; bits as they were read."


def test_in_practice_the_cross_reference_costs_nothing(monkeypatch) -> None:
    monkeypatch.setattr(coaching, "graded", lambda bench: False)
    page = send(Workbench(labsim.lab("PLC-04").bench(FAULT)), "online", tag="A1")
    send(page, "go", routine="PERM1", rung=12)
    assert page.about["uses"]
    send(page, "writer", tag="PM1_7B")
    assert (page.ladder["routine"], page.about["rung"]) == ("PERM1", 10)
    assert done(page) == []


def test_without_a_backup_in_the_case_there_is_nothing_to_compare_with() -> None:
    page = send(Workbench(labsim.lab("PLC-01").bench()), "online", tag="A1")
    assert not page.plc["keeps"]
    send(page, "compare")
    assert "no program backup" in page.notice["text"]
