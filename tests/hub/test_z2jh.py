"""The values for Kubernetes: settings the chart has, and the same course as on one machine."""

from __future__ import annotations

import json
import runpy
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from traitlets.config import Config

from labsim.service import read_options
from tests.conftest import ROOT

Z2JH, HUB = ROOT / "deploy" / "z2jh", ROOT / "deploy" / "jupyterhub"
TEXT, NUMBER, FLAG, LIST, MAP = str, int, bool, list, dict

# The part of the chart's settings (jupyterhub 4.x, its schema.yaml) that these values use.
CHART: dict[str, Any] = {
    "hub": {
        "config": {"JupyterHub": MAP, "Authenticator": MAP}, "services": MAP, "loadRoles": MAP,
        "networkPolicy": {"ingress": LIST, "egress": LIST, "enabled": FLAG},
        "extraConfig": MAP, "extraFiles": MAP, "extraEnv": MAP,
    },
    "singleuser": {
        "image": {"name": TEXT, "tag": TEXT, "pullPolicy": TEXT}, "defaultUrl": TEXT,
        "uid": NUMBER, "fsGid": NUMBER, "memory": {"guarantee": TEXT, "limit": TEXT},
        "extraEnv": MAP, "extraFiles": MAP, "extraContainers": LIST, "extraPodConfig": MAP,
        "storage": {"extraVolumes": LIST, "extraVolumeMounts": LIST, "capacity": TEXT},
        "networkPolicy": MAP,
    },
    "proxy": MAP, "cull": MAP, "scheduling": MAP, "ingress": MAP,
}  # fmt: skip
FILE = {"mountPath": TEXT, "mode": NUMBER, "data": MAP, "stringData": TEXT, "binaryData": TEXT}
ROLE = {"scopes": LIST, "groups": LIST, "users": LIST, "services": LIST, "description": TEXT}
NGSHARE = {
    "ngshare": {"admins": LIST, "hub_api_url": TEXT, "hub_api_token": TEXT, "env": MAP},
    "deployment": {"resources": MAP, "replicaCount": NUMBER, "port": NUMBER},
    "pvc": {"storage": TEXT, "storageClassName": TEXT}, "image": MAP,
}  # fmt: skip


def wrong(given: Any, schema: Any, where: str = "") -> list[str]:
    """Say what of a tree is not in a schema: unknown keys, values of another kind."""
    if isinstance(schema, type):
        return [] if isinstance(given, schema) else [f"{where} is no {schema.__name__}"]
    if not isinstance(given, dict):
        return [f"{where} is no map"]
    found = [f"{where}.{key} is not in the chart" for key in given if key not in schema]
    known = [key for key in given if key in schema]
    return found + [w for key in known for w in wrong(given[key], schema[key], f"{where}.{key}")]


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    return yaml.safe_load((Z2JH / "values.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def machine() -> Any:
    """Return JupyterHub's configuration of the hub on one machine."""
    config = Config()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LABSIM_HUB", str(HUB / "hub.toml"))
        made = runpy.run_path(str(HUB / "jupyterhub_config.py"), {"get_config": lambda: config})
    return made["c"]


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    return tomllib.loads((HUB / "hub.toml").read_text("utf-8"))


def test_every_setting_is_one_the_charts_have(values: dict[str, Any]) -> None:
    assert wrong(values, CHART) == []
    assert wrong({"hub": {"config": [], "colour": 1}}, CHART)
    for name, file in values["singleuser"]["extraFiles"].items():
        assert wrong(file, FILE, name) == []
    for name, role in values["hub"]["loadRoles"].items():
        assert wrong(role, ROLE, name) == []
    assert wrong(yaml.safe_load((Z2JH / "ngshare.yaml").read_text("utf-8")), NGSHARE) == []


def test_course_people_and_groups_are_those_of_the_one_machine(
    values: dict[str, Any], machine: Any
) -> None:
    config = values["hub"]["config"]
    assert config["JupyterHub"]["load_groups"] == machine.JupyterHub.load_groups
    assert {*config["Authenticator"]["allowed_users"]} == machine.Authenticator.allowed_users
    formgrader = machine.JupyterHub.load_roles[0]
    assert values["hub"]["loadRoles"][formgrader["name"]]["groups"] == formgrader["groups"]
    assert set(values["hub"]["loadRoles"]) == set(config["JupyterHub"]["load_groups"])
    assert set(values["singleuser"]["extraEnv"]) <= set(machine.Spawner.environment)


def test_notebook_servers_read_the_same_configuration(values: dict[str, Any]) -> None:
    made = runpy.run_path(str(HUB / "hub.py"))
    files = values["singleuser"]["extraFiles"]
    hidden = {f"@jupyter/nbgrader:{name}": True for name in made["HIDDEN"]}
    assert files["page"]["data"]["disabledExtensions"] == hidden
    assert 'KernelManager.transport = "ipc"' in made["SERVER"]
    assert 'KernelManager.transport = "ipc"' in files["server"]["stringData"]
    assert 'course_id = "maint"' in files["nbgrader"]["stringData"]


def test_the_service_is_told_what_it_understands(
    values: dict[str, Any], settings: dict[str, Any], tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("LABSIM_BENCH_FOR", "ann")
    path = tmp_path / "service.toml"
    path.write_text(values["singleuser"]["extraFiles"]["service"]["stringData"])
    options = read_options(path)
    assert (options.course, list(options.labs)) == (settings["course"], settings["sealed"])
    assert options.student == "ann"
    assert str(options.socket) == values["singleuser"]["extraEnv"]["LABSIM_SERVICE"]
    monkeypatch.delenv("LABSIM_BENCH_FOR")
    with pytest.raises(Exception, match="LABSIM_BENCH_FOR is not set"):
        read_options(path)


def test_the_notebooks_container_has_neither_key_nor_records(values: dict[str, Any]) -> None:
    single = values["singleuser"]
    mounted = {m["name"] for m in single["storage"]["extraVolumeMounts"]}
    (bench,) = single["extraContainers"]
    own = {m["name"] for m in bench["volumeMounts"]}
    assert mounted == {"bench-socket"}
    assert {"bench-key", "bench-records"} <= own
    assert bench["securityContext"]["runAsUser"] != single["uid"]
    assert single["extraPodConfig"]["shareProcessNamespace"] is False
    volumes = {v["name"] for v in single["storage"]["extraVolumes"]}
    assert own - {"files"} <= volumes
    assert "key" not in json.dumps(single["extraEnv"]).lower()
