"""The log speaks JSON to machines and short text to people."""

from __future__ import annotations

import json
import logging

import pytest

from api.logs import configure_logs, request_id
from assistant.settings import Settings


def test_a_record_is_one_json_object_with_its_request_and_extras(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings(log_format="json"))
    token = request_id.set("r-1")

    logging.getLogger("corpus.index").info("Đã lập chỉ mục", extra={"reports": 5})
    request_id.reset(token)
    line = json.loads(capsys.readouterr().err)

    assert (line["message"], line["request_id"], line["reports"]) == ("Đã lập chỉ mục", "r-1", 5)
    assert (line["level"], line["logger"]) == ("info", "corpus.index")


def test_a_traceback_stays_inside_its_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings(log_format="json"))

    try:
        raise ValueError("hỏng")
    except ValueError:
        logging.getLogger("api").exception("request broke")
    said = capsys.readouterr().err

    assert said.count("\n") == 1
    assert "ValueError: hỏng" in json.loads(said)["exception"]


def test_a_terminal_reads_short_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings(log_format="text"))

    logging.getLogger("corpus").warning("kho được dựng lại", extra={"store": "lexical"})

    assert capsys.readouterr().err.endswith("warning kho được dựng lại store=lexical\n")


def test_the_level_holds_for_us_and_libraries_only_warn(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(Settings(log_format="text", log_level="error"))

    logging.getLogger("corpus").warning("của ta")
    logging.getLogger("chromadb").info("của thư viện")

    assert capsys.readouterr().err == ""
