"""Drawings of machines: sheets become schematics with an exact, named place for every terminal."""

from labsim.drawing.canvas import Drawing
from labsim.drawing.sheets import STANDARDS, draw, draw_all
from labsim.drawing.words import describe

__all__ = ["STANDARDS", "Drawing", "describe", "draw", "draw_all"]
