"""Recognising bad data: what a waveform or a spectrum shows of how it was taken."""

from __future__ import annotations

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, say
from labsim.study.matching import ask_case
from labsim.study.pictures import spectrum, table
from labsim.study.trains import line_picture, taken, turns, velocity, wave_picture
from labsim.vibration.analysis.spectrum import Setup
from labsim.vibration.bearing import CATALOGUE
from labsim.vibration.route import Setting

TOPIC = "Data acquisition"
TRAIN = "simulated route data of labsim.vibration (sensor, mount, cable, settings)"
POINTS = ("B1:H", "B2:H", "B3:H", "B3:V", "B4:H")
UNBALANCE = (("P1", "heavy", 90.0), ("M1", "heavy", 60.0))
# how it was taken: setting, what is right to say, what the waveform looks like, s that are shown
TAKEN = {
    "sound": ({}, "nothing is wrong: keep it", "an even row of like turns about zero", 0.4),
    "clipped": ({"full_scale": 0.5}, "clipped: the range is too small",
                "tops and bottoms cut off flat at one height", 0.25),
    "settling": ({"settled": 0.4}, "taken before the sensor had settled",
                 "a wave that falls steadily from far above zero", 0.8),
    "cable": ({"cable": 0.9}, "a lead that breaks now and then",
              "sudden jumps that die away slowly", 0.8),
}  # fmt: skip
BELIEVED = {
    "nothing is wrong: keep it": "bad data taken for good",
    "clipped: the range is too small": "clipping cuts tops off flat",
    "taken before the sensor had settled": "an unsettled sensor drifts toward zero",
    "a lead that breaks now and then": "a broken lead makes gaps and jumps",
    "the bearing fails: stop the machine": "what no machine can do taken for a fault",
    "Fmax is too low": "a low Fmax leaves out lines, it bends no wave",
}


@asks(TRAIN, repair="VIB-01", backed="simulation")
def bad_waveform(draw: Draw) -> Asked:
    """Bad data recognised in a waveform."""
    name, pad = draw.pick(*TAKEN), draw.pick(*POINTS)
    how, right, looks, seconds = TAKEN[name]
    setting, seed = Setting(fmax=500, lines=400, averages=1, **how), draw.pick(1, 2, 3, 4)
    return draw.choice(
        f"Point {pad} of a pump set at 1,780 rpm, shown as it was taken. What do you say?",
        right,
        BELIEVED,
        because=f"It shows {looks}: {right}.",
        show=lambda: wave_picture(
            taken("pump", UNBALANCE, pad, setting, seed), seconds, f"Waveform: {looks}"
        ),
    )


SPECTRA = {
    "sound": ({}, "a good spectrum: keep it", "sharp lines at 1X, 2X and vane pass"),
    "ski": ({"settled": 0.4}, "a ski slope: wait, then take it again",
            "a steep fall from the lowest lines, all else small beside it"),
    "sway": ({"sway": 0.06}, "speed was not steady: take it again",
             "lines smeared into humps, wider the higher the order"),
    "gaps": ({"cable": 0.9}, "a broken lead: change the cable",
             "a slope at low frequency far higher than any machine can move"),
}  # fmt: skip
SAID = {
    "a good spectrum: keep it": "bad data taken for good",
    "a ski slope: wait, then take it again": "a ski slope falls from the lowest lines",
    "speed was not steady: take it again": "unsteady speed smears lines",
    "a broken lead: change the cable": "a broken lead makes slopes beyond any machine",
    "a failed bearing: stop the machine": "a fault of the chain taken for one of the machine",
    "too many averages: take fewer": "averages do not bend a spectrum",
}


@asks(TRAIN, repair="VIB-01", backed="simulation")
def bad_spectrum(draw: Draw) -> Asked:
    """Bad data recognised in a spectrum."""
    name, pad = draw.pick(*SPECTRA), draw.pick(*POINTS)
    how, right, looks = SPECTRA[name]
    near = {"gaps": "a ski slope: wait, then take it again",
            "ski": "a broken lead: change the cable"}.get(name)  # fmt: skip
    setting, seed = Setting(fmax=500, lines=800, averages=1, **how), draw.pick(1, 2, 3)
    wrong = {text: why for text, why in SAID.items() if text not in (right, near)}
    return draw.choice(
        f"Point {pad} of a pump set at 1,780 rpm (1X = 29.7 Hz). What do you say of this spectrum?",
        right,
        wrong,
        because=f"It shows {looks}: {right}.",
        show=lambda: line_picture(
            velocity("pump", UNBALANCE, pad, setting, seed, 2.0), top=350.0,
            words=f"Spectrum to 350 Hz: {looks}",
        ),
    )  # fmt: skip


