"""Components: ports, parameters, states, faults. A fault is a parameter with the wrong value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.core.fault import Fault, Pair
from labsim.core.sheet import Element, Parallel, Port

if TYPE_CHECKING:
    from labsim.core.view import View

__all__ = ["OPEN", "Component", "Fault", "Pair", "Param", "State"]

OPEN = float("inf")


@dataclass
class Param:
    """A number of a component, with its unit and meaning where it is declared.

    `spread` is the part of it by which sound parts of one make differ, up or down (assumed).
    """

    default: Any
    unit: str = ""
    text: str = ""
    name: str = field(default="", repr=False)
    spread: float = 0.0

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, obj: Component | None, owner: type | None = None) -> Any:
        return self if obj is None else obj.values[self.name]


@dataclass
class State:
    """What a component remembers from one moment to the next (coil pulled in, fuse melted)."""

    initial: Any
    text: str = ""
    name: str = field(default="", repr=False)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name


def _port_params(mark: str) -> dict[str, Param]:
    return {
        f"{mark}.joint": Param(5e-4, "Ω", f"between terminal {mark} and its wire (assumed)"),
        f"{mark}.earth": Param(1e9, "Ω", f"insulation from terminal {mark} to earth"),
    }


def _port_faults(mark: str, loose: tuple[float, ...]) -> list[Fault]:
    return [
        Fault(f"terminal {mark} open", 0.6, wrong={f"{mark}.joint": OPEN}),
        Fault(f"terminal {mark} loose", 0.4, wrong={f"{mark}.joint": loose}),
        Fault(f"terminal {mark} earthed", 0.1, wrong={f"{mark}.earth": 0.5}),
    ]


class Component:
    """A part with terminals. Subclasses declare marks, Params, States and Faults, and their laws.

    Class attributes: `title` (trade name), `letter` (IEC 81346), `marks` (terminals), `hidden`
    (terminals nobody can reach), `symbol` (of the drawing), `price` in euros, `access` (minutes to
    open its cover), `swap` (minutes to replace), `network` (class of its ports' network),
    `positions` (what a hand can set), `momentary`, `isolates`, `looking` (minutes of a look),
    `takes` (minutes to set a parameter or to reach a position, where other than usual),
    `loose` (Ω of a loose terminal, mild to severe), `charges` (by an insulation test), `blocks` (a
    prop goes under it), `converts` (terminals in and out: no energy there, none here), `worth`
    (figures an engineering tool reads, by `shown`); of fluids `capped` (ports that close by
    themselves), `vented` (open to air), `senses` (others follow it).
    """

    title: ClassVar[str] = "part"
    letter: ClassVar[str] = "X"
    marks: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    symbol: ClassVar[str] = "Box"
    price: ClassVar[float] = 20.0
    swap: ClassVar[float] = 10.0
    network: ClassVar[Any] = None
    positions: tuple[str, ...] = ()
    momentary: ClassVar[bool] = False
    obvious: ClassVar[bool] = False
    isolates: ClassVar[bool] = False
    converts: ClassVar[tuple[str, ...]] = ()
    menu: ClassVar[Mapping[str, str]] = {}  # what a keypad sets: code -> parameter
    store: tuple[str, ...] = ()  # terminals of a capacitor that stays charged; parameter `wait`
    looking: ClassVar[float] = 0.1
    takes: ClassVar[Mapping[str, float]] = {}
    loose: ClassVar[tuple[float, ...]] = (220.0, 1500.0)
    charges = blocks = senses = False
    capped, vented, worth = (), (), ()
    access = Param(0.0, "min", "to open the cover before a lead reaches the terminals")

    _params: ClassVar[dict[str, Param]] = {}
    _states: ClassVar[dict[str, State]] = {}
    _faults: ClassVar[dict[str, Fault]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        found: dict[str, dict[str, Any]] = {}
        for kind, table in ((Param, "_params"), (State, "_states"), (Fault, "_faults")):
            mine = {n: v for n, v in vars(cls).items() if isinstance(v, kind)}
            found[table] = {**getattr(cls, table), **mine}
            setattr(cls, table, found[table])
        for fault in found["_faults"].values():
            for name in fault.wrong:
                if "." not in name and name not in found["_params"]:
                    owner = f"{cls.__name__} (fault {fault.title!r})"
                    raise unknown(owner, "parameter", name, found["_params"])

    def __init__(self, **params: Any) -> None:
        self.tag = ""
        self.label = str(params.pop("label", ""))  # what its name-plate says: "Start"
        self.marks = tuple(str(mark) for mark in params.pop("marks", type(self).marks))
        self.params = {**self._params}
        for mark in self.marks:
            self.params.update(getattr(self.network, "port_params", _port_params)(mark))
        self.values = {name: param.default for name, param in self.params.items()}
        self.faults = list(self._faults.values())
        self.set(**params)

    def set(self, **params: Any) -> Component:
        """Give parameters other values; an unknown name raises LabsimError."""
        for name, value in params.items():
            if name not in self.params:
                plain = [n for n in self.params if "." not in n]
                raise unknown(self.tag or type(self).__name__, "parameter", name, plain)
            self.values[name] = value
        return self

    def __set_name__(self, owner: type, name: str) -> None:
        self.tag = name

    def port(self, mark: object) -> Port:
        """Return the port with this terminal mark; an unknown mark raises LabsimError."""
        if str(mark) not in (known := (*self.marks, *self.worth)):
            raise unknown(self.tag or type(self).__name__, "terminal", mark, known)
        return Port(self, str(mark))

    def __getitem__(self, marks: object) -> Port | Element:
        if isinstance(marks, tuple):
            return Element(*(self.port(mark) for mark in marks))
        return self.port(marks)

    def __or__(self, other: Any) -> Parallel:
        return Parallel(self, other)

    __ror__ = __or__

    def all_faults(self, wired: frozenset[str]) -> list[Fault]:
        """Return the faults this part can have, those of its wired terminals included."""
        own = [fault.bound(self.tag) for fault in self.faults]
        of_ports = getattr(self.network, "port_faults", _port_faults)
        return own + [
            fault.bound(self.tag)
            for mark in self.marks
            if mark in wired and mark not in self.hidden
            for fault in of_ports(mark, self.loose)
        ]

    # What a subclass says about itself ------------------------------------------------
    def laws(self, net: Any) -> None:
        """Declare primitive laws between the ports, once."""

    def rules(self, c: View) -> None:
        """Say how states change; called after every solution of the networks."""

    def active(self, c: View) -> np.ndarray:
        """Tell, for every variant, whether what follows this part (its contacts) is actuated."""
        if self.positions:
            return c.position == 1
        raise LabsimError(f"{self.tag}: nothing can follow a {self.title}")

    def awake(self, c: View) -> np.ndarray:
        """Tell, for every variant, whether the part's keypad answers."""
        return np.ones(c.count, dtype=bool)

    def entered(self, c: View) -> None:
        """Take note that a value was entered at the keypad."""

    def look(self, c: View) -> np.ndarray | None:
        """Return what eye, ear and hand tell, a text for every variant; None: nothing to see."""
        return None

    def stored(self, c: View) -> np.ndarray | None:
        """Return what the part could still let loose, in J for every variant; None: it cannot."""
        return None

    def discharge(self, c: View) -> None:
        """Release what the part stores; most parts store nothing."""

    def block(self, c: View, on: bool) -> None:
        """Put a prop under what could fall, or take it out; only where `blocks` is true."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.tag or '(no tag yet)'}>"


Component._params = {"access": vars(Component)["access"]}


def texts(c: View, default: str, *cases: tuple[np.ndarray, str]) -> np.ndarray:
    """Pick for every variant the text of the first case that holds, else the default."""
    conditions = [np.broadcast_to(case, (c.count,)) for case, _ in cases]
    return np.select(conditions, [np.full(c.count, text) for _, text in cases], default)


__all__ += ["texts"]
