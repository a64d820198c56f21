"""What is kept on disk comes back as it was, or not at all."""

import multiprocessing
import os

import numpy as np
import pytest

import labsim
from labsim import store
from labsim.coach.dictionary import build, dictionary_of


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("LABSIM_CACHE", str(tmp_path))
    return tmp_path


def test_arrays_and_facts_come_back_as_they_were():
    table = np.array([[1.5, np.inf], [0.0, -2.0]])
    store.keep("thing", "key", {"names": ["K1: coil", "Ω"]}, {"table": table, "n": np.arange(3)})
    facts, arrays = store.fetch("thing", "key")
    assert facts == {"names": ["K1: coil", "Ω"]}
    assert np.array_equal(arrays["table"], table) and arrays["n"].tolist() == [0, 1, 2]


def test_another_key_or_another_version_of_the_sources_finds_nothing(monkeypatch):
    store.keep("thing", "key", {}, {})
    assert store.fetch("thing", "other key") is None
    monkeypatch.setattr(store, "sources", lambda: "sources of tomorrow")
    assert store.fetch("thing", "key") is None


@pytest.mark.parametrize("harm", ["cut short", "one bit", "another version", "empty", "text"])
def test_a_damaged_file_counts_as_not_there(home, harm):
    store.keep("thing", "key", {"a": 1}, {"table": np.arange(100.0)})
    path = next(home.glob("thing-*.cache"))
    data = path.read_bytes()
    bit = len(data) - 5
    path.write_bytes({
        "cut short": data[: len(data) // 2],
        "one bit": data[:bit] + bytes([data[bit] ^ 1]) + data[bit + 1 :],
        "another version": data.replace(b"cache 1", b"cache 9", 1),
        "empty": b"", "text": b"labsim cache 1 nonsense\n{}\n",
    }[harm])  # fmt: skip
    assert store.fetch("thing", "key") is None


def test_switched_off_or_in_a_place_nobody_can_write_it_goes_without(home, monkeypatch):
    (home / "file").write_text("a file, no folder")
    for place in ("off", str(home / "file" / "below")):
        monkeypatch.setenv("LABSIM_CACHE", place)
        store.keep("thing", "key", {}, {})
        assert store.fetch("thing", "key") is None


def test_old_results_of_a_name_are_thrown_away(home):
    for key in range(9):
        store.keep("thing", str(key), {}, {})
    assert len(list(home.glob("thing-*.cache"))) == store.KEPT


def _writes(number: int) -> bool:
    table = np.arange(50_000.0)
    for _ in range(20):
        store.keep("thing", "key", {}, {"table": table})
        found = store.fetch("thing", "key")
        if found is None or not np.array_equal(found[1]["table"], table):
            return False
    return True


def test_two_processes_may_build_at_once(home):
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_writes, range(2)) == [True, True]
    assert [p for p in os.listdir(home) if p.startswith(".")] == []  # nothing half written stays


def test_a_dictionary_from_disk_is_the_one_that_was_built():
    lab = labsim.lab("ELE-02")
    built, kept = build(lab), (dictionary_of(lab), dictionary_of(lab))[1]
    assert kept.checks == built.checks and kept.variants == built.variants
    for name in ("prior", "value", "sigma", "code", "group", "moves"):
        assert np.array_equal(getattr(kept, name), getattr(built, name)), name
    assert [(f.id, f.group) for f in kept.faults] == [(f.id, f.group) for f in built.faults]