@asks(TRAIN, repair="VIB-01", backed="simulation")
def speed_from_spectrum(draw: Draw) -> Asked:
    """Which shaft a spectrum is of: speed from its first line."""
    shaft, pad = draw.pick((0, "B1:H"), (0, "B2:H"), (1, "B3:H"), (1, "B4:H"))
    hertz = turns("fan", (), shaft)
    wrong = (("M1", "heavy", 300.0),) if shaft == 0 else (("G2", "heavy", 90.0),)
    line = round(hertz * 60 / 5) * 5
    asked = draw.pick("label", "file", "card", "tag", "sheet")
    return draw.number(
        f"The {asked} of a belt-driven fan has lost its point name. Its highest line is at"
        f" {say(hertz)} Hz and is 1X. At how many rpm does that shaft turn?",
        hertz * 60,
        "rpm",
        mistakes={
            "the other shaft's speed": turns("fan", (), 1 - shaft) * 60,
            "multiplied by 100": hertz * 100,
            "Hz left as they are": hertz,
            "2X taken for 1X": hertz * 30,
            "half orders taken": hertz * 120,
            "radians per second": hertz * 6.2832,
        },
        because=f"{say(hertz)} · 60 = about {line:,} rpm: the"
        f" {'motor' if shaft == 0 else 'fan'} shaft.",
        show=lambda: line_picture(
            velocity("fan", wrong, pad, Setting(fmax=200, lines=400), 5), top=200.0
        ),
    )


@asks("what a remedy is for which bad record", repair="VIB-01")
def remedy(draw: Draw) -> Asked:
    """Remedy for bad data."""
    cases = (
        ("tops of the waveform cut off flat", "choose a larger input range",
         "The signal was larger than the range."),
        ("a steep slope from the lowest lines on", "let the sensor settle, repeat",
         "Drift of the sensor, integrated, makes a ski slope."),
        ("a hump at 1 kHz that the magnet does not show", "use the magnet, not the hand",
         "A hand-held probe rings at about 1 kHz."),
        ("lines smeared wide, more at higher orders", "wait until speed is steady",
         "Orders wander with speed during the record."),
        ("gear mesh expected at 1,400 Hz, spectrum ends at 1,000", "set a higher Fmax",
         "What lies above Fmax is not seen."),
        ("2X and 2·line frequency run into one peak", "take more lines",
         "More lines part what is close."),
    )  # fmt: skip
    every = {
        "choose a larger input range": "the range does not matter here",
        "let the sensor settle, repeat": "settling cures drift",
        "use the magnet, not the hand": "the mount cures a hump of its resonance",
        "wait until speed is steady": "a steady speed cures smeared lines",
        "set a higher Fmax": "Fmax decides where it ends",
        "take more lines": "lines decide what is parted",
    }
    return ask_case(draw, "On a record: {}. What helps?", cases, every)


@asks("harmonics of bearing frequencies: Fmax = harmonics · order · speed", repair="VIB-01 VIB-04",
      backed="picture")  # fmt: skip
def fmax_for_a_bearing(draw: Draw) -> Asked:
    """Fmax that takes in harmonics of a bearing frequency."""
    kind, rpm, count = draw.pick(*CATALOGUE), draw.pick(890, 1180, 1480, 1780), draw.pick(4, 5, 8)
    order = CATALOGUE[kind].orders["BPFI"]
    key = count * order * rpm / 60
    return draw.number(
        f"A {kind} bearing has its inner-race frequency at {order:.2f}X. At {rpm:,} rpm, what Fmax"
        f" takes in {count} harmonics of it?",
        key,
        "Hz",
        mistakes={
            "cpm taken for Hz": key * 60,
            "one harmonic only": key / count,
            "order forgotten": count * rpm / 60,
            "2.56 times as high": 2.56 * key,
            "half as many harmonics": key / 2,
            "in orders": count * order,
        },
        because=f"{count} · {order:.2f} · {rpm / 60:.2f} Hz = {say(key)} Hz, or the next Fmax up.",
        show=lambda: spectrum(
            {order * rpm / 60 * k: 1.0 / k for k in range(1, count + 1)}, "mm/s rms",
            f"{count} lines, evenly spaced, falling off",
        ),
    )  # fmt: skip


