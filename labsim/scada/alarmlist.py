"""The alarms of the bottling hall: those of the utilities, and those of the line."""

from __future__ import annotations

from labsim.scada.alarms import Alarm

__all__ = ["LINE", "UTILITIES"]

COUNT = 24  # heads of the filler


def _slow(n: int) -> float:
    """Return the pressure at which a head is slow: no two cylinders rub alike (assumed), bar."""
    return 4.85 + 0.03 * (n * 7 % COUNT)


HEADS = [
    Alarm(f"ZA7{n:02}", f"filler head {n} slow", "PT511", "low", _slow(n), 0.2, 1, 4)
    for n in range(1, COUNT + 1)
]
VALVES = [
    Alarm(f"ZA62{n}", f"CIP valve {n} not in position", "PT511", "low", 4.4 + 0.08 * n, 0.2, 2,
          4) for n in range(1, 9)
]  # fmt: skip
BATHS = [
    Alarm(f"TAL54{n}", f"bottle washer zone {n} cold", "TT541", "low", 79.5 - 0.8 * n, 0.5, 3, 5)
    for n in range(1, 7)
]
BUFFERS = [
    Alarm(f"TAH56{n}", f"buffer tank {n} warm", "TT531", "high", 4.3 + 0.25 * n, 0.2, 3, 5)
    for n in range(2, 9)
]
BELTS = [
    Alarm(f"SA57{n}", f"conveyor {n} empty", "ST55" + "12"[n > 4], "low", 10 + 4 * n, 5, 2, 5)
    for n in range(2, 9)
]
UTILITIES = (
    Alarm("PAL200", "cooling water suction low", "PT200", "low", 0.3, 0.2, 2, 5, 2, "Water"),
    Alarm("PAL201", "cooling water pressure low", "PT201", "low", 2.5, 0.3, 2, 5, 2, "Water"),
    Alarm("FAL202", "cooling water flow low", "FT202", "low", 45, 3, 1, 5, 1, "Water"),
    Alarm("FALL202", "cooling water flow low-low", "FT202", "low", 25, 3, 1, 5, 1, "Water"),
    Alarm("TAH203", "cooling water return hot", "TT203", "high", 38, 2, 5, 10, 3),
    Alarm("XA21", "pump P21 does not run", "P21_Run", "off", on=2, off=2, priority=2,
          group="Water"),
    Alarm("PAL111", "air header low", "PT111", "low", 6.2, 0.3, 1, 5, 2, "Air"),
    Alarm("PALL111", "air header low-low", "PT111", "low", 5.3, 0.3, 1, 5, 1, "Air"),
    Alarm("FAH113", "air flow high", "FT113", "high", 9.5, 0.5, 3, 10, 3),
    Alarm("TAH112", "oil of G11 hot", "TT112", "high", 100, 3, 2, 5, 2, "Air"),
    Alarm("TAHH112", "oil of G11 too hot, trip", "TT112", "high", 110, 3, 0, 5, 1, "Air"),
    Alarm("XA11", "compressor G11 does not run", "G11_Run", "off", on=1, off=2, priority=1,
          group="Air"),
    Alarm("TAH122", "oil of G12 hot", "TT122", "high", 100, 3, 2, 5, 2),
    Alarm("MAH114", "dew point high", "MT114", "high", -20.0),
    Alarm("XA12", "G12 service due", "G12_Service", "on"),
    Alarm("XA13", "dryer Z11, filters due", "Z11_Service", "on"),
    Alarm("LAL301", "boiler water low", "LT301", "low", 45, 3, 2, 5, 2, "Steam"),
    Alarm("LALL301", "boiler water low-low", "LT301", "low", 25, 3, 1, 5, 1, "Steam"),
    Alarm("PAL302", "steam pressure low", "PT302", "low", 7.0, 0.3, 2, 5, 2, "Steam"),
    Alarm("PALL302", "steam pressure low-low", "PT302", "low", 5.5, 0.3, 2, 5, 1, "Steam"),
    Alarm("XA31", "burner does not burn", "Flame", "off", on=2, off=2, priority=1,
          group="Steam"),
    Alarm("FAL303", "feed water low", "FT303", "low", 0.2, 0.1, 4, 5, 3, unless="E31_Lock"),
    Alarm("FAH303", "feed water high", "FT303", "high", 1.1, 0.1, 4, 5, 3),
    Alarm("TAH401", "chilled water warm", "TT401", "high", 2.0, 0.3, 3, 5, 2, "Cold"),
    Alarm("TAHH401", "chilled water too warm", "TT401", "high", 3.0, 0.3, 3, 5, 1, "Cold"),
    Alarm("PAH402", "chiller condenser high", "PT402", "high", 15, 1, 1, 5, 2, "Cold"),
    Alarm("XA41", "chiller does not run", "E41_Run", "off", on=1, off=2, priority=2,
          group="Cold"),
    Alarm("EA21", "control voltage of MCC 2 gone", "MCC2_OK", "off", on=6, off=2, priority=1),
    Alarm("FAL208", "drain cooler flow low", "FS208", "off"),
    Alarm("LAH702", "cooling tower sump high", "LT702", "high", 80.0),
    Alarm("LAL701", "rain water tank low", "LT701", "low", 10.0),
    Alarm("XS901", "time mark of the hall, at A1", "Mark", "on"),
)  # fmt: skip
LINE = (
    Alarm("PAL511", "filler air low", "PT511", "low", 5.6, 0.3, 1, 5, 2, "Filler"),
    Alarm("PALL511", "filler air low-low, stop", "PT511", "low", 4.8, 0.3, 2, 5, 1, "Filler"),
    Alarm("XA51", "filler stopped", "Fill_Run", "off", on=1, off=1, priority=1, group="Filler"),
    Alarm("FAL515", "cooling to hydraulics low", "FT515", "low", 14, 1, 1, 5, 3),
    Alarm("TAH516", "hydraulic oil hot", "TT516", "high", 58, 3, 3, 10, 2),
    Alarm("TAL521", "hold tube cold", "TT521", "low", 73.5, 0.5, 2, 5, 1, "Filler"),
    Alarm("XA522", "pasteuriser diverts", "Divert", "on", off=2, priority=2, group="Filler"),
    Alarm("TAH531", "product warm", "TT531", "high", 5.0, 0.3, 3, 5, 1),
    Alarm("TAHH531", "product too warm", "TT531", "high", 6.5, 0.3, 3, 5, 1),
    Alarm("LAL532", "filler bowl low", "LT532", "low", 40, 5, 2, 5, 2),
    Alarm("LALL532", "filler bowl empty", "LT532", "low", 12, 5, 1, 5, 2, "Filler"),
    Alarm("SAL551", "labeller starved", "ST551", "low", 40, 10, 3, 5, 3),
    Alarm("SAL552", "packer starved", "ST552", "low", 40, 10, 3, 5, 3),
    Alarm("TAL611", "CIP return cold", "TT611", "low", 77, 1, 3, 5, 2),
    Alarm("TALL611", "CIP step not valid", "TT611", "low", 75, 1, 3, 5, 1),
    Alarm("ZA561", "filler door 4 not shut", "ZS561", "off"),
    Alarm("BA553", "packer lane 2, eye blocked", "BS553", "on"),
    Alarm("PAL612", "CIP vacuum low", "PT612", "low", 0.5),
    Alarm("TAL571", "tunnel of line 3 cold", "TT571", "low", 55.0),
    Alarm("ZA629", "CIP spare valve not in position", "ZS629", "off"),
    Alarm("ZA630", "keg line, spare valve not in position", "ZS630", "off"),
    Alarm("XS902", "time mark of the hall, at A2", "Mark", "on"),
    *HEADS, *VALVES, *BATHS, *BUFFERS, *BELTS,
)  # fmt: skip
