"""The rows of the instruction table: name, kind, title, Allen-Bradley form, IEC form.

A form is "way name type, …; enter leave; more". "way" is what `instructions.Parameter` says. Enter
and leave are the pins power goes through; "more" is the prefix of operands that can be repeated.
None: the dialect has no such instruction.
"""

from labsim.plc.instruction_numbers import CALCULATING

__all__ = ["AB_ALIASES", "ELEMENTARY", "IEC_ALIASES", "IEC_NAMES", "ROWS"]

ELEMENTARY = frozenset(
    (
        *("BOOL", "SINT", "INT", "DINT", "LINT", "USINT", "UINT", "UDINT", "ULINT"),
        *("BYTE", "WORD", "DWORD", "LWORD", "REAL", "LREAL", "TIME", "STRING"),
        *("DATE", "TOD", "DT", "BCD"),
    )
)

_BIT = "in Bit BOOL"
_COIL = "out Bit BOOL"
_TIMER = "memory Timer TIMER, setting Preset DINT, setting Accum DINT"
_COUNTER = "memory Counter COUNTER, setting Preset DINT, setting Accum DINT"
_COPY = "in Source ANY, out Dest ANY, in Length INT"
_BITS = "inout Array ANY, inout Control CONTROL, in SourceBit BOOL, setting Length DINT"
_UNLOAD = (
    "inout FIFO ANY, out Dest ANY, inout Control CONTROL, setting Length DINT,"
    " setting Position DINT"
)
_FILE = "in Source ANY, inout FIFO ANY, inout Control CONTROL, setting Length DINT"


def _iec_timer(kind: str) -> str:
    return f"memory Timer {kind}, in IN BOOL, in PT TIME, out Q BOOL, out ET TIME; IN Q"


