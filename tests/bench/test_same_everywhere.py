"""The same seed gives the same readings in every process, whatever Python's hash seed is."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from labsim.bench import Bench
from tests.bench.small import SmallStarter

WORK = """
import json
from labsim.bench import Bench
from labsim.machines.lamp_string import LampString
from labsim.machines.motor_starter import MotorStarter
from tests.bench.small import SmallStarter

events = []
for machine, fault in ((LampString, "E7: lamp burnt out"), (SmallStarter, "K1: coil burnt open"),
                       (MotorStarter, "S0: contact 21-22 dirty")):
    bench = Bench(machine(), fault, seed=12345)
    for check in bench.checks()[::41]:
        bench.do(check.id)
    events += bench.attempt.events
print(json.dumps(events))
"""


def worked(hash_seed: str) -> list[dict]:
    env = {**os.environ, "PYTHONHASHSEED": hash_seed, "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "error", "-c", WORK]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def test_two_processes_with_different_hash_seeds_agree_to_the_last_digit() -> None:
    one, two = worked("1"), worked("4242")
    assert one == two
    assert len([event for event in one if event["do"] == "measure"]) > 15


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_two_benches_of_one_seed_agree(seed: int) -> None:
    def hashes() -> list[str]:
        bench = Bench(SmallStarter(), "S1: contact 13-14 dirty", seed=seed)
        bench.press("S1").measure("V", "K1:A1", "K1:A2")
        bench.isolate("X1").measure("Ω", "S1:13", "S1:14")
        return bench.attempt.hashes

    assert hashes() == hashes()


def test_another_seed_reads_otherwise() -> None:
    texts = {Bench(SmallStarter(), seed=n).measure("V", "X1:X1", "X1:X2").text for n in range(20)}
    assert len(texts) > 5
