"""The two layouts that invented reports are printed in: OCR text, and the text dump of a PDF."""

from __future__ import annotations

import random

from eval.bench.noisy_reports import Draft, Heading, Item, Note, Row, Sentence, Table, Writer, superscript

_HEAD = (
    "BÁO CÁO",
    "**Tình hình thực hiện nhiệm vụ năm 2023 của tỉnh Bình An\nvà nhiệm vụ trong thời gian tới**",
)
_FOOT = ("Nơi nhận:", "- Văn phòng tỉnh,\n- Lưu.", "**TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH**", "Lê Văn Mây")


def generate(seed: int, layout: str) -> Draft:
    """A report of one layout (`ocr` or `dump`) with its truth."""
    rng = random.Random(seed)
    draft = Writer(rng).draft()
    draft.text = _Ocr(rng).print(draft) if layout == "ocr" else _Dump(rng).print(draft)
    return draft


class _Ocr:
    """One line per paragraph, cut where pages end, the page's notes after the cut."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.out: list[str] = list(_HEAD)
        self.page: list[Note] = []
        self.carried: list[str] = []  # the rest of a note, for the foot of the next page
        self.room = rng.randrange(60, 200)
        self.left = 0  # words still to come

    def print(self, draft: Draft) -> str:
        """The whole text."""
        self.left = sum(len(one.words) for part in draft.parts if isinstance(part, list) for one in part)
        for part in draft.parts:
            if isinstance(part, Heading):
                self.out.append(self.heading(part))
            elif isinstance(part, Item):
                self.out.append(part.text)
            else:
                self.paragraph(part)
        for note in self.page:  # after the last notes nothing tells that a second paragraph is still note
            note.paragraphs[:] = [note.text]
        self.end_page(may_cut=False)
        return "\n\n".join([*self.out, *_FOOT]) + "\n\n\n\n" + _tab_table(draft.table, self.rng)

    def heading(self, heading: Heading) -> str:
        """A heading, maybe wrapped or bold."""
        text = f"{heading.printed or heading.number} {heading.title}"
        if len(text) > 60 and self.rng.random() < 0.5:
            cut = text.index(" ", 40)
            text = text[:cut] + "\n" + text[cut + 1 :]
        bold = heading.title.isupper() and self.rng.random() < 0.5
        return f"**{text}**" if bold else text

    def paragraph(self, sentences: list[Sentence]) -> None:
        """A paragraph's words with their marks, in as many lines as pages cut it to."""
        words = [(word, one.notes.get(place)) for one in sentences for place, word in enumerate(one.words)]
        line: list[str] = []
        for index, (word, note) in enumerate(words):
            line.append(word if note is None else self.marked(word, note))
            self.room -= 1
            self.left -= 1
            is_last = index + 1 == len(words)
            goes_low = not is_last and word[-1] not in ".!?" and words[index + 1][0][0].islower()
            if self.room <= 0 and (goes_low or (is_last and self.may_end_whole())):
                self.out.append(" ".join(line))
                line = []
                self.end_page(may_cut=goes_low and self.left > 300)
        if line:
            self.out.append(" ".join(line))

    def may_end_whole(self) -> bool:
        """A page may end with its paragraph where nothing unmarked stands among its notes."""
        return not self.carried and not any(len(note.paragraphs) > 1 for note in self.page)

    def marked(self, word: str, note: Note) -> str:
        """A word with its mark, before the punctuation."""
        self.page += [one for one in (note, note.inner) if one]
        stop = word[-1] if word[-1] in ".,;" else ""
        gap = " " if self.rng.random() < 0.1 else ""
        mark = superscript(note.number)
        return (
            f"{word[: len(word) - len(stop)]}{gap}{f'⁽{mark}⁾' if self.rng.random() < 0.05 else mark}{stop}"
        )

    def end_page(self, *, may_cut: bool) -> None:
        """The page's notes, the last maybe cut; now and then a page's number."""
        if self.carried:
            self.out.append(self.carried.pop())
        for place, note in enumerate(self.page):
            first, *more = note.paragraphs
            if note.inner is not None:
                first = f"{first[:-1]}{superscript(note.inner.number)}."
            if may_cut and place + 1 == len(self.page) and not more and self.rng.random() < 0.3:
                first = self.cut(first)
            self.out += [f"{superscript(note.number)}{' ' if self.rng.random() < 0.9 else ''}{first}", *more]
        self.page = []
        self.room = self.rng.randrange(60, 200)
        if may_cut and self.rng.random() < 0.1:
            self.out.append(str(self.rng.randrange(2, 90)))

    def cut(self, text: str) -> str:
        """The first part of a note, its rest kept for the next page."""
        cut = _note_cut(text)
        if cut:
            self.carried.append(text[cut:].strip())
        return text[:cut] if cut else text


