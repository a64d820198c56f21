"""All attacks, and what is tried with few kernels where time is short."""

from __future__ import annotations

from attack import Attack
from forging import FORGING
from reading import READING
from stopping import STOPPING
from writing import WRITING

__all__ = ["ALL", "GROUPS", "NAMED"]

ALL: list[Attack] = [*READING, *WRITING, *FORGING, *STOPPING]
NAMED = {attack.name: attack for attack in ALL}


def some(*names: str) -> list[Attack]:
    return [NAMED[name] for name in names]


# Who hands in what when kernels have to be few; forged records are in test_bad_hand_in.py anyway.
# The last of a group may end its kernel.
GROUPS = {
    "m-readers": [attack for attack in READING if attack.record],
    "m-lost": some("link-behind-folders"),  # all of it is set aside
    "m-writers": WRITING,
    "m-forgers": some(
        "patch-asserts", "patch-formatter", "patch-equality", "patch-hook", "patch-labsim",
        "shadow-labsim", "forge-message", "more-points", "prefilled", "second-checks", "exit",
    ),
    "m-users": some(
        "fork", "memory-of-many", "flood-disk", "flood-scratch", "network", "stay-behind",
        "garbage", "half-characters", "kill-parent", "flood",
    ),
    "m-talkers": some("flood-unread"),
    "m-twice": some("flood-aside"),  # each has a kernel that goes on to the end
}  # fmt: skip
