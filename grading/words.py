"""Text, HTML and Markdown of a hand-in, made harmless before a browser shows them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Container, Mapping, Set
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import bleach
from bleach.css_sanitizer import CSSSanitizer
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from grading.drawings import picture, svg
from grading.patience import within

__all__ = ["LEFT_OUT", "clean", "html", "latex", "markdown", "page", "plain"]

PAGE = 300_000  # characters of HTML or Markdown, which are slow to clean
LONG = 100_000  # characters of HTML whose page is not kept in memory
SECONDS = 3.0  # of computing for one text (assumed: a long one takes some hundredths)
SHOWN = (
    "p br hr div span pre h1 h2 h3 h4 h5 h6 table caption colgroup col thead tbody tfoot tr th td "
    "sub sup small s del ins dl dt dd figure figcaption details summary img kbd samp var u mark"
)
TAGS = {*bleach.ALLOWED_TAGS, *SHOWN.split()}
ATTRIBUTES = {
    "*": ["title", "style", "dir", "lang", "role", "aria-label"], "a": ["href"], "ol": ["start"],
    "img": ["src", "alt", "width", "height"],
    "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"], "details": ["open"],
}  # fmt: skip
LINKS = {"http", "https", "mailto", "data"}
INLINE = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)  # drawings do not nest
TAG = re.compile(r"<\s*/?\s*[A-Za-z][^\s/>]*[\s/>]|<\s*[!?]")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f]+")  # which browsers leave out of an address
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
TICKS = re.compile(r"`{3,}")
OVER = re.compile(r"(?<![\w#])-\s*[\d.]|\\")  # below nothing: over what stands before
# What formulas can do to a page: lead elsewhere, take its styles and names, load more.
TEX = re.compile(r"\\\s*(href|style|class|cssId|require|html\w*)\b")
RUN = {"script", "style", "iframe", "object", "embed", "link", "meta", "base", "form", "svg"}
LEFT_OUT = "An output was left out here: {}."


def plain(text: Any) -> str:
    """Return a text in one piece, as a file can hold it."""
    text = "".join(map(str, text)) if isinstance(text, list) else str(text)
    return text.encode("utf-8", "replace").decode()


def clean(text: Any, most: int = 1000) -> str:
    """Return a sentence as a terminal may show it, and no longer than anybody reads."""
    text = CONTROL.sub("\ufffd", plain(text))
    return text if len(text) <= most else f"{text[:most]} …"


def latex(text: Any) -> str:
    text = plain(text)
    return (
        LEFT_OUT.format("TeX that leads elsewhere") if _leads(text) else text.replace("<", "&lt;")
    )


def _leads(text: str) -> bool:
    return bool(TEX.search(unescape(text)))


def html(text: Any, lot: str = "") -> str:
    """Return HTML without anything that runs, loads or covers the page.

    An attribute that names the lot goes: it holds a drawing's place, and that is no attribute.
    """
    text = plain(text)
    if len(text) > PAGE:
        return LEFT_OUT.format(f"HTML of {len(text)} characters")
    css = CSSSanitizer(allowed_css_properties=[
        "color", "background-color", "font-weight", "font-style", "font-size", "font-family",
        "text-align", "text-decoration", "vertical-align", "white-space", "width", "max-width",
        "border", "border-collapse", "padding", "margin", "border-top", "border-bottom",
        "margin-right", "margin-left", "min-width", "line-height", "border-radius", "display",
    ])  # fmt: skip

    def fits(tag: str, name: str, value: str) -> bool:
        return _allowed(tag, name, value) and not (lot and lot in value)

    text = bleach.clean(text, TAGS, fits, protocols=LINKS, css_sanitizer=css)
    return LEFT_OUT.format("TeX that leads elsewhere") if _leads(text) else text


def page(text: Any, taken: Set[str] = frozenset()) -> str:
    """Return HTML as `html` does, with the drawings that stand in it.

    Each is cleaned as XML and put back where it stood, if that is no attribute; the name that holds
    its place is drawn by lot, so that nobody can write one. What a class has in common, the lesson,
    is cleaned once.
    """
    text, names = plain(text), frozenset(taken)
    return (_page if len(text) > LONG else _known_page)(text, names)


def _page(text: str, taken: frozenset[str]) -> str:
    found: dict[str, str] = {}
    lot = secrets.token_hex(16)

    def mark(drawing: re.Match[str]) -> str:
        name = f"drawing-{lot}-{len(found)}-"
        made = "" if _leads(drawing[0]) else svg(drawing[0], taken)
        found[name] = made or escape(LEFT_OUT.format("no sound drawing"))
        return name

    made = html(INLINE.sub(mark, text), lot)
    for name, drawing in found.items():
        made = made.replace(name, drawing, 1)
    return made


_known_page = lru_cache(64)(_page)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name not in (*ATTRIBUTES["*"], *ATTRIBUTES.get(tag, ())):
        return False
    if name == "src":  # nothing is fetched when an instructor looks
        return picture(value)
    if name == "style":
        return not OVER.search(value)
    return not (name == "href" and value.strip().lower().startswith("data:"))


def markdown(
    text: Any, attachments: Mapping[str, Any] | None = None, taken: Container[str] = ()
) -> str:
    """Return Markdown that makes a harmless page; shown as written when it would make another.

    `taken` are names of the page's own: a heading is an anchor, and could pass for a field of it.
    """
    text = plain(text)
    if len(text) > PAGE:
        return LEFT_OUT.format(f"text of {len(text)} characters")
    try:
        with within(SECONDS, "showing this text"):
            text = html(text) if TAG.search(text) else text
            renderer = IPythonRenderer(escape=False, attachments=dict(attachments or {}))
            page = Page(taken)
            page.feed(MarkdownWithMath(renderer=renderer).render(text))
            page.close()
    except Exception:  # too deep, without end, or a picture that is not there
        return _as_written(text)
    return _as_written(text) if page.harm or _leads(text) else text


def _as_written(text: str) -> str:
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in TICKS.findall(text))])
    return f"{fence}\n{text}\n{fence}"


class Page(HTMLParser):
    """Looks for harm in the page that a text makes: Markdown has more than one way to a link."""

    def __init__(self, taken: Container[str]) -> None:
        super().__init__()
        self.taken, self.harm = taken, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = tag in (
            "script",
            "style",
            "iframe",
            "object",
            "embed",
            "link",
            "meta",
            "base",
            "form",
        )
        self.harm |= own or any(self._harms(name, value or "") for name, value in attrs)

    def _harms(self, name: str, value: str) -> bool:
        address = UNSEEN.sub("", unquote(value)).lower()
        scheme = SCHEME.match(address)
        if name == "href":
            return scheme is not None and scheme[1] not in ("http", "https", "mailto")
        if name == "src":  # a picture beside the notebook, or in it
            beside = scheme is None and address[:1] not in ("/", "\\") and ".." not in address
            return not beside and not picture(value)
        if name == "id":
            return value in self.taken or unquote(value) in self.taken
        return name.startswith("on") or (name == "class" and "mermaid" in value)
