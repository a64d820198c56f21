"""Rungs in words: what a screen reader says, and what a picture says to one who cannot see it."""

from __future__ import annotations

from labsim.drawing.rung_text import operand, trees
from labsim.plc.instructions import find, known
from labsim.plc.program import Node, Op, Parallel, Rung, Series

__all__ = ["condition", "say", "sentence"]

TESTS = {"XIC": "{}", "XIO": "not {}", "XICP": "{} coming on", "XICN": "{} going off"}
ACTS = {
    "OTE": "set {}", "OTN": "set {} to the opposite", "OTL": "latch {} on", "OTU": "unlatch {}",
    "OTEP": "set {} for one scan", "OTEN": "set {} for one scan at the end", "RES": "reset {}",
    "TON": "run on-delay timer {}", "TOF": "run off-delay timer {}", "TP": "run pulse timer {}",
    "RTO": "run retentive timer {}", "CTU": "count up {}", "CTD": "count down {}",
    "JMP": "jump to {}", "JSR": "call routine {}", "RET": "return", "MCR": "zone of master control",
    "TND": "end the scan", "CLR": "clear {}",
}  # fmt: skip
SIGNS = {"EQU": "=", "NEQ": "≠", "GRT": ">", "GEQ": "≥", "LES": "<", "LEQ": "≤"}
BARE = {"AFI": "never", "NOP": "nothing", "ONS": "once"}


def sentence(rung: Rung, number: int) -> str:
    """Return a rung in words: "rung 3: S1 and not K2 set Q0.1"."""
    return f"rung {number}: {_series(rung.body) or 'empty'}"


def say(op: Op) -> str:
    """Return an instruction in words, short."""
    text = [operand(one) for one in op.args]
    first = text[0] if text else ""
    if op.name in TESTS:
        return TESTS[op.name].format(first)
    if op.name in BARE:
        return BARE[op.name]
    if op.name in SIGNS and len(text) == 2:
        return f"{text[0]} {SIGNS[op.name]} {text[1]}"
    if op.name == "LIM" and len(text) == 3:
        return f"{text[1]} within {text[0]} to {text[2]}"
    if op.name == "MOV" and len(text) == 2:
        return f"move {text[0]} to {text[1]}"
    if op.name in ACTS:
        return ACTS[op.name].format(first)
    name = op.spelling or op.name
    pins = [f"{pin} {operand(v)}" for pin, v in {**op.pins, **op.outs}.items() if pin not in _t(op)]
    return " ".join([name, ", ".join([*text, *pins])]).strip()


def _t(op: Op) -> set[str]:
    return set(trees(op))


def condition(op: Op) -> bool:
    """Tell whether an instruction asks something, and does nothing."""
    if op.name in ("LBL", "NOP"):
        return False
    kind = find(op.name).kind if known(op.name) else ""
    return kind in ("contact", "compare") or op.name in ("ONS", "AFI")


def _does(node: Node) -> bool:
    """Tell whether something is done within a tree."""
    if isinstance(node, Op):
        return not condition(node)
    return any(_does(one) for one in (node.items if isinstance(node, Series) else node.branches))


def _series(line: Series) -> str:
    said, asked = [], []
    for node in line.items:
        text = _node(node)
        if not _does(node):
            asked.append(text)
            continue
        said.append(" ".join([" and ".join(asked), text]).strip())
        asked = []
    if asked:
        said.append(" and ".join(asked))
    return ", then ".join(said)


def _node(node: Node) -> str:
    if isinstance(node, Op):
        fed = "; ".join(f"{pin} from {_node(tree)}" for pin, tree in trees(node).items())
        return f"{say(node)} ({fed})" if fed else say(node)
    if isinstance(node, Series):
        return _series(node)
    return _parallel(node)


def _parallel(fork: Parallel) -> str:
    if not _does(fork):
        return "(" + " or ".join(_series(one) or "a plain wire" for one in fork.branches) + ")"
    acts = all(len(one.items) == 1 for one in fork.branches)
    words = [_series(one) or "a plain wire" for one in fork.branches]
    return (" and " if acts else "; ").join(words) if acts else f"[{'; '.join(words)}]"
