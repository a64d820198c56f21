"""A class in short, for a shell: what the page says first of each part."""

from __future__ import annotations

from collections.abc import Sequence

from grading.classpage import headline, percent
from grading.classview import ClassView, LabLine

__all__ = ["text"]

MOST = 8  # lines of a part


def text(shown: ClassView) -> str:
    """Return the class as lines; a part that has nothing to say is left out."""
    odd = [item for item in shown.items if item.verdict]
    parts = {
        "Said of many": [f"{lab}, {n} of {of}: {line}" for lab, line, n, of in shown.shared],
        "Look at first": [f"{f.student} {f.lab}: {'; '.join(f.why[:2])}" for f in shown.first],
        "Too cheap to be found": [
            f"{leak.student}: {', '.join(row[0] for row in leak.labs)}" for leak in shown.leaks
        ],
        "Labs": [_lab(lab) for lab in shown.labs],
        "Misread": [
            f"{m.lab} {m.where} ({m.state or 'as it stood'}): {len(m.people)} of {m.taken}; "
            f"{m.example}"
            for m in shown.misread
        ],
        "Taken for others": [
            f"{c.lab}: {c.truth} for {c.claimed}: {len(c.people)} of {c.of}" for c in shown.confused
        ],
        "Safety": [
            f"{len(b.people)} apprentice{'s' * (len(b.people) != 1)}: {b.text}"
            for b in shown.breaches
        ],
        "Questions to look at": [f"{i.cell}: {percent(i.share)}; {i.verdict}" for i in odd],
    }
    return "\n".join([f"Class {shown.cohort.course}: {headline(shown)}", *_lines(parts)])


def _lines(parts: dict[str, Sequence[str]]) -> list[str]:
    found = []
    for title, lines in parts.items():
        found += ["", f"{title}:", *(f"  {line}" for line in lines[:MOST])] if lines else []
        found += [f"  and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return found


def _lab(lab: LabLine) -> str:
    said = [f"{lab.people} handed in", percent(lab.share)]
    said += [f"{lab.again} worked again"] if lab.again else []
    said += [f"{lab.right} of {lab.diagnosed} diagnoses right"] if lab.diagnosed else []
    said += [f"{lab.minutes:.0f} of {lab.allowed:.0f} min"] if lab.minutes is not None else []
    return f"{lab.lab}: {', '.join(said)}"
