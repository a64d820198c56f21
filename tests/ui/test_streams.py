"""Flow in the pieces of a drawn line, from what its ports take."""

from __future__ import annotations

import pytest

from labsim.ui.streams import pieces, streams

# A rail with a pump at its left end, a valve in its middle, a relief valve at its right end.
RAIL = [[(0, 0), (0, -20), (200, -20), (200, 0)], [(100, -20), (100, -60)]]
PUMP, VALVE, RELIEF = (0, 0), (100, -60), (200, 0)


def flow(cut, flows, a, b):
    """Return the flow from a to b."""
    for (one, other), value in zip(cut, flows, strict=True):
        if (one, other) == (a, b):
            return value
        if (one, other) == (b, a):
            return -value
    raise AssertionError(f"no piece from {a} to {b} in {cut}")


def test_a_line_is_cut_where_another_ends_on_it():
    cut = pieces(RAIL, [PUMP, VALVE, RELIEF])
    assert len(cut) == 5
    assert {frozenset(p) for p in cut} >= {frozenset(((0, -20), (100, -20)))}


def test_flow_divides_at_a_branch():
    # The pump gives 20 L/min, the valve takes 15, so 5 go on to the relief valve.
    cut = pieces(RAIL, [PUMP, VALVE, RELIEF])
    flows = streams(cut, {PUMP: -20.0, VALVE: 15.0, RELIEF: 5.0})
    assert flow(cut, flows, (0, 0), (0, -20)) == pytest.approx(20)
    assert flow(cut, flows, (0, -20), (100, -20)) == pytest.approx(20)
    assert flow(cut, flows, (100, -20), (100, -60)) == pytest.approx(15)
    assert flow(cut, flows, (100, -20), (200, -20)) == pytest.approx(5)


def test_a_line_drawn_twice_is_one_piece_and_a_ring_has_no_flow():
    assert len(pieces([[(0, 0), (10, 0)], [(10, 0), (0, 0)]], [])) == 1
    ring = pieces([[(0, 0), (100, 0), (100, 100), (0, 0)]], [])
    assert streams(ring, {(0, 0): 1.0, (100, 100): -1.0}) == [0.0, 0.0, 0.0]


def test_a_port_off_the_line_by_a_symbol_s_lead_still_counts():
    cut = pieces([[(0, 0), (100, 0)]], [(0, 0), (100, 0)])
    flows = streams(cut, {(0, -10): -8.0, (100, 10): 8.0})
    assert flow(cut, flows, (0, 0), (100, 0)) == pytest.approx(8)
