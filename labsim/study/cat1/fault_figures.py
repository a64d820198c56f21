"""Fault frequencies worked out: bearings, gears, belts, vanes, motors, sidebands, ratios."""

from __future__ import annotations

import math

from labsim.mechanical import drives
from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import spectrum, table
from labsim.vibration.bearing import CATALOGUE

TOPIC = "Fault analysis"
BEARING = "kinematics of rolling bearings, without slip (Harris, Rolling Bearing Analysis)"
GEAR = "gear mesh = teeth · speed, the same for both wheels"
MOTOR = "induction motors: slip, poles, twice line frequency"
SPEEDS = (740, 890, 985, 1180, 1480, 1780, 2960, 3580)


@asks(BEARING, repair="VIB-04", backed="picture")
def bearing_frequency(draw: Draw) -> Asked:
    """Frequency of a bearing defect from a table of orders."""
    kind, rpm = draw.pick(*CATALOGUE), draw.pick(*SPEEDS)
    orders = CATALOGUE[kind].orders
    where, mark, factor = draw.pick(
        ("the outer race", "BPFO", 1), ("the inner race", "BPFI", 1), ("a ball", "BSF", 2),
        ("the cage", "FTF", 1),
    )  # fmt: skip
    key = factor * orders[mark] * rpm / 60
    others = {name: value * rpm / 60 for name, value in orders.items() if name != mark}
    mistakes = {f"{name} taken": value for name, value in others.items()}
    mistakes |= {"cpm left as Hz": key * 60, "the order taken for Hz": factor * orders[mark]}
    if factor == 2:
        mistakes["BSF for 2·BSF"] = key / 2
    return draw.number(
        f"A {kind} turns at {rpm:,} rpm. At what frequency does a defect of {where} knock"
        + (" (each turn strikes both races)?" if factor == 2 else "?"),
        key,
        "Hz",
        mistakes=mistakes,
        because=f"{'2 · ' if factor == 2 else ''}{mark}: {factor * orders[mark]:.2f} ·"
        f" {rpm / 60:.2f} Hz = {say(key)} Hz.",
        show=lambda: table(
            ("part", "orders"), [(name, f"{value:.3f}") for name, value in orders.items()]
        ),
    )


@asks(BEARING, repair="VIB-04")
def inner_from_outer(draw: Draw) -> Asked:
    """Inner-race order from balls and the outer-race order."""
    kind = draw.pick(*CATALOGUE)
    one = CATALOGUE[kind]
    outer = one.orders["BPFO"]
    shaft = draw.pick("fan", "pump", "motor", "gearbox")
    return draw.number(
        f"A bearing of a {shaft} has {one.balls} rolling elements; its outer race is at"
        f" {outer:.2f}X. At what order is the inner race?",
        one.balls - outer,
        "X",
        mistakes={
            "the number of rolling elements itself": float(one.balls),
            "outer race plus one": outer + 1,
            "half the rolling elements": one.balls / 2,
            "twice the outer race": 2 * outer,
            "sum, not difference": one.balls + outer,
            "0.4 for each element": 0.4 * one.balls,
        },
        because=f"BPFO and BPFI add up to the number of elements: {one.balls} - {outer:.2f} ="
        f" {one.balls - outer:.2f}.",
    )


@asks(GEAR, repair="VIB-03", backed="picture")
def gear_mesh(draw: Draw) -> Asked:
    """Gear mesh frequency."""
    small, big, rpm = draw.pick(17, 19, 21, 23), draw.pick(41, 53, 67, 71), draw.pick(*SPEEDS[:6])
    key = small * rpm / 60
    return draw.number(
        f"A pinion of {small} teeth at {rpm:,} rpm drives a wheel of {big} teeth. Where is gear"
        " mesh?",
        key,
        "Hz",
        mistakes={
            "the wheel's teeth at the pinion's speed": big * rpm / 60,
            "the wheel's speed": small * rpm / 60 / big,
            "cpm taken for Hz": key * 60,
            "teeth of both added": (small + big) * rpm / 60,
            "the pinion's speed": rpm / 60,
            "the pinion's teeth at the wheel's speed": small * rpm / 60 * small / big,
        },
        because=f"{small} · {rpm:,} / 60 = {say(key)} Hz; the wheel gives the same.",
        show=lambda: spectrum(
            {rpm / 60: 1.0, key: 2.0, 2 * key: 0.8}, "mm/s rms", "A low line, mesh, its double"
        ),
    )


