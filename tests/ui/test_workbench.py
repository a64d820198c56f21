"""The workbench without a browser: intents in, what is shown out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import labsim
from labsim.core.errors import LabsimError
from labsim.ui import Workbench

FAULT = "S0: contact 21-22 does not make"


@pytest.fixture
def bench():
    return Workbench(labsim.lab("ELE-03").bench(FAULT))


def send(bench: Workbench, do: str, **given: object) -> Workbench:
    """Send an intent as the browser does."""
    bench._intent(bench, {"do": do, **given}, [])
    return bench


def test_leads_go_red_then_black_and_the_meter_reads(bench):
    send(bench, "touch", port="F7:96")
    assert bench.leads == {"red": "F7:96", "black": "", "hand": "black"}
    send(bench, "touch", port="T1:X2")
    assert bench.leads["hand"] == "red"
    assert bench.meter["text"].endswith("V AC")
    # Healthy up to the stop button: the 120 V secondary, lightly loaded, within 5 %.
    assert float(bench.meter["text"].split()[0]) == pytest.approx(120, rel=0.05)
    assert bench.meter["note"] == "F7:96 → T1:X2"


def test_black_stays_as_reference_while_red_moves(bench):
    for port in ("F7:96", "T1:X2", "F7:95"):
        send(bench, "touch", port=port)
    assert (bench.leads["red"], bench.leads["black"]) == ("F7:95", "T1:X2")
    assert [row["do"] for row in bench.journal] == ["open", "measure", "measure"]


def test_only_changed_traits_travel_and_the_journal_goes_by_rows(bench):
    sent = []
    bench.observe(lambda change: sent.append(change.name))
    send(bench, "hand", color="black")
    assert set(sent) == {"leads", "heard"}
    sent.clear()
    send(bench, "look", tag="F7")
    assert "journal" not in sent
    assert [row["what"] for row in bench.fresh] == ["Look at F7"]
    assert len(bench.journal) == 2


def test_a_reading_is_void_once_the_machine_was_worked(bench):
    send(send(bench, "touch", port="F7:96"), "touch", port="T1:X2")
    send(bench, "press", tag="S1")
    assert (bench.meter["text"], bench.meter["note"]) == ("", "press Read")
    send(bench, "read")
    assert bench.meter["text"]


def test_turning_the_dial_takes_no_reading(bench):
    send(send(bench, "touch", port="F7:96"), "touch", port="T1:X2")
    before = len(bench.journal)
    send(bench, "dial", function="Ω")
    assert (bench.meter["text"], len(bench.journal)) == ("", before)


def test_ohms_on_a_live_circuit_shows_its_consequence_and_no_lecture(bench):
    send(bench, "dial", function="Ω")
    send(send(bench, "touch", port="F7:96"), "touch", port="T1:X2")
    assert "live circuit" in bench.meter["warning"]
    assert bench.bench.attempt.breaches
    shown = str(bench.get_state())
    assert all(b["text"] not in shown for b in bench.bench.attempt.breaches)


def test_a_held_range_reads_ol_beyond_it(bench):
    send(send(bench, "touch", port="F7:96"), "touch", port="T1:X2")
    send(bench, "range")  # the smallest, 6 V; 120 V are far beyond
    assert (bench.meter["range"], bench.meter["note"]) == (6, "press Read")
    send(bench, "read")
    assert bench.meter["text"].startswith("OL")
    send(bench, "dial", function="V LoZ")
    assert bench.meter["range"] is None


def test_clamp_needs_one_terminal(bench):
    send(bench, "dial", function="A")
    assert bench.meter["instrument"] == "clamp meter"
    send(bench, "touch", port="F7:95")
    assert bench.meter["text"].endswith("A")
    assert bench.leads["hand"] == "red"  # the jaws stay in hand


def test_insulation_tester_waits_for_its_button(bench):
    send(bench, "dial", function="MΩ")
    send(bench, "touch", port="M1:U1")
    assert bench.meter["text"] == ""
    send(bench, "read")
    assert bench.journal[-1]["what"] == "MΩ  M1:U1 → earth"


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        ({"do": "touch", "port": "K9:A1"}, "no part K9"),
        ({"do": "touch", "port": "K1:33x"}, "K1 has no terminal 33x"),
        ({"do": "touch"}, "something is missing"),
        ({"do": "touch", "port": "K1:A1", "color": "green"}, "no lead green"),
        ({"do": "dial", "function": "bar"}, "no function bar"),
        ({"do": "read"}, "put both leads on the drawing"),
        ({"do": "lock", "tag": "Q1"}, "isolate it before you lock it"),
        ({"do": "press", "tag": "F1"}, "not a control"),
        ({"do": "repair", "what": "Z9"}, "no part Z9"),
        ({"do": "diagnose", "component": "K1", "title": "tired"}, "no fault"),
        ({"do": "sign_off", "text": "  "}, "write a line or two"),
        ({"do": "wait", "seconds": "long"}, "give a number of seconds"),
        ({"do": "fly"}, "no action fly"),
        ({"no": 1}, "does not know"),
        ("text", "does not know"),
        (None, "does not know"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_recorded(bench, intent, said):
    bench._intent(bench, intent, [])
    assert said in bench.notice["text"]
    assert bench.notice["kind"] == "error"
    assert len(bench.bench.attempt.events) == 1
    assert bench.heard == 1


def test_the_same_mistake_twice_is_said_twice(bench):
    numbers = [send(bench, "fly").notice["n"] for _ in range(2)]
    assert numbers == [1, 2]


def test_lockout_panel_follows_the_procedure(bench):
    for do in ("notify", "isolate", "lock", "prove"):
        send(bench, do, **({"tag": "Q1"} if do in ("isolate", "lock") else {}))
    state = bench.lockout
    assert (state["told"], state["proof"]) == (True, "proved")
    assert next(i for i in state["isolators"] if i["tag"] == "Q1")["locked"]


def solve(bench: Workbench) -> None:
    for do in ("notify", "isolate", "lock", "prove"):
        send(bench, do, **({"tag": "Q1"} if do in ("isolate", "lock") else {}))
    send(bench, "repair", what="S0")
    send(bench, "diagnose", component="S0", title="contact 21-22 does not make")
    send(bench, "sign_off", text="Stop button contact open, new button fitted.")


def test_sign_off_closes_the_bench_and_gives_the_line_to_keep(bench):
    solve(bench)
    assert bench.tally["signed"]
    assert bench.tally["diagnosis"] == ["S0", "contact 21-22 does not make"]
    assert re.fullmatch(r'bench\.sign_off\("[^"\\]+"\)', bench.tally["line"])
    count = len(bench.journal)
    send(bench, "press", tag="S1")
    assert "signed off" in bench.notice["text"]
    assert len(bench.journal) == count


def test_diagnosis_offers_every_fault_of_the_machine_so_that_nothing_is_given_away(bench):
    offered = {f"{f['tag']}: {t}" for f in bench.fixed["faults"] for t in f["faults"]}
    assert offered == {f.id for f in bench.bench.machine.faults}
    state = {k: v for k, v in bench.get_state().items() if k != "fixed"}
    assert "does not make" not in str(state)


def test_actions_in_code_show_after_show(bench):
    bench.bench.press("S1").release("S1")
    bench.show()
    assert [row["do"] for row in bench.journal] == ["open", "press", "release"]


def test_resumed_attempt_shows_its_journal(tmp_path):
    first = Workbench(labsim.open_lab("ELE-03", directory=tmp_path))
    send(send(first, "touch", port="F7:96"), "touch", port="T1:X2")
    again = Workbench(labsim.open_lab("ELE-03", directory=tmp_path))
    assert again.journal == first.journal
    assert len(again.journal) == 2


class Tags(HTMLParser):
    """Collects the tags of a page and tells whether they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict]] = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_static_figure_is_faithful_and_needs_no_script(bench):
    send(send(bench, "touch", port="F7:96"), "touch", port="T1:X2")
    html = bench.static_html()
    page = Tags()
    page.feed(html)
    assert not page.open
    tags = [tag for tag, _ in page.seen]
    assert "script" not in tags
    pictures = [attrs for tag, attrs in page.seen if tag == "img"]
    assert len(pictures) == 3
    assert all(p["alt"] and p["src"].startswith("data:image/svg+xml") for p in pictures)
    for text in ("Motor starter will not pull in", bench.meter["text"], "F7:96 → T1:X2"):
        assert text in html


