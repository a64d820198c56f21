"""Vibration pictures for a lab's text: spectra side by side, severity zones, trends with alarms.

matplotlib draws them; it is loaded when the first picture is asked for.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from labsim.teaching.page import INK, SOFT, Piece
from labsim.vibration.analysis import zones
from labsim.vibration.analysis.spectrum import Spectrum
from labsim.vibration.analysis.trend import Trend

__all__ = ["Panel", "alarmed", "pictured", "severity", "spectra"]

BLUE, RED, GREEN, GREY = "#1f6f9f", "#b3391f", "#4d6b1f", "#5d6873"
ZONES = {"A": "#cfe6cf", "B": "#e6efc8", "C": "#fbe3b4", "D": "#f4c2b6"}


@dataclass(frozen=True)
class Panel:
    """One spectrum of a page: title, lines, what stands where (Hz, name), Hz shown."""

    title: str
    found: Spectrum
    marks: Sequence[tuple[float, str]] = field(default=())
    highest: float = 0.0

    @property
    def words(self) -> str:
        """The panel in words: its marks with their heights."""
        said = [f"{name} {self.found.near(hertz, self.width)[1]:.2g}" for hertz, name in self.marks]
        said = said or [f"no lines named, overall {self.found.overall():.2g}"]
        return f"{self.title}: {', '.join(said)} {self.found.unit} rms"

    @property
    def width(self) -> float:
        """Hz around a mark in which its line is looked for."""
        return max(3 * self.found.df, 0.006 * (self.highest or self.found.hertz[-1]))


def canvas(wide: float, high: float, rows: int = 1, columns: int = 1) -> tuple[Any, Any]:
    """Return a figure of inches and its axes (rows, columns); nothing of it is global."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(wide, high), layout="constrained", facecolor="white")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, squeeze=False)


def pictured(figure: Any, words: str, caption: str = "") -> Piece:
    """Return a figure as a picture with its words."""
    data = io.BytesIO()
    figure.savefig(data, format="png", dpi=110, metadata={"Software": None})
    picture = base64.b64encode(data.getvalue()).decode()
    wide = figure.get_size_inches()[0] * 80
    html = (
        f'<figure style="margin:4px 0 10px;color:{INK}"><img alt="{escape(words, quote=True)}" '
        f'style="width:100%;max-width:{wide:.0f}px;background:#fff" '
        f'src="data:image/png;base64,{picture}"><figcaption style="color:{SOFT};font-size:13px;'
        f'max-width:760px">{escape(caption)}</figcaption></figure>'
    )
    return Piece(html, f"{caption} {words}".strip())


