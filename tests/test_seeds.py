"""Seeds: the same for the same student, lab and attempt; the master key gives the ticket's."""

from __future__ import annotations

import getpass
import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.course import draw
from labsim.seeds import TICKET_FILE, derive, read_ticket, student_id, ticket_of

TICKET = ticket_of("master", "mechatronics", "ELE-02")


def test_the_same_gives_the_same() -> None:
    assert derive(TICKET, "ELE-02", "anna", 1) == derive(TICKET, "ELE-02", "anna", 1)
    # Written down once: a change here would give every apprentice another fault.
    assert ticket_of("master", "mechatronics", "ELE-02")[:12] == "c2b1d38965df"
    assert derive(TICKET, "ELE-02", "anna", 1).commitment == "a858eba5e173b3ba"


def test_another_ticket_lab_student_or_attempt_gives_another_seed() -> None:
    seeds = [
        derive(TICKET, "ELE-02", "anna", 1),
        derive(TICKET, "ELE-02", "anna", 2),
        derive(TICKET, "ELE-02", "bert", 1),
        derive(TICKET, "ELE-03", "anna", 1),
        derive(ticket_of("master", "mechatronics", "ELE-03"), "ELE-02", "anna", 1),
        derive(ticket_of("master", "night school", "ELE-02"), "ELE-02", "anna", 1),
        derive(ticket_of("other", "mechatronics", "ELE-02"), "ELE-02", "anna", 1),
    ]
    for one, two in combinations(seeds, 2):
        assert one.fault != two.fault
        assert one.instruments != two.instruments
        assert one.commitment != two.commitment


def test_names_and_labs_cannot_be_shifted_into_each_other() -> None:
    assert derive(TICKET, "ELE-02", "anna", 12) != derive(TICKET, "ELE-02", "anna|1", 2)


def test_fault_and_instruments_are_drawn_apart() -> None:
    seeds = [derive(TICKET, "ELE-02", f"student {n}") for n in range(200)]
    assert all(seed.fault != seed.instruments for seed in seeds)
    assert len({seed.fault for seed in seeds}) == 200


def test_the_commitment_does_not_tell_the_fault() -> None:
    seed = derive(TICKET, "ELE-02", "anna")
    assert str(seed.fault) not in seed.commitment
    assert len(seed.commitment) == 16


def test_faults_are_drawn_by_their_rates() -> None:
    # Of n draws a fault of share p comes n·p times, give or take √(n·p): 5 of these are chance.
    lab, n = labsim.lab("ELE-02"), 4000
    hidden = [fault for fault in lab.family if fault.id != lab.scenario.guided]
    count = Counter(draw(lab, derive(TICKET, lab.id, f"s{k}").fault).id for k in range(n))
    total = sum(fault.rate for fault in hidden)
    for fault in hidden:
        expected = n * fault.rate / total
        assert abs(count[fault.id] - expected) < 5 * expected**0.5, fault.id
    assert set(count) <= {fault.id for fault in hidden}, "the guided fault is told already"


def test_every_number_draws_some_fault() -> None:
    lab = labsim.lab("ELE-02")
    for number in (0, 1, 1_000_002, 1_000_003, 2**48 - 1):
        assert draw(lab, number) in lab.family


def test_the_master_key_gives_what_the_released_ticket_gives(tmp_path: Path) -> None:
    (tmp_path / TICKET_FILE).write_text(json.dumps({"ELE-02": TICKET, "ELE-03": "x"}))
    assert read_ticket(tmp_path, "ELE-02") == TICKET
    mine = derive(read_ticket(tmp_path, "ELE-02"), "ELE-02", "anna", 1)
    assert mine == derive(ticket_of("master", "mechatronics", "ELE-02"), "ELE-02", "anna", 1)


def test_without_a_ticket_it_is_self_study(tmp_path: Path) -> None:
    assert read_ticket(tmp_path, "ELE-02") == read_ticket(tmp_path / "elsewhere", "ELE-02")
    assert read_ticket(tmp_path, "ELE-02") != read_ticket(tmp_path, "ELE-03")


@pytest.mark.parametrize("content", ["{", "[]", '"text"', "{}", '{"ELE-03": "x"}', "\x00"])
def test_a_broken_ticket_is_no_self_study(tmp_path: Path, content: str) -> None:
    (tmp_path / TICKET_FILE).write_text(content)
    with pytest.raises(LabsimError, match="holds no ticket for ELE-02: fetch the lab again"):
        read_ticket(tmp_path, "ELE-02")


def test_the_student_is_named_by_the_grader_the_hub_or_the_login(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LABSIM_STUDENT", "anna")
    monkeypatch.setenv("JUPYTERHUB_USER", "bert")
    assert student_id() == "anna"
    monkeypatch.delenv("LABSIM_STUDENT")
    assert student_id() == "bert"
    monkeypatch.setenv("JUPYTERHUB_USER", "")
    assert student_id() == getpass.getuser()


def test_a_system_without_a_login_name_has_a_student_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nobody() -> str:
        raise KeyError("no such user")

    for name in ("LABSIM_STUDENT", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(getpass, "getuser", nobody)
    assert student_id() == "student"
