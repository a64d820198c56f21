"""MAT, as Matlab 5 to 7 writes it: ours, and those of laboratories with their own names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from labsim.vibration.files.contents import UNKNOWN, Contents, chosen, unit_of
from labsim.vibration.files.matfile import variables
from labsim.vibration.record import Record

__all__ = ["read", "write"]

LEAST = 16  # numbers from which a row is a signal
RATES, SPEEDS = ("fs", "sr", "samplerate", "sampling_rate"), ("rpm", "speed_rpm")


def read(path: Path, channel: str | None, full_scale: float | None) -> Contents:
    """Return what a MAT file says; a structure's fields are named bearing.gs."""
    flat = _flat(variables(path.read_bytes(), path.name))
    rows = {name: value for name, value in flat.items() if _signal(value)}
    if "samples" in rows and unit_of(_text(flat.get("unit"))):
        return _ours(flat)
    name = chosen(list(rows), channel, "signal")
    return Contents(
        np.asarray(rows[name], dtype=float).ravel(), _number(flat, RATES),
        rpm=_number(flat, SPEEDS), point=name, full_scale=full_scale,
    )  # fmt: skip


def _flat(loaded: dict[str, Any]) -> dict[str, Any]:
    """Return variables by name, fields of structures as structure.field."""
    found: dict[str, Any] = {}
    for name, value in loaded.items():
        if isinstance(value, dict):
            found |= {f"{name}.{field}": inner for field, inner in value.items()}
        else:
            found[name] = value
    return found


def _signal(value: Any) -> bool:
    """Tell whether a variable is one row of real numbers, long enough."""
    if not isinstance(value, np.ndarray) or value.size < LEAST:
        return False
    return max(value.shape) == value.size


def _number(flat: dict[str, Any], names: tuple[str, ...]) -> float | None:
    """Return the single number whose name ends so, None when there is not just one."""
    found = [
        float(value.ravel()[0])
        for name, value in flat.items()
        if isinstance(value, np.ndarray) and value.size == 1
        and name.rpartition(".")[2].lower().endswith(names)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _ours(flat: dict[str, Any]) -> Contents:
    tacho, notes = flat.get("tacho"), flat.get("notes")
    pulses = tacho.astype(float).ravel() if isinstance(tacho, np.ndarray) else None
    listed = notes if isinstance(notes, list) else []
    return Contents(
        flat["samples"].astype(float).ravel(), _number(flat, ("fs",)), _text(flat.get("unit")),
        _number(flat, ("rpm",)) or _text(flat.get("rpm")) or None, _text(flat.get("point")), pulses,
        _number(flat, ("full_scale",)), tuple(_text(note) for note in listed),
    )  # fmt: skip


def write(record: Record, path: Path) -> None:
    """Write variables samples, fs, unit, rpm, point, tacho, full_scale, notes."""
    from scipy.io import savemat

    facts: dict[str, Any] = {"samples": record.samples, "fs": record.fs, "unit": record.unit,
                             "rpm": record.rpm or UNKNOWN}  # fmt: skip
    if record.point:
        facts["point"] = record.point
    if record.tacho is not None:
        facts["tacho"] = record.tacho
    if record.full_scale is not None:
        facts["full_scale"] = record.full_scale
    if record.notes:
        facts["notes"] = np.array(record.notes, dtype=object)
    with path.open("wb") as file:
        savemat(file, facts, oned_as="column")
