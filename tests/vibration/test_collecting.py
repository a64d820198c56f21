"""Records at the pads: the analyser reads on samples what the signature says, and bad data."""

from __future__ import annotations

import numpy as np
import pytest

from labsim.core.errors import LabsimError
from labsim.vibration import features
from labsim.vibration.analysis import values
from labsim.vibration.analysis.envelope import demodulated
from labsim.vibration.analysis.orders import phasor
from labsim.vibration.bearing import CATALOGUE
from labsim.vibration.mount import MOUNTS
from labsim.vibration.route import Setting, collect
from tests.vibration.trains import Train

SICK = (
    {}, {("B2", "outer"): 3.0}, {("B2", "inner"): 2.0}, {("B2", "inner"): 4.0},
    {("B2", "fit"): 1.3}, {("P1", "boils"): 1.0}, {("X1", "parallel"): 0.55},
)  # fmt: skip


def test_figures_of_lines_and_of_samples_agree() -> None:
    # Slow noise of a worn-out bearing: 5.4 s · 30 Hz are 160 independent pieces, 6 % scatter.
    setting = Setting(fmax=10e3, lines=6400, averages=16)
    for wrong in SICK:
        train = Train(wrong)
        for pad in ("B2:H", "B3:V"):
            row, record = train.rows(pad)[0], collect(train.sim, pad, setting, seed=5)
            told = features.velocity(train.sig)[row]
            assert values.band(record, 10, 1000, "mm/s") == pytest.approx(told, rel=0.1)
            told = features.acceleration(train.sig, setting.chain)[row]
            assert values.band(record, 2, 10e3, "m/s2") == pytest.approx(told, rel=0.06)
            told = features.kurtosis(train.sig, setting.chain)[row]
            assert values.kurtosis(record) == pytest.approx(told, rel=0.25)


def test_the_line_in_the_squared_envelope_is_what_a_long_record_shows() -> None:
    setting = Setting(fmax=10e3, lines=12800, averages=8)
    for what, name in (("outer", "BPFO"), ("inner", "BPFI"), ("ball", "BSF")):
        train = Train({("B2", what): 2.0})
        order = CATALOGUE["6312"].slipping(0.013)[name] * (2 if name == "BSF" else 1)
        record = collect(train.sim, "B2:H", setting, seed=2)
        found, rate = demodulated(record.samples, record.fs, *features.ENVELOPE)
        squared, times = np.abs(found) ** 2, np.arange(len(found)) / rate
        window = np.hanning(len(found))
        near = order * train.fr() + np.arange(-0.3, 0.31, 0.05)
        turn = np.exp(-2j * np.pi * np.outer(near, times))
        size = 2 * np.abs(turn @ (squared * window)).max() / window.sum()
        line, mean = features.envelope(train.sig, order * train.fr(), setting.chain)
        row = train.rows("B2:H")[0]
        assert squared.mean() == pytest.approx(mean[row], rel=0.12)
        assert size == pytest.approx(line[row], rel=0.15)


def test_phase_after_the_tacho_is_the_analysers() -> None:
    train = Train({("M1", "heavy"): 117.0})
    for pad in ("B1:H", "B1:V", "B2:V"):
        record = collect(train.sim, pad, Setting(fmax=500.0, lines=3200), seed=4)
        lag = phasor(record).phase  # of the acceleration; velocity is a quarter turn later
        told = -np.degrees(np.angle(train.line(pad, train.fr()))) - 90.0
        assert abs((lag - told + 180) % 360 - 180) < 3


# what goes wrong -------------------------------------------------------------------------------
def test_every_mount_lifts_what_lies_at_its_own_resonance() -> None:
    # 10, 6.2, 5.6 and 1.1 kHz; far below all read alike, at a third of it 12 % too much.
    for mount in MOUNTS.values():
        gain = np.abs(mount.chain(np.array([10.0, mount.hertz / 3, mount.hertz, 3 * mount.hertz])))
        assert gain[0] == pytest.approx(1.0, abs=0.01)
        assert gain[1] == pytest.approx(1 / (1 - 1 / 9), abs=0.02)
        assert gain[2] == pytest.approx(mount.peak, rel=0.01)
        assert gain[3] < 0.15
    train = Train({("B2", "outer"): 2.0})
    held = [collect(train.sim, "B2:H", Setting(fmax=10e3, mount=m)).samples.std() for m in MOUNTS]
    assert held[-1] < 0.3 * held[1]  # by hand: nothing of the ringing arrives


