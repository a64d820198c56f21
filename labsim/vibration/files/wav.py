"""WAV: PCM or IEEE float; what else belongs to the record goes into a comment (LIST INFO ICMT)."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.files.contents import Contents, chosen, packed, unpacked
from labsim.vibration.record import Record, positive

__all__ = ["read", "write"]

MARK = b"labsim "  # a comment that is ours begins so


def read(path: Path, channel: str | None, full_scale: float | None) -> Contents:
    """Return what a WAV says. Channels are named "1", "2", …"""
    from scipy.io import wavfile

    data = path.read_bytes()
    if data[:4] not in (b"RIFF", b"RIFX", b"RF64") or data[8:12] != b"WAVE":
        raise LabsimError(f"{path.name} is no WAV: it does not begin with RIFF … WAVE")
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        try:
            rate, rows = wavfile.read(path)
        except (struct.error, UnboundLocalError):  # scipy: cut off before there are data
            raise LabsimError(f"{path.name} is cut off within its header") from None
    for one in heard:  # chunks of others are no harm
        if "not understood" not in str(one.message):
            raise LabsimError(f"{path.name} is damaged or cut off: {one.message}")
    columns = rows[:, None] if rows.ndim == 1 else rows
    wanted = chosen([str(n + 1) for n in range(columns.shape[1])], channel)
    samples = columns[:, int(wanted) - 1]
    found = unpacked(_comment(data), samples.astype(np.float64))
    if np.issubdtype(rows.dtype, np.integer):
        found.samples = _scaled(samples, path.name, full_scale)
        found.full_scale = full_scale
    found.fs = found.fs or rate
    return found


def _scaled(samples: np.ndarray, name: str, full_scale: float | None) -> np.ndarray:
    """Return whole numbers as multiples of what the largest stands for."""
    if full_scale is None:
        raise LabsimError(
            f"{name} holds whole numbers: give full_scale=, what the largest stands for in the unit"
        )
    whole = positive(full_scale, "full scale", "")
    span = np.iinfo(samples.dtype)
    middle = 128.0 if span.min == 0 else 0.0  # 8 bits have no sign
    return (samples.astype(np.float64) - middle) / (span.max - middle) * whole


def _comment(data: bytes) -> str:
    """Return our comment, nothing when there is none."""
    place = data.rfind(b"ICMT")
    if place < 0 or data[place + 8 : place + 8 + len(MARK)] != MARK:
        return ""
    size = int.from_bytes(data[place + 4 : place + 8], "little")
    return data[place + 8 + len(MARK) : place + 8 + size].rstrip(b"\0").decode("utf-8", "replace")


def write(record: Record, path: Path) -> None:
    """Write 64-bit floats and our comment."""
    from scipy.io import wavfile

    wavfile.write(path, round(record.fs), np.asarray(record.samples))
    text = MARK + packed(record).encode() + b"\0"
    text += b"\0" * (len(text) % 2)
    chunk = b"INFOICMT" + len(text).to_bytes(4, "little") + text
    with path.open("r+b") as file:
        file.seek(0, 2)
        file.write(b"LIST" + len(chunk).to_bytes(4, "little") + chunk)
        whole = file.tell() - 8
        file.seek(4)
        file.write(whole.to_bytes(4, "little"))
