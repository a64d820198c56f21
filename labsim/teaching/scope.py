"""Oscilloscope pictures for a lab's text."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError
from labsim.drawing.screen import screen_svg, screen_words
from labsim.electrical import spice
from labsim.electrical.cycle import CYCLE
from labsim.electrical.transient import Transient
from labsim.electrical.wavedeck import WaveDeck
from labsim.teaching.page import INK, LINE, SOFT, Piece

__all__ = ["agreement", "beside", "screen"]


def _figure(trace: Any, caption: str, width: float) -> str:
    """Return one screen with what it measures and a caption."""
    warnings = "".join(f"<br>⚠ {escape(w)}" for w in trace.warnings)
    return (
        f'<figure style="margin:4px 0 10px;color:{INK};max-width:{width:.0f}px;flex:1 1 300px">'
        f'<div role="img" aria-label="{escape(screen_words(trace), quote=True)}">'
        f"{screen_svg(trace)}</div>"
        f'<div style="font:13px ui-monospace,monospace;border:1px solid {LINE};border-top:0;'
        f'padding:4px 8px">{escape(trace.text)}{warnings}</div>'
        f'<figcaption style="color:{SOFT};font-size:13px">{escape(caption)}</figcaption></figure>'
    )


def screen(trace: Any, caption: str = "", width: float = 620) -> Piece:
    """Show a capture as the screen has it."""
    return Piece(_figure(trace, caption, width), f"{caption} {screen_words(trace)}".strip())


def beside(*shown: tuple[Any, str]) -> Piece:
    """Show captures side by side, each with its caption."""
    figures = "".join(_figure(trace, caption, 480) for trace, caption in shown)
    words = " ".join(f"{caption} {screen_words(trace)}" for trace, caption in shown)
    html = f'<div style="display:flex;flex-wrap:wrap;gap:12px">{figures}</div>'
    return Piece(html, words)


def agreement(bench: Any, port: str, seconds: float = 0.02) -> str:
    """Say how far ngspice is from labsim at a terminal; that it is not there, when it is not."""
    if not spice.available():
        return "ngspice is not installed here: these pictures are labsim's alone."
    net, place = bench.sim.networks[0], bench.machine.port(port)
    run = Transient(net)
    run.run(CYCLE)
    deck = WaveDeck(run, seconds)
    try:
        theirs = spice.waves(deck.text)
    except LabsimError as error:
        return f"ngspice did not get through this circuit: {error}"
    ours = run.run(seconds, [place])
    mine, began = ours.volts(place)[0], ours.time - ours.time[0] + run.h
    volts = np.interp(began, theirs["time"], theirs[deck.node(net.node_of[place])])
    apart = np.abs(volts - mine).max()
    steps = f"{len(mine)} steps here, {len(theirs['time'])} there"
    return (
        f"{port}, {seconds * 1e3:.0f} ms: labsim and ngspice are {apart * 1e3:.0f} mV apart "
        f"at worst, of {np.abs(mine).max():.1f} V ({steps})."
    )
