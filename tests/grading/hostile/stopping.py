"""Hand-ins that want to stop the run, use everything up, or stay behind."""

from __future__ import annotations

import json
import os
import zlib
from base64 import b85encode
from pathlib import Path
from typing import Any

import bad_input
import nbformat
from attack import Attack
from writing import marked

from labsim.attempt import Attempt, _hash

__all__ = ["STOPPING"]

PROCESSES, MEMORY, OUTPUT, FILES = 200, 900, 60, 120  # processes; MB, all below what harms here


def called(place: Any, name: str) -> bool:
    """Somebody has called the port the grader's machine listens on."""
    return name in place.called()


def big_output(place: Any, name: str) -> bool:
    """The graded notebook has more than a third of what the cell put out."""
    return place.graded(name).stat().st_size > OUTPUT * 1e6 / 3


def no_result(place: Any, name: str) -> bool:
    """No marks at all, though there is a sound record."""
    return name not in place.scores()


def deep_book(name: str, folder: Path) -> None:
    """JSON so deep that a reader which calls itself falls over."""
    bad_input.book_in(folder).write_text('{"cells":' + "[" * 100_000 + "]" * 100_000 + "}")


def many_cells(name: str, folder: Path) -> None:
    path = bad_input.book_in(folder)
    book = nbformat.read(path, as_version=4)
    book.cells[:0] = [nbformat.v4.new_code_cell("1") for _ in range(3000)]
    path.write_text(nbformat.writes(book))


def zip_bomb(name: str, folder: Path) -> None:
    """A record in the sign-off cell that unpacks to 300 MB."""
    packed = zlib.compressobj(9)
    bomb = b"".join(packed.compress(b"\n" * 1_000_000) for _ in range(300)) + packed.flush()
    (folder / bad_input.FILE).unlink(missing_ok=True)
    in_signoff(folder, b85encode(bomb).decode())


def in_signoff(folder: Path, text: str) -> None:
    path = bad_input.book_in(folder)
    book = nbformat.read(path, as_version=4)
    for cell in book.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith("-signoff"):
            cell.source = f"bench.sign_off({text!r})"
    path.write_text(nbformat.writes(book))


def long_record(name: str, folder: Path) -> None:
    """A sound record of a hundred thousand presses: doing it again would take all day."""
    bench = bad_input.bench_in(name, folder)
    record, clock = bench.attempt, bench.attempt.minutes
    record.path = None
    for number in range(100_000):
        clock += 0.05
        record.append(("press", "release")[number % 2], tag="S1", t=clock)
    record.save(folder / bad_input.FILE)


def long_waits(name: str, folder: Path) -> None:
    """A sound record of waits of a month each."""
    bench = bad_input.bench_in(name, folder)
    record = bench.attempt
    record.path = None
    for number in range(200):
        record.append("wait", dt=9e6, t=1.5e5 * (number + 1) % 1e7)
    record.save(folder / bad_input.FILE)


def deep_answer(name: str, folder: Path) -> None:
    """An answer cell whose brackets go ten thousand deep."""
    path = bad_input.book_in(folder)
    book = json.loads(path.read_text())
    for cell in book["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id", "").endswith("-answer"):
            cell["source"] = "x = " + "-" * 19_000 + "1"
    path.write_text(json.dumps(book))


def much_memory(place: Any, name: str) -> bool:
    """The grader's own process has had more memory than anything it is to do needs."""
    return no_result(place, name) or place.peak > 900e6


def half_characters(name: str, folder: Path) -> None:
    """Text that no file can hold: halves of characters in a cell, in a saved output, in a name."""
    path = bad_input.book_in(folder)
    book = json.loads(path.read_text())
    cell = {"cell_type": "code", "id": "half", "metadata": {}, "source": "print('\ud800')",
            "outputs": [], "execution_count": None}  # fmt: skip
    book["cells"].append(cell)
    path.write_text(json.dumps(book))
    os.symlink("nowhere", os.fsencode(folder) + b"/\xff")


def odd_header(name: str, folder: Path) -> None:
    """A sound record of a lab whose name is for the instructor's terminal, with half a letter."""
    record = Attempt(lab="", student=name)
    record.append("notify", t=0.5)
    record.events[0]["lab"] = "\x1b]0;stolen\x07\x1b[2J\ud800"
    before = ""
    for event in record.events:
        event["h"] = before = _hash(event, before)
    (folder / bad_input.FILE).write_text("".join(json.dumps(e) + "\n" for e in record.events))


def beyond_numbers(name: str, folder: Path) -> None:
    """A record with a time of four hundred figures."""
    record = Attempt(lab="ELE-03", student=name)
    record.append("wait", dt=10**400, t=0.5)
    record.save(folder / bad_input.FILE)


def in_terminal(place: Any, name: str) -> bool:
    return no_result(place, name) or "\x1b]0;" in place.log


