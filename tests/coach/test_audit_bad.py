"""What is wrong with a scenario is said in plain words, and the command ends with status 1."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from grading.leaks import leaks
from labsim import cli
from labsim.coach.audit import SEEDS, Report, audit
from labsim.coach.audit.battery import Mean
from labsim.coach.audit.fairness import fair
from labsim.coach.audit.ladder import wrongs
from labsim.course import Lab
from labsim.scenario import FOLDER, load

HEAD = """
title     = "Lamps out over bay 4"
machine   = "LampString"
complaint = {complaint}
faults    = {faults}
skills    = ["SM02"]
[symptom]
do   = []
look = "E1"
"""


def write(folder: Path, faults: list[str], complaint: str = "The string is dark.") -> Path:
    path = folder / "BAD-01.toml"
    quoted = {"faults": json.dumps(faults), "complaint": json.dumps(complaint)}
    path.write_text(HEAD.format(**quoted), "utf-8")
    return path


def failed(path: Path) -> str:
    (report,) = audit([Lab(load(path))], sample=2, seeds=4)
    return "\n".join(report.failed)


def unfair(path: Path) -> str:
    """Return what is unfair about a lab, with every fault worked and without the other bots."""
    report = Report("BAD-02")
    fair(Lab(load(path)), report, SEEDS, every=True)
    return "\n".join(report.failed)


def leaking(path: Path) -> str:
    report = Report("BAD-01")
    leaks(Lab(load(path)), report)
    return "\n".join(report.failed)


def test_faults_that_read_alike_in_every_check_are_no_lab(tmp_path: Path) -> None:
    """The string has one way for the current: both ends of one wire read alike everywhere."""
    told = failed(write(tmp_path, ["E3: terminal 2 open", "E4: terminal 1 open"]))
    assert "all 2 faults that may be drawn read alike in every check" in told
    assert "bot" not in told, "no bot is sent into a lab that nobody can solve"


def test_one_fault_is_no_lab(tmp_path: Path) -> None:
    assert "only one fault can be drawn" in failed(write(tmp_path, ["E3: lamp burnt out"]))


def test_a_fault_that_does_not_show_the_complaint_is_named(tmp_path: Path) -> None:
    """An earth on the minus end carries nothing: 24 V over twelve lamps as ever."""
    told = failed(write(tmp_path, ["E3: lamp burnt out", "E12: terminal 2 earthed"]))
    assert "the machine works as if sound with E12: terminal 2 earthed" in told


def test_a_complaint_that_names_the_fault_is_a_leak(tmp_path: Path) -> None:
    faults = [f"E{n}: lamp burnt out" for n in range(1, 13)]
    told = leaking(write(tmp_path, faults, "String dark. Somebody said: E3, lamp burnt out."))
    assert "the work order names E3: lamp burnt out, which may be the hidden one" in told


def test_a_workbench_that_is_sent_the_fault_is_a_leak(tmp_path: Path, monkeypatch) -> None:
    from labsim.ui import shown

    honest = shown.tally
    monkeypatch.setattr(shown, "tally", lambda b: {**honest(b), "why": b._hidden.id})
    told = leaking(write(tmp_path, [f"E{n}: lamp burnt out" for n in range(1, 13)]))
    assert "workbench of an apprentice names the hidden fault" in told
    assert "the browser is sent other things with" in told


def test_a_hint_of_the_fault_in_other_words_is_a_leak_too(tmp_path: Path, monkeypatch) -> None:
    from labsim.ui import shown

    honest = shown.tally
    monkeypatch.setattr(shown, "tally", lambda b: {**honest(b), "code": hash(b._hidden.id)})
    told = leaking(write(tmp_path, [f"E{n}: lamp burnt out" for n in range(1, 13)]))
    assert "the browser is sent other things with" in told


@pytest.mark.slow
def test_what_the_audit_says_not_to_draw_makes_a_lab_fair(tmp_path: Path) -> None:
    """Lamps behind covers cost 3 min each to look at: beyond a quarter more than the rest."""
    text = (FOLDER / "electrical" / "ELE-02.toml").read_text("utf-8")
    path = tmp_path / "BAD-02.toml"
    path.write_text(re.sub(r"band .*\n", "", text), "utf-8")
    told = unfair(path)
    advice = re.search(r"Write into the scenario: (not_drawn = \[.*?\])", told)
    assert advice and "E5: lamp burnt out" in advice[1]
    path.write_text(f"{advice[1]}\n{path.read_text('utf-8')}", "utf-8")
    assert "difficulty" not in unfair(path)


def test_the_command_ends_with_status_1_and_prints_json_of_what_fails(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    path = write(tmp_path, ["E3: terminal 2 open", "E4: terminal 1 open"])
    page = tmp_path / "audit.html"
    words = ["labsim", "audit", str(path), "--json", "--html", str(page), "--seeds", "4"]
    monkeypatch.setattr("sys.argv", words)
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert not row["passed"]
    assert [f["what"] for f in row["findings"] if not f["holds"]] == ["told apart"]
    text = page.read_text("utf-8")
    assert "does not pass" in text
    assert "http" not in text.replace("http-equiv", "")


def test_a_lab_that_breaks_does_not_hide_the_others(tmp_path: Path) -> None:
    class Broken:
        id, title, kind, family = "BAD-02", "Broken", "diagnosis", ()

        @property
        def checks(self):
            raise ZeroDivisionError("no instruments")

    good = write(tmp_path, ["E3: terminal 2 open", "E4: terminal 1 open"])
    reports = audit([Broken(), Lab(load(good))], sample=2, seeds=4)
    assert [r.lab for r in reports] == ["BAD-02", "BAD-01"]
    assert reports[0].failed == ["sound: ZeroDivisionError: no instruments"]


def test_a_sample_leaves_doubt_and_all_faults_leave_none() -> None:
    assert Mean.of([60.0, 80.0], 2).doubt == 0
    assert Mean.of([60.0, 80.0], 50).doubt > 15
    assert Report("X").passed


def test_hints_that_are_no_ladder_are_told() -> None:
    fault = Lab(load(FOLDER / "electrical" / "ELE-02.toml")).family[0]
    check = SimpleNamespace(function="V", ports=("E3:1", "G1:-"))
    good = ["Between E1 and E7.", "Multimeter on V.", "V from E3:1 to G1:-."]
    assert wrongs(fault, check, good) == []
    assert wrongs(fault, check, good[::-1]) == [
        "the first hint names a terminal of the check",
        "the last hint does not name the check",
    ]
    assert wrongs(fault, check, [good[0], fault.id, good[2]]) == ["a hint names the hidden fault"]
    assert "a step says nothing of its own" in wrongs(fault, check, ["", "", good[2]])
