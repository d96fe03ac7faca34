"""Invented reports in the two layouts that real ones come in, with the noise that pages make, and their truth.

A report is drawn as structure first (headings, sentences, notes, tables); a layout then prints it as OCR text or
as a PDF's text dump: pages cut sentences, notes stand between the halves, lines wrap, headers repeat.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

_NOUNS = ["công tác quản lý", "chương trình trọng điểm", "hoạt động thương mại", "sản xuất nông nghiệp", "hạ tầng giao thông", "đời sống nhân dân", "mạng lưới trường lớp", "phong trào thi đua", "nguồn vốn đầu tư", "mô hình kinh tế", "dịch vụ công", "vùng chuyên canh", "bảo vệ rừng", "du lịch cộng đồng"]
_VERBS = ["được quan tâm chỉ đạo", "tiếp tục phát triển", "có chuyển biến rõ nét", "được triển khai đồng bộ", "đạt kết quả tích cực", "từng bước mở rộng"]
_TAILS = ["trên địa bàn", "theo kế hoạch đề ra", "so với năm trước", "ở các xã vùng cao", "gắn với xây dựng nông thôn mới", "trong giai đoạn mới", "với sự tham gia của người dân", "theo hướng hàng hóa", "tại các điểm du lịch", "của cấp ủy các cấp"]
_NAMES = ["Bình An", "Suối Mây", "Sông Trăng", "Đồi Thông", "Phú Lộc", "Hòa Khê", "Tân Sương", "Bắc Lũng"]
_UNITS = ["%", "Triệu đồng", "Tỷ đồng", "Ha", "Nghìn tấn", "Người/năm", "Xã", "‰/năm", "Lượt", "Hộ"]
_VERDICTS = ["Đạt", "Vượt", "Không đạt", "Chưa đạt"]
_SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLACE = "tỉnh Bình An"


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
        return " ".join(self.paragraphs)


@dataclass
class Sentence:
    """Words, and the notes whose marks stand after some of them (0-based place of the word)."""

    words: list[str]
    notes: dict[int, Note] = field(default_factory=dict)

    @property
    def text(self) -> str:
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
        return [" / ".join(path) for path in self.columns]


@dataclass
class Draft:
    """A whole report."""

    parts: list[Heading | Item | list[Sentence]]
    notes: list[Note]
    table: Table
    text: str = ""


def number(rng: random.Random) -> str:
    whole = rng.randrange(1, 9999)
    written = f"{whole // 1000}.{whole % 1000:03}" if whole > 999 else str(whole)
    return written + (f",{rng.randrange(1, 99):02}" if rng.random() < 0.4 else "")


def sentence(rng: random.Random) -> Sentence:
    """A sentence of invented words with a figure in it."""
    words = f"{rng.choice(_NOUNS)} {rng.choice(_VERBS)} {rng.choice(_TAILS)}".split()
    for _ in range(rng.randrange(0, 3)):
        words[-1] += rng.choice(",;")
        words += f"{rng.choice(_NOUNS)} tại {rng.choice(['xã', 'phường'])} {rng.choice(_NAMES)} ước đạt {number(rng)} {rng.choice(['ha', 'tấn', 'km²', 'm²', 'tỷ đồng', '%'])}".split()
        words += rng.choice(_TAILS).split()
    words[0] = words[0].capitalize()
    words[-1] += "."
    return Sentence(words)


def note_text(rng: random.Random) -> str:
    return f"Trong đó: {sentence(rng).text[0].lower()}{sentence(rng).text[1:]}"


class Writer:
    """Draws the structure of a report."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.notes: list[Note] = []

    def draft(self) -> Draft:
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
        words = f"{self.rng.choice(_NOUNS)} {self.rng.choice(_TAILS)}"
        if self.rng.random() < 0.3:
            words += f", {self.rng.choice(_NOUNS)} và {self.rng.choice(_NOUNS)}"
        words += f" nhóm {len(self.notes)}{self.rng.choice('abcdeghik')}{self.rng.randrange(100)}"
        return words.upper() if caps else words[0].upper() + words[1:]

    def paragraph(self) -> list[Sentence]:
        sentences = [sentence(self.rng) for _ in range(self.rng.randrange(2, 6))]
        for one in sentences:
            if self.rng.random() < 0.3:
                self.add_note(one)
        return sentences

    def add_note(self, one: Sentence) -> None:
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
                for _ in range(rng.randrange(0, 3)):
                    rows.append(self.row("", (group,), len(columns)))
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
        rng = self.rng
        label = f"{rng.choice(['Tỷ lệ', 'Số', 'Tổng', 'Diện tích'])} {rng.choice(_NOUNS)} {rng.choice(_TAILS)} loại {rng.randrange(10000)}"
        values = [
            number(rng) if rng.random() < 0.9 else rng.choice([">80", "<15", "9-10", "-7,8"])
            for _ in range(size)
        ]
        return Row(count, label, rng.choice(_UNITS), values, rng.choice(_VERDICTS), parents, marker)