STOPPING = [
    Attack("exit", "end the kernel", "import os; os._exit(9)", harm=no_result),
    Attack("crash", "crash the kernel", "import ctypes; ctypes.string_at(0)",
           harm=no_result),
    Attack("hang", "never end", "while True: pass", harm=no_result),
    Attack("ignore-signals", "never end, deaf to signals", """
import signal, time
for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
""", harm=no_result, alone=True),
    Attack("fork", f"{PROCESSES} processes at once", f"""
import os, time
count = 0
try:
    for _ in range({PROCESSES}):
        if os.fork() == 0:
            time.sleep(4)
            os._exit(0)
        count += 1
except OSError as error:
    print(error)
print("forked", count)
""", loot=f"forked {PROCESSES}"),
    Attack("memory", f"{MEMORY} MB of memory", f"""
held = []
for _ in range({MEMORY} // 50):
    held.append(bytearray(50_000_000))
    held[-1][::4096] = b"x" * len(held[-1][::4096])
print("held", 50 * len(held))
""", loot=f"held {MEMORY}"),
    Attack("memory-of-many", f"{MEMORY} MB of memory, shared out to six processes", f"""
import os, time
told, tell = os.pipe()
for _ in range(6):
    if os.fork() == 0:
        held = bytearray({MEMORY} * 1_000_000 // 6)
        held[::4096] = b"x" * len(held[::4096])
        os.write(tell, b"x")
        time.sleep(2)
        os._exit(0)
os.close(tell)
time.sleep(1.5)
os.set_blocking(told, False)
print("held by", len(os.read(told, 100)))
""", loot="held by 6"),
    Attack("flood", f"{OUTPUT} MB of output", f"""
for _ in range({OUTPUT}):
    print("x" * 1_000_000)
""", harm=big_output),
    Attack("flood-at-once", f"{OUTPUT} MB of output in one message", f"""
from IPython.display import display
display({{"text/plain": "x" * {OUTPUT}_000_000}}, raw=True)
""", harm=big_output),
    Attack("flood-disk", f"{FILES} MB of files", f"""
for number in range({FILES} // 10):
    open(f"flood-{{number}}", "wb").write(bytes(10_000_000))
print("wrote", {FILES})
import os
for number in range({FILES} // 10):
    os.unlink(f"flood-{{number}}")
""", loot=f"wrote {FILES}"),
    Attack("flood-scratch", "fill the folder the grader's side reads from", """
import os
from ipykernel.connect import get_connection_file
place, size = os.path.dirname(get_connection_file()), 0
import time; time.sleep(0.3)
for number in range(8):
    open(f"{place}/flood-{number}", "wb").write(bytes(10_000_000))
print("flooded", place)
for number in range(8):
    os.unlink(f"{place}/flood-{number}")
""", loot="flooded /"),
    Attack("flood-unread", "fill the grader's memory through a line it does not read", """
import time
kernel, data = get_ipython().kernel, bytes(9_000_000)
ident, began, count = kernel._parent_ident["shell"], time.monotonic(), 0
while time.monotonic() - began < 3 and count < 150:
    try:
        kernel.stdin_socket.send_multipart([*ident[:1], data], 1)
        count += 1
    except Exception:
        pass
    time.sleep(0.01)
print("sent", count, ident)
""", harm=much_memory),
    Attack("flood-aside", "fill it with messages that belong to no cell", """
import time
kernel, began, count = get_ipython().kernel, time.monotonic(), 0
held = kernel.session.msg("status", {"execution_state": "x" * 9_000_000}, {"msg_id": "nobody"})
wire = [b"status", *kernel.session.serialize(held)]
while time.monotonic() - began < 3 and count < 150:
    kernel.iopub_socket.send_multipart(wire)
    count += 1
    time.sleep(0.01)
print("sent", count)
""", harm=much_memory),
    Attack("network", "call another program of this machine", """
import socket
connection = socket.create_connection(("127.0.0.1", P["port"]), timeout=3)
connection.sendall(P["me"].encode() + b"\\n")
connection.close()
""", harm=called),
    Attack("kill-parent", "kill the process that grades", """
import os, signal
for process in (os.getppid(), *([-1] if os.getpid() == 1 else [])):
    os.kill(process, signal.SIGKILL)
""", harm=no_result, alone=True),
    Attack("stay-behind", "a process that goes on after the kernel and writes later", """
import subprocess, sys
later = "import time; time.sleep(1); open(%r, 'w').write('evil')" % (P["marks"] + "/stay-behind")
subprocess.Popen([sys.executable, "-c", later], start_new_session=True)
""", harm=marked("stay-behind")),
    Attack("garbage", "messages that are none, in the kernel's name", """
shell = get_ipython()
kernel = shell.kernel
for kind, content in [
    ("stream", {"name": 5, "text": {"a": []}}), ("execute_result", {"data": 7, "metadata": 1}),
    ("display_data", {"data": {"image/png": [1, {}]}, "metadata": []}), ("error", {}),
    ("stream", {}), ("clear_output", {}), ("comm_open", {"comm_id": 1, "data": {}}),
]:
    parent = kernel.get_parent("shell")
    kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)
""", harm=no_result),
    Attack("deep-book", "a notebook of a hundred thousand brackets", hand_in=deep_book,
           harm=no_result),
    Attack("many-cells", "a notebook of three thousand cells", hand_in=many_cells, harm=no_result),
    Attack("deep-answer", "an answer of nineteen thousand minus signs", hand_in=deep_answer,
           harm=no_result),
    Attack("zip-bomb", "a record in the sign-off cell that unpacks to 300 MB", hand_in=zip_bomb,
           harm=no_result, stock=False, record=False),
    Attack("long-record", "a record of a hundred thousand actions", hand_in=long_record,
           harm=no_result, stock=False, record=False),
    Attack("long-waits", "a record of months of waiting", hand_in=long_waits,
           harm=no_result, stock=False, record=False),
    Attack("half-characters", "halves of characters, which no file can hold",
           hand_in=half_characters, harm=no_result),
    Attack("odd-header", "a record that writes to the instructor's terminal", hand_in=odd_header,
           harm=in_terminal, stock=False, record=False),
    Attack("beyond-numbers", "a record with a time of four hundred figures",
           hand_in=beyond_numbers, harm=no_result, stock=False, record=False),
]  # fmt: skip
