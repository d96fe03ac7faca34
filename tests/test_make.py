"""The make targets as a newcomer meets them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as a newcomer does, whatever make started this test run."""
    return subprocess.run(
        ["env", "-u", "MAKEFLAGS", "-u", "MAKELEVEL", "make", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
    )


def test_help_lists_every_target_that_people_call() -> None:
    phony = re.search(r"(?m)^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert phony

    listed = re.findall(r"(?m)^  make ([a-z-]+) ", make("help").stdout)

    assert set(listed) == set(phony[1].split())


def test_a_missing_folder_of_reports_is_told_before_anything_is_installed(tmp_path: Path) -> None:
    done = make("run", f"REPORTS={tmp_path}/không có", f"VENV={tmp_path}/venv")

    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("Không thấy thư mục báo cáo")
    assert not (tmp_path / "venv").exists()


def test_a_python_that_is_too_old_is_told(tmp_path: Path) -> None:
    done = make("test", "PYTHON=", f"VENV={tmp_path}/venv")

    assert done.returncode == 2
    assert "Cần Python 3.11 trở lên" in done.stderr.splitlines()[0]
