"""XML of other people's projects: every element with its line, and nothing that bites.

A project file comes from a colleague's memory stick. The parser refuses what a file could use
against the reader: entities that swell (a kilobyte becomes gigabytes), entities and document types
that name other files, and sizes and depths no project has. Names come without their namespace;
`Element.space` keeps it.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labsim.core.errors import nearest
from labsim.plc.errors import ProgramError

__all__ = ["LIMITS", "Element", "Limits", "check_size", "parse", "read_bytes", "source_text"]


@dataclass(frozen=True)
class Limits:
    """The largest file that is read; ten times the largest export we met (assumed)."""

    bytes: int = 64 * 2**20
    lines: int = 2_000_000
    depth: int = 120
    elements: int = 1_000_000
    attribute: int = 64 * 2**10  # characters of one attribute


LIMITS = Limits()
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
FOREIGN = {
    b"PK\x03\x04": "a ZIP archive: unpack it first",
    b"\x1f\x8b": "a gzip archive: unpack it first",
    codecs.BOM_UTF32_LE: "UTF-32 text: save it as UTF-8",
    codecs.BOM_UTF32_BE: "UTF-32 text: save it as UTF-8",
    b"%PDF": "a PDF: export the project as XML",
}


@dataclass(slots=True)
class Element:
    """One element: name and attributes without namespace, its own text, and its place."""

    tag: str
    attrib: dict[str, str]
    line: int
    column: int
    space: str = ""
    text: str = ""  # the text between its children, joined
    children: list[Element] = field(default_factory=list)
    text_line: int = 0  # where its text begins, blanks before it left out; 0: there is none
    text_column: int = 0

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute, or the default."""
        return self.attrib.get(name, default)

    def find(self, path: str) -> Element | None:
        """Return the first element at a path of names under this one, "a/b", or None."""
        return next(self.all(path), None)

    def all(self, path: str) -> Iterator[Element]:
        """Yield all elements under this one at a path of names, "a/b"."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if child.tag == first:
                yield from child.all(rest) if rest else (child,)

    def walk(self) -> Iterator[Element]:
        """Yield this element and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()

    def inner(self) -> str:
        """Return the text of this element and of all below it, in the order of the file."""
        return self.text + "".join(child.inner() for child in self.children)

    def error(self, text: object) -> ProgramError:
        """Build an error that names this element's place."""
        return ProgramError(text, self.line, self.column)


