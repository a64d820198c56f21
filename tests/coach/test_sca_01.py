"""SCA-01: what is shown by readings counts, orders are simulated, the list is measured by F1."""

from __future__ import annotations

import pytest

import labsim
from labsim.bench import Bench
from labsim.coach import score
from labsim.coach.tasks import sca_01
from labsim.coach.tasks.sca_01_belief import cases, first_alarms
from labsim.core.errors import LabsimError
from labsim.course import own_bench, replay
from labsim.scada.points import ALARMS, FIGURES
from labsim.scada.running import BEGIN
from labsim.scada.trends import trend
from labsim.seeds import derive
from labsim.teaching import alarmline, alarms

LAB = labsim.lab("SCA-01")
STRAINER, SHEARED, HOSE = "Z21: basket blocked", "P21: coupling sheared", "W51: burst at the filler"


def claimed(fault: str, *looks: str, claim: str = "") -> Bench:
    bench = LAB.bench(fault)
    for tag in looks:
        bench.measure("trend", tag) if ":" in tag else bench.look(tag)
    return bench.diagnose(*(claim or fault).split(": ", 1))


def part(bench: Bench, fault: str, name: str = "initiating") -> float:
    return score(LAB, bench.attempt, fault).parts[name]


def test_marks_are_those_of_the_curriculum_without_the_order_of_events_and_the_log() -> None:
    assert list(sca_01.MARKS.values()) == pytest.approx([35 / 0.8, 25 / 0.8, 20 / 0.8])


@pytest.mark.parametrize("fault", [STRAINER, "B11: reads too low"])
def test_simulated_apprentices_score_in_their_bands(fault: str) -> None:
    """The other events go through the audit."""
    for name, (bot, low, high) in sca_01.BOTS.items():
        bench = LAB.bench(fault)
        bot(LAB, None, bench, 0)
        total = score(LAB, bench.attempt, fault).total
        assert low - 5 <= total <= high + 5, (name, total)


def test_a_right_name_is_worth_what_the_readings_leave_of_others() -> None:
    """The alarms leave pump, strainer, valve and fuse; suction low leaves the strainer alone."""
    full = sca_01.MARKS["initiating"]
    assert part(claimed(STRAINER), STRAINER) < 0.5 * full
    assert part(claimed(STRAINER, "A1:PT302"), STRAINER) < 0.5 * full, "steam tells nothing of it"
    assert part(claimed(STRAINER, "A1:PT200"), STRAINER) == pytest.approx(full, abs=0.01)
    assert part(claimed(STRAINER, "Z21"), STRAINER) == pytest.approx(full, abs=0.01)


def test_a_wrong_name_is_worth_nothing_and_is_told_why() -> None:
    bench = claimed(STRAINER, "A1:PT200", claim=SHEARED)
    assert part(bench, STRAINER) == 0
    notes = score(LAB, bench.attempt, STRAINER).notes
    assert any("readings on record speak against it" in note for note in notes)


def test_a_name_that_comes_late_is_worth_less() -> None:
    late = LAB.bench(STRAINER)
    late.look("Z21")
    late.wait(40 * 60).diagnose("Z21", "basket blocked")
    full = sca_01.MARKS["initiating"]
    assert 0.6 * full <= part(late, STRAINER) < 0.75 * full  # 18 minutes over: 64 %


def test_every_event_can_be_shown_by_looks_or_by_trends_alone() -> None:
    known = cases(LAB)
    for n, name in enumerate(known.ids):
        left = known.by_journal(known.runs[n])
        assert left[n], name
        for tag in FIGURES:
            seen = trend(known.runs[n], tag)
            left = left & [trend(r, tag).like(seen) for r in known.on_day_of(known.runs[n])]
        assert left.sum() == 1, name


def test_the_loudest_is_not_the_first_where_the_line_is_stamped_early() -> None:
    journal = cases(LAB).run(SHEARED).journal
    listed = next(e.tag for e in journal.listed if e.at > 0 and e.what == "ALM")
    assert listed == "FAL515", "seen at the far end, stamped 5 or 12 s early"
    assert "FAL202" in first_alarms(journal)


