"""The figure desk's exports and the check of a draft."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from api.schemas.answers import Request, Span

Line = Annotated[str, Field(max_length=5000)]


class DeskItem(Request):
    """One sentence on the desk with its source."""

    sentence: Line = Field(description="Câu sẽ dùng", examples=["Năm 2023, tỷ lệ che phủ rừng đạt 52,3%."])
    source: Line = Field(description="Nguồn ghi ở chú thích cuối trang")
    quotation: Line = Field(default="", description="Nguyên văn ở nguồn")
    warnings: list[Line] = Field(default_factory=list, max_length=20, description="Điều cần lưu ý")


class DeskExport(Request):
    """What is taken from the desk."""

    title: Annotated[str, Field(min_length=1, max_length=300)] = Field(
        default="Số liệu đã chọn", description="Tên tài liệu"
    )
    items: list[DeskItem] = Field(max_length=500, description="Các mục theo thứ tự")


class DraftIn(Request):
    """A speech to check."""

    text: Annotated[str, Field(min_length=1, max_length=200_000)] = Field(description="Bài phát biểu")


class TraceOut(BaseModel):
    """One figure of a draft and what it rests on."""

    written: str = Field(description="Số trong bài", examples=["52,3%"])
    span: Span = Field(description="Vị trí trong bài, theo điểm mã")
    sentence: str = Field(description="Câu trong bài")
    trace: Literal["found", "superseded", "disputed", "rounded", "different", "not_found"] = Field(
        description="Đối chiếu ra sao"
    )
    words: str = Field(description="Kết quả đối chiếu bằng lời")
    source: str | None = Field(description="Nguồn của số")
    quotation: str | None = Field(description="Nguyên văn ở nguồn")
    href: str | None = Field(description="Chỗ của số trong phòng đọc")
    right: str | None = Field(description="Số nên dùng, nếu khác")
    right_sentence: str | None = Field(description="Câu với số nên dùng")
    note: str = Field(description="Điều cần lưu ý")


class DraftOut(BaseModel):
    """A checked speech."""

    figures: list[TraceOut] = Field(description="Từng con số theo thứ tự")