class _Builder:
    """Takes the parser's events and makes elements, counting what it gets."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.count, self.open = limits, 0, [Element("", {}, 0, 0)]
        self.texts: list[list[str]] = [[]]
        self.expat: Any = None

    def place(self) -> tuple[int, int]:
        return self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1

    def start(self, tag: str, attrib: dict[str, str]) -> None:
        self.count += 1
        line, column = self.place()
        space, _, name = tag.rpartition("}")
        own = {key.rpartition("}")[2]: value for key, value in attrib.items() if key[0] == "{"}
        own |= {key: value for key, value in attrib.items() if key[0] != "{"}
        element = Element(name, own, line, column, space.removeprefix("{"))
        self.check(element)
        self.open[-1].children.append(element)
        self.open.append(element)
        self.texts.append([])
        self.expat.buffer_text = False  # else a text's place is where the next element begins

    def check(self, element: Element) -> None:
        limits = self.limits
        if len(self.open) > limits.depth:
            raise element.error(f"Elements are nested deeper than {limits.depth}")
        if self.count > limits.elements:
            raise element.error(f"The file has more than {limits.elements} elements")
        for name, value in element.attrib.items():
            if len(value) > limits.attribute:
                text = f"Attribute {name} of {element.tag} has {len(value)} characters"
                raise element.error(f"{text}; {limits.attribute} is the limit")

    def data(self, text: str) -> None:
        element = self.open[-1]
        if not element.text_line and not text.isspace():
            element.text_line, element.text_column = self.place()
            element.text_column += len(text) - len(text.lstrip())
            self.expat.buffer_text = True
        self.texts[-1].append(text)

    def end(self, tag: str) -> None:
        self.open.pop().text = "".join(self.texts.pop())
        self.expat.buffer_text = bool(self.open[-1].text_line)

    def doctype(self, name: str, system: str, public: str, inner: int) -> None:
        if system or public:
            text = f"The document type names another file, {system or public}"
            raise ProgramError(f"{text}: it is not opened. Take the DOCTYPE out", *self.place())

    def doctype_end(self) -> None:
        text = "A project file has no document type (DTD). Take the DOCTYPE out"
        raise ProgramError(text, *self.place())

    def close(self) -> Element:
        return self.open[0].children[0]


def parse(source: str | Path | bytes, limits: Limits = LIMITS) -> Element:
    """Return the root element of an XML file, of its bytes or of its text.

    A `str` that has a "<" is text, any other is a path. Raises ProgramError with line and column.
    """
    text = source_text(source)
    data = text.encode("utf-8", "surrogatepass") if text is not None else read_bytes(source, limits)
    check_size(data, limits)
    for mark, meaning in FOREIGN.items():
        if data.startswith(mark):
            raise ProgramError(f"This is not an XML file but {meaning}")
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise ProgramError("The file is empty")
    return _run(data, "utf-8" if text is not None else None, limits)


def source_text(source: object) -> str | None:
    """Return a source that is text itself, without its byte order mark; None: a path or bytes."""
    return source.lstrip("\ufeff") if isinstance(source, str) and "<" in source else None


def read_bytes(source: object, limits: Limits = LIMITS) -> bytes:
    """Return what a file has in it (one byte over the limit at most), or the bytes themselves."""
    if isinstance(source, bytes | bytearray | memoryview):
        return bytes(source)
    if not isinstance(source, str | Path):
        raise ProgramError(
            f"A program is read from a path, text or bytes, not {type(source).__name__}"
        )
    path = Path(source)
    try:
        if not path.is_file():
            raise _missing(path)
        with path.open("rb") as file:
            return file.read(limits.bytes + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, ProgramError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise ProgramError(f"{str(source)[:200]} cannot be read: {reason}") from None


def check_size(data: bytes, limits: Limits = LIMITS) -> None:
    """Raise ProgramError for a file that is larger, or has more lines, than is read."""
    if len(data) > limits.bytes:
        raise ProgramError(f"The file is larger than {limits.bytes} bytes, the limit")
    if data.count(b"\n") > limits.lines:
        raise ProgramError(f"The file has more than {limits.lines} lines, the limit")


def _missing(path: Path) -> ProgramError:
    if path.exists():
        return ProgramError(f"{path} is not a file")
    there = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
    like = nearest(path.name, there)
    return ProgramError(f"There is no file {path}" + (f". Nearest: {like}" if like else ""))


def _run(data: bytes, encoding: str | None, limits: Limits) -> Element:
    """Feed the parser and say in our words what it refuses."""
    from xml.parsers.expat import ExpatError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    builder = _Builder(limits)
    parser = DefusedXMLParser(target=builder, encoding=encoding)
    builder.expat = expat = parser.parser
    expat.StartDoctypeDeclHandler = builder.doctype
    expat.EndDoctypeDeclHandler = builder.doctype_end
    try:
        parser.feed(data)
        return parser.close()
    except DefusedXmlException as error:
        raise ProgramError(_danger(error), *builder.place()) from None
    except (ParseError, ExpatError) as error:
        line, column = getattr(error, "position", None) or builder.place()
        raise ProgramError(_broken(error, data), line, column + 1) from None
    except (ValueError, LookupError, UnicodeError) as error:
        if isinstance(error, ProgramError):
            raise
        text = f"The file's encoding cannot be read ({error}): save it as UTF-8"
        raise ProgramError(text, 1, 1) from None


def _danger(error: Any) -> str:
    """Return what an entity or a reference to another file would have done."""
    name, system = getattr(error, "name", ""), getattr(error, "sysid", "")
    if system:
        return f"Entity {name} names another file, {system}: it is not opened"
    return f"The file declares an entity, {name}: entities can swell to any size and are refused"


def _broken(error: Any, data: bytes) -> str:
    """Return the parser's complaint with what to do about it."""
    text = str(error).partition(": line")[0]
    if "encoding" in text or "invalid token" in text:
        head = data[:400].replace(b"\0", b"").decode("latin-1").partition("?>")[0]
        said = head.partition("encoding=")[2].strip("'\" ") if "encoding=" in head else ""
        if said and ("encoding" in text or not _decodes(data, said)):
            return f"The file says it is {said}, but its bytes are not: save it as UTF-8"
        if not said and not _decodes(data, "utf-8"):
            return "The file has bytes that are not UTF-8 and names no encoding: save it as UTF-8"
    return f"This is not well-formed XML: {text}"


def _decodes(data: bytes, encoding: str) -> bool:
    mark = next((name for bom, name in MARKS.items() if data.startswith(bom)), encoding)
    try:
        data.decode(mark)
    except (UnicodeError, LookupError):
        return False
    return encoding.lower() in mark or not mark.startswith("utf-16")
