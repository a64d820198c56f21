"""Storeroom and parts: reorder points, min/max, criticality, storage, counts."""

from __future__ import annotations

import math

from labsim.study.bank import asks
from labsim.study.draw import Asked, Draw, begin, say
from labsim.study.fine import fine
from labsim.study.matching import ask_entry
from labsim.study.pictures import plot, table

TOPIC = "Maintenance Practices"
STOCK = "stock control: reorder point = use · lead time + safety stock"
KEEPING = "makers' storage instructions for bearings, seals, belts, motors"
PARTS = ("filter cartridges", "V-belts", "limit switches", "cup seals", "fuses", "bearings 6205")


@asks(STOCK, repair="WRK-04")
def reorder_point(draw: Draw) -> Asked:
    """Reorder point from use, lead time and safety stock."""
    part, use, weeks = draw.pick(*PARTS), draw.pick(3, 4, 6, 8), draw.pick(2, 3, 5, 6)
    safety = draw.pick(5, 8, 10, 12)
    key = use * weeks + safety
    return draw.number(
        f"{begin(part)}: {use} are used a week, delivery takes {weeks} weeks, the safety"
        f" stock is {safety}. At what stock must the order go out?",
        key,
        "pieces",
        digits=1,
        mistakes={
            "safety stock forgotten": use * weeks,
            "safety stock only": safety,
            "safety stock taken away": abs(use * weeks - safety),
            "twice the safety stock": use * weeks + 2 * safety,
            "lead time forgotten": use + safety,
            "safety stock multiplied by the weeks": (use + safety) * weeks,
        },
        because=f"{use} · {weeks} + {safety} = {key}: stock lasts until the goods are there.",
    )


@asks(STOCK, repair="WRK-04", backed="picture")
def order_up_to_max(draw: Draw) -> Asked:
    """Order quantity of a min/max part with something on order."""
    part, low, high = draw.pick(*PARTS), draw.pick(8, 10, 12), draw.pick(30, 36, 40, 50)
    hand, coming = draw.pick(3, 4, 5), draw.pick(2, 3)
    key = high - hand - coming
    rows = [("min", low), ("max", high), ("on hand", hand), ("on order", coming)]
    return fine(
        draw,
        f"The card shows {part}. How many does the storeroom order to fill up to max?",
        key,
        "pieces",
        places=0,
        mistakes={
            "what is on order forgotten": high - hand,
            "filled up to min only": low - hand,
            "max ordered, whatever is there": high,
            "the difference of max and min": high - low,
            "what is on order added": high - hand + coming,
        },
        because=f"Max {high} less {hand} on hand less {coming} on order: {key}.",
        show=lambda: table(("card", "pieces"), [(a, str(b)) for a, b in rows]),
    )


@asks(STOCK, repair="WRK-04", backed="picture")
def week_of_the_order(draw: Draw) -> Asked:
    """Week in which a falling stock reaches its reorder point."""
    part, use = draw.pick(*PARTS), draw.pick(4, 5, 8)
    first, safety, lead = use * draw.pick(10, 11, 12), use * draw.pick(1, 2), draw.pick(3, 4)
    key = (first - safety) / use - lead
    weeks = list(range(13))
    stock = [max(first - use * w, 0) for w in weeks]
    return fine(
        draw,
        f"The stock of {part} falls as shown; delivery takes {lead} weeks. In which week must the"
        " order go out, that the safety stock is not touched?",
        key,
        "",
        places=0,
        mistakes={
            "ordered when the safety stock is reached": (first - safety) / use,
            "safety stock forgotten": first / use - lead,
            "ordered when the shelf is empty": first / use,
            "lead time taken twice": key - lead,
            "a week late": key + 1,
        },
        because=f"Safety stock is reached in week {(first - safety) / use:g};"
        f" {lead} weeks earlier is week {key:g}.",
        show=lambda: plot(
            weeks, {"stock": stock}, "week", "pieces",
            f"Stock falls from {first} by {use} a week; safety stock {safety}.",
            {"safety stock": float(safety)},
        ),
    )  # fmt: skip


@asks("economic order quantity (Harris 1913): Q = √(2·D·S / H)", repair="WRK-04")
def economic_quantity(draw: Draw) -> Asked:
    """Economic order quantity."""
    part, year, order = draw.pick(*PARTS), draw.pick(120, 200, 300, 480), draw.pick(25, 40, 60)
    hold = draw.pick(2, 3, 4, 5)
    key = math.sqrt(2 * year * order / hold)
    return draw.number(
        f"{begin(part)}: {year} are used a year, an order costs {order} €, keeping one for a"
        f" year costs {hold} €. What is the economic order quantity?",
        key,
        "pieces",
        mistakes={
            "the 2 forgotten": key / math.sqrt(2),
            "cost of keeping taken for a month": key * math.sqrt(12),
            "multiplied by the cost of keeping": math.sqrt(2 * year * order * hold),
            "monthly use taken": math.sqrt(2 * year / 12 * order / hold),
            "the use of a year ordered at once": year * 1.0,
            "costs exchanged": math.sqrt(2 * year * hold / order),
        },
        because=f"√(2 · {year} · {order} / {hold}) = {say(key)}.",
    )


