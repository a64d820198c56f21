"""Reading items as somebody who works them out by hand: what a stem gives, what its key says."""

from __future__ import annotations

import re

from labsim.study.bank import generator
from labsim.study.item import Item

MANY = 12
NUMBER = re.compile(r"\d[\d,]*\.?\d*")


def found(name: str, said: str) -> Item:
    """Return the first item of a generator, "cat1/units.…", whose stem says something."""
    one = generator(name)
    return next(one.item(f"hand/{k}") for k in range(5000) if said in one.item(f"hand/{k}").stem)


def items(name: str) -> list[Item]:
    """Return a dozen items of a generator."""
    return [generator(name).instance(n) for n in range(MANY)]


def numbers(text: str) -> list[float]:
    """Return the numbers of a text, in their order."""
    return [float(n.replace(",", "")) for n in NUMBER.findall(text)]


def given(item: Item) -> list[float]:
    """Return the numbers of the stem, in their order."""
    return numbers(item.stem)


def words(item: Item) -> str:
    """Return the text of the key."""
    return item.options[item.key].text


def answer(item: Item) -> float:
    """Return the first number of the key."""
    return numbers(words(item))[0]
