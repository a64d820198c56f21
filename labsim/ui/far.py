"""The workbench of a sealed lab: it is worked out in the service, here it is only passed on."""

from __future__ import annotations

from typing import Any

import anywidget

from labsim.core.errors import LabsimError
from labsim.sealed.bench import FarBench
from labsim.sealed.values import rich
from labsim.ui.workbench import Workbench

__all__ = ["FarWorkbench"]


class FarWorkbench(Workbench):
    """What `Workbench(bench)` is on a hub: intents go to the service, what is shown comes."""

    bench: FarBench

    def __init__(self, bench: FarBench, standard: str = "IEC") -> None:
        self.bench, self._handle = bench, None
        found = self._opened(standard)
        anywidget.AnyWidget.__init__(self, **found)
        self.on_msg(self._intent)

    def _opened(self, standard: str) -> dict[str, Any]:
        found = self.bench.ask("desk", standard=standard)
        self.number = int(found["desk"])
        return dict(rich(found["traits"]))

    def act(self, intent: Any) -> None:
        """Have the service carry out one intent; LabsimError when there is no answer."""
        if not isinstance(intent, dict):
            raise LabsimError("the workbench got a message it does not know")
        try:
            self._pass_on(intent)
        except LabsimError:  # the service was restarted: the attempt is there, the desk is not
            self._show(self._opened(self.standard), [])
            self._pass_on(intent)

    def _pass_on(self, intent: dict[str, Any]) -> None:
        found = rich(self.bench.ask("intent", desk=self.number, intent=intent))
        self._show(found["traits"], found["rows"])

    def _show(self, traits: dict[str, Any], rows: list[Any]) -> None:
        """Show what the service says is to be shown, in one message."""
        with self.hold_sync():
            for name, value in traits.items():
                if name != "fresh":
                    setattr(self, name, value)
            if rows:
                self.journal.extend(rows)
                self.fresh = rows

    def _intent(self, _: Any, intent: Any, __: Any) -> None:
        was_signed = self.tally["signed"]
        try:
            self.act(intent)
        except LabsimError as error:
            self._tell(str(error))
            self.heard += 1
        if self.tally["signed"] and not was_signed and self._handle is not None:
            self._handle.update(self._bundle(), raw=True)

    def show(self) -> Workbench:
        """Bring what is shown up to date with the bench."""
        self.act({"do": "show"})
        return self

    def static_html(self) -> str:
        return str(self.bench.ask("figure", desk=self.number)["html"])
