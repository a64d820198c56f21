"""Packages whose names load when they are first used."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

LAZY = ("plc", "serving", "thermal", "vibration")


@pytest.mark.parametrize("name", LAZY)
def test_every_name_of_a_package_is_there_as_often_as_it_is_asked_for(name: str) -> None:
    """A module of the same name would take its place once it is loaded."""
    package = import_module(f"labsim.{name}")
    modules = {info.name for info in pkgutil.iter_modules(package.__path__)}
    assert package.__all__
    assert not modules & set(package.__all__)
    for one in package.__all__:
        assert getattr(package, one) is getattr(package, one)
        assert one in dir(package)


def test_an_unknown_name_of_a_package_names_those_there_are() -> None:
    from labsim import thermal

    with pytest.raises(AttributeError, match=r"labsim.thermal has no grad; it has .*grade"):
        thermal.grad  # noqa: B018
