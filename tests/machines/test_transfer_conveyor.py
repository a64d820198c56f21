"""The transfer conveyor: how it runs, and the LED, terminal and bit of each lie as PLC-01 tells."""

from __future__ import annotations

import pytest

import labsim
from grading import answers
from grading.answers import Ask
from grading.answers.plc_01 import LIES
from labsim.core.errors import LabsimError
from labsim.seeds import derive
from labsim.teaching import plcread, scans

LAB = labsim.lab("PLC-01")
# The verdict of the key, as the table of the notebook words it.
BREAKS = {
    "channel": "behind the LED: channel",
    "wire": "on the wire",
    "common": "at the common",
    "device": "not on the way: device, or rung",
    "force": "behind the LED: forced",
    "LED": "at the LED itself",
}


def looks(bench, *tags: str) -> list[str]:
    return [str(bench.look(tag).text) for tag in tags]


def test_it_starts_seals_in_and_stops_at_stop_guard_and_full_exit() -> None:
    for tag in ("S0", "B9", "B3"):
        bench = LAB.bench()
        assert looks(bench, "K1", "P1") == ["dropped out", "lit"]
        bench.press("S1").release("S1")
        assert looks(bench, "K1", "P1") == ["pulled in", "dark"]
        bench.press(tag)
        assert looks(bench, "K1") == ["dropped out"], tag
        bench.release(tag)
        assert looks(bench, "K1") == ["dropped out"], "nothing starts by itself"


@pytest.mark.parametrize("tag", ["B1", "B2"])
def test_without_part_or_tray_it_does_not_start(tag: str) -> None:
    bench = LAB.bench().press(tag).press("S1")
    assert looks(bench, "K1", "P1") == ["dropped out", "dark"]


def test_a_sourcing_card_has_the_drop_of_the_sensor_to_minus_where_it_is_on() -> None:
    """Across the channel 24 V less 1.5 V and a little of the path, on both cards."""
    bench = LAB.bench()
    assert bench.measure("V", "A2:I0.3", "A2:1M").value == pytest.approx(22.5, abs=0.2)
    assert bench.measure("V", "A3:I1.0", "A3:2M").value == pytest.approx(-22.5, abs=0.2)
    assert bench.measure("V", "A3:I1.0", "T1:-").value == pytest.approx(1.5, abs=0.1)
    assert bench.measure("V", "A3:I1.1", "T1:-").value == pytest.approx(24.0, abs=0.3)


def test_what_the_key_says_of_each_lie_is_what_the_machine_shows() -> None:
    for fault, who, _ in LIES.values():
        if who == "program":
            continue
        channel, device = ("I1.1", "B3") if "I1.1" in fault else ("I0.3", "B1")
        (row,) = str(plcread.lies(LAB, [fault], channel, device)).splitlines()[2:]
        assert row.endswith(BREAKS[who]), row


def test_a_swapped_contact_shows_right_bits_and_a_false_rung_that_follows_the_exit() -> None:
    bench = LAB.bench("A1: contact of the exit sensor swapped").press("S1")
    read = lambda name: bench.measure("online", f"A1:{name}").value
    assert [read(n) for n in ("I0.3", "I1.0", "I1.1", "Ready", "Parts_OK")] == [1, 1, 0, 1, 0]
    bench.press("B3")
    assert read("Parts_OK") == 1


def test_rungs_as_they_stand_are_not_shown_on_a_graded_order(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("LABSIM_RECORDS", str(tmp_path))
    assert "Guard_OK" in repr(plcread.rungs(LAB.bench(), "power"))
    with pytest.raises(LabsimError, match="on record"):
        plcread.rungs(labsim.open_lab("PLC-01"))


def test_three_rungs_take_one_scan_in_order_and_three_against_it() -> None:
    """A rung sees this scan's bits from above, the last scan's from below."""
    down, up = "".join(scans.CHAIN), "".join(reversed(scans.CHAIN))
    first = lambda text: [row[0] for row in scans.steps(text, ["Push"])].index(1) + 1
    assert (first(down), first(up)) == (2, 4)
    kick, seen = scans.ONCE
    assert [row[0] for row in scans.steps(kick + seen, ["Kick"])] == [0, 1, *[0] * 7]
    assert not any(row[0] for row in scans.steps(seen + kick, ["Kick"]))


def test_neighbours_have_other_rungs_and_none_the_order_of_the_signal() -> None:
    drawn = {scans.race(seed).rungs for seed in range(60)}
    assert len(drawn) == 10
    assert all(rungs[:3] != scans.CHAIN for rungs in drawn)
    for name in ("a", "b", "c"):
        ask = Ask(LAB, name, derive("ticket", "PLC-01", name))
        key = answers.perfect(answers.key_of("PLC-01", "race")(ask))
        late = key["Push is on for the first time after scan"] - 2
        assert key["Push comes later than the eye by (ms)"] == 10 * late > 0
        assert key["Push is off again after scan"] == 6 + late
