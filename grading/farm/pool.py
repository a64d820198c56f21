"""Worker processes that do one piece of work at a time; one that dies costs only its piece."""

from __future__ import annotations

import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any

from grading.kernels.lifeline import LINUX, die_with

__all__ = ["Pool"]

TRIES = 2  # times a piece is given out whose worker dies
TICK = 1.0  # s between looks at what else may need care


class Worker:
    """A process, the pipe to it, and the piece it has."""

    def __init__(self, work: Callable[[Any], Any], others: list[Worker]) -> None:
        # Forked, a worker has everything loaded; macOS libraries do not survive a fork.
        context = multiprocessing.get_context("fork" if LINUX else "spawn")
        self.pipe, theirs = context.Pipe()
        ends = [self.pipe, *(other.pipe for other in others)] if LINUX else []
        self.process = context.Process(target=_serve, args=(work, theirs, ends, os.getpid()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # numpy's idle threads, 3.12 on
            self.process.start()
        theirs.close()
        self.piece: Any = None

    def give(self, piece: Any) -> None:
        self.piece = piece
        self.pipe.send(piece)

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


def _serve(
    work: Callable[[Any], Any], pipe: Connection, ends: list[Connection], parent: int
) -> None:
    die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    for end in ends:
        end.close()
    while True:
        try:
            piece = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(work(piece))


class Pool:
    """Runs pieces of work in `jobs` processes. `close` lets nothing more begin."""

    def __init__(
        self, work: Callable[[Any], Any], jobs: int, watch: Callable[[], None] = lambda: None
    ) -> None:
        self.work, self.jobs, self.watch = work, jobs, watch
        self.workers: list[Worker] = []
        self.closed = False

    def run(self, pieces: list[Any]) -> Iterator[tuple[Any, Any]]:
        """Yield each piece with its result as they come, None where its workers died."""
        queue, tries = list(reversed(pieces)), dict.fromkeys(pieces, 0)
        try:
            while queue or self.busy:
                self._hand_out(queue)
                for worker in self._ready():
                    piece, result, alive = self._take(worker)
                    tries[piece] += 1
                    if alive or tries[piece] >= TRIES:
                        yield piece, result
                    elif not self.closed:
                        queue.append(piece)
                if self.closed:
                    queue.clear()
        finally:
            self.kill()

    @property
    def busy(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.piece is not None]

    def _hand_out(self, queue: list[Any]) -> None:
        while queue and not self.closed:
            idle = [worker for worker in self.workers if worker.piece is None]
            if not idle and len(self.workers) >= self.jobs:
                return
            if not idle:
                idle = [Worker(self.work, self.workers)]
                self.workers += idle
            idle[0].give(queue.pop())

    def _ready(self) -> list[Worker]:
        ready = wait([worker.pipe for worker in self.busy], TICK)
        self.watch()
        return [worker for worker in self.busy if worker.pipe in ready]

    def _take(self, worker: Worker) -> tuple[Any, Any, bool]:
        piece, worker.piece = worker.piece, None
        try:
            return piece, worker.pipe.recv(), True
        except (EOFError, OSError):
            self.workers.remove(worker)
            worker.end()
            return piece, None, False

    def close(self) -> None:
        self.closed = True

    def kill(self) -> None:
        """End every worker at once."""
        for worker in self.workers:
            worker.end()
        self.workers = []
