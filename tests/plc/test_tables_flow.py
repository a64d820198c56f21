"""The way through a program: jumps, subroutines, zones, ends.

RM003 is Rockwell 1756-RM003N (2011), help its online successor: "MCR" there says that every MCR
worked with rung-in false turns the override of the whole program over.
"""

from __future__ import annotations

import pytest

from tests.plc.tables import Case, check, timer

JUMPS = [
    Case("what is jumped over keeps its state", "RM003 JMP", "ab",
         "XIC(J)JMP(over); XIC(A)OTE(Q); LBL(over)XIC(A)OTE(Z);", {}, """
       t  A  J | Q Z
       0  1  0 | 1 1
      10  0  1 | 1 0
      20  0  0 | 0 0
    """),
    Case("a TON jumped over catches up", "RM003 p. 118: now - last", "ab",
         "XIC(J)JMP(over); XIC(A)TON(T); LBL(over)XIC(A)OTE(Z);", {"T": timer(100)}, """
       t  A  J | T.ACC T.DN
       0  1  0 |     0    0
      10  1  1 |     0    0
      50  1  1 |     0    0
      60  1  0 |    60    0
     150  1  1 |    60    0
     170  1  0 |   170    1
    """),
    Case("a jump leaves its rung at once", "the jump is worked where it stands", "ab",
         "XIC(J)[JMP(over),OTE(P)]; LBL(over)XIC(J)OTE(Z);", {}, """
       t  J | P Z
       0  1 | 0 1
      10  0 | 0 0
    """),
    Case("a loop backwards runs while its condition holds", "RM003 JMP", "ab",
         "MOV(0,N); LBL(again)ADD(N,1,N); LES(N,5)JMP(again);", {"N": "DINT"}, """
       t | N
       0 | 5
      10 | 5
    """),
    Case("RETURN ends the program of IEC", "table of jumps and returns", "iec",
         "NO(A)RET(); NO(B)OTE(Q);", {}, """
       t  A  B | Q
       0  0  1 | 1
      10  1  0 | 1
      20  0  0 | 0
    """),
    Case("TND: nothing below is worked", "RM003 TND", "ab", "XIC(A)TND(); XIC(B)OTE(Q);", {}, """
       t  A  B | Q
       0  0  1 | 1
      10  1  0 | 1
      20  0  0 | 0
    """),
]  # fmt: skip

SUBROUTINES = [
    Case("a subroutine that is not called freezes its coils", "RM003 JSR", "ab", """
         ROUTINE Main
         XIC(A)JSR(Sub,0);
         ROUTINE Sub
         XIC(B)OTE(Q);
         """, {}, """
       t  A  B | Q
       0  1  1 | 1
      10  0  0 | 1
      20  1  0 | 0
    """),
    Case("prescan goes into subroutines though nobody calls them yet", "RM003 p. 20 prescan", "ab",
         """
         ROUTINE Main
         XIC(A)JSR(Sub,0);
         ROUTINE Sub
         XIC(B)OTE(Q);
         """, {"Q": {"type": "BOOL", "value": 1}}, """
       t  A  B | Q
       0  0  1 | 0
    """),
    Case("JSR hands numbers in and takes one back", "RM003 JSR, SBR, RET", "ab", """
         ROUTINE Main
         XIC(A)JSR(Sub,2,N,5,D);
         ROUTINE Sub
         SBR(P,Q);
         ADD(P,Q,R);
         RET(R);
         """, dict.fromkeys("NDPQR", "DINT"), """
       t  A  N | D
       0  1  2 | 7
      10  0  9 | 7
      20  1  9 | 14
    """),
    Case("RET in the middle, and TND in a subroutine, return to the caller", "RM003 RET, TND", "ab",
         """
         ROUTINE Main
         JSR(One,0); JSR(Two,0); XIC(A)OTE(Z);
         ROUTINE One
         XIC(A)RET(); ADD(N,1,N);
         ROUTINE Two
         XIC(A)TND(); ADD(M,1,M);
         """, {"N": "DINT", "M": "DINT"}, """
       t  A | N M Z
       0  0 | 1 1 0
      10  1 | 1 1 1
      20  0 | 2 2 0
    """),
]  # fmt: skip

ZONES = [
    Case("MCR: coils fall, latches stay, timers reset, TOF starts", "RM003 MCR", "ab",
         "XIC(Z)MCR(); XIC(A)OTE(Q); XIC(A)OTL(L); XIC(A)TON(T); XIC(A)TOF(U); MCR();"
         "XIC(A)OTE(R);",
         {"T": timer(20), "U": timer(20)}, """
       t  Z  A | Q L R T.ACC T.EN U.DN U.TT
       0  1  1 | 1 1 1     0    1    1    0
      10  1  1 | 1 1 1    10    1    1    0
      20  0  1 | 0 1 1     0    0    1    1
      40  0  1 | 0 1 1     0    0    0    0
      50  1  1 | 1 1 1     0    1    1    0
    """),
    Case("MCR: a rung without contacts is false in the zone", "help MCR: rung-in false", "ab",
         "XIC(Z)MCR(); OTE(Q); XIO(A)OTE(R); MCR(); OTE(S);", {}, """
       t  Z  A | Q R S
       0  0  0 | 0 0 1
      10  1  0 | 1 1 1
    """),
    Case("MCR: ONS in the zone is armed again", "rung-in false clears storage", "ab",
         "XIC(Z)MCR(); XIC(A)ONS(S)OTE(Q); MCR();", {}, """
       t  Z  A | Q S
       0  1  1 | 0 1
      10  1  1 | 0 1
      20  0  1 | 0 0
      30  1  1 | 1 1
    """),
]  # fmt: skip


@pytest.mark.parametrize("case", JUMPS + SUBROUTINES + ZONES, ids=lambda case: case.title)
def test_a_program_is_gone_through_as_the_manuals_say(case: Case) -> None:
    check(case)
