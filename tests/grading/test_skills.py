"""The skill map: evidence from a gradebook, absent is not zero, three ways to show it."""

from __future__ import annotations

import re
import warnings

import pytest

from grading import recommend, skillpages, skillpicture, skills
from grading.gradebook import Result
from grading.skills import SkillMap
from labsim.core.errors import LabsimError
from labsim.skillmodel import ability

ANN = [
    Result("ELE-02", 40, 50),
    Result("ELE-03", 45, 90, waiting=1),
    Result("INS-01", 0, 0, waiting=2),
]


def test_map_has_15_skills_in_three_groups_by_four_tiers_and_70_labs():
    known = skills.curriculum()
    assert [len(group["skills"]) for group in known["groups"]] == [5, 5, 5]
    assert len(known["tiers"]) == 4
    assert len(known["labs"]) == 70
    assert len(SkillMap.places()) == 60


def test_curriculum_names_only_labs_and_skills_that_exist():
    known = skills.curriculum()
    labs = {lab["id"] for lab in known["labs"]}
    names = {s["id"] for group in known["groups"] for s in group["skills"]}
    for lab in known["labs"]:
        assert set(lab["skills"]) <= names
        assert set(lab["techniques"]) <= set(known["techniques"])
        assert set(lab["prerequisites"]) <= labs


def test_a_lab_speaks_twice_as_loudly_for_the_skill_it_names_first():
    """SM02 junior: ELE-02 names it first (80 %), ELE-03 too (50 %): (2·80 + 2·50) / 4 = 65 %.
    SM14 junior: both name it later: (80 + 50) / 2 = 65 %. With ELE-04 at 20 %, SM02: 50 %."""
    fields = SkillMap.of("ann", ANN).fields
    assert fields["SM02", "junior"].share == pytest.approx(0.65)
    assert fields["SM14", "junior"].share == pytest.approx(0.65)
    more = SkillMap.of("ann", [*ANN, Result("ELE-04", 20, 100)]).fields
    assert more["SM02", "junior"].share == pytest.approx(0.50)


def test_first_named_skill_weighs_double_against_a_lab_that_names_it_second():
    """SM03 junior: INS-02 names it first (100 %), ELE-03 second (40 %): (2·1 + 0.4) / 3 = 80 %."""
    fields = SkillMap.of("ann", [Result("INS-02", 5, 5), Result("ELE-03", 40, 100)]).fields
    assert fields["SM03", "junior"].share == pytest.approx(0.80)


def test_field_says_how_many_labs_there_are_and_are_done():
    field = SkillMap.of("ann", ANN).fields["SM02", "junior"]
    assert field.labs == ("ELE-02", "ELE-03", "ELE-04")
    assert field.done == ("ELE-02", "ELE-03")
    assert skillpages.words(field, 1) == "◐ 65 %, 2 of 3 labs, 1 to mark"


def test_no_hand_in_is_no_evidence_and_not_zero():
    absent = SkillMap.of("abby", [])
    assert all(field.share is None for field in absent.fields.values())
    assert skills.band(absent.fields["SM02", "junior"])[1] == "no evidence yet"
    zero = SkillMap.of("zoe", [Result("ELE-03", 0, 100)])
    assert zero.fields["SM02", "junior"].share == 0.0
    assert skills.band(zero.fields["SM02", "junior"])[1] == "weak so far"


def test_marks_that_wait_for_a_person_are_not_counted_as_lost():
    field = SkillMap.of("ann", ANN).fields["SM03", "junior"]
    assert field.share == pytest.approx(0.5)  # ELE-03 alone: INS-01 has nothing settled
    assert "INS-01" not in field.done


def test_class_is_the_mean_of_those_who_gave_evidence():
    """ann 65 %, bob 100 %, abby absent: 82.5 % from two of three."""
    bob = SkillMap.of("bob", [Result("ELE-02", 9, 9)])
    group = SkillMap.of_class([SkillMap.of("ann", ANN), bob, SkillMap.of("abby", [])])
    field = group.fields["SM02", "junior"]
    assert field.share == pytest.approx(0.825)
    assert (field.people, group.people) == (2, 3)
    assert "2 of 3 people" in skillpages.words(field, group.people)


def test_class_before_its_first_hand_in_has_no_evidence_yet():
    field = SkillMap.of_class([]).fields["SM02", "junior"]
    assert skills.band(field)[1] == "no evidence yet"
    assert field.labs == ("ELE-02", "ELE-03", "ELE-04")


def test_tier_without_a_lab_for_a_skill_says_so():
    field = SkillMap.of("ann", ANN).fields["SM07", "junior"]
    assert skills.band(field)[1] == "no lab at this tier"


