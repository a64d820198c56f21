"""What stands beside a symbol (ISO 1219-2): setting, size, displacement, with their units."""

from __future__ import annotations

from typing import Any

__all__ = ["plate"]

SAID = ("setting", "displacement", "precharge")


def plate(part: Any) -> tuple[str, ...]:
    """Return the lines beside the symbol of a part; most parts have none."""
    own = getattr(part, "plate", "")
    if own:
        return tuple(own.split(", "))
    values, params = getattr(part, "values", {}), getattr(part, "params", {})
    if {"bore", "stroke"} <= set(values):
        rod = f"/{values['rod']:g}" if values.get("rod") else ""
        mass = (f"{values['mass']:g} kg",) if "hanging" in values else ()
        return (f"Ø {values['bore']:g}{rod} × {values['stroke']:g}", *mass)
    return tuple(
        f"{values[name]:g} {params[name].unit}".strip()
        for name in SAID
        if isinstance(values.get(name), int | float) and params[name].unit
    )
