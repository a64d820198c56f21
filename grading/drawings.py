"""Drawings and pictures of a hand-in, made harmless: no script, no cover, no bomb.

A drawing in SVG becomes part of the instructor's page, so its styles and names are the page's, too;
and a few lines of it can ask a browser for more work than it ever ends.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Container
from typing import Any
from xml.etree import ElementTree

from defusedxml import ElementTree as sound

__all__ = ["PICTURES", "picture", "styled", "svg"]

SVG, LINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
SHAPES = (
    "svg g defs path rect circle ellipse line polyline polygon text tspan textPath title desc "
    "clipPath use symbol marker pattern mask linearGradient radialGradient stop metadata style "
    "image"
)
DRAWN = set(SHAPES.split())
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#|data:image/(png|jpeg))|\\", re.I)
USED = re.compile(r"url\s*\(\s*['\"]?\s*#([^'\")\s]+)")
LINES = re.compile(
    r"\s*\*\s*\{\s*(stroke-(linejoin|linecap|miterlimit)\s*:\s*[\w.-]+\s*;?\s*)*\}\s*"
)
OF_THE_PAGE = {"transform", "overflow", "id", "tabindex"}  # of the outermost: it would get out
# What a style may say: how something is painted and written, never where it stands.
PAINT = {
    "color", "display", "fill", "fill-opacity", "fill-rule", "font", "font-family", "font-size",
    "font-style", "font-weight", "max-width", "mix-blend-mode", "opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "stop-color", "stop-opacity",
    "text-anchor", "visibility", "width", "white-space", "clip-path", "dominant-baseline",
}  # fmt: skip
PIXELS = 40e6  # of a picture: a screen has 8 millions at most (assumed)
MOST = 200_000  # elements of a drawing, each as often as it is drawn
HEADER = 100_000  # characters of a picture in which its size is looked for


def svg(text: str, taken: Container[str] = ()) -> str:
    """Return an SVG drawing without scripts, handlers and links; nothing when it is no drawing.

    `taken` are names of the page's own, which no part of a drawing may bear.
    """
    try:
        root = sound.fromstring(text)
        _prune(root, taken)
        if _name(root) != "svg" or _drawn(root) > MOST:
            return ""
    except Exception:  # no XML, or a bomb
        return ""
    for name in OF_THE_PAGE & set(root.attrib):
        del root.attrib[name]
    for prefix, space in (("", SVG), ("xlink", LINK[1:-5])):
        ElementTree.register_namespace(prefix, space)
    return ElementTree.tostring(root, encoding="unicode")


def _name(element: Any) -> str:
    space, _, name = str(element.tag).rpartition("}")
    return name if space.lstrip("{") in ("", SVG) else ""


def _prune(element: Any, taken: Container[str]) -> None:
    for child in list(element):
        name = _name(child)
        if name in DRAWN and (name != "style" or _ours(child.text or "")):
            _prune(child, taken)
        else:
            element.remove(child)
    for name, value in list(element.attrib.items()):
        if name == "style":
            element.attrib[name] = styled(value)
        elif not _fits(name.lower(), value, taken):
            del element.attrib[name]


def _ours(style: str) -> bool:
    """Tell whether a style is matplotlib's, which is about ends of lines, or our rungs'."""
    from labsim.drawing.rung_page import style as rungs

    return bool(LINES.fullmatch(style)) or style == rungs()


def _fits(name: str, value: str, taken: Container[str]) -> bool:
    if name in ("href", LINK):
        return value.startswith("#") or picture(value)
    if name == "class":  # the page's own classes may stand anywhere
        return all(word.startswith("ls-") for word in value.split())
    if name == "id":
        return value not in taken
    return not name.startswith("on") and not ELSEWHERE.search(value)


def styled(value: str) -> str:
    """Return of a style what paints and writes."""
    given = [d for d in value.split(";") if d.strip()]
    kept = [
        d for d in given
        if d.partition(":")[0].strip().lower() in PAINT and not ELSEWHERE.search(d)
    ]  # fmt: skip
    return value if kept == given else ";".join(kept)


def _drawn(root: Any) -> float:
    """Return how many elements are drawn, with all that is drawn again; without end: infinity."""
    named = {e.attrib["id"]: e for e in reversed(list(root.iter())) if "id" in e.attrib}
    known: dict[str, float] = {}

    def cost(element: Any) -> float:
        total = 0.0
        for each in element.iter():
            again = [v[1:] for n, v in each.attrib.items() if n in ("href", LINK) and v[:1] == "#"]
            again += [found for v in each.attrib.values() for found in USED.findall(v)]
            total += 1 + sum(of(name) for name in again)
        return total

    def of(name: str) -> float:
        if name in named and name not in known:
            known[name] = float("inf")  # until it is known: who leads back to itself has no end
            known[name] = cost(named[name])
        return known.get(name, 0.0)

    return cost(root)


def picture(address: str) -> bool:
    """Tell whether an address holds a picture itself, of a kind and size that can be shown."""
    start = next((start for start in PICTURES if address.startswith(start)), "")
    text = address[len(start) :]
    if not start or not BASE64.fullmatch(text):
        return False
    head = "".join(text[:HEADER].split())
    try:
        return _pixels(base64.b64decode(head[: len(head) // 4 * 4])) <= PIXELS
    except ValueError:
        return False


def _whole(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _pixels(data: bytes) -> float:
    """Return how many points a PNG or JPEG says it has; what is neither has too many."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return float(_whole(data[16:20]) * _whole(data[20:24]))
    if not data.startswith(b"\xff\xd8"):
        return float("inf")
    place, most = 2, 0.0
    while place + 9 <= len(data) and data[place] == 0xFF:
        kind, size = data[place + 1], _whole(data[place + 2 : place + 4])
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):  # a start of frame, T.81
            high, wide = data[place + 5 : place + 7], data[place + 7 : place + 9]
            most = max(most, float(_whole(high) * _whole(wide)))
        place += 2 + size
    return most
