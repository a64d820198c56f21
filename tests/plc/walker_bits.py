"""Contacts, coils and one-shots of the walking reference.

AB: 1756-RM003N pp. 98-111 with their prescan; IEC: 61131-3 tables of contacts and coils. An edge
contact follows its variable whatever the power before it, an edge coil follows the power.
"""

from __future__ import annotations

from typing import Any

from labsim.plc.program import Op
from tests.plc.walker_blocks import falls, rises

__all__ = ["Bits"]


class Bits:
    """Part of the Walker: one method for every instruction of one bit."""

    def do_xic(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        return self.bit(b["Bit"]) and power

    def do_xio(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        return not self.bit(b["Bit"]) and power

    def do_xicp(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        return rises(self.edges, spot, self.bit(b["Bit"])) and power

    def do_xicn(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        return falls(self.edges, spot, self.bit(b["Bit"]), self.matiec) and power

    def do_ote(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        self.ref(b["Bit"]).set(power and not self.prescan)
        return power

    def do_otn(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        self.ref(b["Bit"]).set(not power or self.prescan)
        return power

    def do_otl(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        if power and not self.prescan:
            self.ref(b["Bit"]).set(True)
        return power

    def do_otu(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        if power and not self.prescan:
            self.ref(b["Bit"]).set(False)
        return power

    def do_otep(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        self.ref(b["Bit"]).set(rises(self.edges, spot, power))
        return power

    def do_oten(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        self.ref(b["Bit"]).set(falls(self.edges, spot, power, self.matiec))
        return power

    # one-shots --------------------------------------------------------------------------------
    def do_ons(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        storage = self.ref(b["Storage"])
        before = storage.get()
        storage.set(power or self.prescan)
        return power and not before and not self.prescan

    def do_osr(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        pulse = self.do_ons(op, b, power, spot)
        self.ref(b["Output"]).set(pulse)
        return power

    def do_osf(self, op: Op, b: dict, power: bool, spot: Any) -> bool:
        storage = self.ref(b["Storage"])
        before = storage.get()
        storage.set(power and not self.prescan)
        self.ref(b["Output"]).set(before and not power and not self.prescan)
        return power