def test_full_scale_cuts_the_tops_off() -> None:
    train = Train({("B2", "outer"): 3.0})
    record = collect(train.sim, "B2:H", Setting(fmax=10e3, full_scale=20.0))
    assert np.abs(record.samples).max() == 20.0
    assert (np.abs(record.samples) == 20.0).sum() > 20


def test_a_sensor_just_put_on_drifts_and_makes_a_ski_slope() -> None:
    train = Train()
    good, hasty = (collect(train.sim, "B2:H", Setting(settled=s)) for s in (15.0, 0.0))
    slow = [values.band(r, 1.5, 6.0, "mm/s") for r in (good, hasty)]
    assert slow[1] > 10 * slow[0]


def test_without_a_filter_what_is_above_folds_back() -> None:
    # 1500 Hz sampled at 2.56 · 500 = 1280 Hz stands at 1500 - 1280 = 220 Hz.
    train = Train()
    train.sig.lines[:, 0], train.sig.hertz[0] = 5.0, 1500.0
    found = {}
    for filtered in (True, False):
        record = collect(train.sim, "B2:H", Setting(fmax=500.0, lines=3200, filtered=filtered))
        n = np.arange(len(record.samples))
        turn = np.exp(-2j * np.pi * 220.0 * n / record.fs) * np.hanning(len(n))
        found[filtered] = 4 * abs(np.mean(record.samples * turn))
    assert found[False] == pytest.approx(5.0, rel=0.08)
    assert found[True] < 0.05


def test_loose_magnet_broken_lead_and_wrong_axis_show() -> None:
    train = Train({("X1", "angular"): 0.42})
    read = lambda **how: collect(train.sim, "B2:A", Setting(**how))
    good, loose, cable, axis = read(), read(loose=0.8), read(cable=0.8), read(axis="H")
    assert abs(loose.samples.mean()) > 10 * abs(good.samples.mean())
    assert values.kurtosis(cable) > 2 * values.kurtosis(good)
    assert values.overall(axis) < 0.6 * values.overall(good)
    assert axis.point == "B2:A"  # the record does not know


def test_unsteady_speed_smears_lines_and_order_tracking_brings_them_back() -> None:
    train = Train({("M1", "heavy"): 117.0})
    steady, swaying = (
        collect(train.sim, "B2:H", Setting(fmax=500.0, lines=3200, sway=s)) for s in (0.0, 0.06)
    )
    highest = [abs(np.fft.rfft(r.samples)).max() for r in (steady, swaying)]
    assert highest[1] < 0.6 * highest[0]
    assert phasor(swaying).rms == pytest.approx(phasor(steady).rms, rel=0.06)


def test_length_and_rate_follow_fmax_lines_and_averages() -> None:
    # fs = 2.56 · 1000, T = 1600/1000 = 1.6 s, four averages at 50 %: 1.6 · 2.5 = 4 s.
    setting = Setting()
    assert (setting.fs, setting.seconds) == (2560.0, 4.0)
    assert len(collect(Train().sim, "B1:H").samples) == 10240


def test_what_cannot_be_is_refused() -> None:
    train = Train()
    for bad in ({"mount": "glue"}, {"fmax": 0.0}, {"lines": -1}, {"overlap": 1.0}):
        with pytest.raises(LabsimError):
            Setting(**bad)
    for pad in ("B9:H", "B2:X", "M1:U1"):
        with pytest.raises(LabsimError):
            collect(train.sim, pad)
    assert collect(Train(A1="off").sim, "B2:H").rpm is None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"lines": 10**9}, "million samples"), ({"averages": 10**6}, "million samples"),
        ({"sway": 1e9}, "from 0 to 1"), ({"loose": -1.0}, "from 0 to 1"),
    ],
)  # fmt: skip
def test_record_that_no_analyser_could_hold_is_not_taken(given, why):
    """Doing such a record again would fill the grader's memory."""
    with pytest.raises(LabsimError, match=why):
        Setting(**given)
    assert Setting(lines=25600, averages=60).lines == 25600
