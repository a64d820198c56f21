"""Is the measurement service fast enough for a class? `python benchmarks/service.py`.

One apprentice measures alone, then a class at once, each in a process of their own, as root each as
a user of their own. Beside it the same bench without a service: what remains is the way there and
back, the log and the checks. Processor time is told, too, for a computer with much else to do.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import labsim
from labsim.hidden import own_bench
from labsim.sealed.client import PROTOCOL, Link
from labsim.seeds import derive, sealed_ticket, sealing_key

__all__ = ["main"]

LAB, FIRST = "ELE-03", 41_000  # the user ids of a made-up class
CODE = "from labsim.cli import main; main()"
PLACES = [["K1:A1", "K1:A2"], ["T1:X1", "T1:X2"], ["F6:1", "F6:2"], ["S0:21", "S0:22"]]


@contextmanager
def service(folder: Path) -> Iterator[tuple[Path, int]]:
    """Run a service; yield its socket and its process."""
    folder.chmod(0o755)
    (folder / "key").write_text(secrets.token_hex(32))
    (folder / "key").chmod(0o600)
    text = f'course = "maint"\nstate = "state"\nkey = "key"\nsocket = "s"\nlabs = ["{LAB}"]\n'
    (folder / "service.toml").write_text(text)
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    env["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), env.get("PYTHONPATH", "")])
    command = [sys.executable, "-c", CODE, "bench-service", str(folder / "service.toml")]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        while not (folder / "s").exists():
            assert process.poll() is None, "the service does not start"
            time.sleep(0.05)
        yield folder / "s", process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def measure(socket: Path, count: int, pause: float = 0.0) -> dict[str, Any]:
    """Open the lab and measure; return seconds to open, of each reading, of the empty way."""
    link, began = Link(socket), time.perf_counter()
    at = len(link.ask("open", lab=LAB, at=0, protocol=PROTOCOL)["events"])
    opened, times, empty = time.perf_counter() - began, [], []
    link.ask("act", lab=LAB, at=at, do="press", given={"tag": "S1"})
    for n in range(count):
        given = {"function": "V", "ports": PLACES[n % len(PLACES)]}
        began = time.perf_counter()
        link.ask("act", lab=LAB, at=at + 1 + n, do="measure", given=given)
        times.append(time.perf_counter() - began)
        began = time.perf_counter()
        link.ask("sync", lab=LAB, at=at + 2 + n)
        empty.append(time.perf_counter() - began)
        time.sleep(pause)
    link.close()
    return {"opened": opened, "times": times, "empty": empty}


def here(count: int) -> tuple[list[float], list[float]]:
    """Return wall and processor seconds of the same readings without a service."""
    lab = labsim.lab(LAB)
    seed = derive(sealed_ticket(sealing_key("k", "c"), LAB), LAB, "ann", sealed=True)
    bench, wall, work = own_bench(lab, seed, None).press("S1"), [], []
    for n in range(count):
        began, spent = time.perf_counter(), time.process_time()
        bench.measure("V", *PLACES[n % len(PLACES)])
        wall.append(time.perf_counter() - began)
        work.append(time.process_time() - spent)
    return wall, work


def class_of(apprentices: int, socket: Path, count: int, pause: float) -> list[dict[str, Any]]:
    """Let a class measure at once; return what each told, or the error each met."""
    pipes = []
    for n in range(apprentices):
        reader, writer = os.pipe()
        if not os.fork():
            told = _apprentice(FIRST + n, socket, count, pause)
            with os.fdopen(writer, "w") as out:
                json.dump(told, out)
            os._exit(0)
        os.close(writer)
        pipes.append(reader)
    found = [json.load(os.fdopen(reader)) for reader in pipes]
    for _ in pipes:
        os.wait()
    return found


def _apprentice(uid: int, socket: Path, count: int, pause: float) -> dict[str, Any]:
    try:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(uid)
            os.setuid(uid)
        return measure(socket, count, pause)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def used(pid: int) -> float:
    """Return the processor seconds the workers have used (Linux)."""
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    rows = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split() for child in pids]
    return sum(int(row[11]) + int(row[12]) for row in rows) / os.sysconf("SC_CLK_TCK")


def own_memory(pid: int) -> float:
    """Return the mean of what a worker has to itself, in MB (Linux)."""
    pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    sizes = []
    for child in pids:
        rows = Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()
        own = [int(row.split()[1]) for row in rows if row.startswith(("Private_", "Swap:"))]
        sizes.append(sum(own) / 1024)
    return statistics.mean(sizes) if sizes else 0.0


def row(name: str, seconds: list[float]) -> str:
    """Return median and p99 of times in ms."""
    ordered = sorted(seconds)
    late = ordered[int(0.99 * (len(ordered) - 1))]
    return f"{name:46} median {1e3 * statistics.median(ordered):7.2f} ms, p99 {1e3 * late:7.2f} ms"


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--apprentices", type=int, default=100)
    parser.add_argument("--readings", type=int, default=200, help="of one alone")
    parser.add_argument("--each", type=int, default=20, help="of each in the class")
    parser.add_argument("--pause", type=float, default=1.0, help="s between two readings there")
    given = parser.parse_args()
    wall, work = here(given.readings)
    print(row("bench in the notebook", wall))
    print(row("  of it processor time", work))
    with tempfile.TemporaryDirectory(prefix="labsim-bench-") as folder:
        Path(folder).chmod(0o755)
        with service(Path(folder)) as (socket, pid):
            measure(socket, 1)  # what is worked out once
            before, spent = used(pid), time.process_time()
            alone = measure(socket, given.readings)
            spent = time.process_time() - spent
            after = used(pid)
            print(row("one apprentice, over the socket", alone["times"]))
            print(row("  the way there and back alone", alone["empty"]))
            mine, theirs = 1e3 * spent / given.readings, 1e3 * (after - before) / given.readings
            print(f"  processor time a reading: {mine:.2f} ms here, {theirs:.2f} ms in the service")
            _class(given, socket, pid)


def _class(given: argparse.Namespace, socket: Path, pid: int) -> None:
    before, began = used(pid), time.perf_counter()
    told = class_of(given.apprentices, socket, given.each, given.pause)
    spent = used(pid) - before
    took = time.perf_counter() - began
    errors = [one["error"] for one in told if "error" in one]
    sound = [one for one in told if "error" not in one]
    print(f"\n{given.apprentices} apprentices at once, {given.each} readings each, one in "
          f"{given.pause:g} s: {took:.1f} s, {len(errors)} errors {errors[:3] or ''}")  # fmt: skip
    print(row("  a reading", [t for one in sound for t in one["times"]]))
    print(row("  opening the lab", [one["opened"] for one in sound]))
    print(f"  processor time of the service: {spent:.1f} s, opening included")
    print(f"  a worker's own memory: {own_memory(pid):.0f} MB; ours at most "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")  # fmt: skip


if __name__ == "__main__":
    main()
