"""What somebody expects: figures written down before a reading can tell, and who is suspect."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from labsim.attempt import Attempt
from labsim.core.errors import LabsimError

if TYPE_CHECKING:
    from labsim.workplace import Workplace

__all__ = ["Foresight", "closed", "expected", "may_predict"]

MOST = 200  # figures in one sheet


def expected(attempt: Attempt, end: int | None = None) -> dict[str, float]:
    """Return the figures on record before event `end`, the latest word on each place."""
    found: dict[str, float] = {}
    for event in attempt.events[1:end]:
        if event["do"] == "predict":
            found |= event["figures"]
    return found


def closed(attempt: Attempt) -> int | None:
    """Return the number of the first reading: what is written later is copied, not foreseen."""
    return next((event["n"] for event in attempt.of("measure")), None)


def may_predict(bench: Workplace, event: Mapping[str, Any]) -> None:
    """Refuse what is no sheet of figures."""
    figures = event["figures"]
    if not isinstance(figures, Mapping) or not 0 < len(figures) <= MOST:
        raise LabsimError(f"a sheet of predictions has 1 to {MOST} figures, each with its place")
    for place, value in figures.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not isinstance(place, str) or not number or not math.isfinite(value):
            raise LabsimError(f"{place}: {value!r} is no figure; write a number, in the unit asked")


class Foresight:
    """The part of a bench that takes predictions and suspects."""

    attempt: Attempt
    _act: Any

    def predict(self, figures: Mapping[str, float | None]) -> Self:
        """Write down what is expected, `{"M1, idle (bar)": 3}`; takes no time.

        Empty places and figures that stand on record already are left out, so a notebook may be
        run from top to bottom; what is signed off stays as it is.
        """
        if not isinstance(figures, Mapping):
            raise LabsimError(f'{figures!r} predicts nothing: write {{"M1, idle (bar)": 3}}')
        known = expected(self.attempt)
        given = {k: v for k, v in figures.items() if v is not None}
        fresh = {k: v for k, v in given.items() if k not in known or known[k] != v}
        if fresh and not self.attempt.signed_off:
            self._act("predict", figures=fresh)
        return self

    def suspect(
        self, suspects: Iterable[str], confidence: Mapping[str, float] | None = None
    ) -> Self:
        """Write down who is still suspect: tags of parts, or fault ids; takes no time.

        `confidence` says how sure, suspect -> 0 to 1, together 1 at most.
        """
        if not isinstance(suspects, Iterable) or not isinstance(confidence or {}, Mapping):
            raise LabsimError('write suspect(["K1", "F6"]), or with how sure: {"K1": 0.7}')
        named = [suspects] if isinstance(suspects, str) else map(str, suspects)
        sure = {} if not confidence else {"confidence": {str(k): v for k, v in confidence.items()}}
        self._act("suspect", suspects=list(dict.fromkeys(named)), **sure)
        return self
