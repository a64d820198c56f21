"""IEC 61131-3 contacts, coils, edges, timers, counters, latches, scan by scan.

"body": the function block's text in the standard (ed. 2, 2.5.2.3); "diagram": its timing diagram;
"-8": IEC 61131-8; "matiec": what the matiec compiler does, as run for this project.
"""

from __future__ import annotations

import pytest

from tests.plc.tables import Case, check

EDGES = [
    Case("negated coil, set and reset, coils in a row", "table of coils", "iec",
         "NO(A)OTN(N)OTE(Q); NO(A)S(L); NO(B)R(L);", {}, """
       t  A  B | N Q L
       0  0  0 | 1 0 0
      10  1  0 | 0 1 1
      20  0  0 | 1 0 1
      30  1  1 | 0 1 0
    """),
    Case("P contact fires on the first scan, N contact does not", "body of R_TRIG; -8: M := TRUE",
         "iec", "P(A)OTE(R); N(A)OTE(F); P(B)OTE(U); N(B)OTE(G);", {}, """
       t  A  B | R F U G
       0  1  0 | 1 0 0 0
      10  1  0 | 0 0 0 0
      20  0  1 | 0 1 1 0
      30  0  0 | 0 0 0 1
      40  1  0 | 1 0 0 0
    """),
    Case("matiec's N contact fires on the first scan", "matiec", "iec",
         "N(A)OTE(F); N(B)OTE(G);", {}, """
       t  A  B | F G
       0  0  1 | 1 0
      10  0  0 | 0 1
      20  0  0 | 0 0
    """, "matiec"),
    Case("an edge contact follows its variable, power or not", "R_TRIG(var) AND power", "iec",
         "NO(G)P(A)OTE(R);", {}, """
       t  G  A | R
       0  0  0 | 0
      10  0  1 | 0
      20  1  1 | 0
      30  1  0 | 0
      40  1  1 | 1
    """),
    Case("edges in branches are worked though the branch above is on", "no short cut past a memory",
         "iec", "[NO(A),P(B)]OTE(Q);", {}, """
       t  A  B | Q
       0  1  0 | 1
      10  1  1 | 1
      20  0  1 | 0
      30  0  0 | 0
      40  0  1 | 1
    """),
    Case("edge coils follow the power", "table of coils", "iec",
         "NO(A)OTEP(R); NO(A)OTEN(F);", {}, """
       t  A | R F
       0  1 | 1 0
      10  1 | 0 0
      20  0 | 0 1
      30  0 | 0 0
    """),
    Case("R_TRIG and F_TRIG", "body; -8",
         "iec", "NO(A)R_TRIG(E)OTE(R); NO(A)F_TRIG(D)OTE(F);", {}, """
       t  A | R F E.Q
       0  0 | 0 0 0
      10  1 | 1 0 1
      20  1 | 0 0 0
      30  0 | 0 1 0
    """),
    Case("R_TRIG fires when CLK is there on the first scan", "body", "iec",
         "NO(A)R_TRIG(E)OTE(R);", {}, """
       t  A | R
       0  1 | 1
      10  1 | 0
    """),
    Case("matiec's F_TRIG fires on the first scan", "body as printed: M begins FALSE", "iec",
         "NO(A)F_TRIG(D)OTE(F);", {}, """
       t  A | F
       0  0 | 1
      10  0 | 0
    """, "matiec"),
    Case("SR: set wins; RS: reset wins", "bodies", "iec",
         "NO(S)SR(L,R)OTE(P); NO(S)RS(M,R)OTE(Q);", {}, """
       t  S  R | P Q
       0  0  0 | 0 0
      10  1  0 | 1 1
      20  0  0 | 1 1
      30  1  1 | 1 0
      40  0  1 | 0 0
    """),
]  # fmt: skip

