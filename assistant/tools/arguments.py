"""What each tool is asked, as JSON: the words are for models and for people who fill in forms."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.tools.find_figures import Which


class Arguments(BaseModel):
    """The base: nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Indicated(Arguments):
    """Figures of one indicator."""

    indicator: str = Field(
        min_length=1,
        max_length=300,
        description="Tên chỉ tiêu như trong báo cáo, ví dụ “tỷ lệ che phủ rừng”, hoặc mã chỉ tiêu.",
    )
    place: str | None = Field(
        default=None,
        description="Nơi, kèm cấp nếu biết: “huyện An Hòa”, “tỉnh Bình Minh”. Bỏ trống: mọi nơi.",
    )
    period: str | None = Field(
        default=None,
        description="Kỳ: “2023”, “2021-2023”, “10 tháng 2023”, “đến 2030”. Bỏ trống: kỳ mới nhất.",
    )
    report_id: str | None = Field(default=None, description="Mã báo cáo, nếu chỉ hỏi một báo cáo.")

    def which(self) -> Which:
        """The same for the tools inside."""
        return Which(indicator=self.indicator, place=self.place, period=self.period, report_id=self.report_id)


Kind = Literal["actual", "estimate", "target", "plan", "change", "share"]


class FindFigures(Indicated):
    """Arguments of find_figures."""

    kinds: tuple[Kind, ...] = Field(
        default=(),
        description="Loại số: actual (đã thực hiện), estimate (ước), target (mục tiêu), plan (kế hoạch), "
        "change (mức tăng, giảm), share (tỷ lệ so với). Bỏ trống: mọi loại.",
    )
    limit: int = Field(default=20, ge=1, le=100, description="Nhiều nhất bao nhiêu số liệu.")


class CompareWithTarget(Indicated):
    """Arguments of compare_with_target."""

    target_set_by: str | None = Field(
        default=None,
        description="Mục tiêu của ai, nếu có nhiều: “Nghị quyết”, “kế hoạch tỉnh giao”. "
        "Bỏ trống: Nghị quyết trước.",
    )
    target_period: str | None = Field(default=None, description="Kỳ của mục tiêu, ví dụ “đến 2025”.")
    result_id: str | None = Field(default=None, description="Mã số liệu kết quả, nếu đã biết.")
    target_id: str | None = Field(default=None, description="Mã số liệu mục tiêu, nếu đã biết.")


class ChangeBetween(Arguments):
    """Arguments of change_between."""

    indicator: str | None = Field(default=None, description="Tên chỉ tiêu; bỏ trống nếu nêu mã hai số liệu.")
    place: str | None = Field(default=None, description="Nơi, kèm cấp nếu biết.")
    from_period: str | None = Field(default=None, description="Kỳ gốc, ví dụ “2021”.")
    to_period: str | None = Field(default=None, description="Kỳ so sánh, ví dụ “2022”.")
    report_id: str | None = Field(default=None, description="Mã báo cáo, nếu chỉ hỏi một báo cáo.")
    before_id: str | None = Field(default=None, description="Mã số liệu gốc (số trừ), nếu đã biết.")
    after_id: str | None = Field(default=None, description="Mã số liệu so với gốc (số bị trừ), nếu đã biết.")
    any_period: bool = Field(
        default=False,
        description="Chỉ đặt true khi hai số là số có đến thời điểm, không phải cộng dồn theo kỳ.",
    )


class Trend(Indicated):
    """Arguments of trend."""

    from_year: int | None = Field(default=None, ge=1900, le=2100, description="Từ năm.")
    to_year: int | None = Field(default=None, ge=1900, le=2100, description="Đến năm.")


class Rank(Indicated):
    """Arguments of rank."""

    lowest_first: bool = Field(default=False, description="true: xếp từ thấp đến cao.")
    figure_ids: tuple[str, ...] = Field(default=(), description="Mã các số liệu cần xếp, nếu đã biết.")


class Aggregate(Arguments):
    """Arguments of aggregate."""

    how: Literal["sum", "mean", "share"] = Field(
        description="sum: tổng; mean: bình quân cộng; share: tỷ trọng của số đầu trong số sau."
    )
    figure_ids: tuple[str, ...] = Field(default=(), description="Mã các số liệu, theo thứ tự.")
    indicator: str | None = Field(default=None, description="Tên chỉ tiêu; dùng khi không nêu mã số liệu.")
    place: str | None = Field(default=None, description="Nơi, kèm cấp nếu biết.")
    from_year: int | None = Field(
        default=None, ge=1900, le=2100, description="Từ năm (với chỉ tiêu hằng năm)."
    )
    to_year: int | None = Field(default=None, ge=1900, le=2100, description="Đến năm.")
    report_id: str | None = Field(default=None, description="Mã báo cáo, nếu chỉ hỏi một báo cáo.")


class RequiredPace(CompareWithTarget):
    """Arguments of required_pace."""

    from_year: int | None = Field(
        default=None, ge=1900, le=2100, description="Năm của kết quả, nếu kỳ không rõ."
    )
    to_year: int | None = Field(default=None, ge=1900, le=2100, description="Năm phải đạt, nếu kỳ không rõ.")


class ConvertUnit(Arguments):
    """Arguments of convert_unit."""

    figure_id: str = Field(description="Mã số liệu cần đổi đơn vị.")
    unit: str = Field(
        min_length=1, max_length=60, description="Đơn vị muốn đổi sang: “tỷ đồng”, “ha”, “km²”."
    )


class ListIndicators(Arguments):
    """Arguments of list_indicators."""

    verdict: Literal["vượt", "đạt", "chưa đạt", "không xác định"] | None = Field(
        default=None, description="Kết luận tính từ số liệu."
    )
    stated_verdict: str | None = Field(
        default=None,
        description="Nhận xét in trong báo cáo: “Đạt”, “Vượt”, “Chưa đạt”, “Khó đạt”, “Không đạt”…",
    )
    field: str | None = Field(default=None, description="Lĩnh vực: “kinh tế”, “giáo dục”, “môi trường”…")
    place: str | None = Field(default=None, description="Nơi, kèm cấp nếu biết.")
    period: str | None = Field(default=None, description="Kỳ của kết quả, đúng như trong báo cáo.")
    report_id: str | None = Field(default=None, description="Mã báo cáo, nếu chỉ hỏi một báo cáo.")


class CheckStated(Arguments):
    """Arguments of check_stated."""

    stated_id: str = Field(description="Mã số liệu được báo cáo nêu: tỷ lệ “đạt X%”, hoặc tổng.")
    result_id: str | None = Field(default=None, description="Mã kết quả (khi đối chiếu một tỷ lệ).")
    target_id: str | None = Field(default=None, description="Mã mục tiêu (khi đối chiếu một tỷ lệ).")
    part_ids: tuple[str, ...] = Field(default=(), description="Mã các phần (khi đối chiếu một tổng).")
    exceeding: bool = Field(
        default=False, description="true khi báo cáo viết “vượt X%”, không phải “đạt X%”."
    )
