"""What a kernel and a hand-in bring along, made harmless before an instructor's browser shows it.

The formgrader shows a submission on its own pages, where a script may change any mark. So nothing
that runs gets that far: pictures and tables stay, scripts, frames, handlers and stray fields go.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import bleach
from bleach.css_sanitizer import CSSSanitizer
from defusedxml import ElementTree as sound
from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

__all__ = ["Disarm", "html", "svg"]

MOST = 2_000_000  # characters of one output
ALL = 10_000_000  # of all outputs of a notebook
PAGE = 300_000  # of HTML, which is slow to clean
LINE = 100  # of a title
SHOWN = (
    "p br hr div span pre h1 h2 h3 h4 h5 h6 table caption colgroup col thead tbody tfoot tr th td "
    "sub sup small s del ins dl dt dd figure figcaption details summary img kbd samp var u mark"
)
TAGS = {*bleach.ALLOWED_TAGS, *SHOWN.split()}
ATTRIBUTES = {
    "*": ["title", "style", "dir", "lang"], "a": ["href"], "ol": ["start"],
    "img": ["src", "alt", "width", "height"],
    "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"], "details": ["open"],
}  # fmt: skip
LINKS = {"http", "https", "mailto", "data"}
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
TAG = re.compile(r"<\s*/?\s*[A-Za-z][\w:.-]*[\s/>]|<\s*[!?]")
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
SVG, LINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
SHAPES = (
    "svg g defs path rect circle ellipse line polyline polygon text tspan textPath title desc "
    "clipPath use symbol marker pattern mask linearGradient radialGradient stop metadata style "
    "image"
)
DRAWN = set(SHAPES.split())
ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#|data:image/(png|jpeg))|@import", re.I)
LEFT_OUT = "An output was left out here: {}."


class Disarm(NbGraderPreprocessor):
    """Keep of outputs and metadata what shows something and does nothing."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        kept = nb.metadata.get("kernelspec")
        nb.metadata.clear()
        nb.metadata.update({"kernelspec": kept} if kept else {}, language_info={"name": "python"})
        self.room = ALL
        for index, cell in enumerate(nb.cells):
            _only_ours(cell.metadata)
            if "id" in cell and not CELL_ID.fullmatch(str(cell.id)):
                cell.id = f"cell-{index}"
            if cell.cell_type == "code":
                self._code(cell)
            else:
                self._text(cell)
        return nb, resources

    def _code(self, cell: Any) -> None:
        if not isinstance(cell.get("execution_count"), int):
            cell.execution_count = None
        outputs, cell.outputs = cell.outputs, []
        for output in outputs:
            try:
                made = _output(output)
                size = len(repr(made))
            except Exception as error:  # whatever a kernel has made up
                made, size = _note(f"it is none ({type(error).__name__})"), 0
            if size > MOST or size > self.room:
                made, size = _note(f"it has {size / 1e6:.1f} MB"), 0
            self.room -= size
            cell.outputs.append(made)

    @staticmethod
    def _text(cell: Any) -> None:
        if cell.metadata.get("nbgrader", {}).get("locked"):
            return  # as released
        cell.source = html(cell.source) if TAG.search(cell.source) else cell.source
        pictures = cell.get("attachments") or {}
        cell.pop("attachments", None)
        fit = {
            str(name): {kind: text for kind, text in found.items() if _picture(kind, text)}
            for name, found in (pictures.items() if isinstance(pictures, dict) else ())
            if isinstance(found, dict)
        }
        if any(fit.values()):
            cell.attachments = fit


def _only_ours(metadata: Any) -> None:
    """Keep nbgrader's fields, which are the gradebook's by now, and a title and rubric of ours."""
    graded, named = metadata.get("nbgrader"), metadata.get("labsim")
    named = named if isinstance(named, dict) else {}
    metadata.clear()
    if graded is not None:
        metadata.nbgrader = graded
    fit = {k: str(v)[:LINE] for k, v in named.items() if k in ("title", "rubric")}
    if fit:
        metadata.labsim = fit


