"""Comparisons, sums, moves and operands of both dialects.

RM003 is Rockwell 1756-RM003N (2011); "types": IEC 61131-3 table of data types; "functions": its
standard functions.
"""

from __future__ import annotations

import pytest

from tests.plc.tables import Case, check

DINT = {"N": "DINT", "D": "DINT"}
COMPARE = [
    Case("six comparisons, and the names of Studio 37", "RM003 ch. 4; v37 renames", "ab",
         "EQU(N,3)OTE(A); NEQ(N,3)OTE(B); GRT(N,3)OTE(C); GEQ(N,3)OTE(D); LES(N,3)OTE(E);"
         "LEQ(N,3)OTE(F); GT(N,3)OTE(G); LE(N,3)OTE(H);", {"N": "DINT"}, """
       t  N | A B C D E F G H
       0  2 | 0 1 0 0 1 1 0 1
      10  3 | 1 0 0 1 0 1 0 1
      20  4 | 0 1 1 1 0 0 1 0
    """),
    Case("LIM: within, both ends count", "RM003 LIM", "ab", "LIM(2,N,4)OTE(Q);", {"N": "DINT"}, """
       t  N | Q
       0  1 | 0
      10  2 | 1
      20  4 | 1
      30  5 | 0
    """),
    Case("LIM: low above high is outside, both ends count", "RM003 LIM", "ab",
         "LIM(4,N,2)OTE(Q); LIMIT(4,N,2)OTE(R);", {"N": "DINT"}, """
       t  N | Q R
       0  1 | 1 1
      10  2 | 1 1
      20  3 | 0 0
      30  4 | 1 1
      40  9 | 1 1
    """),
    Case("MEQ looks through a mask", "RM003 MEQ", "ab", "MEQ(N,16#0F,3)OTE(Q);", {"N": "DINT"}, """
       t   N | Q
       0   3 | 1
      10  19 | 1
      20   4 | 0
    """),
    Case("CMP works an expression", "RM003 CMP", "ab", "CMP((N + 2) * 3 > 12)OTE(Q);",
         {"N": "DINT"}, """
       t  N | Q
       0  2 | 0
      10  3 | 1
    """),
    Case("a comparison behind a false contact is false, in IEC too", "power flow", "iec",
         "NO(A)GT(N,3)OTE(Q);", {"N": "INT"}, """
       t  A  N | Q
       0  0  9 | 0
      10  1  9 | 1
    """),
    Case("IEC comparisons take more than two", "functions", "iec", "GT(N,M,3)OTE(Q);",
         {"N": "INT", "M": "INT"}, """
       t  N  M | Q
       0  9  5 | 1
      10  9  3 | 0
      20  4  5 | 0
    """),
]  # fmt: skip

SUMS = [
    Case("sums only while the rung is true, every scan", "RM003 ADD", "ab", "XIC(A)ADD(N,1,N);",
         {"N": "DINT"}, """
       t  A | N
       0  0 | 0
      10  1 | 1
      20  1 | 2
      30  0 | 2
    """),
    Case("DINT wraps", "RM003 overflow: low 32 bits", "ab", "ADD(N,1,D); MUL(N,2,E);",
         {**DINT, "E": "DINT"}, """
       t           N |           D  E
       0  2147483647 | -2147483648 -2
    """),
    Case("INT keeps the low 16 bits", "RM003 p. 28 conversions", "ab", "ADD(N,1,D); MOV(W,D2);",
         {"N": "INT", "D": "INT", "W": "DINT", "D2": "INT"}, """
       t      N      W |      D     D2
       0  32767  70000 | -32768   4464
    """),
    Case("whole numbers divide toward 0, the remainder has the dividend's sign", "RM003 DIV, MOD",
         "ab", "DIV(N,2,D); MOD(N,2,E);", {**DINT, "E": "DINT"}, """
       t   N |  D  E
       0   7 |  3  1
      10  -7 | -3 -1
    """),
    Case("a REAL destination gets the whole quotient", "RM003 DIV", "ab", "DIV(N,2,R);",
         {"N": "DINT", "R": "REAL"}, """
       t  N |   R
       0  7 | 3.5
    """),
    Case("REAL into a whole number rounds to the nearest, halves to even", "RM003 p. 28", "ab",
         "MOV(R,D);", {"R": "REAL", "D": "DINT"}, """
       t    R |  D
       0  2.5 |  2
      10  3.5 |  4
      20 -2.5 | -2
      30  2.6 |  3
    """),
    Case("the root of a whole number is cut off, that of a REAL is rounded", "RM003 SQR", "ab",
         "SQR(N,D); SQR(R,E); SQR(N,F);", {**DINT, "R": "REAL", "E": "DINT", "F": "REAL"}, """
       t   N     R | D E   F
       0   9   9.0 | 3 3 3.0
      10   3   3.0 | 1 2   .
      20 -16 -16.0 | 4 4 4.0
    """, walked=False),
    Case("REAL is single precision", "types", "ab", "ADD(R,1,R);", {"R": "REAL"}, """
       t           R | R
       0  16777216.0 | 16777216.0
    """),
    Case("division by zero hands A on", "RM003 DIV: minor fault 4:4, Dest = A", "ab", "DIV(N,M,D);",
         {**DINT, "M": "DINT"}, """
       t  N  M | D
       0  7  0 | 7
    """),
    Case("CPT: order of operations", "RM003 p. 37", "ab", "CPT(D,N + 2 * 3 - (N - 1) / 2);",
         DINT, """
       t  N |  D
       0  6 | 10
    """),
    Case("CPT: bits and remainder", "RM003 operators", "ab",
         "CPT(D,(N AND 12) OR 1); CPT(E,N MOD 4);",
         {**DINT, "E": "DINT"}, """
       t  N |  D E
       0  7 |  5 3
    """),
    Case("AND OR XOR NOT work bit by bit", "RM003 ch. 7", "ab",
         "AND(N,6,D); OR(N,6,E); XOR(N,6,F); NOT(N,G);",
         {**DINT, "E": "DINT", "F": "DINT", "G": "DINT"}, """
       t  N | D E F  G
       0  3 | 2 7 5 -4
    """),
    Case("IEC: EN false leaves OUT alone and ENO is false", "functions, EN and ENO", "iec",
         "NO(A)ADD(N,M,D)OTE(Q);", {"N": "INT", "M": "INT", "D": "INT"}, """
       t  A  N  M | D Q
       0  1  2  3 | 5 1
      10  0  4  4 | 5 0
      20  1  4  4 | 8 1
    """),
    Case("IEC: INT wraps", "types, as products do", "iec", "ADD(N,M,D); SUB(Z,M,E);",
         {"N": "INT", "M": "INT", "D": "INT", "Z": "UINT", "E": "UINT"}, """
       t      N  M  Z |      D     E
       0  32767  1  0 | -32768 65535
    """),
    Case("SEL takes IN0 when G is false; LIMIT, MIN, MAX", "functions", "iec",
         "SEL(A,N,M,D); LIMIT(1,N,5,E); MIN(N,M,F); MAX(N,M,G);",
         dict.fromkeys("NMDEFG", "INT") | {"A": "BOOL"}, """
       t  A  N  M | D E F G
       0  0  7  3 | 7 5 3 7
      10  1  0  3 | 3 1 0 3
    """),
    Case("IEC: ADD takes more than two", "functions: extensible", "iec", "ADD(N,N,N,D);",
         {"N": "INT", "D": "INT"}, """
       t  N | D
       0  4 | 12
    """),
]  # fmt: skip