_CONTACTS = (
    ("XIC", "contact", "normally open contact: on when the bit is 1", _BIT, _BIT),
    ("XIO", "contact", "normally closed contact: on when the bit is 0", _BIT, _BIT),
    ("XICP", "contact", "rising edge contact: on for one scan when the bit comes", _BIT, _BIT),
    ("XICN", "contact", "falling edge contact: on for one scan when the bit goes", _BIT, _BIT),
)
_COILS = (
    ("OTE", "coil", "output coil", _COIL, _COIL),
    ("OTN", "coil", "negated coil", _COIL, _COIL),
    ("OTL", "coil", "latch (set) coil", _COIL, _COIL),
    ("OTU", "coil", "unlatch (reset) coil", _COIL, _COIL),
    ("OTEP", "coil", "rising edge coil: on for one scan when power comes", _COIL, _COIL),
    ("OTEN", "coil", "falling edge coil: on for one scan when power goes", _COIL, _COIL),
)
_BLOCKS = (
    ("TON", "timer", "on-delay timer", _TIMER, _iec_timer("TON")),
    ("TOF", "timer", "off-delay timer", _TIMER, _iec_timer("TOF")),
    ("TP", "timer", "pulse timer", None, _iec_timer("TP")),
    ("RTO", "timer", "retentive on-delay timer", _TIMER, None),
    (
        "CTU",
        "counter",
        "up counter",
        _COUNTER,
        "memory Counter CTU, in CU BOOL, in R BOOL, in PV INT, out Q BOOL, out CV INT; CU Q",
    ),
    (
        "CTD",
        "counter",
        "down counter",
        _COUNTER,
        "memory Counter CTD, in CD BOOL, in LD BOOL, in PV INT, out Q BOOL, out CV INT; CD Q",
    ),
    (
        "CTUD",
        "counter",
        "up-down counter",
        None,
        "memory Counter CTUD, in CU BOOL, in CD BOOL, in R BOOL, in LD BOOL, in PV INT,"
        " out QU BOOL, out QD BOOL, out CV INT; CU QU",
    ),
    ("RES", "counter", "reset of a timer or counter", "out Structure ANY", None),
    ("ONS", "edge", "one shot", "inout Storage BOOL", None),
    ("OSR", "edge", "one shot rising", "inout Storage BOOL, out Output BOOL", None),
    ("OSF", "edge", "one shot falling", "inout Storage BOOL, out Output BOOL", None),
    (
        "R_TRIG",
        "edge",
        "rising edge block",
        None,
        "memory Edge R_TRIG, in CLK BOOL, out Q BOOL; CLK Q",
    ),
    (
        "F_TRIG",
        "edge",
        "falling edge block",
        None,
        "memory Edge F_TRIG, in CLK BOOL, out Q BOOL; CLK Q",
    ),
    (
        "SR",
        "latch",
        "set-dominant latch",
        None,
        "memory Latch SR, in S1 BOOL, in R BOOL, out Q1 BOOL; S1 Q1",
    ),
    (
        "RS",
        "latch",
        "reset-dominant latch",
        None,
        "memory Latch RS, in S BOOL, in R1 BOOL, out Q1 BOOL; S Q1",
    ),
)
_MOVES = (
    (
        "MOV",
        "move",
        "move a value",
        "in Source ANY, out Dest ANY",
        "in IN ANY, out OUT ANY; EN ENO",
    ),
    ("COP", "move", "copy an array or structure", _COPY, None),
    ("CPS", "move", "copy, undisturbed by I/O", _COPY, None),
    ("FLL", "move", "fill an array", _COPY, None),
    ("CLR", "move", "clear to zero", "out Dest ANY", None),
    ("MVM", "move", "masked move", "in Source INT, in Mask INT, out Dest INT", None),
    (
        "BTD",
        "move",
        "bit field distribute",
        "in Source INT, in SourceBit INT, out Dest INT, in DestBit INT, in Length INT",
        None,
    ),
    (
        "SWPB",
        "logic",
        "swap bytes",
        "in Source INT, name Order ORDER, out Dest INT",
        None,
    ),
    ("SIZE", "move", "size of an array", "in Source ANY, in Dimension INT, out Dest INT", None),
    ("BSL", "move", "bit shift left", _BITS, None),
    ("BSR", "move", "bit shift right", _BITS, None),
    ("FFL", "move", "first in first out: load", f"{_FILE}, setting Position DINT", None),
    ("LFL", "move", "last in first out: load", f"{_FILE}, setting Position DINT", None),
    ("LFU", "move", "last in first out: unload", _UNLOAD, None),
    ("FFU", "move", "first in first out: unload", _UNLOAD, None),
)
_FLOW = (
    ("JMP", "flow", "jump to a label", "name Label LABEL", "name Label LABEL"),
    ("LBL", "flow", "label", "name Label LABEL", "name Label LABEL"),
    (
        "JSR",
        "flow",
        "jump to a subroutine",
        "name Routine ROUTINE, in Count INT; ; P",
        "name Routine ROUTINE; ; P",
    ),
    (
        "FOR",
        "flow",
        "for-next loop: calls a routine again and again",
        "name Routine ROUTINE, inout Index DINT, in Initial DINT, in Terminal DINT, in Step DINT",
        None,
    ),
    ("BRK", "flow", "break of a for-next loop", "", None),
    ("SBR", "flow", "subroutine: takes its parameters", "; ; P", "; ; P"),
    ("RET", "flow", "return from a subroutine", "; ; P", "; ; P"),
    ("TND", "flow", "end of the scan here", "", None),
    ("MCR", "flow", "master control reset zone", "", None),
    ("AFI", "flow", "always false", "", None),
    ("NOP", "flow", "no operation", "", ""),
    ("CALL", "call", "call of a block with a body", "memory Instance ANY", "memory Instance ANY"),
)
_FOREIGN = tuple(
    (name, "foreign", title, "; ; P", None)
    for name, title in (
        ("PID", "controller loop"),
        ("MSG", "message"),
        ("GSV", "get a system value"),
        ("SSV", "set a system value"),
        ("EVENT", "trigger an event task"),
        ("IOT", "immediate output"),
        ("IIM", "immediate input"),
        ("IOM", "immediate output, masked"),
        ("FAL", "file arithmetic"),
        ("FSC", "file search"),
        ("SQI", "sequencer input"),
        ("SQO", "sequencer output"),
        ("SQL", "sequencer load"),
        ("AVE", "average of a file"),
        ("SRT", "sort of a file"),
        ("STD", "standard deviation of a file"),
        ("DDT", "diagnostic detect"),
        ("FBC", "file bit compare"),
        ("UID", "user interrupt disable"),
        ("UIE", "user interrupt enable"),
        ("SFR", "reset of a chart"),
        ("SFP", "pause of a chart"),
    )
)
ROWS = (
    *(*_CONTACTS, *_COILS, *_BLOCKS, *_MOVES, *CALCULATING),
    *(*_FLOW, *_FOREIGN),
)

# Studio 5000 v36/37 spells some otherwise; the rest are other names of other Rockwell families.
AB_ALIASES = {
    "MOV": ("MOVE",),
    "EQU": ("EQ",),
    "GRT": ("GT",),
    "GEQ": ("GE",),
    "LEQ": ("LE",),
    "LES": ("LT",),
    "NEQ": ("NE",),
    "LIM": ("LIMIT",),
    "MEQ": ("MEQU",),
    "SQRT": ("SQR",),
    "EXPT": ("XPY",),
    "TRUNC": ("TRN",),
    "ASIN": ("ASN",),
    "ACOS": ("ACS",),
    "ATAN": ("ATN",),
}
IEC_NAMES = {
    "MOV": "MOVE",
    "EQU": "EQ",
    "GRT": "GT",
    "GEQ": "GE",
    "LEQ": "LE",
    "LES": "LT",
    "NEQ": "NE",
}
IEC_ALIASES = {
    "XIC": ("NO",),
    "XIO": ("NC",),
    "XICP": ("P",),
    "XICN": ("N",),
    "OTE": ("COIL",),
    "OTL": ("S", "SET"),
    "OTU": ("R", "RESET"),
    "JSR": ("CAL",),
}
