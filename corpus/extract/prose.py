"""Figures of running text and footnotes, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corpus.extract.clauses import Piece, Subject, clean, has_content, read_subject, split_pieces
from corpus.extract.context import ReportContext, Surroundings, level_of
from corpus.extract.kinds import Standing, Wording, read_standing
from corpus.extract.times import Time, find_times
from corpus.figures import Figure, FigureId, FigureKind
from corpus.numbers import find_quantities
from corpus.report import Span, Stitched
from corpus.sentences import split_sentences
from corpus.vocabulary.units import load_units

# ruff: noqa: E501 -- a pattern of words reads better on one line

_COPULA = re.compile(r"(?:\b(?:đạt|là|còn|bằng|chiếm|lên|xuống|từ|ở mức|tới)(?:\s+(?:được|khoảng|tỷ lệ|tới|bình quân|mức|trên|gần))*|:)\s*$", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"\blần lượt\b", re.IGNORECASE)
_LISTED = re.compile(r",\s+(?:và\s+)?|\s+và\s+|;\s+")
_COUNTRY = re.compile(r"\b(?:cả nước|toàn quốc|trung bình chung cả nước|bình quân chung)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\b(?:giáp|tiếp giáp|nối|kết nối|với|tỉnh bạn|đến từ|so với|từ|như|đi)\s+(?:các\s+)?$", re.IGNORECASE)
_STROKE = re.compile(r"^\s?/\s?$")
_POST_VERB = re.compile(
    r"^\s*(?:so\b|so với|cùng kỳ|để|cho|nhằm|của|theo|từ|do|tại|trên|trong|với|và|năm|giai đoạn|hằng năm|hàng năm|trở lên|đến|bằng|là|đạt|tăng|giảm|kế hoạch|KH|chỉ tiêu|mục tiêu|dự toán|nghị quyết)\b|^\s*[,;:.)]",
    re.IGNORECASE,
)
_LONGEST_TAIL = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A stretch of running text: a paragraph, an item or a footnote."""

    body: Stitched
    surroundings: Surroundings
    key: str  # names it among the report's stretches: "b12", "f3"
    footnote: str | None = None
    subject: str = ""  # what a footnote's bearer speaks of
    period: str | None = None  # the bearer's period


@dataclass(slots=True)
class _State:
    """What a sentence has said so far."""

    subjects: dict[int, str] = field(default_factory=dict)  # by depth of brackets
    groups: dict[int, int] = field(default_factory=dict)
    units: dict[int, str | None] = field(default_factory=dict)
    periods: dict[int, str | None] = field(default_factory=dict)
    group: int = 0

    def go_to(self, depth: int) -> None:
        """Forget what closed brackets said."""
        for told in (self.subjects, self.groups, self.units, self.periods):
            for inner in [level for level in told if level > depth]:
                del told[inner]

    def last(self, told: dict[int, str | None] | dict[int, str], depth: int) -> str | None:
        """What holds at a depth: its own, else the bearer's."""
        return next((told[level] for level in range(depth, -1, -1) if level in told), None)


def extract_prose(prose: Prose, context: ReportContext) -> Iterator[Figure]:
    """The figures of a stretch in order."""
    text = prose.body.text
    lead = _lead_period(text, context)
    for start, end in split_sentences(text):
        sentence = text[start:end]
        if not any(map(str.isdigit, sentence)):
            continue
        yield from _Sentence(prose, context, start, sentence, lead).figures()


def _lead_period(text: str, context: ReportContext) -> str | None:
    """The period that a paragraph opens with for all its sentences: `Trong 10 tháng năm 2023: …`."""
    opening = re.match(r"^[^,;.]{0,60}?:", text)
    times = find_times(opening[0], context.clock) if opening else []
    return times[-1].period if times and times[-1].shape != "yearly" else None


