"""Pictures of symbols and signs: IEC 60617, ISO 1219, ladder rungs, hazard and safety signs.

Our own drawings after the principles of the standards; words say only that a symbol is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from labsim.study.item import Picture
from labsim.study.pictures import HOT, INK, framed, label

__all__ = ["ELECTRICAL", "FLUID", "HAZARDS", "SEEN", "SIGNS", "VALVES", "hazard", "rung", "sign", "symbol", "valve"]  # fmt: skip  # noqa: E501

# Bodies in a field of 160 x 120 px, current or flow from top to bottom or left to right.
ELECTRICAL = {
    "make contact (NO)": "M80,10V40M80,110V80L58,44",
    "break contact (NC)": "M80,10V40H100M80,110V80L98,34",
    "coil of a relay": "M80,10V40M80,80V110M45,40H115V80H45Z",
    "fuse": "M80,10V110M68,35H92V85H68Z",
    "diode": "M10,60H60M60,35V85L100,60ZM100,35V85M100,60H150",
    "capacitor": "M10,60H72M72,35V85M88,35V85M88,60H150",
    "resistor": "M10,60H45M45,45H115V75H45ZM115,60H150",
    "protective earth": "M80,10V56M50,56H110M60,68H100M70,80H90M80,56m-44,0a44,44 0 1 0 88,0a44,44 0 1 0 -88,0",  # noqa: E501
    "lamp": "M10,60H50M110,60H150M80,60m-30,0a30,30 0 1 0 60,0a30,30 0 1 0 -60,0M59,39L101,81M59,81L101,39",  # noqa: E501
    "transformer": "M80,10V22M80,44m-22,0a22,22 0 1 0 44,0a22,22 0 1 0 -44,0M80,76m-22,0a22,22 0 1 0 44,0a22,22 0 1 0 -44,0M80,98V112",  # noqa: E501
    "push button, make contact": "M80,10V40M80,110V80L58,44M66,60H30M30,48V72M38,48H30M38,72H30",
}
FLUID = {
    "pump, one direction": "M80,60m-34,0a34,34 0 1 0 68,0a34,34 0 1 0 -68,0M80,26V6M80,94V114M114,56H140M114,64H140",  # noqa: E501
    "hydraulic motor, one direction": "M80,60m-34,0a34,34 0 1 0 68,0a34,34 0 1 0 -68,0M80,26V6M80,94V114M114,56H140M114,64H140",  # noqa: E501
    "check valve": "M10,60H64M98,60H150M98,38L64,60L98,82M86,60m-11,0a11,11 0 1 0 22,0a11,11 0 1 0 -22,0",  # noqa: E501
    "relief valve": "M50,30H110V90H50ZM68,8V112M68,20L63,42M68,84L63,72M68,84L73,72M110,60l8,-10l8,20l8,-20l8,20",  # noqa: E501
    "filter": "M80,6L128,60L80,114L32,60ZM80,6V114M10,60H32M128,60H150",
    "cooler": "M80,6L128,60L80,114L32,60ZM80,34V6M80,86V114M74,16L80,6L86,16M74,104L80,114L86,104M10,60H150",  # noqa: E501
    "accumulator, gas": "M80,96V114M56,40a24,24 0 0 1 48,0V72a24,24 0 0 1 -48,0ZM56,56H104M74,34L80,44L86,34Z",  # noqa: E501
    "adjustable throttle": "M10,60H150M52,36Q80,62 108,36M52,84Q80,58 108,84M54,100L108,20M108,20L98,26M108,20L106,32",  # noqa: E501
    "double-acting cylinder": "M20,36H120V84H20ZM64,36V84M72,36V84M72,60H152M30,84V108M110,84V108",
    "single-acting cylinder, spring return": "M20,36H120V84H20ZM54,36V84M60,36V84M60,60H152M30,84V108M62,48l8,28l8,-28l8,28l8,-28l8,28l8,-28l8,28",  # noqa: E501
    "reservoir": "M30,40V96H130V40M80,8V80",
}
SEEN = {
    "make contact (NO)": "a blade that stands away from the line",
    "break contact (NC)": "a blade that rests against a stop",
    "coil of a relay": "a box with a wire at each long side",
    "fuse": "a narrow box with the line going through it",
    "diode": "a triangle against a bar",
    "capacitor": "two plates across the line",
    "resistor": "a long box in the line",
    "protective earth": "three bars under a wire, in a circle",
    "lamp": "a circle with a cross",
    "transformer": "two circles that overlap",
    "push button, make contact": "a blade away from the line, with a cap to push it",
    "pump, one direction": "a circle, filled triangle pointing out, a shaft",
    "hydraulic motor, one direction": "a circle, filled triangle pointing in, a shaft",
    "check valve": "a ball on a seat",
    "relief valve": "a box with an arrow and a spring",
    "filter": "a diamond with a line across the flow",
    "cooler": "a diamond with arrows pointing out",
    "accumulator, gas": "a long vessel parted across, open triangle in its upper part",
    "adjustable throttle": "two arcs at the line and a slanting arrow",
    "double-acting cylinder": "a barrel with piston and rod, a port at each end",
    "single-acting cylinder, spring return": "a barrel with piston, rod and spring, one port",
    "reservoir": "an open box with a pipe into it",
    "4/3, closed centre": "three boxes, A B P T; in the middle all four end",
    "4/3, tandem centre": "three boxes, A B P T; in the middle P goes to T, A and B end",
    "4/3, float centre": "three boxes, A B P T; in the middle A and B go to T, P ends",
    "4/2": "two boxes, A B P T; one straight, one crossed",
    "3/2, normally closed": "two boxes, A P T; at rest A goes to T, P ends",
    "2/2, normally closed": "two boxes, A P; at rest both end",
    "flammable": "a flame",
    "oxidiser": "a flame over a circle",
    "gas under pressure": "a cylinder",
    "irritant or harmful": "an exclamation mark",
    "acutely toxic": "a skull over crossed bones",
    "prohibition": "a red ring with a red bar across",
    "mandatory action": "a blue disc",
    "warning": "a yellow triangle with a black edge",
    "safe condition": "a green square",
    "fire equipment": "a red square",
}
HEADS = {  # filled triangles: oil; open ones would mean air
    "pump, one direction": "M69,46L80,26L91,46Z",
    "hydraulic motor, one direction": "M69,26L80,46L91,26Z",
}

# Boxes of directional valves: paths from port to port, P below left, T below right, A, B above.
BOXES = {
    "parallel": ("PA", "BT"),
    "crossed": ("PB", "AT"),
    "closed": (),
    "tandem": ("PT",),
    "float": ("AT", "BT"),
    "open": ("PA", "BT", "AB"),
    "PA": ("PA",),
    "AT": ("AT",),
}
VALVES = {
    "4/3, closed centre": (("parallel", "closed", "crossed"), "ABPT"),
    "4/3, tandem centre": (("parallel", "tandem", "crossed"), "ABPT"),
    "4/3, float centre": (("parallel", "float", "crossed"), "ABPT"),
    "4/2": (("parallel", "crossed"), "ABPT"),
    "3/2, normally closed": (("PA", "AT"), "APT"),
    "2/2, normally closed": (("PA", "closed"), "AP"),
}
HAZARDS = {
    "flammable": "M100,140q-34,-14 -24,-48q6,10 12,10q-6,-34 18,-56q-2,24 14,38q4,-8 2,-14q22,40 -8,68z",  # noqa: E501
    "oxidiser": "M100,150m-22,0a22,22 0 1 0 44,0a22,22 0 1 0 -44,0M100,122q-26,-10 -18,-34q5,8 9,8q-5,-26 13,-42q-1,18 10,28q4,-6 2,-10q16,30 -6,50z",  # noqa: E501
    "gas under pressure": "M46,126L128,70q18,-10 28,2q8,12 -6,24L68,146ZM128,70L68,146",
    "irritant or harmful": "M92,44h16l-4,62h-8zM100,118m-9,9a9,9 0 1 0 18,0a9,9 0 1 0 -18,0",
    "acutely toxic": "M70,84a30,28 0 1 1 60,0q0,16 -10,22v12h-40v-12q-10,-6 -10,-22zM82,84a6,6 0 1 0 12,0a6,6 0 1 0 -12,0zM106,84a6,6 0 1 0 12,0a6,6 0 1 0 -12,0zM60,124L140,156M60,156L140,124",  # noqa: E501
}
SIGNS = {
    "prohibition": '<circle cx="100" cy="80" r="60" fill="#fff" stroke="#c0261c"'
    ' stroke-width="14"/><path d="M58,38L142,122" stroke="#c0261c" stroke-width="14"/>',
    "mandatory action": '<circle cx="100" cy="80" r="66" fill="#1c5fa8"/>',
    "warning": '<path d="M100,14L172,140H28Z" fill="#f6c915" stroke="#111" stroke-width="8"/>',
    "safe condition": '<rect x="34" y="16" width="132" height="132" fill="#1f8a4c"/>',
    "fire equipment": '<rect x="34" y="16" width="132" height="132" fill="#c0261c"/>',
}


def _path(shape: str, fill: str = "none") -> str:
    return f'<path d="{shape}" fill="{fill}" stroke="{INK}" stroke-width="2.4" stroke-linejoin="round"/>'  # noqa: E501


def symbol(name: str) -> Picture:
    """Draw a symbol of `ELECTRICAL` or `FLUID`. KeyError for another name."""
    shape = ELECTRICAL.get(name) or FLUID[name]
    field = "a wiring" if name in ELECTRICAL else "a fluid power"
    body = _path(shape) + (_path(HEADS[name], INK) if name in HEADS else "")
    return framed(body, f"Symbol of {field} diagram: {SEEN[name]}.", 160, 120)


def valve(name: str) -> Picture:
    """Draw a directional valve of `VALVES`, ports lettered at the box of its rest position."""
    boxes, ports = VALVES[name]
    at = len(boxes) // 2 if len(boxes) == 3 else len(boxes) - 1
    wide = 80.0
    body = ""
    for n, box in enumerate(boxes):
        x = 30 + n * wide
        spot = {"P": (x + (40 if "T" not in ports else 22), 110), "T": (x + 58, 110)}
        spot |= {"A": (x + (40 if "T" not in ports else 22), 40), "B": (x + 58, 40)}
        body += f'<rect x="{x}" y="40" width="{wide}" height="70" fill="#fff" stroke="{INK}" stroke-width="2"/>'  # noqa: E501
        joined = {port for way in BOXES[box] for port in way}
        for a, b in BOXES[box]:
            body += _arrow(spot[a], spot[b])
        for port in ports:
            px, py = spot[port]
            inner = py + (14 if py < 70 else -14)
            if port not in joined:
                body += _path(f"M{px},{py}V{inner}M{px - 7},{inner}H{px + 7}")
            if n == at:
                body += _path(f"M{px},{py}V{py - 16 if py < 70 else py + 16}")
                body += label(px, py - 20 if py < 70 else py + 32, port)
    return framed(body, f"Directional valve: {SEEN[name]}.", 60 + wide * len(boxes), 160)


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x0, y0), (x1, y1) = start, end
    if y0 == y1:  # two ports of one side joined inside the box
        y = y0 + (-22 if y0 > 70 else 22)
        return _path(f"M{x0},{y0}V{y}H{x1}V{y1}")
    long = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    ux, uy = (x1 - x0) / long, (y1 - y0) / long
    bx, by = x1 - 12 * ux, y1 - 12 * uy
    head = f"M{x1},{y1}L{bx - 5 * uy:.1f},{by + 5 * ux:.1f}L{bx + 5 * uy:.1f},{by - 5 * ux:.1f}Z"
    return _path(f"M{x0},{y0}L{x1},{y1}") + _path(head, INK)


def hazard(name: str) -> Picture:
    """Draw a hazard pictogram of `HAZARDS`: a red diamond."""
    body = f'<path d="M100,8L192,100L100,192L8,100Z" fill="#fff" stroke="{HOT}" stroke-width="6"/>'
    return framed(body + _path(HAZARDS[name], "#fff"), f"Red diamond with {SEEN[name]}.", 200, 200)


def sign(name: str) -> Picture:
    """Draw the plain shape of a safety sign of `SIGNS`."""
    return framed(SIGNS[name], f"Safety sign: {SEEN[name]}.", 200, 160)


def rung(rows: Sequence[Sequence[str]], after: Sequence[str], out: str, words: str) -> Picture:
    """Draw a rung: parallel rows of contacts, then contacts in series, then a coil.

    A contact is its tag, "/tag" for a normally closed one.
    """
    step, left = 110, 20
    span = max(len(row) for row in rows) * step + 20
    high = 60 * len(rows) + 40
    body = _path(f"M{left},10V{high - 10}")
    for n, row in enumerate(rows):
        y = 50 + 60 * n
        body += _path(f"M{left if n == 0 else left + 10},{y}H{left + 10}")
        body += "".join(_contact(left + 10 + k * step, y, tag) for k, tag in enumerate(row))
        body += _path(f"M{left + 10 + len(row) * step},{y}H{left + span}")
        if n:
            body += _path(f"M{left + 10},{y}V50M{left + span},{y}V50")
    x = left + span
    body += "".join(_contact(x + k * step, 50, tag) for k, tag in enumerate(after))
    x += len(after) * step
    body += _path(f"M{x},50H{x + 40}M{x + 70},50H{x + 100}M{x + 100},10V{high - 10}")
    body += _path(f"M{x + 46},38q-12,12 0,24M{x + 64},38q12,12 0,24M{x + 40},50M{x + 70},50")
    return framed(body + label(x + 55, 30, out), words, x + 120, high)


def _contact(x: float, y: float, tag: str) -> str:
    body = _path(f"M{x},{y}h45M{x + 45},{y - 12}v24M{x + 63},{y - 12}v24M{x + 63},{y}h47")
    if tag.startswith("/"):
        body += _path(f"M{x + 43},{y + 12}L{x + 65},{y - 12}")
    return body + label(x + 54, y - 18, tag.removeprefix("/"))
