"""A hand-in put in order before nbgrader touches it. What cannot be read is set aside, and said.

nbgrader follows links with the instructor's rights, reads files of any size, and leaves out whoever
has renamed the notebook. Nothing is thrown away: what is taken out of a hand-in lies in
`set-aside/` of the course, with the reasons, which the instructor reads at the marks.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.utils import parse_utc

from labsim.recordfile import BIGGEST as RECORD
from labsim.seeds import TICKET_FILE

__all__ = ["ASIDE", "WHY", "Said", "hook", "notes", "screen", "screen_lab"]

ASIDE, WHY = "set-aside", "why.json"
NOTEBOOK, OTHER, TICKET = 20_000_000, 50_000_000, 100_000  # bytes at most
MOST = 2000  # files of a hand-in
AHEAD = timedelta(hours=1)  # that a hand-in may lie in the future
STAMP = "timestamp.txt"
ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")

_sound: set[str] = set()  # hand-ins this process has found in order


class Said(NamedTuple):
    """A sentence about a hand-in; `look`: somebody should look at it before the mark stands."""

    text: str
    look: bool = True


def screen_lab(root: str | Path, lab: str) -> dict[str, list[Said]]:
    """Put every hand-in of a lab in order; return what there is to say, by student."""
    found = {}
    for folder in sorted((Path(root) / "submitted").glob(f"*/{lab}")):
        said = screen(root, lab, folder.parent.name)
        found |= {folder.parent.name: said} if said else {}
    return found


def hook(root: str | Path) -> Any:
    """Return what nbgrader calls before it converts: the same, for `nbgrader autograde` itself."""

    def before(assignment: str, student: str, notebooks: Any = None) -> None:
        if student == "*":
            screen_lab(root, assignment)
        else:
            screen(root, assignment, student)

    return before


def screen(root: str | Path, lab: str, student: str) -> list[Said]:
    """Put a hand-in in order, once; return what there is to say of it."""
    folder, aside = Path(root) / "submitted" / student / lab, Path(root) / ASIDE / student / lab
    first = _no_folder(folder, aside)
    if _state(folder) in _sound:
        return []
    known = [] if first else notes(root, lab, student)
    try:
        folder.chmod(folder.stat().st_mode | 0o700)  # as collected it may be closed to its owner
        said = [_moved(path, why, folder, aside) for path, why in list(_unfit(folder))]
        if not known:
            said += _notebook(folder, Path(root) / "release" / lab, lab, aside)
            said += _clock(folder, aside)
    except (OSError, RecursionError) as error:  # what nobody can look through is not looked at
        said = _all_of_it(error, folder, Path(root) / "release" / lab, aside)
    if said := [*first, *said]:
        said = [*known, *said]
        aside.mkdir(parents=True, exist_ok=True)
        body = {"of": _which(folder), "said": said}
        (aside / WHY).write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    elif not known:
        _sound.add(_state(folder))
    return said or known


def _no_folder(folder: Path, aside: Path) -> list[Said]:
    """Set aside what stands in the place of a hand-in's folder: a link leads anywhere."""
    if folder.is_dir() and not folder.is_symlink():
        return []
    what = "a link, which was not followed" if folder.is_symlink() else "a file, and no folder"
    aside.mkdir(parents=True, exist_ok=True)
    os.replace(folder, _free(aside, Path(folder.name)))
    folder.mkdir()
    return [Said(f"What was handed in is {what}; it was set aside.")]


def _state(folder: Path) -> str:
    """Return what no other hand-in has: the time of the last change, which nobody can set."""
    found = folder.stat()
    return f"{folder} {found.st_ino} {found.st_ctime_ns}"


def notes(root: str | Path, lab: str, student: str) -> list[Said]:
    """Return what was said of this hand-in; nothing of one that has been replaced since."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        file = Path(root) / ASIDE / student / lab / WHY
        body = json.loads(file.read_text(encoding="utf-8"))
        if body["of"] == _which(Path(root) / "submitted" / student / lab):
            return [Said(str(text), bool(look)) for text, look in body["said"]]
    return []


def _which(folder: Path) -> str:
    """Return what tells one hand-in from the next one of the same apprentice."""
    when = ""
    with suppress(OSError, ValueError):
        when = (folder / STAMP).read_text(encoding="utf-8")[:100].strip()
    names = sorted(path.name for path in folder.iterdir())
    told = hashlib.sha256("/".join(names).encode(errors="surrogateescape")).hexdigest()[:16]
    return f"{folder.stat().st_ino} {told} {_shown(when)}"


def _shown(name: object) -> str:
    """Return a name as a terminal may show it: it may hold whatever its maker liked."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in str(name))


