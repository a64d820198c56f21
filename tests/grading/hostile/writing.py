"""Hand-ins that want to change what is not theirs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from attack import Attack

__all__ = ["WRITING"]


def marked(attack: str) -> Callable[[Any, str], bool]:
    """Return whether the attack of this name has left it in the grader's directory for that."""
    return lambda place, _: (place.marks / attack).exists()


def others_mark(place: Any, name: str) -> bool:
    """Somebody has 99 points by hand who never had."""
    with sqlite3.connect(place.course / "gradebook.db") as book:
        return bool(book.execute("select 1 from grade where manual_score = 99").fetchall())


def others_work(place: Any, name: str) -> bool:
    found = place.course.glob("submitted/*/*/defaced.txt")
    return bool(list(found)) or bool(list(place.course.glob("autograded/*/*/defaced.txt")))


def startup(place: Any, name: str) -> bool:
    return (place.home / ".ipython" / "profile_default" / "startup" / "00-evil.py").exists()


def site(place: Any, name: str) -> bool:
    return (place.decoy / "evil.pth").exists() or place.stray("labsim_evil.txt")


def configuration(place: Any, name: str) -> bool:
    return "evil" in (place.course / "nbgrader_config.py").read_text()


def own_record(place: Any, name: str) -> bool:
    file = place.course / "submitted" / name / place.lab / f"{place.lab}.attempt.jsonl"
    return file.exists() and "evil" in file.read_text()


def core_pattern(place: Any, name: str) -> bool:
    return place.wrote_out(name, "wrote /proc/sys")


class Scripts(HTMLParser):
    """What of a page would run: scripts, handlers of events, links; and what it is mistaken for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[tuple[str, str]] = []  # with the tags that bear them
        self.covers = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [str(v) for name, v in attrs if name.startswith("on") or name == "href"]
        self.ids += [(str(value), tag) for name, value in attrs if name == "id"]
        self.covers |= tag == "svg" and any("fixed" in str(v) or v == "visible" for _, v in attrs)

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.found.append(data)


def in_browser(place: Any, name: str) -> bool:
    """A script of the apprentice's would run in the formgrader."""
    return any("stolen()" in text for text in Scripts(place.formgrader_page(name)).found)


def in_place_of_a_field(place: Any, name: str) -> bool:
    """The formgrader would take something of the apprentice's for its field of points."""
    page = Scripts(place.formgrader_page(name))
    tags = [tag for found, tag in page.ids if found == "ele-03-bench"]
    return tags[:1] != ["input"]


def over_the_page(place: Any, name: str) -> bool:
    return Scripts(place.formgrader_page(name)).covers


def page_beside(place: Any, name: str) -> bool:
    """The formgrader would show a page of the apprentice's as one of its own."""
    return any(place.graded(name).parent.glob("*.html"))


def script_in_words(name: str, folder: Any) -> None:
    """Links in Markdown, a raw cell, formulas: none of them has a tag that looks like one."""
    path = next(folder.glob("*.ipynb"))
    book = json.loads(path.read_text())
    words = "[my proof](javascript:stolen()) $\\href{javascript:stolen()}{U}$"
    raw = "<x~y tabindex=0 autofocus onfocus=stolen()>U</x~y>"
    more = [("markdown", words), ("raw", raw), ("markdown", f"```mermaid\n{raw}\n```")]
    book["cells"] += [
        {"cell_type": kind, "id": f"words-{n}", "metadata": {}, "source": text}
        for n, (kind, text) in enumerate(more)
    ]
    path.write_text(json.dumps(book))


def heading(name: str, folder: Any) -> None:
    """A heading becomes an anchor with the name of the field of points, and stands before it."""
    path = next(folder.glob("*.ipynb"))
    book = json.loads(path.read_text())
    cell = {"cell_type": "markdown", "id": "h", "metadata": {}, "source": "# ele-03-bench"}
    book["cells"].insert(0, cell)
    path.write_text(json.dumps(book))


def own_page(name: str, folder: Any) -> None:
    (folder / "proof.html").write_text("<script>stolen()</script>")


