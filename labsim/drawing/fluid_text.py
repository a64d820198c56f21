"""Reading the picture in text of a circuit: which part stands in which row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from labsim.core.errors import LabsimError, nearest

__all__ = ["Grid", "Rail", "Token", "read_layout"]

WORD = re.compile(r"=+\s?([^\s=]+)\s?=+|([^\s=<>^]+?)([<>^]|v(?=\s|$))?(?=\s|$|=)")
WAYS = {"": "", "^": "up", "v": "down", ">": "right", "<": "left"}


@dataclass(frozen=True)
class Token:
    """A tag in the picture: its row and column of text, and the way it is said to point."""

    tag: str
    row: int
    start: int
    end: int
    way: str = ""

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Rail:
    """`===P===`: a rail of a line, its row, and the columns of the grid it spans."""

    line: str
    row: int
    first: int
    last: int


@dataclass
class Grid:
    """The picture as a grid: row and column of every tag, rails, and how many rows and columns."""

    places: dict[str, tuple[int, int]] = field(default_factory=dict)
    ways: dict[str, str] = field(default_factory=dict)
    rails: list[Rail] = field(default_factory=list)
    rows: int = 0
    columns: int = 0


def _scan(layout: str) -> tuple[list[Token], list[Token]]:
    """Return the tags and the rails of a picture, row by row; empty rows do not count."""
    lines = [text for text in layout.splitlines() if text.strip()]
    tags, rails = [], []
    for row, text in enumerate(lines):
        text = text.expandtabs()
        for found in WORD.finditer(text):
            if found[1] is not None:
                rails.append(Token(found[1], row, *found.span()))
            else:
                end = found.end(2)
                tags.append(Token(found[2], row, found.start(), end, WAYS[found[3] or ""]))
    return tags, rails


def _columns(tags: list[Token]) -> dict[Token, int]:
    """Put tags that stand above each other into one column: their letters overlap."""
    order = sorted(tags, key=lambda t: (t.middle, t.row))
    groups: list[list[Token]] = []
    for token in order:
        for group in reversed(groups):
            rows = {t.row for t in group}
            near = any(t.start < token.end and token.start < t.end for t in group)
            if near and token.row not in rows:
                group.append(token)
                break
        else:
            groups.append([token])
    groups.sort(key=lambda group: sum(t.middle for t in group) / len(group))
    return {token: n for n, group in enumerate(groups) for token in group}


def _where(token: Token) -> str:
    return f"row {token.row + 1}, column {token.start + 1}"


def _stranger(title: str, token: Token, what: str, kind: str, known: list[str]) -> LabsimError:
    """Return the error for a tag of the picture that the circuit does not have."""
    like = nearest(token.tag, known)
    hint = f"; nearest: {like}" if like else ""
    return LabsimError(
        f"{title}: the picture has {what} at {_where(token)}, but the circuit has no such "
        f"{kind}{hint}. It has {', '.join(known)}"
    )


def _compare(title: str, tags: list[Token], known: list[str], needed: list[str]) -> None:
    """Raise LabsimError when the picture names a part twice, an unknown part, or not all."""
    seen: dict[str, Token] = {}
    for token in tags:
        if token.tag not in known:
            raise _stranger(title, token, token.tag, "part", known)
        if token.tag in seen:
            raise LabsimError(
                f"{title}: the picture has {token.tag} twice, at {_where(seen[token.tag])} and at "
                f"{_where(token)}; a part stands in one place"
            )
        seen[token.tag] = token
    missing = [tag for tag in needed if tag not in seen]
    if missing:
        raise LabsimError(
            f"{title}: {', '.join(missing)} not in the picture; write the tag where it stands, "
            "or leave the picture out"
        )


def _rails(title: str, rails: list[Token], columns: dict[Token, int], names: list[str]) -> list:
    found = []
    for token in rails:
        if token.tag not in names:
            raise _stranger(title, token, f"a rail {token.tag}", "line", names)
        over = [n for t, n in columns.items() if t.start < token.end and token.start < t.end]
        if not over:
            raise LabsimError(
                f"{title}: the rail {token.tag} at {_where(token)} spans no part; draw it longer"
            )
        found.append(Rail(token.tag, token.row, min(over), max(over)))
    return found


def read_layout(
    title: str, layout: str, known: Mapping[str, str], needed: Iterable[str], lines: Iterable[str]
) -> Grid:
    """Read a picture; `known` says which tags may stand in it and whose they are, parts `needed`
    must, `lines` may be rails.

    Raises LabsimError naming tag, row and column of what does not fit, and the nearest match.
    """
    tags, rails = _scan(layout)
    _compare(title, tags, list(known), [name for name, tag in known.items() if tag in needed])
    columns = _columns(tags)
    grid = Grid(rails=_rails(title, rails, columns, list(lines)))
    for token, column in columns.items():
        grid.places[known[token.tag]] = (token.row, column)
        if token.way:
            grid.ways[known[token.tag]] = token.way
    rows = sorted({t.row for t in (*tags, *rails)})
    grid.rows = len(rows)
    grid.columns = 1 + max(columns.values(), default=-1)
    return grid