def spectra(panels: Sequence[Panel], columns: int = 2, caption: str = "") -> Piece:
    """Show spectra on one page, every mark named over its line."""
    rows = -(-len(panels) // columns)
    figure, axes = canvas(5.6 * columns, 2.05 * rows, rows, columns)
    for n, axis in enumerate(axes.ravel()):
        axis.set_visible(n < len(panels))
        if n < len(panels):
            _spectrum(axis, panels[n])
    return pictured(figure, ". ".join(panel.words for panel in panels) + ".", caption)


def _spectrum(axis: Any, panel: Panel) -> None:
    found, highest = panel.found, panel.highest or panel.found.hertz[-1]
    seen = found.hertz <= highest
    axis.plot(found.hertz[seen], found.rms[seen], color=BLUE, linewidth=0.8)
    top = float(found.rms[seen].max()) * 1.35
    axis.set(xlim=(0, highest), ylim=(0, top))
    axis.set_title(panel.title, loc="left", fontsize=9, fontweight="bold")
    axis.set_ylabel(f"{found.unit.replace('m/s2', 'm/s²')} rms", fontsize=7)
    axis.annotate(" Hz", (1.0, 0.0), xycoords="axes fraction", fontsize=7, va="center")
    axis.tick_params(labelsize=7)
    axis.spines[["top", "right"]].set_visible(False)
    last = -1e9
    for n, (hertz, name) in enumerate(sorted(panel.marks)):
        height = found.near(hertz, panel.width)[1]
        near = hertz - last < 0.035 * highest
        lift = 0.05 * top if not near or n % 2 else 0.15 * top
        axis.plot([hertz], [height + 0.015 * top], marker=7, color=RED, markersize=4)
        axis.annotate(name, (hertz, min(height + lift, 0.9 * top)), ha="center", fontsize=7,
                      color=RED)  # fmt: skip
        last = hertz


def severity(
    values: Mapping[str, float] | None = None, group: int = 2, support: str = "rigid",
    caption: str = "",
) -> Piece:  # fmt: skip
    """Show the zones of ISO 20816-3 for a group and support, and where values (name: mm/s) lie."""
    steps, values = zones.limits(group, support), values or {}
    top = max([1.35 * steps[-1], *(1.08 * v for v in values.values())])
    figure, axes = canvas(6.4, 1.2 + 0.34 * max(1, len(values)))
    axis, edges = axes[0, 0], [0.0, *steps, top]
    for zone, low, high in zip("ABCD", edges, edges[1:], strict=False):
        axis.axvspan(low, high, color=ZONES[zone], zorder=0)
        axis.text((low + high) / 2, 0.98, zone, ha="center", va="top", fontweight="bold",
                  transform=axis.get_xaxis_transform())  # fmt: skip
    for n, value in enumerate(values.values()):
        axis.barh(n, value, height=0.5, color=BLUE)
        axis.text(value, n, f" {value:.2g}", va="center", fontsize=8)
    axis.set_yticks(range(len(values)), list(values), fontsize=8)
    axis.set(xlim=(0, top), ylim=(max(len(values), 1) - 0.4, -1.1))
    axis.set_xticks([0.0, *steps])
    axis.set_xlabel("mm/s rms, 10 to 1000 Hz", fontsize=8)
    limits = ", ".join(f"{a} {s:g}" for a, s in zip(("A/B", "B/C", "C/D"), steps, strict=True))
    placed = "; ".join(f"{name} {v:.2g} mm/s in zone {zones.severity(v, group, support)}"
                       for name, v in values.items())  # fmt: skip
    words = f"Group {group}, {support}: {limits} mm/s rms. {placed}".strip()
    return pictured(figure, words, caption)


def alarmed(found: Trend, caption: str = "") -> Piece:
    """Show a trend with its baseline, its statistical alarm, and those of ISO 20816-3."""
    figure, axes = canvas(6.6, 2.7)
    axis = axes[0, 0]
    axis.plot(found.when, found.values, color=BLUE, marker="o", markersize=3.5, linewidth=1.2)
    levels = {"baseline": (found.baseline, GREY, ":"),
              "own past, mean + 3σ": (found.statistical, GREEN, "--"),
              "alarm": (found.alarm, "#b36b00", "-"), "trip": (found.trip, RED, "-")}  # fmt: skip
    known = {name: level for name, level in levels.items() if level[0] is not None}
    high = 1.08 * max(float(found.values.max()), *(level for level, _, _ in known.values()))
    place = -1.0
    for name, (level, color, style) in sorted(known.items(), key=lambda one: one[1][0]):
        axis.axhline(level, color=color, linestyle=style, linewidth=1.1)
        place = max(level, place + 0.07 * high)  # names keep clear of each other
        axis.annotate(f" {name} {level:.2f}", (1.0, place), xycoords=("axes fraction", "data"),
                      va="center", fontsize=7.5, color=color)  # fmt: skip
    axis.set_xlabel("day", fontsize=8)
    axis.set_ylabel(found.unit, fontsize=8)
    axis.set_ylim(0, high)
    axis.spines[["top", "right"]].set_visible(False)
    return pictured(figure, "; ".join(found.words) + ".", caption)
