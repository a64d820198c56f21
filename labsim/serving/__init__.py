"""A running machine on the network: Modbus TCP and OPC UA, for an HMI or SCADA client to work it.

Everything loads when first used: pymodbus and asyncua only when a server starts. Only practice is
served; see `chosen`.
"""

from __future__ import annotations

from labsim.core.lazy import lazy

# name: the module it lives in
_WHERE = {
    "Options": "server",
    "Plant": "plant",
    "Serving": "server",
    "chosen": "choice",
    "running": "server",
    "serve": "server",
    "table": "listing",
    "written": "listing",
}

__all__ = list(_WHERE)
__getattr__, __dir__ = lazy(__name__, _WHERE)
