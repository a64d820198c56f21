"""A program as PLCopen TC6 XML 2.01, with places, so that other editors draw it.

`read_plcopen` of the text gives the same trees and tags. Wires become variables with a mark, since
"~w1" is no name elsewhere. What only Rockwell has is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import quoteattr

from labsim.plc.errors import ProgramError
from labsim.plc.formats.plcopen_draw import MARK, Drawer, clean
from labsim.plc.infer import implied
from labsim.plc.instruction_rows import ELEMENTARY
from labsim.plc.operands import write_operand
from labsim.plc.program import Block, Literal, Op, Parallel, Path, Program, Routine, Series, Tag

__all__ = ["write_plcopen"]

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<project xmlns="http://www.plcopen.org/xml/tc6_0201">
<fileHeader companyName="" productName="labsim" productVersion="1"\
 creationDateTime="2000-01-01T00:00:00"/>
<contentHeader name={name}><coordinateInfo><fbd><scaling x="1" y="1"/></fbd>\
<ld><scaling x="1" y="1"/></ld><sfc><scaling x="1" y="1"/></sfc></coordinateInfo></contentHeader>
"""
_LISTS = {"in": "inputVars", "out": "outputVars", "inout": "inOutVars", "": "localVars"}
_ROCKWELL = ("TIMER", "COUNTER", "CONTROL", "MESSAGE", "PID")
_KINDS = {"FB": "functionBlock", "FUN": "function"}


def write_plcopen(program: Program) -> str:
    """Return a program as text of PLCopen XML; ProgramError names what cannot be written."""
    if program.unsupported:
        where, what = program.unsupported[0]
        raise ProgramError(f"{where}: {what}; only a program read as a whole can be written")
    whole = replace(program, types=dict(program.types), tags=dict(program.tags))
    used = set().union(*map(_used, program.routines.values()))
    # variables that are known by their use only
    whole.tags |= {tag.name: tag for tag in implied(whole) if tag.name in used}
    return "".join(_Writer(whole).lines())


