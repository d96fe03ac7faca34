"""What is true in an invented place: figures by indicator and year, targets, and details for notes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

PROVINCES = ("Sơn Lãng", "Hà Trung Phong", "Vĩnh Khê", "Bình Sa", "Thái Lương", "Đông Giang Hạ")
DISTRICTS = ("Mường Khoa", "Tân Lĩnh", "Phú Hòa An", "Khe Sung", "Đại Lộc Sơn", "Yên Thạch", "Hòa Xuyên")
CITIES = ("Vân Đình", "Long Sơn", "Cẩm Khê", "An Phú Tây")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something that reports measure: its name, its unit, how large it may be, and which way is good."""

    name: str
    unit: str
    low: Decimal
    high: Decimal
    places: int = 0
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A measure's figures in one place."""

    measure: Measure
    target: Decimal
    goal: Decimal  # for 2030
    years: tuple[tuple[int, Decimal], ...]

    @property
    def latest(self) -> Decimal:
        """The last year's figure."""
        return self.years[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A statement of running text whose parts only its note tells."""

    sentence: str  # with the figure in place
    subject: str  # what a question asks the whole of
    whole: Decimal
    unit: str
    parts: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An invented place with all that its report tells."""

    name: str  # with its level: "huyện Mường Khoa"
    level: str
    province: str
    area: Decimal
    people: int
    facts: tuple[Fact, ...]
    details: tuple[Detail, ...]


def _measure(
    name: str, unit: str, reach: tuple[str, str], places: int = 0, *, higher_is_better: bool = True
) -> Measure:
    low, high = map(Decimal, reach)
    return Measure(name=name, unit=unit, low=low, high=high, places=places, higher_is_better=higher_is_better)


MEASURES = (
    _measure("Thu nhập bình quân đầu người", "Triệu đồng", ("30", "90"), 1),
    _measure("Thu ngân sách nhà nước trên địa bàn", "Tỷ đồng", ("60", "900"), 1),
    _measure("Tổng sản lượng lương thực có hạt", "Tấn", ("9000", "80000")),
    _measure("Tỷ lệ che phủ rừng", "%", ("25", "70"), 1),
    _measure("Tỷ lệ hộ nghèo", "%", ("3", "30"), 2, higher_is_better=False),
    _measure("Tỷ lệ bao phủ bảo hiểm y tế", "%", ("80", "99"), 1),
    _measure("Tỷ lệ lao động qua đào tạo", "%", ("40", "80"), 1),
    _measure("Tỷ lệ trường đạt chuẩn quốc gia", "%", ("35", "95"), 1),
    _measure("Số bác sĩ trên một vạn dân", "Bác sĩ", ("5", "16"), 1),
    _measure("Diện tích cây chè", "Ha", ("400", "6000")),
    _measure("Diện tích cây cà phê", "Ha", ("300", "9000")),
    _measure("Tổng lượt khách du lịch", "Lượt", ("20000", "900000")),
    _measure("Doanh thu từ du lịch", "Tỷ đồng", ("20", "700"), 1),
    _measure("Số lao động được giải quyết việc làm", "Người", ("700", "9000")),
    _measure("Tỷ lệ hộ dân được dùng nước sạch", "%", ("50", "99"), 1),
    _measure("Tỷ lệ hộ được sử dụng điện lưới quốc gia", "%", ("85", "100"), 1),
    _measure(
        "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi", "%", ("10", "30"), 1, higher_is_better=False
    ),
    _measure("Tỷ lệ đô thị hóa", "%", ("10", "60"), 1),
    _measure("Giá trị sản xuất công nghiệp", "Tỷ đồng", ("90", "6000"), 1),
    _measure("Tổng đàn gia súc", "Con", ("9000", "90000")),
    _measure("Sản lượng thủy sản", "Tấn", ("200", "9000")),
    _measure("Tỷ lệ giải ngân vốn đầu tư công", "%", ("60", "99"), 1),
)


def invent_places(count: int, seed: int) -> list[Place]:
    """That many places, the same for the same seed; names that run out come round with a number."""
    draw = random.Random(seed)  # noqa: S311 - a choice, not a secret
    return [_place(number, draw) for number in range(count)]


def _place(number: int, draw: random.Random) -> Place:
    level, names = (("tỉnh", PROVINCES), ("huyện", DISTRICTS), ("thành phố", CITIES))[number % 3]
    name = names[(number // 3) % len(names)]
    again = number // 3 // len(names)
    province = PROVINCES[(number // 3) % len(PROVINCES)]
    return Place(
        name=f"{level} {name}{f' {_roman(again + 1)}' if again else ''}",
        level=level,
        province=f"tỉnh {province}",
        area=_between(Decimal(200), Decimal(9000), 2, draw),
        people=draw.randrange(30_000, 900_000),
        facts=tuple(_fact(measure, draw) for measure in draw.sample(MEASURES, 18)),
        details=_details(draw),
    )


def _fact(measure: Measure, draw: random.Random) -> Fact:
    step = (measure.high - measure.low) / 40
    at = _between(measure.low + step * 4, measure.high - step * 12, measure.places, draw)
    figures = []
    for year in range(2021, 2026):
        figures.append((year, at))
        at = _rounded(at + step * Decimal(draw.randrange(-20, 30)) / 10, measure.places)
    shift = step * Decimal(draw.randrange(-30, 30)) / 10
    ahead = step * (5 if measure.higher_is_better else -3)
    return Fact(
        measure=measure,
        target=_rounded(figures[-1][1] + shift, measure.places),
        goal=_rounded(figures[-1][1] + ahead, measure.places),
        years=tuple(figures),
    )


_TOLD: Sequence[tuple[str, str, str, tuple[str, ...]]] = (
    ("Cả nhiệm kỳ thu hút được {n} dự án đầu tư ngoài ngân sách", "dự án đầu tư ngoài ngân sách", "dự án",
     ("nông nghiệp", "công nghiệp", "dịch vụ")),
    ("Giao thông nông thôn có thêm {n} km đường được nâng cấp", "đường giao thông nông thôn", "km",
     ("đường liên xã", "đường liên thôn", "đường nội đồng")),
    ("Phong trào văn nghệ phát triển, có {n} câu lạc bộ hoạt động đều", "câu lạc bộ văn nghệ", "câu lạc bộ",
     ("câu lạc bộ cấp xã", "câu lạc bộ trong trường học")),
    ("Cơ quan chức năng phát hiện, xử lý {n} vụ vi phạm pháp luật", "vụ vi phạm pháp luật", "vụ",
     ("vụ về trật tự xã hội", "vụ về ma túy", "vụ về môi trường")),
    ("Công tác thanh tra hoàn thành {n} cuộc theo kế hoạch và đột xuất", "cuộc thanh tra", "cuộc",
     ("cuộc theo kế hoạch", "cuộc đột xuất")),
    ("Quỹ Vì người nghèo hỗ trợ làm mới, sửa chữa {n} căn nhà", "căn nhà được Quỹ hỗ trợ", "căn nhà",
     ("căn làm mới", "căn sửa chữa")),
    ("Hội đồng nhân dân các cấp tổ chức {n} kỳ họp", "kỳ họp Hội đồng nhân dân", "kỳ họp",
     ("kỳ họp thường lệ", "kỳ họp chuyên đề")),
    ("Vốn chương trình mục tiêu quốc gia đã phân bổ {n} triệu đồng", "vốn chương trình mục tiêu quốc gia",
     "triệu đồng", ("vốn đầu tư phát triển", "vốn sự nghiệp")),
)  # fmt: skip


def _details(draw: random.Random) -> tuple[Detail, ...]:
    made = []
    for sentence, subject, unit, names in _TOLD:
        scale = 900 if unit == "triệu đồng" else 9
        parts = tuple((name, Decimal(draw.randrange(13, 40 * scale))) for name in names)
        whole = sum((value for _name, value in parts), Decimal(0))
        made.append(Detail(sentence=sentence, subject=subject, whole=whole, unit=unit, parts=parts))
    return tuple(made)


def _between(low: Decimal, high: Decimal, places: int, draw: random.Random) -> Decimal:
    return _rounded(low + (high - low) * Decimal(draw.randrange(0, 10_000)) / 10_000, places)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places))


def _roman(number: int) -> str:
    return "I" * number if number < 4 else f"{'I' * (number % 4)}V"
