"""A thermal picture as figures: what every spot in it shows with the settings of the camera."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Spot", "Thermogram"]


@dataclass(frozen=True)
class Spot:
    """One spot of a picture: where, the °C it shows, and of what the picture shows it."""

    place: str
    shown: float
    kind: str  # "lug", "cable" or "door"


@dataclass(frozen=True)
class Thermogram:
    """What the camera shows of one cubicle: spots, and the settings they are computed with.

    `back` is the °C of the plate behind everything. The settings are the camera's, not the truth.
    """

    title: str
    spots: tuple[Spot, ...]
    back: float
    emissivity: float
    reflected: float

    @property
    def span(self) -> tuple[float, float]:
        """The coldest and the hottest °C in the picture."""
        shown = [self.back, *(spot.shown for spot in self.spots)]
        return min(shown), max(shown)

    def words(self) -> str:
        """Return the picture in words, for those who do not see it."""
        told = ", ".join(f"{s.place} {s.kind} {s.shown:.1f} °C" for s in self.spots)
        return (
            f"{self.title}, emissivity {self.emissivity:g}, reflected {self.reflected:g} °C: {told}"
        )
