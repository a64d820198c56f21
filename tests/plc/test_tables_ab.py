"""Allen-Bradley bits, one-shots, timers and counters, scan by scan.

RM003 is Rockwell 1756-RM003N (2011), help its online successor, RM001 1747-RM001G (SLC 500).
"""

from __future__ import annotations

import pytest

from tests.plc.tables import Case, check, counter, timer

BITS = [
    Case("contacts and coil", "RM003 p. 98-100", "ab", "XIC(A)XIO(B)OTE(Q);", {}, """
       t  A  B | Q
       0  0  0 | 0
      10  1  0 | 1
      20  1  1 | 0
      30  0  1 | 0
    """),
    Case("branches beside and in each other", "RM003 p. 20", "ab",
         "[XIC(A),XIC(B)[XIC(C),XIO(D)]]OTE(Q);", {}, """
       t  A  B  C  D | Q
       0  0  0  0  0 | 0
      10  1  0  0  1 | 1
      20  0  1  0  1 | 0
      30  0  1  0  0 | 1
      40  0  1  1  1 | 1
      50  0  0  1  0 | 0
    """),
    Case("a coil in the middle passes power on", "RM003 p. 100: out = in", "ab",
         "XIC(A)OTE(P)XIC(B)OTE(Q);", {}, """
       t  A  B | P Q
       0  1  0 | 1 0
      10  1  1 | 1 1
      20  0  1 | 0 0
    """),
    Case("a rung reads what the rung above just wrote", "rungs in order, no buffer", "ab",
         "XIC(A)OTE(P); XIC(P)OTE(Q); XIC(Z)OTE(R); XIC(A)OTE(Z);", {}, """
       t  A | Q R
       0  1 | 1 0
      10  1 | 1 1
      20  0 | 0 1
      30  0 | 0 0
    """),
    Case("of two coils of one bit the last wins, between them the first is seen", "scan order",
         "ab",
         "XIC(A)OTE(Q); XIC(Q)OTE(R); XIC(B)OTE(Q);", {}, """
       t  A  B | Q R
       0  1  0 | 0 1
      10  0  1 | 1 0
    """),
    Case("latch and unlatch; unlatch stands last and wins", "RM003 p. 101-102", "ab",
         "XIC(S)OTL(Q); XIC(R)OTU(Q);", {}, """
       t  S  R | Q
       0  1  0 | 1
      10  0  0 | 1
      20  1  1 | 0
      30  0  0 | 0
    """),
    Case("AFI is false, NOP lets through", "RM003 program control", "ab",
         "XIC(A)AFI()OTE(P); XIC(A)NOP()OTE(Q);", {}, """
       t  A | P Q
       0  1 | 0 1
    """),
    Case("ONS: one scan for each rise; not on the first scan", "RM003 p. 103, prescan sets it",
         "ab",
         "XIC(A)ONS(S)OTE(Q);", {}, """
       t  A | Q S
       0  1 | 0 1
      10  0 | 0 0
      20  1 | 1 1
      30  1 | 0 1
      40  0 | 0 0
    """),
    Case("ONS in a branch remembers the branch", "RM003 p. 103", "ab",
         "XIC(G)[XIC(A)ONS(S),XIC(B)]OTE(Q);", {}, """
       t  G  A  B | Q
       0  0  0  0 | 0
      10  1  1  0 | 1
      20  1  1  1 | 1
      30  0  1  0 | 0
      40  1  1  0 | 1
    """),
    Case("OSR: the output is the pulse, power goes on", "RM003 p. 106", "ab",
         "XIC(A)OSR(S,P)OTE(Q);", {}, """
       t  A | P Q S
       0  1 | 0 1 1
      10  0 | 0 0 0
      20  1 | 1 1 1
      30  1 | 0 1 1
    """),
    Case("OSF: pulse when power goes; prescan clears storage", "help OSF: prescan", "ab",
         "XIC(A)OSF(S,P)OTE(Q);", {"S": {"type": "BOOL", "value": 1}}, """
       t  A | P Q S
       0  0 | 0 0 0
      10  1 | 0 1 1
      20  0 | 1 0 0
      30  0 | 0 0 0
    """),
]  # fmt: skip

