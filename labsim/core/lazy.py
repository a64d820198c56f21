"""Names of a package that load when they are first used, so that importing it stays quick."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

__all__ = ["lazy"]


def lazy(
    package: str, where: Mapping[str, str]
) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return `__getattr__` and `__dir__` of a package. `where`: name -> its module in the package.

    No name may be that of a module directly in the package: once loaded, the module has the name.
    """

    def get(name: str) -> Any:
        if name not in where:
            raise AttributeError(f"{package} has no {name}; it has {', '.join(where)}")
        return getattr(import_module(f"{package}.{where[name]}"), name)

    return get, lambda: sorted({*vars(sys.modules[package]), *where})
