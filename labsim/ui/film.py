"""A lab solved in the browser, as a strip of pictures: `python -m labsim.ui.film DIR`.

The apprentice's own notebook is opened in JupyterLab, and every step is made by the buttons and
terminals of the workbench. Nothing is staged: the seed of an apprentice who drew the fault decides.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any

from labsim import coach
from labsim.attempt import Attempt
from labsim.core.errors import LabsimError
from labsim.course import lab as lab_of
from labsim.hidden import draw
from labsim.seeds import derive, read_ticket
from labsim.ui import browser as drive
from labsim.ui.hydstory import FAULT, LAB, STORY

__all__ = ["Shot", "apprentice", "main", "shoot", "strip"]

VIEW = {"width": 1280, "height": 2100}
COLORS = 128  # of the one picture: it stays small
PAGE = """<style>
body {{ margin: 0; padding: 26px; width: 1500px; background: #eef1f4; color: #1b2733;
  font: 17px/1.35 system-ui, sans-serif; }}
h1 {{ margin: 0 0 18px; font-size: 27px; }}
main {{ columns: 2; column-gap: 22px; }}
figure {{ margin: 0 0 22px; padding: 10px; background: #fff; border-radius: 10px;
  break-inside: avoid; }}
figcaption {{ margin: 2px 4px 9px; }}
b {{ color: #fff; background: #1d5f9e; border-radius: 99px; padding: 1px 9px; margin-right: 8px; }}
img {{ display: block; width: 100%; border: 1px solid #d5dce3; }}
</style><h1>{title}</h1><main>{figures}</main>"""


@dataclass(frozen=True)
class Shot:
    """A picture of the strip: what is done in it, and the PNG."""

    caption: str
    png: bytes


def apprentice(lab: Any, fault: str) -> str:
    """Return the name of somebody whose own machine hides a fault; LabsimError when it is told."""
    if fault not in {f.id for f in lab.faults} or fault == lab.scenario.guided:
        raise LabsimError(f"{lab.id} gives nobody {fault!r}")
    ticket = read_ticket(".", lab.id)
    for n in count(1):
        name = f"apprentice-{n}"
        if draw(lab, derive(ticket, lab.id, name).fault).id == fault:
            return name
    raise AssertionError("seeds run out")


def shoot(place: Path) -> list[Shot]:
    """Work the lab in a folder that nothing else uses; return the pictures."""
    lab = lab_of(LAB)
    course, home = place / "course", place / "home"
    course.mkdir()
    home.mkdir()
    shutil.copy(lab.notebook, course)
    student = apprentice(lab, FAULT)
    with drive.server(course, home, LABSIM_STUDENT=student) as address, drive.browser() as chromium:
        page = chromium.new_page(viewport=VIEW)
        page.set_default_timeout(30_000)
        drive.open_notebook(page, address, lab.notebook.name)
        shots = [_take(page, *scene) for scene in STORY]
        drive.shut_down(page)
        shots.append(_judged(page, lab, course))
    return shots


def _take(page: Any, caption: str, act: Callable[[Any], None], parts: Sequence[str]) -> Shot:
    """Make a step; picture the parts of the page it is about, from the first to the last."""
    act(page)
    page.mouse.move(3, 3)
    page.wait_for_timeout(500)
    boxes = [page.locator(part).first.bounding_box() for part in parts]
    left, top = min(b["x"] for b in boxes), min(b["y"] for b in boxes)
    right = max(b["x"] + b["width"] for b in boxes)
    below = min(max(b["y"] + b["height"] for b in boxes), VIEW["height"] - 30)
    clip = {"x": left, "y": top, "width": right - left, "height": below - top}
    return Shot(caption, page.screenshot(clip=clip, animations="disabled"))


def _judged(page: Any, lab: Any, course: Path) -> Shot:
    """Score the record that lies beside the notebook, as the grader does."""
    record = Attempt.load(next(course.rglob(f"*{LAB}*.jsonl")))
    score = coach.score(lab, record, FAULT)
    parts = " · ".join(f"{name} {points:.1f} of {score.marks[name]:g}"
                       for name, points in score.parts.items())  # fmt: skip
    notes = "".join(f"<li>{escape(note)}</li>" for note in score.notes)
    head = f"<h2 style='margin:0'>{score.total:.1f} of 100 points</h2><p>{escape(parts)}</p>"
    page.goto("about:blank")
    page.set_content(f"<div style='width:760px;padding:16px;font:18px/1.4 system-ui,sans-serif'>"
                     f"{head}<ul>{notes}</ul></div>")  # fmt: skip
    png = page.locator("div").screenshot()
    return Shot("The grader replays the record on a fresh machine and says why.", png)


def strip(shots: Sequence[Shot], title: str) -> bytes:
    """Return all pictures in one, numbered and with their captions, in few colours."""
    figure = ('<figure><figcaption><b>{n}</b>{text}</figcaption>'
              '<img src="data:image/png;base64,{data}"></figure>')  # fmt: skip
    figures = [figure.format(n=n, text=escape(one.caption), data=base64.b64encode(one.png).decode())
               for n, one in enumerate(shots, 1)]  # fmt: skip
    with drive.browser() as chromium:
        page = chromium.new_page(viewport={"width": 1552, "height": 900})
        page.set_content(PAGE.format(title=escape(title), figures="".join(figures)))
        png = page.screenshot(full_page=True)
    return fewer(png)


def fewer(png: bytes) -> bytes:
    """Return a picture in few colours, where Pillow is there; else as it is."""
    try:
        from PIL import Image
    except ImportError:
        return png
    made = BytesIO()
    whole = Image.open(BytesIO(png)).convert("RGB")
    kept = whole.quantize(COLORS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    kept.save(made, "PNG", optimize=True)
    return made.getvalue()


def main(arguments: list[str]) -> int:
    """Write the numbered pictures and the one of them all into a folder."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: python -m labsim.ui.film DIR")
        return 0 if arguments == ["--help"] else 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory() as place:
            shots = shoot(Path(place))
        for n, shot in enumerate(shots, 1):
            (folder / f"{LAB.lower()}-{n:02}.png").write_bytes(shot.png)
        title = f"{LAB} · {lab_of(LAB).title}"
        (folder / f"{LAB.lower()}-in-the-browser.png").write_bytes(strip(shots, title))
    except LabsimError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(shots)} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
