"""PLCopen TC6 XML (0200, 0201, or without a namespace), as Beremiz, OpenPLC and CODESYS write it.

Programs share one list of tags: a program's variable keeps its name unless another program has it
too, then the later one is called `Instance_Name`. With more than one program the routine "~main"
calls them in the order of their tasks. Units whose body is no ladder are listed in
`Program.unsupported`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path as File

from labsim.core.errors import nearest
from labsim.plc.formats.drawn_rungs import rungs
from labsim.plc.formats.iecscope import Library, Names, Scope
from labsim.plc.formats.plcopen_body import drawing, language
from labsim.plc.formats.plcopen_types import initials, resolve_structs, type_of, variables
from labsim.plc.formats.safexml import Element, parse
from labsim.plc.operands import parse_operand
from labsim.plc.program import Block, Literal, Op, Path, Program, Routine, Rung, Series, Tag

__all__ = ["read_plcopen", "read_project"]

MAIN = "~main"
_SPACE = "http://www.plcopen.org/xml/tc6"  # tc6_0200, tc6_0201, and tc6.xsd of the first edition
_ISO = re.compile(r"PT?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$")
_CLOCK = re.compile(r"(\d+):(\d+):(\d+(?:\.\d+)?)$")  # of the first edition
_TYPES = {"program": "PRG", "functionBlock": "FB", "function": "FUN"}


def read_plcopen(source: str | File | bytes) -> Program:
    """Return the program of a PLCopen XML file, its text or its bytes.

    Raises ProgramError with line and column. What is read but cannot be executed is in
    `unsupported`.
    """
    root = parse(source)
    if root.tag != "project":
        raise root.error(f"This is no PLCopen project: its root is {root.tag}")
    if root.space and not root.space.startswith(_SPACE):
        raise root.error(f"Namespace {root.space[:100]} is not that of PLCopen TC6, {_SPACE}_0201")
    return read_project(root)


def read_project(root: Element) -> Program:
    """Return the program of a project's elements, wherever they come from."""
    return _Project(root).read()