def test_bundle_holds_the_widget_and_the_figure(bench):
    bundle = bench._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(bundle)


def test_export_to_html_shows_the_figure(bench):
    from nbconvert import HTMLExporter
    from nbformat import v4
    from traitlets.config import Config

    send(send(bench, "touch", port="F7:96"), "touch", port="T1:X2")
    output = v4.new_output("display_data", bench._repr_mimebundle_())
    cell = v4.new_code_cell("Workbench(bench)", outputs=[output])
    config = Config()
    config.NbConvertBase.display_data_priority = ["text/html", "image/png", "text/plain"]
    html, _ = HTMLExporter(config=config).from_notebook_node(v4.new_notebook(cells=[cell]))
    assert html.count('src="data:image/svg+xml') == 3
    assert bench.meter["text"] in html


SHEETS = sorted(Path(labsim.__file__).with_name("ui").glob("*.css"))


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_every_css_rule_starts_with_the_root_class(path):
    css = path.read_text()
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    for rule in re.findall(r"(?:^|[{}])\s*([^{}]+)\{", css):
        if not rule.startswith("@"):
            assert all(part.strip().startswith(".ls-bench") for part in rule.split(",")), rule


def test_standard_can_be_changed_and_a_wrong_one_is_refused(bench):
    before = bench.sheets[2]["svg"]
    send(bench, "draw", standard="NEMA")
    assert bench.standard == "NEMA"
    assert bench.sheets[2]["svg"] != before
    with pytest.raises(LabsimError, match="no standard DIN"):
        bench.act({"do": "draw", "standard": "DIN"})