# --- layouts -----------------------------------------------------------------------------------------------


def print_ocr(draft: Draft, rng: random.Random) -> str:
    """The report as OCR text: one line per paragraph, cut where pages end, notes after the cut."""
    out: list[str] = [
        "BÁO CÁO",
        "**Tình hình thực hiện nhiệm vụ năm 2023 của tỉnh Bình An\nvà nhiệm vụ trong thời gian tới**",
    ]
    page: list[Note] = []
    room = rng.randrange(60, 200)

    carried: list[str] = []  # the rest of a note, for the foot of the next page

    def flush_notes(*, may_cut: bool = False) -> None:
        if carried:
            out.append(carried.pop())
        for place, note in enumerate(page):
            first, *more = note.paragraphs
            gap = "" if rng.random() < 0.1 else " "
            if note.inner is not None:
                first = f"{first[:-1]}{superscript(note.inner.number)}."
            cut = (
                _note_cut(first)
                if may_cut and place + 1 == len(page) and not more and rng.random() < 0.3
                else 0
            )
            if cut:
                carried.append(first[cut:].strip())
                first = first[:cut]
            out.append(f"{superscript(note.number)}{gap}{first}")
            out.extend(more)
        page.clear()
        if may_cut and rng.random() < 0.1:
            out.append(str(rng.randrange(2, 90)))

    for part in draft.parts:
        if isinstance(part, Heading):
            text = f"{part.printed or part.number} {part.title}"
            bold = part.title.isupper() and rng.random() < 0.5
            if len(text) > 60 and rng.random() < 0.5:
                cut = text.index(" ", 40)
                text = text[:cut] + "\n" + text[cut + 1 :]
            out.append(f"**{text}**" if bold else text)
            continue
        if isinstance(part, Item):
            out.append(part.text)
            continue
        line: list[str] = []
        words = [(word, one.notes.get(place)) for one in part for place, word in enumerate(one.words)]
        for index, (word, note) in enumerate(words):
            if note is not None:
                stop = "" if word[-1] not in ".,;" else word[-1]
                bare = word[: len(word) - len(stop)]
                word = f"{bare}{' ' if rng.random() < 0.1 else ''}{_ocr_mark(note.number, rng)}{stop}"
                page += [note, *([note.inner] if note.inner else [])]
            line.append(word)
            room -= 1
            ends = word[-1] in ".!?" or index + 1 == len(words)
            goes_low = not ends and words[index + 1][0][0].islower()
            if room <= 0 and (goes_low or index + 1 == len(words)):
                if goes_low:
                    out.append(" ".join(line))
                    line = []
                    flush_notes(may_cut=rest_of(draft.parts, part) > 300)
                    room = rng.randrange(60, 200)
                elif not carried and not any(len(note.paragraphs) > 1 for note in page):
                    out.append(" ".join(line))
                    line = []
                    flush_notes()
                    room = rng.randrange(60, 200)
        if line:
            out.append(" ".join(line))
    if page or carried:
        for note in page:
            if len(note.paragraphs) > 1:
                note.paragraphs[:] = [" ".join(note.paragraphs)]
        flush_notes()
    out.append("Nơi nhận:")
    out.append("- Văn phòng tỉnh,\n- Lưu.")
    out.append("**TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH**")
    out.append("Lê Văn Mây")
    return "\n\n".join(out) + "\n\n\n\n" + _tab_table(draft.table, rng)


def rest_of(parts: list[Heading | Item | list[Sentence]], here: object) -> int:
    """How many words are still to come after a part."""
    place = next(index for index, part in enumerate(parts) if part is here)
    return sum(len(one.words) for part in parts[place + 1 :] if isinstance(part, list) for one in part)


