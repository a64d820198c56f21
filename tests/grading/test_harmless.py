"""What of a hand-in reaches the instructor's page: words and drawings, and nothing that acts."""

from __future__ import annotations

import base64
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from grading import disarm, drawings, words

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


class Seen(HTMLParser):
    """What a browser makes of a page: attributes, and text in which it looks for formulas."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found, self.text, self.shown = [], "", 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.shown += tag == "pre"
        self.found += [f"{name}={re.sub(r'[^!-~]', '', value or '')}" for name, value in attrs]

    def handle_endtag(self, tag):
        self.shown -= tag == "pre"

    def handle_data(self, data):
        self.text += "" if self.shown else data


def seen(source: str) -> Seen:
    """Return the page a text makes in the formgrader, after it was made harmless."""
    return Seen(markdown2html_mistune(words.markdown(source, taken={"ele-03-bench"})))


@pytest.mark.parametrize(
    "source",
    [
        "[x](javascript:stolen())", "[x](<java\tscript:stolen()>)", "<javascript:stolen()>",
        "[x][a]\n\n[a]: javascript:stolen()", "[x](JAVASCRIPT&colon;stolen())",
        "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:stolen())",
        "![x](https://evil/pixel.png)", "![x](//evil/pixel.png)", "![x](/hub/logout)",
        "![x](../../../hub/logout)", "![x](%2e%2e/%2e%2e/hub/logout)",
        "<x~y tabindex=0 autofocus onfocus=stolen()>a</x~y>",
        "```mermaid\n<x~y autofocus onfocus=stolen()>\n```",
        "# ele-03-bench", "$\\href{javascript:stolen()}{U}$", "&#92;href{javascript:stolen()}{U}",
        "$\\style{position:fixed;top:0}{U}$", "![x](attachment:not-there.png)", ">" * 5000 + "x",
    ],
)  # fmt: skip
def test_text_that_would_act_is_shown_as_it_was_written(source):
    page = seen(source)
    assert not [a for a in page.found if a.startswith(("on", "src", "id=ele", "href=#ele"))]
    assert not [a for a in page.found if "script:" in a.lower() or a.startswith("href=data")]
    assert "\\" not in page.text


@pytest.mark.parametrize(
    "source",
    [
        "# What I found\n\n**U** < 5 V & I > 3 A, `K1:A1`, $U = R \\cdot I$",
        "[the standard](https://www.iec.ch) and [mail](mailto:a@b.c) and [below](#what-i-found)",
        "![my photo](photo.png) and [my program](program.L5X)",
        "| a | b |\n|:--|--:|\n| 1 | 2 |\n\n- [x] done\n\n1. one\n   ```python\n   1 < 2\n   ```",
    ],
)
def test_text_that_only_tells_stays_as_it_is(source):
    assert words.markdown(source) == source


def test_text_that_a_reader_of_markdown_takes_for_ever_over_is_ended(monkeypatch):
    monkeypatch.setattr(words, "SECONDS", 0.2)
    monkeypatch.setattr(words.MarkdownWithMath, "render", lambda *_: [0 for _ in iter(int, 1)])
    assert words.markdown("x") == "```\nx\n```"


def test_raw_cells_are_cleaned_and_pictures_of_locked_cells_too():
    raw = new_raw_cell("<x~y tabindex=0 autofocus onfocus=stolen()>a</x~y>")
    ours = new_markdown_cell("![drawing](attachment:a.png)")
    ours.metadata.nbgrader = {"locked": True, "grade_id": "x"}
    ours.attachments = {"a.png": {'image/png" onerror="stolen()': "AAAA", "image/svg+xml": "AA"}}
    disarm.Disarm().preprocess(new_notebook(cells=[raw, ours]), {})
    assert raw.source.startswith("&lt;x~y")
    assert "attachments" not in ours


@pytest.mark.parametrize(
    ("root", "inner"),
    [
        ('style="position:fixed;top:0;left:0;z-index:99"', ""), ('overflow="visible"', ""),
        ('transform="scale(99)"', ""), ('class="navbar-fixed-top"', ""), ('id="ele-03-bench"', ""),
        ("", "<style>body{display:none}</style>"), ("", "<style>*{opacity:0}</style>"),
        ("", "<g id='ele-03-bench'/>"), ("", "<g class='modal-backdrop'/>"),
        ("", "<rect fill='u\\72l(//evil/)'/>"), ("", "<g style='fill:u\\72l(//evil)'/>"),
    ],
)  # fmt: skip
def test_drawing_stays_where_it_is_and_leaves_the_page_alone(root, inner):
    left = drawings.svg(SVG.format(root, f"<path d='M0 0' style='fill:none'/>{inner}"),
                        {"ele-03-bench"})  # fmt: skip
    assert "<path" in left and "fill:none" in left
    for bad in ("position", "visible", "scale", "class", "ele-03", "<style", "72l"):
        assert bad not in left


def test_drawing_that_draws_itself_again_and_again_is_left_out():
    """Ten of ten of ten …: a few lines, a thousand million lamps."""
    use = "".join(f'<use href="#a{{0}}" x="{n}"/>' for n in range(10))
    steps = "".join(f'<g id="a{n}">{use.format(n - 1)}</g>' for n in range(1, 10))
    assert drawings.svg(SVG.format("", f'<g id="a0"><path d="M0 0"/></g>{steps}')) == ""
    assert drawings.svg(SVG.format("", '<g id="a"><use href="#a"/></g>')) == ""
    assert drawings.svg(SVG.format("", '<pattern id="a"><g fill="url(#a)"/></pattern>')) == ""
    assert drawings.svg(SVG.format("", '<g id="a"/><use href="#a"/>')) != ""


def test_styles_of_our_own_drawings_and_of_matplotlibs_stay():
    from labsim.drawing.rung_page import style

    for text in (style(), "*{stroke-linejoin: round; stroke-linecap: butt}"):
        left = drawings.svg(SVG.format("", f"<style>{text}</style>"))
        assert f"<style>{text}" in unescape(left)


def test_picture_of_a_thousand_million_points_is_left_out():
    def address(wide: int, high: int) -> str:
        data = PNG + wide.to_bytes(4, "big") + high.to_bytes(4, "big")
        return drawings.PICTURES[0] + base64.b64encode(data).decode()

    assert drawings.picture(address(3000, 2000))
    assert not drawings.picture(address(40_000, 40_000))
    frame = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc2\x00\x11\x08\xff\xff\xff\xff"
    assert not drawings.picture(drawings.PICTURES[1] + base64.b64encode(frame).decode())
    assert not drawings.picture(drawings.PICTURES[0] + base64.b64encode(b"GIF89a" * 9).decode())


def test_html_does_not_lie_over_what_stands_before():
    assert "margin" not in words.html('<p style="margin:-900px 0 0; padding:900px">x</p>')
    assert "margin" in words.html('<p style="margin:4px 0 10px">x</p>')


def test_half_a_character_and_signs_for_a_terminal_do_not_get_into_files():
    stream = new_output("stream", name="stdout", text="a\ud800b")
    book = new_notebook(cells=[new_code_cell(outputs=[stream])])
    disarm.Disarm().preprocess(book, {})
    assert book.cells[0].outputs[0].text == "a?b"
    assert words.clean("PLC\x1b[2J\ud800" + "x" * 2000) == f"PLC\ufffd[2J?{'x' * 992} …"


def test_files_that_a_browser_would_run_are_given_a_name_of_text(tmp_path):
    for name in ("a.html", "b.svg", "c.js", "d.xml", "e.txt", "f.csv", "g.ipynb", "h.xhtml"):
        (tmp_path / name).write_text("x")
    disarm.Disarm().preprocess(new_notebook(), {"metadata": {"path": str(tmp_path)}})
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.html.txt", "b.svg.txt", "c.js.txt", "d.xml.txt", "e.txt", "f.csv", "g.ipynb",
        "h.xhtml.txt",
    ]  # fmt: skip
