"""What a part tells, worked out anew only when something it saw has changed.

While a rule or a look works, the simulation notes what it sees: parameters and states, networks,
the moment. States are never written in place, so what is the same object has not changed.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import is_
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labsim.core.simulation import Simulation
    from labsim.core.view import View

__all__ = ["Seen", "Told", "same"]


def same(one: list[Any], other: list[Any] | None) -> bool:
    """Tell whether two lists hold the same objects."""
    return other is not None and len(one) == len(other) and all(map(is_, one, other))


class Seen(dict[tuple[str, str], Any]):
    """Parameters and states that were read, as they were first, and what was seen beside them."""

    def __init__(self, effective: Any = None) -> None:
        super().__init__()
        self.effective = effective
        self.news: dict[Any, Any] = {}  # network: number of its solution
        self.now: float | None = None
        self.fleeting = False  # something was seen that is not noted here

    def network(self, network: Any) -> None:
        """Note that a network was looked at; one that does not number its solutions is fleeting."""
        number = self.news[network] = getattr(network, "news", None)
        self.fleeting |= number is None

    def holds(self, sim: Simulation) -> bool:
        """Tell whether all that was seen is as it was."""
        if self.fleeting or self.effective is not sim.effective:
            return False
        if self.now is not None and self.now != sim.now:
            return False
        for network, number in self.news.items():
            if network.news != number:
                return False
        return all(map(is_, map(sim.states.get, self), self.values()))


class Told:
    """A method of a part that is asked again and again; what it returns is not to be written to."""

    def __init__(self, view: View, ask: Callable[[View], Any]) -> None:
        self.view, self.ask = view, ask
        self.seen: Seen | None = None
        self.value: Any = None

    def __call__(self) -> Any:
        """Return what it tells now."""
        if self.seen is None or not self.seen.holds(self.view.sim):
            self.renew()
        return self.value

    def renew(self) -> None:
        """Ask, and note what was seen: of parameters only that they change with `effective`."""
        sim = self.view.sim
        outer, self.seen = sim.read, None
        seen = sim.read = Seen(sim.effective)
        try:
            self.value = self.ask(self.view)
        finally:
            sim.read = outer
        for place in [place for place in seen if place not in sim.states]:
            del seen[place]
        self.seen = seen

    @property
    def steady(self) -> bool:
        """Whether all that was seen is noted."""
        return self.seen is not None and not self.seen.fleeting

    def forget(self) -> None:
        """Ask anew the next time, whatever was seen."""
        self.seen = None