def _note_cut(text: str) -> int:
    """Where a page cuts a note: before a word in small letters."""
    words = text.split(" ")
    for place in range(len(words) // 2, len(words) - 1):
        if words[place][0].islower() and words[place - 1][-1] not in ".;:":
            return len(" ".join(words[:place]))
    return 0


def _ocr_mark(number_: int, rng: random.Random) -> str:
    return f"⁽{superscript(number_)}⁾" if rng.random() < 0.05 else superscript(number_)


def _tab_table(table: Table, rng: random.Random) -> str:
    width = 3 + len(table.columns) + 1
    top = [
        path[0] if not index or table.columns[index - 1][0] != path[0] else ""
        for index, path in enumerate(table.columns)
    ]
    header = ["\t".join(["TT", "Chỉ tiêu", "Đơn vị tính", *top, table.last])]
    if any(len(path) > 1 for path in table.columns):
        header.append(
            "\t".join(["", "", "", *(path[1] if len(path) > 1 else "" for path in table.columns), ""])
        )
    lines = [f"PHỤ LỤC I\n{table.title}\n", *header]
    for index, row in enumerate(table.rows):
        if index and rng.random() < 0.12:
            lines += ["", *header]
        if not row.values:
            lines.append("\t".join([row.count, row.label, *[""] * (width - 2)]))
            continue
        label = row.marker + row.label
        cells = [row.count, label, row.unit, *row.values, row.verdict]
        if rng.random() < 0.1:
            cut = label.rindex(" ", 0, len(label) - 6)
            rest = label[cut + 1 :]
            if rest[0].islower():
                cells[1] = label[:cut]
                lines += ["\t".join(cells), "", *header, "\t".join(["", rest, *[""] * (width - 2)])]
                continue
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def print_dump(draft: Draft, rng: random.Random) -> str:
    """The report as a text dump: wrapped lines, blank lines between, notes below a rule of blanks."""
    width = rng.randrange(66, 82)
    lines: list[str] = []
    body: list[tuple[str, list[Note]]] = []
    for part in draft.parts:
        if isinstance(part, Heading):
            printed = f"{part.printed or part.number} {part.title}"
            body += [(text, []) for text in _wrap(printed.split(), width - 8, 0)]
            continue
        if isinstance(part, Item):
            body += [(text, []) for text in _wrap(part.text.split(), width, 6)]
            continue
        words: list[str] = []
        marks: dict[int, Note] = {}
        for one in part:
            for place, word in enumerate(one.words):
                words.append(word)
                if place in one.notes:
                    marks[len(words) - 1] = one.notes[place]
        body += _wrap_marked(words, marks, width, rng)
    page: list[Note] = []
    room = rng.randrange(12, 34)
    fresh = False
    numbered = rng.random() < 0.5
    number_ = 1
    for index, (text, notes) in enumerate(body):
        lines.append((" " if fresh else "") + text)
        fresh = False
        page += [one for note in notes for one in (note, note.inner) if one]
        room -= 1
        if room <= 0 and index + 1 < len(body):
            number_ += 1
            if page:
                lines.append(" " * rng.randrange(30, 50) + "\0" + "\n".join(_dump_notes(page, width, rng)))
                page = []
            elif numbered and rng.random() < 0.3:
                lines.append(f"\0{number_ + 40} \n")
            room, fresh = rng.randrange(12, 34), True
    if page:
        lines.append(" " * 40 + "\0" + "\n".join(_dump_notes(page, width, rng)))
    text = _dump_lines(lines)
    return (
        text + "\n Phụ lục  \n\n" + draft.table.title + " \n\n----- \n\n \n\n" + _flat_table(draft.table, rng)
    )


def _dump_lines(lines: list[str]) -> str:
    """Lines with a blank line between; what follows a page's end comes without one."""
    out: list[str] = []
    for line in lines:
        if "\0" in line:
            rule, notes = line.split("\0")
            out.append(f"{rule}\n{notes}\n")
        elif line.startswith(" ") and out:
            out[-1] = out[-1].rstrip("\n") + "\n"
            out.append(f"{line} \n\n")
        else:
            out.append(f"{line} \n\n")
    return "".join(out)


def _dump_notes(notes: list[Note], width: int, rng: random.Random) -> list[str]:
    lines: list[str] = []
    for note in notes:
        lines.append(f"{note.number}" + (" " if rng.random() < 0.2 else ""))
        paragraphs = list(note.paragraphs)
        if note.inner is not None:
            paragraphs[0] = f"{paragraphs[0][:-1]}{note.inner.number}."
        for place, paragraph in enumerate(paragraphs):
            wrapped = _wrap(paragraph.split(), width + 12, 6)
            for row, text in enumerate(wrapped):
                lead = " " if not place and not row else ""
                last = place + 1 == len(paragraphs) and row + 1 == len(wrapped)
                lines.append(f"{lead}{text} " + ("" if last else "\n"))
    return lines


def _wrap(words: list[str], width: int, indent: int) -> list[str]:
    lines: list[str] = []
    line, room = "", width - indent
    for word in words:
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, width
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _wrap_marked(
    words: list[str], marks: dict[int, Note], width: int, rng: random.Random
) -> list[tuple[str, list[Note]]]:
    """Wrapped lines; a mark stands alone on a line between its halves, or glued to its word, or after a blank."""
    lines: list[tuple[str, list[Note]]] = []
    row: list[int] = []
    length = 6

    def put() -> None:
        text, notes = "", []
        for index in row:
            word = words[index]
            text += (" " if text and not text.endswith("\n") else "") + word if index not in marks else ""
            if index in marks:
                note = marks[index]
                notes.append(note)
                stop = word[-1] if word[-1] in ".,;" else ""
                bare = word[: len(word) - len(stop)]
                text += " " if text and not text.endswith("\n") else ""
                style = rng.random()
                if style < 0.7 or bare[-1].isdigit() or bare[-1] in "²³":
                    text += (
                        f"{bare}\n{note.number}\n{stop}"
                        if stop or index + 1 < len(words)
                        else f"{bare}\n{note.number}"
                    )
                elif style < 0.9:
                    text += f"{bare}{note.number}{stop}"
                else:
                    text += f"{bare} {note.number}{stop}" if stop else f"{bare}\n{note.number}\n"
        lines.append((text.rstrip("\n"), notes))

    for index, word in enumerate(words):
        if row and length + 1 + len(word) > width:
            put()
            row, length = [], 0
        row.append(index)
        length += 1 + len(word)
    if row:
        put()
    return lines


def _flat_table(table: Table, rng: random.Random) -> str:
    header = _flat_header(table, rng)
    lines = [*header]
    page = 41
    for index, row in enumerate(table.rows):
        if index and rng.random() < 0.1:
            page += 1
            lines += (
                ["", "", f"{page} ", " ", "", *header]
                if rng.random() < 0.5
                else [" " + header[0], *header[1:]]
            )
        lines += _flat_row(row, len(table.columns), rng)
    return "\n".join(lines) + "\n"


def _flat_header(table: Table, rng: random.Random) -> list[str]:
    """The header as a dump gives it: the first row with its last cell, then what stands below the spans."""
    tops = [
        path[0]
        for index, path in enumerate(table.columns)
        if not index or table.columns[index - 1][0] != path[0]
    ]
    spans = {path[0] for path in table.columns if len(path) > 1}
    lines = ["TT Chỉ tiêu "] if rng.random() < 0.7 else ["TT ", "", "Chỉ tiêu "]
    for cell in ["Đơn vị tính", *tops, table.last]:
        lines += _wrapped_cell(cell, rng, whole=cell in spans)
    for path in table.columns:
        if len(path) > 1:
            lines += _wrapped_cell(path[1], rng, whole=False)
    return lines


def _wrapped_cell(cell: str, rng: random.Random, *, whole: bool) -> list[str]:
    words = [cell] if whole else _wrap(cell.split(), rng.choice([6, 9, 12]), 0)
    lines: list[str] = []
    for word in words:
        lines += [f"{word} ", ""] if rng.random() < 0.4 else [f"{word} "]
    return [*lines, ""] if lines[-1] and rng.random() < 0.7 else lines


def _flat_row(row: Row, size: int, rng: random.Random) -> list[str]:
    if not row.values:
        return [f"{row.count} {row.label} " + " " * (size + 2), ""]
    tail = " ".join([row.unit, *row.values, row.verdict])
    label = row.marker + row.label
    lines: list[str] = []
    if row.count and rng.random() < 0.6:
        lines += [f"{row.count} ", ""]
    elif row.count:
        label = f"{row.count} {label}"
    wrapped = _wrap(label.split(), 46, 0)
    if len(wrapped) == 1 and rng.random() < 0.8:
        return [*lines, f"{label} {tail} ", ""]
    if rng.random() < 0.15 and " " in row.verdict:
        words = tail.rsplit(" ", 1)
        return (
            [
                *lines,
                *(f"{line} " for line in wrapped),
                "",
                f"{tail[: -len(row.verdict)].strip()} ",
                *(f"{word}\n" for word in row.verdict.split()),
            ]
            if words
            else lines
        )
    return [*lines, *(f"{line} " for line in wrapped), "", f"{tail} ", ""]


def generate(seed: int, layout: str) -> Draft:
    """A report of one layout with its truth."""
    rng = random.Random(seed)  # noqa: S311
    draft = Writer(rng).draft()
    draft.text = print_ocr(draft, rng) if layout == "ocr" else print_dump(draft, rng)
    return draft
