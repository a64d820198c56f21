"""A class as its instructor sees it: misreadings, confusions, questions, breaches, leak signal."""

from __future__ import annotations

import re
import sqlite3
import time
from html.parser import HTMLParser

import crowd
import numpy as np
import pytest

from grading import (
    classes,
    classpage,
    classtext,
    cohort,
    comments,
    gradebook,
    keys,
    marking,
    papers,
)
from grading.classview import view
from grading.cohort import Cohort, HandIn
from grading.factbook import FILE, Factbook
from grading.gradebook import Cell, Comment, Result
from grading.items import items, slips
from grading.work import read_work
from labsim.core.errors import LabsimError

LAB = "ELE-02"
WORKED = {
    "worked": True, "signed": True, "minutes": 20.0, "allowed": 30.0, "breaches": [], "look": [],
    "answers": {}, "truth": "E3: open", "right": True, "claimed": ["E3: open"], "confused": [],
    "misread": [], "guessed": 0, "found": 10.0, "best": 8.0, "regret": 1.0, "decisions": 4,
    "redundant": 0, "sound": [],
}  # fmt: skip


def handed(student, lab="ELE-02", cells=(), **facts):
    made = tuple(Cell(name, points, most, waits) for name, points, most, waits in cells)
    settled = [cell for cell in made if not cell.waits]
    result = Result(lab, sum(c.points for c in settled), sum(c.most for c in settled),
                    len(made) - len(settled), cells=made)  # fmt: skip
    return HandIn(student, lab, result, {**WORKED, **facts})


def of(handed_in):
    return view(Cohort("maint", sorted({h.student for h in handed_in}), list(handed_in)))


# mistakes ---------------------------------------------------------------------------------------
def test_confusions_are_told_by_kind_and_the_faults_where_they_are_always_the_same():
    wire = [[f"E{n}: terminal {1 + n % 2} open", f"E{n}: lamp burnt out"] for n in (2, 7)]
    rows = [handed(f"s{n}", truth=pair[0], confused=[pair]) for n, pair in enumerate(wire)]
    alone = ["S0: contact 21-22 does not make", "S1: terminal 14 open"]
    rows.append(handed("t", truth="E9: terminal 2 open"))
    rows.append(handed("u", truth=alone[0], confused=[alone]))
    kind, single = of(rows).confused
    assert (kind.truth, kind.claimed) == ("terminal open", "lamp burnt out, same part")
    assert (kind.people, kind.of) == (("s0", "s1"), 3)
    assert kind.example == "E2: terminal 1 open for E2: lamp burnt out"
    assert ([single.truth, single.claimed], single.of) == (alone, 1)


# questions ----------------------------------------------------------------------------------------
def scored(number, item, rest):
    return handed(f"s{number}", cells=[("q", item, 10, False), ("rest", rest, 50, False)])


def test_difficulty_is_the_mean_share_and_discrimination_the_correlation_with_the_rest():
    points = [(10, 48), (9, 45), (8, 40), (7, 30), (5, 25), (4, 28), (2, 15), (1, 10)]
    found = next(i for i in items(scored(n, *p) for n, p in enumerate(points)) if i.cell == "q")
    assert found.share == pytest.approx(46 / 80)
    assert found.tells == pytest.approx(np.corrcoef(*zip(*points, strict=True))[0, 1])
    assert found.error == pytest.approx((1 - found.tells**2) / 6**0.5)
    assert found.verdict == ""


def test_item_the_strong_get_wrong_asks_for_a_look_at_its_key():
    rows = [scored(n, 10 - n, 5 * n) for n in range(8)]
    found = next(i for i in items(rows) if i.cell == "q")
    assert found.tells == pytest.approx(-1.0)
    assert "look at the key" in found.verdict


def test_few_apprentices_or_equal_marks_give_no_correlation():
    assert all(i.tells is None for i in items(scored(n, n, n) for n in range(5)))
    same = [i for i in items(scored(n, 10, n) for n in range(9)) if i.cell == "q"]
    assert (same[0].tells, same[0].verdict) == (None, "nearly all have it")


def test_cells_that_wait_are_no_items_yet():
    rows = [handed(f"s{n}", cells=[("q", 0, 10, True)]) for n in range(9)]
    assert items(rows) == []


