"""PLCopen files of our own making for the tests: symbols in, XML out."""

from __future__ import annotations

__all__ = ["block", "coil", "contact", "inlet", "ladder", "outlet", "pou", "project", "symbol"]

SPACE = "http://www.plcopen.org/xml/tc6_0201"


def lines(*sources: str) -> str:
    """Connections from "3" or "3.Q": the symbol's number and the name of its output."""
    made = ""
    for source in sources:
        number, _, pin = source.partition(".")
        formal = f' formalParameter="{pin}"' if pin else ""
        made += f'<connection refLocalId="{number}"{formal}/>'
    return made


def symbol(tag: str, number: object, inside: str = "", x: float = 0, y: float = 0, **more) -> str:
    """Any symbol of a drawing at a place."""
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    place = f'<position x="{x}" y="{y}"/>'
    return f'<{tag} localId="{number}"{attributes}>{place}{inside}</{tag}>\n'


def feed(*sources: str) -> str:
    return f"<connectionPointIn>{lines(*sources)}</connectionPointIn>"


def contact(number: int, name: str, *sources: str, x=0, y=0, **more) -> str:
    inside = feed(*sources) + f"<connectionPointOut/><variable>{name}</variable>"
    return symbol("contact", number, inside, x, y, **more)


def coil(number: int, name: str, *sources: str, x=0, y=0, **more) -> str:
    inside = feed(*sources) + f"<connectionPointOut/><variable>{name}</variable>"
    return symbol("coil", number, inside, x, y, **more)


def inlet(number: int, text: str, **more) -> str:
    return symbol(
        "inVariable", number, f"<connectionPointOut/><expression>{text}</expression>", **more
    )


def outlet(number: int, text: str, source: str, **more) -> str:
    return symbol("outVariable", number, f"{feed(source)}<expression>{text}</expression>", **more)


def block(number: int, kind: str, name: str = "", x=0, y=0, flags="", **pins: str) -> str:
    """A block; pins give what feeds them: "3" or "3.Q", several by a blank."""
    inputs = "".join(
        f'<variable formalParameter="{pin}"{flags}>{feed(*sources.split())}</variable>'
        for pin, sources in pins.items()
    )
    inside = f"<inputVariables>{inputs}</inputVariables><inOutVariables/><outputVariables/>"
    named = {"instanceName": name} if name else {}
    return symbol("block", number, inside, x, y, typeName=kind, **named)


RAILS = '<leftPowerRail localId="0"><connectionPointOut formalParameter=""/></leftPowerRail>'


def ladder(*symbols: str) -> str:
    return f"<body><LD>{RAILS}{''.join(symbols)}</LD></body>"


def declared(text: str) -> str:
    """Lists of variables: "a b: BOOL; T1: TON; in x: INT = 5"."""
    groups = {"in": "inputVars", "out": "outputVars", "inout": "inOutVars"}
    made = ""
    for one in filter(None, (part.strip() for part in text.split(";"))):
        names, _, kind = one.partition(":")
        first, *rest = names.split()
        group = groups.get(first, "localVars")
        kind, _, value = (part.strip() for part in kind.partition("="))
        where = f"<{kind}/>" if kind.isupper() and kind in _PLAIN else f'<derived name="{kind}"/>'
        first_value = (
            f'<initialValue><simpleValue value="{value}"/></initialValue>' if value else ""
        )
        for name in rest if first in groups else [first, *rest]:
            made += f'<{group}><variable name="{name}"><type>{where}</type>{first_value}'
            made += f"</variable></{group}>"
    return made


_PLAIN = ("BOOL", "INT", "DINT", "UINT", "REAL", "TIME", "WORD", "ULINT", "BYTE")


def pou(name: str, tags: str, body: str, kind: str = "program", result: str = "") -> str:
    returned = f"<returnType><{result}/></returnType>" if result else ""
    interface = f"<interface>{returned}{declared(tags)}</interface>"
    return f'<pou name="{name}" pouType="{kind}">{interface}{body}</pou>'


def project(*pous: str, types: str = "", instances: str = "", space: str = SPACE) -> str:
    named = f' xmlns="{space}"' if space else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<project{named}><contentHeader name="test"/>\n'
        f"<types><dataTypes>{types}</dataTypes><pous>{''.join(pous)}</pous></types>\n"
        f"<instances><configurations>{instances}</configurations></instances></project>"
    )