def _note_cut(text: str) -> int:
    """Where a page cuts a note: before a word in small letters."""
    words = text.split(" ")
    for place in range(len(words) // 2, len(words) - 1):
        if words[place][0].islower() and words[place - 1][-1] not in ".;:":
            return len(" ".join(words[:place]))
    return 0


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


class _Dump:
    """Wrapped lines with blank lines between, notes below a rule of blanks, a blank before the next page."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.width = rng.randrange(66, 82)
        self.lines: list[str] = []
        self.page: list[Note] = []

    def print(self, draft: Draft) -> str:
        """The whole text."""
        body = [line for part in draft.parts for line in self.part(part)]
        room, fresh, numbered = self.rng.randrange(12, 34), False, self.rng.random() < 0.5
        for index, (text, notes) in enumerate(body):
            self.lines.append((" " if fresh else "") + text)
            self.page += [one for note in notes for one in (note, note.inner) if one]
            room -= 1
            fresh = room <= 0 and index + 1 < len(body)
            if fresh:
                self.end_page(numbered=numbered and self.rng.random() < 0.3)
                room = self.rng.randrange(12, 34)
        self.end_page(numbered=False)
        table = f"\n Phụ lục  \n\n{draft.table.title} \n\n----- \n\n \n\n{_flat_table(draft.table, self.rng)}"
        return _dump_lines(self.lines) + table

    def end_page(self, *, numbered: bool) -> None:
        """The page's notes below a rule; a page without notes may have its number."""
        if self.page:
            notes = "\n".join(_dump_notes(self.page, self.width, self.rng))
            self.lines.append(" " * self.rng.randrange(30, 50) + "\0" + notes)
            self.page = []
        elif numbered:
            self.lines.append(f"\0{self.rng.randrange(41, 90)} \n")

    def part(self, part: Heading | Item | list[Sentence]) -> list[tuple[str, list[Note]]]:
        """A part's lines, each with the notes whose marks it bears."""
        if isinstance(part, Heading):
            printed = f"{part.printed or part.number} {part.title}"
            return [(text, []) for text in _wrap(printed.split(), self.width - 8, 0)]
        if isinstance(part, Item):
            return [(text, []) for text in _wrap(part.text.split(), self.width, 6)]
        words = [(word, one.notes.get(place)) for one in part for place, word in enumerate(one.words)]
        lines: list[tuple[str, list[Note]]] = []
        start = 0
        for text in _wrap([word for word, _ in words], self.width, 6):
            end = start + len(text.split(" "))
            row = words[start:end]
            printed = self.line(row, is_last=end == len(words))
            lines.append((printed, [note for _, note in row if note]))
            start = end
        return lines

    def line(self, row: list[tuple[str, Note | None]], *, is_last: bool) -> str:
        """One line; a mark stands alone between its halves, or glued to its word, or after a blank."""
        text = ""
        for index, (word, note) in enumerate(row):
            text += " " if text and not text.endswith("\n") else ""
            text += word if note is None else self.marked(word, note, ends=is_last and index + 1 == len(row))
        return text.rstrip("\n")

    def marked(self, word: str, note: Note, *, ends: bool) -> str:
        """A word with its mark."""
        stop = word[-1] if word[-1] in ".,;" else ""
        bare = word[: len(word) - len(stop)]
        style = self.rng.random()
        if style < 0.7 or bare[-1].isdigit() or bare[-1] in "²³":
            return f"{bare}\n{note.number}" if ends and not stop else f"{bare}\n{note.number}\n{stop}"
        if style < 0.9:
            return f"{bare}{note.number}{stop}"
        return f"{bare} {note.number}{stop}" if stop else f"{bare}\n{note.number}\n"


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
