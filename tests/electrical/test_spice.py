"""The ngspice worker: never a stale answer, never a hang, a clear word when it is missing."""

from __future__ import annotations

import os

import pytest

from labsim.core.errors import LabsimError
from labsim.core.machine import Machine
from labsim.core.simulation import Simulation
from labsim.electrical import spice
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from tests.electrical.benchtop import CoilRung

DIVIDER = "divider\nV1 a 0 DC 24\nR1 a b 1k\nR2 b 0 3k\n.op\n.end\n"

needs_engine = pytest.mark.skipif(not spice.available(), reason="ngspice is not installed")


@needs_engine
def test_a_divider_divides() -> None:
    # 24 V · 3 / 4 = 18 V, 24 V / 4 kΩ = 6 mA out of the source.
    answer = spice.solve(DIVIDER)
    assert answer["b"] == pytest.approx(18.0)
    assert answer["v1#branch"] == pytest.approx(-6e-3)


@needs_engine
@pytest.mark.parametrize(
    "deck",
    [
        "unknown\nX1 a 0 nowhere\nV1 a 0 DC 1\n.op\n.end\n",
        "voltage loop\nV1 a 0 DC 1\nV2 a 0 DC 2\n.op\n.end\n",
        "double\nV1 a 0 DC 1\nV1 a 0 DC 2\n.op\n.end\n",
        "nothing to do\nR1 a 0 1\n.end\n",
        "",
    ],
)
def test_a_bad_deck_is_an_error_and_never_the_previous_answer(deck: str) -> None:
    spice.solve(DIVIDER)
    with pytest.raises(LabsimError, match="ngspice cannot solve this deck"):
        spice.solve(deck)
    assert spice.solve(DIVIDER)["b"] == pytest.approx(18.0)


@needs_engine
@pytest.mark.parametrize("line", [".control", ".CONTROL", ".include /etc/passwd", ".lib other"])
def test_a_deck_that_could_run_programs_or_read_files_is_refused(line: str) -> None:
    with pytest.raises(LabsimError, match="is refused"):
        spice.solve(f"bad\n{line}\nshell echo\n.endc\n.end\n")


@needs_engine
def test_a_deck_that_takes_too_long_is_given_up_and_the_next_one_works() -> None:
    engine = spice.Engine(timeout=0.5)
    slow = "slow\nV1 a 0 SIN(0 1 1e6)\nR1 a b 1\nC1 b 0 1u\n.tran 1n 10\n.end\n"
    with pytest.raises(LabsimError, match=r"longer than 0\.5 s"):
        engine.solve(slow)
    engine.timeout = 30.0
    assert engine.solve(DIVIDER)["b"] == pytest.approx(18.0)
    engine.close()


@needs_engine
def test_a_worker_that_was_killed_is_started_again() -> None:
    engine = spice.Engine()
    engine.solve(DIVIDER)
    engine._process.kill()
    engine._process.wait()
    assert engine.solve(DIVIDER)["b"] == pytest.approx(18.0)
    engine.close()


def test_a_missing_library_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "NGSPICE_LIBRARY_PATH", "libnowhere.so")
    engine = spice.Engine()
    with pytest.raises(LabsimError, match="sudo apt install libngspice0"):
        engine.solve(DIVIDER)
    engine.close()


def test_the_deck_names_terminals_and_says_how() -> None:
    deck = MotorStarter().to_spice()
    assert deck.startswith("* Conveyor starter")
    assert "Node k1_a1 is terminal K1:A1" in deck
    assert "Rleak_k1_a1 k1_a1 0" in deck
    assert ".ac lin 1 60.0 60.0" in deck


def test_the_deck_follows_the_state_of_the_machine() -> None:
    sim = Simulation(CoilRung())
    assert "Vk1_13_14 " not in sim.machine.to_spice(sim), "open contacts are left out"
    sim.operate("S1", "1").settle()
    assert "Vk1_13_14 " in sim.machine.to_spice(sim)


def test_a_dc_machine_needs_no_ac_analysis() -> None:
    assert ".ac" not in LampString().to_spice()


def test_a_machine_without_electrical_parts_has_no_deck() -> None:
    class Empty(Machine):
        """Nothing at all."""

    with pytest.raises(LabsimError, match="no electrical parts"):
        Empty().to_spice()
