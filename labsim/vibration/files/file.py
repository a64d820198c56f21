"""Reading and writing records: one function each; the ending of the name says which format."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from labsim.core.errors import LabsimError, unknown
from labsim.vibration.files.contents import LARGEST, Contents, made
from labsim.vibration.record import Record

__all__ = ["FORMATS", "read_record", "write_record"]

# ending: the module that reads and writes it
FORMATS = {".wav": "wav", ".csv": "csv", ".txt": "csv", ".mat": "mat", ".uff": "uff",
           ".unv": "uff"}  # fmt: skip
# What broken files make parsers raise; everything else is a mistake of ours and may be seen.
BROKEN = (ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, MemoryError,
          AttributeError, ZeroDivisionError, NotImplementedError, OSError)  # fmt: skip


def read_record(
    path: str | Path, channel: str | None = None, *, fs: float | None = None,
    unit: str | None = None, rpm: float | str | None = None, full_scale: float | None = None,
) -> Record:  # fmt: skip
    """Return the record in a file; what the file does not say must be given, nothing is guessed.

    `channel`: which of several; `fs` Hz, `unit`, `rpm` (or "unknown", when nobody has read it)
    where they are not in the file; given and in the file, they must agree. `full_scale`: what the
    largest number of a WAV of whole numbers stands for, in the unit. Raises LabsimError when the
    file is not there, too large, cut off, of another format, or leaves something open.
    """
    place = Path(path)
    module = _module(place)
    if not place.is_file():
        raise LabsimError(f"there is no file {place.name} in {place.parent}")
    size = place.stat().st_size
    if size > LARGEST:
        raise LabsimError(f"{place.name} has {size / 2**20:.0f} MiB: {LARGEST >> 20} at most")
    if not size:
        raise LabsimError(f"{place.name} is empty")
    try:
        found: Contents = module.read(place, channel, full_scale)
        return made(found, place.name, fs, unit, rpm)
    except LabsimError:
        raise
    except BROKEN as error:
        raise LabsimError(
            f"{place.name} cannot be read as {place.suffix[1:]}: {_said(error)}"
        ) from None


def write_record(record: Record, path: str | Path) -> Path:
    """Write a record to a file that `read_record` reads back the same; return its path.

    WAV, MAT and CSV keep every digit, UFF58 twelve of them.
    """
    place = Path(path)
    module = _module(place)
    if not isinstance(record, Record):
        raise LabsimError(f"{record!r} is no Record")
    try:
        module.write(record, place)
    except OSError as error:
        raise LabsimError(f"{place.name} cannot be written: {_said(error)}") from None
    return place


def _module(place: Path) -> Any:
    ending = place.suffix.lower()
    if ending not in FORMATS:
        raise unknown("a record's file", "ending", ending or "(none)", FORMATS)
    return import_module(f"labsim.vibration.files.{FORMATS[ending]}")


def _said(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
