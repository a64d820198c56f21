"""Every example in the documents runs, and prints what the document says it prints.

In README.md, CONTRIBUTING.md and docs/ a block

- ```python runs; all blocks of a file share one namespace and one empty working directory;
- ```text right after one is what it prints (`…` stands for any text within a line);
- ```toml NAME.toml is written to that directory before the next python block runs;
- ```sh is read: each `make` target and each `labsim` command in it exists;
- ```sh run is a `labsim` command that runs there, and ends well (`…` alone on a line stands for any
  lines of what it prints).
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main

from labsim import cli
from tests.conftest import ROOT, tracked

FENCE = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGES = tracked("README.md", "CONTRIBUTING.md", "docs/*.md")


@dataclass
class Block:
    language: str
    name: str
    body: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(m[1], m[2].strip(), m[3], text[: m.start()].count("\n") + 2)
        for m in FENCE.finditer(text)
    ]


def title(page: Path) -> str:
    return str(page.relative_to(ROOT))


def fits(printed: str, promised: str) -> bool:
    pieces = re.split(r"^…$", promised.strip(), flags=re.MULTILINE)
    lines = [".*".join(re.escape(part) for part in piece.split("…")) for piece in pieces]
    pattern = r"[\s\S]*".join(lines)
    return re.fullmatch(pattern, printed.strip()) is not None


def run(page: Path, block: Block, names: dict[str, object]) -> str:
    printed = io.StringIO()
    code = compile("\n" * (block.line - 1) + block.body, title(page), "exec")
    with contextlib.redirect_stdout(printed):
        exec(code, names)
    return printed.getvalue()


def run_command(block: Block) -> str:
    words = [sys.executable, "-m", "labsim.cli", *shlex.split(block.body)[1:]]
    there = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "100"}
    done = subprocess.run(words, env=there, capture_output=True, text=True)
    assert done.returncode == 0, f"{block.body}{done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(
    "page", [p for p in PAGES if any(b.language == "python" for b in blocks(p))], ids=title
)
def test_the_examples_of_a_page_run_and_print_what_it_says(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__example__"}
    printed = None
    for block in blocks(page):
        if block.language == "toml" and block.name:
            Path(block.name).write_text(block.body, "utf-8")
        elif block.language == "python":
            printed = run(page, block, names)
        elif block.language == "sh" and block.name == "run":
            printed = run_command(block)
        elif block.language == "text" and printed is not None:
            assert fits(printed, block.body), f"{title(page)}:{block.line} printed:\n{printed}"
        if block.language == "text":
            printed = None


def shell_lines() -> list[tuple[str, list[str]]]:
    return [
        (title(page), line.split())
        for page in PAGES
        for block in blocks(page)
        if block.language == "sh"
        for line in block.body.splitlines()
    ]


def test_every_command_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    commands = typer.main.get_command(cli.app).commands
    for page, (first, *rest) in shell_lines():
        if first == "make":
            assert set(rest) <= targets, f"{page}: make {' '.join(rest)}"
        if first.endswith("labsim"):
            assert rest[0] in commands, f"{page}: labsim {rest[0]}"


def links() -> list[tuple[str, str]]:
    pattern = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
    return [
        (title(page), target)
        for page in PAGES
        for target in pattern.findall(re.sub(FENCE, "", page.read_text("utf-8")))
        if "://" not in target
    ]


@pytest.mark.parametrize(("page", "target"), links())
def test_every_link_between_the_documents_leads_somewhere(page: str, target: str) -> None:
    assert ((ROOT / page).parent / target).exists()
