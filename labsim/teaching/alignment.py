"""Shaft alignment for a lab's text: dials, feet and shafts drawn, tolerances, what shakes."""

from __future__ import annotations

from labsim.bench import Bench
from labsim.coach.tasks.mec_05_shafts import FEET, FIGURES, HUBS, shaken
from labsim.core.machine import Machine
from labsim.mechanical.alignment import TOLERANCES, closes
from labsim.teaching.page import Piece, figure, table, text
from labsim.teaching.pictures import BLUE, RED

__all__ = ["feet", "plate", "shafts", "shakes", "sweep", "tolerances"]

CLOCK = ("12", "3", "6", "9")
MOUNTS = {"rim": "bracket on the motor, dial on the pump's rim",
          "face": "bracket on the motor, dial on the pump's face",
          "reverse": "bracket on the pump, dial on the motor's rim"}  # fmt: skip
TIMES, AXIS = 120.0, 110.0  # offsets are drawn so many times too large; px from the top
SCALE = 0.7  # px for a mm along the shaft


def sweep(bench: Bench, caption: str = "") -> Piece:
    """Take all twelve dial readings and the sag; show whether each round closes."""
    hubs = bench.machine.numbered(HUBS)
    rows = []
    for kind, words in MOUNTS.items():
        read = {at: float(bench.measure(f"mm {kind}", f"{hubs}:{at}").value) for at in CLOCK}
        gap = closes(*(read[at] for at in CLOCK))
        rows.append([words, *(f"{read[at]:+.2f}" for at in CLOCK), f"{gap:+.2f}"])
    sag = bench.measure("mm sag", f"{hubs}:6").text
    heads = ["dial, mm", *CLOCK, "12 + 6 - 3 - 9"]
    return table(heads, rows, f"{caption} The bracket on a stiff bar reads {sag} at 6.".strip())


def feet(bench: Bench, caption: str = "") -> Piece:
    """Read the rise of every foot, its bolt alone let go."""
    tag = bench.machine.numbered(FEET)
    read = [bench.measure("mm foot", f"{tag}:{foot}").text for foot in "1234"]
    places = ("1, front left", "2, front right", "3, back left", "4, back right")
    return table(["foot", "rise"], [list(row) for row in zip(places, read, strict=True)], caption)


def plate(machine: Machine) -> Piece:
    """Show what is written on the stand: lengths, temperatures, the bracket."""
    part, hubs = (machine.component(machine.numbered(tag)).values for tag in (FEET, HUBS))
    rows = [
        ["coupling's middle to front feet", f"{part['front']:g} mm"],
        ["coupling's middle to back feet", f"{part['back']:g} mm"],
        ["between the planes of the dials", f"{hubs['apart']:g} mm"],
        ["diameter the face dial sweeps", f"{hubs['face']:g} mm"],
        ["shaft height, motor", f"{part['height']:g} mm"],
        ["motor warmer when it runs: front, back",
         f"{part['warm_front']:g} K, {part['warm_back']:g} K"],
        ["shaft height, pump", f"{hubs['height']:g} mm"],
        ["pump warmer when it runs", f"{hubs['warm']:g} K"],
        ["speed", "1780 rpm"],
    ]  # fmt: skip
    return table(["of this stand", ""], rows, f"Motor {machine.numbered('M1')}, cast iron.")


def tolerances() -> Piece:
    """Show the tolerances by speed."""
    rows = [[f"to {rpm}", f"{t.offset:.2f}", f"{t.most_offset:.2f}", f"{t.slope:.2f}",
             f"{t.most_slope:.2f}"] for rpm, t in TOLERANCES.items()]  # fmt: skip
    heads = ["rpm", "offset, good", "accepted (mm)", "slope, good", "accepted (mm on 100 mm)"]
    return table(heads, rows, "Short flexible couplings. Check the current standard and the maker.")


def shakes() -> Piece:
    """Show what the pump set reads for offsets without slope, and slopes without offset."""
    rows = []
    for offset, slope in ((0.1, 0.0), (0.2, 0.0), (0.4, 0.0), (0.0, 0.05), (0.0, 0.1), (0.0, 0.2)):
        read = shaken(offset, slope)
        rows.append([f"{offset:g}", f"{slope:g}", *(f"{read[name]:.2f}" for name in FIGURES)])
    heads = ["offset, mm", "slope, mm on 100 mm", *(f"{name}, mm/s" for name in FIGURES)]
    return table(heads, rows, "The pump set of the training room, hot, at full speed.")


def shafts(bench: Bench, caption: str = "") -> Piece:
    """Draw both shafts from the side and from above as they stand cold, offsets much enlarged."""
    machine = bench.machine
    hubs, part = (machine.component(machine.numbered(tag)) for tag in (HUBS, FEET))
    offset, slope = hubs.cold(bench.sim.views[hubs.tag])
    front, back = part.values["front"], part.values["back"]
    lines, words = "", []
    for n, view in enumerate(("from the side", "from above")):
        y0, mm, rise = AXIS + 190.0 * n, float(offset[n, 0]), float(slope[n, 0])
        places = {name: mm + rise * x / 100.0 for name, x in (("front", front), ("back", back))}
        lines += _view(y0, mm, rise, {front: places["front"], back: places["back"]}, view)
        words.append(f"{view}: front feet {places['front']:+.2f} mm, back {places['back']:+.2f} mm")
    return figure(lines, 660.0, 380.0, caption, f"{caption} {'; '.join(words)}.".strip())


def _view(y0: float, mm: float, rise: float, ends: dict[float, float], view: str) -> str:
    """Draw one view as the sheet has it, motor left: the pump's axis through, the motor's off it.

    Up is up from the side; from above, the right hand of who stands behind the motor is down.
    """
    x0, far = 460.0, max(ends) + 60.0
    way = -1.0 if view == "from above" else 1.0

    def at(x: float) -> tuple[float, float]:
        return x0 - SCALE * x, y0 - way * TIMES * (mm + rise * x / 100.0)

    (xa, ya), (xb, yb) = at(12.0), at(far)
    drawn = f'<path d="M20,{y0}L650,{y0}" stroke="{BLUE}" stroke-dasharray="8 4" fill="none"/>'
    drawn += f'<path d="M{x0 + 12},{y0}L640,{y0}" stroke="{BLUE}" stroke-width="7"/>'
    drawn += f'<path d="M{xa:.1f},{ya:.1f}L{xb:.1f},{yb:.1f}" stroke="{RED}" stroke-width="7"/>'
    drawn += text(560.0, y0 - 14, "pump") + text(20.0, y0 - 84, view, "start")
    for x, place in ends.items():
        px, py = at(x)
        drawn += f'<path d="M{px:.1f},{py:.1f}L{px:.1f},{y0}" stroke="currentColor"/>'
        drawn += text(px + 5, y0 + (16 if py < y0 else -8), f"{place:+.2f}", "start")
    return drawn
