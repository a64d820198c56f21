"""The oscilloscope's panel in the workbench: knobs in, a screen out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import traitlets

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.drawing.screen import screen_svg, screen_words, setting
from labsim.instruments.oscilloscope import Oscilloscope
from labsim.instruments.screen import COUPLINGS, MODES, PROBES, SLOPES, TIMES, VOLTS

__all__ = ["Scope", "facts"]


def facts(bench: Bench) -> dict[str, Any]:
    """Return the positions of the knobs, nothing where no oscilloscope is in the case."""
    if not any(kind is Oscilloscope for kind in bench.hands.kit):
        return {}
    return {
        "times": [[t, f"{setting(t, 's')}/div"] for t in TIMES],
        "volts": [[v, f"{setting(v, 'V')}/div"] for v in VOLTS],
        "couplings": list(COUPLINGS),
        "probes": list(PROBES),
        "slopes": list(SLOPES),
        "modes": list(MODES),
        "svg": "",
        "words": "",
        "text": "Red lead: tip of channel 1. Black lead: clip. Then press Capture.",
        "warning": "",
        "n": 0,
    }


class Scope(traitlets.HasTraits):
    """What the screen shows. A capture takes channel 1 at the red lead, the clip at the black."""

    scope = traitlets.Dict({}).tag(sync=True)

    bench: Bench
    leads: dict[str, str]

    def scoping(self) -> dict[str, Callable[..., None]]:
        """Return the intents it answers."""
        return {"capture": self.capture} if self.scope else {}

    def capture(self, second: str = "", **knobs: Any) -> None:
        """Take a capture with the knobs as they are; it is on record like any reading."""
        if not (self.leads["red"] and self.leads["black"]):
            raise LabsimError(
                "put the red lead on the signal and the black one, the clip, on minus"
            )
        tips = [self.leads["red"], *([second] if second else [])]
        trace = self.bench.capture(*tips, clip=self.leads["black"], **knobs)
        shown = {"svg": screen_svg(trace), "words": screen_words(trace), "text": trace.text}
        number = self.scope["n"] + 1
        self.scope = {**self.scope, **shown, "warning": "; ".join(trace.warnings), "n": number}
