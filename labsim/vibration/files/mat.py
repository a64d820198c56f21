"""MAT, as Matlab 5 to 7 writes it: ours, and those of laboratories with their own names."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.files.contents import MOST, UNKNOWN, Contents, chosen, unit_of
from labsim.vibration.record import Record

__all__ = ["read", "write"]

LEAST = 16  # numbers from which a row is a signal
RATES, SPEEDS = ("fs", "sr", "samplerate", "sampling_rate"), ("rpm", "speed_rpm")


def read(path: Path, channel: str | None, full_scale: float | None) -> Contents:
    """Return what a MAT file says; a structure's fields are named bearing.gs."""
    from scipy.io import loadmat, matlab, whosmat

    try:
        shapes = whosmat(path)
        if sum(math.prod(shape) for _, shape, _ in shapes) > 2 * MOST:
            raise LabsimError(f"{path.name} says it holds more than {MOST} samples")
        loaded = loadmat(path, squeeze_me=False, struct_as_record=True)
    except NotImplementedError:
        raise LabsimError(f"{path.name} is of Matlab 7.3: save it again with -v7") from None
    except matlab.MatReadError as error:
        raise LabsimError(f"{path.name} is no MAT file, or cut off: {error}") from None
    flat = _flat(loaded)
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
        if name.startswith("__"):
            continue
        fields = getattr(getattr(value, "dtype", None), "names", None)
        if fields and value.size == 1:
            found |= {f"{name}.{field}": value[field].ravel()[0] for field in fields}
        else:
            found[name] = value
    return found


def _signal(value: Any) -> bool:
    """Tell whether a variable is one row of real numbers, long enough."""
    array = np.asarray(value)
    real = array.dtype.kind in "fiu"
    return real and array.size >= LEAST and max(array.shape) == array.size


def _number(flat: dict[str, Any], names: tuple[str, ...]) -> float | None:
    """Return the single number whose name ends so, None when there is not just one."""
    found = [
        float(np.asarray(value).ravel()[0])
        for name, value in flat.items()
        if name.rpartition(".")[2].lower().endswith(names) and np.asarray(value).size == 1
        and np.asarray(value).dtype.kind in "fiu"
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _text(value: Any) -> str:
    array = np.asarray(value if value is not None else "")
    return str(array.ravel()[0]).strip() if array.size else ""


def _ours(flat: dict[str, Any]) -> Contents:
    tacho, notes = flat.get("tacho"), np.asarray(flat.get("notes", []), dtype=object).ravel()
    return Contents(
        np.asarray(flat["samples"], dtype=float).ravel(), _number(flat, ("fs",)),
        _text(flat["unit"]), _number(flat, ("rpm",)) or _text(flat.get("rpm")) or None,
        _text(flat.get("point")), None if tacho is None else np.asarray(tacho, float).ravel(),
        _number(flat, ("full_scale",)), tuple(_text(note) for note in notes),
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