@asks("gear mesh = teeth · speed; Fmax 3.25 · GMF is usual", repair="VIB-01", backed="picture")
def fmax_for_a_gear(draw: Draw) -> Asked:
    """Fmax that takes in harmonics of gear mesh."""
    teeth, rpm = draw.pick(17, 19, 23, 31, 43), draw.pick(985, 1480, 1780)
    mesh = teeth * rpm / 60
    key = 3.25 * mesh
    return draw.number(
        f"A pinion of {teeth} teeth turns at {rpm:,} rpm. Fmax is to be 3.25 times gear mesh. What"
        " is that?",
        key,
        "Hz",
        mistakes={
            "gear mesh itself": mesh,
            "teeth forgotten": 3.25 * rpm / 60,
            "cpm taken for Hz": key * 60,
            "2.56 times gear mesh": 2.56 * mesh,
            "twice gear mesh": 2 * mesh,
            "divided by 100, not by 60": 3.25 * teeth * rpm / 100,
        },
        because=f"Mesh {teeth} · {rpm:,} / 60 = {say(mesh)} Hz, times 3.25 = {say(key)} Hz.",
        show=lambda: spectrum(
            {mesh * k: 2.0 / k for k in (1, 2, 3)}, "mm/s rms", "Three lines, evenly spaced"
        ),
    )


@asks("a line that wanders: width = order · change of speed", repair="VIB-01", backed="picture")
def smeared(draw: Draw) -> Asked:
    """Lines over which a harmonic is smeared when speed wanders."""
    hertz, order, part = draw.pick(25, 30, 50), draw.pick(4, 5, 8, 10), draw.pick(1, 2, 3)
    df = draw.pick(0.5, 0.625, 1.0, 1.25)
    key = order * hertz * part / 100 / df
    return draw.number(
        f"1X is at {hertz} Hz; speed wanders by {part} % during the record. Lines are {df:g} Hz"
        f" apart. Over how many lines is {order}X smeared?",
        key,
        "lines",
        mistakes={
            "as 1X": key / order,
            "in Hz, not lines": key * df,
            "per cent taken for Hz": order * part / df,
            "per cent left undivided": 100 * key,
            "twice: both ways": 2 * key,
            "multiplied by the distance of lines, not divided": key * df * df,
        },
        because=f"{order} · {hertz} · {part} % = {key * df:g} Hz, by {df:g} Hz {say(key)} lines.",
        show=lambda: spectrum(
            {order * hertz + k * df: 1.0 for k in range(-3, 4)}, "mm/s rms",
            f"Not one line but a hump about {order * hertz} Hz",
            top=order * hertz * 1.3,
        ),
    )  # fmt: skip


@asks("repeatability of a reading: difference over the mean", repair="VIB-01", backed="picture")
def repeatability(draw: Draw) -> Asked:
    """Difference of two readings of one point."""
    one, two = draw.pick(2.0, 2.4, 3.0, 3.6), draw.pick(1.25, 1.3, 1.4, 1.5, 0.75, 0.7, 0.6)
    second = round(one * two, 2)
    key = abs(second - one) / ((one + second) / 2) * 100
    return draw.number(
        f"The same point, taken twice within a minute: {one:g} and {second:g} mm/s. How far apart"
        " are they, in per cent of their mean?",
        key,
        "%",
        mistakes={
            "the sum taken for the mean": key / 2,
            "half the mean taken": 2 * key,
            "the difference in mm/s": abs(second - one),
            "the ratio": 100 * second / one,
            "in per cent of the first": 100 * abs(second - one) / one,
            "in per cent of the second": 100 * abs(second - one) / second,
        },
        because=f"{say(abs(second - one))} / {(one + second) / 2:.3g} = {say(key)} %. If that is"
        " more than the machine's own unrest, look at the mount.",
        show=lambda: table(("reading", "mm/s rms"), [("1", f"{one:g}"), ("2", f"{second:g}")]),
    )


@asks("turns in a record", repair="VIB-01")
def turns_in_a_block(draw: Draw) -> Asked:
    """Turns of a slow shaft within one block."""
    rpm, fmax, lines = draw.pick(60, 90, 120, 180), draw.pick(200, 500, 1000), draw.pick(800, 1600)
    seconds = Setup(fmax, lines).block
    key = seconds * rpm / 60
    return draw.number(
        f"A dryer turns at {rpm} rpm. Fmax is {fmax:,} Hz with {lines:,} lines. How many turns does"
        " one block hold?",
        key,
        "turns",
        mistakes={
            "Fmax by lines taken for the time": fmax / lines * rpm / 60,
            "cpm taken for Hz": seconds * rpm,
            "2.56 blocks": 2.56 * key,
            "divided by 2.56": key / 2.56,
            "the time, not the turns": seconds,
            "half turns counted": 2 * key,
        },
        because=f"{lines:,} / {fmax:,} = {say(seconds)} s, at {rpm / 60:g} turns a second:"
        f" {say(key)} turns. Slow machines need long blocks.",
    )
