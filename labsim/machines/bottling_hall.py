"""The bottling hall of SCA-01: utilities, line, two controllers, the alarm server, and orders."""

from labsim.core.machine import Machine
from labsim.scada.parts import (
    AirDryer,
    AirHose,
    Blowdown,
    Burner,
    Chiller,
    Compressor,
    ControlFuse,
    ControlValve,
    CoolingPump,
    FeedPump,
    FieldController,
    HeaderTransmitter,
    Order,
    Server,
    Strainer,
)

__all__ = ["ORDERED", "BottlingHall"]


class BottlingHall(Machine):
    """Bottling hall: cooling water, compressed air, steam, chilled water, and the line they feed.

    A1 is the controller of the utilities, A2 of the line, A9 the alarm server. Selectors are what
    the operator can order; everything else is seen by a walk into the hall.
    """

    A1 = FieldController(label="utilities")
    A2 = FieldController(label="line")
    A9 = Server()
    F21 = ControlFuse()
    P21 = CoolingPump()
    Z21 = Strainer()
    V21 = ControlValve()
    G11 = Compressor()
    Z11 = AirDryer()
    B11 = HeaderTransmitter()
    W51 = AirHose()
    P31 = FeedPump()
    V32 = Blowdown()
    E31 = Burner()
    E41 = Chiller()
    S22 = Order("off", "on", label="standby cooling pump P22")
    S12 = Order("off", "on", label="standby compressor G12")
    S32 = Order("off", "on", label="standby feed pump P32")
    S51 = Order("as it is", "full speed", "half speed", "stop", label="filler")
    S61 = Order("runs", "hold", label="CIP step")
    S11 = Order("as it is", "reset", label="compressor G11")
    S31 = Order("as it is", "reset", label="burner E31")
    S41 = Order("as it is", "reset", label="chiller E41")


# Order at the selector -> input of a controller.
ORDERED = {
    ("S22", "on"): "P22_Hand", ("S12", "on"): "G12_Hand", ("S32", "on"): "P32_Hand",
    ("S51", "full speed"): "Fill_Full", ("S51", "half speed"): "Fill_Half",
    ("S51", "stop"): "Fill_Stop", ("S61", "hold"): "CIP_Hold", ("S11", "reset"): "G11_Reset",
    ("S31", "reset"): "E31_Reset", ("S41", "reset"): "E41_Reset",
}  # fmt: skip
