"""The controller: a program, its memory, its mode, forces and faults; one call is one scan.

A scan takes the inputs into the data table, then the input forces; works the program with a clock
that stands still; what reaches a terminal is the data table under the output forces, and nothing
unless the mode is "run". An input force is therefore seen by the rungs, an output force is not
(1762-RM001, forces). A major fault stops the program at the instruction that made it; the mode is
then "fault" and the outputs are off, until `clear_faults()` and `mode("run")`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.plc.program import Program
from labsim.plc.running import cache
from labsim.plc.running.flow import Flow
from labsim.plc.running.memory import Ref
from labsim.plc.running.online import Online
from labsim.plc.running.runtime import CLEAR, NOTED, WATCHDOG, Env, Halt
from labsim.plc.running.settling import Settling

__all__ = ["Controller", "Fault"]

MODES = ("run", "program")


@dataclass(frozen=True)
class Fault:
    """A major fault: Rockwell's type and code, what it means, where and when (ms) it happened."""

    code: str
    text: str
    routine: str = ""
    rung: int = 0
    at: int = 0

    def __str__(self) -> str:
        """Say it as a fault log does."""
        return f"{self.code} {self.text}, routine {self.routine}, rung {self.rung}"


class Controller(Settling, Online):
    """A controller with a program in it: in run, cold started, not yet scanned.

    `dialect` and `compat="matiec"` change how it behaves. LabsimError when the program has parts
    that cannot be executed. `traced` keeps the power of every element for `flow`. Controllers of
    one program share its compiled form; a program must not be changed any more once it has run
    (edit a copy).
    """

    def __init__(
        self, program: Program, dialect: str | None = None, compat: str | None = None
    ) -> None:
        self.program, self.dialect = program, dialect or program.dialect
        if self.dialect not in ("ab", "iec"):
            raise LabsimError(f'a dialect is "ab" or "iec", not {dialect!r}')
        if compat not in (None, "", "matiec"):
            raise unknown("Controller", "compat", compat, ["matiec"])
        self._shared = cache.shared(program, self.dialect, compat or "")
        self.layout = self._shared.layout
        self.memory = []
        self.traced = True
        self.forces: dict[str, Any] = {}
        self.faults: list[Fault] = []
        self.scans, self.overrun, self.now = 0, 0, 0
        self._env = Env()
        self._mode = "run"
        self._watch, self._before = False, None
        self._trace: list[bool] = []
        self.start("cold")

    # modes ----------------------------------------------------------------------------------------
    def start(self, how: str) -> None:
        """Start it: "cold" with initial values, "warm" keeping what is retained.

        Allen-Bradley keeps everything on a warm start and prescans on both; IEC keeps RETAIN.
        """
        if how not in ("cold", "warm"):
            raise unknown("Controller", "start", how, ["cold", "warm"])
        initial = self._shared.initial
        if how == "cold" or not self.memory:
            self.memory = list(initial)
        elif self.dialect == "iec":
            old, self.memory = self.memory, list(initial)
            for first, last in self.layout.retained():
                self.memory[first:last] = old[first:last]
        self._mode = "run"
        self.faults.clear()
        self._enter_run()

    def mode(self, to: str | None = None) -> str:
        """Turn the switch to "run" or "program", or tell what the mode is: also "fault"."""
        if to is None or to == self._mode:
            return self._mode
        if to not in MODES:
            raise unknown("Controller", "mode", to, MODES)
        if to == "run" and self.faults:
            raise LabsimError(f"the controller is faulted ({self.faults[-1]}): clear faults first")
        self._mode = to
        self._before = None
        if to == "run":
            self._enter_run()
        return to

    def clear_faults(self) -> None:
        """Clear major and minor faults; the mode is "program" if it was "fault"."""
        self.faults.clear()
        self._env.minor.clear()
        self.memory[self._shared.minor] = False
        self._mode = "program" if self._mode == "fault" else self._mode
        self._before = None

    @property
    def minor(self) -> list[str]:
        """Codes of minor faults, "4:4" for an overflow."""
        return self._env.minor

    def _enter_run(self) -> None:
        """Prescan, as Allen-Bradley does; the first scan bit comes on."""
        self._before = None
        self._trace = [False] * self._shared.elements
        self.memory[self._shared.first] = True
        if self.dialect == "ab":
            self._env.left = WATCHDOG
            self._shared.fast.prescan(self.memory, 0, self.now, self._env, [], ())
        self._apply_forces()

    # scans ----------------------------------------------------------------------------------------
    def scan(self, at_ms: int | None = None, inputs: Mapping[str, Any] | None = None) -> None:
        """Work the program once at a time of the machine's clock (ms), with inputs by tag name.

        Without a time it is one task interval after the last scan.
        """
        self.now = self.now + self.program.interval if at_ms is None else at_ms
        if self._running is None or self.traced or self._watch:
            self._ready()
        memory, known = self._memory, self._inputs
        for name, value in inputs.items() if inputs else ():
            slot, low, high = known.get(name) or self._input(name)
            if low is None:
                memory[slot] = value if value is True or value is False else bool(value)
            elif type(value) is int and low <= value <= high:
                memory[slot] = value
            else:
                self[name] = value
        if self.forces:
            self._apply_forces()
        if self._mode == "run":
            self._before = memory.copy() if self._watch else None
            self._solve()
        self.scans += 1

    def _solve(self) -> None:
        memory, shared, env = self._memory, self._shared, self._env
        running = self._running
        form: Any = self._settled if running is not None else shared.fast
        if self.traced:
            form, self._trace = shared.traced, [False] * shared.elements
        try:
            if running is not None:
                self._running = None  # a generator that is stopped by a fault is gone
                running.send(self.now)
                self._running = running
            else:
                env.left = WATCHDOG
                form.scan(memory, 0, self.now, env, self._trace, ())
        except Halt as halt:
            self._fault(halt.code, halt.text, form, halt)
        except RecursionError as error:
            self._fault("4:84", "stack overflow: subroutines call each other", form, error)
        except (ArithmeticError, MemoryError, ValueError, IndexError, TypeError) as error:
            self._fault("4:4", f"a value cannot be worked with: {error}", form, error)
        if memory[shared.first]:
            memory[shared.first] = False
        if env.overflow:
            self._note_overflow()

    def _note_overflow(self) -> None:
        """Say so in the status bits; S:V of a program that does not look at it is of the scan."""
        memory, shared, env = self._memory, self._shared, self._env
        now, env.overflow = env.overflow == NOTED, CLEAR if env.overflow == NOTED else 0
        if not shared.layout.flags:
            memory[shared.over] = now
        if not now:
            return
        memory[shared.minor], self._before = True, None
        del self._env.minor[:-32]

    def _fault(self, code: str, text: str, form: Any, error: BaseException) -> None:
        """Stop at a major fault; the place is the last line of the program's own source."""
        line, trace = 0, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == "<ladder>":
                line = trace.tb_lineno
            trace = trace.tb_next
        routine, rung = form.place(line)
        self.faults.append(Fault(code, text, routine, rung, self.now))
        self._mode = "fault"

    @property
    def flow(self) -> Flow:
        """Power behind every element in the last scan; see `Flow`. All off unless traced."""
        return Flow(self.program, self._trace)

    # time -----------------------------------------------------------------------------------------
    @property
    def at_rest(self) -> bool:
        """Whether the last scan changed nothing but running clocks: `due` says when it will.

        The first question is answered with no: it makes the controller watch from then on.
        """
        if self._mode != "run":
            return True
        self._watch = True
        before, memory = self._before, self.memory
        if before is None or self._shared.clocks_matter(memory):
            return False
        if before == memory:
            return True
        for slot in self._shared.clocks:
            before[slot] = memory[slot]
        return before == memory

    def due(self) -> int | None:
        """Return the ms of the next moment a scan with unchanged inputs could change anything.

        None: never. While it is not at rest, that is the next ms.
        """
        if self._mode != "run":
            return None
        if not self.at_rest:
            return self.now + 1
        moments = [one for one in self._shared.due(self.memory) if one > self.now]
        return min(moments) if moments else None

    def recall(self) -> tuple[Any, ...]:
        """Return everything that changes with time, for `restore`; it can be hashed."""
        env = self._env
        return (
            *(tuple(self.memory), self._mode, tuple(self.forces.items()), tuple(self.faults)),
            *(tuple(env.minor), self.scans, self.overrun, self.now, tuple(self._trace)),
        )

    def restore(self, state: tuple[Any, ...]) -> None:
        """Go back to what `recall` returned."""
        memory, self._mode, forces, faults, minor, self.scans, self.overrun, self.now, trace = state
        self.memory = list(memory)
        self.forces, self.faults = dict(forces), list(faults)
        self._env.minor[:], self._trace = minor, list(trace)
        self._env.overflow = CLEAR  # S:V may be on: the next scan says
        self._before = None

    def _input(self, name: str) -> tuple[int, int | None, int | None]:
        return self._known(name, self._shared.input(name, self.place(name)))

    def place(self, name: str) -> Ref:
        """Return where a tag is now, `Arr[i].x` with i as it is."""
        return self._shared.place(name, self._number)