def test_text_fits_110_columns_and_explains_its_signs():
    text = skillpages.text([SkillMap.of("ann", ANN)])
    assert max(map(len, text.splitlines())) <= 110
    assert "◐ 65% 2/3~" in text
    assert "no evidence yet" in text


def test_field_shows_what_it_rests_on_with_estimate_and_uncertainty():
    """SM02 junior: ELE-02 and ELE-03 give 10·⅔·80 % and 9·½·50 % of what they count."""
    field = SkillMap.of("ann", ANN).fields["SM02", "junior"]
    assert [piece.text for piece in field.evidence] == [
        "ELE-02 80 %, counts double",
        "ELE-03 50 %, counts double, 1 to mark",
    ]
    able = ability("SM02", "junior", recommend.evidence(ANN))
    assert (field.able.mean, field.able.sd) == (able.mean, able.sd)
    page = skillpages.html([SkillMap.of("ann", ANN)])
    assert f"estimate {able.mean:.0%}, give or take {able.sd:.0%}" in page
    assert "ELE-03 50 %, counts double, 1 to mark" in page


def test_labs_that_wait_are_named_with_what_they_wait_for():
    """ELE-03 needs ELE-02, SAF-01 and INS-02; of those there are, none is passed by bob."""
    bob = SkillMap.of("bob", [], available=["SAF-01", "ELE-02", "ELE-03"])
    assert bob.fields["SM02", "junior"].closed == (("ELE-03", ("ELE-02", "SAF-01")),)
    assert "ELE-03 waits for ELE-02, SAF-01" in skillpages.html([bob])


def test_page_is_self_contained_and_has_headings_for_every_row_and_column():
    page = skillpages.html([SkillMap.of_class([SkillMap.of("ann", ANN)]), SkillMap.of("<b>", ANN)])
    assert not re.findall(r"<script|src=|href=[\"'](?!#)", page)
    assert page.count('scope="row"') == 30 + 1  # two maps, and ann in the class's readiness
    assert page.count('scope="col"') == 10 + 6
    assert page.count("<caption>") == page.count("<table>") == 3
    assert 'lang="en"' in page
    assert "<b>" not in page


def test_signs_are_readable_on_their_colours():
    """WCAG: contrast at least 4.5 : 1 between ink and colour of every band."""
    for sign, colour in skillpages.COLOURS.items():
        ink = skillpages.INK.get(sign, "#1b1b1b")
        light, dark = sorted((_luminance(colour), _luminance(ink)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (sign, colour, ink)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_picture_is_drawn(tmp_path, ending):
    file = skillpicture.picture(SkillMap.of("ann", ANN), tmp_path / f"map.{ending}")
    assert file.stat().st_size > 10_000


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A gradebook as nbgrader writes it: ann with marks, abby absent."""
    folder = tmp_path_factory.mktemp("book")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{folder}/gradebook.db") as gb:
            gb.add_assignment("ELE-03")
            gb.add_notebook("n", "ELE-03")
            for name, points in (("bench", 70), ("reflection", 30)):
                gb.add_grade_cell(name, "n", "ELE-03", max_score=points, cell_type="code")
            gb.add_student("ann")
            gb.add_student("abby")
            gb.add_submission("ELE-03", "ann")
            bench = gb.find_grade("bench", "n", "ELE-03", "ann")
            bench.auto_score, bench.needs_manual_grade = 35, False
            gb.find_grade("reflection", "n", "ELE-03", "ann").needs_manual_grade = True
            gb.db.commit()
    return folder / "gradebook.db"


def test_main_reads_nbgraders_own_gradebook(book):
    """35 of the 70 settled points: 50 %; the 30 points to be marked by hand do not count yet."""
    text = skills.main(file=book)
    assert "◐ 50% 1/3" in text
    assert "abby: nothing marked yet" in text
    assert "◐ 50% 1/3~" in skills.main(student="ann", file=book)


def test_main_writes_page_and_picture(book, tmp_path):
    page, picture = tmp_path / "map.html", tmp_path / "map.png"
    said = skills.main(html=page, picture=picture, file=book)
    assert "map.html" in said
    assert page.read_text(encoding="utf-8").count("<section") == 3  # class, abby, ann
    assert picture.exists()


def test_unknown_apprentice_is_told_with_the_nearest_match(book):
    with pytest.raises(LabsimError, match="Nearest: ann"):
        skills.main(student="anne", file=book)


def test_missing_gradebook_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(LabsimError, match=r"no gradebook at .*nothing\.db"):
        skills.main(file=tmp_path / "nothing.db")
