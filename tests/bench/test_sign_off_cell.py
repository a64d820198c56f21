"""Signing off in a notebook: the cell becomes its own record, and nothing else in it is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from labsim.attempt import Attempt
from labsim.cell import with_argument


@pytest.mark.parametrize(
    ("source", "rewritten"),
    [
        ('bench.sign_off("")', 'bench.sign_off("NEW")'),
        ('bench.sign_off("old", )  # done', 'bench.sign_off("NEW")  # done'),
        ('Ω = 5\nb.sign_off("Ω")\ny = 2', 'Ω = 5\nb.sign_off("NEW")\ny = 2'),
        ('x = "Ω"; b.sign_off(x)', 'x = "Ω"; b.sign_off("NEW")'),
        ("bench.sign_off(\n    '''a\n b'''\n)\n", 'bench.sign_off("NEW")\n'),
        ('bench.press("S1").sign_off("x")', 'bench.press("S1").sign_off("NEW")'),
        ("sign_off(bench)", None),
        ("a.sign_off('1'); b.sign_off('2')", None),
        ("%time bench.sign_off('x')", None),
        ("", None),
    ],
)
def test_only_the_argument_of_the_one_call_changes(source: str, rewritten: str | None) -> None:
    assert with_argument(source, "sign_off", "NEW") == rewritten


@pytest.fixture(scope="module")
def kernel() -> Iterator[Any]:
    manager, client = start_new_kernel(kernel_name="python3")
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client: Any, code: str) -> list[dict[str, Any]]:
    """Run a cell; return what the kernel asks the notebook to do."""
    number = client.execute(code)
    while (message := client.get_shell_msg(timeout=60))["parent_header"]["msg_id"] != number:
        pass
    reply = message["content"]
    assert reply["status"] == "ok", reply.get("evalue")
    return reply["payload"]


@pytest.mark.notebooks
def test_the_cell_becomes_its_own_record(kernel: Any, tmp_path: Path) -> None:
    open_it = f'import labsim\nb = labsim.open_lab("ELE-02", directory={str(tmp_path)!r})'
    assert run(kernel, open_it) == []
    assert run(kernel, 'b.measure("V", "E1:1", "E6:2")\nb.sign_off("")') == []
    (payload,) = run(kernel, 'note = 1\nb.sign_off("Lamp is out.")')
    assert payload["source"] == "set_next_input"
    assert payload["replace"] is True
    head, _, seal = payload["text"].partition("b.sign_off(")
    assert head == "note = 1\n"
    record = Attempt.unseal(seal.removeprefix('"').removesuffix('")'))
    assert record.report == "Lamp is out."
    assert record.events == Attempt.load(tmp_path / "ELE-02.attempt.jsonl").events
    assert run(kernel, payload["text"])[0]["text"] == payload["text"]  # and so for ever


@pytest.mark.notebooks
def test_a_widgets_click_leaves_the_next_cell_alone(kernel: Any) -> None:
    # A click comes as a comm message; what it asked for would fall upon the next cell that is run.
    run(kernel, "from IPython import get_ipython\nimport labsim\n"
        "def target(comm, message):\n"
        "    bench = labsim.lab('ELE-02').bench('E9: lamp burnt out').tap('E9')\n"
        "    bench.sign_off('Signed by a click.')\n"
        "    get_ipython().user_ns['clicked'] = bench\n"
        "get_ipython().kernel.comm_manager.register_target('click', target)")  # fmt: skip
    click = {"comm_id": "c1", "target_name": "click", "data": {}}
    kernel.shell_channel.send(kernel.session.msg("comm_open", click))
    assert run(kernel, "assert clicked.attempt.signed_off") == []
