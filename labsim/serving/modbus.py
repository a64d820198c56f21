"""The plant over Modbus TCP, by pymodbus: reads answer from the plant's image, writes go into it.

Any unit id answers. In the areas' range a place without a point reads 0; a write there is refused
whole, with exception 2 (illegal data address). A controller that is dark answers exception 11
(target failed to respond).
"""

from __future__ import annotations

import logging
from collections import deque
from typing import Any

from pymodbus.constants import ExcCodes
from pymodbus.pdu.device import ModbusDeviceIdentification
from pymodbus.server import ModbusTcpServer
from pymodbus.server.requesthandler import ServerRequestHandler
from pymodbus.simulator import DataType, SimData, SimDevice

from labsim.core.errors import LabsimError
from labsim.serving.addressing import END
from labsim.serving.plant import Plant
from labsim.serving.points import COIL, DISCRETE, HOLDING, INPUT

__all__ = ["ModbusSide"]

BY_CODE = {1: COIL, 5: COIL, 15: COIL, 2: DISCRETE, 4: INPUT, 3: HOLDING, 6: HOLDING,
           16: HOLDING, 22: HOLDING, 23: HOLDING}  # fmt: skip


class Image:
    """What pymodbus asks for values: the data store of its requests."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        self.reads = self.writes = 0

    def device_ids(self) -> list[int]:
        return [0]

    async def async_getValues(
        self, _device: int, code: int, address: int, count: int = 1
    ) -> list[Any] | ExcCodes:
        """Return bits or registers of the image, or an exception code."""
        if address + count > END:
            return ExcCodes.ILLEGAL_ADDRESS
        self.reads += 1
        row = self.plant.image[BY_CODE[code]]
        words = [row.get(address + k, 0) for k in range(count)]
        if None in words:
            return ExcCodes.GATEWAY_NO_RESPONSE
        return [bool(w) for w in words] if BY_CODE[code] in (COIL, DISCRETE) else words

    async def async_setValues(
        self, _device: int, code: int, address: int, values: list[Any]
    ) -> ExcCodes | None:
        """Write; return the exception code when it cannot be."""
        self.writes += 1
        try:
            done = self.plant.put(BY_CODE[code], address, list(values))
        except LabsimError:
            return ExcCodes.ILLEGAL_VALUE
        return None if done else ExcCodes.ILLEGAL_ADDRESS


class Handler(ServerRequestHandler):
    """One client. It may send several requests before it reads an answer: all are answered."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.waiting: deque[tuple[Any, Any]] = deque()

    def callback_data(self, data: bytes, addr: tuple | None = None) -> int:
        used = 0
        while used < len(data):
            cut = super().callback_data(data[used:], addr)
            if self.last_pdu:
                self.waiting.append((self.last_pdu, self.last_addr))
            if not cut:
                break
            used += cut
        return used

    async def handle_request(self) -> None:
        self.last_pdu, self.last_addr = self.waiting.popleft()
        await super().handle_request()


class Server(ModbusTcpServer):
    """pymodbus's server with our handlers."""

    def callback_new_connection(self) -> Handler:
        return Handler(self, self.trace_packet, self.trace_pdu, self.trace_connect)


class ModbusSide:
    """Serves a plant by Modbus TCP: `start`, then `stop`."""

    def __init__(self, plant: Plant, host: str, port: int) -> None:
        self.plant, self.host, self.port = plant, host, port
        self.image = Image(plant)
        self.server: Server | None = None

    @property
    def url(self) -> str:
        return f"{self.host}:{self.port}"

    async def start(self) -> None:
        """Begin to listen; LabsimError when that cannot be."""
        logging.getLogger("pymodbus").setLevel(logging.CRITICAL)  # rubbish is answered, not logged
        name = ModbusDeviceIdentification(
            info_name={"VendorName": "labsim", "ProductCode": self.plant.title}
        )
        blank = SimDevice(0, SimData(0, values=0, datatype=DataType.REGISTERS))
        self.server = Server(blank, identity=name, address=(self.host, self.port))
        self.server.context = self.image  # type: ignore[assignment]
        try:
            await self.server.serve_forever(background=True)
        except RuntimeError as error:
            raise LabsimError(f"Modbus TCP cannot listen at {self.url}: {error}") from error

    async def publish(self) -> None:
        """Reads answer from the image: nothing is to be sent."""

    async def stop(self) -> None:
        """Close all connections."""
        if self.server is not None:
            await self.server.shutdown()
