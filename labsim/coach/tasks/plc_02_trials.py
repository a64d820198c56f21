"""PLC-02: the acceptance trials. Behaviour 70 points, six faults put in 20.

A program that never runs the belt is not safe, it is nothing: every trial first makes it run.
`Danger` is what can hurt somebody: it moves though nobody started it, or does not stop.
"""

from __future__ import annotations

from labsim.coach.tasks.plc_02_station import Danger, Station, Trial

__all__ = ["BEHAVIOUR", "FAULTS", "runs"]

DEAD = "It did not run after Start, so nothing could be tried."


def runs(s: Station) -> bool:
    """Start it as an operator does; tell whether it runs on after the button was let go."""
    return s.push("Start").turns


def sealed(s: Station) -> str:
    if s.moved or s.ran(0.5):
        return Danger("Power came on and nobody pressed a button: it must stand. It ran.")
    if not s.hold("Start").wait(0.5).turns:
        return "Start pressed, everything in order: the belt must run. It stood."
    s.let("Start")
    if not s.wait(4.0).turns:
        return "Start let go: the belt must run on, sealed in. It stopped."
    if not s.look("C1") == s.look("C2") == "rod in":
        return Danger("Clamp and stamp are not in service: they must stay in. One came out.")
    return ""


def lamp(s: Station) -> str:
    before = s.lit("Run_Lamp")
    if not runs(s):
        return DEAD
    during = s.lit("Run_Lamp")
    s.push("Stop").hold("Jog").wait(0.5)
    jogging = s.lit("Run_Lamp")
    if before or not during or jogging:
        return "Run_Lamp must be lit in automatic only, dark at rest and while jogging. It was not."
    return ""


def stopped(s: Station) -> str:
    if not runs(s):
        return DEAD
    if s.hold("Stop").wait().turns:
        return Danger("Stop pressed: the belt must stop. It went on running.")
    if s.let("Stop").ran(2.0):
        return "Stop let go again: the belt must stand until Start is pressed. It ran."
    return "" if runs(s) else "After a stop, Start must start it again. It stood."


def together(s: Station) -> str:
    if not runs(s):
        return DEAD
    s.push("Stop").hold("Start", "Stop")
    if s.ran(1.0):
        return "Start and Stop pressed at the same moment: stop wins. The belt ran."
    if s.let("Start").ran(0.5) or s.let("Stop").ran(1.0):
        return "Start and Stop pressed together, Start let go first: it must stand. It ran."
    return ""


def held(s: Station) -> str:
    if not s.hold("Start").wait().turns:
        return DEAD
    s.hold("Stop").wait()
    if s.let("Stop").ran(1.5):
        return "Start held down, Stop pressed and let go: Start must be pressed anew. It ran again."
    s.let("Start")
    return "" if runs(s) else "Start let go and pressed anew: it must run. It stood."


def broken(s: Station, wire: str, what: str) -> str:
    """Take a wire off while it runs, try to start, put it back."""
    if not runs(s):
        return DEAD
    if s.off(wire).wait().turns:
        return Danger(f"With the wire of {what} off it must stop. It went on running.")
    if s.hold("Start").ran(1.0):
        return f"With the wire of {what} off Start must start nothing. The belt ran."
    s.let("Start")
    if s.on(wire).ran(1.5):
        return f"The wire of {what} put back: it must stand until Start is pressed. It ran."
    return ""


def stop_wire(s: Station) -> str:
    return broken(s, "S0:22", "the stop button")


def estop_wire(s: Station) -> str:
    return broken(s, "S2:12", "the e-stop contact to I0.2")


def clamp_wire(s: Station) -> str:
    return broken(s, "B2:14", "the clamp's home switch")


def estop(s: Station) -> str:
    if not runs(s):
        return DEAD
    if s.put("S2", "in").wait().turns:
        return "E-stop pressed: the belt must stop. It went on running."
    if s.put("S2", "out").ran(2.0):
        return Danger("E-stop pulled out again: that is no start. The belt ran by itself.")
    return "" if runs(s) else "E-stop out, Start pressed: it must run again. It stood."


def guard(s: Station) -> str:
    if not runs(s):
        return DEAD
    if s.put("B9", "open").wait().turns:
        return Danger("Guard opened: the belt must stop. It went on running.")
    if s.hold("Start").ran(0.7):
        return "Guard open, Start pressed: it must stand. It ran."
    s.let("Start")
    if s.put("B9", "shut").ran(1.5):
        return "Guard shut again: that is no start. The belt ran."
    return ""


def overload(s: Station) -> str:
    if not runs(s):
        return DEAD
    if s.trip().turns:
        return "Overload tripped: the belt must stop. It went on running."
    if not s.lit("Alarm_Lamp"):
        return "Overload tripped: Alarm_Lamp must be lit. It was dark."
    s.untrip()
    if s.turns or s.ran(1.0):
        return Danger("Overload reset by hand: that is no start. The belt ran by itself.")
    return "" if runs(s) else "Overload reset and Start pressed: it must run. It stood."