def test_items_of_an_exam_count_by_what_makes_them_with_the_mistakes_behind_them():
    paper = [["beats", False, "Sum for difference"], ["hertz", True, ""]]
    rows = [handed(f"s{n}", "EXA-01", paper=paper) for n in range(3)]
    assert {(i.cell, i.share) for i in items(rows)} == {("item beats", 0.0), ("item hertz", 1.0)}
    assert [(s.place, s.given, s.people, s.of) for s in slips(rows)] == [
        ("beats", "Sum for difference", 3, 3)
    ]


def test_wrong_answer_of_several_is_named_with_those_who_answered():
    rows = [handed(f"s{n}", answers={"volts": [["K1 (V)", 0.0, "0.0"]]}) for n in range(3)]
    rows += [handed("t", answers={"volts": [["K1 (V)", 1.0, "120.0"]]}),
             handed("u", answers={"volts": [["K1 (V)", 0.0, ""]]})]  # fmt: skip
    (found,) = slips(rows)
    assert (found.place, found.given, found.people, found.of) == ("K1 (V)", "0.0", 3, 4)


# whom to look at ----------------------------------------------------------------------------------
def test_leak_is_right_again_and_again_far_below_the_best_way_and_not_by_its_steps():
    cheap, dear = {"found": 2.0, "best": 8.0}, {"found": 12.0, "best": 8.0}
    rows = [handed("once", "ELE-02", **cheap), handed("lucky", "ELE-02", **cheap, regret=2.0),
            handed("lucky", "ELE-03", **dear)]  # fmt: skip
    for lab in ("ELE-02", "ELE-03"):
        rows += [handed("tip", lab, **cheap, regret=2.0),
                 handed("best", lab, **cheap, regret=0.0),
                 handed("wrong", lab, **cheap, regret=2.0, right=False),
                 handed("told", lab, **cheap, regret=0.0, decisions=0)]  # fmt: skip
    found = of(rows).leaks
    assert [leak.student for leak in found] == ["tip", "told"]
    assert (found[0].cost, found[0].regret) == (4 / 16, 4 / 16)


def test_what_cannot_be_trusted_comes_before_what_is_only_odd():
    rows = [
        handed("ann", look=["What the record says does not come out when it is done again."]),
        handed("bob", breaches=[["work-live", True]]),
        handed("cyd", sound=["K1"]),
        handed("dot"),
    ]
    found = of(rows).first
    assert [each.student for each in found] == ["ann", "bob", "cyd"]
    assert found[2].why == ["1 part replaced that was sound"]
    assert found[1].why == ["critical: hands on a part that can be fed"]


def test_what_is_said_of_many_is_said_once_and_of_actions_the_first():
    changed = "ELE-02 had another machine when this record was made: it cannot be judged"
    rows = [handed(f"s{n}", look=[changed]) for n in range(6)]
    rows += [handed("ann", look=[changed, "action 3: no", "action 4: no"])]
    shown = of(rows)
    assert shown.shared == [("ELE-02", changed, 7, 7)]
    assert [(each.student, each.why) for each in shown.first] == [("ann", ["action 3: no"])]
    page = classpage.html(shown)
    assert page.count("cannot be judged") == classtext.text(shown).count("cannot be judged") == 1


def test_facts_stay_when_a_newer_labsim_cannot_judge_the_record_any_more():
    old, gone = {"worked": True, "right": True}, {"worked": False, "look": ["cannot be judged"]}
    assert cohort._either(("files labsim1", old), "files labsim2", gone) == old
    assert cohort._either(("other labsim1", old), "files labsim2", gone) == gone
    assert cohort._either(("files labsim1", gone), "files labsim2", old) == old


def test_mark_far_from_what_apprentice_and_lab_promise_is_pointed_out():
    rows = [
        handed(f"s{n}", f"ELE-0{k}", cells=[("q", 90 - 8 * n, 100, False)])
        for n in range(6) for k in range(2, 6)
    ]  # fmt: skip
    rows[-1] = handed("s5", "ELE-05", cells=[("q", 98, 100, False)])
    found = {(each.student, each.lab): each.why for each in of(rows).first}
    assert "far better" in found["s5", "ELE-05"][0]
    assert len(found) == 1


