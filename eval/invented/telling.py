"""An invented place's report, told in paragraphs and notes, before any page tears it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from eval.invented.facts import Detail, Fact, Place

GOALS = 5  # how many of a place's measures have a goal for 2030
YEAR = 2023  # the year that the running text tells; a table of years goes on to 2025


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words with the notes that they bear, each mark written `[^n]`; a heading stands by itself."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report before it is laid out."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[str, ...]  # note n is at n − 1
    table_title: str
    facts: tuple[Fact, ...]


def tell(place: Place) -> Told:
    """The report of a place: its lie, its figures, its details with notes."""
    first, rest = place.facts[:6], place.facts[6:12]
    paragraphs = [
        Paragraph(f"Báo cáo này nêu kết quả nửa nhiệm kỳ 2020-2025 của {place.name}, {_belongs(place)}."),
        Paragraph("I. ĐẶC ĐIỂM TÌNH HÌNH", heading=True),
        Paragraph(_lie(place)),
        Paragraph("II. KẾT QUẢ THỰC HIỆN", heading=True),
        Paragraph("1. Kinh tế", heading=True),
        Paragraph(_sentences(first, place)),
        *_detailed(place.details[:4], 1),
        Paragraph("2. Văn hóa - xã hội", heading=True),
        Paragraph(_sentences(rest, place)),
        *_detailed(place.details[4:], 5),
        Paragraph("III. ĐÁNH GIÁ CHUNG", heading=True),
        Paragraph(
            "Các mặt công tác chuyển biến khá đều. Khó khăn lớn nhất là địa hình chia cắt, nguồn vốn đầu tư "
            "chưa đáp ứng nhu cầu, giá vật tư lên cao và thời tiết thất thường."
        ),
        Paragraph("IV. PHƯƠNG HƯỚNG ĐẾN NĂM 2030", heading=True),
        Paragraph(_goals(place.facts[:GOALS])),
    ]
    return Told(
        title=f"BÁO CÁO\n\n**Kết quả nửa nhiệm kỳ 2020-2025 của {place.name}**",
        paragraphs=tuple(paragraphs),
        notes=tuple(_note(detail) for detail in place.details),
        table_title=f"BIỂU KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU CHỦ YẾU CỦA {place.name.upper()}",
        facts=place.facts,
    )


def written(value: Decimal) -> str:
    """A number as Vietnamese reports write it."""
    whole, _, part = f"{value:f}".partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", ".")
    return f"{sign}{grouped},{part}" if part else f"{sign}{grouped}"


def in_year(fact: Fact, year: int) -> Decimal:
    """The fact's figure of a year."""
    return dict(fact.years)[year]


def _belongs(place: Place) -> str:
    return "địa phương ở vùng núi" if place.level == "tỉnh" else f"thuộc {place.province}"


def _lie(place: Place) -> str:
    return (
        f"{place.name[0].upper()}{place.name[1:]} có diện tích tự nhiên {written(place.area)} km², dân số "
        f"{written(Decimal(place.people))} người. Kinh tế dựa vào nông, lâm nghiệp và dịch vụ."
    )


def _sentences(facts: Sequence[Fact], place: Place) -> str:
    told = []
    for number, fact in enumerate(facts):
        name = fact.measure.name
        told.append(
            _WAYS[number % len(_WAYS)].format(
                name=name,
                lower=name[0].lower() + name[1:],
                place=place.name,
                year=YEAR,
                before=YEAR - 1,
                value=written(in_year(fact, YEAR)),
                old=written(in_year(fact, YEAR - 1)),
                unit=_unit(fact),
                target=written(fact.target),
                share=written(share_of_target(fact, YEAR)),
            )
        )
    return " ".join(told).replace(" %", "%")


def _goals(facts: Sequence[Fact]) -> str:
    told = "; ".join(_goal(fact) for fact in facts)
    return f"Phấn đấu đến năm 2030: {told}.".replace(" %", "%")


def _goal(fact: Fact) -> str:
    name = f"{fact.measure.name[0].lower()}{fact.measure.name[1:]}"
    way = "đạt" if fact.measure.higher_is_better else "giảm còn"
    return f"{name} {way} {written(fact.goal)} {_unit(fact)}"


_WAYS = (
    "{name} năm {year} ước đạt {value} {unit}, so với năm {before} là {old} {unit}.",
    "Năm {year}, {lower} của {place} đạt {value} {unit}.",
    "{name} đến hết năm {year} đạt {value} {unit} (mục tiêu đề ra {target} {unit}).",
    "{name} ước thực hiện năm {year} là {value} {unit}, bằng {share}% mục tiêu nhiệm kỳ.",
)


def share_of_target(fact: Fact, year: int) -> Decimal:
    """How much of the target a year's figure is, in percent; the other way round where less is better."""
    result = in_year(fact, year)
    part, whole = (result, fact.target) if fact.measure.higher_is_better else (fact.target, result)
    return (part / whole * 100).quantize(Decimal("0.1"))


def verdict_on(result: Decimal, fact: Fact) -> str:
    """How the figure stands to its target, as reports word it."""
    if result == fact.target:
        return "Đạt"
    return "Vượt" if (result > fact.target) is fact.measure.higher_is_better else "Chưa đạt"


def _unit(fact: Fact) -> str:
    return fact.measure.unit[0].lower() + fact.measure.unit[1:]


def _detailed(details: Sequence[Detail], first: int) -> list[Paragraph]:
    told = [
        f"{detail.sentence.format(n=written(detail.whole))}[^{number}]"
        for number, detail in enumerate(details, first)
    ]
    pairs = [told[at : at + 2] for at in range(0, len(told), 2)]
    return [
        Paragraph(f"{'; '.join(_lowered(pair))}, được nhân dân ghi nhận và cấp trên đánh giá tốt.")
        for pair in pairs
    ]


def _lowered(pair: Sequence[str]) -> list[str]:
    return [pair[0], *(f"{text[0].lower()}{text[1:]}" for text in pair[1:])]


def _note(detail: Detail) -> str:
    return (
        "Trong đó: "
        + "; ".join(f"{name} {written(value)} {detail.unit}" for name, value in detail.parts)
        + "."
    )
