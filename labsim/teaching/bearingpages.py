"""Pages of a bearing's last weeks: geometry, envelopes, bands, stages, own run, archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from labsim.core.simulation import Simulation, Variant
from labsim.instruments.vibration import MAGNET, VibrationAnalyser
from labsim.machines.pump_set import PumpSet
from labsim.teaching.bearingrun import DEFECTS, FIGURES, LEVELS, WAVE, WEEKS, Course, own, read
from labsim.teaching.page import Piece, figure, table, text
from labsim.teaching.pictures import BLUE, RED
from labsim.teaching.vibration import Panel, spectra
from labsim.vibration.analysis.envelope import envelope_spectrum
from labsim.vibration.analysis.values import wave
from labsim.vibration.bearing import CATALOGUE
from labsim.vibration.features import envelope
from labsim.vibration.route import Setting, collect

__all__ = ["BANDS", "bands", "contrast", "counted", "envelopes", "geometry", "run", "stages"]

BANDS = ((500.0, 2000.0), (2000.0, 4500.0), (4500.0, 7000.0), (7000.0, 10e3), (2000.0, 10e3))
LONG = Setting(fmax=10e3, lines=25600, averages=1)
COLUMNS = ("mm/s", "m/s²", "crest", "kurtosis")


def geometry() -> Piece:
    """Show what is in the bearings of the pump set."""
    numbers = {shape: name for name, shape in CATALOGUE.items()}
    parts = [p for p in PumpSet().components.values() if hasattr(p, "geometry")]
    rows = [[p.tag, numbers[g], str(g.balls), f"{g.ball_diameter:g}", f"{g.pitch_diameter:g}",
             f"{g.contact_angle:g}°"] for p in parts for g in (p.geometry,)]  # fmt: skip
    heads = ["", "bearing", "balls z", "ball d, mm", "pitch circle D, mm", "contact angle α"]
    return table(heads, rows, "From the maker's sheets; makers differ by a per cent or two")


def standing(tag: str, kind: str, levels: Sequence[float]) -> tuple[PumpSet, Simulation]:
    """Return a pump set at full speed whose bearing has a defect at each of these stages."""
    machine, place = PumpSet(), (tag, DEFECTS[kind][0])
    sim = Simulation(machine, [Variant({place: float(one)}) for one in levels])
    return machine, sim.operate("A1", "60 Hz").advance(4.0) or sim


def envelopes(tag: str, stage: int = 2, caption: str = "") -> Piece:
    """Show the envelope spectra of the four defects of a bearing, their lines named."""
    panels = []
    for kind, (_, name) in DEFECTS.items():
        machine, sim = standing(tag, kind, [stage])
        part, record = machine.component(tag), collect(sim, f"{tag}:H", LONG, 1)
        turn = (record.rpm or 0.0) / 60.0
        rates = part.geometry.slipping(part.values["slip"])
        rate, side = rates[name] * turn, {"BPFI": turn, "BSF": rates["FTF"] * turn}.get(name, 0.0)
        rate *= 2.0 if name == "BSF" else 1.0
        label, far = "2·BSF" if name == "BSF" else name, 150.0 if name == "FTF" else 500.0
        marks = [(rate, label), (2 * rate, f"2×{label}"), (3 * rate, f"3×{label}")]
        beside = "1X" if name == "BPFI" else "FTF"
        marks += [(side, beside), (rate - side, f"-{beside}"), (rate + side, f"+{beside}")
                  ] if side else []  # fmt: skip
        found = envelope_spectrum(record, 2000.0, 9000.0, far)
        panels.append(Panel(f"{kind} ({tag}:H)", found, [m for m in marks if m[0] < far], far))
    return spectra(panels, 2, caption)


# bands ------------------------------------------------------------------------------------------
def contrast(sig: Any, part: Any, name: str, band: tuple[float, float]) -> float:
    """Return the line of a defect in the squared envelope of a band, in % of its mean, at pad H."""
    order = part.geometry.slipping(sig.now.of(part).slip)[name] * (2.0 if name == "BSF" else 1.0)
    line, mean = envelope(sig, order * sig.now.shaft(part), MAGNET, band)
    row = sig.layout.row(f"{part.tag}:H")
    return float(100.0 * line[row] / max(mean[row], 1e-12))


def bands(tag: str, kind: str, levels: Sequence[int] = (1, 2, 3)) -> Piece:
    """Show how far the line of a defect stands out in several bands, stage by stage."""
    machine, sim = standing(tag, kind, levels)
    part = machine.component(tag)
    sigs = sim.network_of(part).signatures(part.port("H"))
    rows = [[f"{low / 1e3:g} to {high / 1e3:g} kHz",
             *(f"{contrast(sig, part, DEFECTS[kind][1], (low, high)):.1f}" for sig in sigs)]
            for low, high in BANDS]  # fmt: skip
    heads = ["band demodulated", *(f"stage {one}" for one in levels)]
    return table(heads, rows, f"{kind} at {tag}: its line, % of the mean of the squared envelope")


# stages -----------------------------------------------------------------------------------------
def stages(tag: str, kinds: Sequence[str] = tuple(DEFECTS)) -> Piece:
    """Show what a bearing reads at stage 1 to 4 of its defects, and sound."""
    rows = []
    for number, kind in enumerate(kinds):
        levels = range(0 if number == 0 else 1, 5)
        machine, sim = standing(tag, kind, list(levels))
        pad, analyser = machine.port(f"{tag}:H"), VibrationAnalyser(sim)
        line = f"envelope {DEFECTS[kind][1]}"
        values = {f: analyser.measure(f, [pad]).value for f in (*COLUMNS, line) if f != "crest"}
        values["crest"] = [
            wave(collect(sim, pad.name, WAVE, 7, n)).crest for n in range(len(levels))
        ]
        for n, level in enumerate(levels):
            told = [f"{values[f][n]:.{1 if f == 'crest' else 2}f}" for f in COLUMNS]
            rows.append([kind if level else "sound", str(level or "–"), *told,
                         f"{values[line][n]:.0f} ({line.split()[1]})"])  # fmt: skip
    heads = ["", "stage", "mm/s", "m/s²", "crest", "kurtosis", "envelope, %"]
    return table(heads, rows, f"Pad {tag}:H, 60 Hz; another bearing of this size within a third")


# one's own --------------------------------------------------------------------------------------
def run(bench: Any) -> Piece:
    """Show the run of one's own bearing; it is handed out when the work at the bench is signed off.

    By then the diagnosis stands on one's own readings, and nothing of it can be read off here.
    """
    if not bench.attempt.signed_off:
        told = "The run is handed out when your bench is signed off."
        return Piece(f"<p>{told}</p>", told)
    mine = own(bench)
    return told_by(mine, f"{mine.tag}:H", bench.seed or 0)


def told_by(mine: Course, pad: str, seed: int = 0) -> Piece:
    """Show the weeks of a run as a table."""
    found = read(mine, pad, seed)
    rows = [[str(week + 1), *(f"{found[f][week]:.{_places(f)}f}" for f in FIGURES)]
            for week in range(WEEKS)]  # fmt: skip
    heads = ["week", *(f.replace("envelope ", "") + " %" * ("env" in f) for f in FIGURES)]
    caption = f"Pad {pad}, 60 Hz, 168 h a week; week {WEEKS} is today. BPFO to FTF: envelope"
    return table(heads, rows, caption)


def _places(name: str) -> int:
    return 1 if name == "crest" or name.startswith("envelope") else 2


# the archive ------------------------------------------------------------------------------------
WIDE, LEFT, BASE, DOT = 560.0, 16.0, 150.0, 4.0  # px


def counted(lives: Sequence[float], caption: str = "") -> Piece:
    """Show weeks left of past bearings as a heap of dots, with the weeks at 10, 50 and 90 %."""
    top = max(2.0, float(np.ceil(max(lives, default=1.0))))
    at = lambda week: LEFT + (WIDE - 2 * LEFT) * week / top  # noqa: E731
    heap: dict[int, int] = {}
    lines = f'<path d="M{LEFT},{BASE + 4}H{WIDE - LEFT}" stroke="currentColor"/>'
    for life in lives:
        column = int(at(life) // (2 * DOT + 1))
        heap[column] = heap.get(column, 0) + 1
        x, y = (column + 0.5) * (2 * DOT + 1), BASE - (2 * DOT + 0.5) * (heap[column] - 0.5)
        lines += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{DOT}" fill="{BLUE}" opacity=".7"/>'
    step = 1.0 if top <= 10 else 2.0
    for week in np.arange(0.0, top + 0.1, step):
        lines += text(at(week), BASE + 20, f"{week:g}", more='font-size="11"')
    quantiles = np.quantile(lives, LEVELS) if len(lives) else []
    for level, week in zip(LEVELS, quantiles, strict=False):
        lines += f'<path d="M{at(week):.1f},12V{BASE + 4}" stroke="{RED}" stroke-width="2"/>'
        lines += text(at(week) + 3, 20, f"{level:.0%}", "start", f'fill="{RED}" font-size="11"')
    words = f"{len(lives)} bearings, weeks left: " + ", ".join(
        f"{level:.0%} at {week:.1f}" for level, week in zip(LEVELS, quantiles, strict=False)
    )
    return figure(lines, WIDE, BASE + 28, f"{caption} {words}.".strip(), words + ".")
