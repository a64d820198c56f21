"""The analyser's own speed: `python benchmarks/vibration.py`.

A minute of six pads at 25.6 kHz made by the machine, and read: overall value, spectrum, envelope
spectrum of every pad. Ten seconds at 12 kHz through the bearing examiner. Seconds of the wall and
of the processor, medians over rounds, and as multiples of what an FFT of the same samples takes in
the same run, which holds on any computer. With --json the figures go to stdout as JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from labsim import vibration
from labsim.core.simulation import Simulation
from labsim.machines.pump_set import PumpSet
from labsim.vibration import Record
from labsim.vibration.synth import waves
from tests.vibration.bearing_records import faulty, orders

FS, SECONDS, PADS = 25600.0, 60.0, ("B1:H", "B1:V", "B2:H", "B2:V", "B3:H", "B3:V")


def timed(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return median seconds of the wall and of the processor."""
    wall, spent = [], []
    for _ in range(rounds):
        begun, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - begun)
        spent.append(time.process_time() - used)
    return statistics.median(wall), statistics.median(spent)


def made() -> np.ndarray:
    """Return a minute of six pads of the pump set at full speed, (6, samples) in m/s²."""
    machine = PumpSet()
    sim = Simulation(machine)
    sim.operate("A1", "60 Hz").advance(6.0)
    port = machine.port(PADS[0])
    sig = sim.network_of(port.component).signature(port)
    rows = [sig.layout.row(pad) for pad in PADS]
    return waves(sig, rows, FS, int(FS * SECONDS), 1)


def read(rows: np.ndarray) -> None:
    """Take the overall value, a spectrum and an envelope spectrum of every pad."""
    for pad, row in zip(PADS, rows, strict=True):
        record = Record(row, FS, "m/s2", 1785.0, pad)
        vibration.overall(record)
        vibration.spectrum(record, 1000.0, 3200).as_("mm/s")
        vibration.envelope_spectrum(record, 2000.0, 8000.0)


def measure(rounds: int) -> dict[str, float]:
    """Measure all in one run."""
    rows, wave, own = made(), faulty("outer", 1, seconds=10), orders("6205")
    examine = lambda: vibration.examine_bearing(wave, 12000.0, 1797.0, own)  # noqa: E731
    transform = timed(lambda: [np.fft.rfft(row) for row in rows], rounds)
    found = {"made": timed(made, rounds), "read": timed(lambda: read(rows), rounds),
             "examined": timed(examine, rounds)}  # fmt: skip
    small = timed(lambda: np.fft.rfft(wave), rounds)
    parts = {"made": transform, "read": transform, "examined": small}
    figures = {}
    for name, (wall, spent) in found.items():
        figures |= {f"{name}_s": wall, f"{name}_processor_s": spent,
                    f"{name}_ffts": spent / max(parts[name][1], 1e-6)}  # fmt: skip
    return figures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="figures as JSON")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    f = measure(given.rounds)
    if given.json:
        print(json.dumps(f))
        return 0
    words = {"made": "a minute on six pads at 25.6 kHz, made", "read": "the same, read",
             "examined": "examine_bearing, 10 s at 12 kHz"}  # fmt: skip
    for name, said in words.items():
        print(f"{said}: {f[name + '_s']:.2f} s, {f[name + '_processor_s']:.2f} s of the processor, "
              f"{f[name + '_ffts']:.0f} × an FFT of the same samples")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
