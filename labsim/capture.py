"""Traces and records at the bench, with their settings, on record like any other reading."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from labsim.core.errors import LabsimError, unknown
from labsim.core.machine import Machine
from labsim.instruments.infrared import FOIL, PICTURE, SPOT, Aim
from labsim.instruments.oscilloscope import SCREEN, Trace
from labsim.instruments.screen import Settings
from labsim.instruments.vibration import RECORD
from labsim.thermal.thermogram import Thermogram
from labsim.vibration.record import Record
from labsim.vibration.route import Setting

__all__ = ["Captures", "earth_of"]

PLAYED = "played back from the record, which keeps figures only"


def earth_of(machine: Machine) -> str:
    """Return where the clip of a probe belongs: the minus of a supply that is bonded to earth."""
    for name, port in machine.ports.items():
        if port.mark == "-" and port.component.letter in "TG":
            return name
    raise LabsimError('this machine has no minus for the clip: name a terminal, clip="…"')


class Captures:
    """The part of a bench that takes traces and records: oscilloscope and vibration analyser."""

    machine: Machine
    _act: Any
    _reading: Any

    def capture(self, *tips: str, clip: str | None = None, **knobs: Any) -> Trace:
        """Take what is on the screen: `capture("A1:Z", time="5 ms", volts="5 V", level="12 V")`.

        One tip or two, channel 1 and 2; both clips are on `clip`, by default the minus of the
        supply. Knobs as in `Settings`, one value for both channels or a pair: time, volts,
        coupling, probe, menu, position; source, level, slope, mode of the trigger.
        """
        settings = Settings.of(**knobs)
        names = [self.machine.port(p).name for p in (*tips, clip or earth_of(self.machine))]
        given = {"function": SCREEN, "ports": names, "settings": settings.plain()}
        measured = self._act("measure", **given)
        warnings = tuple(measured.warnings)
        if measured.trace is not None:
            return replace(measured.trace, warnings=warnings)
        # a record played back: the figures, not the picture
        return Trace(settings, tuple(names[:-1]), names[-1], np.zeros(0), np.zeros((1, 0)), {},
                     False, (), measured.text(), warnings)  # fmt: skip

    def collect(self, pad: str, **settings: Any) -> Record:
        """Take a record with the vibration analyser: `collect("B1:H", fmax=1000, lines=1600)`.

        Settings as in `labsim.vibration.route.Setting`: fmax, lines, averages, overlap, mount,
        full_scale, settled, axis … A machine at another moment gives another record.
        """
        setting, name = Setting.of(**settings), self.machine.port(pad).name
        given = {"function": RECORD, "ports": [name], "settings": settings}
        measured = self._act("measure", **given)
        if measured.trace is not None:
            return measured.trace
        # a record played back: how it was taken, not its samples; of no speed, so nothing is read
        flat, notes = np.zeros(round(setting.seconds * setting.fs)), (measured.text(), PLAYED)
        return Record(flat, setting.fs, point=name, full_scale=setting.full_scale, notes=notes)

    def aim(self, target: str, function: str = "°C", **settings: float | None) -> Any:
        """Aim the infrared camera with settings: `aim("Q1:2", emissivity=0.7, reflected=28)`.

        `angle` 0 is square to it, none from the aisle; `function` "°C" or "°C foil".
        """
        if function not in (SPOT, FOIL):
            raise unknown("The infrared camera", "function to aim with", function, (SPOT, FOIL))
        Aim.of(**settings)
        names = [self.machine.port(target).name]
        given = {"function": function, "ports": names, "settings": settings}
        return self._reading(self._act("measure", **given), function, tuple(names))

    def thermogram(self, door: str, **settings: float | None) -> Thermogram:
        """Take a thermal picture of a cubicle: `thermogram("U1:face", emissivity=0.95)`."""
        aim, names = Aim.of(**settings), [self.machine.port(door).name]
        given = {"function": PICTURE, "ports": names, "settings": settings}
        shown = self._act("measure", **given).trace
        empty = f"{names[0]}, {PLAYED}", (), aim.reflected, aim.emissivity, aim.reflected
        return Thermogram(*empty) if shown is None else shown

    def retake(self, event: dict[str, Any]) -> None:
        """Take anew what an event of a record says, trace or record."""
        if event["function"] == RECORD:
            self.collect(*event["ports"], **event["settings"])
        elif event["function"] == PICTURE:
            self.thermogram(*event["ports"], **event["settings"])
        elif event["function"].startswith("°C"):
            self.aim(*event["ports"], event["function"], **event["settings"])
        else:
            self.capture(*event["ports"][:-1], clip=event["ports"][-1], **event["settings"])
