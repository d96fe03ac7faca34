"""Questions with what a right answer to each must hold, as files write them and as the scorer sees them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

QuestionType = Literal[
    "figure",
    "target",
    "compute",
    "trend",
    "list",
    "compare_places",
    "footnote",
    "table",
    "docref",
    "passage",
    "conflict",
    "definition",
    "multi",
    "greeting",
    "unanswerable",
    "outside",
]
Style = Literal["plain", "nodiacritics", "abbrev", "colloquial", "typo", "long"]
_FAULTS = {
    "json_invalid": "không phải JSON",
    "missing": "thiếu",
    "extra_forbidden": "trường lạ",
    "literal_error": "giá trị không có trong danh sách",
}
VerdictWord = Literal["vượt", "đạt", "chưa đạt"]


class FigureRow(BaseModel):
    """A figure as a file writes it: a number, perhaps with its unit."""

    model_config = ConfigDict(extra="forbid")

    value: str = Field(min_length=1, description="Con số viết kiểu Việt Nam: 2.134,6; 9-10; 56/63")
    unit: str | None = Field(default=None, description="Đơn vị phải đúng, ví dụ tỷ đồng, %, ha")


class AnswerRow(BaseModel):
    """What must stand in the answer, and what must not."""

    model_config = ConfigDict(extra="forbid")

    figures: list[str | FigureRow | list[str | FigureRow]] = Field(
        default_factory=list, description="Mỗi mục phải có trong câu trả lời; danh sách con là các cách viết"
    )
    verdict: VerdictWord | None = None
    contains: list[str | list[str]] = Field(
        default_factory=list, description="Từ phải có; danh sách con: một là đủ"
    )
    absent: list[str] = Field(default_factory=list, description="Từ không được có")


class EvidenceRow(BaseModel):
    """A place that must be cited: by its words, or by where it stands."""

    model_config = ConfigDict(extra="forbid")

    doc: str = Field(min_length=1, description="Phần đầu tên tệp của báo cáo")
    snippet: str | None = Field(default=None, description="Lời của báo cáo; không dùng ở tệp công khai")
    section: str | None = Field(default=None, description="Vài chữ trong đường dẫn tiêu đề")
    footnote: str | None = Field(default=None, description="Số chú thích")
    table_row: list[str] = Field(default_factory=list, description="Vài chữ trong nhãn dòng; một là đủ")
    figures: list[list[str]] = Field(
        default_factory=list,
        description="Mỗi mục phải có trong đoạn trích; danh sách con: các cách viết",
    )


class QuestionRow(BaseModel):
    """One line of a question file."""

    model_config = ConfigDict(extra="forbid", title="Câu hỏi chấm điểm")

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    history: list[str] = Field(default_factory=list, description="Hỏi trước, trong cùng cuộc trò chuyện")
    type: QuestionType
    style: Style
    answer: AnswerRow = Field(default_factory=AnswerRow)
    evidence: list[EvidenceRow] = Field(default_factory=list)
    any: bool = Field(default=False, description="Một căn cứ là đủ")
    refuse: bool = Field(default=False, description="Phải nói là báo cáo không có, hoặc từ chối")
    note: str = Field(default="", description="Vì sao đáp án như vậy")


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """One way of writing a figure that must stand in the answer."""

    value: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A place that an answer must cite; every condition given must hold."""

    doc: str
    snippet: str | None = None
    section: str | None = None
    footnote: str | None = None
    table_row: tuple[str, ...] = ()
    figures: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and its gold."""

    id: str
    text: str
    type: str
    style: str
    history: tuple[str, ...] = ()
    figures: tuple[tuple[GoldFigure, ...], ...] = ()  # each must stand there, in one of its ways
    verdict: str | None = None
    contains: tuple[tuple[str, ...], ...] = ()
    absent: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    any_evidence: bool = False
    refuse: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line of a question file that cannot be scored."""

    file: str
    line: int
    reason: str


def read_questions(path: Path) -> tuple[tuple[Question, ...], tuple[BrokenLine, ...]]:
    """The questions of a file, and the lines that are broken; the rest is still scored."""
    questions: list[Question] = []
    broken: list[BrokenLine] = []
    seen: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = QuestionRow.model_validate_json(line)
        except ValidationError as error:
            broken.append(BrokenLine(path.name, number, _first_fault(error)))
            continue
        if row.id in seen:
            broken.append(BrokenLine(path.name, number, f"mã {row.id} đã dùng ở dòng trên"))
            continue
        seen.add(row.id)
        questions.append(as_question(row))
    return tuple(questions), tuple(broken)


def as_question(row: QuestionRow) -> Question:
    """A row as the scorer sees it."""
    return Question(
        id=row.id,
        text=row.question,
        type=row.type,
        style=row.style,
        history=tuple(row.history),
        figures=tuple(_ways(entry) for entry in row.answer.figures),
        verdict=row.answer.verdict,
        contains=tuple((words,) if isinstance(words, str) else tuple(words) for words in row.answer.contains),
        absent=tuple(row.answer.absent),
        evidence=tuple(_evidence(place) for place in row.evidence),
        any_evidence=row.any,
        refuse=row.refuse,
        note=row.note,
    )


def question_schema() -> str:
    """The JSON schema of one line, as it lies beside the question files."""
    return json.dumps(QuestionRow.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def _ways(entry: str | FigureRow | list[str | FigureRow]) -> tuple[GoldFigure, ...]:
    ways = entry if isinstance(entry, list) else [entry]
    return tuple(GoldFigure(way) if isinstance(way, str) else GoldFigure(way.value, way.unit) for way in ways)


def _evidence(row: EvidenceRow) -> Evidence:
    return Evidence(
        doc=row.doc,
        snippet=row.snippet,
        section=row.section,
        footnote=row.footnote,
        table_row=tuple(row.table_row),
        figures=tuple(tuple(ways) for ways in row.figures),
    )


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    where = ".".join(str(step) for step in fault["loc"])
    what = _FAULTS.get(fault["type"], "giá trị không hợp lệ")
    return f"{where}: {what}" if where else what
