"""One question as it is put to somebody: stem, options, picture, what wrong options mean."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from labsim.core.errors import LabsimError

__all__ = ["LETTERS", "Item", "Option", "Picture"]

LETTERS = "ABCD"


@dataclass(frozen=True)
class Picture:
    """What is to be read: SVG, and the same in words for those who do not see it."""

    svg: str
    words: str


@dataclass(frozen=True)
class Option:
    """One answer to choose; `mistake` names what leads to it, "" for the right one."""

    text: str
    mistake: str = ""


@dataclass(frozen=True)
class Item:
    """A question with four options of which one is right.

    `generator` and `instance` say where it comes from; `show` draws the picture when it is wanted.
    `because` is what everybody reads afterwards; `repair` names labs that mend a miss.
    """

    generator: str
    instance: str
    stem: str
    options: tuple[Option, ...]
    because: str
    topic: str
    repair: tuple[str, ...] = ()
    source: str = ""
    show: Callable[[], Picture] | None = None

    def __post_init__(self) -> None:
        texts = [option.text for option in self.options]
        keys = [option for option in self.options if not option.mistake]
        if len(texts) != len(LETTERS) or len(set(texts)) != len(texts) or len(keys) != 1:
            raise LabsimError(
                f"{self.generator} {self.instance}: an item has {len(LETTERS)} different options"
                f" and one right one, not {texts} with {len(keys)} right"
            )

    @property
    def key(self) -> int:
        """Number of the right option, from 0."""
        return next(n for n, option in enumerate(self.options) if not option.mistake)

    @property
    def identity(self) -> str:
        """What two items share when they ask the same: stem and options, in whatever order."""
        return identity(self.stem, [option.text for option in self.options])


def identity(stem: str, options: list[str]) -> str:
    """Return the fingerprint of a question: 16 hexadecimal digits."""
    text = "\n".join([stem, *sorted(options)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]
