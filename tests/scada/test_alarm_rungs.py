"""Alarm rungs on the controller: limits, deadband, delays, latch, first-out, shelving."""

from __future__ import annotations

import pytest

from labsim import plc
from labsim.core.errors import LabsimError
from labsim.scada.alarms import Alarm, rungs, state_of

SCAN = 100  # ms


class Alarmed:
    """A controller with some alarms on one figure P, in hundredths, scanned every 100 ms."""

    def __init__(self, *alarms: Alarm) -> None:
        bits = ("Ack", "First_Reset", "S", *(f"{a.tag}_Shelved" for a in alarms))
        text = "ROUTINE Main\n" + rungs(alarms) + "END_ROUTINE\n"
        program = plc.read_rungs(text, tags={"P": "DINT"} | dict.fromkeys(bits, "BOOL"))
        self.plc, self.at = plc.Controller(program), 0

    def see(self, bar: float, seconds: float = 0.1, **bits: bool) -> Alarmed:
        for _ in range(round(1000 * seconds / SCAN)):
            self.at += SCAN
            inputs = {"P": round(100 * bar), "Ack": False, "First_Reset": False}
            self.plc.scan(self.at, inputs | bits)
        return self

    def __getitem__(self, tag: str) -> bool:
        return bool(self.plc[tag])


def test_an_alarm_comes_at_the_limit_and_goes_behind_the_deadband() -> None:
    one = Alarmed(Alarm("PAL1", "low", "P", "low", 5.0, 0.3))
    assert not one.see(5.0)["PAL1_Alm"]
    assert one.see(4.99)["PAL1_Alm"]
    assert one.see(5.2)["PAL1_Alm"], "inside the deadband it stays"
    assert not one.see(5.3)["PAL1_Alm"]


def test_without_a_deadband_it_chatters_as_the_figure_does() -> None:
    wild, calm = (Alarmed(Alarm("PAH1", "high", "P", "high", 5.0, band)) for band in (0.0, 0.2))
    counts = []
    for one in (wild, calm):
        came, before = 0, False
        for n in range(20):
            now = one.see(5.1 if n % 2 else 4.9)["PAH1_Alm"]
            came, before = came + (now and not before), now
        counts.append(came)
    assert counts == [10, 1]


def test_delays_keep_short_visits_out_and_let_it_stay_over_short_absences() -> None:
    one = Alarmed(Alarm("PAL1", "low", "P", "low", 5.0, 0.0, on=2.0, off=5.0))
    assert not one.see(4.0, 1.9)["PAL1_Alm"]
    assert not one.see(6.0)["PAL1_Alm"], "1.9 s were no alarm"
    assert one.see(4.0, 2.2)["PAL1_Alm"]
    assert one.see(6.0, 4.8)["PAL1_Alm"], "gone for 4.8 s: it stands"
    assert not one.see(6.0, 0.4)["PAL1_Alm"]


def test_it_stays_unacknowledged_after_it_has_gone_until_somebody_acknowledges() -> None:
    one = Alarmed(Alarm("PAL1", "low", "P", "low", 5.0))
    states = [state_of(one["PAL1_Alm"], one["PAL1_New"])]
    for bar, bits in ((4.0, {}), (6.0, {}), (6.0, {"Ack": True}), (4.0, {}), (4.0, {"Ack": True})):
        one.see(bar, **bits)
        states.append(state_of(one["PAL1_Alm"], one["PAL1_New"]))
    assert states == ["normal", "unacknowledged", "returned, unacknowledged", "normal",
                      "unacknowledged", "acknowledged"]  # fmt: skip


def test_a_shelved_alarm_neither_comes_nor_is_new() -> None:
    one = Alarmed(Alarm("PAL1", "low", "P", "low", 5.0)).see(4.0, PAL1_Shelved=True)
    assert not one["PAL1_Alm"]
    assert not one["PAL1_New"]
    assert state_of(False, False, shelved=True) == "shelved"
    assert one.see(4.0, PAL1_Shelved=False)["PAL1_Alm"], "it comes when it is unshelved"


def test_suppression_by_design_is_in_the_rungs_and_ends_with_its_reason() -> None:
    """Feed water low says nothing while the burner is locked out."""
    one = Alarmed(Alarm("FAL1", "low", "P", "low", 5.0, unless="S"))
    assert not one.see(4.0, S=True)["FAL1_Alm"]
    assert one.see(4.0, S=False)["FAL1_Alm"]
    assert not one.see(4.0, S=True)["FAL1_Alm"]
    assert state_of(False, False, suppressed=True) == "suppressed by design"


def test_first_out_keeps_the_first_of_its_group_and_no_other() -> None:
    group = {"priority": 1, "group": "Air"}
    one = Alarmed(
        Alarm("PALL1", "low-low", "P", "low", 4.0, **group),
        Alarm("PAL1", "low", "P", "low", 5.0, **group),
    )
    one.see(4.5).see(3.5).see(6.0)
    assert one["PAL1_First"], "5.0 bar is passed before 4.0 bar"
    assert not one["PALL1_First"]
    one.see(6.0, First_Reset=True).see(3.5)
    assert one["PALL1_First"], "after the reset both come in one scan: the upper rung is first"


def test_an_alarm_of_no_known_kind_or_priority_is_refused() -> None:
    with pytest.raises(LabsimError, match=r"PAL1: 'lo', priority 3; there are low, high"):
        Alarm("PAL1", "low", "P", "lo")
    with pytest.raises(LabsimError, match="priority 4"):
        Alarm("PAL1", "low", "P", "low", priority=4)
