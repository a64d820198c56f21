"""Pictures and tables in a lab's text: right, told in words, silent about the apprentice's own."""

from __future__ import annotations

from pathlib import Path

import pytest

import labsim
from labsim.bench import Bench
from labsim.teaching import energies, halving, meters, pictures, prints, readings, story


def test_a_picture_of_voltages_says_in_words_where_it_stops() -> None:
    bench = labsim.lab("ELE-02").bench("E9: lamp burnt out")
    words = pictures.voltages(bench, "Lamp string", "G1:-").words
    full, nothing = words.split("full voltage: ")[1].split("; nothing: ")
    assert "E9:1" in full
    assert "E9:2" not in full
    assert "E9:2" in nothing


def test_a_bad_joint_shows_as_in_between() -> None:
    bench = labsim.lab("ELE-02").bench("E9: terminal 1 loose")
    assert "in between: " in pictures.voltages(bench, "Lamp string", "G1:-").words


def test_a_marked_path_is_drawn_once_for_each_element() -> None:
    machine = labsim.lab("ELE-03").machine
    html = pictures.path(machine, "Control circuit", ["S0 21-22", "K1 13-14"]).html
    assert html.count('opacity="0.28"') == 2


def test_struck_out_lamps_are_named_in_words() -> None:
    made = pictures.struck_out(("E1", "E2"), [("start", ("E1", "E2")), ("next", ("E2",))])
    assert made.words == "start: E1, E2; next: E2"
    assert "<svg" in made._repr_mimebundle_()["text/html"]


def test_predictions_stand_beside_the_readings_of_their_state() -> None:
    bench = prints.bring(labsim.lab("ELE-01").bench(), "running")
    bench.measure("V", "T1:X2", "T1:X1")
    bench.press("S0")
    bench.measure("V", "K1:A1", "K1:A2")
    rows = prints.predictions(bench, running={"a (V)": 120}).words.splitlines()
    assert "120 V" in rows[1]
    assert rows[1].count("V AC") == 1, "whichever lead is on which terminal"
    assert "0.0" in next(row for row in rows if "K1:A1" in row)


def test_the_coach_tells_the_story_of_a_practice_bench() -> None:
    bench = labsim.lab("ELE-02").bench("E9: lamp burnt out")
    bench.measure("V", "E7:1", "G1:-")
    bench.measure("V", "E9:1", "E9:2")
    lines = story.told(bench).words.splitlines()
    assert "E9: lamp burnt out" in lines[-1]
    assert halving.after_each_reading(bench).words.endswith("24.00 V DC: E9")


def test_the_coach_keeps_quiet_on_an_apprentices_own_order(tmp_path: Path) -> None:
    bench = labsim.open_lab("ELE-02", directory=tmp_path)
    for told in (story.told, halving.after_each_reading):
        with pytest.raises(labsim.LabsimError, match="keeps quiet"):
            told(bench)


def test_the_table_of_energies_has_every_source_with_what_takes_it_away() -> None:
    """m·g·h = 2500 · 9.81 · 0.3 = 7.4 kJ; 900 bar·L · ln(140/90) = 39.8 kJ; 6 · 5 bar·L = 3 kJ."""
    words = energies.table_of(labsim.lab("SAF-01").machine, "Sources").words
    assert [row.split()[0] for row in words.splitlines()[2:]] == [
        "Q1",
        "Q2",
        "Q6",
        "C1",
        "C2",
        "C3",
    ]
    for joules in ("7.4 kJ", "39.8 kJ", "3.0 kJ"):
        assert joules in words


def test_the_picture_of_a_falling_gauge_says_where_the_platen_ends() -> None:
    lab = labsim.lab("SAF-01")
    bare = energies.falling(lab.bench().operate("Q10", "open"), "C1", "C2")
    held = energies.falling(lab.bench().block("C2").operate("Q10", "open"), "C1", "C2")
    assert bare.words.endswith("Platen: 300 mm up at first, 0 mm at the end.")
    assert held.words.endswith("Platen: 300 mm up at first, 300 mm at the end.")
    assert "zero after 45 s" in bare.words  # 24 s of gas, 20 s of the platen on its oil (1.5 L)
    assert bare.words in bare.html


def test_pictures_of_meters_say_in_words_what_they_show() -> None:
    assert "mA: 2 Ω, fuse 440 mA" in meters.front().words
    # 1 % of 24.00 V is 0.24 V, three counts of 0.01 V are 0.03 V.
    assert "between 23.73 and 24.27" in meters.band(24.0, 0.01, 3, 0.01).words
    told = meters.accept(5.0, 0.027, [("P1", 5.01), ("P3", 5.1)]).words
    assert "P1 5.01 V: within" in told
    assert "P3 5.1 V: outside" in told
    assert meters.legs([("open", 180, 60)]).words == "open: 180 V and 60 V"


def test_the_sheet_of_fifteen_readings_bears_the_boards_own_tags() -> None:
    lab = labsim.lab("INS-01")
    bench = Bench(lab.scenario.build("3"))
    sheet = readings.ReadingSheet(bench)
    assert "b  F31:1 → F31:2  voltage across F31, S31 at 1" in sheet.words
    assert "24 V supply" in sheet.words
    bench.measure("V", "G31:+", "G31:-")
    assert "23.9" in readings.beside(bench, {"a (V)": 23.9}).words
    assert bench.attempt.events[-1]["text"] in readings.beside(bench, {}).words
