"""A course in a temporary directory with things worth stealing, attacked in one of three ways."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import apprentices
import bad_input
import nbformat
import plain_course
import small
from attack import Attack
from classroom import KEY, keys_in
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import PyFileConfigLoader

from grading import answers, course
from grading.marking import Marker
from grading.work import Work, read_work
from labsim import store

__all__ = ["FIRST", "LAST", "SHARES", "Place"]

COURSE, LAB = "maint", apprentices.LAB
FIRST, LAST = "aa-honest", "zz-honest"  # nbgrader goes by the alphabet
TIMES = ["--Execute.timeout=4", "--ShutInKernelManager.wall_seconds=12"]
SHARES = [
    "--ShutInKernelManager.memory_bytes=600000000", "--ShutInKernelManager.file_bytes=60000000",
    "--RunNotebook.most=6000000", "--ShutInKernelManager.processes=100",
]  # fmt: skip


class Place:
    """One course: stock nbgrader's, or ours; without a sandbox, or with."""

    def __init__(self, root: Path, way: str) -> None:
        self.root, self.way, self.lab = root, way, LAB
        self.course, self.home, self.marks = root / "grading", root / "home", root / "marks"
        self.decoy = root / "decoy" / "site-packages"
        self.key = root / "keys" / f"{COURSE}.key"
        for folder in (self.home, self.marks, self.decoy, self.key.parent):
            folder.mkdir(parents=True, exist_ok=True)
        self.key.parent.chmod(0o700)
        self.key.write_text(KEY + "\n")
        self.key.chmod(0o600)
        (self.home / "private.txt").write_text("at home: 4714")
        self._listen()
        self._course()
        self.handed: dict[str, list[Attack]] = {}
        self.peak = 0  # bytes of memory the grader has had
        self.earned: dict[tuple[str, bool], float] = {}

    # the course -----------------------------------------------------------------------------------
    def _course(self) -> None:
        if self.way == "stock":
            plain_course.make(self.course)
        else:
            self._light(small.write(self.root))
            with keys_in(self.key.parent):
                course.init(self.course, COURSE)
        config = PyFileConfigLoader("nbgrader_config.py", path=str(self.course)).load_config()
        made = NbGraderAPI(CourseDirectory(config=config), config=config)
        done = made.generate_assignment(LAB)
        assert done["success"], done["log"]

    @staticmethod
    def _light(path: Path) -> None:
        """Take the bench out of what runs: no mark comes from there, and it takes its time."""
        book = nbformat.read(path, as_version=4)
        for cell in book.cells:
            cell.source = cell.source.replace('labsim.open_lab("ELE-03")', "None")
        nbformat.write(book, path)

    @property
    def known(self) -> dict[str, Any]:
        """What an attacker may know: every path, and where to knock."""
        return {
            "course": str(self.course), "key": str(self.key), "home": str(self.home),
            "gradebook": str(self.course / "gradebook.db"), "marks": str(self.marks),
            "decoy": str(self.decoy), "root": str(self.root), "project": str(course.PROJECT),
            "port": self.port, "key_begins": KEY[:12],
        }  # fmt: skip

    @cached_property
    def loot(self) -> dict[str, str]:
        """What must not be seen, by name: a piece of its text."""
        inside = "4711" if self.way == "stock" else "ele-03-reflection"
        return {
            "source": inside, "answers": "def ", "secret key": KEY,
            "of others": f"written by {LAST}", "in environment": "ENV-4713",
            "at home": "at home: 4714", "of the session": "KEYS-4715",
        }  # fmt: skip

    # hand-ins -------------------------------------------------------------------------------------
    def hand_in(self, name: str, attacks: Iterable[Attack] = (), solved: bool = False) -> None:
        """Write a submission: sound work, and the attacks on top."""
        attacks = self.handed[name] = list(attacks)
        folder = self.course / "submitted" / name / LAB
        shutil.copytree(self.course / "release" / LAB, folder)
        if self.way != "stock" and all(attack.record for attack in attacks):
            bad_input.sound(name, folder)
        if solved:
            self._solve(name, folder)
        elif self.way == "stock":
            plain_course.solve(bad_input.book_in(folder), value=0)
        path, known = bad_input.book_in(folder), {**self.known, "me": name}
        book = nbformat.read(path, as_version=4)
        cells = [nbformat.v4.new_code_cell(a.cell(known)) for a in attacks if a.code]
        book.cells[:0] = [*cells, nbformat.v4.new_markdown_cell(f"written by {name}")]
        nbformat.write(book, path)
        for attack in attacks:
            if attack.hand_in is not None:
                attack.hand_in(name, folder)
        (folder / "timestamp.txt").write_text("2026-01-05 10:00:00.000000 UTC")

    def _solve(self, name: str, folder: Path) -> None:
        if self.way == "stock":
            plain_course.solve(bad_input.book_in(folder))
        else:
            right = self.right(name)
            bad_input.hand_in(bad_input.book_in(folder), answers=right)

    def marker(self, name: str, work: Work | None = None) -> Marker:
        return Marker(LAB, name, work or Work(), COURSE, KEY)

    def right(self, name: str) -> dict[str, str]:
        marker = self.marker(name)
        return {q: repr(answers.perfect(marker.expected(q))) for q in answers.questions(LAB)}

    def honest(self, name: str, solved: bool = False) -> float:
        """Return the points a hand-in of ours earns by its record and answers, without running."""
        if (name, solved) not in self.earned:
            self.earned[name, solved] = self._earned(name, solved)
        return self.earned[name, solved]

    def _earned(self, name: str, solved: bool) -> float:
        folder = self.course / "submitted" / name / LAB
        book = nbformat.read(self.course / "release" / LAB / "ELE-03-small.ipynb", as_version=4)
        work = read_work(LAB, folder, book.cells, book.cells)
        marker, points = self.marker(name, work), 0.0
        for cell in book.cells:
            ours = cell.metadata.get("nbgrader", {})
            if ours.get("grade") and cell.cell_type == "code":
                full = solved and not ours["grade_id"].endswith("-bench")
                share = 1.0 if full else marker.mark(ours["grade_id"]).share
                points += round(share * ours["points"], 2)
        return points

    # grading --------------------------------------------------------------------------------------
    def grade(self, names: str = "*") -> int:
        """Run `nbgrader autograde` for students whose names fit; return how it ended."""
        sandbox = {
            "open": ["--RunNotebook.sandbox=off"],
            "shut": ["--RunNotebook.sandbox=required"],
        }
        words = [
            "autograde",
            LAB,
            f"--student={names}",
            *TIMES,
            *SHARES,
            *sandbox.get(self.way, []),
        ]
        grader = subprocess.Popen(
            [sys.executable, "-m", "nbgrader", *words], cwd=self.course, env=self._environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
            preexec_fn=_with_a_key,
        )  # fmt: skip
        threading.Thread(target=self._watch, args=(grader,), daemon=True).start()
        self.log, _ = grader.communicate(timeout=900)
        return grader.returncode

    def _watch(self, grader: subprocess.Popen) -> None:
        """Note the most memory the grader's own process has had."""
        with suppress(OSError, StopIteration):
            while grader.poll() is None:
                lines = Path(f"/proc/{grader.pid}/status").read_text().splitlines()
                most = next(line for line in lines if line.startswith("VmHWM"))
                self.peak = max(self.peak, 1024 * int(most.split()[1]))
                time.sleep(0.2)

    def farm(self) -> int:
        """Run `labsim grade`: worker processes, and kernels that a warm mother forks."""
        with (self.course / "nbgrader_config.py").open("a") as config:
            for word in (*TIMES, *SHARES):
                config.write(f"get_config().{word.removeprefix('--').replace('=', ' = ')}\n")
        words = ["grade", LAB, "--jobs=2", "--run-all", "--require-sandbox"]
        done = subprocess.run(
            [sys.executable, "-c", "from labsim.cli import main; main()", *words],
            cwd=self.course, env=self._environment(), capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        self.log = done.stdout + done.stderr
        return done.returncode

    def _environment(self) -> dict[str, str]:
        wanted = {k: v for k, v in os.environ.items() if k in ("PATH", "LANG", "TMPDIR")}
        path = [str(course.PROJECT), os.environ.get("PYTHONPATH", ""), str(self.decoy)]
        return wanted | {
            "HOME": str(self.home), "LABSIM_KEYS": str(self.key.parent), "CANARY": "ENV-4713",
            "PYTHONPATH": os.pathsep.join(filter(None, path)), "JUPYTER_PLATFORM_DIRS": "1",
            "LABSIM_CACHE": str(store.folder() or "off"),  # what a lab's coach has worked out
            "PYTHONWARNINGS": "ignore", "JUPYTER_DATA_DIR": str(self.home / "data"),
        }  # fmt: skip

    # what came of it ------------------------------------------------------------------------------
    def scores(self) -> dict[str, float]:
        """Return the points of everybody who was graded, as the gradebook has them."""
        query = (
            "select a.student_id, sum(coalesce(g.manual_score, g.auto_score, 0)) from grade g"
            " join submitted_notebook n on g.notebook_id = n.id"
            " join submitted_assignment a on n.assignment_id = a.id group by a.student_id"
        )
        with sqlite3.connect(self.course / "gradebook.db") as book:
            found = dict(book.execute(query))
        return {name: points for name, points in found.items() if self.graded(name).exists()}

    def graded(self, name: str) -> Path:
        folder = self.course / "autograded" / name / LAB
        return next(folder.glob("*.ipynb"), folder / "none")

    def outputs(self, name: str, attack: Attack) -> str:
        """Return what the cell of an attack put out, or every cell if it has none."""
        with suppress(OSError, ValueError):
            cells = json.loads(self.graded(name).read_text())["cells"]
            mark = f"# attack: {attack.name}\n"
            own = [c for c in cells if mark in "".join(c["source"])]
            return "\n".join(_text(o) for c in (own or cells) for o in c.get("outputs", ()))
        return ""

    def wrote_out(self, name: str, text: str) -> bool:
        return any(text in self.outputs(name, attack) for attack in self.handed[name])

    def succeeded(self, name: str, attack: Attack, honest: float = 1e9) -> bool:
        """Tell whether an attack has worked."""
        said = self.outputs(name, attack) if attack.loot else ""
        if attack.loot and self.loot.get(attack.loot, attack.loot) in said:
            return True
        if attack.harm is not None and attack.harm(self, name):
            return True
        return self.scores().get(name, 0.0) > honest + 1e-6

    def formgrader_page(self, name: str) -> str:
        """Return the page the instructor's browser gets of a submission; nothing without one."""
        if not self.graded(name).exists():
            return ""
        from nbconvert.exporters import HTMLExporter
        from nbgrader.server_extensions.formgrader import formgrader

        base = Path(formgrader.__file__).parent / "templates"
        exporter = HTMLExporter(
            template_name="formgrade", extra_template_basedirs=[str(base)],
            extra_template_paths=[str(base / "formgrade")],
        )  # fmt: skip
        more = dict.fromkeys(("submission_id", "notebook_id", "assignment_id", "base_url",
                              "student", "notebook_path"), "x")  # fmt: skip
        more |= {"index": 0, "total": 1, "first_name": "", "last_name": ""}
        return str(exporter.from_filename(str(self.graded(name)), resources=more)[0])

    def stray(self, filename: str) -> bool:
        """Tell whether a file has got into this very Python's site-packages; take it out."""
        found = [Path(p, filename) for p in sys.path if Path(p, filename).exists()]
        for path in found:
            path.unlink()
        return bool(found)

    # the door -------------------------------------------------------------------------------------
    def _listen(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port, self.callers = self.door.getsockname()[1], []
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self.door.accept()
                with caller:
                    caller.settimeout(5)
                    self.callers.append(caller.recv(100).decode(errors="replace"))

    def called(self) -> str:
        return " ".join(self.callers)

    def close(self) -> None:
        self.door.close()
        shutil.rmtree(self.root, ignore_errors=True)


def _with_a_key() -> None:
    """Put a secret among the keys of the session, as Kerberos does; all it starts inherits them."""
    add, numbers = ctypes.CDLL(None).syscall, {"x86_64": 248, "aarch64": 217}
    if platform.machine() in numbers:
        session = ctypes.c_long(-3)
        add(numbers[platform.machine()], b"user", b"labsim-ticket", b"KEYS-4715", 9, session)


def _text(output: Any) -> str:
    data = output.get("data", {})
    said = [output.get("text", ""), *data.values(), output.get("evalue", "")]
    return "\n".join("".join(map(str, s)) if isinstance(s, list) else str(s) for s in said)
