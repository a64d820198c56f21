"""Scripts and style sheets of the widgets, put together from their files."""

from __future__ import annotations

from pathlib import Path

__all__ = ["script", "style"]

HERE = Path(__file__).parent


def script(*names: str) -> str:
    """Return scripts as one module."""
    return "\n".join((HERE / "js" / name).read_text(encoding="utf-8") for name in names)


def style() -> str:
    """Return the style sheets of all widgets; every rule starts with the root class."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.css")))
