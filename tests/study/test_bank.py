"""Every generator of every bank: what holds for all of them."""

from __future__ import annotations

import math
import re

import pytest

import labsim
from labsim.curriculum import curriculum
from labsim.study.bank import MOCK, PRACTICE, Generator, asks, generator, generators
from labsim.study.blueprint import blueprint, names
from labsim.study.draw import Draw
from labsim.study.form import PARALLEL

EVERY = [one for exam in names for one in generators(exam)]
FEWEST_PRACTICE = 4


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_a_generator_has_an_item_for_every_parallel_form_and_more_for_practice(one: Generator):
    mocks = [one.instance(n) for n in range(PARALLEL)]
    practice = [one.instance(n, use=PRACTICE) for n in range(FEWEST_PRACTICE)]
    every = [item.identity for item in mocks + practice]
    assert len(set(every)) == len(every)
    for item in mocks + practice:
        assert item.topic in blueprint(one.name.partition("/")[0]).parts
        assert item.stem.rstrip()[-1] in "?.:…"
        assert item.because.rstrip().endswith((".", ")"))
        assert len({option.mistake for option in item.options}) == 4, "a mistake is named once"
        assert all(len(option.text) < 180 for option in item.options)
        assert again(one, item).options == item.options
    if mocks[0].show:
        picture = mocks[0].show()
        assert picture.svg.startswith("<svg") and len(picture.svg) < 120_000
        assert len(picture.words) > 10
        assert "nan" not in picture.svg
    assert bool(mocks[0].show) <= bool(one.backed)
    assert one.title and one.source
    assert set(one.repair) <= set(LABS), f"{one.name} sends to {one.repair}"


LABS = [row["id"] for row in curriculum()["labs"]]


def again(one: Generator, item):
    return one.item(item.instance)


def test_the_right_answer_is_not_given_away_by_its_length():
    """A candidate who always takes the longest statement is right about as often as by chance."""
    longest = right = 0
    for one in EVERY:
        for n in range(3):
            item = one.instance(n)
            texts = [option.text for option in item.options]
            if re.search(r"\d", texts[0]):
                continue
            longest += 1
            right += max(range(4), key=lambda k: len(texts[k])) == item.key
    assert right / longest < 0.40


def test_right_answers_are_spread_over_the_letters():
    keys = [one.instance(n).key for one in EVERY for n in range(4)]
    chance = 5 * math.sqrt(len(keys) * 0.25 * 0.75)  # five deviations of honest drawing
    for letter in range(4):
        assert abs(keys.count(letter) - len(keys) / 4) < chance


def test_no_two_generators_have_the_same_name_or_title():
    assert len({one.name for one in EVERY}) == len(EVERY)
    for exam in names:
        titles = [one.title for one in generators(exam)]
        assert len(set(titles)) == len(titles), sorted(t for t in titles if titles.count(t) > 1)


def test_an_unknown_generator_names_the_nearest():
    with pytest.raises(labsim.LabsimError, match="amplitude_from_waveform"):
        generator("cat1/units.amplitude_from_wavefrom")


def test_a_generator_without_enough_different_items_says_so():
    TOPIC  # noqa: B018  (the decorator reads it from the module)

    @asks("test")
    def one_item(draw: Draw):
        """One item only."""
        wrong = {"b": "b for a", "c": "c for a", "d": "d for a"}
        return draw.choice("Which?", "a", wrong, because="It is a.")

    with pytest.raises(labsim.LabsimError, match="different items"):
        [one_item.instance(n, use=use) for use in (MOCK, PRACTICE) for n in range(2)]


TOPIC = "Principles of vibration"


def test_numbers_that_are_nearly_the_same_are_one_option():
    draw = Draw("1")
    mistakes = {"same": 10.1, "twice": 20.0, "half": 5.0}
    with pytest.raises(labsim.LabsimError, match="fewer than 3"):
        draw.number("How much?", 10.0, mistakes=mistakes, because="Ten.")
