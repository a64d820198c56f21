"""CSV: numbers in columns, with or without a head; a column of time gives the sampling rate."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from labsim.core.errors import LabsimError
from labsim.vibration.files.contents import Contents, chosen, packed, unpacked
from labsim.vibration.record import Record

__all__ = ["read", "write"]

OURS = "# labsim "
TIMES = ("time", "t", "zeit", "seconds", "s", "time [s]", "time (s)", "t [s]")
UNEVEN = 0.01  # part by which steps of time may differ
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|nan|[-+]?inf", re.I)


def read(path: Path, channel: str | None, full_scale: float | None) -> Contents:
    """Return what a CSV says. Separated by comma, semicolon, tab or blanks; "1,5" is 1.5 where
    semicolons or tabs part the columns."""
    data = path.read_bytes()
    if b"\0" in data[:4096]:
        raise LabsimError(f"{path.name} is no text: it holds zero bytes")
    text = data.decode("utf-8-sig", "replace")
    lines = [line for line in text.splitlines() if line.strip()]
    remarks = [line for line in lines if line.startswith("#")]
    lines = [line for line in lines if not line.startswith("#")]
    if not lines:
        raise LabsimError(f"{path.name} holds no numbers")
    mark, names, body = _head(lines)
    table = _table(body, mark, path.name)
    names = names if len(names) == table.shape[1] else [str(n + 1) for n in range(table.shape[1])]
    return _column(table, names, channel, remarks, full_scale)


def _head(lines: list[str]) -> tuple[str | None, list[str], list[str]]:
    """Return the separator, the names of the columns if there are any, and the lines of numbers."""
    probe = lines[min(1, len(lines) - 1)]
    mark = next((m for m in (";", "\t", ",") if m in probe), None)
    cells = [cell.strip().strip('"') for cell in lines[0].split(mark)]
    tidy = [cell.replace(",", ".") if mark in (";", "\t") else cell for cell in cells]
    if all(NUMBER.fullmatch(cell) for cell in tidy):
        return mark, [], lines
    return mark, cells, lines[1:]


def _table(body: list[str], mark: str | None, name: str) -> np.ndarray:
    """Return the numbers (rows, columns); LabsimError names the first line that has none."""
    if not body:
        raise LabsimError(f"{name} holds no numbers, only a head")
    tidy = [line.replace(",", ".") for line in body] if mark in (";", "\t") else body
    try:
        return np.loadtxt(tidy, delimiter=mark, ndmin=2, comments=None)
    except ValueError as error:
        raise LabsimError(f"{name}: {str(error).split(';')[0]}; is it cut off?") from None


def _column(
    table: np.ndarray, names: list[str], channel: str | None, remarks: list[str],
    full_scale: float | None,
) -> Contents:  # fmt: skip
    clock = next((n for n, name in enumerate(names) if name.lower() in TIMES), None)
    others = [name for n, name in enumerate(names) if n != clock]
    column = names.index(chosen(others, channel))
    ours = next((line[len(OURS) :] for line in remarks if line.startswith(OURS)), "")
    found = unpacked(ours, table[:, column])
    found.full_scale = found.full_scale or full_scale
    if clock is not None:
        found.fs = found.fs or _rate(table[:, clock])
    bracket = re.search(r"[\[(]([^\])]+)[\])]\s*$", names[column])
    found.unit = found.unit or (bracket[1] if bracket else None)
    return found


def _rate(time: np.ndarray) -> float:
    """Return samples a second of a column of time in s; LabsimError when its steps differ."""
    steps = np.diff(time)
    if not len(steps) or not np.isfinite(steps).all() or steps.min() <= 0:
        raise LabsimError("the column of time does not rise from line to line")
    step = float((time[-1] - time[0]) / len(steps))
    digits = float(np.abs(steps - step).max())
    if digits > UNEVEN * step and digits > 1.1e-6:
        raise LabsimError("the column of time has uneven steps: samples are missing")
    return 1.0 / step


def write(record: Record, path: Path) -> None:
    """Write one column with its unit, and all else in a remark; every digit is kept."""
    head = f"{OURS}{packed(record)}\nsignal [{record.unit}]\n"
    path.write_text(head + "\n".join(map(repr, record.samples.tolist())) + "\n", "utf-8")
