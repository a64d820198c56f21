"""The alignment stand as a fitter works it: feet, dials, laser, shims, and how it then runs."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.machines.alignment_stand import AlignmentStand
from labsim.mechanical import alignment

CASE = ("multimeter", "dial set", "shaft laser", "vibration analyser")
KIT = SimpleNamespace(id="T", instruments=CASE, before=())
SHORT = "U5: set on a short foot"
CLOCK = ("12", "3", "6", "9")


def stand(fault: str | None = SHORT, seed: int | None = None, **changes: dict[str, float]) -> Bench:
    """Return a stand that is off, locked and proved dead."""
    bench = Bench(AlignmentStand(**changes), fault, seed=seed, scenario=KIT)
    bench.notify().isolate("Q1").lock("Q1").prove()
    for one, other in (("2", "4"), ("4", "6"), ("2", "6")):
        bench.measure("V", f"Q1:{one}", f"Q1:{other}")
    return bench.prove()


def dial(bench: Bench, kind: str) -> dict[str, float]:
    return {at: bench.measure(f"mm {kind}", f"W1:{at}").value for at in CLOCK}


def laser(bench: Bench, at: str) -> tuple[float, float]:
    return tuple(bench.measure(f, f"W1:{at}").value for f in ("laser mm", "laser mm/100"))


def run(bench: Bench) -> Bench:
    return bench.notify().restore("Q1").operate("A1", "60 Hz").wait(10)


# Feet -----------------------------------------------------------------------------------
def test_a_short_foot_and_the_one_across_rise_and_a_shim_cures_both() -> None:
    # -0.30 + 0.22 against 0.10 + 0.20: the diagonal 1-4 is 0.38 mm short
    bench = stand()
    rises = [bench.measure("mm foot", f"U5:{n}").value for n in "1234"]
    assert rises == pytest.approx([0.38, 0.05, 0.05, 0.38], abs=0.011)
    bench.operate("U5", "loose").shim("U5", "1", 0.375).operate("U5", "tight")
    assert max(bench.measure("mm foot", f"U5:{n}").value for n in "1234") <= alignment.SOFT
    assert "2.375 2 2 2" in bench.look("U5").text
    assert not bench.attempt.breaches


def test_on_a_soft_foot_the_shaft_lands_elsewhere_each_time_and_on_a_sound_one_it_does_not() -> (
    None
):
    def spread(bench: Bench) -> float:
        found = []
        for _ in range(4):
            bench.operate("U5", "loose").operate("U5", "tight")
            found.append(laser(bench, "12")[0])
        return max(found) - min(found)

    soft, sound = stand(), stand()
    sound.operate("U5", "loose").shim("U5", "1", 0.375).operate("U5", "tight")
    assert spread(soft) > 0.05
    assert spread(sound) < 0.01


# Dials and laser --------------------------------------------------------------------------
def test_dials_close_and_tell_with_the_sag_taken_out_what_the_laser_tells() -> None:
    bench = stand()
    rim, reverse, face = (dial(bench, kind) for kind in ("rim", "reverse", "face"))
    for found in (rim, reverse, face):
        assert alignment.closes(*(found[at] for at in CLOCK)) == pytest.approx(0, abs=0.021)
    sag = bench.measure("mm sag", "W1:6").value
    true = {kind: alignment.true_bottom(found["6"], sag)
            for kind, found in (("rim", rim), ("reverse", reverse))}  # fmt: skip
    stays, moved = alignment.rim_offset(true["rim"], 0), -alignment.rim_offset(true["reverse"], 0)
    up, across = laser(bench, "12"), laser(bench, "3")
    assert alignment.reverse(moved, stays, 110) == pytest.approx(up, abs=0.015)
    assert alignment.face_slope(face["6"], 0, 120) == pytest.approx(up[1], abs=0.015)
    assert alignment.face_slope(face["9"], face["3"], 120) == pytest.approx(across[1], abs=0.015)
    half = 0.55 * across[1]  # the planes lie 55 mm to either side of the middle
    assert alignment.rim_offset(rim["9"], rim["3"]) == pytest.approx(across[0] - half, abs=0.015)


def test_one_specimen_reads_the_same_again_after_a_replay_and_another_does_not() -> None:
    first, again, other = (laser(stand(seed=seed), "12") for seed in (4, 4, 9))
    assert first == again
    assert first != other


# Moves ------------------------------------------------------------------------------------
def test_the_moves_bring_it_to_the_cold_target_and_the_set_runs_quietly() -> None:
    bench = stand()
    bench.operate("U5", "loose").shim("U5", "1", 0.375).operate("U5", "tight")
    pump = alignment.growth(180, 8)
    front, back = (pump - alignment.growth(180, kelvin) for kelvin in (60, 45))
    slope = (back - front) / 3.0
    target = front - 1.5 * slope, slope
    up = alignment.moves(*laser(bench, "12"), 150, 450, target)
    across = alignment.moves(*laser(bench, "3"), 150, 450)
    bench.operate("U5", "loose")
    for foot, mm in zip("1234", (up[0], up[0], up[1], up[1]), strict=True):
        bench.shim("U5", foot, round(mm / 0.025) * 0.025)
    bench.shift("U5", "front", across[0]).shift("U5", "back", across[1]).operate("U5", "tight")
    # half a shim step at either end: 1.5 · 0.0125 + 0.5 · 0.0125 = 0.025 at the coupling
    assert laser(bench, "12") == pytest.approx(target, abs=0.03)
    assert laser(bench, "3") == pytest.approx((0, 0), abs=0.01)
    assert run(bench).measure("mm/s 2X", "B3:V").value < 0.4
    before = run(stand())
    assert before.measure("mm/s 2X", "B3:V").value > 3


def test_aligned_to_nothing_cold_growth_takes_it_out_of_tolerance() -> None:
    # motor 0.113 and 0.085 mm, pump 0.015: 0.098 in front, 0.070 behind: 0.112 at the coupling
    machine = AlignmentStand()
    target = machine.W1.target(stand(None).sim.views["W1"])[0]
    assert target[0, 0] == pytest.approx(-0.112, abs=0.001)
    assert abs(target[0, 0]) > alignment.tolerance(1780).most_offset


# Hands ------------------------------------------------------------------------------------
def test_hands_at_the_feet_with_the_disconnect_on_are_a_breach() -> None:
    bench = Bench(AlignmentStand(), SHORT, scenario=KIT)
    bench.operate("U5", "loose").shim("U5", "1", 0.1)
    assert [b["rule"] for b in bench.attempt.breaches] == ["work-live"]
    assert bench.attempt.breaches[0]["critical"]


def test_a_dial_on_a_coupling_that_can_turn_is_a_breach_and_reads_nothing() -> None:
    bench = Bench(AlignmentStand(), SHORT, scenario=KIT)
    assert bench.measure("mm rim", "W1:6").text == "----"
    assert [b["rule"] for b in bench.attempt.breaches] == ["work-live"]


REFUSED: list[tuple[str, Callable[[Bench], object]]] = [
    ("steps of 0.025", lambda b: b.shim("U5", "1", 0.03)),
    ("no foot 9", lambda b: b.shim("U5", "9", 0.1)),
    ("only 2 mm of shims", lambda b: b.shim("U5", "1", -2.5)),
    ("no end up", lambda b: b.shift("U5", "up", 0.1)),
    ("bolt-bound", lambda b: b.shift("U5", "back", 2.6)),
    ("not nothing", lambda b: b.shift("U5", "back", 0)),
    ("at most 10 mm", lambda b: b.shift("U5", "back", float("nan"))),
    ("not moved on shims; those that are: U5", lambda b: b.shim("M1", "1", 0.1)),
    ("give a number of mm", lambda b: b.shim("U5", "1", "thick")),
    ("tighten them all", lambda b: b.measure("mm foot", "U5:1")),
    ("reads at a hub or a foot", lambda b: b.measure("mm rim", "B3:V")),
    ("is no hub", lambda b: b.measure("laser mm", "U5:1")),
    ("up at 12, across at 3", lambda b: b.measure("laser mm", "W1:6")),
]


def test_what_cannot_be_done_is_said_and_changes_nothing() -> None:
    bench = stand()
    with pytest.raises(LabsimError, match="bolts of U5 are tight"):
        bench.shim("U5", "1", 0.1)
    bench.operate("U5", "loose")
    count = len(bench.attempt.events)
    for words, wrong in REFUSED:
        with pytest.raises(LabsimError, match=words):
            wrong(bench)
    assert len(bench.attempt.events) == count


def test_no_bracket_goes_on_a_running_shaft() -> None:
    bench = Bench(AlignmentStand(), None, scenario=KIT).operate("A1", "60 Hz").wait(10)
    with pytest.raises(LabsimError, match="no bracket goes on a running shaft"):
        bench.measure("mm rim", "W1:6")
