"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["put"]


def put(path: Path, data: bytes, mode: int = 0o600, settle: bool = True) -> None:
    """Put bytes in the place of a file; OSError when that fails, and then it is as before.

    `settle` waits until they are on the disk, so that a power cut cannot leave an empty file.
    """
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(number, "wb") as file:
            file.write(data)
            file.flush()
            if settle:
                os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