class _Writer:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.routines = {n: r for n, r in program.routines.items() if n[0] != "~"}
        self.owners = self._owners()
        taken = {name.casefold() for name in program.tags}
        taken |= {tag.name.casefold() for block in program.blocks.values() for tag in block.tags}
        self.prefix = "wire_"
        while any(name.startswith(self.prefix) for name in taken):
            self.prefix += "_"

    def name(self, name: str) -> str:
        """Return a name as other editors can have it."""
        return self.prefix + name[2:] if name.startswith("~") else name

    def _owners(self) -> dict[str, str]:
        """Return for each tag the one routine that uses it, "" where more do or a block does."""
        owners: dict[str, str] = {}
        for name, routine in self.routines.items():
            for tag in _used(routine):
                owners[tag] = name if owners.get(tag, name) == name else ""
        for block in self.program.blocks.values():
            own = {tag.name for tag in block.tags}
            for routine in block.routines.values():
                owners |= dict.fromkeys(_used(routine) - own, "")
        first = next(iter(self.routines), "")
        return {tag: owners.get(tag, first) for tag in self.program.tags}

    # project --------------------------------------------------------------------------------------
    def lines(self) -> Iterable[str]:
        """Yield the file piece by piece."""
        yield _HEAD.format(name=quoteattr(self.program.name))
        yield "<types><dataTypes>"
        for struct in self.program.types.values():
            members = "".join(map(self._variable, struct.members))
            yield f"<dataType name={quoteattr(struct.name)}><baseType><struct>{members}"
            yield "</struct></baseType></dataType>\n"
        yield "</dataTypes><pous>\n"
        for block in self.program.blocks.values():
            yield self._block(block)
        for name, routine in self.routines.items():
            own = [tag for tag in self.program.tags.values() if self.owners[tag.name] == name]
            yield f'<pou name={quoteattr(name)} pouType="program">'
            yield from self._unit(own, routine)
        yield "</pous></types>\n<instances><configurations>"
        yield from self._tasks()
        yield "</configurations></instances></project>\n"

    def _tasks(self) -> Iterable[str]:
        globals_ = [tag for tag in self.program.tags.values() if not self.owners[tag.name]]
        yield '<configuration name="config"><resource name="resource">'
        yield f'<task name="task" interval="T#{self.program.interval}ms" priority="0">'
        for name in self._running():
            yield f"<pouInstance name={quoteattr(name)} typeName={quoteattr(name)}/>"
        yield f"</task>{self._lists(globals_, 'globalVars')}</resource></configuration>"

    def _running(self) -> list[str]:
        main = self.program.main
        if main in self.routines or not main:
            return [main] if main else []
        calls = [op for rung in self.program.routines[main].rungs for op in rung.ops()]
        if any(op.name != "JSR" for op in calls):
            raise ProgramError(f"Routine {main} is not one that PLCopen can have")
        return [op.args[0].root for op in calls]

    # units ----------------------------------------------------------------------------------------
    def _block(self, block: Block) -> str:
        if block.kind not in _KINDS or len(block.routines) != 1:
            raise ProgramError(f"{block.name} is an add-on instruction: PLCopen has none")
        result = [tag for tag in block.tags if block.kind == "FUN" and tag.name == block.name]
        own = [tag for tag in block.tags if tag not in result]
        kind = f"<returnType>{self._type(result[0])}</returnType>" if result else ""
        head = f'<pou name={quoteattr(block.name)} pouType="{_KINDS[block.kind]}">'
        return head + "".join(self._unit(own, next(iter(block.routines.values())), kind))

    def _unit(self, own: list[Tag], routine: Routine, result: str = "") -> Iterable[str]:
        drawer = Drawer(self.name)
        for number, rung in enumerate(routine.rungs, 1):
            try:
                drawer.rung(rung, number)
            except ProgramError as error:
                raise ProgramError(f"{routine.name}, rung {number}: {error}") from None
        names = {tag.name for tag in own} | {routine.name}
        outside = [self.program.tags.get(name) for name in sorted(_used(routine) - names)]
        yield f"<interface>{result}{self._lists(own)}"
        yield self._lists([tag for tag in outside if tag], "externalVars")
        yield "</interface>\n<body><LD>\n"
        yield '<leftPowerRail localId="0" width="3" height="40"><position x="0" y="0"/>'
        yield '<connectionPointOut formalParameter=""/></leftPowerRail>\n'
        yield "\n".join(drawer.symbols)
        yield "\n</LD></body></pou>\n"

    # variables ------------------------------------------------------------------------------------
    def _lists(self, tags: list[Tag], group: str = "") -> str:
        """Return lists of variables; each run of one kind is a list, so that the order stays."""
        made = ""
        for tag in tags:
            if tag.name.startswith("%"):
                continue
            flags = "".join(f' {f}="true"' for f in ("constant", "retain") if getattr(tag, f))
            name = group or _LISTS[tag.usage]
            flags = "" if group == "externalVars" else flags
            one = self._variable(tag, group != "externalVars")
            made += f"<{name}{flags}>{one}</{name}>"
        return made

    def _variable(self, tag: Tag, whole: bool = True) -> str:
        at = f" address={quoteattr(tag.address)}" if tag.address and whole else ""
        made = f"<variable name={quoteattr(self.name(tag.name))}{at}>"
        made += f"<type>{self._type(tag)}</type>"
        if tag.initial is not None and whole:
            made += f"<initialValue>{_value(tag.initial, tag.type)}</initialValue>"
        if tag.name.startswith("~"):
            mark = f"<wire name={quoteattr(tag.name)}/>"
            made += (
                f'<addData><data name="{MARK}wire" handleUnknown="discard">{mark}</data></addData>'
            )
        if tag.comment:
            text = f'<p xmlns="http://www.w3.org/1999/xhtml">{clean(tag.comment)}</p>'
            made += f"<documentation>{text}</documentation>"
        return made + "</variable>\n"

    def _type(self, tag: Tag) -> str:
        if tag.type in _ROCKWELL or tag.alias is not None:
            what = "an alias" if tag.alias is not None else f"a {tag.type}"
            raise ProgramError(f"{tag.name} is {what}: PLCopen has none")
        elementary = tag.type in ELEMENTARY
        inner = tag.type.lower() if tag.type == "STRING" else tag.type
        made = f"<{inner}/>" if elementary else f"<derived name={quoteattr(tag.type)}/>"
        if not tag.dims:
            return made
        dims = "".join(f'<dimension lower="{low}" upper="{high}"/>' for low, high in tag.dims)
        return f"<array>{dims}<baseType>{made}</baseType></array>"


def _value(value: Any, kind: str) -> str:
    if isinstance(value, list | tuple):
        items = "".join(f"<value>{_value(one, kind)}</value>" for one in value)
        return f"<arrayValue>{items}</arrayValue>"
    if isinstance(value, Mapping):
        items = (f"<value member={quoteattr(k)}>{_value(v, '')}</value>" for k, v in value.items())
        return f"<structValue>{''.join(items)}</structValue>"
    kind = "STRING" if isinstance(value, str) else kind
    kind = "BOOL" if isinstance(value, bool) else kind
    return f"<simpleValue value={quoteattr(write_operand(Literal(value, kind, '')))}/>"


def _used(routine: Routine) -> set[str]:
    """Return the roots of everything a routine reads and writes."""
    found: set[str] = set()
    for rung in routine.rungs:
        for op in rung.ops():
            for one in (*op.args, *op.pins.values(), *op.outs.values()):
                found |= _roots(one) if op.name not in ("JMP", "JSR") else set()
    return found


def _roots(one: Any) -> set[str]:
    if isinstance(one, Op | Series | Parallel | Literal):
        return set()
    if isinstance(one, Path):
        inner = [at for step in one.steps for at in _inner(step)]
        return {one.root}.union(*map(_roots, inner))
    return set().union(*map(_roots, one.args))


def _inner(step: Any) -> tuple:
    at = getattr(step, "at", ())
    return at if isinstance(at, tuple) else (at,)
