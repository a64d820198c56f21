"""Universal file, dataset 58 (function at nodal degree of freedom): time responses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.files.contents import UNKNOWN, Contents, chosen
from labsim.vibration.record import UNITS, Record

__all__ = ["read", "write"]

TIME, PULSES = 1, "tacho pulses"  # function type: time response; id of our pulses
# specific data type of the ordinate: quantity
KINDS = {8: "displacement", 11: "velocity", 12: "acceleration"}


def read(path: Path, channel: str | None, full_scale: float | None) -> Contents:
    """Return what a universal file says; its sets are named by their first line, or "set 1"."""
    import pyuff

    if b"    -1" not in path.read_bytes()[:4096]:
        raise LabsimError(f"{path.name} is no universal file: it has no line -1")
    try:
        file = pyuff.UFF(str(path))
        kinds = [int(kind) for kind in np.atleast_1d(file.get_set_types())]
        sets = [file.read_sets(n) for n, kind in enumerate(kinds) if kind == 58]
    except Exception as error:  # pyuff raises bare Exception
        raise LabsimError(f"{path.name} is damaged or cut off: {error}") from None
    times = [one for one in sets if one.get("func_type") == TIME]
    if not times:
        raise LabsimError(f"{path.name} has no time response (dataset 58, function type 1)")
    pulses = next((one for one in times if str(one["id1"]).strip() == PULSES), None)
    rows = {_name(one, n): one for n, one in enumerate(times) if one is not pulses}
    return _contents(rows[chosen(list(rows), channel)], pulses, full_scale, path.name)


def _name(one: dict[str, Any], n: int) -> str:
    name = str(one.get("id1", "")).strip()
    return name if name and name != "NONE" else f"set {n + 1}"


def _contents(
    one: dict[str, Any], pulses: dict[str, Any] | None, full_scale: float | None, name: str
) -> Contents:
    samples = np.asarray(one["data"])
    told = int(one.get("num_pts") or len(samples))
    if samples.dtype.kind == "c":
        raise LabsimError(f"{name}: the samples are complex; a time response is real")
    if len(samples) != told:
        raise LabsimError(f"{name} is cut off: {len(samples)} of {told} samples are there")
    facts = _facts(str(one.get("id2", "")) + " " + str(one.get("id4", "")))
    step = float(one.get("abscissa_inc") or 0.0)
    tacho = None if pulses is None else np.asarray(pulses["data"], dtype=float)
    point = _name(one, 0)
    return Contents(
        samples.astype(float), facts.get("fs") or (1.0 / step if step > 0 else None), _unit(one),
        facts.get("rpm"), "" if point == "signal" or point.startswith("set ") else point, tacho,
        facts.get("full_scale") or full_scale,
        tuple(filter(None, (str(one.get("id5", "")).strip().replace("NONE", ""),))),
    )  # fmt: skip


def _facts(text: str) -> dict[str, Any]:
    """Return what our lines say: fs 25600 rpm 1480 full_scale 50."""
    found = re.findall(r"\b(fs|rpm|full_scale)[ =:]+([-+.\deE]+|unknown)", text)
    return {key: value if value == UNKNOWN else float(value) for key, value in found}


def _unit(one: dict[str, Any]) -> str | None:
    """Return the unit as labelled; a label that belongs to another quantity is a contradiction."""
    label = str(one.get("ordinate_axis_units_lab", "")).strip()
    kind = KINDS.get(int(one.get("ordinate_spec_data_type") or 0))
    if kind and label in UNITS and UNITS[label][0] != kind:
        raise LabsimError(f"mixed units: the file says {kind} and {label}")
    return label


def write(record: Record, path: Path) -> None:
    """Write one time response in double precision, and the tacho's pulses as another."""
    import pyuff

    kinds = {kind: number for number, kind in KINDS.items()}
    facts = f"fs {record.fs!r} rpm {record.rpm or UNKNOWN}"
    facts += f" full_scale {record.full_scale!r}" if record.full_scale else ""
    one = _set(record.samples, record.point or "signal", facts, 1 / record.fs)
    one |= {"ordinate_spec_data_type": kinds[record.quantity], "id5": "; ".join(record.notes)[:80]}
    one["id5"] = one["id5"] or "NONE"
    one["ordinate_axis_units_lab"] = record.unit
    sets = [one]
    if record.tacho is not None and len(record.tacho) > 1:
        sets.append(_set(record.tacho, PULSES, "NONE", 1.0))
    path.unlink(missing_ok=True)
    file = pyuff.UFF(str(path))
    for made in sets:
        file.write_sets([made], "add")


def _set(data: np.ndarray, name: str, facts: str, step: float) -> dict[str, Any]:
    """Return a dataset 58 of evenly spaced real numbers."""
    return {
        "type": 58, "func_type": TIME, "id1": name[:80], "id2": facts[:80], "rsp_node": 1,
        "rsp_dir": 1, "ref_node": 1, "ref_dir": 1, "data": np.asarray(data, dtype=float),
        "x": step * np.arange(len(data)), "abscissa_spacing": 1, "binary": 0,
        "abscissa_spec_data_type": 17, "abscissa_axis_units_lab": "s",
        "orddenom_spec_data_type": 0, "z_axis_spec_data_type": 0,
    }  # fmt: skip
