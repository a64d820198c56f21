"""Hydraulics, pneumatics, pumps: what gauges, speeds and flows tell."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import gauge, plot, table

TOPIC = "Troubleshooting and Analysis"
FORCE = "F = p · A; 1 bar = 10 N/cm²"
FLOW = "v = Q / A; 1 L/min = 16.67 cm³/s"
BORES = (40, 50, 63, 80, 100, 125)  # mm, ISO 3320
MACHINES = ("a baler", "a lift table", "a clamp", "a press", "a tilter", "a log splitter")


def area(bore: float) -> float:
    """Return the area in cm² of a bore in mm."""
    return math.pi / 4 * (bore / 10) ** 2


@asks(FORCE, repair="HYD-01 HYD-03", backed="picture")
def force_from_gauge(draw: Draw) -> Asked:
    """Force of a cylinder from its gauge."""
    bore, bar = draw.pick(*BORES), draw.pick(40, 60, 80, 120, 140, 160)
    key = bar * area(bore) / 100
    return draw.number(
        f"The gauge at the full side of a cylinder of {bore} mm bore on {draw.pick(*MACHINES)}"
        " shows what you see; the rod side is without pressure. What is the force?",
        key,
        "kN",
        mistakes={
            "bore taken for radius": 4 * key,
            "area of a square": key * 4 / math.pi,
            "bar taken for N/cm²": key / 10,
            "radius squared without π": key / math.pi,
            "bar taken for kN on each cm²": key * 10,
            "half the pressure taken": key / 2,
        },
        because=f"{bar} bar = {bar * 10} N/cm², times {area(bore):.1f} cm²: {say(key)} kN.",
        show=lambda: gauge(bar, 0.0, 200.0, "bar"),
    )


@asks(FLOW, repair="HYD-03")
def leak_from_speed(draw: Draw) -> Asked:
    """Flow that is lost when a cylinder is slow."""
    bore, pump = draw.pick(*BORES[2:]), draw.pick(20, 30, 40, 60)
    share = draw.pick(0.5, 0.6, 0.7, 0.8)
    used = round(pump * share, 1)
    speed = used / 60 * 1000 / area(bore)
    key = pump - speed * area(bore) * 60 / 1000
    return draw.number(
        f"A pump of {draw.pick(*MACHINES)} gives {pump} L/min. Its cylinder of {bore} mm bore"
        f" ({area(bore):.1f} cm²) moves at {speed:.3g} cm/s. How much goes another way?",
        key,
        "L/min",
        digits=2,
        mistakes={
            "what the cylinder takes": used,
            "all of it": float(pump),
            "cm³/s taken for L/min": pump * (1 - share) / 60 * 1000,
            "what is missing shared by both sides": key / 2,
            "twice: both sides counted": key * 2,
            "ten per cent, as pumps leak": 0.1 * pump,
        },
        because=f"{speed:.3g} cm/s · {area(bore):.1f} cm² is {used:g} L/min; {say(key, 2)} L/min"
        " are missing: relief valve, valve, piston seal, or the pump itself.",
    )


@asks("power lost in a throttle or relief valve: P[kW] = p[bar] · Q[L/min] / 600", repair="HYD-03")
def relief_heat(draw: Draw) -> Asked:
    """Heat made by flow over a relief valve."""
    bar, flow = draw.pick(60, 90, 120, 150, 180), draw.pick(10, 20, 30, 40)
    key = bar * flow / 600
    return draw.number(
        f"On {draw.pick(*MACHINES)} all the {flow} L/min of the pump go over the relief valve at"
        f" {bar} bar while it waits. How much heat is that?",
        key,
        "kW",
        mistakes={
            "divided by 60": key * 10,
            "divided by 6,000": key / 10,
            "divided by 450, as for horsepower in pumps": bar * flow / 450,
            "pressure over flow": bar / flow,
            "half: the other half does work": key / 2,
        },
        because=f"{bar} · {flow} / 600 = {say(key)} kW, all of it into the oil.",
    )


ISOLATED = {  # holds with the pump capped, behind the valve capped, at the cylinder; culprit
    (False, False, False): "the pump or the relief valve",
    (True, False, False): "the directional valve, which leaks across",
    (True, True, False): "the piston seal of the cylinder",
    (True, True, True): "nothing: the circuit is tight, look at load and guides",
}


@asks("isolation by capping, the gauge at the pump", repair="HYD-03 HYD-01", backed="picture")
def isolate_by_capping(draw: Draw) -> Asked:
    """Which part of a hydraulic circuit does not hold pressure."""
    case, top, poor = draw.pick(*ISOLATED), draw.pick(120, 140, 160, 180), draw.pick(58, 64, 71)
    shown = [str(top - k if good else poor - k) for k, good in enumerate(case)]
    wrong = {text: f"first poor reading looked for at place {sum(c) + 1}"
             for c, text in ISOLATED.items() if c != case}  # fmt: skip
    wrong["the suction filter, which starves the pump"] = "suction blamed without noise or foam"
    return draw.choice(
        f"The cylinder of {draw.pick(*MACHINES)} is too weak; the relief valve is set to {top} bar."
        " Pressure is read with the line capped at three places in turn. What is at fault?",
        ISOLATED[case],
        wrong,
        because=f"{', '.join(shown)} bar: the fault is between the last good reading and the first"
        f" poor one. Here: {ISOLATED[case]}.",
        show=lambda: table(("capped behind", "bar"), [
            ("pump and relief valve", shown[0]), ("directional valve", shown[1]),
            ("not capped: cylinder at its stop", shown[2])]),
    )  # fmt: skip


SUCTION = {
    ("-0.45 bar", "rattles", "clear"): "Cavitation: the suction side is throttled",
    ("-0.08 bar", "rattles", "full of bubbles"): "Aeration: it draws air, by level, seal or joint",
    ("-0.08 bar", "even hum", "clear"): "The suction side is in order",
    ("-0.50 bar", "rattles when cold only", "clear"): "Oil too thick at start: warm it up first",
}


@asks("cavitation and aeration told apart by vacuum and oil", repair="HYD-03 HYD-05",
      backed="picture")  # fmt: skip
def noisy_pump(draw: Draw) -> Asked:
    """Why a hydraulic pump is noisy."""
    case = draw.pick(*SUCTION)
    wrong = {
        text: f"that is {c[0]}, {c[1]}, oil {c[2]}" for c, text in SUCTION.items() if c != case
    }
    wrong["Relief valve set too high: it sings at its seat"] = "the pressure side blamed"
    wrong["Worn coupling: the noise comes through the shaft"] = "the drive blamed"
    return draw.choice(
        f"The pump of {draw.pick(*MACHINES)} is checked in the morning and at noon. What is found?",
        SUCTION[case],
        wrong,
        because=f"Vacuum {case[0]}, sound: {case[1]}, oil {case[2]}. {SUCTION[case]}.",
        show=lambda: table(("at the suction port", "sound", "oil in the glass"), [case]),
    )


@asks("accumulator: pressure falls with oil, then drops at once at its gas charge", repair="SAF-01"
      " HYD-01", backed="picture")  # fmt: skip
def gas_charge(draw: Draw) -> Asked:
    """Gas charge of an accumulator read from a slow discharge."""
    top, charge = draw.pick(120, 140, 160, 180), draw.pick(50, 60, 70, 80, 90)
    span = draw.pick(30, 40, 50)
    x = list(range(span + 11))
    curve = [charge / (1 - (1 - charge / top) * (1 - t / span)) if t <= span else 0.0 for t in x]
    return draw.number(
        f"The accumulator of {draw.pick(*MACHINES)} is let down slowly through a throttle, from"
        f" {top} bar. What is its gas charge?",
        float(charge),
        "bar",
        digits=2,
        mistakes={
            "the pressure at the start": float(top),
            "the fall up to the step": float(top - charge),
            "mean of start and step": (top + charge) / 2,
            "half the start": top / 2,
            "the seconds up to the step": float(span),
            "nothing left: read at the end": 5.0,
        },
        because=f"It falls smoothly to {charge} bar; there the last oil leaves and it drops at"
        f" once: {charge} bar.",
        show=lambda: plot(
            x, {"pressure": curve}, "s", "bar",
            f"Falls from {top} bar to {charge} bar in {span} s, then to 0 at once",
        ),
    )  # fmt: skip


AIR = {  # bar at the regulator at rest, moving; at the cylinder's inlet; at its exhaust
    ("6.0", "3.1", "2.9", "0.3"): "the supply: blocked filter or thin line before it",
    ("6.0", "5.9", "2.8", "0.3"): "between regulator and cylinder: valve, hose, throttle",
    ("6.0", "5.9", "5.7", "4.9"): "the exhaust: silencer or throttle on that side",
    ("6.0", "5.9", "5.7", "0.4"): "the mechanics: guides, load, a bent rod",
    ("3.6", "3.5", "3.4", "0.2"): "the regulator is set too low",
}


@asks("pressures at rest and in motion", repair="HYD-02", backed="picture")
def slow_air_cylinder(draw: Draw) -> Asked:
    """Why an air cylinder is slow, from pressures at rest and in motion."""
    case, n = draw.pick(*AIR), draw.pick(*range(1, 9))
    wrong = {text: f"that is {'/'.join(c)} bar" for c, text in AIR.items() if c != case}
    heads = ("regulator, at rest", "regulator, moving", "inlet, moving", "exhaust, moving")
    return draw.choice(
        f"Air cylinder A{n} should run on 6 bar and is slow. Where is the cause?",
        AIR[case],
        wrong,
        because=f"{', '.join(f'{h} {v} bar' for h, v in zip(heads, case, strict=True))}:"
        f" {AIR[case]}.",
        show=lambda: table(heads, [case]),
    )


@asks("leak from pressure fall: V · Δp / (t · 1.013 bar)", repair="HYD-02 SAF-01")
def leak_by_decay(draw: Draw) -> Asked:
    """Leak of a receiver from its pressure fall."""
    litres, first, fall = (
        draw.pick(250, 500, 900, 2000),
        draw.pick(7.0, 7.5, 8.0),
        draw.pick(1, 1.5, 2),
    )
    minutes = draw.pick(2, 4, 5, 8)
    key = litres * fall / minutes / 1.013
    return draw.number(
        f"With everything shut a receiver of {litres:,} L falls from {first:g} to {first - fall:g}"
        f" bar in {minutes} min. How much free air leaks, about?",
        key,
        "L/min",
        digits=2,
        mistakes={
            "absolute pressure left taken": litres * (first - fall + 1) / minutes / 1.013,
            "all of its air taken": litres * first / minutes / 1.013,
            "not divided by the time": litres * fall / 1.013,
            "seconds for minutes": key / 60,
            "divided by the first pressure": litres * fall / minutes / (first + 1),
            "half the volume taken": key / 2,
        },
        because=f"{litres} L · {fall:g} bar / {minutes} min / 1.013 bar = {say(key, 2)} L/min.",
    )


VALVE = {  # V at coil, magnet pulls (screwdriver), manual override, cylinder: cause
    ("24.0 V", "yes", "moves it"): "the spool is sluggish: only the hand is strong enough",
    ("24.0 V", "no", "moves it"): "the coil is open: it has voltage and does not pull",
    ("0.0 V", "no", "moves it"): "the electrical side: no voltage comes to the coil",
    ("24.0 V", "yes", "does nothing"): "beyond the pilot: no pressure, or cylinder or load jams",
}  # fmt: skip


@asks("manual override splits electrics from fluid power", repair="HYD-04 PLC-01", backed="picture")
def override_test(draw: Draw) -> Asked:
    """Whether a valve's fault is electric, magnetic or fluid, by its override."""
    case, tag = draw.pick(*VALVE), draw.pick("Y1", "Y3", "Y4", "Y7", "Y9", "Y12")
    wrong = {text: f"that is {', '.join(c)}" for c, text in VALVE.items() if c != case}
    wrong["the program: it asks for the other direction at this time"] = "the program guessed"
    wrong["the silencer: it is blocked, so that nothing moves at all"] = "the exhaust guessed"
    return draw.choice(
        f"The cylinder of valve {tag} stands still; its output is on. What do the three tests say?",
        VALVE[case],
        wrong,
        because=f"{', '.join(case)}: {VALVE[case]}.",
        show=lambda: table(("at the coil", "magnet pulls", "override by hand"), [case]),
    )


