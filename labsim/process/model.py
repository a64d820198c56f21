"""What the parts of a process share: a model in time behind each, and what drives them.

A part says in `model(net)` which model it has. A model takes over its inputs in `steer`, tells in
`due` when something happens by itself, does it in `fire`, and tells those who watch it what they
see now (`sees`) and when they will see something else (`turns`). All are arrays, a row a variant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from labsim.core.component import Component
from labsim.core.errors import LabsimError
from labsim.core.view import View

if TYPE_CHECKING:
    from labsim.process.network import ProcessNetwork

__all__ = ["NEVER", "Model", "drive"]

NEVER = np.inf


class Model:
    """What a part does in time. `names` lists the arrays that change with time."""

    names: ClassVar[tuple[str, ...]] = ()
    wakes: ClassVar[bool] = False  # what it does by itself can let a watcher see something sooner

    def __init__(self, net: ProcessNetwork, part: Component) -> None:
        self.net, self.part, self.count = net, part, net.sim.count
        self.c: View = net.sim.views[part.tag]

    def steer(self) -> bool:
        """Take over inputs, as they are at `net.now`; True when any has changed."""
        return False

    def due(self) -> np.ndarray:
        """Return for every variant when something next happens by itself, in s."""
        return np.full(self.count, NEVER)

    def fire(self, which: np.ndarray, when: np.ndarray) -> None:
        """Let happen what is due, for the variants `which`, at each one's own time."""

    def sees(self, watcher: View) -> np.ndarray:
        """Tell for every variant whether a part that watches this one sees its target now."""
        raise LabsimError(f"{watcher.tag} cannot watch {self.part.tag}, a {self.part.title}")

    def turns(self, watcher: View) -> np.ndarray:
        """Return for every variant when the watcher will next see something else, in s."""
        raise NotImplementedError

    def holders(self) -> list[tuple[Any, str]]:
        """Return where the arrays are that change with time: owner and name."""
        return [(self, name) for name in self.names]

    def recall(self) -> list[np.ndarray]:
        """Return everything that changes with time."""
        return [getattr(owner, name).copy() for owner, name in self.holders()]

    def restore(self, memory: list[np.ndarray]) -> None:
        """Come back to what `recall` returned; of one variant, it is taken for all."""
        for (owner, name), was in zip(self.holders(), memory, strict=True):
            mine = getattr(owner, name)
            setattr(owner, name, np.broadcast_to(was, mine.shape).copy())


def drive(c: View) -> np.ndarray:
    """Return how fast what drives a part runs, as part of full speed: a motor's speed, or 0 and 1.

    A motor that turns backwards drives nothing here: the belts have back stops.
    """
    if "speed" in c.part._states:
        return np.maximum(np.real(c["speed"]), 0.0)
    return np.asarray(c.active, dtype=float)
