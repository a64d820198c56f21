"""States that do not last: a lever that moves a cylinder, and the way home."""

from labsim.core.component import Component, State
from labsim.core.machine import Machine
from labsim.moments import homing, lasting, moments, steps_home
from labsim.provoke import states_of
from labsim.states import REST, OperatingState, operating_states


class Lever(Component):
    title, positions = "lever valve", ("neutral", "out", "in")
    position = State(0)


class Lift(Machine):
    """Lift worked by one lever."""

    V1 = Lever()
    V2 = Lever()
    moments = {
        "V1 out, moving": ("operate V1 out",),
        "V1 out, at the stop": ("operate V1 out", "wait 25"),
    }
    home = ("operate V1 in", "wait 30", "operate V1 neutral")


HOME = (("operate", "V1", "in"), ("wait", "30"), ("operate", "V1", "neutral"))


def test_a_moment_is_reached_from_rest_and_ends_with_its_lever_in_neutral() -> None:
    moving, stop = moments(Lift())
    assert moving.fleeting and stop.fleeting
    assert stop.there == (("operate", "V1", "out"), ("wait", "25"))
    assert stop.back == (("operate", "V1", "neutral"),)


def test_a_moment_costs_the_way_there_at_every_look() -> None:
    _, stop = moments(Lift())
    assert stop.anew == stop.minutes == 0.1 + 25 / 60
    assert OperatingState(REST, (), ()).anew == 0.0


def test_where_moments_tell_of_a_lever_no_lasting_state_is_left_of_it() -> None:
    labels = [s.label for s in lasting(Lift(), operating_states(Lift()))]
    assert "V2 at out" in labels and "V1 at out" not in labels and REST in labels


def test_the_machine_is_brought_home_after_a_control_was_worked_and_only_then() -> None:
    by_label = {s.label: s for s in states_of(Lift(), None)}
    assert by_label["V1 out, moving"].back == (("operate", "V1", "neutral"), *HOME)
    assert by_label[REST].back == ()
    assert homing(Lift(), by_label["locked out"]).back == by_label["locked out"].back


def test_steps_take_the_number_of_the_unit() -> None:
    assert steps_home(Lift(unit=3))[0] == ("operate", "V31", "in")
