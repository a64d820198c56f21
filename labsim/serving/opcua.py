"""The plant over OPC UA, by asyncua: one variable for each point, with its type and quality.

Node ids are the points' names: `ns=2;s=A1:Start`. Clients work without login and without
encryption; they read, subscribe, and write what is writable. While a controller is silent its
values are bad: BadNoCommunication.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

from asyncua import Server, ua

from labsim.core.errors import LabsimError
from labsim.serving.plant import Plant
from labsim.serving.points import Point

__all__ = ["URI", "OpcUaSide"]

URI = "urn:labsim:machine"
T = ua.VariantType
# OPC 30000 (PLCopen information model) maps the elementary types so; TIME we leave whole ms.
TYPES = {
    "BOOL": T.Boolean, "SINT": T.SByte, "INT": T.Int16, "DINT": T.Int32, "LINT": T.Int64,
    "USINT": T.Byte, "UINT": T.UInt16, "UDINT": T.UInt32, "ULINT": T.UInt64,
    "BYTE": T.Byte, "WORD": T.UInt16, "DWORD": T.UInt32, "LWORD": T.UInt64,
    "REAL": T.Float, "LREAL": T.Double, "TIME": T.Int64, "STRING": T.String,
}  # fmt: skip
BIGGEST = 2**20  # bytes of one message; nothing a client has to say here is longer


class OpcUaSide:
    """Serves a plant by OPC UA: `start`, `publish` after every step, then `stop`."""

    def __init__(self, plant: Plant, host: str, port: int) -> None:
        self.plant, self.host, self.port = plant, host, port
        self.server: Any = None
        self.nodes: dict[str, ua.NodeId] = {}
        self.sent: dict[str, Any] = {}
        self._own = False  # a value is being published, not written by a client

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"opc.tcp://{host}:{self.port}/"

    async def start(self) -> None:
        """Build the address space and begin to listen; LabsimError when that cannot be."""
        logging.getLogger("asyncua").setLevel(logging.CRITICAL)  # rubbish is answered, not logged
        server = self.server = Server()
        server.limits.max_message_size = BIGGEST
        await server.init()
        server.set_endpoint(self.url)
        server.set_server_name(f"labsim {self.plant.title}")
        server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        self.space = await server.register_namespace(URI)
        memory = server.iserver.aspace
        memory.write_attribute_value = _answered(memory.write_attribute_value)
        await self._build()
        try:
            await server.start()
        except OSError as error:
            raise LabsimError(f"OPC UA cannot listen at {self.url}: {error}") from error

    async def _build(self) -> None:
        title = ua.QualifiedName(self.plant.title, self.space)
        top = await self.server.nodes.objects.add_object(self._id("machine"), title)
        folders = {(): top}
        for point in self.plant.points:
            for n in range(1, len(point.folder) + 1):
                path = point.folder[:n]
                if path not in folders:
                    name = ua.QualifiedName(path[-1], self.space)
                    node = self._id("/".join(("", *path)))
                    folders[path] = await folders[path[:-1]].add_folder(node, name)
            await self._add(folders[point.folder], point)

    def _id(self, name: str) -> ua.NodeId:
        return ua.NodeId(name, self.space)

    async def _add(self, folder: Any, point: Point) -> None:
        name = ua.QualifiedName(point.name.partition(":")[2] or point.name, self.space)
        value, kind = self.plant.values[point.name], TYPES[point.type]
        start = ua.Variant(_EMPTY.get(kind, 0) if value is None else value, kind)
        node = await folder.add_variable(self._id(point.name), name, start)
        await node.write_attribute(
            ua.AttributeIds.Description,
            ua.DataValue(ua.Variant(ua.LocalizedText(point.what), T.LocalizedText)),
        )
        if point.writable:
            await node.set_writable()
        self.nodes[point.name] = node.nodeid
        self.sent[point.name] = start.Value
        self.server.set_attribute_value_setter(node.nodeid, self._set)

    def _set(self, node: Any, attribute: ua.AttributeIds, given: ua.DataValue) -> None:
        """Take a value for a node: our own, or one that a client writes into the machine."""
        held = node.attributes[attribute]
        if not self._own:
            name = node.nodeid.Identifier
            if given.Value is None or given.Value.Value is None or given.Value.is_array:
                raise ua.UaStatusCodeError(ua.StatusCodes.BadTypeMismatch)
            try:
                self.plant.write(name, given.Value.Value)
            except LabsimError as error:
                raise ua.UaStatusCodeError(ua.StatusCodes.BadOutOfRange) from error
            given = self._value(self.plant.named[name])
            self.sent[name] = self.plant.values[name]
        held.value = given

    def _value(self, point: Point) -> ua.DataValue:
        now, value = datetime.now(UTC), self.plant.values[point.name]
        if value is None:
            bad = ua.StatusCode(ua.StatusCodes.BadNoCommunication)
            return ua.DataValue(StatusCode=bad, SourceTimestamp=now, ServerTimestamp=now)
        found = ua.Variant(value, TYPES[point.type])
        return ua.DataValue(found, SourceTimestamp=now, ServerTimestamp=now)

    async def publish(self) -> None:
        """Send every value that has changed since to those who listen."""
        for point in self.plant.points:
            value = self.plant.values[point.name]
            if value == self.sent[point.name] and value is not None:
                continue
            if value is None and self.sent[point.name] is None:
                continue
            self.sent[point.name] = value
            self._own = True
            try:
                await self.server.write_attribute_value(self.nodes[point.name], self._value(point))
            finally:
                self._own = False

    async def stop(self) -> None:
        """Close all sessions."""
        if self.server is not None:
            await self.server.stop()


def _answered(write: Any) -> Any:
    """Let what is refused be the answer for that node alone, not for the whole request."""

    async def answer(*args: Any) -> ua.StatusCode:
        try:
            return await write(*args)
        except ua.UaStatusCodeError as error:
            return ua.StatusCode(error.code)

    return answer


_EMPTY = {T.Boolean: False, T.String: "", T.Float: 0.0, T.Double: 0.0}
