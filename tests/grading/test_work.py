"""Reading what was handed in: literals never run, the soundest record counts."""

from __future__ import annotations

import pytest

from grading.answers import Items, Number, Word, mark, perfect
from grading.work import Unreadable, Work, literal, read_record, sealed_text
from labsim.attempt import Attempt


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("volts = 230", 230),
        ("volts = -1.5e3", -1500.0),
        ('volts = {"a": [1, "b"], "c": None}', {"a": [1, "b"], "c": None}),
        ("volts = 1\n# better:\nvolts = 2", 2),
    ],
)
def test_literal_of_the_last_assignment_counts(source, value):
    assert literal(source, "volts") == value


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("volts = 230 / 2", "written out"),
        ("volts = open('key').read()", "written out"),
        ("volts = other", "written out"),
        ("volts = (", "not valid Python, line 1"),
        ("amps = 3", "no longer says `volts ="),
        ("volts: float = 3", "no longer says `volts ="),
        ("volts = " + "(" * 5000 + ")" * 5000, "not valid Python|written out"),
        ("volts = '" + "x" * 30_000 + "'", "longer than 20000 characters"),
        ("volts = 3\0", "not valid Python"),
    ],
)
def test_what_is_no_literal_says_so_and_is_never_run(source, said):
    with pytest.raises(Unreadable, match=said):
        literal(source, "volts")


def test_number_gives_half_for_sign_and_unit_and_nothing_for_the_rest():
    """120 V ± 5 %: 126 is in, 127 is out; -120 and 0.12 are the right figure, wrongly written."""
    kind = Number(120.0, margin=0)
    shares = {given: kind.mark(given).share for given in (126, 127, -120, 0.12, True, "120", 1e999)}
    assert shares == {126: 1, 127: 0, -120: 0.5, 0.12: 0.5, True: 0, "120": 0, 1e999: 0}
    assert kind.mark(10**400).share == 0


def test_items_cost_for_missing_and_for_too_much():
    """Of F4 and F5: one right is 1/2; both and one too much 2/3; order does not count."""
    kind = Items(("F4", "F5"))
    given = (["f5", "F4"], ["F4"], ["F4", "F5", "F6"], "F4", [])
    assert [kind.mark(g).share for g in given] == [1, 0.5, pytest.approx(2 / 3), 0, 0]


def test_ordered_items_earn_their_longest_common_run():
    """1 2 3 against 1 3 2: two of three are in order."""
    kind = Items(("1", "2", "3"), ordered=True)
    assert kind.mark(["1", "3", "2"]).share == pytest.approx(2 / 3)
    assert kind.mark(["1", "2", "3"]).share == 1


def test_words_do_not_mind_capitals_and_spaces():
    assert Word("K1:A1", accept=("k1 a1",)).mark(" k1:a1 ").share == 1


def test_what_was_expected_is_not_told_only_why():
    verdict = Number(117.3, why="S1 is open: no current, no drop.").mark(3)
    assert "117" not in verdict.note
    assert "S1 is open" in verdict.note


def test_perfect_answer_earns_full_marks_and_an_empty_one_nothing():
    expected = {"a": Number(3.0), "b": Items(("x",)), "c": Word("open")}
    assert [v.share for _, v in mark(expected, perfect(expected))] == [1, 1, 1]
    assert [v.share for _, v in mark(expected, {})] == [0, 0, 0]
    assert [v.share for _, v in mark(expected, "broken")] == [0, 0, 0]


def test_place_that_was_not_asked_for_counts_neither_way():
    rows = mark({"a": Number(3.0)}, {"a": 3, "z": 1})
    assert rows[1][1].share is None


@pytest.fixture
def attempt(tmp_path):
    """A record with two actions, saved where a submission has it."""
    made = Attempt(lab="ELE-03", student="ann")
    made.append("notify", dt=30.0, t=0.5)
    made.append("prove", dt=30.0, t=1.0)
    return made.save(tmp_path / "ELE-03.attempt.jsonl")


def read(attempt, sealed=None):
    work = Work()
    read_record(attempt.path, sealed, work)
    return work


def test_sealed_text_is_found_in_whatever_the_cell_became():
    assert sealed_text('bench.sign_off("abc")') == "abc"
    assert sealed_text('x = 1\nbench.sign_off(text="abc")') == "abc"
    assert sealed_text('bench.sign_off("")') is None
    assert sealed_text("bench.sign_off(") is None
    assert sealed_text("bench.sign_off(report)") is None


def test_file_counts_when_both_say_the_same(attempt):
    assert len(read(attempt, attempt.seal()).record.events) == 3


def test_longer_of_two_records_that_agree_counts(attempt):
    short = attempt.seal()
    attempt.append("prove", dt=30.0, t=1.5)
    assert len(read(attempt, short).record.events) == 4
    longer = attempt.seal()
    lines = attempt.path.read_text().splitlines()
    attempt.path.write_text("\n".join(lines[:-1]) + "\n")
    assert len(read(attempt, longer).record.events) == 4


def test_whole_copy_in_the_cell_stands_in_for_a_damaged_file(attempt):
    sealed = attempt.seal()
    attempt.path.write_text(attempt.path.read_text().replace("notify", "prove"))
    work = read(attempt, sealed)
    assert len(work.record.events) == 3
    assert any("copy in the sign-off cell" in note for note in work.notes)


def test_two_stories_are_told_to_the_instructor(attempt):
    other = Attempt(lab="ELE-03", student="ann")
    other.append("prove", dt=30.0, t=0.5)
    work = read(attempt, other.seal())
    assert len(work.record.events) == 3
    assert any("differ" in line for line in work.look)


@pytest.mark.parametrize("text", ["not a record", "0rmQ!!", "c-" * 500])
def test_sign_off_cell_without_a_record_is_no_record(attempt, text):
    attempt.path.unlink()
    assert read(attempt, text).record is None


def test_link_in_the_place_of_the_record_is_not_followed(attempt, tmp_path):
    real = attempt.path.rename(tmp_path / "elsewhere.jsonl")
    attempt.path.symlink_to(real)
    work = read(attempt)
    assert work.record is None
    assert "no plain file" in work.look[0]
