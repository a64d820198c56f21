"""What runs ngspice, in a process of its own: python -m labsim.electrical.spice_worker FD.

ngspice answers with the previous circuit's numbers after some faulty decks, crashes on others and
does not hear an interrupt; so every deck gets a node that no other has, results without that node
are refused, and everything is thrown away after each deck.
"""

from __future__ import annotations

import ctypes.util
import logging
import os
import secrets
import sys
from multiprocessing.connection import Connection
from typing import Any

__all__ = ["serve"]

LIBRARIES = ("libngspice.so.0", "libngspice.so", "libngspice.dylib", "libngspice.0.dylib")


def serve(pipe: Any) -> None:
    """Answer decks from the pipe with ("ok", values) or ("error", text), until None comes."""
    try:
        engine = _engine()
    except Exception as error:  # PySpice or the library is missing: say so and end
        pipe.send(("missing", f"{type(error).__name__}: {error}"))
        return
    pipe.send(("ready", engine.ngspice_version))
    while (deck := pipe.recv()) is not None:
        try:
            pipe.send(("ok", _solve(engine, deck)))
        except Exception as error:  # whatever ngspice dislikes about this deck is the answer
            pipe.send(("error", f"{error}. {_complaint(engine)}".strip()))
        finally:
            _clean(engine)


def _engine() -> Any:
    """Load ngspice through PySpice, which looks for a file name Debian does not have."""
    logging.disable(logging.CRITICAL)
    if "NGSPICE_LIBRARY_PATH" not in os.environ:
        os.environ["NGSPICE_LIBRARY_PATH"] = _library()
    from PySpice.Spice.NgSpice.Shared import NgSpiceShared

    return NgSpiceShared.new_instance()


def _library() -> str:
    """Return the name under which the system has the ngspice library."""
    for name in (ctypes.util.find_library("ngspice"), *LIBRARIES):
        try:
            if name and ctypes.CDLL(name):
                return name
        except OSError:
            continue
    raise OSError("no library ngspice on this system")


def _solve(engine: Any, deck: str) -> dict[str, Any]:
    """Run the analyses of a deck; the sum of operating point and phasors of every vector.

    Of a transient the whole of every vector, and its time.
    """
    marker = f"labsim_{secrets.token_hex(6)}"
    lines = [line for line in deck.splitlines() if line.strip().lower() != ".end"]
    engine.load_circuit("\n".join([*lines, f"R{marker} {marker} 0 1", ".end"]))
    engine.exec_command("run")
    plots = [name for name in engine.plot_names if not name.startswith("const")]
    result: dict[str, Any] = {}
    seen, waves = False, "\n.tran " in deck
    for name in plots:
        for key, vector in engine.plot(None, name).items():
            seen |= key == marker
            value = vector._data.copy() if waves else complex(vector._data[0])
            result[key] = result.get(key, 0.0) + value
    if not seen:
        raise RuntimeError("ngspice did not take the deck")
    result.pop(marker)
    result.pop("frequency", None)
    return result


def _complaint(engine: Any) -> str:
    return " ".join([*engine._stderr, *engine._stdout])[-600:]


def _clean(engine: Any) -> None:
    for command in ("destroy all", "remcirc"):
        try:
            engine.exec_command(command)
        except Exception:  # nothing was loaded: nothing to throw away
            continue


if __name__ == "__main__":
    serve(Connection(int(sys.argv[1])))
