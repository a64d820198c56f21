"""The skill map as a picture: a tile for each skill and tier; the file's ending says what kind."""

from __future__ import annotations

from pathlib import Path

from grading.skillpages import COLOURS, INK, SHORT_WORDS, legend, short
from grading.skills import NO_LAB, Field, SkillMap, curriculum

__all__ = ["picture"]


def picture(shown: SkillMap, file: str | Path) -> Path:
    """Draw a map with matplotlib; the ending of the file name says how (png, svg, pdf)."""
    from matplotlib.figure import Figure

    skills = [s for group in curriculum()["groups"] for s in group["skills"]]
    tiers = curriculum()["tiers"]
    figure = Figure(figsize=(11, 0.42 * len(skills) + 1.6), layout="constrained")
    axes = figure.add_subplot()
    for row, skill in enumerate(skills):
        for column, tier in enumerate(tiers):
            _tile(axes, column, row, shown.fields[skill["id"], tier["id"]], shown.people)
    axes.set(xlim=(0, len(tiers)), ylim=(len(skills), 0), title=f"Skill map: {shown.title}")
    axes.set_xticks([n + 0.5 for n in range(len(tiers))], [t["id"] for t in tiers])
    axes.set_yticks([n + 0.5 for n in range(len(skills))], [f"{s['title']}" for s in skills])
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.set_xlabel(legend().replace(SHORT_WORDS, f"\n{SHORT_WORDS}"), fontsize=8)
    figure.savefig(file, dpi=120)
    return Path(file)


def _tile(axes: object, column: int, row: int, field: Field, people: int) -> None:
    from matplotlib.patches import Rectangle

    sign = field.sign
    hatch = "////" if sign == NO_LAB[0] else None
    axes.add_patch(
        Rectangle((column, row), 1, 1, facecolor=COLOURS[sign], edgecolor="#999999", hatch=hatch)
    )
    if field.labs:
        ink = INK.get(sign, "#1b1b1b")
        place = (column + 0.5, row + 0.5)
        axes.annotate(short(field, people), place, ha="center", va="center", color=ink, fontsize=9)
