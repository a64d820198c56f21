"""A running machine on the network: Modbus TCP and OPC UA, for an HMI or SCADA client to work it.

Everything loads when first used: pymodbus and asyncua only when a server starts. Only practice is
served; see `chosen`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labsim.serving.choice import chosen
    from labsim.serving.plant import Plant
    from labsim.serving.server import Options, Serving, running, serve
    from labsim.serving.table import table, written

__all__ = ["Options", "Plant", "Serving", "chosen", "running", "serve", "table", "written"]

_PLACES = {
    "choice": ("chosen",),
    "plant": ("Plant",),
    "server": ("Options", "Serving", "running", "serve"),
    "table": ("table", "written"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    place = next((module for module, names in _PLACES.items() if name in names), None)
    if place is None:
        raise AttributeError(f"labsim.serving has no {name}")
    return getattr(import_module(f"labsim.serving.{place}"), name)