PLACES = [
    Case("COP copies elements, no further than the arrays go", "RM003 COP", "ab",
         "COP(A[1],B[0],2); COP(A[3],C[0],4);",
         {"A": {"type": "DINT[4]", "value": [1, 2, 3, 4]}, "B": "DINT[4]", "C": "DINT[4]"}, """
       t | B[0] B[1] B[2] C[0] C[1]
       0 |    2    3    0    4    0
    """),
    Case("COP goes from the lowest element up: upwards in one array it smears", "RM003 COP", "ab",
         "COP(A[0],A[1],3); COP(B[1],B[0],3);",
         {k: {"type": "DINT[4]", "value": [1, 2, 3, 4]} for k in "AB"}, """
       t | A[0] A[1] A[2] A[3] B[0] B[1] B[2] B[3]
       0 |    1    1    1    1    2    3    4    4
    """),
    Case("FLL fills, CLR clears", "RM003 FLL, CLR", "ab", "FLL(N,A[1],2); CLR(N);",
         {"N": {"type": "DINT", "value": 7}, "A": "DINT[4]"}, """
       t | A[0] A[1] A[2] A[3] N
       0 |    0    7    7    0 0
      10 |    0    0    0    0 0
    """),
    Case("an index from a variable", "indirect addressing", "ab",
         "MOV(A[i],D); XIC(F[i + 1])OTE(Q);",
         {"A": {"type": "DINT[3]", "value": [10, 20, 30]}, "i": "DINT", "D": "DINT",
          "F": {"type": "BOOL[4]", "value": [0, 0, 1, 0]}}, """
       t  i |  D Q
       0  0 | 10 0
      10  1 | 20 1
      20  2 | 30 0
    """),
    Case("aliases, data files of SLC, module points", "other names of places", "ab",
         "XIC(Stop)OTE(N7:3/5); XIC(Local:1:I.Data.4)OTE(B3:0/2); MOV(N7:3,D);",
         {"W": "DINT", "Stop": {"type": "BOOL", "alias": "W.1"}, "D": "DINT"}, """
       t  W | D
       0  2 | 32
      10  0 | 0
    """),
    Case("bits of a word, and of a timer's accumulator", "bit addressing", "ab",
         "XIC(A)OTE(W.3); XIC(W.0)OTE(Q); XIC(W.[i])OTE(R);", {"W": "DINT", "i": "DINT"}, """
       t  A  W  i | W Q R
       0  1  1  0 | 9 1 1
      10  0  9  3 | 1 1 0
    """),
]  # fmt: skip


@pytest.mark.parametrize("case", COMPARE + SUMS + PLACES, ids=lambda case: case.title)
def test_numbers_come_out_as_the_manuals_say(case: Case) -> None:
    check(case)
