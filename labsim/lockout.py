"""Lockout by hand: what a bench can do to take energy away, to prove that, and to give it back."""

from __future__ import annotations

from typing import Self

from labsim.workplace import Workplace

__all__ = ["LockoutHands"]


class LockoutHands(Workplace):
    """The steps of a lockout; each returns the bench."""

    def notify(self) -> Self:
        """Tell the people concerned."""
        self._act("notify")
        return self

    def isolate(self, tag: str) -> Self:
        """Switch an isolator off; one that is off stays so."""
        self._act("isolate", tag=str(tag))
        return self

    def lock(self, tag: str) -> Self:
        """Hang lock and tag on an isolator that is off."""
        self._act("lock", tag=str(tag))
        return self

    def discharge(self, tag: str) -> Self:
        """Release the energy a part may store."""
        self._act("discharge", tag=str(tag))
        return self

    def block(self, tag: str) -> Self:
        """Put a prop under what could fall."""
        self._act("block", tag=str(tag))
        return self

    def unblock(self, tag: str) -> Self:
        """Take the prop out."""
        self._act("unblock", tag=str(tag))
        return self

    def reach(self, tag: str) -> Self:
        """Reach into the danger zone, to a part in it; whatever energy is left there injures."""
        self._act("reach", tag=str(tag))
        return self

    def prove(self) -> Self:
        """Prove the meter on a known source (proving unit)."""
        self._act("prove")
        return self

    def try_out(self, tag: str) -> Self:
        """Try to start the locked-out machine; nothing may move."""
        self._act("try_out", tag=str(tag))
        return self

    def restore(self, tag: str) -> Self:
        """Take lock and tag off and switch on; one that is on stays so."""
        self._act("restore", tag=str(tag))
        return self
