"""The command `labsim`: the course from a shell. Errors are one sentence on stderr, status 1."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from labsim import cli_class
from labsim.core.errors import LabsimError

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A troubleshooting school for industrial technicians.",
)
cli_class.add_to(app)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")]
Labs = Annotated[list[str] | None, typer.Argument(help="Labs, as ELE-03; none means all.")]
PASS = {"allow_extra_args": True, "ignore_unknown_options": True}


@app.command()
def labs(as_json: AsJson = False) -> None:
    """List the labs in the order of the course."""
    import labsim

    rows = [_row(lab) for lab in labsim.labs()]
    if as_json:
        _print_json(rows)
        return
    table = Table("lab", "title", "area", "tier", "minutes", "after")
    for row in rows:
        after = ", ".join(row["prerequisites"])
        table.add_row(row["id"], row["title"], row["area"], row["tier"], str(row["minutes"]), after)
    Console().print(table)


def _row(lab: Any) -> dict[str, Any]:
    names = ("id", "title", "area", "tier", "kind", "minutes")
    row = {name: getattr(lab, name) for name in names}
    row |= {"skills": list(lab.skills), "prerequisites": list(lab.prerequisites)}
    try:
        return row | {"notebook": _from_here(lab.notebook)}
    except LabsimError:  # the package alone, without the course's notebooks
        return row | {"notebook": None}


def _from_here(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


@app.command(context_settings=PASS)
def lab(context: typer.Context) -> None:
    """Open the course in JupyterLab.

    Options that labsim does not know go to JupyterLab: --no-browser, --port=8889.
    """
    from labsim.folders import course_folders

    door = next(course_folders(), Path("notebooks")) / "start-here.ipynb"
    if not door.exists():
        raise LabsimError(f"{_from_here(door)} is not there: run this in a clone of the project")
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={door.parents[1]}"]
    command.append(f"--LabApp.default_url=/lab/tree/{door.parent.name}/{door.name}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    os.execv(sys.executable, [*command, *context.args])


@app.command()
def audit(
    labs: Annotated[
        list[str] | None, typer.Argument(help="Labs, as ELE-03, or scenario files; none means all.")
    ] = None,
    as_json: AsJson = False,
    html: Annotated[Path | None, typer.Option(help="Write a page for people, too.")] = None,
    faults: Annotated[int, typer.Option(help="Faults for each bot; 0 means every one.")] = 8,
    seeds: Annotated[int, typer.Option(help="Seeds of the draw; 500 or more: all faults.")] = 500,
) -> None:
    """Check labs: sound, solvable, fair and safe, and that scores order as skill does.

    Simulated apprentices of different ability work each lab. Exit status 1 when a lab fails.
    """
    from labsim import auditing

    chosen = auditing.chosen(labs or ())
    reports = auditing.examine(chosen, sample=faults, seeds=seeds)
    if html is not None:
        auditing.write(reports, html)
    if as_json:
        _print_json([report.as_dict() for report in reports])
    else:
        auditing.show(reports)
    raise typer.Exit(0 if all(report.passed for report in reports) else 1)


@app.command()
def new_lab(
    lab_id: Annotated[str, typer.Argument(help="Its id, as MY-01.", metavar="ID")],
    machine: Annotated[str, typer.Option(help="The machine, as MotorStarter.")],
    title: Annotated[str, typer.Option(help="What the board says.")] = "",
    complaint: Annotated[str, typer.Option(help="What the operator says.")] = "",
    area: Annotated[str, typer.Option(help="Folder of labs like it.")] = "own",
    folder: Annotated[Path, typer.Option(help="The course: where notebooks/ is.")] = Path(),
) -> None:
    """Write scenario and notebook of a lab of your own."""
    from labsim import newlab

    made = newlab.new_lab(lab_id, machine, title, complaint, area, folder)
    typer.echo("\n".join(_from_here(path.resolve()) for path in made))
    typer.echo(f"Next: labsim audit {_from_here(made[0].resolve())}")


@app.command()
def grade(
    labs: Annotated[list[str], typer.Argument(help="Labs, as ELE-03.")],
    jobs: Annotated[int, typer.Option(help="Processes; 0: one for each processor.")] = 0,
    force: Annotated[bool, typer.Option("--force", help="Grade again what is graded.")] = False,
    run_all: Annotated[
        bool, typer.Option("--run-all", help="Run notebooks that no mark and no page needs, too.")
    ] = False,
    require_sandbox: Annotated[
        bool, typer.Option("--require-sandbox", help="Grade only where kernels can be shut in.")
    ] = False,
    dask: Annotated[
        str, typer.Option(help="Run notebooks on other machines: tcp://scheduler:8786.")
    ] = "",
) -> None:
    """Grade what was collected, through nbgrader, in several processes at once.

    What is graded already and has not changed since is left alone. It may be stopped at any moment
    and run again.
    """
    from grading import autograde

    autograde.grade(
        labs, jobs=jobs, force=force, run_all=run_all, require_sandbox=require_sandbox, dask=dask
    )


@app.command()
def serve(
    machine: Annotated[str, typer.Argument(help="A machine, as PressCell, or a lab for practice.")],
    fault: Annotated[str, typer.Option(help='What is wrong with it: "K1: coil burnt open".')] = "",
    seed: Annotated[int | None, typer.Option(help="Draw what is wrong; nobody is told.")] = None,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Listen where other computers reach it.")
    ] = False,
    modbus_port: Annotated[int, typer.Option(help="Of Modbus TCP; 0: any free one.")] = 5020,
    opcua_port: Annotated[int, typer.Option(help="Of OPC UA; 0: any free one.")] = 4840,
    factor: Annotated[float, typer.Option(help="Machine time to wall time.")] = 1.0,
    map_: Annotated[str, typer.Option("--map", help="Print the map as csv or json, and end.")] = "",
) -> None:
    """Run a machine for HMI and SCADA clients, over Modbus TCP and OPC UA, until Ctrl-C.

    Only practice is served, never a graded attempt. Clients press buttons and write what an HMI
    may write; the map says where everything lies.
    """
    from labsim import serving

    options = serving.Options(host, modbus_port, opcua_port, factor, allow_remote)
    options.check()
    plant = serving.Plant(serving.chosen(machine, fault, seed))
    if map_:
        typer.echo(serving.written(plant, map_))
        return
    server = serving.Serving(plant, options)
    Console().print(serving.table(plant))
    serving.serve(server, lambda: _told(server.urls))
    _ended(server.lost)


@app.command("bench-service")
def bench_service(
    config: Annotated[Path, typer.Argument(help="A TOML file; see deploy/jupyterhub/README.md.")],
) -> None:
    """Run the measurement service of a hub: sealed labs, each apprentice's machine in it."""
    from labsim import service

    service.serve(service.read_options(config))


