"""What is kept from the instructor: scripts, records without end."""

from __future__ import annotations

import time
from html.parser import HTMLParser

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grading import cleaning, disarm, drawings, patience
from grading.farm import elsewhere
from grading.marking import Mark, Marker
from grading.patience import TooLong, within
from grading.work import MOST, Work, read_record, sealed_text
from labsim.attempt import Attempt
from labsim.seeds import derive

SVG = '<svg xmlns="http://www.w3.org/2000/svg" onload="x()">{}</svg>'


def shown(**data: object) -> dict[str, str]:
    """Return what is left of an output."""
    mime = {name.replace("_", "/").replace("svg", "svg+xml"): text for name, text in data.items()}
    book = new_notebook(cells=[new_code_cell(outputs=[new_output("display_data", mime)])])
    disarm.Disarm().preprocess(book, {})
    return dict(book.cells[0].outputs[0].data)


def test_tables_and_pictures_stay_as_they_are():
    table = "<table><tbody><tr><td>230 V</td></tr></tbody></table>"
    assert shown(text_html=table)["text/html"] == table
    assert shown(image_png="iVBORw0KGgo=")["image/png"] == "iVBORw0KGgo="
    drawing = shown(image_svg=SVG.format('<g><path d="M0 0"/><text>K1</text></g>'))["image/svg+xml"]
    assert "<path" in drawing and "K1" in drawing


@pytest.mark.parametrize(
    "html",
    [
        "<script>x()</script>", "<img src=x onerror=x()>", "<a href='javascript:x()'>y</a>",
        "<iframe src='//evil'></iframe>", "<div style='background:url(//evil)'>y</div>",
        "<svg onload=x()></svg>", "<form action=//evil><button>y</button></form>",
        "<a href='data:text/html,<script>x()</script>'>y</a>", "<img src='http://evil/pixel.png'>",
    ],
)  # fmt: skip
def test_html_that_runs_loads_or_asks_does_not_get_through(html):
    left = shown(text_html=html).get("text/html", "")
    assert not any(word in left for word in ("<script", "<iframe", "<svg", "<form", "url("))
    for word in ("onerror=", "javascript:", "http://evil", "data:text"):
        assert f"<img {word}" not in left and f'="{word}' not in left and f" {word}" not in left


@pytest.mark.parametrize(
    "inner",
    [
        "<script>x()</script>", "<foreignObject><b/></foreignObject>", "<a href='javascript:x()'/>",
        "<image href='http://evil/pixel.png'/>", "<rect onclick='x()'/>",
        "<rect fill='url(http://evil/)'/>", "<style>@import '//evil';</style>",
        "<set attributeName='onload' to='x()'/>",
    ],
)  # fmt: skip
def test_drawing_keeps_its_lines_and_loses_what_runs(inner):
    left = drawings.svg(SVG.format(f"<g><path d='M0 0'/>{inner}</g>"))
    assert "<path" in left
    assert not any(word in left for word in ("x()", "evil", "script", "foreign", "onload"))


def test_drawing_within_html_stays_a_drawing():
    inner = '<path d="M0 0" style="stroke:var(--ls-wire, #2f6f9f)"/><text>K1 &lt; 5</text>'
    figure = f'<figure><div role="img" aria-label="a sheet">{SVG.format(inner)}</div></figure>'
    left = shown(text_html=f"{figure}<p>{SVG.format('<rect/>')}</p>")["text/html"]
    assert left.count("<svg") == left.count("</svg>") == 2
    assert inner.replace('"/>', '" />') in left and 'aria-label="a sheet"' in left
    assert "onload" not in left and "&lt;svg" not in left and "drawing-" not in left


@pytest.mark.parametrize(
    "html",
    [
        f"<svg><path d='M0 0'/>{'<b onclick=x()>' * 2}</svg>",
        f'<b title="{SVG.format("").replace(chr(34), chr(39))}">y</b>',
        "<a href=\"<svg a=' onclick=x() b='></svg>\">y</a>",
        "<svg xmlns='http://www.w3.org/2000/svg'><style>*{position:fixed}</style></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' style='pos\\69tion:fixed;inset:0'/></svg>",
        "<svg><desc><script>x()</script></desc></svg>", "<svg><title>&lt;script&gt;x</title></svg>",
    ],
)  # fmt: skip
def test_drawing_within_html_is_no_way_in(html):
    left = shown(text_html=html)["text/html"]
    told = HTMLParser()
    told.handle_starttag = lambda tag, attrs: tags.append((tag, dict(attrs)))
    told.handle_startendtag = told.handle_starttag
    tags = []
    told.feed(left)
    assert not any(tag in ("script", "b") and attrs for tag, attrs in tags), left
    assert not any(name.startswith("on") for _, attrs in tags for name in attrs), left
    assert "position" not in left and "<script" not in left


