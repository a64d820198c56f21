"""The instruction table: every spelling leads to one instruction."""

import pytest

from labsim.core.errors import LabsimError
from labsim.plc.instructions import INSTRUCTIONS, find, known


def test_names_of_studio_37_and_of_iec_lead_to_the_same_instruction():
    renamed = {"MOVE": "MOV", "EQ": "EQU", "GT": "GRT", "GE": "GEQ", "LE": "LEQ", "NE": "NEQ"}
    for dialect in ("ab", "iec"):
        assert {new: find(new, dialect).name for new in renamed} == renamed


def test_limit_is_a_test_in_logix_and_a_function_in_iec():
    assert (find("LIMIT", "ab").name, find("LIMIT", "iec").name) == ("LIM", "LIMIT")


def test_operands_stand_in_the_order_of_the_text_without_the_pins_of_power():
    names = [one.name for one in find("TON", "iec").form("iec").positional]
    assert names == ["Timer", "PT", "ET"]
    assert find("TON").form("ab").memory == "TIMER"


def test_every_row_has_a_form_whose_pins_exist():
    for one in INSTRUCTIONS.values():
        assert one.forms, one.name
        for form in one.forms.values():
            assert {form.enter, form.leave} <= {*form.by_name, "", "EN", "ENO"}, one.name


def test_conversions_and_typed_names_are_found_too():
    assert find("INT_TO_REAL", "iec").kind == "convert"
    assert find("CTU_ULINT", "iec").name == "CTU"
    assert not known("COAT_TO_HAT", "iec")


def test_unknown_instruction_names_the_nearest():
    with pytest.raises(LabsimError, match=r"no instruction TOM.*Nearest: TON"):
        find("TOM")
