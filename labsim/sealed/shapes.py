"""The shape of every message: which fields it has and of what kind; nothing else passes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from labsim.sealed.wire import WireError

__all__ = ["ACTS", "OPS", "check"]

LONGEST = 100_000  # characters of a text; the bench has narrower limits of its own
LAB = re.compile(r"[A-Z]{2,5}-[0-9]{1,3}")
MOST = 1000  # items of a list or an object


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST


def _lab(value: Any) -> bool:
    return isinstance(value, str) and LAB.fullmatch(value) is not None


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1e9


def _number(value: Any) -> bool:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    return plain and -1e300 < value < 1e300  # neither NaN, nor what no float can hold


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= MOST and all(map(_text, value))


def _numbers(value: Any) -> bool:
    sound = isinstance(value, dict) and len(value) <= MOST
    return sound and all(map(_text, value)) and all(map(_number, value.values()))


def _plain(value: Any) -> bool:
    """A knob of an instrument: text, number, yes or no, nothing, or a short list of such."""
    if isinstance(value, list):
        return len(value) <= 8 and all(_plain(v) for v in value if not isinstance(v, list))
    return value is None or _text(value) or _number(value) or _flag(value)


def _knobs(value: Any) -> bool:
    sound = isinstance(value, dict) and len(value) <= 30
    return sound and all(map(_text, value)) and all(map(_plain, value.values()))


def _object(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= MOST


# What every request holds besides `op` and `id`; a "?" behind the name: it may be left out.
OPS: dict[str, dict[str, Any]] = {
    "open": {"lab": _lab, "at": _whole, "number?": _whole, "protocol": _whole},
    "sync": {"lab": _lab, "at": _whole, "number?": _whole},
    "see": {"lab": _lab, "at": _whole, "number?": _whole},
    "act": {"lab": _lab, "at": _whole, "number?": _whole, "do": _text, "given": _object},
    "check": {"lab": _lab, "at": _whole, "number?": _whole, "check": _text},
    "bring": {"lab": _lab, "at": _whole, "number?": _whole, "state": _text},
    "desk": {"lab": _lab, "at": _whole, "number?": _whole, "standard": _text},
    "intent": {"lab": _lab, "at": _whole, "number?": _whole, "desk": _whole, "intent": _object},
    "figure": {"lab": _lab, "at": _whole, "number?": _whole, "desk": _whole},
    "logs": {"lab?": _lab, "student?": _text, "number?": _whole},
}

# What a hand may do, and with what: the fields of an event that are the apprentice's to say.
# Time, price, what is seen and what is broken are the service's.
TAGGED = (
    "press", "release", "tap", "warm", "look", "isolate", "lock", "discharge", "try_out", "restore",
    "block", "unblock", "reach", "backup",
)  # fmt: skip
ACTS: dict[str, dict[str, Any]] = {
    **{do: {"tag": _text} for do in TAGGED},
    **{do: {} for do in ("notify", "prove", "hint")},
    **{do: {"port": _text} for do in ("lift", "land")},
    **{do: {"port": _text, "function": _text} for do in ("fit", "unfit")},
    **{do: {"what": _text} for do in ("repair", "mend")},
    "wait": {"dt": _number}, "operate": {"tag": _text, "position": _text},
    "set": {"tag": _text, "parameter": _text, "value": _number},
    "turn": {"tag": _text, "screw": _text, "turns": _number},
    "arm": {"ports": _texts},
    "measure": {"function": _text, "ports": _texts, "range?": _number, "jack?": _text,
                "settings?": _knobs},
    "suspect": {"suspects": _texts, "confidence?": _numbers},
    "predict": {"figures": _numbers},
    "diagnose": {"component": _text, "title": _text}, "sign_off": {"text": _text},
    "force": {"point": _text, "on": _flag}, "unforce": {"point": _text},
    "mode": {"tag": _text, "to": _text}, "file": {"tag": _text, "text": _text},
    "look_up": {"point": _text},
    "shim": {"tag": _text, "foot": _text, "mm": _number},
    "shift": {"tag": _text, "end": _text, "mm": _number},
}  # fmt: skip


def check(given: Mapping[str, Any], shape: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Return the fields of a message that a shape names; WireError when they are not as it says."""
    known = {name.rstrip("?"): sound for name, sound in shape.items()}
    for name, value in given.items():
        if name not in known:
            raise WireError(f"{what} has no field {str(name)[:40]!r}")
        if not known[name](value):
            raise WireError(f"{what}: {name} is not what it should be")
    missing = [name for name in shape if not name.endswith("?") and name not in given]
    if missing:
        raise WireError(f"{what} lacks {', '.join(missing)}")
    return dict(given)
