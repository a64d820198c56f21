"""Results worth keeping on disk, under the content of everything they depend on.

A file holds a line with its version and the hash of the rest, a line of JSON, and plain arrays; no
pickles. One that is cut short, damaged or of another version counts as not there. Writers replace
whole files, so two processes may make the same result at once. LABSIM_CACHE names another folder,
or says "off".
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from labsim.core import whole

__all__ = ["fetch", "folder", "keep", "sources"]

MAGIC = b"labsim cache 1 "
KEPT = 4  # results of one name that stay; older ones are of files that have changed since
APART = ("ui", "drawing", "teaching", "cli.py")  # no reading depends on these


def folder() -> Path | None:
    """Return where results are kept, None when they are not kept."""
    told = os.environ.get("LABSIM_CACHE", "")
    if told.lower() == "off":
        return None
    if told:
        return Path(told)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "labsim"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "labsim"


@cache
def sources() -> str:
    """Return the hash of every source a reading may depend on, and of numpy's version."""
    root, known = Path(__file__).parent, hashlib.sha256(np.__version__.encode())
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root)
        if name.parts[0] not in APART:
            known.update(str(name).encode() + path.read_bytes())
    return known.hexdigest()


def _file(name: str, key: str) -> Path | None:
    """Return the file of a result, None when nothing is kept."""
    home = folder()
    digest = hashlib.sha256(f"{sources()} {key}".encode()).hexdigest()[:24]
    return None if home is None else home / f"{name}-{digest}.cache"


def fetch(name: str, key: str) -> tuple[dict[str, Any], dict[str, np.ndarray]] | None:
    """Return what was kept under a name and a key, None when there is no sound file of it."""
    path = _file(name, key)
    with suppress(OSError, ValueError, KeyError, TypeError):
        data = path.read_bytes() if path else b""
        head, _, rest = data.partition(b"\n")
        if head == MAGIC + hashlib.sha256(rest).hexdigest().encode():
            line, _, body = rest.partition(b"\n")
            return _unpack(json.loads(line), body)
    return None


def _unpack(told: dict[str, Any], body: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    arrays, place = {}, 0
    for name, kind, shape in told["arrays"]:
        count = int(np.prod(shape, dtype=int))
        flat = np.frombuffer(body, dtype=kind, count=count, offset=place)
        arrays[name], place = flat.reshape(shape), place + flat.nbytes
    return told["facts"], arrays


def keep(name: str, key: str, facts: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> None:
    """Keep facts (anything JSON holds) and arrays; where the disk does not let us, go without."""
    path = _file(name, key)
    if path is None:
        return
    shapes = [[n, a.dtype.str, list(a.shape)] for n, a in arrays.items()]
    line = json.dumps({"facts": facts, "arrays": shapes}).encode()
    rest = line + b"\n" + b"".join(np.ascontiguousarray(a).tobytes() for a in arrays.values())
    head = MAGIC + hashlib.sha256(rest).hexdigest().encode() + b"\n"
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        whole.put(path, head + rest, settle=False)
        _prune(path.parent, name)


def _prune(home: Path, name: str) -> None:
    """Delete the oldest results of a name beyond those that are kept."""
    found = sorted(home.glob(f"{name}-*.cache"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in found[KEPT:]:
        old.unlink(missing_ok=True)
