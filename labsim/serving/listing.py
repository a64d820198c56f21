"""The map of a plant, for people as a table and for other programs as CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from rich.table import Table

from labsim.core.errors import unknown
from labsim.serving.plant import Plant

__all__ = ["FORMS", "rows", "table", "written"]

COLUMNS = ("name", "type", "iec", "area", "register", "words", "access", "node", "what")
FORMS = ("csv", "json")


def rows(plant: Plant) -> list[dict[str, Any]]:
    """Return one row for each point: where Modbus and OPC UA have it, and what it is."""
    return [
        {
            "name": p.name,
            "type": p.type,
            "iec": p.iec,
            "area": p.area,
            "register": p.register if p.area else None,
            "words": p.words if p.area else 0,
            "access": "read write" if p.writable else "read",
            "node": f"ns=2;s={p.name}",
            "what": p.what,
        }
        for p in plant.points
    ]


def table(plant: Plant) -> Table:
    """Return the map as a table; what is on OPC UA only is counted, not listed."""
    listed = [row for row in rows(plant) if row["area"]]
    more = len(plant.points) - len(listed)
    title = f"{plant.title}: {len(listed)} points; {more} more on OPC UA only"
    shown = Table("Modbus", "IEC", "type", "access", "OPC UA ns=2;s=", "what", title=title)
    for row in sorted(listed, key=lambda r: (r["area"], r["register"])):
        place, access = f"{row['area']} {row['register']}", row["access"]
        shown.add_row(place, row["iec"], row["type"], access, row["name"], row["what"])
    return shown


def written(plant: Plant, form: str) -> str:
    """Return the whole map as "csv" or "json" text."""
    if form not in FORMS:
        raise unknown("--map", "form", form, FORMS)
    if form == "json":
        return json.dumps(rows(plant), ensure_ascii=False, indent=2)
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(plant))
    return out.getvalue().rstrip("\n")
