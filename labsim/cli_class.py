"""The commands for those who teach a class: the course and its keys, skills, what to do next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

__all__ = ["add_to"]

course = typer.Typer(no_args_is_help=True, help="Set up a course for a class, look after its keys.")
key = typer.Typer(no_args_is_help=True, help="The master keys of the course you stand in.")
course.add_typer(key, name="key")


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command `labsim`."""
    app.add_typer(course, name="course")
    app.command()(skills)
    app.command()(badge)
    app.command("next")(next_lab)
    app.command()(again)
    app.command("class")(show_class)


@course.command()
def init(
    directory: Annotated[Path, typer.Argument(help="Where the course is to live.")] = Path(),
) -> None:
    """Make keys, links and nbgrader configuration of a course."""
    from grading import course as courses

    typer.echo(courses.init(directory))


def _here() -> tuple[Path, str]:
    """Return directory and name of the course."""
    from grading import autograde
    from grading import course as courses

    home = autograde.home()
    return home, courses.name_of(home)


@key.command("list")
def list_keys() -> None:
    """Show the ids of the keys, and when each was used. The keys themselves are never shown."""
    from grading import course as courses
    from grading import keyring, keys, proof

    home, name = _here()
    table = Table("id", "", "used", "", title=f"Keys of course {name}", title_justify="left")
    for row in keyring.table(name):
        table.add_row(*row)
    Console().print(table)
    if not proof.available():
        typer.echo(f"Badges are signed by {proof.did(proof.signer(keys.load(name), name))}")
    stale = courses.stale(home, name)
    if stale:
        typer.echo(f"Released under an older key, which still marks: {', '.join(stale)}.")


@key.command()
def rotate(
    leaked: Annotated[
        bool, typer.Option("--leaked", help="Others may have the key: look at what it marks.")
    ] = False,
) -> None:
    """Make a new key. Work begun under the old one is still marked; labs released from now on
    hide other faults."""
    from grading import course as courses
    from grading import keyring

    home, name = _here()
    new, old = keyring.rotate(name, leaked)
    courses.init(home, name)
    typer.echo(f"Key {new.id} is in use. Key {old.id} is kept: what was begun under it is marked.")
    typer.echo("Next: `labsim course key backup FILE`; then generate and release again the labs")
    typer.echo(f"nobody has fetched yet: {', '.join(courses.stale(home, name)) or 'none'}.")


@key.command()
def backup(
    file: Annotated[Path, typer.Argument(help="A new file, away from the course.")],
) -> None:
    """Write a copy of all keys to a file (mode 0600)."""
    from grading import keyring

    home, name = _here()
    typer.echo(f"Written: {keyring.backup(name, file, home)}. Whoever has it knows every fault.")


@key.command()
def restore(file: Annotated[Path, typer.Argument(help="What `backup` has written.")]) -> None:
    """Take the keys of a copy back; none that is here is lost."""
    from grading import keyring

    name, count = keyring.restore(file)
    typer.echo(f"Course {name}: {count} keys taken back." if count else f"Course {name}: all here.")


def skills(
    student: Annotated[
        str | None, typer.Option(help="One apprentice; none means the class.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page instead of text.")] = None,
    picture: Annotated[Path | None, typer.Option(help="Write a picture instead of text.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write a table for other programs.")] = None,
    badges: Annotated[
        Path | None, typer.Option(help="Write Open Badges 3.0 into a folder, signed.")
    ] = None,
    xapi: Annotated[Path | None, typer.Option(help="Write xAPI statements.")] = None,
) -> None:
    """Show the skill map of the class or of one apprentice: what was shown, on what evidence,
    how ready they are for the next tier, what to do next."""
    from grading import skills as skill_map

    typer.echo(
        skill_map.main(
            student=student, html=html, picture=picture, csv=csv, badges=badges, xapi=xapi
        )
    )


def badge(
    files: Annotated[
        list[Path], typer.Argument(help="Badges, as `labsim skills --badges` writes.")
    ],
    issuer: Annotated[str, typer.Option(help="Who has to have signed them, as did:key:z6Mk…")] = "",
) -> None:
    """Verify badges: whether they are as they were signed, and by whom."""
    from grading import keys, proof
    from labsim.core.errors import LabsimError

    if why := proof.available():
        raise LabsimError(f"badges cannot be verified here: {why}")
    ring, name = (), ""
    try:
        name = _here()[1]
        ring = keys.ring(name)
    except LabsimError:  # anybody may verify: no course is needed
        pass
    wrong = []
    for file in files:
        try:
            typer.echo(proof.told(file, ring, name, issuer))
        except LabsimError as error:
            wrong.append(str(error))
    if wrong:
        raise LabsimError("; ".join(wrong))


def next_lab(
    student: Annotated[str | None, typer.Option(help="One apprentice of the gradebook.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for other programs.")] = False,
) -> None:
    """Say what to practise next, and why: of an apprentice, or of your own records.

    Without --student it goes by signed-off records beside the notebooks (self-study).
    """
    from grading import recommend

    found = recommend.of_student(student) if student else recommend.of_records()
    if as_json:
        typer.echo(json.dumps([vars(s) for s in found], ensure_ascii=False, indent=2, default=str))
    else:
        typer.echo("\n".join(recommend.lines(found)) or "Every lab there is has been passed.")


def again(
    lab: Annotated[str, typer.Argument(help="A lab that is signed off, as ELE-02.")],
    directory: Annotated[Path, typer.Option(help="Where its notebook lies.")] = Path(),
) -> None:
    """Begin another attempt at a lab, where its scenario allows one: a new fault, a new record.

    The record of the attempt before stays beside it. Then open the notebook again from the top.
    """
    import labsim
    from labsim.retake import may_begin

    found = labsim.lab(lab)
    if found.scenario.attempts < 2:
        may_begin(found, 2, None)
    now = labsim.open_lab(found.id, directory=directory)
    number = now.attempt.header["attempt"] + 1
    labsim.open_lab(found.id, directory=directory, attempt=number)
    typer.echo(
        f"Attempt {number} of {found.id} has begun, with a fault of its own. "
        "In the notebook: restart the kernel, run it from the top, and in the sign-off cell put "
        "your new report in the place of the old one."
    )


def show_class(
    labs: Annotated[list[str] | None, typer.Argument(help="Only these labs, as ELE-03.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page instead of text.")] = None,
    jobs: Annotated[int | None, typer.Option(help="Processes for what is new.")] = None,
) -> None:
    """Show the instructor a class: what was misread and confused, safety, questions, time, and
    whom to look at first. Run it in the course directory, after grading."""
    from grading import classes

    typer.echo(classes.main(labs or (), html=html, jobs=jobs))
