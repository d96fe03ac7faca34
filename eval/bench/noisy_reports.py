"""Invented reports, drawn as structure: headings, sentences, notes, lists, a table.

`noisy_layouts` prints them as OCR text or as a PDF's text dump, with the noise that pages make; what was
drawn here is the truth that reading must find again.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_NOUNS = tuple(
    "công tác quản lý|chương trình trọng điểm|hoạt động thương mại|sản xuất nông nghiệp|hạ tầng giao thông|"
    "đời sống nhân dân|mạng lưới trường lớp|phong trào thi đua|nguồn vốn đầu tư|mô hình kinh tế|dịch vụ công|"
    "vùng chuyên canh|bảo vệ rừng|du lịch cộng đồng".split("|")
)
_VERBS = tuple(
    "được quan tâm chỉ đạo|tiếp tục phát triển|có chuyển biến rõ nét|được triển khai đồng bộ|"
    "đạt kết quả tích cực|từng bước mở rộng".split("|")
)
_TAILS = tuple(
    "trên địa bàn|theo kế hoạch đề ra|so với năm trước|ở các xã vùng cao|gắn với xây dựng nông thôn mới|"
    "trong giai đoạn mới|với sự tham gia của người dân|theo hướng hàng hóa|tại các điểm du lịch|"
    "của cấp ủy các cấp".split("|")
)
_NAMES = ["Bình An", "Suối Mây", "Sông Trăng", "Đồi Thông", "Phú Lộc", "Hòa Khê", "Tân Sương", "Bắc Lũng"]
_UNITS = ["%", "Triệu đồng", "Tỷ đồng", "Ha", "Nghìn tấn", "Người/năm", "Xã", "‰/năm", "Lượt", "Hộ"]
_BOUNDS = [">80", "<15", "9-10", "-7,8"]
_AMOUNTS = ["ha", "tấn", "km²", "m²", "tỷ đồng", "%"]
_VERDICTS = ["Đạt", "Vượt", "Không đạt", "Chưa đạt"]
_SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def superscript(number: int) -> str:
    """A number as OCR prints a mark."""
    return str(number).translate(_SUPER)


@dataclass
class Note:
    """A footnote: its number, its paragraphs, and the words that bear its mark."""

    number: int
    paragraphs: list[str]
    anchor: str = ""
    anchor_in: str = "prose"
    inner: Note | None = None  # a note whose mark this one bears, after its first paragraph's words

    @property
    def text(self) -> str:
        """Its paragraphs together."""
        return " ".join(self.paragraphs)


@dataclass
class Sentence:
    """Words, and the notes whose marks stand after some of them (0-based place of the word)."""

    words: list[str]
    notes: dict[int, Note] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Its words without marks."""
        return " ".join(self.words)


@dataclass
class Heading:
    """A heading with the heading it stands under."""

    number: str
    title: str
    parent: str | None
    printed: str = ""  # the number with a typing error


@dataclass
class Item:
    """A list's item."""

    text: str


@dataclass
class Row:
    """A table's row."""

    count: str
    label: str
    unit: str
    values: list[str]
    verdict: str
    parents: tuple[str, ...] = ()
    marker: str = ""


@dataclass
class Table:
    """A table with one spanning header."""

    title: str
    columns: list[tuple[str, ...]]  # of the values, each a path
    rows: list[Row]
    last: str = "Ghi chú"

    @property
    def names(self) -> list[str]:
        """Each column's full path."""
        return [" / ".join(path) for path in self.columns]


@dataclass
class Draft:
    """A whole report."""

    parts: list[Heading | Item | list[Sentence]]
    notes: list[Note]
    table: Table
    text: str = ""


def number(rng: random.Random) -> str:
    """A number as Vietnamese reports write it."""
    whole = rng.randrange(1, 9999)
    written = f"{whole // 1000}.{whole % 1000:03}" if whole > 999 else str(whole)
    return written + (f",{rng.randrange(1, 99):02}" if rng.random() < 0.4 else "")


def sentence(rng: random.Random) -> Sentence:
    """A sentence of invented words with a figure in it."""
    words = f"{rng.choice(_NOUNS)} {rng.choice(_VERBS)} {rng.choice(_TAILS)}".split()
    for _ in range(rng.randrange(0, 3)):
        words[-1] += rng.choice(",;")
        place = f"{rng.choice(['xã', 'phường'])} {rng.choice(_NAMES)}"
        words += f"{rng.choice(_NOUNS)} tại {place} ước đạt {number(rng)} {rng.choice(_AMOUNTS)}".split()
        words += rng.choice(_TAILS).split()
    words[0] = words[0].capitalize()
    words[-1] += "."
    return Sentence(words)


def note_text(rng: random.Random) -> str:
    """A note's first paragraph."""
    return f"Trong đó: {sentence(rng).text[0].lower()}{sentence(rng).text[1:]}"