@asks(GEAR, repair="VIB-04", backed="picture")
def sideband_spacing(draw: Draw) -> Asked:
    """Where sidebands of a wheel stand about gear mesh."""
    small, big, rpm = draw.pick(17, 19, 23), draw.pick(41, 53, 67), draw.pick(1180, 1480, 1780)
    mesh = small * rpm / 60
    slow = mesh / big
    return draw.number(
        f"Pinion {small} teeth at {rpm:,} rpm, wheel {big} teeth. The wheel runs off centre. How"
        " far from gear mesh is the first sideband?",
        slow,
        "Hz",
        mistakes={
            "the pinion's speed": rpm / 60,
            "half the wheel's speed": slow / 2,
            "ratio the wrong way round": rpm / 60 * big / small,
            "cpm taken for Hz": slow * 60,
            "mesh divided by both wheels' teeth": mesh / (big + small),
            "two sidebands further": 3 * slow,
        },
        because=f"Sidebands are one turn of the bad wheel apart: {say(mesh)} / {big} ="
        f" {say(slow)} Hz.",
        show=lambda: spectrum(
            {mesh - slow: 0.6, mesh: 2.0, mesh + slow: 0.6}, "mm/s rms",
            "One high line with one lower line on each side", top=1.3 * mesh,
        ),
    )  # fmt: skip


@asks("belt frequency = π · D · n / L", repair="VIB-03", backed="picture")
def belt_frequency(draw: Draw) -> Asked:
    """Belt frequency from sheave and belt length."""
    driver, length = draw.pick(125, 140, 160, 200), draw.pick(1600, 1900, 2240, 2800)
    rpm = draw.pick(985, 1480, 1780)
    key = drives.belt_frequency(driver, rpm, length)
    return draw.number(
        f"Sheave {driver} mm on the motor at {rpm:,} rpm, belt {length:,} mm long. How often does a"
        " spot of the belt come round?",
        key,
        "Hz",
        mistakes={
            "π forgotten": key / math.pi,
            "radius for diameter": key / 2,
            "cpm taken for Hz": key * 60,
            "motor speed": rpm / 60,
            "2X of the belt": 2 * key,
            "4X of the belt": 4 * key,
        },
        because=f"π · {driver} · {rpm / 60:.2f} / {length:,} = {say(key)} Hz: below both shafts.",
        show=lambda: spectrum(
            {key: 1.2, 2 * key: 2.0, 3 * key: 0.7, rpm / 60: 0.6}, "mm/s rms",
            "Three lines evenly spaced below motor speed, the second the highest",
        ),
    )  # fmt: skip


@asks("vane pass = vanes · speed", repair="VIB-03", backed="picture")
def vanes_from_a_line(draw: Draw) -> Asked:
    """Number of vanes from a line."""
    vanes, rpm = draw.pick(3, 4, 5, 6, 7, 8, 9), draw.pick(*SPEEDS)
    line = vanes * rpm / 60
    machine = draw.pick("pump's impeller", "fan's wheel", "blower's wheel")
    return draw.number(
        f"At {rpm:,} rpm the highest line, with harmonics, is at {say(line)} Hz. It is vane pass."
        f" How many vanes has the {machine}?",
        vanes,
        "",
        digits=2,
        mistakes={
            "one too few": vanes - 1.0,
            "one too many": vanes + 1.0,
            "the second harmonic taken": 2.0 * vanes,
            "two too many": vanes + 2.0,
            "two too few": max(vanes - 2.0, 1.0),
        },
        because=f"{say(line)} / {rpm / 60:.2f} = {vanes}.",
        show=lambda: spectrum({rpm / 60: 0.8, line: 2.4, 2 * line: 0.9}, "mm/s rms",
                              f"Lines at {rpm / 60:.4g}, {line:.4g} and {2 * line:.4g} Hz"),
    )  # fmt: skip