@asks("cycle counting: accuracy = places that agree / places counted", repair="WRK-04", backed="picture")  # fmt: skip  # noqa: E501
def count_accuracy(draw: Draw) -> Asked:
    """Inventory accuracy from a cycle count."""
    names = draw.some(("A-03", "A-11", "B-02", "B-07", "C-01", "C-09", "D-04", "D-12", "E-05", "E-08"), 8)  # fmt: skip  # noqa: E501
    book = [draw.pick(4, 6, 8, 10, 12, 20) for _ in names]
    wrong = draw.pick(1, 2, 3)
    found = [b + (draw.pick(-2, -1, 1, 2) if k < wrong else 0) for k, b in enumerate(book)]
    rows = draw.some(list(zip(names, book, found, strict=True)), 8)
    off = sum(abs(b - f) for _, b, f in rows)
    return fine(
        draw,
        "Accuracy is the share of places whose count agrees with the system. What is it here?",
        100 * (8 - wrong) / 8,
        "%",
        places=1,
        mistakes={
            "pieces compared, not places": 100 * sum(found) / sum(book),
            "places that disagree": 100 * wrong / 8,
            "one place more is wrong": 100 * (7 - wrong) / 8,
            "one difference overlooked": 100 * (9 - wrong) / 8,
            "differing pieces as a share of all": 100 * (1 - off / sum(book)),
        },
        because=f"{8 - wrong} of 8 places agree: {100 * (8 - wrong) / 8:.1f} %.",
        show=lambda: table(("place", "system", "counted"), [tuple(map(str, r)) for r in rows]),
    )


CRITICAL = (
    ("the gearbox of the only kiln, 20 weeks from the maker", "kept as an insurance spare",
     "its loss stops the plant, and it cannot be had in time"),
    ("M8 washers, 200 a week, from a dealer in town", "kept as free stock in a bin",
     "use is high and steady, value small"),
    ("the motor of an office fan, next day from any dealer", "bought when it is needed",
     "nobody waits for it, and it can be had at once"),
    ("the seal set for next month's overhaul", "ordered for the job and kept in its kit",
     "one planned job uses it"),
    ("a drive board no longer made, in six machines", "bought in for the last time, or replaced",
     "it cannot be had later: obsolescence"),
)  # fmt: skip


@asks("spares by criticality, lead time, use", repair="WRK-04 REL-04")
def how_to_keep_it(draw: Draw) -> Asked:
    """What is kept in stock, and how."""
    what, right, why = draw.pick(*CRITICAL)
    wrong = {text: f"that suits {thing}" for thing, text, _ in CRITICAL}
    wrong["thrown out because it did not move in a year"] = "use is not the only reason to keep"
    return draw.choice(f"How is this part best kept: {what}?", right, wrong,
                       because=f"{begin(right)}: {why}.")  # fmt: skip


STORAGE = {
    "large motors": (
        "with the shaft turned at intervals, heaters on",
        "standing still marks bearings",
    ),
    "rolling bearings": ("in their wrapping, lying, dry, no vibration", "damp and dirt spoil them"),
    "V-belts": ("cool, dark, dry, hung without sharp bends", "light and bends age rubber"),
    "elastomer seals": ("dark, cool, away from ozone, oldest first", "ozone and light age them"),
    "gearboxes": ("filled with oil and turned now and then", "dry gears and bearings rust"),
    "welding electrodes": ("dry, in a heated cabinet once open", "damp puts hydrogen in the weld"),
}


@asks(KEEPING, repair="WRK-04 MEC-01")
def storing(draw: Draw) -> Asked:
    """How parts that age are stored."""
    what = draw.pick(*STORAGE)
    right, why = STORAGE[what]
    wrong = {text: f"{fact}: the rule of {name}" for name, (text, fact) in STORAGE.items() if name != what}  # fmt: skip  # noqa: E501
    wrong["outdoors under a sheet that keeps rain away"] = "damp and heat come under it"
    wrong["greased and unwrapped, ready to take"] = "open parts collect dirt"
    return draw.choice(f"How are {what} stored?", right, wrong,
                       because=f"{begin(right)}: {why}.")  # fmt: skip


@asks("first in, first out; shelf life by makers and ISO 2230 by name", repair="WRK-04", backed="picture")  # fmt: skip  # noqa: E501
def which_batch(draw: Draw) -> Asked:
    """Which batch of seals leaves the shelf first."""
    today, life = draw.pick(2025, 2026, 2027), draw.pick(5, 7, 10)
    ages = sorted(draw.some(range(1, life), 3))
    batches = dict(zip(draw.some("KLMNPRT", 4), [*ages, life + 2], strict=True))
    order = draw.some(batches, 4)
    old = [b for b in order if batches[b] < life]
    right = max(old, key=batches.__getitem__)
    wrong = {f"batch {b}": f"batch {b} is younger; the oldest usable goes first" for b in old if b != right}  # fmt: skip  # noqa: E501
    gone = next(b for b in order if batches[b] > life)
    wrong[f"batch {gone}"] = "its shelf life is over"
    rows = [(b, str(today - batches[b]), f"{life} years") for b in order]
    return draw.choice(
        f"It is the end of {today}. From which batch of seals is taken?",
        f"batch {right}",
        wrong,
        because=f"The oldest that is still within {life} years: batch {right}.",
        show=lambda: table(("batch", "made", "shelf life"), rows),
    )


TERMS = {
    "lead time": "the time from order to goods on the shelf",
    "safety stock": "what covers late delivery and uneven use",
    "reorder point": "the stock at which an order goes out",
    "kitting": "parts of one job collected before it begins",
    "bill of materials": "the list of parts a machine is made of",
    "cycle count": "counting a few places often, not all once a year",
    "rotable": "a part that is repaired and returns to the shelf",
}


@asks("storeroom terms in common use", repair="WRK-04")
def storeroom_term(draw: Draw) -> Asked:
    """What a word of the storeroom means."""
    right = draw.pick(*TERMS)
    return ask_entry(draw, f"What does the storeroom call this: {TERMS[right]}?", right, TERMS)
