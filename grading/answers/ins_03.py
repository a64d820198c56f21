"""Expected answers of INS-03: figures of the apprentice's own machine, and a capture made again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from grading.answers import Ask, Expected, Number
from labsim.attempt import Attempt
from labsim.bench import Bench
from labsim.coach.belief import matches
from labsim.core.errors import LabsimError
from labsim.course import own_bench, own_unit
from labsim.hands import Hands
from labsim.instruments.oscilloscope import SCREEN
from labsim.instruments.screen import Settings

__all__ = ["by_hand", "measured", "proof"]

CLIP = "T1:-"
BY_HAND = {
    "ripple at most, 0.6 A and 1000 µF (V)": (0.6 / (2 * 60 * 1e-3), "ΔV = I / (2·f·C)."),
    "one period is 4 divisions of 2 ms: frequency (Hz)": (125.0, "8 ms a period."),
    "B rises 50 µs after A, period 1 ms: phase (°)": (18.0, "A twentieth of a period."),
    "2 kHz at 1024 samples in 5 s: least samples a second to see it (Hz)": (
        4000.0, "More than two samples a period.",
    ),
    "probe ×10, menu ×1, screen says 2.4 V: true (V)": (24.0, "The probe passes a tenth."),
}  # fmt: skip
# Place: function, terminals, margin beside 5 %, why.
MEASURED = {
    "ripple at A1:+ (V peak to peak)": ("Vpp", ("A1:+",), 0.1, "AC coupling, 1 V/div or finer."),
    "ripple at A1:+ (Hz)": ("Hz", ("A1:+",), 0.5, "Count the humps of ten periods."),
    "frequency at A1:Z (Hz)": ("Hz", ("A1:Z",), 0.5, "Over whole turns of the shaft, 0.1 s."),
    "duty at A1:Z (%)": ("duty", ("A1:Z",), 2.0, "The part of the time in which Z is high."),
    "frequency at A1:A (Hz)": ("Hz", ("A1:A",), 5.0, "Come from the fast side: no aliasing."),
    "duty at A1:A (%)": ("duty", ("A1:A",), 2.0, "The part of the time in which A is high."),
    "B behind A at A1 (°)": ("phase", ("A1:A", "A1:B"), 8.0, "Delay by period, times 360."),
    "noise at A1:U (V peak to peak)": ("Vpp", ("A1:U",), 0.1, "AC coupling, and zoom in."),
}
TIP, TWIN, TIME, RANGE = "tip (terminal)", "second tip (terminal or none)", "time base (ms/div)", (
    "range (V/div)"
)  # fmt: skip
COUPLING, LEVEL, PROBE = "coupling (AC or DC)", "trigger level (V)", "probe (1 or 10)"
PLACES = (TIP, TWIN, TIME, RANGE, COUPLING, LEVEL, PROBE)
# Captures that a good apprentice would think of: the key takes the first that shows the event.
GOOD = (
    ("A1:+", "none", 5, 1, "AC", 0, 10),
    ("A1:+", "none", 5, 5, "AC", 0, 10),
    ("A1:Z", "none", 20, 5, "DC", 10, 10),
    ("A1:Z", "none", 20, 5, "DC", 5, 10),
    ("A1:Z", "none", 20, 10, "DC", 10, 10),
    ("A1:A", "A1:B", 0.2, 10, "DC", 10, 10),
    ("A1:A", "A1:B", 20, 10, "DC", 10, 10),
    ("A1:A", "none", 5, 5, "DC", 10, 10),
    ("A1:U", "none", 5, 0.5, "AC", 0, 10),
    ("A1:U", "none", 5, 2, "DC", 1, 10),
)
SHOWN, CLEAR = 0.6, 0.4  # parts of the mark: the event is there; triggered, whole, true to scale
SOUND_TOO = 0.05  # chance of this screen on a sound machine, above which it shows no event


def by_hand(ask: Ask) -> dict[str, Expected]:
    return {p: Number(v, margin=0.02 * v, why=why) for p, (v, why) in BY_HAND.items()}


def measured(ask: Ask) -> dict[str, Expected]:
    bench = own_bench(ask.lab, ask.seed, None)
    found: dict[str, Expected] = {}
    for place, (function, tips, margin, why) in MEASURED.items():
        value = float(bench.measure(function, *tips, CLIP).value)
        found[place] = Number(value, margin=margin, why=why)
    return found


@dataclass(frozen=True)
class Knob(Expected):
    """One knob of a capture: all of them together earn what the screen then shows.

    `share` is what the capture earns that has this knob at `judged`.
    """

    value: Any
    judged: Any
    share: float = 0.0
    why: str = ""

    def judge(self, given: Any) -> tuple[float, str]:
        share = self.share if given == self.judged else 0.0
        return share, "Right." if share == 1 else ""

    def example(self) -> Any:
        return self.value


def proof(ask: Ask) -> dict[str, Expected]:
    """Judge the capture that was answered; without an answer, the one the key would make."""
    bench, good = own_bench(ask.lab, ask.seed, None), best(ask)
    given = tuple(ask.given.get(place) for place in PLACES) if ask.given else good
    share, why = judged(ask, bench, given) if None not in given else (0.0, "Set every knob.")
    knobs_of = zip(PLACES, good, given, strict=True)
    return {place: Knob(value, mine, share, why) for place, value, mine in knobs_of}


def best(ask: Ask) -> tuple:
    """Return the first good capture that shows the event on this machine."""
    bench = own_bench(ask.lab, ask.seed, None)
    return next((g for g in GOOD if judged(ask, bench, g, False)[0] == 1), GOOD[0])


def worked(ask: Ask) -> Attempt:
    """Return a record that goes with a perfect answer: the capture that shows the event."""
    bench = own_bench(ask.lab, ask.seed, None)
    tips, settings = knobs(best(ask))
    bench.capture(*tips, clip=CLIP, **settings)
    return bench.attempt


def judged(ask: Ask, bench: Bench, given: tuple, recorded: bool = True) -> tuple[float, str]:
    """Make the capture again on the machine as it was found; return its share and why."""
    try:
        tips, settings = knobs(given)
        trace = bench.capture(*tips, clip=CLIP, **settings)
    except (LabsimError, TypeError, ValueError) as error:
        return 0.0, f"Such a capture cannot be made: {error}."
    if recorded and ask.record is not None and not on_record(ask.record, tips, settings):
        return 0.0, "Your record has no such capture."
    event = bench.attempt.events[-1]
    machine = own_unit(ask.lab, ask.seed) or ask.lab.machine
    if chance_of_sound(ask, machine, event) > SOUND_TOO:
        return 0.0, "A sound machine gives the same picture."
    flat = trace.found.get("CH1", {}).get("Vpp", 0.0) < 0.5 * trace.settings.volts[0]
    clear = (trace.triggered or flat) and not trace.clipped
    true = trace.settings.probe == trace.settings.menu
    why = "" if clear else "The event is there, but the picture rolls or runs off the screen."
    return SHOWN + CLEAR * (clear and true), why


def knobs(given: tuple) -> tuple[list[str], dict[str, Any]]:
    """Return tips and settings as the bench wants them."""
    tip, twin, time, volts, coupling, level, probe = given
    tips = [str(tip), *([] if str(twin).lower() == "none" else [str(twin)])]
    return tips, {
        "time": float(time) / 1e3, "volts": float(volts), "coupling": str(coupling).upper(),
        "level": float(level), "probe": int(probe),
    }  # fmt: skip


def on_record(record: Any, tips: list[str], settings: dict[str, Any]) -> bool:
    """Tell whether a record holds a capture with these tips, time base and range."""
    wanted = Settings.of(**settings)
    for event in record.of("measure"):
        if event.get("function") == SCREEN and event["ports"][:-1] == tips:
            made = Settings.of(**event["settings"])
            if (made.time, made.volts[0], made.coupling[0]) == (
                wanted.time, wanted.volts[0], wanted.coupling[0],
            ):  # fmt: skip
                return True
    return False


def chance_of_sound(ask: Ask, machine: Any, event: dict[str, Any]) -> float:
    """Return how likely what the screen says is on a machine without a fault."""
    same = Bench(machine, None, ask.seed.specimen if ask.seed else None, ask.lab.scenario)
    if same.again(event).attempt.events[-1]["text"] == event["text"]:
        return 1.0  # down to the noise of the front end, which the model below leaves out
    sound = Bench(machine, None, None, ask.lab.scenario)
    hands = Hands(sound.sim, titles=ask.lab.scenario.instruments)
    return float(np.max(matches(event, hands.do(event))))
