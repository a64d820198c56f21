"""Running a handed-in notebook for its outputs: shut in, with an end, and never for the mark."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from nbgrader.preprocessors import Execute
from traitlets import Bool, Enum, Integer, Unicode

from grading.farm import elsewhere, need
from grading.farm.lesson import Lesson, run_in
from grading.kernels import sandbox
from grading.kernels.manager import ShutInKernelManager
from grading.kernels.policy import MEGA
from labsim.core.errors import LabsimError

__all__ = ["OPEN", "RunNotebook"]

OPEN = (
    "Notebooks run WITHOUT a sandbox here ({reason}): what apprentices wrote can read and change "
    "whatever you can. Marks are safe from it, your files are not."
)


class RunNotebook(Execute):
    """Run the notebook as its student; one that kills its kernel is marked all the same."""

    sandbox = Enum(
        ["auto", "required", "off"], "auto",
        help="Shut kernels in: where that can be done, or not at all without, or never.",
    ).tag(config=True)  # fmt: skip

    most = Integer(20 * MEGA, help="Bytes of output of a notebook, all together.").tag(config=True)

    def _manager(self) -> type[AsyncKernelManager]:
        """Return what starts the kernels; LabsimError when it may not be the stock one and must."""
        reason = "it is switched off" if self.sandbox == "off" else sandbox.available()
        if reason is None:
            return ShutInKernelManager
        if self.sandbox == "required":
            raise LabsimError(f"a sandbox is required, and there is none: {reason}")
        self.log.warning(OPEN.format(reason=reason))
        return AsyncKernelManager

    only_needed = Bool(
        False, help="Run only notebooks whose marks or pages need it; `labsim grade` does."
    ).tag(config=True)

    farm = Unicode(
        "", help="Folder of what was run on other machines; what is not there is asked for."
    ).tag(config=True)

    def preprocess(self, nb: Any, resources: Any, **kwargs: Any) -> tuple[Any, Any]:
        student = resources["nbgrader"]["student"]
        if self.only_needed and not self._needed(nb, resources):
            return nb, resources
        told = self._told(student)
        if self.farm:
            elsewhere.take(nb, resources, told, Path(self.farm))
            return nb, resources
        return self.run_told(nb, resources, told, **kwargs)

    def run_told(self, nb: Any, resources: Any, told: dict[str, str], **kwargs: Any) -> Any:
        """Run a notebook here, its kernel told this; what goes wrong is kept for the mark."""
        self.received, self.cut = 0, ""
        student = told.get("LABSIM_STUDENT", "somebody")
        try:
            self.kernel_manager_class = self._manager()
            with _environment(LABSIM_KEYS=os.devnull, **told):
                return super().preprocess(nb, resources, **kwargs)
        except Exception as error:
            self.log.warning("%s: the notebook stopped: %s", student, error)
            lines = (self.cut or str(error)).strip().splitlines() or [type(error).__name__]
            resources["labsim"]["stopped"] = lines[-1][:200]
            return nb, resources

    def _told(self, student: str) -> dict[str, str]:
        """Return what the kernel is told: whose the notebook is, where the course's labs are."""
        root = Path(self.parent.parent.coursedir.root).parent
        theirs = {"LABSIM_COURSE": str(root / "notebooks")}  # the course's scenarios count
        theirs = theirs if (root / "scenarios").is_dir() else {}
        return {"LABSIM_STUDENT": student, **theirs}

    def _needed(self, nb: Any, resources: Any) -> str:
        """Return why a kernel is needed; when none is, the cells have got what they show."""
        ours, coursedir = resources["nbgrader"], self.parent.parent.coursedir
        lab, lesson = ours["assignment"], Lesson(coursedir, ours["assignment"], ours["notebook"])

        def run(book: Any, folder: str) -> None:
            with _environment(LABSIM_KEYS=os.devnull, **self._told("nobody")):
                run_in(book, folder, kernel_manager_class=self._manager())

        given, released = resources["labsim"]["cells"], lesson.cells()
        try:
            reason = need.why(lab, nb.cells) or need.fill(
                lab, nb.cells, given, released, lambda: lesson.outputs(run)
            )
        except Exception as problem:  # whatever was handed in: run, it shows what it shows
            reason = f"it cannot be told what it showed: {problem}"
        self.log.info("%s: %s", ours["student"], (reason and f"run, {reason}") or "not run")
        return reason

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Take a message of the kernel's; too many end the kernel and are not kept."""
        self.received += _size(msg.get("content"))
        if self.received <= self.most or msg.get("msg_type") == "status":
            return super().process_message(msg, cell, cell_index)
        if not self.cut:
            self.cut = f"it put out more than {self.most // MEGA} MB"
            self._killing = asyncio.ensure_future(self.km.provisioner.kill())
        return None


def _size(content: Any) -> int:
    """Return about how many characters a message holds."""
    size, waiting = 0, [content]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += [*item, *item.values()]
        elif isinstance(item, list):
            waiting += item
        size += len(item) if isinstance(item, str) else 8
    return size


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