@asks(MOTOR, repair="VIB-03")
def pole_pass(draw: Draw) -> Asked:
    """Pole-pass frequency of an induction motor."""
    line, poles, slip = draw.pick(50, 60), draw.pick(2, 4, 6, 8), draw.pick(8, 12, 15, 20, 24)
    synchronous = 120 * line // poles
    key = slip / 60 * poles
    return draw.number(
        f"{'An' if poles == 8 else 'A'} {poles}-pole motor on {line} Hz runs at"
        f" {synchronous - slip:,} rpm. Where do pole-pass sidebands stand beside 1X?",
        key,
        "Hz",
        mistakes={
            "slip in Hz, without the poles": slip / 60,
            "pole pairs for poles": slip / 60 * poles / 2,
            "cpm taken for Hz": float(slip * poles),
            "twice line frequency": 2.0 * line,
            "slip by the poles": slip / 60 / poles,
            "running speed": (synchronous - slip) / 60,
        },
        because=f"Slip {slip} rpm = {say(slip / 60)} Hz, times {poles} poles {say(key)} Hz.",
    )


@asks(MOTOR, repair="VIB-03")
def near_twice_line(draw: Draw) -> Asked:
    """Distance of 2X from twice line frequency."""
    line, slip = draw.pick(50, 60), draw.pick(12, 15, 20, 24, 30, 40, 45)
    rpm = 60 * line - slip
    key = 2 * slip / 60
    return draw.number(
        f"A 2-pole motor on {line} Hz runs at {rpm:,} rpm. How far is 2X from twice line"
        " frequency?",
        key,
        "Hz",
        mistakes={
            "1X and line frequency": key / 2,
            "cpm taken for Hz": 2.0 * slip,
            "slip counted on both sides of line frequency": 2 * key,
            "line frequency itself": float(line),
            "2X and line frequency": 2 * rpm / 60 - line,
            "slip in per cent": slip / 60 / line * 100,
        },
        because=f"2 · {line} - 2 · {rpm / 60:.2f} = {say(key)} Hz: fine lines are needed.",
    )


@asks("comparison of 2X with 1X in parallel misalignment (Technical Associates convention)",
      repair="VIB-03 MEC-05", backed="picture", unsure=True)  # fmt: skip
def second_by_first(draw: Draw) -> Asked:
    """2X by 1X at a coupling, and what it is held to mean."""
    first, ratio = draw.pick(2.0, 2.5, 3.0, 4.0), draw.pick(0.2, 0.3, 0.8, 1.0, 1.2, 1.8, 2.2)
    right = (
        "below 0.5: can be tolerated" if ratio < 0.5
        else "0.5 to 1.5: the coupling suffers" if ratio <= 1.5 else "above 1.5: severe"
    )  # fmt: skip
    every = {
        "below 0.5: can be tolerated": "2X is higher than that",
        "0.5 to 1.5: the coupling suffers": "the ratio was read wrong",
        "above 1.5: severe": "1X by 2X, or lines exchanged",
        "no sign of misalignment at any ratio": "2X at the coupling is the sign",
        "only the axial reading counts": "parallel misalignment shows radially",
    }
    rpm = draw.pick(1180, 1480, 1780)
    return draw.choice(
        f"Radially at a coupling, {rpm:,} rpm: 1X {first:g} and 2X {first * ratio:.2g} mm/s. How is"
        " 2X / 1X held to be?",
        right,
        every,
        because=f"2X / 1X = {ratio:g}.",
        show=lambda: spectrum({rpm / 60: first, rpm / 30: first * ratio}, "mm/s rms", top=rpm / 12),
    )


@asks("harmonics are evenly spaced", repair="VIB-03", backed="picture")
def spacing_of_a_row(draw: Draw) -> Asked:
    """Fundamental of a row of harmonics."""
    base, first = draw.pick(12.3, 14.8, 24.6, 29.6, 41.5, 87.4), draw.pick(2, 3, 4)
    lines = [base * k for k in range(first, first + 4)]
    return draw.number(
        f"Four lines stand at {', '.join(f'{v:.1f}' for v in lines)} Hz, nothing else. Of which"
        " frequency are they harmonics?",
        base,
        "Hz",
        mistakes={
            "the lowest line taken for the fundamental": lines[0],
            "twice the spacing": 2 * base,
            "half the spacing": base / 2,
            "mean of the lines": sum(lines) / 4,
            "lowest line divided by two, always": lines[0] / 2,
            "spacing from first to last": lines[3] - lines[0],
        },
        because=f"They are {base:g} Hz apart: harmonics {first} to {first + 3} of {base:g} Hz.",
        show=lambda: spectrum({v: 2.0 / (k + 1) for k, v in enumerate(lines)}, "mm/s rms"),
    )
