"""The command line: quick, Vietnamese throughout, one line for what went wrong."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.cli import COMMANDS, main
from api.parser import VietnameseParser, in_vietnamese

ROOT = Path(__file__).resolve().parents[2]
BAOCAO = "from api.cli import main; raise SystemExit(main())"
ENGLISH = re.compile(r"\b(usage|positional|options|arguments?|show|help message|exit|error)\b")
# What takes about half a second to load by itself, or drags such a library along.
HEAVY = {
    "chromadb",
    "fastapi",
    "langchain",
    "langchain_core",
    "langgraph",
    "matplotlib",
    "mcp",
    "numpy",
}


def baocao(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", BAOCAO, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )


def loaded_by(*arguments: str) -> list[str]:
    """The modules that a run of the command leaves loaded."""
    code = (
        "import sys, json; from api.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, check=True, text=True
    )
    modules: list[str] = json.loads(done.stderr.splitlines()[-1])
    return modules


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_and_version_load_almost_nothing(arguments: tuple[str, ...]) -> None:
    """Counted in modules, not in seconds: a bare interpreter has 40, argparse and kin 60 more."""
    modules = loaded_by(*arguments)

    assert HEAVY.intersection(modules) == set()
    assert {"pydantic", "sqlalchemy"}.isdisjoint(modules)
    assert len(modules) < 160


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_is_vietnamese_and_loads_nothing_heavy(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    words = re.sub(r"--[\w-]+|\[[^\]]*\]|\{[^}]*\}|“[^”]*”", "", capsys.readouterr().out)

    assert ended.value.code == 0
    assert ENGLISH.findall(words) == []
    assert HEAVY.intersection(loaded_by(command, "--help")) == set()


def test_the_help_lists_every_command_in_vietnamese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    page = capsys.readouterr().out

    assert ENGLISH.findall(page.replace("--help", "")) == []
    assert all(f"{command} " in page for command in COMMANDS)


def test_every_command_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [command for command in COMMANDS if f"baocao {command}" not in readme] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "thiếu LỆNH"),
        (("hoi",), "LỆNH không nhận 'hoi'"),
        (("--khong-co",), "không hiểu “--khong-co”"),
        (("doctor", "thừa"), "baocao doctor: không hiểu “thừa”"),
        (("doctor", "--json", "--page"), "không dùng --page cùng với --json"),
    ],
)
def test_a_wrong_command_is_told_in_one_line(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr().err

    assert ended.value.code == 2
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--many"],
        ["--many", "x"],
        ["--count", "x", "1"],
        ["--pick", "z", "1"],
        ["--ratio", "x", "1"],
        ["--flag=1", "1"],
        ["--flag", "--other", "1"],
        ["--two", "a", "1"],
        [],
        ["1", "2"],
    ],
)
def test_no_complaint_of_the_parser_is_english(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    parser = VietnameseParser(prog="thử")
    parser.add_argument("tệp", type=int)
    parser.add_argument("--many", nargs="+")
    parser.add_argument("--count", type=int)
    parser.add_argument("--ratio", type=float)
    parser.add_argument("--pick", choices=["a", "b"])
    parser.add_argument("--two", nargs=2)
    group = parser.add_mutually_exclusive_group()
    group.add_argument("--flag", action="store_true")
    group.add_argument("--other", action="store_true")

    with pytest.raises(SystemExit):
        parser.parse_args(arguments)

    assert re.findall(r"\b(argument|expected|invalid|required|unrecognized)", capsys.readouterr().err) == []


def test_a_complaint_of_our_own_keeps_its_words() -> None:
    """A command's own `type` function may complain in Vietnamese."""
    assert in_vietnamese("argument --từ: phải là một ngày") == "--từ: phải là một ngày"
    assert str(argparse.ArgumentTypeError("phải là một ngày")) == "phải là một ngày"


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"BAOCAO_PROT": "8000"}, "BAOCAO_PORT"),
        ({"BAOCAO_PORT": "tám nghìn"}, "Phải là một số nguyên"),
        ({"BAOCAO_CONFIG": "/không/có.toml"}, "/không/có.toml"),
    ],
)
def test_a_wrong_setting_ends_with_status_2_and_one_line(environment: dict[str, str], words: str) -> None:
    done = baocao("doctor", **environment)

    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_data_folder_that_cannot_be_written_ends_with_status_2_and_one_line(tmp_path: Path) -> None:
    (tmp_path / "tệp").touch()

    done = baocao("search", "thu nhập", BAOCAO_HOME=str(tmp_path / "tệp" / "kho"))

    assert done.returncode == 2
    assert "BAOCAO_HOME" in done.stderr
    assert done.stderr.count("\n") == 1


def test_vietnamese_survives_a_terminal_that_knows_only_ascii() -> None:
    done = baocao("--help", PYTHONIOENCODING="ascii", LC_ALL="C")

    assert "Trợ lý hỏi đáp" in done.stdout


@pytest.mark.parametrize(("name", "words"), [("thiếu.txt", "Không thấy"), (".", "là một thư mục")])
def test_a_file_that_is_not_there_is_told_in_one_line(
    name: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(tmp_path / name)]) == 1

    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_a_reader_that_leaves_early_is_no_error() -> None:
    """`baocao doctor | true` ends quietly, as other tools do."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-c", BAOCAO, "doctor"],
            cwd=ROOT,
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    finally:
        os.close(writing)

    assert done.stderr == ""
    assert done.returncode == 141


def test_a_defect_of_ours_is_owned_up_to_without_a_traceback() -> None:
    """Whatever breaks inside, a person reads one line."""
    code = "import api.cli; api.cli._parse = lambda given: 1 / 0; api.cli.main([])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, text=True)

    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert done.stderr.count("\n") == 1
