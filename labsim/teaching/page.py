"""A piece of a page: HTML in the colours of the notebook, and the same in plain words."""

from __future__ import annotations

from html import escape
from typing import Any

__all__ = ["Piece", "figure", "table", "text"]

INK = "var(--jp-content-font-color1, #1d2b38)"
SOFT = "var(--jp-content-font-color2, #51606f)"
LINE = "var(--jp-border-color2, #d5dbe1)"
PAPER = "var(--jp-layout-color0, #fff)"
CELL = f"padding:3px 12px 3px 6px;border-bottom:1px solid {LINE};text-align:left;vertical-align:top"


class Piece:
    """HTML for the notebook and its export; words for whoever sees no HTML."""

    def __init__(self, html: str, words: str) -> None:
        self.html, self.words = html, words

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.words}

    def __repr__(self) -> str:
        return self.words


def table(heads: list[str], rows: list[list[str]], caption: str = "") -> Piece:
    """Return a table; a cell that begins with "<" is HTML and stays as it is."""
    head = "".join(f'<th scope="col" style="{CELL};color:{SOFT}">{escape(h)}</th>' for h in heads)
    body = "".join("<tr>" + "".join(_cell(c) for c in row) + "</tr>" for row in rows)
    text = f'<caption style="text-align:left;padding:0 0 4px">{escape(caption)}</caption>'
    html = (
        f'<table style="border-collapse:collapse;margin:0;color:{INK};font-size:13px">'
        f"{text if caption else ''}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
    lines = ["  ".join(row) for row in [heads, *rows]]
    return Piece(html, "\n".join([caption, *lines] if caption else lines))


def _cell(text: str) -> str:
    return f'<td style="{CELL}">{text if text.startswith("<") else escape(text)}</td>'


def figure(lines: str, width: float, height: float, caption: str, words: str) -> Piece:
    """Return SVG elements as a drawing with its caption, and in words."""
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}"><svg role="img" viewBox="0 0 {width:.0f} '
        f'{height:.0f}" style="max-width:{width:.0f}px;width:100%" font-size="12.5" '
        f'font-family="system-ui, sans-serif" aria-label="{escape(words, quote=True)}">'
        f'{lines}</svg><figcaption style="color:{SOFT};font-size:13px;max-width:760px">'
        f"{escape(caption)}</figcaption></figure>"
    )
    return Piece(html, words)


def text(x: float, y: float, said: str, anchor: str = "middle", more: str = "") -> str:
    """Return a piece of text of a drawing, in the colour of the page."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="currentColor" {more}>'
        f"{escape(said)}</text>"
    )
