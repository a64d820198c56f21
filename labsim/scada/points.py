"""The points of the bottling hall: what each controller reads, its alarms, and its program."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from labsim.core.errors import unknown
from labsim.plc.program import Program
from labsim.scada.alarmlist import LINE, UTILITIES
from labsim.scada.alarms import Alarm, rungs
from labsim.scada.days import wobble
from labsim.scada.hall import Hall

__all__ = [
    "ALARMS", "FIGURES", "MARK", "SIGNALS", "alarm", "program_of", "read", "tags",
]  # fmt: skip

MARK = -840.0  # s, when the time mark of the hall comes over a wire to both controllers
# Figures: tag -> controller, what it is, unit, what of the hall it shows, span.
FIGURES: dict[str, tuple[str, str, str, str, float]] = {
    "PT200": ("A1", "cooling water, suction of the pumps", "bar", "suction", 2.0),
    "PT201": ("A1", "cooling water, behind the pumps", "bar", "discharge", 8.0),
    "FT202": ("A1", "cooling water, flow", "m³/h", "flow", 80.0),
    "TT203": ("A1", "cooling water, return", "°C", "back", 60.0),
    "IT21": ("A1", "current of pump P21", "A", "", 60.0),
    "PT110": ("A1", "air, before the dryer", "bar", "wet", 10.0),
    "PT111": ("A1", "air, header", "bar", "header", 10.0),
    "FT113": ("A1", "air, flow into the header", "m³/min", "", 20.0),
    "TT112": ("A1", "oil of compressor G11", "°C", "oil", 150.0),
    "TT122": ("A1", "oil of compressor G12", "°C", "oil2", 150.0),
    "IT11": ("A1", "current of compressor G11", "A", "", 200.0),
    "MT114": ("A1", "air, dew point", "°C", "", 60.0),
    "LT301": ("A1", "boiler, water level", "%", "level", 100.0),
    "PT302": ("A1", "boiler, steam pressure", "bar", "steam", 12.0),
    "FT303": ("A1", "boiler, feed water", "t/h", "feed", 3.0),
    "IT31": ("A1", "current of feed pump P31", "A", "", 25.0),
    "TT401": ("A1", "chilled water, tank", "°C", "glycol", 15.0),
    "PT402": ("A1", "chiller, condenser", "bar", "cond", 25.0),
    "LT702": ("A1", "sump of the cooling tower", "%", "", 100.0),
    "LT701": ("A1", "rain water tank", "%", "", 100.0),
    "PT511": ("A2", "air, at the filler", "bar", "filler", 10.0),
    "FT515": ("A2", "cooling water, to the filler's hydraulics", "L/min", "", 25.0),
    "TT516": ("A2", "hydraulic oil of the filler", "°C", "hydraulic", 100.0),
    "TT521": ("A2", "pasteuriser, hold tube", "°C", "hot", 100.0),
    "TT531": ("A2", "product at the filler", "°C", "product", 15.0),
    "LT532": ("A2", "bowl of the filler", "%", "bowl", 100.0),
    "ST551": ("A2", "speed of the labeller", "%", "", 120.0),
    "ST552": ("A2", "speed of the packer", "%", "", 120.0),
    "TT541": ("A2", "bottle washer, bath", "°C", "bath", 100.0),
    "TT571": ("A2", "tunnel of line 3", "°C", "", 100.0),
    "TT611": ("A2", "CIP, return", "°C", "cip", 120.0),
    "PT612": ("A2", "CIP, vacuum breaker", "bar", "", 2.0),
}
# Inputs of one bit, other than those of hands: tag -> controller.
SIGNALS = {
    **dict.fromkeys(("MCC2_OK", "P21_Run", "P22_Run", "G11_Run", "G12_Run", "P31_Run", "P32_Run",
                     "E31_Run", "E41_Run", "Flame", "FS403", "FS208", "Mark", "G12_Service",
                     "Z11_Service"), "A1"),
    **dict.fromkeys(("ZS561", "BS553", "ZS629", "ZS630", "Mark", "Header_Low"), "A2"),
}  # fmt: skip


ALARMS: dict[str, tuple[Alarm, ...]] = {"A1": UTILITIES, "A2": LINE}


def alarm(tag: str) -> Alarm:
    """Return an alarm by tag; LabsimError with the nearest match if there is none."""
    known = {a.tag: a for alarms in ALARMS.values() for a in alarms}
    if tag not in known:
        raise unknown("The alarm list", "alarm", tag, known)
    return known[tag]


@cache
def program_of(controller: str) -> Program:
    """Return the program of a controller: its control rungs, and those of its alarms."""
    from labsim import plc

    name = {"A1": "utilities.txt", "A2": "bottling.txt"}[controller]
    text = resources.files("labsim.plc").joinpath("programs", name).read_text("utf-8")
    words = {tag: "DINT" for tag, (where, *_) in FIGURES.items() if where == controller}
    bits = dict.fromkeys((*SIGNALS, "Line_On", "Ack", "First_Reset"), "BOOL")
    shelves = {f"{a.tag}_Shelved": "BOOL" for a in ALARMS[controller]}
    body = text + rungs(ALARMS[controller]) + "END_ROUTINE\n"
    return plc.read_rungs(body, tags=words | bits | shelves)


def tags() -> list[str]:
    """Return what the SCADA server has on its list: figures, bits, commands, alarms."""
    commands = [f"{t}_{w}" for t in ("P21", "P22", "G11", "G12", "P31", "P32", "E31", "E41")
                for w in ("Cmd", "Run")]  # fmt: skip
    line = ["Fill_Run", "Half", "Divert", "Air_Open", "CIP_Run", "Header_Low", "E31_Lock"]
    alarms = [a.tag for found in ALARMS.values() for a in found]
    states = [f"{tag}_{word}" for tag in alarms for word in ("Alm", "New", "Shelved")]
    return list(dict.fromkeys([*FIGURES, *SIGNALS, *commands, *line, *states]))


# what the controllers read -------------------------------------------------------------------
def read(hall: Hall) -> dict[str, dict[str, Any]]:
    """Return what each controller reads now: figures in hundredths, and bits."""
    figures = _figures(hall)
    found: dict[str, dict[str, Any]] = {"A1": _bits(hall), "A2": _line_bits(hall)}
    for tag, (where, *_) in FIGURES.items():
        found[where][tag] = round(100 * figures[tag])
    return found


def _figures(hall: Hall) -> dict[str, float]:
    """Return every figure as its transmitter gives it."""
    now, runs = hall.now, hall.runs
    found = {tag: now[name] for tag, (_, _, _, name, _) in FIGURES.items() if name}
    found["PT111"] = max(now["header"] + hall.par["B11", "offset"], 0.0)
    turning = hall.par["P21", "coupling"]
    found["IT21"] = runs["P21"] * (11.0 + 29.0 * turning * min(now["flow"] / 62.0, 1.0))
    loaded = hall.par["G11", "loading"] > 0.5
    found["IT11"] = runs["G11"] * (45.0 + loaded * 13.0 * now["supply"])
    found["FT113"] = now["supply"] + now["supply2"]
    found["IT31"] = runs["P31"] * (5.0 + 9.0 * now["feed"] * (not runs["P32"]))
    found["FT515"] = 18.0 * hall.cooling
    found["ST551"], found["ST552"] = 100.0 * now["labeller"], 100.0 * now["packer"]
    return found | _restless(hall)


def _restless(hall: Hall) -> dict[str, float]:
    """Return the figures that pass a limit without need: tower change-over, tanks, a breaker."""
    t, day = hall.t, hall.day
    return {
        "MT114": -22.6 + 3.4 * wobble(day, "MT114", t),
        "LT702": 45.0 + 36.0 * (t / 610.0 % 1.0),
        "LT701": 3.0 if day.standing("LT701", t) else 64.0,
        "TT571": 21.0 if day.standing("TT571", t) else 62.0,
        "PT612": 0.60 - 0.15 * wobble(day, "PT612", t),
    }


def _bits(hall: Hall) -> dict[str, Any]:
    runs, t, day = hall.runs, hall.t, hall.day
    due = {point: day.standing(point, t) for point in ("G12_Service", "Z11_Service")}
    return {
        **{f"{tag}_Run": on for tag, on in runs.items()}, "Line_On": True, **due,
        "MCC2_OK": hall.par["F21", "whole"] > 0.5, "Flame": hall.flame,
        "FS403": hall.par["E41", "switch"] > 0.5, "FS208": not wobble(day, "FS208", t),
        "Mark": MARK <= t < MARK + 4.0,
    }  # fmt: skip


def _line_bits(hall: Hall) -> dict[str, Any]:
    t, day = hall.t, hall.day
    return {
        "ZS561": not wobble(day, "ZS561", t), "BS553": bool(wobble(day, "BS553", t)),
        **{point: not day.standing(point, t) for point in ("ZS629", "ZS630")},
        "Mark": MARK <= t < MARK + 4.0,
    }  # fmt: skip
