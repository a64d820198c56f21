"""The frame model of a ring: links, ways, damaged frames, who answers at which address.

Every rack is asked 50 times a second. Frames damaged on the way there or back are lost; the next
update brings what the lost one had. Of the 3000 updates of a minute the longest run of lost ones is
about ln 3000 / ln(1/p) long, p being the part that is lost (each update lost independently).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from labsim.core.view import View

__all__ = ["NO_ANSWER", "STATUS", "UPDATE", "Survey", "survey"]

UPDATE = 20.0  # ms, update time asked for (RPI)
A_MINUTE = 60e3 / UPDATE  # updates of a rack in a minute
LONGEST = 320.0  # ms without an answer after which a connection is given up: 16 updates
STATUS = ("connected", "no answer", "wrong card", "card missing")
NO_ANSWER = -1.0  # shown for a figure that nothing tells


@dataclass(frozen=True)
class Survey:
    """How a ring is: (variants, cables) or (variants, racks) each, racks in the ring's order.

    `up`: links; `there`, `back`: part of the frames damaged on a cable; `reached`: alive, and a way
    leads there; `conflict`: another one has its address; `status`: see STATUS; `gap`: ms, longest
    between two updates in a minute; `part`: of the updates that is lost.
    """

    up: np.ndarray
    there: np.ndarray
    back: np.ndarray
    reached: np.ndarray
    conflict: np.ndarray
    status: np.ndarray
    gap: np.ndarray
    part: np.ndarray

    @property
    def closed(self) -> np.ndarray:
        """Whether the ring is closed."""
        return self.up.all(axis=1)

    def ports(self, place: int) -> dict[str, np.ndarray]:
        """Return link and CRC errors of a minute of both ports of the device at a place.

        Place 0 is the scanner, whose first cable begins at port 1 and whose last ends at port 2.
        """
        first, second = (0, -1) if place == 0 else (place - 1, place)
        heard = (self.back if place == 0 else self.there, self.there if place == 0 else self.back)
        frames = A_MINUTE * self.status.shape[1]
        found = {}
        for name, cable, lost in (("P1", first, heard[0]), ("P2", second, heard[1])):
            up = self.up[:, cable]
            found[f"{name}.link"] = up
            found[f"{name}.crc"] = np.where(up, np.rint(frames * lost[:, cable]), 0.0)
        return found

    def of_nodes(self) -> dict[str, np.ndarray]:
        """Return what the scanner tells of every rack, and how many are connected."""
        found: dict[str, np.ndarray] = {"nodes": (self.status == 0).sum(axis=1)}
        for n in range(self.status.shape[1]):
            good = self.status[:, n] == 0
            found[f"node{n + 1}.status"] = self.status[:, n]
            found[f"node{n + 1}.gap"] = np.where(good, self.gap[:, n], NO_ANSWER)
            lost = np.rint(A_MINUTE * self.part[:, n])
            found[f"node{n + 1}.lost"] = np.where(good, lost, NO_ANSWER)
        return found


def survey(scanner: Any, c: View) -> Survey:
    """Work out how a ring is, of all variants at once."""
    views = [c.sim.views[cable.tag] for cable in scanner.cables]
    nodes = [c.sim.views[node.tag] for node in scanner.nodes]
    alive = np.stack([v.part.awake(v) for v in (c, *nodes, c)], axis=1)
    whole = np.stack([v.broken < 0.5 for v in views], axis=1)
    there = np.stack([v.lost_there for v in views], axis=1)
    back = np.stack([v.lost_back for v in views], axis=1)
    up = whole & alive[:, :-1] & alive[:, 1:]
    reached, part = ways(up, (1 - there) * (1 - back))
    status, conflict = answers(scanner, nodes, reached, alive[:, 1:-1])
    gap = longest(part)
    status = np.where((status == 0) & (gap > LONGEST), 1, status)
    return Survey(up, there, back, reached, conflict, status, gap, part)


def ways(up: np.ndarray, comes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which racks are reached, and the part of their updates that is lost.

    `comes` is the part of the frames that gets over each cable there and back. From port 1 on the
    way leads as far as the links go; what is behind a gap is reached from port 2.
    """
    from_one = np.cumprod(up, axis=1)[:, :-1].astype(bool)
    from_two = np.cumprod(up[:, ::-1], axis=1)[:, ::-1][:, 1:].astype(bool)
    over_one = np.cumprod(comes, axis=1)[:, :-1]
    over_two = np.cumprod(comes[:, ::-1], axis=1)[:, ::-1][:, 1:]
    return from_one | from_two, 1 - np.where(from_one, over_one, over_two)


def longest(part: np.ndarray) -> np.ndarray:
    """Return the longest time in ms between two updates in a minute, for a part that is lost."""
    lost = np.clip(part, 1e-12, 1 - 1e-12)
    run = np.where(part > 1e-9, np.ceil(np.log(A_MINUTE) / -np.log(lost)), 0.0)
    return UPDATE * (1.0 + run)


def answers(scanner: Any, nodes: list[View], reached: np.ndarray, alive: np.ndarray) -> Any:
    """Return status of every rack, and which couplers see their address taken.

    The first one on the ring keeps an address; one that comes later finds it taken and stays off.
    """
    at = np.stack([view.address for view in nodes], axis=1)
    conflict = np.zeros(at.shape, dtype=bool)
    for n in range(at.shape[1]):
        taken = (at[:, :n] == at[:, n : n + 1]) & alive[:, :n]
        conflict[:, n] = alive[:, n] & taken.any(axis=1)
    status = np.ones(at.shape, dtype=int)
    for n, node in enumerate(scanner.nodes):
        here = (at == node.values["address"]) & reached & ~conflict
        cards = slots(nodes[n])
        mine = np.where(here[:, n], cards, 2)
        status[:, n] = np.where(here.any(axis=1), mine, 1)
    return status, conflict


def slots(view: View) -> np.ndarray:
    """Return 0 where all cards of a rack are right, else 2, a wrong one, or 3, one missing."""
    cards = [view.sim.views[card.tag].fitted for card in view.part.slots]
    fitted = np.stack(cards, axis=1) if cards else np.ones((view.count, 1))
    return np.where((fitted > 1.5).any(axis=1), 2, np.where((fitted < 0.5).any(axis=1), 3, 0))
