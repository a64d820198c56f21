"""Rockwell L5X exports: `read_l5x` makes a program of a controller, a program, a routine or rungs.

Tags of the controller and of its programs are in one table; a program's tag or routine whose name
is there twice is called `\\Press.Start` and `Press:Start`. Several programs run one after the other
as their task has them. What is not ladder, what is encrypted and what the controller cannot do is
listed in `Program.unsupported`. BIT members of a structure are BOOLs of their own here: the hidden
word that holds them in a real controller is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path as File

from labsim.plc.errors import ProgramError
from labsim.plc.formats import l5xdata, safexml
from labsim.plc.formats.declare import KNOWN
from labsim.plc.formats.l5xscope import Scope
from labsim.plc.formats.rungsource import Source
from labsim.plc.formats.rungtext import RungReader
from labsim.plc.formats.safexml import Element
from labsim.plc.operands import parse_path
from labsim.plc.program import Block, Literal, Op, Path, Program, Routine, Rung, Series, Struct, Tag
from labsim.plc.tree import paths

__all__ = ["read_l5x"]

_USAGE = {"INPUT": "in", "OUTPUT": "out", "INOUT": "inout"}
_LANGUAGES = {
    "ST": "structured text",
    "FBD": "a function block diagram",
    "SFC": "a sequential function chart",
}
SCHEDULE = "~schedule"  # the routine that runs several programs one after the other


def read_l5x(source: str | File | bytes) -> Program:
    """Return the program of an L5X file, of its text or of its bytes.

    ProgramError with line and column when it is no L5X, or malformed.
    """
    root = safexml.parse(source)
    controller = root.find("Controller")
    if root.tag != "RSLogix5000Content" or controller is None:
        raise root.error("This is no L5X: it has no RSLogix5000Content with a Controller in it")
    return _Reader(controller).program()


class _Reader:
    """Reads a Controller element, part by part, into one program."""

    def __init__(self, controller: Element) -> None:
        self.controller = controller
        name = controller.get("Name") or controller.get("TargetName")
        self.texts = l5xdata.texts(controller)
        self.made = Program(name, "ab", types=l5xdata.user_structs(controller, self.texts))
        self.blocks = [
            one.get("Name")
            for one in controller.all("AddOnInstructionDefinitions/AddOnInstructionDefinition")
        ]

    def program(self) -> Program:
        """Read everything."""
        made = self.made
        for tag in self.tags(self.controller, ""):
            made.tags[tag.name] = tag
        self.modules()
        for block in self.controller.all("AddOnInstructionDefinitions/AddOnInstructionDefinition"):
            made.blocks[block.get("Name")] = self.block(block)
        self.encrypted()
        programs = list(self.controller.all("Programs/Program"))
        scope = Scope(programs, made.tags)
        for element in programs:
            self.one_program(element, scope)
        self.schedule(programs, scope)
        self.unknown_types()
        self.instances()
        made.types = {name: _plain(struct) for name, struct in made.types.items()}
        return made

    def unsupported(self, where: str, what: str) -> None:
        self.made.unsupported.append((where, what))

    def encrypted(self) -> None:
        for element in self.controller.walk():
            if element.tag == "EncodedData":
                what = element.get("Name") or element.get("EncodedType")
                self.unsupported(what, "is encrypted in the export")

    # tags -------------------------------------------------------------------------------------
    def tags(self, owner: Element, where: str) -> Iterator[Tag]:
        for element in owner.all("Tags/Tag"):
            if not element.get("Name"):
                raise element.error("A tag without a name")
            yield self.tag(element, where)

    def tag(self, element: Element, where: str) -> Tag:
        alias = element.get("AliasFor")
        tag = Tag(
            element.get("Name"),
            element.get("DataType") or "BOOL",
            l5xdata.dims_of(element.get("Dimensions")),
            constant=element.get("Constant") == "true",
            alias=self.path(alias, element) if alias else None,
            address=alias if ":" in alias else "",
            comment=_said(element, "Description"),
            usage=_USAGE.get(element.get("Usage").upper(), ""),
        )
        for data in element.all("Data"):
            self.learn(data)
        return self.valued(tag, element)

    def path(self, text: str, element: Element) -> Path:
        return parse_path(text, "ab", element.line, element.column)

    def learn(self, data: Element) -> None:
        """Take the structures that data describes and nobody declared: of modules and products."""
        for struct in l5xdata.structs_of(data, self.texts):
            if struct.name.upper() not in KNOWN and struct.name not in self.blocks:
                self.made.types.setdefault(struct.name, struct)

    def valued(self, tag: Tag, element: Element) -> Tag:
        tag = replace(tag, type=l5xdata.known_as(tag.type, self.texts))
        return replace(tag, initial=l5xdata.initial_of(element, tag, self.made.types))

    def modules(self) -> None:
        """Take the data of modules: Local:1:I of the module in slot 1, Rack:O of one by name."""
        for module in self.controller.all("Modules/Module"):
            slot = next((p.get("Address") for p in module.all("Ports/Port")), "")
            names = {f"{module.get('ParentModule')}:{slot}", module.get("Name")}
            for element in module.walk():
                sign = {"InputTag": "I", "OutputTag": "O", "ConfigTag": "C"}.get(element.tag)
                data = next((d for d in element.all("Data") if d.children), None)
                if not sign or data is None or not data.children[0].get("DataType"):
                    continue
                self.learn(data)
                for name in names:
                    tag = Tag(f"{name}:{sign}", data.children[0].get("DataType"))
                    if parse_ok(tag.name):
                        self.made.tags.setdefault(tag.name, self.valued(tag, element))

    def instances(self) -> None:
        """Leave out of data what an add-on's instance does not hold: its aliases."""
        made = self.made
        parts = {s.name: {m.name.upper(): m.type for m in s.members} for s in made.types.values()}
        parts |= {
            b.name: {t.name.upper(): t.type for t in b.tags if t.alias is None}
            for b in made.blocks.values()
        }
        for tag in made.tags.values():
            if tag.type in parts:
                kept = l5xdata.fitted(tag.initial, tag.type, parts)
                made.tags[tag.name] = replace(tag, initial=kept)

    def unknown_types(self) -> None:
        """Leave out tags of types nobody declares; if a rung uses one, say that it cannot run."""
        made = self.made
        known = KNOWN | {name.upper() for name in (*made.types, *made.blocks)}
        odd = {n.casefold(): t for n, t in made.tags.items() if t.type.upper() not in known}
        for tag in odd.values():
            del made.tags[tag.name]
        for path in paths(made):
            if tag := odd.pop(path.root.casefold(), None):
                self.unsupported(f"tag {tag.name}", f"is a {tag.type}, which nobody declares")

    # blocks -----------------------------------------------------------------------------------
    def block(self, element: Element) -> Block:
        """Return an add-on instruction: the parameters a call must give come first."""
        name = element.get("Name")
        given = list(element.all("Parameters/Parameter"))
        given.sort(key=lambda one: one.get("Required") != "true")
        tags = [self.tag(one, name) for one in given]
        tags += [
            replace(self.tag(one, name), usage="") for one in element.all("LocalTags/LocalTag")
        ]
        routines = {}
        for routine in element.all("Routines/Routine"):
            routines[routine.get("Name")] = self.routine(routine, f"{name}.")
        return Block(name, tuple(tags), routines, "Logic", "AOI")

    # programs ---------------------------------------------------------------------------------
    def one_program(self, element: Element, scope: Scope) -> None:
        program = element.get("Name")
        for tag in self.tags(element, program):
            name = scope.tag(program, tag.name)
            alias = tag.alias and scope.path(program, tag.alias)
            self.made.tags[name] = replace(tag, name=name, alias=alias)
        for routine in element.all("Routines/Routine"):
            name = scope.routine(program, routine.get("Name"))
            read = self.routine(routine, "", name)
            rungs = tuple(scope.rung(program, rung) for rung in read.rungs)
            self.made.routines[name] = Routine(name, rungs)

    def routine(self, element: Element, before: str, name: str = "") -> Routine:
        name = name or element.get("Name")
        where = f"{before}{name}"
        kind = element.get("Type", "RLL")
        if kind != "RLL":
            self.unsupported(where, f"is {_LANGUAGES.get(kind, kind)}: only ladder is executed")
        rungs = [
            self.rung(rung, f"{where}, rung {number}")
            for number, rung in enumerate(element.all("RLLContent/Rung"))
        ]
        return Routine(name, tuple(rungs))

    def rung(self, element: Element, where: str) -> Rung:
        text = element.find("Text")
        if text is None:
            raise element.error("A rung without a Text")
        if element.get("Type", "N") != "N":
            self.unsupported(where, f"is an edit that was not accepted ({element.get('Type')})")
        written = text.inner().strip()
        problems: list[str] = []
        source = Source(written, text.text_line or text.line, text.text_column or text.column)
        reader = RungReader(source, "ab", self.blocks, problems, lenient=True)
        body = reader.read(0, len(written.removesuffix(";")))
        for problem in problems:
            self.unsupported(where, problem)
        return Rung(body, _said(element, "Comment"), text=written.removesuffix(";"))

    # tasks ------------------------------------------------------------------------------------
    def schedule(self, programs: list[Element], scope: Scope) -> None:
        """Say where a scan begins: at the main routine, or at a list of them."""
        tasks = list(self.controller.all("Tasks/Task"))
        tasks = [one for one in tasks if one.get("InhibitTask") != "true"]
        path = "ScheduledPrograms/ScheduledProgram"
        named = [one.get("Name") for task in tasks for one in task.all(path)]
        by_name = {one.get("Name"): one for one in programs}
        order = [by_name[name] for name in named if name in by_name] or programs
        mains = [main for one in order if (main := self.main(one, scope))]
        self.made.main = mains[0] if mains else ""
        if len(mains) > 1:
            rungs = tuple(
                Rung(Series((Op("JSR", (Path(name, (), name), ZERO)),))) for name in mains
            )
            self.made.routines[SCHEDULE] = Routine(SCHEDULE, rungs)
            self.made.main = SCHEDULE
        if not self.made.routines:
            self.made.routines["Main"] = Routine("Main", ())
            self.made.main = "Main"
        self.times(tasks)

    def main(self, element: Element, scope: Scope) -> str:
        names = [one.get("Name") for one in element.all("Routines/Routine")]
        main = element.get("MainRoutineName")
        main = main if main in names else next(iter(names), "")
        return scope.routine(element.get("Name"), main) if main else ""

    def times(self, tasks: list[Element]) -> None:
        rates = {}
        for task in tasks:
            if task.get("Type") == "EVENT" and any(task.all("ScheduledPrograms/ScheduledProgram")):
                self.unsupported(f"task {task.get('Name')}", "waits for an event: none comes here")
            if task.get("Type") == "PERIODIC":
                rates[task.get("Name")] = _ms(task)
        if rates:
            self.made.interval = min(rates.values())


ZERO = Literal(0, "", "0")


def _ms(task: Element) -> int:
    try:
        return max(1, round(float(task.get("Rate", "10"))))
    except (ValueError, OverflowError):
        raise task.error(f"Rate {task.get('Rate')!r} of a task is no number of ms") from None


def _said(element: Element, what: str) -> str:
    """Return a description or comment; of several languages the first."""
    found = element.find(what)
    if found is None:
        return ""
    parts = [child for child in found if child.inner().strip()]
    return (parts[0].inner() if parts else found.inner()).strip()


def _plain(struct: Struct) -> Struct:
    return Struct(struct.name, tuple(replace(one, usage="") for one in struct.members))


def parse_ok(name: str) -> bool:
    """Tell whether a name can be the root of a path."""
    try:
        return parse_path(name).root == name
    except ProgramError:
        return False
