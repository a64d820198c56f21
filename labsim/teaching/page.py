"""A piece of a page: HTML in the colours of the notebook, and the same in plain words."""

from __future__ import annotations

from html import escape
from typing import Any

__all__ = ["Piece", "table"]

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
