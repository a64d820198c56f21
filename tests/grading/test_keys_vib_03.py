"""The sheet of VIB-03 can be read: a technician's rules name every class, from what is shown."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace

import pytest

import labsim
from grading import answers
from labsim.seeds import derive
from labsim.teaching import sisters as sheet
from labsim.teaching.sisters import KINDS, action, sisters

SEEDS = range(16)


def shown(seed: int) -> dict[str, dict[str, list[float]]]:
    """Return what the tables of a seed say: by set the rows of the test, phases and values."""
    bench, found, name = SimpleNamespace(seed=seed), {}, ""
    for line in sheet.tested(bench).words.splitlines()[2:]:
        cells = [cell for cell in line.split("  ") if cell]
        head, drive, *values = cells if " · " in line else ["", *cells]
        name = head[:1] or name
        found.setdefault(name, {})[drive] = [float(v) for v in values]
        if head:
            found[name]["pad"] = head.partition("· ")[2]
    for line in sheet.phases(bench).words.splitlines()[2:]:
        cells = line.split("  ")
        found[cells[0]]["phases"] = [float(c[:-1]) if c != "----" else None for c in cells[1:]]
    for line in sheet.card(bench).words.splitlines()[2:]:
        cells = line.split("  ")
        found[cells[0]]["levels"] = [float(c) for c in cells[2:]]
    return found


def called(one: dict) -> str:
    """Name the class by the rules of the lab's text, from the tables alone."""
    full, middle, cut = one["60 Hz"], one["45 Hz"], one["power cut"]
    overall, half, once, twice, vanes = full
    _, motor, _, pump, *feet = one["phases"]
    if cut[0] < 0.3 * overall:
        return "electrical"
    if vanes > max(once, twice):
        return "vane pass"
    if half > 0.3 * once or any(angle is not None and angle > 120 for angle in feet):
        return "looseness"
    if one["pad"].endswith("A"):
        return "bent shaft" if max(motor, pump) > 120 else "angular misalignment"
    if middle[0] < 0.33 * overall:
        return "resonance"
    return "parallel misalignment" if twice > once else "unbalance"


def test_every_class_is_told_by_the_rules_of_the_text_whatever_the_seed():
    seen = Counter()
    for seed in SEEDS:
        for name, one in shown(seed).items():
            kind = sisters(seed)[name].kind
            assert called(one) == kind, (seed, name, sisters(seed)[name].fault)
            seen[kind] += 1
    assert set(seen) == set(KINDS)


def test_six_sets_have_six_classes_and_seeds_differ():
    for seed in SEEDS:
        assert len({one.kind for one in sisters(seed).values()}) == 6
    assert len({tuple(one.fault for one in sisters(seed).values()) for seed in SEEDS}) > 12


def test_zone_and_action_come_from_the_values_on_the_card():
    # Group 2, rigid: 1.4 / 2.8 / 4.5 mm/s; a change counts above 0.25 · 2.8 = 0.70 mm/s.
    for seed in SEEDS:
        for name, one in shown(seed).items():
            before, now = one["levels"]
            zone = "ABCD"[(now > 1.4) + (now > 2.8) + (now > 4.5)]
            mine = sisters(seed)[name]
            assert mine.zone == zone
            wanted = "stop" if zone == "D" else "plan" if zone == "C" or now - before > 0.7 else ""
            assert action(before, now) == (wanted or "run on")


@pytest.mark.parametrize("question", ["cause", "grade"])
def test_the_key_gives_full_marks_to_its_own_answer_and_none_to_another(question):
    lab = labsim.lab("VIB-03")
    ask = answers.Ask(lab, "ann", derive("ticket", "VIB-03", "ann"))
    expected = answers.key_of("VIB-03", question)(ask)
    right = answers.perfect(expected)
    assert all(verdict.share == 1 for _, verdict in answers.mark(expected, right))
    wrong = dict.fromkeys(right, "unknown")
    assert all(verdict.share == 0 for _, verdict in answers.mark(expected, wrong))
