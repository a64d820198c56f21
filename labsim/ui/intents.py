"""What the browser asks for: a dict with `do` and its arguments, checked, then carried out.

`Intents` is what all widgets share: they heed a message, and say what cannot be done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

import traitlets

from labsim.core.errors import LabsimError, unknown

__all__ = ["Intents", "carry_out"]

log = logging.getLogger(__name__)


def carry_out(who: str, intent: Any, table: Mapping[str, Callable[..., Any]]) -> None:
    """Carry out one intent by a table of actions; LabsimError when it cannot be done."""
    if not isinstance(intent, dict) or not isinstance(intent.get("do"), str):
        raise LabsimError(f"{who} got a message it does not know")
    rest = {k: v for k, v in intent.items() if k != "do"}
    if intent["do"] not in table:
        raise unknown(who, "action", intent["do"], table)
    action = table[intent["do"]]
    try:
        signature(action).bind(**rest)
    except TypeError as error:
        raise LabsimError(f"{intent['do']}: something is missing or too much") from error
    action(**rest)


class Intents(traitlets.HasTraits):
    """A widget that heeds intents: what cannot be done is said in `notice`, never raised.

    A widget says `who` it is, which actions it has (`_table`), and how to `show` what has changed;
    it ends its `__init__` with `self.on_msg(self._intent)`.
    """

    who = "the widget"
    broken = "That did not work: {}."  # of a message that no check foresaw

    notice = traitlets.Dict({"n": 0, "text": "", "kind": ""}).tag(sync=True)

    def _table(self) -> Mapping[str, Callable[..., Any]]:
        """Return the actions a browser may ask for, by name."""
        raise NotImplementedError

    def show(self) -> Any:
        """Bring what is shown up to date."""

    def act(self, intent: Any) -> None:
        """Carry out one intent; LabsimError when it cannot be done."""
        carry_out(self.who, intent, self._table())

    def _intent(self, _: Any, intent: Any, __: Any) -> None:
        """Carry out what the browser asks, and show what came of it in one message."""
        with self.hold_sync():
            self._heed(intent)
            self.show()

    def _heed(self, intent: Any) -> bool:
        """Carry out one intent and tell whether it was done; if not, say why."""
        try:
            self.act(intent)
        except LabsimError as error:
            self._tell(str(error), "error")
        except Exception as error:  # a broken message must not end in a traceback
            log.debug("intent %s", intent, exc_info=True)
            self._tell(self.broken.format(type(error).__name__), "error")
        else:
            return True
        return False

    def _tell(self, text: str, kind: str = "done") -> None:
        self.notice = {"n": self.notice["n"] + 1, "text": text, "kind": kind}
