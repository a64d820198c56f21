"""Records in files: what is written is read back; what is missing, broken or hostile is named."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from scipy.io import loadmat, savemat, wavfile

from labsim.core.errors import LabsimError
from labsim.vibration import Record, read_record, write_record
from labsim.vibration.files import contents
from labsim.vibration.files.file import FORMATS
from labsim.vibration.files.matfile import variables

ENDINGS = [".wav", ".csv", ".mat", ".uff"]
WAVE = np.random.default_rng(7).standard_normal(2000) * 3.3
FULL = Record(WAVE, 25600, "mm/s", 1483.5, "B1:H", np.arange(40) / 24.7, 50.0, ("magnet", "warm"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read_back_with_everything_that_belongs_to_it(ending, tmp_path):
    back = read_record(write_record(FULL, tmp_path / f"r{ending}"))
    digits = 1e-11 if ending == ".uff" else 0.0
    np.testing.assert_allclose(back.samples, WAVE, rtol=digits, atol=digits)
    assert (back.fs, back.unit, back.rpm, back.point) == (25600, "mm/s", 1483.5, "B1:H")
    np.testing.assert_allclose(back.tacho, FULL.tacho, rtol=1e-11, atol=1e-11)
    assert back.full_scale == 50.0
    assert " ".join(back.notes).replace(";", "") == "magnet warm"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_bare_record_stays_bare_and_a_speed_nobody_read_stays_unknown(ending, tmp_path):
    back = read_record(write_record(Record(WAVE, 12000, "g"), tmp_path / f"r{ending}"))
    assert (back.rpm, back.tacho, back.full_scale, back.notes) == (None, None, None, ())
    assert back.unit == "g" and back.fs == 12000


def test_a_bare_file_of_others_needs_rate_unit_and_speed_said(tmp_path):
    path = tmp_path / "plain.csv"
    path.write_text("0.5\n-0.25\n" * 50)
    for said, given in {
        "does not say its sampling rate: give fs=": {},
        "does not say the speed: give rpm=": {"fs": 1000},
        "does not say its unit: give unit=": {"fs": 1000, "rpm": 1500},
        "sampling rate: 0 Hz cannot be": {"fs": 0},
        "no unit furlong": {"fs": 1000, "rpm": 1500, "unit": "furlong"},
    }.items():
        with pytest.raises(LabsimError, match=said):
            read_record(path, **given)
    assert read_record(path, fs=1e3, rpm="unknown", unit="m/s²").unit == "m/s2"


def test_what_file_and_reader_say_must_agree(tmp_path):
    path = write_record(FULL, tmp_path / "r.csv")
    for said, given in {
        "says sampling rate 25600 Hz, fs=12000 is given": {"fs": 12000},
        "mixed units: r.csv is in mm/s, g is asked for": {"unit": "g"},
        "says speed 1483.5 rpm, rpm=1500 is given": {"rpm": 1500},
    }.items():
        with pytest.raises(LabsimError, match=said):
            read_record(path, **given)
    assert read_record(path, fs=25600, unit="mm/s", rpm=1483.5).rpm == 1483.5


def test_a_csv_of_others_with_time_units_and_decimal_commas_is_understood(tmp_path):
    rows = "\n".join(f"{n / 2000:.5f};{np.sin(n):.6f};{n}".replace(".", ",") for n in range(100))
    path = tmp_path / "logger.csv"
    path.write_text("\ufefftime;DE [mm/s];FE [g]\n" + rows)
    with pytest.raises(LabsimError, match=r"2 channels: say which with channel=: DE \[mm/s\], FE"):
        read_record(path, rpm=1500)
    found = read_record(path, "DE [mm/s]", rpm=1500)
    assert found.fs == pytest.approx(2000) and found.unit == "mm/s"
    assert found.samples[3] == pytest.approx(np.sin(3), abs=1e-6)
    path.write_text("t,a\n" + "\n".join(f"{n + (n > 50)},1" for n in range(100)))
    with pytest.raises(LabsimError, match="uneven steps: samples are missing"):
        read_record(path, rpm=1500, unit="g")


def test_a_mat_of_a_laboratory_is_read_by_the_names_it_has(tmp_path):
    path = tmp_path / "105.mat"
    savemat(path, {"X105_DE_time": WAVE, "X105_FE_time": 2 * WAVE, "X105RPM": 1797})
    with pytest.raises(LabsimError, match=r"2 signals: .*X105_DE_time, X105_FE_time"):
        read_record(path, fs=12000, unit="g")
    found = read_record(path, "X105_FE_time", fs=12000, unit="g")
    assert found.rpm == 1797 and found.samples[0] == 2 * WAVE[0] and found.point == "X105_FE_time"
    savemat(path, {"bearing": {"sr": 48828, "gs": WAVE[:, None], "rate": 25, "load": 50}})
    found = read_record(path, rpm=1500, unit="g")
    assert (found.fs, len(found.samples)) == (48828, 2000)


def test_a_wav_of_whole_numbers_needs_its_full_scale(tmp_path):
    path = tmp_path / "phone.wav"
    wavfile.write(path, 8000, np.array([[0, 1], [16384, 2], [-32767, 3]] * 20, dtype=np.int16))
    with pytest.raises(LabsimError, match="2 channels: say which"):
        read_record(path)
    with pytest.raises(LabsimError, match="whole numbers: give full_scale="):
        read_record(path, "1", unit="g", rpm="unknown")
    found = read_record(path, "1", unit="g", rpm="unknown", full_scale=50)
    assert found.samples[1] == pytest.approx(25.0, rel=1e-3) and found.samples[2] == -50
    assert found.full_scale == 50 and found.fs == 8000


def test_files_that_are_none_are_told_apart_from_broken_ones(tmp_path):
    with pytest.raises(LabsimError, match=r"no ending \.xls; it has .*\.wav"):
        read_record(tmp_path / "r.xls")
    with pytest.raises(LabsimError, match=r"there is no file r\.wav"):
        read_record(tmp_path / "r.wav")
    for ending in FORMATS:
        path = tmp_path / f"r{ending}"
        path.write_bytes(b"")
        with pytest.raises(LabsimError, match="is empty"):
            read_record(path)
    with pytest.raises(LabsimError, match="cannot be written"):
        write_record(FULL, tmp_path / "nowhere" / "r.csv")


def test_a_file_that_is_too_large_is_not_opened(tmp_path, monkeypatch):
    path = write_record(FULL, tmp_path / "r.csv")
    monkeypatch.setattr("labsim.vibration.files.file.LARGEST", 1000)
    with pytest.raises(LabsimError, match="MiB"):
        read_record(path)
    monkeypatch.undo()
    monkeypatch.setattr(contents, "MOST", 100)
    with pytest.raises(LabsimError, match="2000 samples: 100 at most"):
        read_record(path)


def packed_mat(count: int, held: int) -> bytes:
    """A MAT with one packed variable that says it has so many numbers, and has others."""
    inner = struct.pack("<IIII", 6, 8, 6, 0) + struct.pack("<IIii", 5, 8, count, 1)
    inner += struct.pack("<II", 1, 1) + b"x" + b"\0" * 7
    inner += struct.pack("<II", 9, 8 * held) + b"\0" * 8 * held
    packed = zlib.compress(struct.pack("<II", 14, len(inner)) + inner)
    head = b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack("<H", 0x0100) + b"IM"
    return head + struct.pack("<II", 15, len(packed)) + packed


def test_a_mat_that_swells_or_says_more_than_it_holds_is_not_unpacked(tmp_path, monkeypatch):
    path = tmp_path / "bomb.mat"
    path.write_bytes(packed_mat(2_000_000_000, 50))
    with pytest.raises(LabsimError, match="an array says it is of shape"):
        read_record(path)
    path.write_bytes(packed_mat(100, 50))
    with pytest.raises(LabsimError, match="50 of 100 numbers are there"):
        read_record(path)
    path.write_bytes(packed_mat(200_000, 200_000))
    assert len(read_record(path, fs=1, unit="g", rpm=1).samples) == 200_000
    monkeypatch.setattr("labsim.vibration.files.matfile.SWOLLEN", 100_000)
    with pytest.raises(LabsimError, match="swells to more than"):
        read_record(path)


def test_variables_are_read_as_scipy_reads_them_packed_or_not(tmp_path):
    inner = {"gs": WAVE, "name": "NICE", "deep": {"e": 1.5}}
    given = {"a": WAVE[:, None], "b": np.arange(6, dtype=np.int16).reshape(2, 3), "c": "text"}
    given |= {"d": inner, "f": np.float32(2.5)}
    for squeezed in (False, True):
        path = tmp_path / "all.mat"
        savemat(path, given, do_compression=squeezed)
        found = variables(path.read_bytes(), path.name)
        theirs = loadmat(path)
        for name in "abf":
            np.testing.assert_array_equal(found[name], theirs[name])
        assert (found["c"], found["d"]["name"], found["d"]["deep"]["e"].item()) == (
            "text", "NICE", 1.5,
        )  # fmt: skip
        np.testing.assert_array_equal(found["d"]["gs"].ravel(), WAVE)


@pytest.mark.parametrize("ending", ENDINGS)
def test_cut_off_and_mangled_files_give_an_error_or_a_record_and_nothing_else(ending, tmp_path):
    whole = write_record(FULL, tmp_path / f"whole{ending}").read_bytes()
    path, dice = tmp_path / f"r{ending}", np.random.default_rng(3)
    refused = 0
    for n in range(60):
        data = bytearray(whole)
        if n % 3 == 0:
            data = data[: int(dice.integers(1, len(data)))]
        else:
            near = len(data) if n % 3 == 1 else 400  # anywhere, or in the head
            for place in dice.integers(0, near, 1 + n % 7):
                data[place] = int(dice.integers(256))
        path.write_bytes(bytes(data))
        try:
            assert isinstance(read_record(path), Record)
        except LabsimError:
            refused += 1
    assert refused >= 15


@pytest.mark.parametrize("ending", sorted(FORMATS))
def test_noise_and_files_of_another_format_are_refused(ending, tmp_path):
    dice = np.random.default_rng(4)
    others = [write_record(FULL, tmp_path / f"o{e}").read_bytes() for e in ENDINGS
              if FORMATS[e] != FORMATS[ending]]  # fmt: skip
    for data in (*others, dice.bytes(3000), b"\0" * 3000, b"%PDF-1.4 x\n" * 50, b"{}", b"\xff\xfe"):
        path = tmp_path / f"r{ending}"
        path.write_bytes(data)
        with pytest.raises(LabsimError):
            read_record(path)