def jog(s: Station) -> str:
    if not s.hold("Jog").wait().turns:
        return "Jog held, everything in order: the belt must run. It stood."
    s.let("Jog").wait(0.7)
    return "Jog let go: the belt must stop at once. It ran on." if s.ran(1.0) else ""


def no_jog(s: Station) -> str:
    if not s.hold("Jog").wait().turns:
        return "Jog held, everything in order: the belt must run. It stood."
    s.let("Jog").wait()
    for tag, bad, good, what in (
        ("S0", "pressed", "released", "Stop pressed"),
        ("B9", "open", "shut", "the guard open"),
    ):
        if s.put(tag, bad).wait().hold("Jog").ran(0.7):
            return f"Jog with {what}: the belt must stand. It ran."
        s.let("Jog").put(tag, good).wait()
    return "Jog with the overload tripped: the belt must stand. It ran." if (
        s.trip().hold("Jog").ran(0.7)) else ""  # fmt: skip


def jog_start(s: Station) -> str:
    if not runs(s):
        return DEAD
    s.push("Stop").hold("Jog").hold("Start").let("Start").wait(0.5)
    s.let("Jog").wait(0.7)
    if s.ran(1.0):
        return "Start tapped while Jog is held, Jog let go: it must stop. It ran on, sealed in."
    return ""


def dip(s: Station) -> str:
    if not runs(s):
        return DEAD
    s.dip(1.0)
    if s.turns or s.ran(1.5):
        return Danger("The 24 V went for a second and came back: it must stand. It ran.")
    return "" if runs(s) else "After the power dip, Start must start it. It stood."


BEHAVIOUR = (
    Trial("start seals in, power on starts nothing", 7, sealed),
    Trial("run lamp", 3, lamp),
    Trial("stop", 6, stopped),
    Trial("start and stop at once", 5, together),
    Trial("start held down", 4, held),
    Trial("wire of the stop button", 6, stop_wire),
    Trial("emergency stop in and out", 4, estop),
    Trial("wire of the emergency stop", 3, estop_wire),
    Trial("overload and its reset", 7, overload),
    Trial("guard", 4, guard),
    Trial("clamp not home", 3, clamp_wire),
    Trial("jog", 5, jog),
    Trial("jog without permission", 3, no_jog),
    Trial("start while jogging", 3, jog_start),
    Trial("power dip", 7, dip),
)


# six faults -------------------------------------------------------------------------------------
def answers_always(s: Station) -> str:
    s.wait(1.5)
    if s.hold("Start").ran(1.5):
        return "K1's feedback contact welded: it must not start. The belt ran."
    return "" if s.lit("Alarm_Lamp") else "K1's feedback contact welded: Alarm_Lamp stayed dark."


def answers_never(s: Station) -> str:
    if s.push("Start").wait(1.5).turns:
        return "K1's feedback never comes: it must stop within a second. It ran on."
    if not s.lit("Alarm_Lamp"):
        return "K1's feedback never comes: Alarm_Lamp must be lit until Reset. It was dark."
    if s.hold("Start").ran(1.0):
        return "K1's feedback never came: without Reset it must not start again. It did."
    return ""


def stuck_start(s: Station) -> str:
    if s.moved or s.ran(1.0):
        return "Start button stuck in when power comes: it must stand. It ran by itself."
    s.dip(0.5)
    if s.turns or s.ran(1.0):
        return "Start button stuck in, power dips: it must stand. It ran by itself."
    return ""


def coil_wire(s: Station) -> str:
    s.push("Start").off("K1:A1").wait(2.0)
    if not s.lit("Alarm_Lamp"):
        return "Wire off the coil of K1 while it runs: Alarm_Lamp must be lit. It was dark."
    if s.on("K1:A1").ran(1.5):
        return "Wire back on the coil of K1: that is no start. The belt ran by itself."
    return ""


def dead_input(s: Station) -> str:
    if s.hold("Start").ran(1.0) or s.let("Start").hold("Jog").ran(0.7):
        return "Input of the stop button dead (reads 0): nothing may start. The belt ran."
    return ""


def bent_tongue(s: Station) -> str:
    if s.hold("Start").ran(1.0) or s.let("Start").hold("Jog").ran(0.7):
        return "Guard switch does not see the guard: nothing may start. The belt ran."
    return ""


EACH = 20 / 6
FAULTS = (
    Trial("feedback contact welded", EACH, answers_always, "K1: contact 13-14 welded"),
    Trial("feedback does not come", EACH, answers_never, "K1: contact 13-14 does not make"),
    Trial("start button stuck", EACH, stuck_start, "S1: contact 13-14 welded"),
    Trial("wire off the contactor's coil", EACH, coil_wire),
    Trial("dead input", EACH, dead_input, "A1: input I0.1 dead"),
    Trial("guard switch bent", EACH, bent_tongue, "B9: actuator tongue bent"),
)