PUMPS = {  # suction bar, discharge bar, A (rated 24 A), what is normal: -0.2 / 3.0 bar, 20 A
    ("-0.7", "1.4 ± 0.5", "13"): "suction: strainer or valve there, it cavitates",
    ("-0.05", "4.1", "11"): "discharge: a valve is closed or the line blocked",
    ("-0.15", "1.6", "12"): "it turns backwards, or the impeller is worn",
    ("-0.3", "2.1", "26"): "too much flow: a line is open or burst behind it",
    ("0.3", "0.3", "7"): "the coupling is broken: the motor runs alone",
}


@asks("centrifugal pump: gauges and current against normal", repair="MEC-06", backed="picture")
def pump_gauges(draw: Draw) -> Asked:
    """What gauges and current say of a centrifugal pump."""
    case, n = draw.pick(*PUMPS), draw.pick(*range(101, 116))
    wrong = {
        text: f"that is {c[0]} and {c[1]} bar, {c[2]} A" for c, text in PUMPS.items() if c != case
    }
    return draw.choice(
        f"Pump P-{n} (radial) gives too little where it is needed. Where is the cause?",
        PUMPS[case],
        wrong,
        because=f"Suction {case[0]} bar, discharge {case[1]} bar, {case[2]} A: {PUMPS[case]}.",
        show=lambda: table(("", "suction, bar", "discharge, bar", "motor, A"), [
            ("as usual", "-0.2", "3.0", "20"), ("today", *case)]),
    )  # fmt: skip
