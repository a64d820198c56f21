"""The skill map as a table for other programs: one line for each apprentice, skill and tier."""

from __future__ import annotations

import csv as lines
import io

from grading.skills import SkillMap, band

__all__ = ["HEADS", "csv"]

HEADS = ("student", "skill", "tier", "labs", "done", "share", "band", "waiting", "estimate", "sd",
         "evidence")  # fmt: skip


def csv(maps: list[SkillMap]) -> str:
    """Return the maps as CSV; fields without a lab are left out, shares are 0 to 1."""
    out = io.StringIO()
    writer = lines.writer(out)
    writer.writerow(HEADS)
    for each in maps:
        for (skill, tier), field in each.fields.items():
            if not field.labs:
                continue
            known = field.able if field.able is not None and field.able.labs else None
            share = "" if field.share is None else f"{field.share:.4f}"
            estimate = (f"{known.mean:.4f}", f"{known.sd:.4f}") if known else ("", "")
            rests = "; ".join(piece.text for piece in field.evidence)
            row = [_plain(each.title), skill, tier, len(field.labs), len(field.done), share]
            writer.writerow([*row, band(field)[1], field.waiting, *estimate, rests])
    return out.getvalue()


def _plain(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name
