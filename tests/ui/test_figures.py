"""Figures of devices beside the controller, on the PLC page of the workbench."""

from __future__ import annotations

import labsim
from labsim.ui import Workbench


def test_a_figure_is_read_on_record_and_an_address_set_from_the_page() -> None:
    bench = labsim.lab("PLC-05").bench("A5: address switches set to 1")
    page = Workbench(bench)
    offered = {one["tag"]: one for one in page.plc["figures"]}
    assert offered.keys() == {"A2", "A3", "A5", "K9"}
    assert "node2.gap" in offered["A2"]["names"]
    assert [tag for tag, one in offered.items() if one["codes"] == ["address"]] == ["A3", "A5"]
    page.act({"do": "figure", "place": "A2:node2.status"})
    assert page.notice["text"] == "A2:node2.status: 1, no answer"
    assert bench.attempt.events[-1]["value"] == 1.0
    page.act({"do": "set", "tag": "A5", "parameter": "address", "value": 2})
    page.act({"do": "figure", "place": "A2:node2.status"})
    assert page.notice["text"] == "A2:node2.status: 0, connected"


def test_a_bench_without_such_devices_offers_none() -> None:
    assert Workbench(labsim.lab("PLC-01").bench()).plc["figures"] == []