TIMERS = [
    Case("TON: Q at exactly PT, ET stays at PT", "diagram",
         "iec", "NO(A)TON(T,T#100ms)OTE(Q);", {}, """
       t  A | Q T.ET
       0  0 | 0    0
      10  1 | 0    0
      60  1 | 0   50
     110  1 | 1  100
     150  1 | 1  100
     160  0 | 0    0
    """),
    Case("TON: overshoot is cut off", "diagram: ET no further than PT", "iec",
         "NO(A)TON(T,T#100ms)OTE(Q);", {}, """
       t  A | Q T.ET
       0  1 | 0    0
      90  1 | 0   90
     130  1 | 1  100
    """),
    Case("TON: PT = 0 is on at once", "limit of the diagram",
         "iec", "NO(A)TON(T,T#0ms)OTE(Q);", {}, """
       t  A | Q T.ET
       0  0 | 0    0
      10  1 | 1    0
      20  1 | 1    0
      30  0 | 0    0
    """),
    Case("TON: PT = 0 in matiec is on a scan later", "matiec", "iec",
         "NO(A)TON(T,T#0ms)OTE(Q);", {}, """
       t  A | Q
       0  1 | 0
      10  1 | 1
      20  0 | 0
    """, "matiec"),
    Case("PT = 0: TOF follows, TP gives nothing", "limits of the diagrams", "iec",
         "NO(A)TOF(T,T#0ms)OTE(P); NO(A)TP(U,T#0ms)OTE(Q);", {}, """
       t  A | P Q
       0  1 | 1 0
      10  0 | 0 0
      20  1 | 1 0
    """),
    Case("PT = 0 in matiec: TOF falls a scan later, TP is one scan long", "matiec", "iec",
         "NO(A)TOF(T,T#0ms)OTE(P); NO(A)TP(U,T#0ms)OTE(Q);", {}, """
       t  A | P Q
       0  1 | 1 1
      10  1 | 1 0
      20  0 | 1 0
      30  0 | 0 0
      40  1 | 1 1
    """, "matiec"),
    Case("TON: PT is read while it times", "choice: live", "iec", "NO(A)TON(T,D)OTE(Q);",
         {"D": {"type": "TIME", "value": 100}}, """
       t  A   D | Q T.ET
       0  1   . | 0    0
      50  1   . | 0   50
      60  1  60 | 1   60
    """),
    Case("TOF: on at once, off at PT", "diagram", "iec", "NO(A)TOF(T,T#50ms)OTE(Q);", {}, """
       t  A | Q T.ET
       0  0 | 0    0
      10  1 | 1    0
      20  0 | 1    0
      60  0 | 1   40
      65  1 | 1    0
      70  0 | 1    0
     120  0 | 0   50
     200  0 | 0   50
     210  1 | 1    0
    """),
    Case("TP: one pulse whatever IN does", "diagram", "iec", "NO(A)TP(T,T#50ms)OTE(Q);", {}, """
       t  A | Q T.ET
       0  1 | 1    0
      10  0 | 1   10
      20  1 | 1   20
      50  1 | 0   50
      70  1 | 0   50
      80  0 | 0    0
      90  1 | 1    0
     100  0 | 1   10
     150  0 | 0    0
    """),
    Case("a timer skipped by a jump catches up", "clock is the task's", "iec",
         "NO(J)JMP(Over); NO(A)TON(T,T#50ms)OTE(Q); Over: NO(A)OTE(Z);", {}, """
       t  A  J | Q T.ET
       0  1  0 | 0    0
      10  1  1 | 0    0
      60  1  1 | 0    0
      70  1  0 | 1   50
    """),
]  # fmt: skip

COUNTERS = [
    Case("CTU: counts beyond PV; reset wins; a rise on the first scan counts", "body", "iec",
         "NO(A)CTU(C,R,2)OTE(Q);", {"R": "BOOL"}, """
       t  A  R | Q C.CV
       0  1  0 | 0    1
      10  0  0 | 0    1
      20  1  0 | 1    2
      30  0  0 | 1    2
      40  1  0 | 1    3
      50  0  1 | 0    0
      60  1  1 | 0    0
      70  1  0 | 0    0
    """),
    Case("CTU: matiec stops at PV", "matiec", "iec", "NO(A)CTU(C,R,1)OTE(Q);", {"R": "BOOL"}, """
       t  A | Q C.CV
       0  1 | 1    1
      10  0 | 1    1
      20  1 | 1    1
    """, "matiec"),
    Case("CTU: stops at the end of INT", "body: CV < PVmax", "iec", "NO(A)CTU(C,R,1);",
         {"R": "BOOL", "C": {"type": "CTU", "CV": 32766}}, """
       t  A |  C.CV
       0  1 | 32767
      10  0 | 32767
      20  1 | 32767
    """),
    Case("CTD: load, then down below 0", "body: CV > PVmin", "iec", "NO(A)CTD(C,L,1)OTE(Q);",
         {"L": "BOOL"}, """
       t  A  L | Q C.CV
       0  0  1 | 0    1
      10  1  0 | 1    0
      20  0  0 | 1    0
      30  1  0 | 1   -1
    """),
    Case("CTD: matiec stops at 0", "matiec", "iec", "NO(A)CTD(C,L,1)OTE(Q);", {"L": "BOOL"}, """
       t  A  L | Q C.CV
       0  0  1 | 0    1
      10  1  0 | 1    0
      20  0  0 | 1    0
      30  1  0 | 1    0
    """, "matiec"),
    Case("CTUD: both edges in one scan count nothing; reset before load", "body", "iec",
         "NO(A)CTUD(C,D,R,L,2)OTE(Q);", {"D": "BOOL", "R": "BOOL", "L": "BOOL"}, """
       t  A  D  R  L | Q C.CV C.QD
       0  0  0  0  0 | 0    0    1
      10  1  0  0  0 | 0    1    0
      20  0  0  0  0 | 0    1    0
      30  1  1  0  0 | 0    1    0
      40  0  0  0  1 | 1    2    0
      50  0  1  0  0 | 0    1    0
      60  0  0  1  1 | 0    0    1
      70  0  1  0  0 | 0   -1    1
    """),
]  # fmt: skip


@pytest.mark.parametrize("case", EDGES + TIMERS + COUNTERS, ids=lambda case: case.title)
def test_iec_works_as_the_standard_says(case: Case) -> None:
    check(case)