def test_the_red_lead_stays_in_its_jack_when_the_dial_turns(bench):
    bench.act({"do": "dial", "function": "mA"})
    assert bench.meter["warning"] == "input alert: the red lead is in the VΩ jack"
    bench.act({"do": "plug", "jack": "mA"})
    assert (bench.meter["jack"], bench.meter["warning"]) == ("mA", "")
    bench.act({"do": "dial", "function": "V"})
    assert bench.meter["warning"] == "input alert: the red lead is in the mA jack"
    bench.act({"do": "plug", "jack": "VΩ"})
    assert bench.meter["warning"] == ""


def test_the_press_is_locked_out_and_reached_into_on_the_workbench():
    bench = Workbench(labsim.lab("SAF-01").bench())
    assert [part["tag"] for part in bench.fixed["stores"]] == ["C1", "C3"]
    assert [part["tag"] for part in bench.fixed["props"]] == ["C2"]
    assert [part["tag"] for part in bench.fixed["zone"]] == ["B1"]
    for do, tag in (("block", "C2"), ("discharge", "C1"), ("unblock", "C2"), ("reach", "B1")):
        send(bench, do, tag=tag)
    assert bench.notice["text"].startswith("Injury: hands in the danger zone, and Q1 is on")
    assert [row["what"] for row in bench.journal][1:] == [
        "Put the prop under C2", "Discharge C1",
        "Take the prop out from under C2", "Reach in to B1",
    ]  # fmt: skip
    assert bench.journal[-1]["warn"] == bench.notice["text"]


def test_a_machine_without_a_danger_zone_offers_nothing_to_reach_into(bench):
    assert bench.fixed["zone"] == bench.fixed["props"] == bench.fixed["stores"] == []


def test_a_switch_of_many_positions_is_put_where_it_is_wanted() -> None:
    case = Workbench(labsim.lab("INS-02").bench("P1: mA fuse blown"))
    switch = next(c for c in case.controls if c["tag"] == "G2")
    assert len(switch["positions"]) == 8
    send(case, "operate", tag="G2", position="10 mA DC")
    assert next(c for c in case.controls if c["tag"] == "G2")["position"] == 5
    send(case, "look", tag="P1")
    assert case.notice["text"] == "P1: 0.00 mA"


def test_the_trap_is_set_with_the_leads_on_and_read_later():
    bench = Workbench(labsim.lab("ELE-06").bench("X1: terminal 2b opens when shaken"))
    send(send(bench, "press", tag="S1"), "dial", function="trap")
    for port in ("K4:13", "G1:N"):
        send(bench, "touch", port=port)
    assert bench.meter["text"] == "", "a logger does not read by itself"
    send(bench, "arm")
    assert "armed" in bench.meter["note"]
    send(send(bench, "operate", tag="S3", position="1"), "wait", seconds=10)
    send(bench, "read")
    assert bench.meter["text"] == "3.0 s off"
    assert "min 0.0 V, max 120.0 V; K4:13 → G1:N" in bench.meter["note"]
    assert "Set the trap on K4:13 and G1:N" in [
        row["what"] for row in (*bench.journal, *bench.fresh)
    ]


def test_a_heat_gun_and_standstill_are_offered_where_the_lab_has_them(bench):
    own = Workbench(labsim.lab("ELE-06").bench())
    assert own.fixed["provoke"] == ["tap", "warm"] and bench.fixed["provoke"] == []
    send(own, "warm", tag="F3")
    assert own.tally["standstill"] == pytest.approx(24.0)
    assert bench.tally["standstill"] == 0
    assert "standstill 24 €" in own.static_html()
