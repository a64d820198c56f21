"""The engineering tool in the workbench: the rungs of the machine's PLC, online.

At a demonstration, a guided example or in practice the rungs live, as the controller runs them.
In graded work it shows the program on file, and of the bits only those that were read: every one is
a reading on record like any other, void once the machine has been worked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import traitlets

from labsim import coaching
from labsim.bench import Bench
from labsim.core.errors import LabsimError, unknown
from labsim.drawing.rung_page import State
from labsim.drawing.rung_states import written
from labsim.plc.parts.processor import MODES, Operated
from labsim.plc.parts.scanning import ready
from labsim.plc.program import Program, Tag
from labsim.ui.booked import Booked
from labsim.ui.figures import Figures, figures
from labsim.ui.rungview import Rungs
from labsim.ui.trend import Trend

__all__ = ["Online", "offer", "readings"]

# what leaves bits as they are
QUIET = ("open", "measure", "look", "suspect", "hint", "diagnose", "notify", "look_up", "backup")
NO_POWER = (
    "power flow is not shown in graded work: read the bits of the rung, they tell where it stops"
)
FIRST = "go online first: open the PLC page"


def controllers(bench: Bench) -> dict[str, Operated]:
    """Return the controllers of a machine by tag."""
    parts = bench.machine.components.items()
    return {tag: part for tag, part in parts if isinstance(part, Operated)}


def offer(bench: Bench) -> dict[str, Any]:
    """Return which controllers the engineering tool can be put on; none where there is no tool."""
    found = controllers(bench)
    if not found or (coaching.graded(bench) and "online" not in bench.functions()):
        return {"offer": []}
    offered = [[tag, part.title] for tag, part in found.items()]
    return {"offer": offered, "figures": figures(bench)}


def readings(bench: Bench, tag: str) -> dict[str, float]:
    """Return the variables of a controller that were read since the machine was last worked."""
    found: dict[str, float] = {}
    called = controllers(bench)[tag].called
    for event in bench.attempt.events:
        if event["do"] not in QUIET:
            found = {}
        if event["do"] == "measure" and event.get("function") == "online":
            place, _, name = event["ports"][0].partition(":")
            if place == tag and isinstance(event.get("value"), int | float):
                found[called.get(name, name).casefold()] = float(event["value"])
    return found


class Online(Booked, Rungs, Trend, Figures):
    """`plc`: which controller, its switch, its forces; `ladder` and the rest as in `Rungs`."""

    plc = traitlets.Dict({"offer": []}).tag(sync=True)

    bench: Bench
    _after: Callable[..., Any]
    _tell: Callable[..., None]
    on = ""  # the controller the tool is on
    edit = 0  # the program that is drawn

    def onlining(self) -> dict[str, Callable[..., Any]]:
        """Return the intents it answers; none where there is no controller."""
        if not self.plc["offer"]:
            return {}
        mine = {
            "online": self.go_online, "mode": self.switch, "force": self.put_force, "why": self.why,
            "unforce": self.take_force, "step": self.one_scan, "read_bits": self.read_bits,
            "download": self.download, "figure": self.read_figure,
        }  # fmt: skip
        drawn = {**self.reading(), **self.trending(), **self.keeping()}
        return mine | {name: self._opened(act) for name, act in drawn.items()}

    def _opened(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """Refuse what needs rungs while there are none."""

        def done(**given: Any) -> None:
            if not self.on:
                raise LabsimError(FIRST)
            act(**given)

        return done

    @property
    def part(self) -> Operated:
        """The controller the tool is on."""
        if not self.on:
            raise LabsimError(FIRST)
        return controllers(self.bench)[self.on]

    @property
    def graded(self) -> bool:
        """Whether every bit that is seen must be a reading on record."""
        return coaching.graded(self.bench)

    def go_online(self, tag: str = "") -> None:
        """Put the engineering tool on a controller, and draw what is in it."""
        found = controllers(self.bench)
        tag = tag or next(iter(found), "")
        if tag not in found:
            raise unknown("the machine", "controller", tag, found)
        self.on = tag
        self._draw()
        self.relit()

    def _draw(self) -> None:
        self.edit = self._edit()
        self.open_program(self._wired(self.part.logic.edited(self.edit)))

    def _wired(self, program: Program) -> Program:
        """Return a program whose tags bear the terminals they hang on, for the drawing."""
        tags = dict(program.tags)
        for address, name in self.part.called.items():
            tag = tags.get(name, Tag(name, "BOOL"))
            tags[name] = replace(tag, address=address)
        return replace(program, tags=tags)

    def _edit(self) -> int:
        """Return which program is to be seen: on file in graded work, else the one that runs."""
        return 0 if self.graded else round(float(self.bench.sim.views[self.on].edit[0]))

    # what is shown -------------------------------------------------------------------------------
    def relit(self) -> None:
        """Bring the rungs up to date with the machine, where they are open."""
        if not self.on:
            return
        if self._edit() != self.edit:
            self._draw()
        self.relight()
        self.sample()
        self.redraw()
        self.plc = {**offer(self.bench), **self._plc()}

    def _plc(self) -> dict[str, Any]:
        c, part = self.bench.sim.views[self.on], self.part
        core, dark = c.core[0], not part.awake(c)[0]
        fault = "" if self.graded or core is None else core.fault
        return {
            "on": self.on, "mode": MODES[int(c.mode[0])], "fault": fault, "graded": self.graded,
            "dark": bool(dark), "practice": False, "keeps": self.keeps,
            "forces": [[n, written(v)] for n, v in self._forces().items()],
            "note": self.noted(),
        }  # fmt: skip

    def _forces(self) -> dict[str, bool]:
        """Return what is forced, by tag: in graded work only what one has forced oneself."""
        c, part, own = self.bench.sim.views[self.on], self.part, {}
        for event in self.bench.attempt.events:
            if event["do"] in ("force", "unforce"):
                own[event["point"]] = event.get("on")
        seen = {
            point: bool(c.forced_to[0, k])
            for k, point in enumerate(part.points)
            if c.forced[0, k] and (not self.graded or own.get(f"{self.on}:{point}") is not None)
        }
        return {part.called[point]: value for point, value in seen.items()}

    def plc_now(self) -> Any:
        """Return the controller, brought to this moment; None when it is dark, or graded work."""
        if not self.on or self.graded:
            return None
        part, c = self.part, self.bench.sim.views[self.on]
        core = c.core[0]
        if core is None or not part.awake(c)[0] or c.lost[0] or core.edit != self.edit:
            return None
        ms = part.moment(c)[0]
        later = bool(ready(c)[0]) and ms > 1e3 * c.last[0] + 0.5
        return part.logic.look(core, int(ms), part.given(c, 0, later))

    def state(self) -> State | None:
        """Return what is lit: as the controller is, or in graded work as it was read."""
        if not self.graded:
            found = super().state()
            forced = self.watch.forced(self._forces())
            return found and State(found.mode, self._scanned(found), found.values, forced)
        known = readings(self.bench, self.on)
        read = [known.get(name.casefold()) for name in self.watch.names]
        marks = self.watch.forced(self._forces())
        for n, asked in enumerate(self.watch.asked):
            if asked is not None and read[asked[0]] is not None and n not in marks:
                marks[n] = f"{read[asked[0]]:g}"
        values = ["–" if read[n] is None else f"{read[n]:g}" for n, _ in self.watch.places]
        return State("studio", self.watch.studio(read), values, marks)

    def _scanned(self, found: State) -> list[bool]:
        """Return the bits that are lit; where no scan is made no power flows."""
        dead = self.view == "power" and not ready(self.bench.sim.views[self.on])[0]
        wires = len(self.watch.asked) + len(self.watch.feeds)
        return [on and not (dead and n < wires) for n, on in enumerate(found.bits)]

    def view_as(self, mode: str) -> None:
        """Show instruction truth, or power flow where it may be seen."""
        if mode == "power" and self.graded:
            raise LabsimError(NO_POWER)
        super().view_as(mode)

    def told(self, name: str) -> str:
        """Return the value of a tag; in graded work as it was read."""
        if not self.graded:
            return super().told(name)
        known = readings(self.bench, self.on).get(name.casefold())
        return "not read" if known is None else f"{known:g}"

    def may(self, op: Any, tag: str) -> dict[str, bool]:
        """Return what can be done to the tag of an element."""
        free = not self.bench.attempt.signed_off
        point = free and tag.casefold() in self._points()
        return {
            "force": point, "unforce": point and self.graded, "read": free and self.graded,
            "trend": bool(tag) and not self.graded,
            "why": self.uses.written(tag) and not self.graded,
        }  # fmt: skip

    def _about(self, n: int) -> dict[str, Any]:
        return self.hidden(super()._about(n))

    def find_tag(self, text: str) -> None:
        """Go to the next place of a tag: that is a look-up too."""
        super().find_tag(text)
        if not self.known(tag := self.about["tag"]):
            self._after(self.bench.look_up)(point=f"{self.part.tag}:{tag}")

    def _points(self) -> dict[str, str]:
        called: Mapping[str, str] = self.part.called
        return {called[point].casefold(): point for point in self.part.points}

    def sampled(self, name: str) -> Any:
        """Return time in s and value of a tag, where the bench shows it."""
        if self.graded:
            raise LabsimError("there is no trend in graded work: read the tag again and again")
        controller = self.plc_now()
        return self.bench.sim.now, float("nan") if controller is None else controller[name]

    # hands ---------------------------------------------------------------------------------------
    def switch(self, to: str) -> None:
        """Turn the key switch."""
        self._after(self.bench.mode)(tag=self.part.tag, to=to)

    def one_scan(self) -> None:
        """Let one scan time of the machine pass."""
        scan = float(self.bench.sim.views[self.part.tag].scan[0])
        self._after(self.bench.wait)(seconds=scan)

    def download(self) -> None:
        """Load the program on file into the controller."""
        self._after(self.bench.download)(tag=self.part.tag)

    def put_force(self, tag: str, value: bool) -> None:
        """Force the point a tag is the name of."""
        self._after(self.bench.force)(point=self._point(tag), on=bool(value))

    def take_force(self, tag: str = "") -> None:
        """Take a force out; without a name, all one knows of."""
        for name in [tag] if tag else list(self._forces()):
            self._after(self.bench.unforce)(point=self._point(name))

    def _point(self, tag: str) -> str:
        points = self._points()
        if tag.casefold() not in points:
            raise LabsimError(f"{tag} is no input or output of {self.on}: it cannot be forced")
        return f"{self.on}:{points[tag.casefold()]}"

    def read_bits(self, n: int = -1, rung: int = -1) -> None:
        """Read what an element, or everything in a rung, is about; each is on record."""
        part, elements = self.part, [n]
        if rung >= 0:
            elements = [k for k, row in enumerate(self.drawn.rung_of) if row == rung]
        there = range(len(self.drawn.elements))
        names = [name for k in elements if k in there for name in self.watch.names_of(k)]
        known = readings(self.bench, self.on)
        wanted = [x for x in dict.fromkeys(names) if x[:1] != "~" and x.casefold() not in known]
        if not wanted:
            raise LabsimError("there is nothing to read, or all of it was read")
        for name in wanted:
            self.bench.measure("online", f"{part.tag}:{self._points().get(name.casefold(), name)}")

    def why(self, tag: str) -> None:
        """Say what keeps a tag off, or on; not in graded work."""
        controller = self.plc_now()
        if controller is None:
            raise LabsimError("in graded work, and where nothing answers, nobody tells why")
        self._tell(str(controller.why(tag)), "seen")