class Writer:
    """Draws the structure of a report."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.notes: list[Note] = []

    def draft(self) -> Draft:
        """The whole report."""
        rng = self.rng
        parts: list[Heading | Item | list[Sentence]] = []
        for roman in ["I", "II", "III"][: rng.randrange(1, 4)]:
            title = self.title(caps=True)
            parts.append(Heading(f"{roman}-" if rng.random() < 0.5 else f"{roman}.", title, None))
            parts.append(self.paragraph())
            for first in range(1, rng.randrange(2, 4)):
                middle = self.title()
                parts.append(Heading(f"{first}.", middle, title))
                if rng.random() < 0.5:
                    for second in range(1, 3):
                        inner = self.title()
                        parts.append(Heading(f"{first}.{second}.", inner, middle))
                        parts += [self.paragraph() for _ in range(rng.randrange(1, 3))]
                        if rng.random() < 0.3:
                            parts += self.deepest(f"{first}.{second}", inner)
                else:
                    parts += [self.paragraph() for _ in range(rng.randrange(1, 4))]
        return Draft(parts, self.notes, self.table())

    def deepest(self, above: str, parent: str) -> list[Heading | Item | list[Sentence]]:
        """Headings a level below, one of them mistyped, or a list."""
        rng = self.rng
        parts: list[Heading | Item | list[Sentence]] = []
        if rng.random() < 0.5:
            for place in range(1, 4):
                printed = f"{above}{place}." if place > 1 and rng.random() < 0.3 else ""
                parts.append(Heading(f"{above}.{place}.", self.title(), parent, printed))
                parts.append(self.paragraph())
            return parts
        form = rng.choice(["- {1}", "({0}) {1}", "+ {1}"])
        return [Item(form.format(place, sentence(rng).text)) for place in range(1, 5)]

    def title(self, *, caps: bool = False) -> str:
        """A heading's words, no two alike."""
        words = f"{self.rng.choice(_NOUNS)} {self.rng.choice(_TAILS)}"
        if self.rng.random() < 0.3:
            words += f", {self.rng.choice(_NOUNS)} và {self.rng.choice(_NOUNS)}"
        words += f" nhóm {len(self.notes)}{self.rng.choice('abcdeghik')}{self.rng.randrange(100)}"
        return words.upper() if caps else words[0].upper() + words[1:]

    def paragraph(self) -> list[Sentence]:
        """A few sentences, some with a note."""
        sentences = [sentence(self.rng) for _ in range(self.rng.randrange(2, 6))]
        for one in sentences:
            if self.rng.random() < 0.3:
                self.add_note(one)
        return sentences

    def add_note(self, one: Sentence) -> None:
        """A note of one or two paragraphs, now and then with a note of its own."""
        place = self.rng.choice([len(one.words) - 1, self.rng.randrange(3, len(one.words))])
        paragraphs = [note_text(self.rng)]
        if self.rng.random() < 0.2:
            paragraphs.append(sentence(self.rng).text)
        note = Note(len(self.notes) + 1, paragraphs, " ".join(one.words[: place + 1]).rstrip(".,;"))
        self.notes.append(note)
        one.notes[place] = note
        if self.rng.random() < 0.06:
            inner = Note(len(self.notes) + 1, [note_text(self.rng)], paragraphs[0].rstrip("."), "footnote")
            self.notes.append(inner)
            note.inner = inner

    def table(self) -> Table:
        """Groups of rows, some with rows below them."""
        rng = self.rng
        columns = self.columns()
        rows: list[Row] = []
        count = 0
        for roman in ["I", "II", "III"][: rng.randrange(1, 4)]:
            group = f"Các chỉ tiêu về {rng.choice(_NOUNS)}"
            rows.append(Row(roman, group, "", [], ""))
            for _ in range(rng.randrange(2, 5)):
                count += 1
                rows.append(self.row(str(count), (group,), len(columns)))
                rows += [self.row("", (group,), len(columns)) for _ in range(rng.randrange(0, 3))]
                if rng.random() < 0.3:
                    parent = rows[-1].label
                    rows += [self.row("", (group, parent), len(columns), "+ ") for _ in range(2)]
        return Table(
            "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU CHỦ YẾU",
            columns,
            rows,
            rng.choice(["Ghi chú", "Đánh giá", "So sánh với mục tiêu"]),
        )

    def columns(self) -> list[tuple[str, ...]]:
        """Value columns of one of the shapes that reports have."""
        rng = self.rng
        year = rng.randrange(2018, 2024)
        span = "Kết quả thực hiện kế hoạch hằng năm của địa phương"
        years = [f"Thực hiện năm {year + step}" for step in range(rng.randrange(2, 5))]
        shape = rng.randrange(5)
        if shape == 0:
            return [
                ("Mục tiêu Nghị quyết",),
                *((span, one) for one in years),
                (span, f"Ước thực hiện năm {year + 5}"),
            ]
        if shape == 1:
            return [(f"Kế hoạch năm {year}",), (f"Thực hiện năm {year}",), ("Tỷ lệ % so với kế hoạch",)]
        if shape == 2:
            return [
                (f"Kế hoạch phát triển năm {year + step}", one)
                for step in range(2)
                for one in ("Kế hoạch giao", "Thực hiện")
            ]
        if shape == 3:
            return [
                ("Mục tiêu đến năm 2025",),
                *((f"Năm {year + step}",) for step in range(3)),
                ("Bình quân giai đoạn",),
            ]
        return [("Mục tiêu Nghị quyết",), *((span, one) for one in years)]

    def row(self, count: str, parents: tuple[str, ...], size: int, marker: str = "") -> Row:
        """A row with values."""
        rng = self.rng
        head = rng.choice(["Tỷ lệ", "Số", "Tổng", "Diện tích"])
        label = f"{head} {rng.choice(_NOUNS)} {rng.choice(_TAILS)} loại {rng.randrange(10000)}"
        values = [number(rng) if rng.random() < 0.9 else rng.choice(_BOUNDS) for _ in range(size)]
        return Row(count, label, rng.choice(_UNITS), values, rng.choice(_VERDICTS), parents, marker)