def test_pictures_that_are_none_and_kinds_nobody_knows_go():
    assert "image/png" not in shown(image_png='AAAA" onerror=x() y="')
    assert shown(application_javascript="x()") == {"text/plain": ""}


def test_output_beyond_all_measure_is_left_out_and_said():
    book = new_notebook(cells=[new_code_cell(outputs=[
        new_output("stream", name="stdout", text="x" * (disarm.MOST + 1))])])  # fmt: skip
    disarm.Disarm().preprocess(book, {})
    assert "left out" in book.cells[0].outputs[0].text
    assert len(nbformat.writes(book)) < 2000


def test_written_answer_keeps_its_words_and_the_courses_cells_are_untouched():
    mine = new_markdown_cell("U < 5 V, I > 3 A, **fine** <script>x()</script>")
    ours = new_markdown_cell("<div class='wide'>as released</div>")
    ours.metadata.nbgrader = {"locked": True}
    book = new_notebook(cells=[mine, ours])
    book.metadata["title"] = "</title><script>x()</script>"
    disarm.Disarm().preprocess(book, {})
    assert "**fine**" in mine.source and "<script" not in mine.source
    assert ours.source == "<div class='wide'>as released</div>"
    assert "title" not in book.metadata


def test_answer_without_html_is_not_touched():
    cell = new_markdown_cell("U < 5 V & I > 3 A, $a<b$")
    disarm.Disarm().preprocess(new_notebook(cells=[cell]), {})
    assert cell.source == "U < 5 V & I > 3 A, $a<b$"


# records without end ------------------------------------------------------------------------------
def test_work_without_end_is_ended():
    began = time.process_time()

    def work() -> None:
        with within(0.2, "doing it again"):
            while time.process_time() - began < 10:
                pass

    with pytest.raises(TooLong, match=r"doing it again takes more than 0\.2 s"):
        work()
    assert time.process_time() - began < 2


def test_of_a_record_beyond_all_measure_the_beginning_counts(tmp_path):
    record = Attempt(lab="ELE-03", student="ann")
    for number in range(MOST + 10):
        record.append("look", tag="K1", t=0.1 * number)
    file = tmp_path / "ELE-03.attempt.jsonl"
    record.save(file)
    work = Work()
    read_record(file, None, work)
    assert len(work.record.events) == MOST + 1
    assert work.look == [f"The record has {MOST + 10} actions; the first {MOST} count."]


def test_notebook_with_more_cells_than_anybody_writes_is_not_read():
    book = new_notebook(cells=[new_code_cell("1") for _ in range(cleaning.MOST + 1)])
    with pytest.raises(ValueError, match="it has 1001 cells, and 1000 are looked at"):
        cleaning.cells_of(book)
    assert len(cleaning.cells_of(new_notebook(cells=book.cells[:66]))) == 66


def test_record_with_a_time_of_four_hundred_figures_is_damaged_and_no_more(tmp_path):
    record = Attempt(lab="ELE-03", student="ann")
    record.append("wait", dt=10**400, t=0.5)
    file = tmp_path / "ELE-03.attempt.jsonl"
    record.save(file)
    work = Work()
    read_record(file, record.seal(), work)
    assert len(work.record.events) == 1
    assert "lacks a sound dt" in work.look[0]


@pytest.mark.parametrize("number", [True, 1.0, "1", None, 10**400])
def test_attempt_whose_number_is_no_number_is_refused(number):
    """`true` is 1 to Python, and another word to the seed: it would have been a second draw."""
    header = {"lab": "ELE-03", "student": "ann", "attempt": number}
    marker = Marker("ELE-03", "ann", Work(record=Attempt(**header)), "maint", "0" * 64)
    mark = Mark()
    assert not marker._own(marker.work.record, mark)
    assert mark.look[0].startswith(f"This is attempt {number}")
    assert derive("x", "ELE-03", "ann", True) == derive("x", "ELE-03", "ann", 1)


@pytest.mark.skipif(not patience.memory("VmData"), reason="the system does not tell")
def test_work_that_wants_all_the_memory_gets_none_of_it(monkeypatch):
    monkeypatch.setattr(patience, "MORE", 50_000_000)
    with within(5, "doing it again"), pytest.raises(MemoryError):
        bytearray(200_000_000)
    assert bytearray(200_000_000)


def test_sign_off_cell_of_a_million_brackets_is_not_parsed_and_a_record_in_it_is():
    record = "x" * 1_000_000
    assert sealed_text(f'# mine\nbench.sign_off("{record}")') == record
    assert sealed_text("bench.sign_off([" + "[]," * 20_000 + "])") is None


def test_helpers_load_what_libraries_there_are_and_nothing_that_acts_when_it_is_loaded():
    source = "import unittest.__main__, numpy.linalg, antigravity\nfrom labsim import form\n1"
    known = elsewhere._known([{"source": source}, {"source": "import os.path"}])
    assert known == {"numpy.linalg", "labsim", "labsim.form"}
