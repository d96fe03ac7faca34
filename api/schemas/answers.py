"""Asking and being answered."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.words import Id, Question

Span = Annotated[list[int], Field(min_length=2, max_length=2)]


class Request(BaseModel):
    """Whatever comes in says only what is known here."""

    model_config = ConfigDict(extra="forbid")


class AskRequest(Request):
    """A question."""

    question: Question = Field(
        description="Câu hỏi bằng tiếng Việt, có dấu hay không dấu",
        examples=["Sản lượng lương thực có hạt năm 2023 đạt bao nhiêu?"],
    )
    conversation_id: Id | None = Field(
        default=None, description="Cuộc trao đổi đang tiếp tục; bỏ trống để mở cuộc mới"
    )
    report_ids: list[Id] = Field(
        default_factory=list, max_length=500, description="Chỉ tìm trong các báo cáo này; bỏ trống là tất cả"
    )


class CitationOut(BaseModel):
    """A marker's passage, as it stands in the source."""

    marker: int = Field(description="Số trong ngoặc vuông ở câu trả lời", examples=[1])
    passage_id: str = Field(description="Mã đoạn trích")
    report_id: str = Field(description="Mã báo cáo")
    report_title: str = Field(description="Tên báo cáo")
    file: str = Field(description="Tên tệp")
    section: list[str] = Field(description="Các đề mục bên trên, từ ngoài vào trong")
    kind: Literal["body", "footnote", "table"] = Field(description="Thân bài, chú thích hay bảng")
    footnote: str | None = Field(description="Số chú thích, nếu trích từ chú thích", examples=["27"])
    table_row: str | None = Field(description="Tên dòng, nếu trích từ bảng")
    page: int | None = Field(default=None, description="Trang của bản PDF, nếu biết", examples=[7])
    confidence: int | None = Field(
        default=None, description="Độ tin cậy (%), nếu chữ đọc từ ảnh quét", examples=[83]
    )
    text: str = Field(description="Nguyên văn")
    spans: list[Span] = Field(description="Vị trí trong tệp nguồn, theo điểm mã", examples=[[[1200, 1320]]])


class CalculationOut(BaseModel):
    """What a deterministic tool computed, or why it did not."""

    tool: str = Field(description="Công cụ", examples=["compare_with_target"])
    inputs: dict[str, object] = Field(description="Đối số và các số liệu đầu vào kèm nguồn")
    formula: str = Field(description="Phép tính bằng lời", examples=["43,6 / 55 × 100 = 79,27%"])
    result: dict[str, object] | None = Field(description="Kết quả; số ghi dưới dạng chuỗi thập phân")
    refusal: dict[str, object] | None = Field(description="Lý do không tính")
    markers: list[int] = Field(description="Nguồn của các số liệu đầu vào")


class AnswerOut(BaseModel):
    """An answer: every figure stands in a citation or comes out of a calculation."""

    answer_id: str = Field(description="Mã câu trả lời")
    conversation_id: str = Field(description="Mã cuộc trao đổi, gửi lại để hỏi tiếp")
    status: Literal["answered", "partial", "conflicting", "not_found", "clarify", "refused"] = Field(
        description="Các báo cáo cho biết đến đâu"
    )
    answer: str = Field(description="Câu trả lời (Markdown) với các số nguồn [1], [2]")
    citations: list[CitationOut] = Field(description="Nguồn của từng số")
    calculations: list[CalculationOut] = Field(description="Các phép tính")
    warnings: list[str] = Field(description="Điều cần lưu ý")
    follow_ups: list[str] = Field(description="Có thể hỏi tiếp")
    engine: str = Field(description="Bộ soạn câu trả lời", examples=["rules"])
    elapsed_ms: int = Field(description="Thời gian, mili giây")
    steps_ms: dict[str, float] = Field(
        default_factory=dict,
        description="Mỗi bước mất bao lâu, mili giây, không kể các bước bên trong nó",
        examples=[{"understand": 1.9, "search": 2.4, "gather": 3.1, "compose": 4.2, "check": 0.8}],
    )


class FeedbackRequest(Request):
    """What a person thinks of an answer."""

    answer_id: Id = Field(description="Câu trả lời được nhận xét")
    rating: Literal["up", "down"] = Field(description="Đúng và có ích, hay có chỗ chưa đúng")
    reason: Annotated[str, Field(max_length=2000)] = Field(default="", description="Chỗ nào chưa đúng")


class RenameRequest(Request):
    """A conversation's new title."""

    title: Annotated[Question, Field(max_length=200)] = Field(
        description="Tên mới", examples=["Số liệu cho bài phát biểu"]
    )


class ConversationOut(BaseModel):
    """A conversation as a list shows it."""

    id: str = Field(description="Mã cuộc trao đổi")
    title: str = Field(description="Tên, lấy từ câu hỏi đầu tiên")
    created_at: str = Field(description="Lúc bắt đầu (UTC)", examples=["2025-01-31T08:00:00+00:00"])
    updated_at: str = Field(description="Lần hỏi gần nhất (UTC)")


class TurnOut(BaseModel):
    """One question with its answer."""

    question: str = Field(description="Câu hỏi")
    asked_at: str = Field(description="Lúc hỏi (UTC)")
    answer: AnswerOut = Field(description="Câu trả lời")


class ConversationDetail(ConversationOut):
    """A conversation with all its turns."""

    turns: list[TurnOut] = Field(description="Các lượt hỏi đáp theo thứ tự")


class ConversationPage(BaseModel):
    """One page of conversations."""

    total: int = Field(description="Có tất cả bao nhiêu")
    results: list[ConversationOut] = Field(description="Trang này, mới nhất trước")
