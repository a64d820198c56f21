"""Motors, generators, pumps, fans, compressors: speeds, what passes, what changes with speed."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.pictures import scheme, spectrum, table

TOPIC = "Equipment knowledge"
MOTOR = "three-phase machines: n = 120·f / poles; slip = (n sync - n) / n sync"
AFFINITY = "affinity laws of rotating pumps and fans: Q ∝ n, H ∝ n², P ∝ n³"
PASSING = "passing frequency = number of vanes, blades or lobes · shaft speed"
PLATES = ((50, 2, 2955), (50, 4, 1475), (50, 4, 1460), (50, 6, 980), (50, 8, 730), (50, 10, 588),
          (60, 2, 3550), (60, 4, 1775), (60, 4, 1750), (60, 6, 1175), (60, 8, 880))  # fmt: skip


def _plate(hertz: int, rpm: int, power: int):
    rows = [(f"{power} kW", f"{hertz} Hz", f"{rpm} 1/min")]
    return lambda: table(("power", "frequency", "speed"), rows)


@asks(MOTOR, repair="VIB-01", backed="picture")
def synchronous_speed(draw: Draw) -> Asked:
    """Synchronous speed from poles and frequency."""
    hertz, poles = draw.pick(50, 60), draw.pick(2, 4, 6, 8, 10, 12)
    driven = draw.pick("pump", "fan", "mill", "blower")
    key = 120 * hertz / poles
    return draw.number(
        f"The motor of a {driven} has {poles} poles and a {hertz} Hz supply. How fast does its"
        " field turn?",
        key,
        "rpm",
        digits=4,
        mistakes={
            "poles taken for pairs of poles": key / 2,
            "pairs of poles taken twice": key * 2,
            "the other frequency of the mains": key * (60 / hertz if hertz == 50 else 50 / hertz),
            "two poles more": 120 * hertz / (poles + 2),
            "two poles fewer": 120 * hertz / (poles - 2) if poles > 2 else 1.5 * key,
        },
        because=f"120 · {hertz} / {poles} = {key:,.0f} rpm. The rotor runs a little slower.",
        show=lambda: scheme(
            (f"motor, {poles} poles", "coupling", driven),
            f"A motor with {poles} poles, a coupling and a {driven}",
        ),
    )


@asks(MOTOR, repair="VIB-01", backed="picture")
def poles_from_plate(draw: Draw) -> Asked:
    """Number of poles from a nameplate."""
    hertz, poles, rpm = draw.pick(*PLATES)
    power = draw.pick(11, 30, 55, 90)
    return draw.number(
        f"The plate belongs to the induction motor of a {draw.pick('pump', 'fan', 'mixer')}. How"
        " many poles has it?",
        poles,
        "poles",
        digits=1,
        mistakes={
            "pairs of poles counted": poles / 2,
            "pairs of poles doubled twice": 2.0 * poles,
            "two poles more": poles + 2.0,
            "four poles more": poles + 4.0,
            "six poles more": poles + 6.0,
        },
        because=f"120 · {hertz} / {rpm} is a little above {poles}: the next even number below is"
        f" right, synchronous speed is {120 * hertz / poles:,.0f} rpm.",
        show=_plate(hertz, rpm, power),
    )


@asks(MOTOR, repair="VIB-01", backed="picture")
def slip_from_plate(draw: Draw) -> Asked:
    """Slip at full load from a nameplate."""
    hertz, poles, rpm = draw.pick(*PLATES)
    power = draw.pick(11, 30, 55, 90)
    sync = 120 * hertz / poles
    key = 100 * (sync - rpm) / sync
    return draw.number(
        f"An induction motor with {poles} poles has this plate. What is its slip at full load?",
        key,
        "%",
        mistakes={
            "rpm of slip taken for per cent": sync - rpm,
            "slip in Hz taken for per cent": (sync - rpm) / 60,
            "poles taken for pairs, the slip halved": key / 2,
            "the slip times the poles": key * poles,
            "speed as a share of synchronous speed": 100 * rpm / sync,
            "a tenth, by a place lost": key / 10,
        },
        because=f"({sync:,.0f} - {rpm:,}) / {sync:,.0f} = {say(key)} %.",
        show=_plate(hertz, rpm, power),
    )


@asks(MOTOR, repair="VIB-01")
def slip_in_rpm(draw: Draw) -> Asked:
    """Speed of a motor from its slip."""
    hertz, poles = draw.pick(50, 60), draw.pick(2, 4, 6, 8)
    slip = draw.pick(5.0, 6.0, 7.0)
    sync = 120 * hertz / poles
    key = sync * (1 - slip / 100)
    return draw.number(
        f"A small {poles}-pole motor on {hertz} Hz runs with {slip:g} % slip. How fast does its"
        " shaft turn?",
        key,
        "rpm",
        digits=4,
        mistakes={
            "synchronous speed": sync,
            "slip added": sync * (1 + slip / 100),
            "speed of the slip alone": sync * slip / 100,
            "poles taken for pairs": key / 2,
            "pairs of poles halved again": key * 2,
            "ten times the slip": sync * (1 - slip / 10),
        },
        because=f"{sync:,.0f} rpm less {slip:g} % = {key:,.0f} rpm.",
    )


@asks("a drive sets the frequency of the field: n = 120·f / poles", repair="VIB-01",
      backed="picture")  # fmt: skip
def speed_on_a_drive(draw: Draw) -> Asked:
    """Field speed of a motor on a variable-frequency drive."""
    mains, poles = draw.pick(50, 60), draw.pick(2, 4, 6)
    fed = draw.pick(28, 32, 36, 42)
    key = 120 * fed / poles
    return draw.number(
        f"Mains {mains} Hz, drive at {fed} Hz, motor with {poles} poles. How fast does the field of"
        " the motor turn?",
        key,
        "rpm",
        digits=4,
        mistakes={
            "the frequency of the mains taken": 120 * mains / poles,
            "poles taken for pairs": key / 2,
            "pairs of poles halved again": key * 2,
            "the difference to the mains taken": 120 * (mains - fed) / poles,
            "Hz times 60, poles forgotten": 60.0 * fed,
            "two poles more": 120 * fed / (poles + 2),
            "the share of the mains taken twice": key * fed / mains,
        },
        because=f"The motor sees the drive, not the mains: 120 · {fed} / {poles} = {key:,.0f} rpm.",
        show=lambda: scheme(
            ("mains", "drive", "motor", "fan"),
            f"Mains {mains} Hz, drive at {fed} Hz, motor, fan",
            {0: f"{mains} Hz", 1: f"{fed} Hz"},
        ),
    )


@asks("magnetic pull of the stator: twice the frequency fed to it", repair="VIB-03")
def twice_the_fed_frequency(draw: Draw) -> Asked:
    """Where a stator shows itself, on the mains and on a drive."""
    mains, fed = draw.pick((50, 50), (60, 60), (50, 35), (50, 40), (60, 42), (60, 48))
    supply = f"on a drive at {fed} Hz (mains {mains} Hz)" if fed != mains else f"on {mains} Hz"
    poles, driven = draw.pick(2, 4, 6), draw.pick("pump", "fan", "blower")
    return draw.number(
        f"The {poles}-pole motor of a {driven} runs {supply}. At what frequency does the"
        " magnetic pull of its stator vibrate?",
        2.0 * fed,
        "Hz",
        mistakes={
            "once the frequency": float(fed),
            "three times the frequency": 3.0 * fed,
            "six pulses of a rectifier": 6.0 * fed,
            "the speed of the field": 2.0 * fed / poles,
            "twice the mains" if fed != mains else "four times": 2.0 * mains if fed != mains
            else 4.0 * fed,
            "divided by a pair of poles": fed / 2,
        },
        because=f"Pull has no sign: it goes twice a period, 2 · {fed} = {2 * fed} Hz, whatever the"
        " poles.",
    )  # fmt: skip


@asks(PASSING, repair="VIB-03", backed="picture")
def vane_pass(draw: Draw) -> Asked:
    """Vane pass of a centrifugal pump."""
    vanes, rpm = draw.pick(3, 5, 6, 7), draw.pick(735, 980, 1180, 1475, 1775, 2955)
    key = vanes * rpm / 60
    return draw.number(
        f"The impeller has {vanes} vanes and turns at {rpm:,} rpm. Where is vane pass?",
        key,
        "Hz",
        mistakes={
            "turning speed": rpm / 60,
            "one vane too many": (vanes + 1) * rpm / 60,
            "one vane too few": (vanes - 1) * rpm / 60,
            "twice vane pass": 2 * key,
            "cpm left undivided": key * 60,
            "half, as if vanes were pairs": key / 2,
        },
        because=f"{vanes} · {rpm:,} / 60 = {say(key)} Hz.",
        show=lambda: scheme(
            ("motor", "coupling", f"pump, {vanes} vanes"), f"Motor, coupling, pump, {vanes} vanes"
        ),
    )


@asks(PASSING, repair="VIB-03", backed="picture")
def blades_from_spectrum(draw: Draw) -> Asked:
    """Number of blades of a fan, read from its spectrum."""
    blades, rpm = draw.pick(6, 8, 9, 10, 12), draw.pick(590, 735, 885, 985, 1180)
    turn, seed = rpm / 60, draw.seed()
    lines = {turn: 1.4, 2 * turn: 0.5, blades * turn: draw.pick(1.8, 2.2, 2.6)}
    return draw.number(
        f"A fan turns at {rpm:,} rpm ({turn:.1f} Hz). The highest line is its blade pass. How many"
        " blades are there?",
        blades,
        "blades",
        digits=2,
        mistakes={
            "two too few": blades - 2.0,
            "one too many": blades + 1.0,
            "one too few": blades - 1.0,
            "doubled": blades * 2.0,
            "two too many": blades + 2.0,
        },
        because=f"The line stands at {blades * turn:.0f} Hz: divided by {turn:.1f} Hz, {blades}.",
        show=lambda: spectrum(
            lines, "mm/s rms", f"Low lines, and a high one near {blades * turn:.0f} Hz", seed=seed
        ),
    )


LAW = {"flow": 1, "head": 2, "power": 3}
UNIT = {"flow": "m³/h", "head": "m", "power": "kW"}


@asks(AFFINITY, repair="HYD-03", backed="picture")
def affinity(draw: Draw) -> Asked:
    """Flow, head and power of a centrifugal pump at another speed."""
    before, after = draw.pick((1480, 1184), (1480, 1036), (1770, 1239), (2950, 2065), (1180, 1416))
    duty = {"flow": draw.pick(60, 90, 120), "head": draw.pick(20, 32, 45), "power": 15}
    wanted = draw.pick("flow", "head", "power")
    ratio, base = after / before, duty[wanted]
    powers = {
        "left as it was": 0, "proportional to speed": 1, "with the square of speed": 2,
        "with the cube of speed": 3, "the ratio upside down": -1, "with the fifth power": 5,
    }  # fmt: skip
    del powers[list(powers)[LAW[wanted]]]
    return draw.number(
        f"A drive brings the pump from {before:,} to {after:,} rpm. What becomes of the {wanted}?",
        base * ratio ** LAW[wanted],
        UNIT[wanted],
        mistakes={name: base * ratio**n for name, n in powers.items()},
        because=f"Speed ratio {ratio:.2f}; {wanted} goes with it to the power of {LAW[wanted]}.",
        show=lambda: table(
            ("speed", *duty),
            [(f"{before} rpm", *(f"{v:g} {UNIT[k]}" for k, v in duty.items()))],
        ),
    )