class _Sentence:
    """One sentence on its way to figures."""

    def __init__(self, prose: Prose, context: ReportContext, at: int, text: str, lead: str | None) -> None:
        self.prose, self.context, self.at, self.text = prose, context, at, text
        self.lead = lead or prose.period
        self.times = find_times(text, context.clock)
        self.hidden = [(time.start, time.end) for time in self.times]
        self.places = context.vocabulary.find_places(text)
        self.pieces = split_pieces(text, find_quantities(text))
        self.state = _State(subjects={-1: prose.subject} if prose.subject else {})

    def figures(self) -> Iterator[Figure]:
        """Its figures in order."""
        for piece in self.pieces:
            yield self._figure(piece)

    def _figure(self, piece: Piece) -> Figure:
        state, found = self.state, piece.found
        state.go_to(piece.depth)
        begin = piece.start if piece.opened is None else max(piece.start, piece.opened)
        subject = read_subject(self.text, begin, found.start, self.hidden)
        after = self.text[found.end : piece.end]
        unit = found.unit or self._unit_from_neighbours(piece, subject)
        label, inherited = self._label(piece, subject, after, unit)
        time, period = self._period(piece)
        standing = self._standing(piece, subject, after, unit, label, inherited=inherited, time=time)
        if standing.with_verb:
            label = _with_verb(label, subject.tail)
        group = self._remember(piece, label, unit, period, inherited=inherited)
        return self._build(piece, label, unit, standing, period, time, group)

    # What is measured

    def _label(self, piece: Piece, subject: Subject, after: str, unit: str | None) -> tuple[str, bool]:
        """The label, and whether it is the last number's."""
        earlier = self.state.last(self.state.subjects, piece.depth) or self.state.subjects.get(-1, "")
        counted = self._counted(piece, subject, after, unit, fresh=bool(subject.label) or not earlier)
        if subject.label:
            label = f"{subject.label} {counted}" if counted else subject.label
            return _joined(earlier, label, goes_on=subject.goes_on), False
        if counted and not (earlier and _is_rate(unit) and _COPULA.search(subject.tail)):
            return counted, False
        if earlier and unit and load_units().nouns.get(unit.split("/")[0].lower()) and not inherits_unit(self.state, piece, unit):
            return f"{earlier} {unit.split('/')[0]}", True
        return (earlier, True) if earlier else (counted or unit or "", False)

    def _counted(self, piece: Piece, subject: Subject, after: str, unit: str | None, *, fresh: bool) -> str:
        """What follows the number and says what it counts: `41,5% xã đạt chuẩn`, `162 nhà đầu tư`."""
        copula = bool(_COPULA.search(subject.tail)) and bool(subject.label)
        if copula and not _is_long_enough(subject.label):
            copula = False
        noun = _noun(unit)
        words = "" if _POST_VERB.match(after) else clean(after, 0, len(after), [])
        words = " ".join(words.split()[:_LONGEST_TAIL])
        if copula or (not noun and not words):
            return ""
        if not words and noun and subject.label and not fresh:
            return ""
        return f"{noun} {words}".strip() if noun or words else ""

    def _unit_from_neighbours(self, piece: Piece, subject: Subject) -> str | None:
        """The unit of a bare number: `đại học 33; sau đại học 02` goes on, `từ 15 lên 20%` looks ahead."""
        number = self.pieces.index(piece)
        following = self.pieces[number + 1] if number + 1 < len(self.pieces) else None
        if following and following.found.unit:
            between = self.text[piece.found.end : following.found.start]
            if not has_content(between, 0, len(between), []) and ";" not in between and len(between) < 24:
                return following.found.unit
        if subject.label or piece.depth:
            return self.state.last(self.state.units, piece.depth)
        return None

    # When

    def _period(self, piece: Piece) -> tuple[Time | None, str | None]:
        own = self._own_time(piece)
        if own is not None and own.shape != "yearly":
            return own, own.period
        earlier = self.state.last(self.state.periods, piece.depth)
        opening = self._opening_time(piece)
        period = earlier or (opening.period if opening else None) or self.lead
        time = opening if period and opening and period == opening.period else None
        if own is None:
            return time, period
        if period is None and self.context.clock.term:
            period = "{}-{}".format(*self.context.clock.term)
        return own, f"hằng năm {period}" if period and "năm " not in period else "hằng năm"

    def _own_time(self, piece: Piece) -> Time | None:
        """The period that a number's own words name, what follows it at once first."""
        found = piece.found
        for time in self.times:
            gap = self.text[found.end : time.start] if time.start >= found.end else None
            if gap is not None and not time.reference and gap.strip(" (") in ("", "vào", "trong", "của", "tính"):
                return time
        before = [t for t in self.times if piece.start <= t.start and t.end <= found.start and not t.reference]
        plain = [time for time in before if not time.named]
        return (plain or before or [None])[-1]

    def _opening_time(self, piece: Piece) -> Time | None:
        """The period with which the sentence begins."""
        first = self.pieces[0].found.start
        opening = [t for t in self.times if t.end <= first and not t.reference and not t.named and t.shape != "yearly"]
        return opening[-1] if opening and piece.found.start >= first else None

    # How it stands

    def _standing(
        self, piece: Piece, subject: Subject, after: str, unit: str | None, label: str, *, inherited: bool, time: Time | None
    ) -> Standing:
        now = self.context.clock.now
        future = bool(time and now and time.last_year and time.last_year > now)
        last = self.state.last(self.state.units, piece.depth)
        before = self.text[max(0, piece.found.start - 400) : piece.found.start]
        standing = read_standing(
            Wording(
                lead=subject.tail,
                after=self.text[piece.found.end : piece.found.end + 90],
                label=label,
                inherited=inherited and last is not None,
                unit=unit,
                earlier_unit=last,
                sentence_before=before,
                aims=self.prose.surroundings.aims and self.prose.footnote is None,
                future=future,
            )
        )
        if _STROKE.match(self.text[piece.start : piece.found.start]):
            return Standing(kind=FigureKind.TARGET)  # "3.859 ha/3.500 ha"
        return standing

    def _remember(self, piece: Piece, label: str, unit: str | None, period: str | None, *, inherited: bool) -> str:
        state, depth = self.state, piece.depth
        if not inherited:
            state.group += 1
            state.subjects[depth], state.groups[depth] = label, state.group
        group = next((state.groups[level] for level in range(depth, -1, -1) if level in state.groups), 0)
        state.units[depth] = unit
        if period is not None:
            state.periods[depth] = period
        return f"{self.context.report.id}:{self.prose.key}:{self.at}:{group}"

    # Where, and the whole

    def _place(self, piece: Piece) -> str | None:
        begin = max(self.text.rfind(";", 0, piece.found.start), piece.opened or 0)
        near = self.text[piece.start : piece.found.start]
        if _COUNTRY.search(near):
            return "cả nước"
        here = [
            place
            for place in self.places
            if begin < place.end <= piece.found.start and not _ELSEWHERE.search(self.text[: place.start])
        ]
        close = [place for place in here if place.start >= piece.start] or here
        if len({place.name for place in close}) == 1:
            return close[0].name
        return self.prose.surroundings.place or self.context.place

    def _build(
        self, piece: Piece, label: str, unit: str | None, standing: Standing, period: str | None, time: Time | None, group: str
    ) -> Figure:
        found, context, body = piece.found, self.context, self.prose.body
        spans = body.spans(self.at + found.start, self.at + found.end)
        place = self._place(piece)
        return Figure(
            id=figure_id(context, spans, f"{self.prose.key}:{self.at + found.start}"),
            report_id=context.report.id,
            file=context.report.file,
            written=found.written,
            quantity=found.quantity,
            unit=unit,
            label=label,
            indicator=self._indicator(label, unit, standing),
            place=place,
            level=level_of(place),
            period=self._whole_period(standing, period, time, piece),
            kind=standing.kind,
            sentence=self.text,
            section=self.prose.surroundings.path,
            spans=spans,
            sentence_spans=body.spans(self.at, self.at + len(self.text)),
            footnote=self.prose.footnote,
            refers_to=standing.refers_to,
            set_by=standing.set_by,
            group=group,
            flags=("malformed",) if found.quantity is None else (),
        )

    def _indicator(self, label: str, unit: str | None, standing: Standing) -> str | None:
        own = standing.kind not in (FigureKind.CHANGE, FigureKind.SHARE)
        found = self.context.vocabulary.match_indicator(label, unit if own else None)
        return found.id if found else None

    def _whole_period(self, standing: Standing, period: str | None, time: Time | None, piece: Piece) -> str | None:
        aimed = standing.kind in (FigureKind.TARGET, FigureKind.PLAN)
        if standing.kind is FigureKind.TARGET and standing.set_by and (time is None or time.start < piece.start):
            period = self.context.usual_target_period or period
        if period is None:
            above = self.prose.surroundings.period
            usual = self.context.usual_target_period if aimed else self.context.usual_period
            period = above or usual
        if aimed and time is not None and time.shape == "year" and self.prose.surroundings.aims:
            return f"đến {period}" if period and period.isdigit() else period
        base = self._base(piece) if standing.kind is FigureKind.CHANGE else None
        return f"{period} so với {base}" if base and period and base not in period else period

    def _base(self, piece: Piece) -> str | None:
        """The period that a change is measured from."""
        stop = piece.end + 40
        return next((t.period for t in self.times if t.reference and piece.found.end <= t.start < stop), None)