def _note(why: str) -> Any:
    return new_output("stream", name="stderr", text=LEFT_OUT.format(why) + "\n")


def _output(output: Any) -> Any:
    """Return an output made anew from what of it can be shown."""
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return new_output(kind, name=name, text=_plain(output["text"]))
    if kind == "error":
        lines = [_plain(line) for line in output["traceback"]]
        return new_output(
            kind, ename=_plain(output["ename"]), evalue=_plain(output["evalue"]), traceback=lines
        )
    data = {k: MAKE[k](v) for k, v in output["data"].items() if k in MAKE and v is not None}
    data = {k: v for k, v in data.items() if v} or {"text/plain": ""}
    more = {"execution_count": None} if kind == "execute_result" else {}
    if more and isinstance(output.get("execution_count"), int):
        more["execution_count"] = output["execution_count"]
    return new_output("execute_result" if more else "display_data", data, **more)


def _plain(text: Any) -> str:
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def html(text: Any) -> str:
    """Return HTML without anything that runs, loads or covers the page."""
    text = _plain(text)
    if len(text) > PAGE:
        return LEFT_OUT.format(f"HTML of {len(text)} characters")
    css = CSSSanitizer(allowed_css_properties=[
        "color", "background-color", "font-weight", "font-style", "font-size", "font-family",
        "text-align", "text-decoration", "vertical-align", "white-space", "width", "max-width",
        "border", "border-collapse", "padding", "margin", "border-top", "border-bottom",
    ])  # fmt: skip
    return bleach.clean(text, TAGS, _allowed, protocols=LINKS, css_sanitizer=css)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name not in (*ATTRIBUTES["*"], *ATTRIBUTES.get(tag, ())):
        return False
    if name == "src":  # nothing is fetched when an instructor looks
        return value.startswith(("data:image/png;base64,", "data:image/jpeg;base64,"))
    return not (name == "href" and value.strip().lower().startswith("data:"))


def svg(text: Any) -> str:
    """Return an SVG drawing without scripts, handlers and links; nothing when it is no drawing."""
    try:
        root = sound.fromstring(_plain(text))
    except Exception:  # no XML, or a bomb
        return ""
    _prune(root)
    for prefix, space in (("", SVG), ("xlink", LINK[1:-5])):
        ElementTree.register_namespace(prefix, space)
    return ElementTree.tostring(root, encoding="unicode") if _name(root) == "svg" else ""


def _name(element: Any) -> str:
    space, _, name = str(element.tag).rpartition("}")
    return name if space.lstrip("{") in ("", SVG) else ""


def _prune(element: Any) -> None:
    for child in list(element):
        if _name(child) in DRAWN and not (_name(child) == "style" and _fetches(child.text)):
            _prune(child)
        else:
            element.remove(child)
    for name, value in list(element.attrib.items()):
        link = name in ("href", LINK)
        inner = value.startswith(("#", "data:image/png;base64,", "data:image/jpeg;base64,"))
        if name.lower().startswith("on") or (link and not inner) or _fetches(value):
            del element.attrib[name]


def _fetches(style: str | None) -> bool:
    return bool(style) and bool(ELSEWHERE.search(style))


def _latex(text: Any) -> str:
    return _plain(text).replace("<", "&lt;")


def _picture(kind: str, text: Any) -> str:
    fit = kind in ("image/png", "image/jpeg") and BASE64.fullmatch(_plain(text))
    return _plain(text) if fit else ""


MAKE = {
    "text/plain": _plain,
    "text/html": html,
    "text/markdown": html,
    "text/latex": _latex,
    "image/svg+xml": svg,
    "image/png": lambda text: _picture("image/png", text),
    "image/jpeg": lambda text: _picture("image/jpeg", text),
}
