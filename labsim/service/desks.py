"""Workbenches in the service: intents go in, what is shown comes out; the browser sees no more."""

from __future__ import annotations

from itertools import count
from typing import Any

from labsim.bench import Bench
from labsim.core.errors import LabsimError
from labsim.sealed.values import plain

__all__ = ["Desks"]

MOST = 6  # open workbenches of one lab; the oldest gives way
OWN = ("_", "layout", "tabbable", "tooltip", "comm")  # traits that are ipywidgets' own
SHOW = "show"  # the intent of nobody: only look
STANDARDS = ("IEC", "NEMA")


class Desks:
    """The open workbenches of one bench, by number."""

    def __init__(self, bench: Bench) -> None:
        self.bench, self.open_ones = bench, dict[int, Any]()
        self._numbers = count(1)

    def open(self, standard: str) -> dict[str, Any]:
        """Open a workbench; tell its number and all it shows."""
        from labsim.ui.workbench import Workbench

        if standard not in STANDARDS:
            raise LabsimError(f"drawings are {' or '.join(STANDARDS)}, not {standard[:20]!r}")
        if len(self.open_ones) >= MOST:
            self.open_ones.pop(min(self.open_ones)).view.close()
        number = next(self._numbers)
        self.open_ones[number] = desk = Desk(Workbench(self.bench, standard))
        return {"desk": number, "traits": desk.all()}

    def intent(self, desk: int, intent: dict[str, Any]) -> dict[str, Any]:
        """Carry out what the browser asks; tell what is shown anew."""
        found = self._desk(desk)
        found.view.show()  # another tab may have worked since
        if intent.get("do") != SHOW:
            found.view._intent(None, intent, None)
        return found.news()

    def figure(self, desk: int) -> dict[str, Any]:
        """Tell the workbench as a picture without scripts."""
        return {"html": self._desk(desk).view.show().static_html()}

    def _desk(self, number: int) -> Desk:
        if number not in self.open_ones:
            raise LabsimError("this workbench is closed: run its cell again")
        return self.open_ones[number]


class Desk:
    """A workbench without a browser, and what has changed of it since it was told last."""

    def __init__(self, view: Any) -> None:
        self.view, self.changed, self.rows = view, set[str](), list[Any]()
        self.names = [name for name in view.traits(sync=True) if not name.startswith(OWN)]
        view.observe(self._note, self.names)

    def _note(self, change: Any) -> None:
        self.changed.add(change["name"])
        if change["name"] == "fresh":
            self.rows += change["new"]

    def all(self) -> dict[str, Any]:
        """Return everything it shows, for a view that opens."""
        return {name: plain(getattr(self.view, name)) for name in self.names}

    def news(self) -> dict[str, Any]:
        """Return what is shown anew, and the rows of the journal that were added."""
        names, self.changed = self.changed, set()
        rows, self.rows = self.rows, []
        told = {name: plain(getattr(self.view, name)) for name in sorted(names)}
        return {"traits": told, "rows": plain(rows)}
