"""What the repository may hold: nothing big, nothing of one machine, no sentence of a real report."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1_000_000
RUN = 22  # words in a row; a document's long title may be shared, a sentence may not


@cache
def tracked() -> tuple[Path, ...]:
    """Every file under version control, or every file of an unpacked archive."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    files = [ROOT / name for name in names] if names else ROOT.rglob("*")
    return tuple(file for file in files if file.is_file())


@cache
def texts() -> dict[str, str]:
    """Every tracked text by its path."""
    found = {}
    for file in tracked():
        try:
            found[file.relative_to(ROOT).as_posix()] = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_is_big() -> None:
    """A clone stays small, and no store or model slips in."""
    assert {str(file): file.stat().st_size for file in tracked() if file.stat().st_size > 2 * MEGABYTE} == {}


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the reader's own setting; lock files hold names, versions and hashes."""
    words = [
        "https?://[^ ]+/simple" + r"\b",
        "--(extra-)?index" + "-url",
        "--find" + "-links",
        '"resol' + 'ved":',
    ]
    pattern = re.compile("|".join(words))
    documents = {name for name, text in texts().items() if pattern.search(text)}

    assert documents == set()


def test_the_lock_files_hold_hashed_versions_and_nothing_else() -> None:
    """A line is `name==version`, with a marker if need be, or one of its hashes."""
    line = re.compile(r"[a-z0-9._-]+==[^ ]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")
    for name in ("requirements.lock", "requirements-dev.lock"):
        wrong = [row for row in texts()[name].splitlines() if not line.fullmatch(row)]
        assert wrong == []


def test_both_lock_files_agree_and_hold_the_build_back_end() -> None:
    """`make run` and `make test` share one environment, so one may not undo the other."""
    run, dev = (
        dict(re.findall(r"(?m)^([a-z0-9._-]+)==(\S+)", texts()[name]))
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}
    assert {"hatchling", "editables"} <= set(run)


def test_no_file_names_a_place_on_one_machine() -> None:
    """A path of the machine where something was written says nothing to its reader."""
    pattern = re.compile(r"(?<![\w.:/-])/(work|farm|home/\w+|root)/\w")

    assert {name for name, text in texts().items() if pattern.search(text)} == set()


def test_no_file_repeats_a_real_report(reports: Path) -> None:
    """The reports are data; what we say of them is in our own words."""
    told = {run for report in reports.glob("*.txt") for run in runs(report.read_text(encoding="utf-8"))}

    assert {name for name, text in texts().items() if not told.isdisjoint(runs(text))} == set()


def runs(text: str) -> set[int]:
    """Hashes of every run of words, case and punctuation aside."""
    words = re.findall(r"\w+", text.lower())
    return {hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1)}