def _unfit(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield what is neither a plain file nor small enough to be looked at, and why."""
    count = 0
    for place, folders, names in os.walk(folder):
        for path in (Path(place) / name for name in [*folders, *names]):
            kind, size = path.lstat().st_mode, path.lstat().st_size
            plain, most = stat.S_ISREG(kind), _limit(path.name)
            count += plain
            if stat.S_ISLNK(kind):
                yield path, "is a link and was not followed"
            elif not (plain or stat.S_ISDIR(kind)):
                yield path, "is no plain file"
            elif not plain and path.parent == folder and path.name.endswith((".ipynb", STAMP)):
                folders.remove(path.name)
                yield path, "is a folder"
            elif plain and not size and path.name.endswith(".ipynb"):
                yield path, "is empty"
            elif plain and size > most:
                yield path, f"has {size / 1e6:.1f} MB, and {most / 1e6:g} are allowed"
            elif plain and count > MOST:
                yield path, f"is beyond the {MOST} files that are looked at"


def _limit(name: str) -> int:
    if name.endswith(".ipynb"):
        return NOTEBOOK
    if name == TICKET_FILE:
        return TICKET
    return RECORD if name.endswith(".attempt.jsonl") else OTHER


def _moved(path: Path, why: str, folder: Path, aside: Path, look: bool = True) -> Said:
    """Move something out of a hand-in; say what and why."""
    inner = path.relative_to(folder)
    place = _free(aside, inner)
    place.parent.mkdir(parents=True, exist_ok=True)
    os.replace(path, place)
    return Said(f"{_shown(inner)} {why}; it was set aside.", look)


def _free(aside: Path, inner: Path) -> Path:
    """Return a place where nothing lies yet, on a way without links: some are set aside there."""
    for number in itertools.count(1):
        start = aside / str(number) if number > 1 else aside
        place = start / inner
        way = [place, *(p for p in place.parents if p.is_relative_to(aside))]
        if not os.path.lexists(place) and all(_folder(p) for p in way[1:]):
            return place
    raise AssertionError


def _folder(path: Path) -> bool:
    """Tell whether there is a folder, or nothing."""
    return not os.path.lexists(path) or stat.S_ISDIR(path.lstat().st_mode)


def _all_of_it(error: Exception, folder: Path, release: Path, aside: Path) -> list[Said]:
    """Set a whole hand-in aside; the released notebook takes its place."""
    aside.mkdir(parents=True, exist_ok=True)
    os.replace(folder, _free(aside, Path("all")))
    folder.mkdir()
    for book in release.glob("*.ipynb"):
        (folder / book.name).write_bytes(book.read_bytes())
    why = f"{type(error).__name__}: {getattr(error, 'strerror', None) or 'too deep'}"
    return [Said(f"What was handed in cannot be looked through ({why}); all was set aside.")]


# the notebook -------------------------------------------------------------------------------------
def _notebook(folder: Path, release: Path, lab: str, aside: Path) -> list[Said]:
    """See to it that the lab's notebook lies there under its own name and can be read."""
    wanted = next(iter(sorted(release.glob("*.ipynb"))), None)
    if wanted is None:
        return []
    mine, said = folder / wanted.name, []
    others = [path for path in sorted(folder.glob("*.ipynb")) if path != mine]
    if mine.exists():
        said += _decoded(mine, folder, aside)
        if _ids(wanted, lab) and _cells(mine) and not _ids(mine, lab):
            said.append(Said(f"{mine.name} holds no cell of {lab}: it is another notebook."))
    else:
        found = max(others, key=lambda p: (_ids(p, lab), p.stat().st_mtime), default=None)
        if found is not None and _ids(found, lab):
            others.remove(found)
            text = f"The notebook was renamed {found.name}; it was marked as {mine.name}."
            said.append(Said(text, look=False))
        else:
            there = f", but {', '.join(p.name for p in others)}" if others else ""
            text = f"No notebook of {lab} was handed in{there}. Only the record counts."
            said.append(Said(text))
            found, others = wanted, []
        mine.write_bytes(found.read_bytes())
    return said + [Said(f"{p.name} was handed in too; it was not read.", False) for p in others]


def _cells(path: Path) -> list[Any]:
    """Return the cells of a notebook file; none when it cannot be read."""
    with suppress(OSError, ValueError, AttributeError, RecursionError):
        found = json.loads(path.read_bytes()).get("cells")
        return found if isinstance(found, list) else []
    return []


def _ids(path: Path, lab: str) -> int:
    """Return how many cells of a lab a notebook holds."""
    names = []
    for cell in _cells(path):
        with suppress(AttributeError, TypeError):
            names.append(str(cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")))
    return sum(name.startswith(f"{lab.lower()}-") for name in names)


def _decoded(path: Path, folder: Path, aside: Path) -> list[Said]:
    """Write a notebook in another encoding anew, in UTF-8; say so."""
    data = path.read_bytes()
    with suppress(ValueError, RecursionError):
        json.loads(data.decode("utf-8"))
        return []
    for name in ENCODINGS:
        with suppress(ValueError, RecursionError):
            text = data.decode(name)
            json.loads(text)
            said = _moved(path, f"is written in {name} and was read so", folder, aside, look=False)
            path.write_text(text, encoding="utf-8")
            return [Said(said.text.replace("; it was", "; the original was"), look=False)]
    return []


# the clock ----------------------------------------------------------------------------------------
def _clock(folder: Path, aside: Path) -> list[Said]:
    """Look at the time of the hand-in: one that is none would stop nbgrader."""
    stamp = folder / STAMP
    if not stamp.is_file():
        return []
    try:
        when = parse_utc(stamp.read_text(encoding="utf-8").strip())
        ahead = when - datetime.now(UTC).replace(tzinfo=None)
    except Exception:  # dateutil raises whatever it stumbles over
        return [_moved(stamp, "holds no time: when it was handed in is not known", folder, aside)]
    if ahead > AHEAD:
        text = f"It says it was handed in at {when:%Y-%m-%d %H:%M} UTC, which is still to come: "
        return [Said(f"{text}the clock of some computer is wrong.")]
    return []
