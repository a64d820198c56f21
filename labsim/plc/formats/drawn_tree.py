"""Lines and parts of one network, turned into a tree of power flow.

A network is a graph: legs between knots, from the left rail to the right. Legs in a row become a
series, legs side by side a parallel. What is left is no tree (a bridge, or a knot that feeds a
second pin of a block): there the knot becomes a wire, a coil and contacts of a BOOL "~w1", and the
order of the legs is such that the coil comes first. So the tree does what the drawing does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from labsim.plc.errors import ProgramError
from labsim.plc.formats.drawn import Key
from labsim.plc.program import Expr, Node, Op, Operand, Parallel, Path, Rung, Series

__all__ = ["LEFT", "RIGHT", "Graph", "Leg", "branch_order", "reads", "writes"]

LEFT, RIGHT = 0, 1  # knots: the left rail, and everything that ends at the right
DEPTH = 40  # branches in branches; deeper drawings become wires
TRIES = 40  # knots cut one by one before all are


@dataclass(frozen=True)
class Leg:
    """What lies between two knots; a fork is one whose only item is a parallel."""

    start: int
    end: int
    key: Key
    items: tuple[Node, ...] = ()
    fork: tuple[Leg, ...] = ()
    depth: int = 0
    make: Callable[[], Op] | None = None  # an instruction whose pins are trees of this graph


class Stuck(Exception):
    """The graph is no tree; a wire at this knot helps."""

    def __init__(self, knot: int) -> None:
        self.knot = knot


@dataclass
class Graph:
    """Legs of one network, and the knots that feed pins of blocks."""

    wire: Callable[[], str]  # makes the name of a new BOOL
    legs: list[Leg] = field(default_factory=list)
    pins: dict[int, Key] = field(default_factory=dict)  # knots that are pins of blocks
    knots: int = 2
    trees: dict[int, Series] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    _inside: int = 0
    _reach: dict[int, int] = field(default_factory=dict)
    _parts: dict[int, list[Leg]] = field(default_factory=dict)

    def knot(self) -> int:
        """Return a new knot."""
        self.knots += 1
        return self.knots - 1

    def pin(self, knot: int) -> Series:
        """Return the tree that feeds a pin; called when the block's instruction is made."""
        if knot not in self.trees:
            self._inside += 1
            if self._inside > DEPTH // 2:
                raise Stuck(knot)
            self.trees[knot] = Series(self._reduce(self._parts.get(knot, []), knot))
            self._inside -= 1
        return self.trees[knot]

    def tree(self) -> Series:
        """Return the whole network as a tree."""
        cut: set[int] = set()
        while True:
            try:
                body = self._build(cut)
            except Stuck as stuck:
                if cut == self._inner():
                    raise ProgramError("The lines of this network cannot be followed") from None
                useless = stuck.knot in cut or len(cut) >= TRIES
                cut = self._inner() if useless else cut | {stuck.knot}
                continue
            if _in_order(body):
                return body
            if cut == self._inner():
                raise ProgramError("No order of this network's parts gives each what it needs")
            cut = self._inner()

    def _inner(self) -> set[int]:
        """Every knot that has legs on both sides: as a wire each, any order comes out right."""
        starts, ends = {leg.start for leg in self.legs}, {leg.end for leg in self.legs}
        return ((starts | set(self.pins)) & ends) - {LEFT, RIGHT}

    def _build(self, cut: set[int]) -> Series:
        self.trees, self._inside = {}, 0
        legs = self._with_wires(cut)
        pins = [knot for knot in self.pins if knot not in cut]
        self._share(legs, pins)
        for knot in cut & set(self.pins):
            self.trees[knot] = Series((self._contact(knot),))
        return Series(self._reduce(self._parts[RIGHT], RIGHT))

    def _name(self, knot: int) -> str:
        if knot not in self.names:
            self.names[knot] = self.wire()
        return self.names[knot]

    def _contact(self, knot: int) -> Op:
        return Op("XIC", (Path(self._name(knot)),))

    def _with_wires(self, cut: set[int]) -> list[Leg]:
        """Return the legs with the knots to cut opened: a coil before, contacts behind."""
        legs = []
        for leg in self.legs:
            if leg.start in cut:
                first = Leg(LEFT, self.knot(), leg.key, (self._contact(leg.start),))
                legs.append(first)
                leg = replace(leg, start=first.end)
            legs.append(leg)
        for knot in sorted(cut):
            key = min(leg.key for leg in self.legs if leg.end == knot)
            coil = Op("OTE", (Path(self._name(knot)),))
            legs.append(Leg(knot, RIGHT, key, (coil,)))
        return legs

    def _share(self, legs: list[Leg], pins: list[int]) -> None:
        """Give each leg to the one end it leads to; a knot that leads to more is stuck."""
        bits = {knot: 2 << i for i, knot in enumerate(pins)} | {RIGHT: 1}
        reach = _reach(legs, bits)
        owner = {bit: knot for knot, bit in bits.items()}
        self._parts = defaultdict(list)
        for leg in legs:  # the last knot that leads to two ends is the one to open
            if leg.start != LEFT and reach[leg.end] in owner and reach[leg.start] not in owner:
                raise Stuck(leg.start)
        for leg in legs:
            self._parts[owner[reach[leg.end]]].append(leg)

    # reduction ------------------------------------------------------------------------------------
    def _reduce(self, legs: list[Leg], end: int) -> tuple[Node, ...]:
        """Join legs in a row and side by side until one is left; Stuck when none can be joined."""
        between: dict[tuple[int, int], Leg] = {}
        after, before = defaultdict(set), defaultdict(set)
        waiting: list[int] = []

        def put(leg: Leg) -> None:
            pair = (leg.start, leg.end)
            between[pair] = _beside(between[pair], leg) if pair in between else leg
            after[leg.start].add(leg.end)
            before[leg.end].add(leg.start)
            waiting.extend(pair)

        for leg in legs:
            put(_made(leg))
        while waiting:
            knot = waiting.pop()
            if knot in (LEFT, end) or len(before[knot]) != 1 or len(after[knot]) != 1:
                continue
            (start,), (stop,) = before.pop(knot), after.pop(knot)
            after[start].discard(knot)
            before[stop].discard(knot)
            put(_in_a_row(between.pop((start, knot)), between.pop((knot, stop))))
        if set(between) - {(LEFT, end)}:
            raise Stuck(next(b for _, b in between if b != end and before[b] == {LEFT}))
        return _items(between[LEFT, end]) if between else ()