SCRIPT = '"<script>stolen()</script><img src=x onerror=stolen()>"'


def script_in_answer(name: str, folder: Any) -> None:
    """The written answer, the notebook's metadata and an attachment hold scripts."""
    path = next(folder.glob("*.ipynb"))
    book = json.loads(path.read_text())
    book["metadata"]["title"] = "</title><script>stolen()</script>"
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown" and cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = "My words. <script>stolen()</script> <img src=x onerror=stolen()>"
    path.write_text(json.dumps(book))


WRITING = [
    Attack("write-gradebook", "give everybody 99 points in the gradebook", """
import sqlite3
from collections.abc import Callable
from html.parser import HTMLParser
book = sqlite3.connect(P["gradebook"], timeout=20)
book.execute("update grade set manual_score = 99, needs_manual_grade = 0")
book.commit()
""", harm=others_mark, alone=True),
    Attack("write-others", "change what others handed in", """
from pathlib import Path
for step in ("submitted", "autograded"):
    for place in Path(P["course"], step).glob("*/*"):
        (place / "defaced.txt").write_text("evil")
for place in Path("../..").glob("[a-z]*/*/"):
    (place / "defaced.txt").write_text("evil")
""", harm=others_work),
    Attack("write-anywhere", "write into a folder of the grader's", """
open(P["marks"] + "/write-anywhere", "w").write("evil")
""", harm=marked("write-anywhere")),
    Attack("write-site-packages", "put code into site-packages, for the next kernels", """
import os, sys
open(P["decoy"] + "/evil.pth", "w").write("import evil")
if os.getpid() == 1:
    for place in [p for p in sys.path if p.endswith("site-packages")]:
        open(place + "/labsim_evil.txt", "w").write("evil")
""", harm=site),
    Attack("write-startup", "put code into the start-up files of IPython", """
from pathlib import Path
for home in (P["home"], "~"):
    place = Path(home).expanduser() / ".ipython" / "profile_default" / "startup"
    place.mkdir(parents=True, exist_ok=True)
    (place / "00-evil.py").write_text("print('evil')")
""", harm=startup),
    Attack("write-configuration", "put code into the course's nbgrader_config.py", """
open(P["course"] + "/nbgrader_config.py", "a").write("\\n# evil\\n")
""", harm=configuration),
    Attack("write-own-record", "change one's own record while it is being graded", """
from pathlib import Path
for place in Path(P["course"]).glob("submitted/" + P["me"] + "/*/*.attempt.jsonl"):
    place.chmod(0o644)
    place.write_text("evil")
""", harm=own_record, stock=False),
    Attack("write-proc-sys", "change the system through /proc/sys", """
import os
for name in ("core_pattern", "hostname"):
    try:
        file = open("/proc/sys/kernel/" + name, "r+") if os.getpid() == 1 else None
        print("wrote /proc/sys" if file and file.write("evil") and not file.close() else "")
    except OSError as error:
        print(error)
""", harm=core_pattern, harmless=False),
    Attack("script-in-output", "a script in an output, to run in the formgrader", f"""
from IPython.display import HTML, display
display(HTML({SCRIPT}))
display({{"text/latex": {SCRIPT}}}, raw=True)
display({{"image/png": 'AAAA" onerror=stolen() x="'}}, raw=True)
""", harm=in_browser),
    Attack("script-in-answer", "a script in the written answer and in the notebook's metadata",
           harm=in_browser, hand_in=script_in_answer),
    Attack("script-in-words", "a script in links, formulas and raw cells", harm=in_browser,
           hand_in=script_in_words),
    Attack("page-beside", "a page of one's own beside the notebook, opened from the formgrader",
           harm=page_beside, hand_in=own_page),
    Attack("heading-as-field", "a heading in the place of the formgrader's field of points",
           harm=in_place_of_a_field, hand_in=heading, stock=False),
    Attack("drawing-over-page", "a drawing that covers the instructor's page", """
from IPython.display import SVG, display
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" overflow="visible" style="position:fixed">'
            '<rect x="-9999" y="-9999" width="99999" height="99999" fill="white"/></svg>'))
""", harm=over_the_page),
]  # fmt: skip
