"""Readings, traces and records as plain JSON, and back; only the kinds named here are made."""

from __future__ import annotations

import base64
import dataclasses
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from labsim.instruments.oscilloscope import Trace
from labsim.instruments.screen import Settings
from labsim.sealed.wire import WireError
from labsim.thermal.thermogram import Spot, Thermogram
from labsim.vibration.record import Record

__all__ = ["plain", "rich"]

MARK = "~"  # an object with this key is something else than an object
KINDS: dict[str, type] = {k.__name__: k for k in (Trace, Settings, Spot, Thermogram, Record)}
NUMBERS = ("<f8", "<i8", "|b1")  # dtypes of arrays that travel


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; WireError when it is of no kind that travels."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return {MARK: "float", "is": str(value)}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, bytes):
        return {MARK: "bytes", "of": base64.b64encode(value).decode()}
    if isinstance(value, list | tuple):
        items = [plain(v) for v in value]
        return items if isinstance(value, list) else {MARK: "tuple", "of": items}
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if type(value).__name__ in KINDS and isinstance(value, KINDS[type(value).__name__]):
        fields = {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        return {MARK: type(value).__name__, "of": fields}
    raise WireError(f"a {type(value).__name__} does not travel")


def _array(value: np.ndarray) -> dict[str, Any]:
    kind = {"f": "<f8", "i": "<i8", "b": "|b1"}.get(value.dtype.kind)
    if kind is None:
        raise WireError(f"an array of {value.dtype} does not travel")
    data = np.ascontiguousarray(value, dtype=kind)
    text = base64.b64encode(data.tobytes()).decode()
    return {MARK: "array", "dtype": kind, "shape": list(data.shape), "of": text}


def rich(value: Any) -> Any:
    """Return what `plain` has packed; WireError when it is no such thing."""
    if isinstance(value, list):
        return [rich(v) for v in value]
    if not isinstance(value, dict):
        return value
    if MARK not in value:
        return {k: rich(v) for k, v in value.items()}
    try:
        return _made(value)
    except (KeyError, TypeError, ValueError) as error:
        raise WireError(f"this is no {value[MARK]}: {error}") from error


def _made(value: dict[str, Any]) -> Any:
    kind = value[MARK]
    if kind == "float":
        return float(value["is"])
    if kind == "bytes":
        return base64.b64decode(value["of"])
    if kind == "tuple":
        return tuple(rich(v) for v in value["of"])
    if kind == "array":
        if value["dtype"] not in NUMBERS:
            raise ValueError(f"no array of {value['dtype']} travels")
        data = np.frombuffer(base64.b64decode(value["of"]), dtype=value["dtype"])
        return data.reshape(value["shape"]).copy()
    if kind not in KINDS:
        raise ValueError("nothing of this kind travels")
    return KINDS[kind](**{name: rich(v) for name, v in value["of"].items()})