# the page -----------------------------------------------------------------------------------------
class Reader(HTMLParser):
    """Notes headings, tables and pictures as a screen reader meets them."""

    def __init__(self):
        super().__init__()
        self.levels, self.tables, self.captions, self.pictures, self.ids = [], 0, 0, [], []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self.ids += [told["id"]] if "id" in told else []
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.tables += tag == "table"
        self.captions += tag == "caption"
        if tag == "svg":
            self.pictures.append((told.get("role"), told.get("aria-label", "")))
        assert tag not in ("script", "link", "iframe"), tag
        assert not str(told.get("src", "")) and not str(told.get("href", "#")).startswith("http")


def read(page):
    reader = Reader()
    reader.feed(page)
    return reader


def full():
    """A class with something to say under every heading."""
    misread = {"reading": "V E3:1–E3:2 = 0.0 V", "function": "V", "state": "on",
               "ports": ["E3:1", "E3:2"], "claimed": "E4: open", "would": "230 V"}  # fmt: skip
    wrong = {"right": False, "claimed": ["E4: open"], "confused": [["E3: open", "E4: open"]],
             "misread": [misread]}  # fmt: skip
    rows = [scored(n, 10 - n, 50 - 4 * n) for n in range(9)]
    rows += [handed(f"w{n}", **wrong, breaches=[["work-live", True]]) for n in range(3)]
    rows += [handed("tip", lab, found=1.0, regret=3.0, answers={"volts": [["<b>", 0.0, "0.0"]]})
             for lab in ("ELE-02", "ELE-03")]  # fmt: skip
    return of(rows)


def test_page_reads_well_by_ear_and_needs_nothing_from_anywhere():
    said = [Comment("w0", LAB, "ele-02-log", "evidence: Name the <reading>.")]
    page = classpage.html(full(), comments.phrases(said))
    heard = read(page)
    assert heard.levels[0] == 1
    assert all(b - a <= 1 for a, b in zip(heard.levels, heard.levels[1:], strict=False))
    assert heard.tables == heard.captions > 5
    assert len(heard.pictures) == 3
    assert all(role == "img" and len(label) > 30 for role, label in heard.pictures)
    assert len(set(heard.ids)) == len(heard.ids)
    assert {"first", "leaks", "labs", "misread", "confused", "safety", "items"} <= set(heard.ids)
    assert "<b>" not in page
    assert "<reading>" not in page


def test_page_and_text_say_what_was_misread_and_what_confused():
    shown = full()
    for said in (classpage.html(shown), classtext.text(shown)):
        assert "V E3:1–E3:2 = 0.0 V; claimed: E4: open, which would read 230 V" in said
        assert "3 of 14" in said or "3 of 13" in said
        assert "Hands on a part that can be fed" in said


def test_page_names_people_and_leads_to_their_feedback():
    shown = full()
    shown.cohort.names["w0"] = "Willa <Oak>"
    ways = {("w0", LAB): "feedback/w0/ELE-02/lab.html"}
    page = classpage.html(shown, ways=ways)
    assert "Willa &lt;Oak&gt; (w0)" in page
    assert '<a href="feedback/w0/ELE-02/lab.html">ELE-02<span class="unseen"> of w0</span>' in page
    assert "w0, w1, w2" in page.split('id="safety"')[1]


def test_empty_class_has_a_page_too():
    page = classpage.html(of([]))
    assert "0 of 0 apprentices" in page
    assert read(page).tables == 0


# comments -----------------------------------------------------------------------------------------
def test_named_comment_is_spelt_out_where_its_name_stands_alone():
    texts = ("Good.\nevidence: Name the reading.", "evidence:", "order: Say what next.")
    said = [Comment(name, LAB, "c", text) for name, text in zip("abc", texts, strict=True)]
    known = comments.bank(said)
    assert comments.spelt("Well done.\nevidence:", known) == (
        "Well done.\nevidence: Name the reading."
    )
    assert comments.spelt("unknown:\nevidence: my own words", known) == (
        "unknown:\nevidence: my own words"
    )
    assert [(p.name, p.used) for p in comments.phrases(said)] == [("evidence", 2), ("order", 1)]


def test_two_texts_under_one_name_are_shown():
    said = [Comment("a", LAB, "c", "evidence: One."), Comment("b", LAB, "c", "evidence: Two.")]
    (phrase,) = comments.phrases(said)
    assert (phrase.text, phrase.others) == ("One.", ("Two.",))


# from real benches --------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """Eight apprentices of different habits, with their records of ELE-02."""
    root = tmp_path_factory.mktemp("crowd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LABSIM_KEYS", str(root / "keys"))
        yield crowd.build(root, [LAB], 9)