TIMERS = [
    Case("TON: first true scan starts the clock, ACC overshoots, done stops it", "RM003 p. 118",
         "ab",
         "XIC(A)TON(T)OTE(Q);", {"T": timer(100)}, """
       t  A | T.ACC T.EN T.TT T.DN Q
       0  0 |     0    0    0    0 0
      10  1 |     0    1    1    0 1
      75  1 |    65    1    1    0 1
     109  1 |    99    1    1    0 1
     140  1 |   130    1    0    1 1
     190  1 |   130    1    0    1 1
     200  0 |     0    0    0    0 0
    """),
    Case("TON: done at exactly PRE", "RM003 p. 118: ACC ≥ PRE", "ab", "XIC(A)TON(T);",
         {"T": timer(100)}, """
       t  A | T.ACC T.DN
       0  1 |     0    0
     100  1 |   100    1
    """),
    Case("TON: a flicker starts it anew", "RM003 p. 118: false clears ACC", "ab", "XIC(A)TON(T);",
         {"T": timer(50)}, """
       t  A | T.ACC T.DN
       0  1 |     0    0
      40  1 |    40    0
      45  0 |     0    0
      50  1 |     0    0
      90  1 |    40    0
     100  1 |    50    1
    """),
    Case("TON: PRE is read each scan", "live preset", "ab", "XIC(A)TON(T);", {"T": timer(100)}, """
       t  A | T.ACC T.DN
       0  1 |     0    0
      30  1 |    30    0
    ! set T.PRE 40
      45  1 |    45    1
    """),
    Case("TON behind a false contact in a branch starts with its own power", "RM003 p. 118", "ab",
         "XIC(A)[TON(T),XIC(B)TON(U)];", {"T": timer(20), "U": timer(20)}, """
       t  A  B | T.ACC U.ACC T.DN U.DN
       0  1  0 |     0     0    0    0
      10  1  1 |    10     0    0    0
      20  1  1 |    20    10    1    0
      30  1  1 |    20    20    1    1
    """),
    Case("TOF: on at once, off after PRE", "RM003 p. 122",
         "ab", "XIC(A)TOF(T);", {"T": timer(50)}, """
       t  A | T.ACC T.EN T.TT T.DN
       0  0 |    50    0    0    0
      10  1 |     0    1    0    1
      20  0 |     0    0    1    1
      60  0 |    40    0    1    1
      65  1 |     0    1    0    1
      70  0 |     0    0    1    1
     130  0 |    60    0    0    0
     140  0 |    60    0    0    0
    """),
    Case("TOF: prescan puts ACC to PRE, so it does not run on the first scan", "RM003 p. 122", "ab",
         "XIC(A)TOF(T);", {"T": timer(50, ACC=7)}, """
       t  A | T.ACC T.TT T.DN
       0  0 |    50    0    0
     100  0 |    50    0    0
    """),
    Case("RTO: a pause keeps time, the first scan after it adds nothing", "RM003 p. 127", "ab",
         "XIC(A)RTO(T); XIC(R)RES(T);", {"T": timer(50)}, """
       t  A  R | T.ACC T.EN T.TT T.DN
       0  1  0 |     0    1    1    0
      20  1  0 |    20    1    1    0
      30  0  0 |    20    0    0    0
      90  1  0 |    20    1    1    0
     125  1  0 |    55    1    0    1
     130  0  0 |    55    0    0    1
     140  1  0 |    55    1    0    1
     150  0  1 |     0    0    0    0
    """),
    Case("RES of a timer that runs: it starts anew on the next scan", "RM003 p. 153", "ab",
         "XIC(A)TON(T); XIC(R)RES(T);", {"T": timer(50)}, """
       t  A  R | T.ACC T.EN T.DN
       0  1  0 |     0    1    0
      20  1  1 |     0    0    0
      30  1  0 |     0    1    0
      80  1  0 |    50    1    1
    """),
]  # fmt: skip

COUNTERS = [
    Case("CTU: rises count, beyond PRE too; not on the first scan", "RM003 p. 143", "ab",
         "XIC(A)CTU(C)OTE(Q);", {"C": counter(2)}, """
       t  A | C.ACC C.CU C.DN Q
       0  1 |     0    1    0 1
      10  0 |     0    0    0 0
      20  1 |     1    1    0 1
      30  1 |     1    1    0 1
      40  0 |     1    0    0 0
      50  1 |     2    1    1 1
      60  0 |     2    0    1 0
      70  1 |     3    1    1 1
    """),
    Case("CTU: at the top it goes on at the bottom, OV", "RM003 p. 143; RM001 p. 2-14", "ab",
         "XIC(A)CTU(C);", {"C": counter(5, ACC=2147483646)}, """
       t  A |       C.ACC C.OV
       0  0 |  2147483646    0
      10  1 |  2147483647    0
      20  0 |  2147483647    0
      30  1 | -2147483648    1
    """),
    Case("CTD: below 0 too; DN while ACC ≥ PRE", "RM003 p. 147", "ab",
         "XIC(A)CTD(C);", {"C": counter(0, ACC=1)}, """
       t  A | C.ACC C.CD C.DN
       0  0 |     1    0    .
      10  1 |     0    1    1
      20  0 |     0    0    1
      30  1 |    -1    1    0
    """),
    Case("CTU and CTD work one counter", "RM003 p. 145", "ab",
         "XIC(A)CTU(C); XIC(B)CTD(C);", {"C": counter(1)}, """
       t  A  B | C.ACC C.DN
       0  0  0 |     0    0
      10  1  0 |     1    1
      20  1  1 |     0    0
      30  0  0 |     0    .
      40  1  1 |     0    .
    """),
    Case("RES while the rung counts: one more afterwards", "RM003 p. 153 clears CU", "ab",
         "XIC(A)CTU(C); XIC(R)RES(C);", {"C": counter(5)}, """
       t  A  R | C.ACC C.CU
       0  0  0 |     0    0
      10  1  0 |     1    1
      20  1  1 |     0    0
      30  1  0 |     1    1
      40  1  0 |     1    1
    """),
    Case("RES standing before the count: it counts in the same scan", "scan order", "ab",
         "XIC(R)RES(C); XIC(A)CTU(C);", {"C": counter(5)}, """
       t  A  R | C.ACC
       0  0  0 |     0
      10  1  0 |     1
      20  1  1 |     1
      30  1  0 |     1
    """),
]  # fmt: skip


@pytest.mark.parametrize("case", BITS + TIMERS + COUNTERS, ids=lambda case: case.title)
def test_allen_bradley_works_as_its_manuals_say(case: Case) -> None:
    check(case)