@dataclass
class _Project:
    """A project being read: its elements, what it declares, the program it becomes."""

    root: Element
    library: Library = field(default_factory=Library)
    tags: Names = field(default_factory=Names)
    program: Program = field(default_factory=Program)
    spelt: dict[str, dict[str, str]] = field(default_factory=dict)  # names in blocks' bodies
    wires: int = 0

    def read(self) -> Program:
        """Read types, units, globals, then bodies, as each needs the ones before."""
        self.elements = list(_declared(self.root))
        self.units = {}
        for one in self._all("pou"):
            name = one.get("name").strip()
            if not name or name.casefold() in self.units:
                raise one.error(f"Two units are called {name}" if name else "A unit has no name")
            self.units[name.casefold()] = one
        header = self.root.find("contentHeader")
        self.program.name = header.get("name") if header else ""
        self.program.dialect = "iec"
        self._blocks()
        self._globals()
        self._programs()
        for one in self.library.blocks.values():
            self._body(one)
        program = self.program
        program.tags = dict(self.tags)
        program.types = {one.name: one for one in self.library.types.values()}
        program.unsupported = self.library.unsupported
        return program

    def _all(self, *names: str) -> Iterator[Element]:
        return (one for one in self.elements if one.tag in names)

    # declarations ---------------------------------------------------------------------------------
    def _blocks(self) -> None:
        """Take all types, and the pins and variables of all blocks: they may hold each other."""
        for one in self.units.values():
            if one.get("pouType") not in _TYPES:
                raise one.error(
                    f"pouType of {one.get('name')} is {one.get('pouType') or 'missing'}"
                )
            if one.get("pouType") != "program":
                name = one.get("name").strip()
                kind = _TYPES[one.get("pouType")]
                self.library.blocks[name.casefold()] = Block(name, (), {}, "Logic", kind)
        resolve_structs(list(self._all("dataType")), self.library)
        for name, block in list(self.library.blocks.items()):
            tags = self._interface(self.units[name])
            self.spelt[block.name] = tags.spelt
            self.library.blocks[name] = replace(block, tags=tuple(tags.values()))
        for name, block in self.library.blocks.items():
            scope = Scope(block.name, self.library, Names(block.tags), self.tags)
            elements = {v.get("name"): v for v in self.units[name].walk() if v.tag == "variable"}
            tags = (initials(t, elements[t.name], scope) for t in block.tags if t.name in elements)
            made = {tag.name: tag for tag in tags}
            whole = tuple(made.get(tag.name, tag) for tag in block.tags)
            self.library.blocks[name] = replace(block, tags=whole)

    def _interface(self, unit: Element) -> Names:
        """Return the variables of a unit; those declared elsewhere are made if nobody did."""
        names, interface = Names(), unit.find("interface")
        result = interface.find("returnType") if interface else None
        if result is not None and result.children:
            kind, dims = type_of(result.children[0], self.library, unit.get("name"))
            names.add(Tag(unit.get("name").strip(), kind, dims, usage="out"))
        for group, tag, element in variables(interface, self.library) if interface else ():
            if group in ("externalVars", "globalVars"):
                self._global(tag, element, group == "globalVars")
                if tag.name != element.get("name"):
                    self.tags.spelt[element.get("name").casefold()] = tag.name
            elif names.find(element.get("name")):
                raise element.error(f"{unit.get('name')} has two variables {tag.name}")
            else:
                names.add(tag, element.get("name"))
        return names

    def _global(self, tag: Tag, element: Element, own: bool) -> None:
        known = self.tags.find(tag.name)
        if known and own:
            raise element.error(f"Two global variables are called {tag.name}")
        if not known:
            self.tags.add(tag)

    def _globals(self) -> None:
        """Take the global variables of configurations, resources and named lists."""
        found = []
        for one in self._all("globalVars"):
            space = self.library.spaces.setdefault(one.get("name").casefold(), {})
            holder = Element("interface", {}, one.line, one.column, children=[one])
            for _, tag, element in variables(holder, self.library):
                known = self.tags.find(tag.name)
                if known and one.get("name"):
                    tag = replace(tag, name=self._free(tag.name, one.get("name")))
                elif known and any(name == known.name for name, _ in found):
                    raise element.error(f"Two global variables are called {tag.name}")
                self.tags.add(tag, element.get("name"))
                space[element.get("name").casefold()] = tag.name
                found.append((tag.name, element))
        scope = Scope("globals", self.library, Names(), self.tags)
        for name, element in found:
            self.tags.add(initials(self.tags[name], element, scope))

    def _free(self, name: str, owner: str) -> str:
        if not self.tags.find(name):
            return name
        name = f"{owner}_{name}"
        while self.tags.find(name):
            name += "_"
        return name

    # programs -------------------------------------------------------------------------------------
    def _programs(self) -> None:
        """Read each program as often as a task runs it; programs no task runs are read too."""
        running = list(self._instances())
        named = {unit for _, unit in running}
        resting = [
            (one.get("name").strip(), key)
            for key, one in self.units.items()
            if one.get("pouType") == "program" and key not in named
        ]
        if not running:
            running, resting = resting, []
        names = [*self._names(running), *(name for name, _ in resting)]
        for name, (instance, unit) in zip(names, running + resting, strict=True):
            self._program(name, instance, self.units[unit])
        names = names[: len(running)]
        if len(names) == 1:
            self.program.main = names[0]
        elif names:
            calls = [Op("JSR", (Path(name),)) for name in names]
            self.program.main = MAIN
            rungs_ = tuple(Rung(Series((call,))) for call in calls)
            self.program.routines[MAIN] = Routine(MAIN, rungs_)

    def _names(self, running: list[tuple[str, str]]) -> list[str]:
        """Name routines as their units, or as the instances where a unit runs more than once."""
        named = [unit for _, unit in running]
        return [
            instance if named.count(unit) > 1 else self.units[unit].get("name").strip()
            for instance, unit in running
        ]

    def _program(self, name: str, instance: str, unit: Element) -> None:
        own, elements = Names(), {}
        names = self._interface(unit)
        for spelling, tag in ((s, names[n]) for s, n in names.spelt.items()):
            made = replace(tag, name=self._free(tag.name, name), usage="")
            own.add(made, spelling)
            elements[tag.name] = made.name
        scope = Scope(name, self.library, own, self.tags)
        scope.wires = self.wires
        for _, tag, element in variables(unit.find("interface") or unit, self.library):
            if tag.name in elements:
                named = elements[tag.name]
                own[named] = initials(own[named], element, scope)
        for space in (name, instance):
            self.library.spaces.setdefault(space.casefold(), {}).update(own.spelt)
        self.program.routines[name] = self._routine(name, unit, scope)
        self.wires = scope.wires
        for tag in own.values():
            self.tags.add(tag) if tag.name in own.spelt.values() else None

    def _routine(self, name: str, unit: Element, scope: Scope) -> Routine:
        speech, bodies = language(unit)
        if any(body.tag not in ("LD", "FBD") for body in bodies) or not bodies:
            what = f"its body is {speech}" if speech else "it has no body"
            self.library.note(unit.get("name"), what)
            return Routine(name, ())
        return Routine(name, rungs(drawing(bodies, scope.unit, self.library), scope))

    def _body(self, block: Block) -> None:
        own = Names(block.tags)
        own.spelt |= self.spelt[block.name]
        scope = Scope(block.name, self.library, own, self.tags)
        routine = self._routine(block.main, self.units[block.name.casefold()], scope)
        whole = replace(block, tags=tuple(own.values()), routines={block.main: routine})
        self.program.blocks[block.name] = whole

    # tasks ----------------------------------------------------------------------------------------
    def _instances(self) -> Iterator[tuple[str, str]]:
        """Yield instance and unit of every program that a task runs, by the tasks' priority."""
        tasks = sorted(self._all("task"), key=lambda one: _whole(one.get("priority")))
        times = {one.get("name"): self._interval(one) for one in tasks}
        given = sorted({time for time in times.values() if time})
        if given:
            self.program.interval = given[0]
        for name, time in times.items():
            if time and time != given[0]:
                self.library.note(f"task {name}", f"runs every {time} ms, another every {given[0]}")
        held = [one for task in tasks for one in task.all("pouInstance")]
        loose = [one for one in self._all("pouInstance") if all(one is not e for e in held)]
        for one in [*held, *loose]:
            unit = (one.get("typeName") or one.get("type") or one.get("name")).strip()
            kind = self.units.get(unit.casefold())
            if kind is None or kind.get("pouType") != "program":
                like = nearest(unit, [u.get("name") for u in self.units.values()])
                hint = f". Nearest: {like}" if like else ""
                self.library.note(f"task, line {one.line}", f"program {unit} is not here{hint}")
            else:
                yield one.get("name").strip() or unit, unit.casefold()

    def _interval(self, task: Element) -> int:
        """Return a task's interval in ms; 0 when it has none and is noted."""
        text = task.get("interval").strip()
        name = f"task {task.get('name')}"
        if not text:
            if task.get("single"):
                self.library.note(name, f"is started by {task.get('single')}")
            return 0
        if (iso := _ISO.match(text) or _CLOCK.match(text)) and text != "P":
            hours, minutes, seconds = (float(part or 0) for part in iso.groups())
            return max(1, round((hours * 3600 + minutes * 60 + seconds) * 1000))
        found = parse_operand(text, "iec", task.line, task.column)
        if not isinstance(found, Literal) or found.type != "TIME" or found.value < 0:
            raise task.error(f"Interval {text} of {name} is no time")
        return max(1, found.value)


def _whole(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0


def _declared(root: Element) -> Iterator[Element]:
    """Yield units, types, lists of globals and tasks wherever a vendor has put them."""
    for child in root:
        if child.tag in ("pou", "dataType", "globalVars", "pouInstance"):
            yield child
            continue
        if child.tag == "task":
            yield child
        yield from _declared(child)