def _ended(lost: float) -> None:
    behind = f"; the computer was too slow for {lost:.0f} s of machine time"
    typer.echo("stopped" + (behind if lost >= 1 else ""))


def _told(urls: dict[str, str]) -> None:
    for title, url in urls.items():
        print(f"{title}: {url}", flush=True)
    print("Ctrl-C ends it.", flush=True)


@app.command()
def exam(
    name: Annotated[str, typer.Argument(help="cmrt or cat1.")],
    seed: Annotated[int, typer.Option(help="Which form; another seed, other items.")] = 0,
    html: Annotated[Path | None, typer.Option(help="Write a page to print instead.")] = None,
    key: Annotated[bool, typer.Option("--key", help="With the right answers and why.")] = False,
    as_json: AsJson = False,
) -> None:
    """Draw a practice exam: what it covers, and its items.

    To sit it against the clock, open its notebook in the course.
    """
    from labsim.study import page
    from labsim.study.form import form

    paper = form(name, seed)
    if as_json:
        _print_json(page.as_data(paper))
    elif html:
        html.write_text(page.page(paper, key), encoding="utf-8")
        typer.echo(f"{_from_here(html)}: {len(paper.items)} items")
    else:
        table = Table("topic", "asked for", "items", "with a picture", title=paper.blueprint.title)
        for row in page.coverage(paper):
            table.add_row(*row)
        Console().print(table)
        typer.echo(f"{paper.blueprint.caveat}\n\n{page.text(paper, key)}")


@app.command()
def items(
    lab: Annotated[str, typer.Argument(help="An exam, as VIB-05.")],
    html: Annotated[Path | None, typer.Option(help="Write a page instead of text.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say how the items of an exam did in the papers collected: how hard, which mistakes."""
    from grading import itemfigures

    papers = list(itemfigures.collected(lab.upper()))
    found = itemfigures.figures(papers)
    if as_json:
        _print_json(itemfigures.data(found))
    elif html:
        html.write_text(itemfigures.page(found, lab.upper(), len(papers)), encoding="utf-8")
        typer.echo(f"{_from_here(html)}: {len(papers)} papers")
    else:
        typer.echo("\n".join(itemfigures.lines(found, len(papers))))


@app.command()
def screenshots(
    directory: Annotated[Path, typer.Argument(help="Where the pictures go.")] = Path("screenshots"),
    names: Annotated[list[str] | None, typer.Argument(help="Only these pictures.")] = None,
) -> None:
    """Take pictures of the workbench in a headless browser."""
    from labsim.ui import screenshots as camera

    for path in camera.take(directory, names):
        typer.echo(_from_here(path))


@app.command()
def warmup() -> None:
    """Compile the fluid engine now, so that the first press runs fast. Once an installation."""
    from labsim.fluid.warm import warm_up

    warm_up()
    typer.echo("the fluid engine is compiled")


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def main() -> None:
    """Run the command; what cannot be done is said in one sentence on stderr."""
    # JupyterLab and nbgrader start programs of this environment by bare names (alembic, jupyter).
    os.environ["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)]
    )
    try:
        app()
    except LabsimError as error:
        typer.echo(f"labsim: {error}", err=True)
        sys.exit(1)
    except OSError as error:  # a full disk, a file that may not be written
        if error.filename is None and error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        sys.exit(f"labsim: {f'{error.filename}: ' * bool(error.filename)}{error.strerror}")


if __name__ == "__main__":
    main()
