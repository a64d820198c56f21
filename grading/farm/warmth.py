"""What a lab's notebook loads, read from the release: the mother of kernels has it ready."""

from __future__ import annotations

import ast
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["imported", "modules"]


def modules(coursedir: Any, lab: str) -> list[str]:
    """Return the modules that the released notebooks of an assignment import."""
    folder = Path(coursedir.format_path(coursedir.release_directory, ".", lab))
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.ipynb")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            for cell in json.loads(path.read_text("utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    found |= dict.fromkeys(imported("".join(cell["source"])))
    return list(found)


def imported(source: str) -> list[str]:
    """Return what a cell imports; of `from a import b` both a and a.b, whichever b may be."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):  # a magic, or no Python
        return []
    found = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return found