# orders ------------------------------------------------------------------
def test_nothing_ordered_is_no_response_and_neither_is_one_not_signed_off() -> None:
    idle = LAB.bench(STRAINER)
    idle.look("Z21")
    idle.sign_off("Looked at it.")
    open_yet = LAB.bench(STRAINER).operate("S61", "hold")
    for bench in (idle, open_yet):
        assert part(bench, STRAINER, "response") == 0


def test_orders_are_taken_as_they_stand_at_the_end() -> None:
    bench = LAB.bench(STRAINER).operate("S61", "hold").operate("S61", "runs").operate("S12", "on")
    assert sca_01.orders_of(bench.attempt) == {"G12_Hand": True}


def test_orders_that_hurt_cap_the_lab() -> None:
    bench = claimed(HOSE, "W51").operate("S12", "on")
    bench.file("A9", "\n".join(cases(LAB).run(HOSE).journal.nuisance(BEGIN, 0.0)))
    bench.sign_off("More air ordered.")
    found = score(LAB, bench.attempt, HOSE)
    assert found.capped
    assert found.total == 40
    assert sum(found.parts.values()) > 40


# the list ------------------------------------------------------------------
def test_f1_counts_what_is_missing_and_what_is_too_much() -> None:
    """Two of four, two too many: precision 1/2, recall 1/2."""
    right = {"MAH114", "BA553", "LAL701", "XA12"}
    assert sca_01.f1({"MAH114", "BA553", "PAL111", "XA51"}, right) == pytest.approx(0.5)
    assert sca_01.f1(set(), right) == 0
    assert sca_01.f1(right, right) == 1


def test_a_list_is_read_whatever_stands_between_and_unknown_words_do_not_count() -> None:
    bench = LAB.bench(STRAINER).file("A9", "mah114, BA553; and LAL701 (tank)\nXX999 A9")
    assert sca_01.listed(bench.attempt) == {"MAH114", "BA553", "LAL701"}
    everything = LAB.bench(STRAINER).file(
        "A9", " ".join(a.tag for found in ALARMS.values() for a in found)
    )
    assert part(everything, STRAINER, "nuisance") < 0.2 * sca_01.MARKS["nuisance"]


# the record ------------------------------------------------------------------
def test_a_record_comes_out_again_on_a_fresh_bench() -> None:
    seed = derive("ticket", "SCA-01", "ada", 1)
    bench = own_bench(LAB, seed, None)
    bench.attempt.stamp(lab="SCA-01", student="ada", attempt=1, seed=seed.commitment,
                        edition=LAB.edition)  # fmt: skip
    sca_01.BOTS["expert"][0](LAB, None, bench, 0)
    again, wrong = replay(LAB, bench.attempt, seed)
    assert wrong == []
    assert score(LAB, again, bench._hidden.id).total == 100


# what the notebook shows ------------------------------------------------------------------
def test_the_guided_event_is_nobodys_own() -> None:
    assert alarms.GUIDED not in [fault.id for fault in LAB.family]


def test_a_trial_alarm_calms_with_its_deadband_and_is_struck_dumb_by_a_long_delay() -> None:
    assert alarms.comes() > 10
    assert alarms.comes(deadband=0.3) == 1
    assert alarms.comes(on=3) > 10
    assert alarms.comes(on=5) == 0


def test_pictures_say_in_words_what_they_draw() -> None:
    guide = alarms.guide()
    assert "10:14:05.5 FAL202 (first out)" in repr(alarmline.timeline(guide))
    assert "10:14 to 10:20: 70" in repr(alarmline.rates(guide))
    assert "cooling water feeds G11" in repr(alarmline.hall())
    assert repr(alarms.journal(guide, rows=3, late=8.4, without="LAH702")).count("FAL515") == 1
    with pytest.raises(LabsimError, match="no alarm NONE1"):
        alarms.journal(guide, without="NONE1")


def test_the_next_ten_minutes_are_told_on_practice_benches_only(tmp_path) -> None:
    bench = alarms.guide()
    assert "out of limits: valves  600 s" in repr(alarms.outcome(bench, {}))
    bench.attempt.save(tmp_path / "SCA-01.attempt.jsonl")
    with pytest.raises(LabsimError, match="decide"):
        alarms.outcome(bench, {})
    with pytest.raises(LabsimError, match="S12 has no position maybe"):
        alarms.inputs(bench, [("S12", "maybe")])