def last_subject(text: str, context: ReportContext) -> tuple[str, str | None]:
    """What a text speaks of at its end, and of when: a footnote goes on from there."""
    begin = max((start for start, _ in split_sentences(text)), default=0)
    prose = Prose(body=Stitched(text), surroundings=context.surroundings(None), key="")
    sentence = _Sentence(prose, context, begin, text[begin:], None)
    figures = list(sentence.figures())
    if figures and has_content(text, begin, len(text), []):
        rest = sentence.pieces[-1].end
        subject = read_subject(sentence.text, rest, len(sentence.text), sentence.hidden)
        times = [time for time in sentence.times if not time.reference and time.shape != "yearly"]
        return subject.label or figures[-1].label, times[-1].period if times else None
    return read_subject(sentence.text, 0, len(sentence.text), sentence.hidden).label, None


def figure_id(context: ReportContext, spans: tuple[Span, ...], fallback: str) -> FigureId:
    """A name that holds while the file does: the report and where the number stands."""
    where = f"{spans[0].start}" if spans else fallback
    return FigureId(f"{context.report.id}:{where}")


def inherits_unit(state: _State, piece: Piece, unit: str) -> bool:
    """Whether a number goes on in the unit of the last."""
    return state.last(state.units, piece.depth) == unit


def _noun(unit: str | None) -> str:
    head = (unit or "").split("/")[0]
    units = load_units()
    known = units.measures.get(head.lower())
    return "" if not head or known or any(head.startswith(word + " ") and head.split(" ", 1)[1].lower() in units.measures for word in units.multipliers) else head


def _is_rate(unit: str | None) -> bool:
    return bool(unit) and (unit or "").startswith(("%", "‰", "điểm %"))


def _is_long_enough(label: str) -> bool:
    return len(label.split()) >= 2 or label.isupper()


def _joined(earlier: str, label: str, *, goes_on: bool) -> str:
    """A label that begins in the middle, with what it is about: `đã khai thác` after `cây cao su`."""
    return f"{earlier} {label}" if earlier and goes_on and len(label.split()) < 5 else label


def _with_verb(label: str, tail: str) -> str:
    verb = re.search(r"\b(?:tăng|giảm)(?:\s+(?:thêm|bình quân|trung bình|trưởng))*", tail, re.IGNORECASE)
    return f"{label} {verb[0]}" if verb and verb[0].lower() not in label.lower() else label