def gathered(room, tell=None):
    return cohort.gather(room, crowd.COURSE, tell=tell, jobs=1)


def of_habit(found, habit):
    names = {crowd.name_of(n) for n in range(9) if crowd.habit_of(n) == habit}
    return [h for h in found.handed_in if h.student in names]


def test_records_tell_what_their_makers_did(room):
    found = gathered(room)
    assert len(found.handed_in) == 9
    for each in of_habit(found, "expert") + of_habit(found, "splitter"):
        assert each.facts["right"] is True
        assert each.facts["misread"] == each.facts["confused"] == []
    for each in of_habit(found, "misreader"):
        (told,) = each.facts["misread"]
        assert each.facts["right"] is False
        assert told["claimed"] == each.facts["claimed"][-1] != each.facts["truth"]
        assert told["reading"]
    assert any(rule == "work-live" for h in of_habit(found, "careless") for rule, _ in
               h.facts["breaches"])  # fmt: skip


def test_second_look_reads_no_hand_in_again_and_a_changed_one_alone(room):
    first, told = gathered(room), []
    assert gathered(room, lambda *n: told.append(n)) == first
    assert told == []
    (record,) = (room / "submitted" / crowd.name_of(0) / LAB).glob("*.jsonl")
    lines = record.read_text("utf-8").splitlines(keepends=True)
    record.write_text("".join(lines[:-1]), "utf-8")
    try:
        changed = gathered(room, lambda *n: told.append(n))
        assert told == [(1, 1)]
        assert changed.handed_in[0].facts["signed"] is False
    finally:
        record.write_text("".join(lines), "utf-8")


def test_marking_leaves_the_facts_the_class_page_would_work_out(room, monkeypatch):
    first = gathered(room)
    kept, ring = Factbook(room / FILE).all(), keys.ring(crowd.COURSE)
    (room / FILE).unlink()
    for n in (2, 5, 7):  # who misreads, guesses, breaks a safety rule
        folder = room / "submitted" / crowd.name_of(n) / LAB
        cells = cohort._cells(folder)
        work = read_work(LAB, folder, cells, cells)
        marker = papers.marker(LAB, crowd.name_of(n), work, crowd.COURSE, ring[0].text)
        for cell in cells:
            if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"):
                marker.mark(cell.metadata.nbgrader["grade_id"])
        with monkeypatch.context() as patch:  # and no record is done again for it
            patch.setattr(marking, "replay", None)
            cohort.remember(room, crowd.COURSE, LAB, marker, cells)
    left = Factbook(room / FILE).all()
    assert left == {place: kept[place] for place in left}
    assert len(left) == 3
    Factbook(room / FILE).keep([(*place, *row) for place, row in kept.items()])
    assert gathered(room) == first


def test_facts_that_are_damaged_or_gone_are_worked_out_again(room):
    first = gathered(room)
    (room / FILE).write_bytes(b"no database" * 100)
    assert gathered(room) == first
    (room / FILE).unlink()
    assert gathered(room) == first


def test_nothing_of_the_gradebook_is_kept_twice(room):
    gathered(room)
    with sqlite3.connect(room / FILE) as db:
        bodies = " ".join(body for (body,) in db.execute("SELECT body FROM fact"))
    assert not re.search(r'"(points|score|most|comment)', bodies)
    assert keys.load(crowd.COURSE) not in bodies


def test_command_writes_page_and_text_and_names_an_unknown_lab(room, tmp_path):
    said = classes.main(html=tmp_path / "class.html", root=room, jobs=1)
    assert "class.html" in said
    assert "evidence:" in (tmp_path / "class.html").read_text("utf-8")
    assert "Class crowd: 9 of 9 apprentices" in classes.main(root=room, jobs=1)
    with pytest.raises(LabsimError, match="it has ELE-02"):
        classes.main(["ELE-12"], root=room, jobs=1)


def test_gradebook_held_by_another_program_is_said_in_a_sentence(room, monkeypatch):
    monkeypatch.setattr(gradebook, "PATIENCE", 0.2)
    with sqlite3.connect(room / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        begun = time.monotonic()
        with pytest.raises(LabsimError, match="another program is writing to it"):
            gradebook.read(room / "gradebook.db")
        other.execute("ROLLBACK")
    assert time.monotonic() - begun < 5
