"""Hostile hand-ins in a course of ours: none gains, sees, harms or stops anything.

By default several attacks share a notebook and all notebooks one run; with LABSIM_DEEP=1 each
attack is handed in by somebody of its own. What is tried without protection shows that an attack
does what it says, so that these tests can fail.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from battery import ALL, GROUPS, NAMED
from place import FIRST, LAST, Place

from grading.kernels import sandbox
from tests.conftest import DEEP

pytestmark = [pytest.mark.nbgrader, pytest.mark.slow, pytest.mark.timeout(3600 if DEEP else 1500)]

HANDED = {a.name: [a] for a in ALL} if DEEP else GROUPS
TRIED = {a.name: name for name, attacks in HANDED.items() for a in attacks}
LATER = 1.5  # s after which what stays behind has acted


@pytest.fixture(scope="module")
def shut(tmp_path_factory) -> Place:
    """Return the course after one run over all hand-ins, with honest ones first and last."""
    if (reason := sandbox.available()) is not None:
        pytest.skip(f"no sandbox here: {reason}")
    place = Place(tmp_path_factory.mktemp("hostile") / "c", "shut")
    for name in (FIRST, LAST):
        place.hand_in(name, solved=True)
    for name, attacks in HANDED.items():
        place.hand_in(name, attacks)
    place.status = place.grade()
    time.sleep(LATER)
    yield place
    place.close()


def test_run_ends_well_and_everybody_is_marked(shut):
    assert shut.status == 0, shut.log[-3000:]
    assert set(shut.scores()) == {FIRST, LAST, *HANDED}


@pytest.mark.parametrize("name", [FIRST, LAST])
def test_honest_marks_are_what_they_would_be_alone(shut, name):
    """70 points for the bench by its record, 15 for the answer: no kernel has a say in either."""
    assert shut.scores()[name] == pytest.approx(shut.honest(name, solved=True), abs=0.01)
    assert shut.scores()[name] > 15


@pytest.mark.parametrize("name", sorted(TRIED))
def test_attack_comes_to_nothing(shut, name):
    who, attack = TRIED[name], NAMED[name]
    assert not shut.succeeded(who, attack), shut.outputs(who, attack)[:2000]


@pytest.mark.parametrize("who", sorted(HANDED))
def test_sound_record_is_marked_as_it_is_whatever_the_notebook_does(shut, who):
    """No more than the record earns, and no less: also where the kernel was killed."""
    sound = all(attack.record for attack in HANDED[who])
    expected = shut.honest(who) if sound else 0.0
    assert shut.scores()[who] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("name", sorted({"exit", "flood", "ignore-signals"} & set(TRIED)))
def test_instructor_is_told_of_a_notebook_whose_kernel_was_ended(shut, name):
    assert f"{TRIED[name]}, ele-03-bench: The notebook stopped while running" in shut.log


def test_nothing_is_left_behind(shut):
    """No scratch folders, no control groups, no processes of any kernel."""
    from grading.kernels import limits

    assert not list(limits.left())
    mine = str(shut.root)
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert mine not in place.read_bytes().decode(errors="replace"), place
        except OSError:
            continue


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> Place:
    """Return the course after a run without a sandbox over what is harmless to try so."""
    place = Place(tmp_path_factory.mktemp("bare") / "c", "open")
    place.hand_in(LAST, solved=True)
    place.hand_in("bare", BARE)
    place.grade()
    time.sleep(LATER)
    yield place
    place.close()


# The same through `labsim grade` ---------------------------------------------------------------
FARMED = {name: GROUPS[name] for name in ("m-readers", "m-forgers", "m-users")}
deep = pytest.mark.skipif(not DEEP, reason="with LABSIM_DEEP=1: a quarter of a minute more")


@pytest.fixture(scope="module")
def farmed(tmp_path_factory) -> Place:
    """Return the course after `labsim grade`, whose kernels are forked from a warm mother."""
    if (reason := sandbox.available()) is not None:
        pytest.skip(f"no sandbox here: {reason}")
    place = Place(tmp_path_factory.mktemp("farmed") / "c", "shut")
    place.hand_in(FIRST, solved=True)
    for name, attacks in FARMED.items():
        place.hand_in(name, attacks)
    place.status = place.farm()
    time.sleep(LATER)
    yield place
    place.close()


@deep
def test_kernels_of_the_mother_are_shut_in_as_well(farmed):
    assert farmed.status == 0, farmed.log[-3000:]
    tried = [(who, attack) for who, attacks in FARMED.items() for attack in attacks]
    assert not [attack.name for who, attack in tried if farmed.succeeded(who, attack)]


@deep
def test_marks_of_the_farm_are_those_of_the_records(farmed):
    scores = farmed.scores()
    assert scores.pop(FIRST) == pytest.approx(farmed.honest(FIRST, solved=True), abs=0.01)
    for who, points in scores.items():
        sound = all(attack.record for attack in FARMED[who])
        assert points == pytest.approx(farmed.honest(who) if sound else 0.0, abs=0.01), who
    assert set(scores) == set(FARMED)


BARE = [a for a in (*GROUPS["m-readers"], *GROUPS["m-writers"]) if a.harmless and a.code]
STOPPED_OTHERWISE = {
    "link-out", "link-to-folder",  # set aside before anything runs
    "script-in-output", "drawing-over-page",  # taken out of the outputs
    "read-own-memory",  # no kernel, and no mother of one, ever had a key
    "read-open-files",  # nothing is left open for a kernel in the first place
}  # fmt: skip


@pytest.mark.parametrize("name", sorted({a.name for a in BARE} - STOPPED_OTHERWISE))
def test_attack_works_where_nothing_shuts_it_in(bare, name):
    assert bare.succeeded("bare", NAMED[name]), bare.outputs("bare", NAMED[name])[:2000]
