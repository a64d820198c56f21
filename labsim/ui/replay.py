"""The replay as a widget of its own: `Replay(bench)` at the end of a cell."""

from __future__ import annotations

from html import escape
from typing import Any

import anywidget
import traitlets

from labsim.bench import Bench
from labsim.ui import replayed
from labsim.ui.files import script, style

__all__ = ["Replay"]


class Replay(anywidget.AnyWidget):
    """The apprentice's way beside the coach's; where it may not be seen, a sentence says why."""

    _esm = script("tools.js", "replay.js", "player.js")
    _css = style()

    data = traitlets.Dict({}).tag(sync=True)
    note = traitlets.Unicode("").tag(sync=True)

    def __init__(self, bench: Bench) -> None:
        why = replayed.refusal(bench)
        note = f"{why[:1].upper()}{why[1:]}." if why else ""
        super().__init__(data={} if why else replayed.data(bench), note=note)

    def static_html(self) -> str:
        """Return the replay as a page without scripts, for exports and for paper."""
        return self.data.get("page") or f"<p>{escape(self.note)}</p>"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_()
        data = dict(bundle[0] if isinstance(bundle, tuple) else bundle or {})
        return data | {"text/html": self.static_html(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Replay of {self.data['lab']}: {self.data['fault']}>" if self.data else self.note
