"""Where what stands: the places in the tables that all of the kernel shares.

`net` are integer tables, `f` the columns of one variant, `w` work space, `state` one row a variant.
"""

from __future__ import annotations

# net: integer tables
HEAD, MEDIA, LAWS, PISTONS, VANES, BLADDERS, SPOOLS, PILOTS, BODIES, FACTOR, FORE, BACK = range(12)
# head: counts and first columns
FREE, NODES, MOVING, VALVES, FLOWS, PISTON_COUNT, VANE_COUNT, BLADDER_COUNT, FILLED = range(9)
NODE_COL, BODY_COL, SPOOL_COL, FACTORS, FORES, BACKS = range(9, 15)
# f: first columns are of the medium
AIR, GAS, WALTHER_A, WALTHER_B, CAPACITY, COOLING, AMBIENT = range(7)
# a body's columns
MASS, STROKE, FORCE, COULOMB, BREAK, VISCOUS, TOUCH, SPRING, BODY_COLUMNS = range(9)
# w: work arrays
(P, V, X, MODE, LIMIT, STORED, VOLUME, DENSITY, BASE_M, BASE_V, BASE_X, BASE_S, SHIFT, OPENED, A, R,
 PUSH, BROKE, K_M, K_V, K_X, K_S, P0, V0, X0, S0, M0, MODE0, AIM, Q, ERROR, TREND_P,
 TREND_V, PULL) = range(34)  # fmt: skip
HIGH, LOW, STUCK = 2.0, -2.0, 0.0  # modes of a body: at a stop, held by friction; ±1 moves
VANE = 15  # numbers in a row of the vanes' table
ROUND = 1e9  # m: a stroke longer than this is that of a shaft, which has no stops
# state: one row a variant
S_P, S_GAUGE, S_PEAK, S_X, S_V, S_MODE, S_REST, S_SHIFT, S_SIDE, S_MARK, S_Q, S_MISC = range(12)
# misc
TIME, STEP, CELSIUS, RATE, FAILED, STEPS, THIN, THIN_AT, OWED, EFFORT, MISC = range(11)
MARKS = 4  # of a body: last moment at either end, last stroke out and in, all in s
