"""Generators of items and where they are: one folder an exam, one file a group of subtopics.

A module of a bank says `TOPIC` (as in the blueprint) and has functions marked with `@asks`.
The name of the module and of the function is the name of the generator: `cat1/basics.period`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module

from labsim.core.errors import LabsimError, unknown
from labsim.study.draw import Asked, Draw
from labsim.study.item import Item

__all__ = ["MOCK", "PRACTICE", "Generator", "asks", "generator", "generators"]

BACKINGS = ("", "picture", "simulation")
MOCK, PRACTICE = "mock", "practice"  # an instance is for one of the two, never for both
TRIES = 400  # draws after which a generator has no further instance


@dataclass(frozen=True)
class Generator:
    """Makes items of one kind. `backed`: what stands behind it, a picture, a simulation or nothing.

    `unsure` marks what rests on general knowledge of a paid standard: such items say so.
    """

    make: Callable[[Draw], Asked]
    name: str
    topic: str
    title: str
    source: str
    repair: tuple[str, ...] = ()
    backed: str = ""
    unsure: bool = False
    _drawn: dict[tuple[str, str], list[Item]] = field(default_factory=dict, compare=False)

    def instance(self, number: int, series: str = "0", use: str = MOCK) -> Item:
        """Return the `number`-th item of a series; no two of a series ask the same.

        `use` MOCK and PRACTICE have no item in common, whatever the series. LabsimError when the
        generator has not so many different items.
        """
        drawn = self._drawn.setdefault((series, use), [])
        if len(drawn) <= number:
            drawn.extend(self._further(drawn, number + 1 - len(drawn), series, use))
        return drawn[number]

    def _further(self, drawn: list[Item], count: int, series: str, use: str) -> Iterator[Item]:
        seen = {item.identity for item in drawn}
        start = int(drawn[-1].instance.rpartition("/")[2]) + 1 if drawn else 0
        for k in range(start, start + TRIES):
            try:
                item = self._item(f"{series}/{k}")
            except LabsimError:  # these numbers leave too few wrong answers apart: draw others
                continue
            mine = (int(item.identity, 16) % 2 == 0) == (use == MOCK)
            if mine and item.identity not in seen:
                seen.add(item.identity)
                yield item
                count -= 1
                if not count:
                    return
        raise LabsimError(
            f"{self.name} has only {len(seen)} different items for {use} in series {series}"
        )

    def item(self, instance: str) -> Item:
        """Return the item an earlier `Item.instance` names."""
        return self._item(instance)

    def _item(self, instance: str) -> Item:
        asked = self.make(Draw(f"{self.name}/{instance}"))
        because = asked.because + (" (Check the current standard.)" if self.unsure else "")
        return Item(
            self.name, instance, asked.stem, asked.options, because, self.topic,
            self.repair, self.source, asked.show,
        )  # fmt: skip


def asks(
    source: str, *, repair: str = "", backed: str = "", unsure: bool = False
) -> Callable[[Callable[[Draw], Asked]], Generator]:
    """Mark a function as a generator; its docstring is its title. `repair`: "VIB-01 INS-01"."""
    if backed not in BACKINGS:
        raise unknown("A generator", "backing", backed, BACKINGS)

    def made(make: Callable[[Draw], Asked]) -> Generator:
        package, _, module = make.__module__.rpartition(".")
        topic = make.__globals__["TOPIC"]
        name = f"{package.rpartition('.')[2]}/{module}.{make.__name__}"
        title = (make.__doc__ or "").strip().split("\n")[0]
        return Generator(make, name, topic, title, source, tuple(repair.split()), backed, unsure)

    return made


@lru_cache
def generators(exam: str) -> tuple[Generator, ...]:
    """Return all generators of an exam, by module and place in it."""
    package = import_module(f"labsim.study.{exam}")
    found = []
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name):
        module = import_module(f"{package.__name__}.{info.name}")
        found += [value for value in vars(module).values() if isinstance(value, Generator)]
    return tuple(one for one in found if one.name.startswith(f"{exam}/"))


def generator(name: str) -> Generator:
    """Return a generator by its name, `cat1/basics.period`."""
    exam = name.partition("/")[0]
    known = {one.name: one for one in generators(exam)}
    if name not in known:
        raise unknown("The bank", "generator", name, known)
    return known[name]
