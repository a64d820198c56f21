"""The program of the press-fit line, made by rule: somebody else's five hundred rungs.

A maker's standard for three stations, of which one was ever fitted: the routines of the other two
run along, with options that are off. Names are the maker's, comments are few. `rungs()` returns
neutral text, the same at every call.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

__all__ = ["rungs"]

STATIONS = (1, 2, 3)
STEPS = 12
RECIPES = 14
ORDER = (
    "MAP_IN", "MODES", "RECIPE", "MEDIA", "OUTF", "PERM1", "PERM2", "PERM3", "SEQ1", "SEQ2",
    "SEQ3", "ALARM", "HAND", "OUTS", "HMI", "COUNT",
)  # fmt: skip
CALLS = {"OUTF": "XIC(OP_OUTF)", "PERM2": "XIC(OP_2)", "PERM3": "XIC(OP_3)"}
# What moves in each step, and the bit that ends it; "" ends by time alone (ms).
MOVES = {
    1: ("", 100), 2: ("CL{n}_OUT", 0), 3: ("", 100), 4: ("SL{n}_FWD", 0), 5: ("SL{n}_BCK", 0),
    6: ("", 100), 7: ("PR{n}_DWN", 0), 8: ("", 200), 9: ("PR{n}_UPP", 0), 10: ("CL{n}_BCK", 0),
    11: ("", 50),
}  # fmt: skip
WATCH = {2: 3000, 4: 3000, 5: 3000, 7: 2000, 9: 3000, 10: 3000}  # ms until a step is too long
POINTS = ("CL{n}_BCK", "CL{n}_OUT", "SL{n}_BCK", "SL{n}_FWD", "PR{n}_UPP", "PR{n}_DWN")
FIELD = ("IN_CLB", "IN_CLO", "IN_SLB", "IN_SLF", "IN_PRU", "IN_PRD")


@cache
def rungs() -> str:
    """Return the whole program as neutral text."""
    made = {"MAP_IN": _map_in, "MODES": _modes, "RECIPE": _recipe, "MEDIA": _media,
            "OUTF": _outfeed, "ALARM": _alarms, "HAND": _hand, "OUTS": _outputs, "HMI": _hmi,
            "COUNT": _count}  # fmt: skip
    for n in STATIONS:
        made[f"PERM{n}"] = lambda n=n: _permissives(n)
        made[f"SEQ{n}"] = lambda n=n: _sequence(n)
    parts = [_routine("Main", _main())]
    parts += [_routine(name, made[name]()) for name in ORDER]
    return "\n".join(parts)


def _routine(name: str, lines: Iterator[str]) -> str:
    return "\n".join([f"ROUTINE {name}", *lines, "END_ROUTINE", ""])


def _main() -> Iterator[str]:
    yield "// Std 4.2 / 3 stn / job 0417. Do not change call order."
    yield "XIC(S:FS)OTL(OP_1)OTL(OP_OUTF)OTU(OP_2)OTU(OP_3)MOV(3,RC_NO);"
    yield "XIO(ALW_0)OTE(ALW_1);"
    for name in ORDER:
        yield f"{CALLS.get(name, 'XIC(ALW_1)')}JSR({name});"


# inputs and modes ---------------------------------------------------------------------------------
def _map_in() -> Iterator[str]:
    yield "// field -> std. Stn 2/3 by rack words RK2/RK3, not fitted"
    for point, field in zip(POINTS, FIELD, strict=True):
        yield f"XIC({field})OTE({point.format(n=1)});"
    for n in (2, 3):
        for bit, point in enumerate(POINTS):
            yield f"XIC(RK{n}_IN.{bit})XIC(OP_{n})OTE({point.format(n=n)});"
    yield "XIC(IN_GO)OTE(PB1_GO);"
    yield "XIC(IN_STP)OTE(PB_STP);"
    yield "XIC(IN_GRD)OTE(GD_OK);"
    yield "XIC(IN_RST)ONS(OS_RST)OTE(RS_P);"
    yield "XIC(IN_SPR)OTE(SP_1);"
    yield "XIC(IN_SEA)TON(TM_SEA,50,0);"
    yield "XIC(TM_SEA.DN)OTE(ST1_SEA);"
    for n in (2, 3):
        yield f"XIC(RK{n}_IN.8)XIC(OP_{n})OTE(PB{n}_GO);"
        yield f"XIC(RK{n}_IN.9)TON(TM_SEA{n},50,0);"
        yield f"XIC(TM_SEA{n}.DN)XIC(OP_{n})OTE(ST{n}_SEA);"


def _modes() -> Iterator[str]:
    for n in STATIONS:
        yield f"XIC(HM{n}_HND)XIO(HM{n}_AUT)XIC(OP_{n})OTE(MO{n}_HD);"
        yield f"XIO(HM{n}_HND)XIC(OP_{n})XIC(PB_STP)XIC(GD_OK)OTE(MO{n}_EN);"
        yield f"XIC(MO{n}_EN)XIO(MO{n}_HD)XIO(HM{n}_SET)OTE(MO{n}_AU);"
        yield f"XIC(MO{n}_EN)XIC(HM{n}_SET)OTE(MO{n}_ST);"
        yield f"XIC(MO{n}_AU)XIC(PB{n}_GO)OTE(MO{n}_GO);"
        yield f"XIC(MO{n}_GO)XIO(SQ{n}_END)OTE(MO{n}_RUN);"
        yield f"XIC(MO{n}_AU)XIO(MO{n}_GO)EQU(SQ{n},0)OTE(MO{n}_RDY);"
        yield f"[XIC(MO{n}_HD),XIC(MO{n}_ST)]XIO(MO{n}_AU)OTE(MO{n}_NOA);"
    yield "[XIC(MO1_RUN),XIC(MO2_RUN),XIC(MO3_RUN)]OTE(MO_RUN);"
    yield "[XIC(MO1_AU),XIC(MO2_AU),XIC(MO3_AU)]OTE(MO_AU);"


def _recipe() -> Iterator[str]:
    yield "// RC_F newton, RC_D 1/100 mm"
    for k in range(1, RECIPES + 1):
        force, depth = 2600 + 400 * (k % 5) + 20 * k, 1250 + 75 * (k % 4)
        yield f"EQU(RC_NO,{k})MOV({force},RC_F)MOV({depth},RC_D)OTE(RC_S{k:02d});"
    yield "[" + ",".join(f"XIC(RC_S{k:02d})" for k in range(1, RECIPES + 1)) + "]OTE(RC_VAL);"
    yield "LIM(2000,RC_F,6000)OTE(RC_FOK);"
    yield "LIM(1000,RC_D,1800)OTE(RC_DOK);"
    yield "XIC(RC_VAL)XIC(RC_FOK)XIC(RC_DOK)OTE(RC_OK);"
    yield "NEQ(RC_NO,RC_OLD)OTE(RC_CHG)MOV(RC_NO,RC_OLD);"
    yield "XIC(RC_CHG)OTL(RC_NEW);"
    yield "XIC(SQ1_END)OTU(RC_NEW);"
    for k in range(1, 9):
        yield f"XIC(HM_RC.{k})ONS(OS_RC{k})XIC(MO_AU)XIO(MO_RUN)MOV({k},RC_NO);"


# media, tool, outfeed -----------------------------------------------------------------------------
def _media() -> Iterator[str]:
    yield "XIC(IN_LUB)TON(TM_LUB,100,0);"
    yield "XIC(TM_LUB.DN)OTE(MD_LUB);"
    yield "XIC(IN_TOL)XIO(HM_TLC)OTE(MD_TOL);"
    yield "XIC(HM_TLC)XIO(MO_AU)OTE(MD_TLC);"
    yield "GEQ(CN_TOL,CN_TLM)GRT(CN_TLM,0)OTE(MD_TLW);"
    for k in range(1, 5):
        yield f"XIC(RK2_IN.{10 + k})XIC(OP_2)OTE(MD_V{k});"
        yield f"XIO(MD_V{k})XIC(OP_2)TON(TM_V{k},1500,0);"
    yield "XIC(MD_LUB)XIC(MD_TOL)OTE(MD_OK);"


def _outfeed() -> Iterator[str]:
    yield "// outfeed by others, see 0417-22"
    yield "XIC(MO1_RUN)XIO(IN_OUT)TON(TM_OUT,300,0);"
    yield "XIC(TM_OUT.DN)OTE(OF_FRE);"
    yield "XIC(IN_OUT)TON(TM_OFB,60000,0);"
    yield "XIC(TM_OFB.DN)OTE(OF_BLK);"
    for n in (2, 3):
        yield f"XIO(RK{n}_IN.10)XIC(OP_{n})TON(TM_OU{n},300,0);"
        yield f"[XIC(TM_OU{n}.DN),XIO(OP_{n})]OTE(OF_FR{n});"
    yield "XIC(OF_FRE)XIC(OF_FR2)XIC(OF_FR3)OTE(OF_ALL);"
    yield "XIC(OF_ALL)XIO(OF_BLK)OTE(OF_OK);"


# permissives and sequences ------------------------------------------------------------------------
def _permissives(n: int) -> Iterator[str]:
    for step in (1, 3, 6, 8, 9, 11):
        yield f"XIC(MO{n}_RUN)OTE(PM{n}_{step:02d});"
    yield f"XIC(MO{n}_RUN)XIC(PR{n}_UPP)OTE(PM{n}_02);"
    yield f"XIC(MO{n}_RUN)XIC(PR{n}_UPP)XIC(CL{n}_OUT)OTE(PM{n}_04);"
    yield f"XIC(MO{n}_RUN)XIC(PR{n}_UPP)OTE(PM{n}_05);"
    yield f"XIC(CL{n}_OUT)XIO(CL{n}_BCK)XIC(SL{n}_BCK)XIO(SL{n}_FWD)OTE(PM{n}_7A);"
    yield f"XIC(ST{n}_SEA)XIC(MD_OK)XIC(RC_OK)OTE(PM{n}_7B);"
    yield f"XIC(OF_OK)XIO(HM{n}_PLK)OTE(PM{n}_7C);"
    yield f"XIC(MO{n}_RUN)XIC(PM{n}_7A)XIC(PM{n}_7B)XIC(PM{n}_7C)XIO(AG{n}_PR)OTE(PM{n}_07);"
    yield f"XIC(MO{n}_RUN)XIC(PR{n}_UPP)OTE(PM{n}_10);"
    yield f"XIC(MO{n}_HD)XIC(PR{n}_UPP)XIC(SL{n}_BCK)OTE(PM{n}_HC);"
    yield f"XIC(MO{n}_HD)XIC(PR{n}_UPP)XIC(CL{n}_OUT)OTE(PM{n}_HS);"
    yield f"XIC(MO{n}_HD)XIC(PM{n}_7A)XIC(PM{n}_7B)XIO(AG{n}_PR)OTE(PM{n}_HP);"


def _sequence(n: int) -> Iterator[str]:
    yield f"XIO(MO{n}_GO)NEQ(SQ{n},0)MOV(0,SQ{n});"
    yield f"XIC(MO{n}_GO)EQU(SQ{n},0)XIO(SQ{n}_INH)MOV(1,SQ{n});"
    for step in range(1, STEPS + 1):
        yield f"EQU(SQ{n},{step})OTE(SQ{n}_{step:02d});"
    for step, (ends, takes) in MOVES.items():
        if takes:
            yield f"XIC(SQ{n}_{step:02d})TON(TM{n}_S{step:02d},{takes},0);"
            ends = f"TM{n}_S{step:02d}.DN"
        bit = f"{n}_{step:02d}"
        yield f"XIC(SQ{bit})XIC(PM{bit})XIC({ends.format(n=n)})OTE(TR{bit});"
    for step in MOVES:
        bit = f"{n}_{step:02d}"
        yield f"XIC(TR{bit})MOV({step + 1},SQ{n});"
    for step, limit in WATCH.items():
        yield f"XIC(SQ{n}_{step:02d})TON(TM{n}_W{step:02d},{limit},0);"
    yield f"XIC(SQ{n}_12)OTE(SQ{n}_END);"


# alarms -------------------------------------------------------------------------------------------
def _alarms() -> Iterator[str]:
    yield "// 1xx stn 1 ff. Reset: RS_P"
    for n in STATIONS:
        yield from _of_station(n)
    for n in STATIONS:
        numbers = (2, 4, 5, 9, 10, 13)
        yield "[" + ",".join(f"XIC(AL_{n}{k:02d})" for k in numbers) + f"]OTE(AG{n}_PR);"
        yield f"[XIC(AG{n}_PR),XIC(AL_{n}07),XIC(AL_{n}14),XIC(AL_{n}15)]OTE(AG{n}_ANY);"
    yield "[XIC(AG1_ANY),XIC(AG2_ANY),XIC(AG3_ANY)]OTE(AG_ANY);"
    yield "XIC(AG_ANY)ONS(OS_AL)OTL(AL_HRN);"
    yield "[XIC(RS_P),XIO(AG_ANY)]OTU(AL_HRN);"


def _of_station(n: int) -> Iterator[str]:
    for step in WATCH:
        latch = "OTE" if step == 7 else "OTL"  # 7 goes by itself when the step goes on
        yield f"XIC(TM{n}_W{step:02d}.DN)XIC(SQ{n}_{step:02d}){latch}(AL_{n}{step:02d});"
    yield f"XIC(CL{n}_OUT)XIC(CL{n}_BCK)TON(TM{n}_A13,500,0);"
    yield f"XIC(TM{n}_A13.DN)OTL(AL_{n}13);"
    yield f"XIC(SL{n}_FWD)XIC(SL{n}_BCK)TON(TM{n}_A14,500,0);"
    yield f"XIC(TM{n}_A14.DN)OTL(AL_{n}14);"
    yield f"XIC(PR{n}_DWN)XIC(PR{n}_UPP)TON(TM{n}_A15,500,0);"
    yield f"XIC(TM{n}_A15.DN)OTL(AL_{n}15);"
    for k in (2, 4, 5, 9, 10, 13, 14, 15):
        yield f"XIC(RS_P)OTU(AL_{n}{k:02d});"


# hand, outputs, panel, counters -------------------------------------------------------------------
def _hand() -> Iterator[str]:
    for n in STATIONS:
        for bit, (what, leave) in enumerate((("CL", "HC"), ("SL", "HS"), ("PR", "HP"))):
            yield f"XIC(PM{n}_{leave})XIC(HM{n}_KEY.{bit})OTE(HD{n}_{what});"
            yield f"XIC(MO{n}_HD)XIC(HM{n}_KEY.{bit + 4})ONS(OS{n}_H{what})OTE(HR{n}_{what});"
        yield f"[XIC(HD{n}_CL),XIC(HD{n}_SL),XIC(HD{n}_PR)]OTE(HD{n}_ANY);"


def _outputs() -> Iterator[str]:
    for n in STATIONS:
        drive = (("CL", range(2, 10)), ("SL", (4,)), ("PR", (7, 8)))
        for what, steps in drive:
            ways = [f"XIC(SQ{n}_{k:02d})" for k in steps]
            leave = f"XIC(PM{n}_07)" if what == "PR" else f"XIC(MO{n}_RUN)"
            auto = "[" + ",".join(ways) + "]" if len(ways) > 1 else ways[0]
            coil = f"OU_{what}" if n == 1 else f"RK{n}_OUT.{['CL', 'SL', 'PR'].index(what)}"
            yield f"[{auto}{leave},XIC(HD{n}_{what})]XIC(GD_OK)OTE({coil});"
    yield "XIC(SQ1_END)OTE(OU_END);"
    yield "XIC(AG_ANY)OTE(OU_ALM);"
    yield "XIC(MO1_AU)OTE(OU_AUT);"


def _hmi() -> Iterator[str]:
    yield "// panel words, 0417-31"
    for n in STATIONS:
        yield f"MOV(SQ{n},HM{n}_STP);"
        for k in (2, 4, 5, 7, 9, 10, 13, 14, 15):
            yield f"XIC(AL_{n}{k:02d})MOV({100 * n + k},HM{n}_MSG);"
        yield f"XIO(AG{n}_ANY)MOV(0,HM{n}_MSG);"
        for bit, what in enumerate(("AU", "HD", "ST", "RUN", "RDY")):
            yield f"XIC(MO{n}_{what})OTE(HM{n}_LMP.{bit});"
        for bit, point in enumerate(POINTS, 5):
            yield f"XIC({point.format(n=n)})OTE(HM{n}_LMP.{bit});"
    yield "MOV(RC_F,HM_RCF)MOV(RC_D,HM_RCD);"


def _count() -> Iterator[str]:
    for n in STATIONS:
        yield f"XIC(SQ{n}_11)ONS(OS{n}_PRT)ADD(CN{n}_PRT,1,CN{n}_PRT);"
        yield f"XIC(SQ{n}_11)ONS(OS{n}_TOL)ADD(CN_TOL,1,CN_TOL);"
        yield f"XIC(HM{n}_RCN)XIC(RS_P)CLR(CN{n}_PRT);"
        yield f"XIC(AG{n}_PR)ONS(OS{n}_ALM)ADD(CN{n}_ALM,1,CN{n}_ALM);"
        yield f"MOV(CN{n}_PRT,HM{n}_PRT);"
