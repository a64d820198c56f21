"""A project file cannot swell, cannot open other files, and says where it is broken."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from labsim.plc.errors import ProgramError
from labsim.plc.formats.safexml import Limits, parse

SMALL = Limits(bytes=10_000, lines=500, depth=20, elements=1000, attribute=100)
GRÖSSE = '<?xml version="1.0" encoding="{}"?>\n<Größe/>'


def refusal(source: str | bytes | Path) -> ProgramError:
    with pytest.raises(ProgramError) as caught:
        parse(source, SMALL)
    return caught.value


def test_elements_know_their_place_and_lose_their_namespace() -> None:
    root = parse('<a xmlns="u:x">\n  <b c="1"/>\n  <d>\n    text<e/> more</d>\n</a>')
    b, d = root.children
    assert (root.tag, root.space, b.get("c"), b.line, b.column) == ("a", "u:x", "1", 2, 3)
    assert (d.text.split(), d.text_line, d.text_column) == (["text", "more"], 4, 5)
    assert d.find("e") is d.children[0] and root.find("d/e") and root.find("x/e") is None


def test_the_place_of_rung_text_in_cdata_is_that_of_its_first_letter() -> None:
    root = parse("<r>\n<t>\n<![CDATA[XIC(a)\nOTE(b);]]></t></r>")
    assert root.children[0].text.strip() == "XIC(a)\nOTE(b);"
    assert (root.children[0].text_line, root.children[0].text_column) == (3, 10)


def test_a_name_with_a_namespace_does_not_hide_the_plain_one() -> None:
    assert parse('<a xmlns:v="u" name="mine" v:name="theirs" v:id="3"/>').attrib == {
        "name": "mine",
        "id": "3",
    }


SWELLING = '<!DOCTYPE l [<!ENTITY a "ha">\n<!ENTITY b "&a;&a;&a;">]>\n<l>&b;</l>'
DANGERS = {
    SWELLING: "declares an entity, a",
    '<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/hosts">]><l>&a;</l>': "a names another file, file",
    '<!DOCTYPE l [<!ENTITY % a SYSTEM "http://x/y">%a;]><l/>': "a names another file, http",
    '<!DOCTYPE l [<!NOTATION n SYSTEM "x"><!ENTITY a SYSTEM "f" NDATA n>]><l/>': "another file, f",
    '<!DOCTYPE l SYSTEM "l.dtd"><l/>': "document type names another file, l.dtd",
    '<!DOCTYPE l PUBLIC "-//L" "l.dtd"><l/>': "document type names another file, l.dtd",
    "<!DOCTYPE l [<!ELEMENT l ANY>]><l/>": "has no document type",
    "<!DOCTYPE l><l/>": "has no document type",
    "<l>&half;</l>": "undefined entity",
}


@pytest.mark.parametrize("text", DANGERS)
def test_what_could_swell_or_open_another_file_is_refused(text: str) -> None:
    assert DANGERS[text] in str(refusal(text))


BROKEN = {
    "<a>\n <b></a>": (2, 7, "mismatched tag"),
    '<a x="1" x="2"/>': (1, 10, "duplicate attribute"),
    "<q:a/>": (1, 1, "unbound prefix"),
    "<a/>\n<b/>": (2, 1, "junk after document element"),
    "<a>\0</a>": (1, 4, "invalid token"),
    "<a": (1, 1, "unclosed token"),
    "<a>": (1, 4, "no element found"),
    "<!-- nothing -->": (1, 17, "no element found"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_broken_xml_is_told_with_line_and_column(text: str) -> None:
    line, column, reason = BROKEN[text]
    error = refusal(text)
    assert (error.line, error.column) == (line, column)
    assert reason in str(error) and str(error).startswith(f"line {line}, column {column}: ")


LARGE = {
    "<a>" + " " * 10_000 + "</a>": "larger than 10000 bytes",
    "<a>" + "\n" * 501 + "</a>": "more than 500 lines",
    "<a>" * 30 + "</a>" * 30: "deeper than 20",
    "<a>" + "<b/>" * 1001 + "</a>": "more than 1000 elements",
    f'<a x="{"y" * 101}"/>': "Attribute x of a has 101 characters; 100 is the limit",
}


@pytest.mark.parametrize("text", LARGE, ids=list(LARGE.values()))
def test_files_no_project_has_are_refused(text: str) -> None:
    assert LARGE[text] in str(refusal(text))


def test_a_file_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(2**40)  # a terabyte of holes: reading it would take the memory
    assert "larger than 10000 bytes" in str(refusal(path))


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings_of_engineering_tools_are_read(name: str) -> None:
    said = "utf-8" if name == "utf-8-sig" else name
    assert parse(GRÖSSE.format(said).encode(name)).tag == "Größe"


def test_text_that_was_decoded_already_is_read_whatever_encoding_it_names() -> None:
    assert parse(GRÖSSE.format("utf-16")).tag == parse("\ufeff<Größe/>").tag == "Größe"
    assert parse("<Größe/>".encode("utf-16-be")).tag == "Größe"


ENCODINGS = {
    GRÖSSE.format("utf-8").encode("latin-1"): "says it is utf-8, but its bytes are not",
    GRÖSSE.format("utf-16").encode("utf-8"): "says it is utf-16, but its bytes are not",
    GRÖSSE.format("utf-8").encode("utf-16"): "says it is utf-8, but its bytes are not",
    "<a>ä</a>".encode("latin-1"): "not UTF-8 and names no encoding",
    '<?xml version="1.0" encoding="shift_jis"?><a>あ</a>'.encode("shift_jis"): "save it as UTF-8",
    b'<?xml version="1.0" encoding="klingon"?><a/>': "klingon): save it as UTF-8",
    "<a/>".encode("utf-32"): "UTF-32",
    b"PK\x03\x04....": "a ZIP archive",
    b"\x1f\x8b....": "a gzip archive",
    b"": "empty",
    codecs.BOM_UTF8 + b" \n": "empty",
}


@pytest.mark.parametrize("data", ENCODINGS, ids=list(ENCODINGS.values()))
def test_a_wrong_encoding_is_told_with_what_to_do(data: bytes) -> None:
    assert ENCODINGS[data] in str(refusal(data))


def test_a_surrogate_in_text_is_not_a_letter() -> None:
    assert "not UTF-8" in str(refusal("<a>\ud800</a>"))


def test_paths_that_are_no_files_are_told_with_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "press.xml").write_text("<a/>")
    assert "Nearest: press.xml" in str(refusal(tmp_path / "pres.xml"))
    assert "is not a file" in str(refusal(tmp_path))
    assert "cannot be read" in str(refusal("x" * 5000))
    assert "not NoneType" in str(refusal(None))
    assert parse(str(tmp_path / "press.xml")).tag == "a"
