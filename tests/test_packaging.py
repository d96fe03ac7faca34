"""`pip install .` brings along code, words, vocabulary, page and sample corpus."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("api", "assistant", "corpus", "eval", "prompts")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The distribution as `pip install .` builds it."""
    folder = tmp_path_factory.mktemp("dist")
    build = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("baocao-*.whl"))


def test_the_wheel_holds_every_tracked_file_of_every_room(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *ROOMS], cwd=ROOT, capture_output=True, check=False, text=True
    )
    tracked = {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    if not tracked:
        pytest.skip("not a git checkout, so what is tracked is not known")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())

    assert tracked - held == set()


def test_the_installed_command_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    """The wheel alone, unpacked: nothing may be read from the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import sys; from api import cli; assert cli.__file__.startswith(sys.argv.pop(1)), cli.__file__\n"
        "raise SystemExit(cli.main())"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "BAOCAO_HOME": str(tmp_path / "home")}
    said = ""
    for command in (["index", "site/corpus/sample"], ["search", "thu nhập bình quân", "--json"]):
        done = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path), *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        said = done.stdout
    assert json.loads(said)
