"""The coach's desk in the workbench: suspects, hints, answers, replay. It works when asked."""

from __future__ import annotations

from collections.abc import Callable

import traitlets

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.ui import coached, replayed

__all__ = ["Desk"]


class Desk(traitlets.HasTraits):
    """What the coach shows. The browser asks for it once it has painted a reading, not before."""

    coach = traitlets.Dict({}).tag(sync=True)
    answer = traitlets.List([]).tag(sync=True)
    replay = traitlets.Dict({}).tag(sync=True)

    bench: Bench

    def desk(self) -> dict[str, Callable[..., None]]:
        """Return the intents it answers."""
        return {
            "coach": self.think,
            "hint": self.hint,
            "suspect": self.suspect,
            "ask": self.ask,
            "replay": self.play,
        }

    def think(self) -> None:
        """Bring the panel up to date."""
        self.coach = coached.panel(self.bench)

    def hint(self) -> None:
        """Take the next hint; it is on record before it is said."""
        coached.coach_of(self.bench)
        self.bench.hint()
        self.think()

    def suspect(self, names: list[str], confidence: dict[str, float] | None = None) -> None:
        """Note a list of suspects."""
        if not isinstance(names, list) or not isinstance(confidence or {}, dict):
            raise LabsimError("a list of suspects is a list of names")
        self.bench.suspect(names, confidence or None)
        self.think()

    def ask(self, suspect: str = "", line: int = 0) -> None:
        """Answer what could have been known."""
        self.answer = coached.answer(self.bench, str(suspect), int(line))

    def play(self) -> None:
        """Show the replay, where it may be seen."""
        self.replay = replayed.data(self.bench)