def _reach(legs: list[Leg], bits: dict[int, int]) -> dict[int, int]:
    """Return for each knot the set of ends it leads to, as bits."""
    into = defaultdict(list)
    for leg in legs:
        into[leg.end].append(leg.start)
    reach: dict[int, int] = defaultdict(int, bits)
    for end, bit in bits.items():
        waiting = [end]
        while waiting:
            for start in into[waiting.pop()]:
                if not reach[start] & bit:
                    reach[start] |= bit
                    waiting.append(start)
    return reach


def _made(leg: Leg) -> Leg:
    return replace(leg, items=(leg.make(),), make=None) if leg.make else leg


def _items(leg: Leg) -> tuple[Node, ...]:
    if not leg.fork:
        return leg.items
    return (Parallel(tuple(Series(_items(one)) for one in branch_order(leg.fork))),)


def _beside(one: Leg, other: Leg) -> Leg:
    forks = (one.fork or (one,)) + (other.fork or (other,))
    depth = max(leg.depth for leg in forks) + 1
    if depth > DEPTH:
        raise Stuck(one.start if one.start != LEFT else one.end)
    return Leg(one.start, one.end, min(one.key, other.key), (), forks, depth)


def _in_a_row(one: Leg, other: Leg) -> Leg:
    key = min(one.key, other.key)
    depth = max(one.depth, other.depth)
    return Leg(one.start, other.end, key, _items(one) + _items(other), (), depth)


# order --------------------------------------------------------------------------------------------
def branch_order(legs: Iterable[Leg]) -> list[Leg]:
    """Return branches from the top; one that reads a wire comes after the one that writes it."""
    waiting = sorted(legs, key=lambda leg: (leg.key, not (leg.items or leg.fork)))
    needs = [set(reads(leg.items, leg.fork)) for leg in waiting]
    if not any(needs):
        return waiting
    makers: dict[str, set[int]] = defaultdict(set)
    for k, leg in enumerate(waiting):
        for name in writes(leg.items, leg.fork):
            makers[name].add(k)
    before = [set().union(*(makers[name] for name in need)) - {k} for k, need in enumerate(needs)]
    return [waiting[k] for k in _sorted(before)]


def _sorted(before: list[set[int]]) -> Iterator[int]:
    """Yield numbers so that each comes after those it needs; of the free ones the smallest first.

    Where they need each other in a circle the smallest goes first.
    """
    after = defaultdict(list)
    for k, ones in enumerate(before):
        for one in ones:
            after[one].append(k)
    left, rest = [len(ones) for ones in before], iter(range(len(before)))
    free, done = [k for k, n in enumerate(left) if not n], set()
    while len(done) < len(before):
        k = heappop(free) if free else next(k for k in rest if k not in done)
        if k in done:
            continue
        done.add(k)
        yield k
        for following in after[k]:
            left[following] -= 1
            if not left[following]:
                heappush(free, following)


def _ops(items: Iterable[Node], fork: Iterable[Leg] = ()) -> Iterable[Op]:
    yield from Rung(Series(tuple(items))).ops()
    for leg in fork:
        yield from _ops(leg.items, leg.fork)


def reads(items: Iterable[Node], fork: Iterable[Leg] = ()) -> list[str]:
    """Return the wires that instructions read."""
    return [name for op in _ops(items, fork) for name in _read(op)]


def writes(items: Iterable[Node], fork: Iterable[Leg] = ()) -> list[str]:
    """Return the wires that instructions write."""
    return [name for op in _ops(items, fork) for name in _written(op)]


def _read(op: Op) -> list[str]:
    given = (*(() if op.name == "OTE" else op.args), *op.pins.values())
    return [name for one in given for name in _wires(one)]


def _wires(given: Operand | Node) -> Iterable[str]:
    if isinstance(given, Path) and given.root.startswith("~"):
        yield given.root
    elif isinstance(given, Expr):
        for arg in given.args:
            yield from _wires(arg)


def _written(op: Op) -> list[str]:
    given = (*(op.args if op.name == "OTE" else ()), *op.outs.values())
    return [name for one in given for name in _wires(one)]


def _in_order(body: Series) -> bool:
    """Tell whether every wire is written before it is read."""
    known: set[str] = set()
    for op in _ops(body.items):
        if set(_read(op)) - known:
            return False
        known |= set(_written(op))
    return True
