"""Figures of running text and footnotes, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from corpus.extract.clauses import Piece, Subject, clean, has_content, is_head, read_subject, split_pieces
from corpus.extract.context import ReportContext, Surroundings, level_of, rank_of
from corpus.extract.kinds import Standing, Wording, read_standing
from corpus.extract.times import Time, find_times
from corpus.figures import Figure, FigureId, FigureKind
from corpus.numbers import find_quantities
from corpus.report import Span, Stitched
from corpus.sentences import split_sentences
from corpus.vocabulary import PlaceMention
from corpus.vocabulary.units import load_units

# ruff: noqa: E501 -- a pattern of words reads better on one line

_COPULA = re.compile(
    r"(?:\b(?:đạt|là|còn|bằng|chiếm|lên|xuống|từ|ở mức|tới)(?:\s+(?:được|khoảng|tỷ lệ|tới|bình quân|mức|trên|gần))*|:)\s*$",
    re.IGNORECASE,
)
_LIKENED = re.compile(r"\b(?:tương ứng|tương đương|có)\b[^,]*$", re.IGNORECASE)
_SAYS = re.compile(
    r"(?:\b(?:đạt|là|còn|bằng|chiếm|tăng|giảm|vượt|bình quân|trung bình|ước|gấp|thu|chi|mức)|:)\s*(?:\w+\s*){0,2}$",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\blần lượt\b", re.IGNORECASE)
_LISTED = re.compile(r",\s+(?:và\s+)?|\s+và\s+|;\s+")
_COUNTRY = re.compile(r"\b(?:cả nước|toàn quốc|trung bình chung cả nước|bình quân chung)\b", re.IGNORECASE)
_BELONGING = re.compile(r"\b(?:của|thuộc|tại|ở|do|được|trên địa bàn|đông bắc|tây bắc)\s+$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:giữa|giáp|tiếp giáp|nối|kết nối|với|tỉnh bạn|đến từ|so với|từ|như|đi)\s+(?:các\s+)?$",
    re.IGNORECASE,
)
_STROKE = re.compile(r"^\s?/\s?$")
_POST_VERB = re.compile(
    r"^\s*(?:so\b|so với|cùng kỳ|để|cho|nhằm|của|theo|từ|do|tại|trên|trong|với|và|năm|giai đoạn|hằng năm|hàng năm|trở lên|đến|bằng|là|tăng|giảm|kế hoạch|KH|chỉ tiêu|mục tiêu|dự toán|nghị quyết)\b|^\s*[,;:.)]",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"\b(?:tăng|giảm|vượt|gấp|cao hơn|thấp hơn|xếp)(?:\s+(?:thêm|bình quân|trung bình|trưởng|gấp|hạng|vị trí|thứ))*\b",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(
    r"^(?:bình quân đầu người|tổng|bình quân|trung bình|tốc độ|tăng|trưởng|năng suất|sản lượng|doanh thu|diện tích|giá trị|đầu người|kinh phí|\s)+$",
    re.IGNORECASE,
)
_BEING = re.compile(r"^\s*là\s+(?P<what>[^,;.():\d]{3,80})")
_VERB_LAST = re.compile(
    r"\b(?:tăng|giảm|vượt|gấp|cao hơn|thấp hơn)(?:\s+(?:thêm|bình quân|trung bình|được|khoảng|gần|trên|hơn))*\s*$",
    re.IGNORECASE,
)
_BARE_VERBS = frozenset(
    (
        "phát triển",
        "thực hiện",
        "xây dựng",
        "trồng mới",
        "trồng",
        "hình thành",
        "duy trì",
        "tổ chức",
        "phấn đấu",
        "hỗ trợ",
        "giải quyết",
    )
)
_SHORT_LABEL = 4
_LONGEST_TAIL = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A stretch of running text: a paragraph, an item or a footnote."""

    body: Stitched
    surroundings: Surroundings
    key: str  # names it among the report's stretches: "b12", "f3"
    footnote: str | None = None
    subject: str = ""  # what a footnote's bearer speaks of
    period: str | None = None  # the bearer's period
    notes: tuple[tuple[int, str], ...] = ()  # where notes are borne, and the years that they give one by one


@dataclass(slots=True)
class _State:
    """What a sentence has said so far."""

    subjects: dict[int, str] = field(default_factory=dict)  # by depth of brackets
    groups: dict[int, int] = field(default_factory=dict)
    units: dict[int, str | None] = field(default_factory=dict)
    periods: dict[int, str | None] = field(default_factory=dict)
    parents: dict[int, str] = field(default_factory=dict)  # what a colon announced
    said: set[str] = field(default_factory=set)  # periods that numbers named themselves
    group: int = 0

    def go_to(self, depth: int) -> None:
        """Forget what closed brackets said."""
        for told in (self.subjects, self.groups, self.units, self.periods, self.parents):
            for inner in [level for level in told if level > depth]:
                del told[inner]

    def last(self, told: dict[int, str | None] | dict[int, str], depth: int) -> str | None:
        """What holds at a depth: its own, else the bearer's."""
        return next((told[level] for level in range(depth, -1, -1) if level in told), None)


def extract_prose(prose: Prose, context: ReportContext) -> Iterator[Figure]:
    """The figures of a stretch in order."""
    text = prose.body.text
    lead = _lead_period(text, context)
    last: _Sentence | None = None
    for start, end in split_sentences(text):
        sentence = text[start:end]
        if not any(map(str.isdigit, sentence)):
            continue
        reading = _Sentence(prose, context, start, sentence, lead)
        if sentence.startswith("(") and last is not None:
            reading.goes_on(last)
        yield from reading.figures()
        last = reading


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
        self.group_at = at
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
        after = self._after(piece)
        unit = found.unit or self._unit_from_neighbours(piece, subject)
        label, inherited = self._label(piece, subject, after, unit)
        time, period = self._period(piece, inherited=inherited)
        standing = self._standing(piece, subject, after, unit, label, inherited=inherited, time=time)
        group = self._remember(piece, label, unit, period, subject.tail, inherited=inherited)
        if standing.with_verb or standing.kind is FigureKind.CHANGE or unit == "hạng":
            label = _with_verb(label, subject.tail)
        return self._build(piece, label, unit, standing, period, time, group)

    def goes_on(self, last: _Sentence) -> None:
        """Take up where the sentence before ended: this one stands in brackets behind it."""
        self.state = last.state
        self.state.go_to(0)
        self.group_at = last.group_at

    # What is measured

    def _after(self, piece: Piece) -> str:
        """The words that belong to a number, with those that it shares with a later one."""
        number = self.pieces.index(piece)
        following = self.pieces[number + 1] if number + 1 < len(self.pieces) else None
        own = self.text[piece.found.end : piece.end]
        if following and _STROKE.match(self.text[piece.found.end : following.found.start]):
            return self.text[following.found.end : following.end]
        shared = self.shared.get(number)
        return f"{own} {shared}" if shared else own

    @cached_property
    def shared(self) -> dict[int, str]:
        """Predicates that one number states for several: `80% chi bộ, 90% đảng viên hoàn thành tốt nhiệm vụ`."""
        found: dict[int, str] = {}
        for number in range(len(self.pieces) - 2, -1, -1):
            piece, following = self.pieces[number], self.pieces[number + 1]
            if not (
                _is_rate(piece.found.unit)
                and _is_rate(following.found.unit)
                and piece.depth == following.depth
            ):
                continue
            between = self.text[piece.end : following.found.start]
            own, other = (_after_noun(self.text[p.found.end : p.end]) for p in (piece, following))
            predicate = found.get(number + 1) or other
            if own == "" and predicate and re.fullmatch(r"\s*(?:,|và|, và)\s*", between):
                found[number] = predicate
        return found

    def _label(self, piece: Piece, subject: Subject, after: str, unit: str | None) -> tuple[str, bool]:
        """The label, and whether it is the last number's."""
        earlier = self.state.last(self.state.subjects, piece.depth) or self.state.subjects.get(-1, "")
        counted = self._counted(piece, subject, after, unit, fresh=bool(subject.label) or not earlier)
        if self._is_due(piece, unit) and earlier:
            return earlier, True
        subject = self._outside(piece, subject)
        if subject.earlier and counted and not _SAYS.search(subject.tail):
            return counted, False
        if subject.label:
            label = f"{subject.label} {counted}" if counted else subject.label
            if subject.parent and not is_head(label):
                self.state.parents[piece.depth] = subject.parent
            elif is_head(label) or len(subject.label.split()) > _SHORT_LABEL:
                self.state.parents.pop(piece.depth, None)
            if (parent := self.state.parents.get(piece.depth)) and not is_head(label):
                return f"{parent}: {label}", False
            return self._whole(earlier, label, goes_on=subject.goes_on), False
        if (said := _BEING.match(after)) and earlier:
            return " ".join(said["what"].split()[:_LONGEST_TAIL]), False
        if earlier and self._goes_on(piece, subject, counted, unit):
            return earlier, True
        if counted:
            return counted, False
        return (earlier, True) if earlier else (unit or "", False)

    def _goes_on(self, piece: Piece, subject: Subject, counted: str, unit: str | None) -> bool:
        """Whether a number that names no subject is about the last one's."""
        if _LIKENED.search(subject.tail) or not (_is_rate(unit) or counted == _noun(unit)):
            return False
        if _VERB_LAST.search(subject.tail):
            return self._same_thing(piece, unit)
        return bool(_COPULA.search(subject.tail)) or piece.found.written.lower().startswith("từ ")

    def _is_due(self, piece: Piece, unit: str | None) -> bool:
        """Whether a number stands behind a stroke as what was due: `3.859 ha/3.500 ha`."""
        behind = bool(_STROKE.match(self.text[piece.start : piece.found.start]))
        return behind and unit is not None and unit == self.state.last(self.state.units, piece.depth)

    def _outside(self, piece: Piece, subject: Subject) -> Subject:
        """The subject, from before the bracket where it names none itself: `thu ngân sách (năm 2021 thu 5 tỷ)`."""
        if piece.opened is None or piece.start > piece.opened or len(subject.label.split()) > 1:
            return subject
        outer = read_subject(self.text, piece.start, piece.opened, self.hidden)
        return replace(subject, label=outer.label, parent=outer.parent) if outer.label else subject

    def _same_thing(self, piece: Piece, unit: str | None) -> bool:
        """Whether a number can be about the last one's subject: one of another thing that is counted cannot."""
        noun, last = _noun(unit), _noun(self.state.last(self.state.units, piece.depth))
        return not noun or _is_rate(unit) or noun == last or load_units().same.get(noun) == last

    def _whole(self, earlier: str, label: str, *, goes_on: bool) -> str:
        """A label that leaves its noun to an earlier one, made whole: `bình quân đầu người`, `đã khai thác`."""
        elliptic = goes_on or _ELLIPTIC.match(label)
        if not earlier or not elliptic or len(label.split()) > _SHORT_LABEL:
            return label
        return f"{' '.join(earlier.split()[:_LONGEST_TAIL])}, {label}"

    def _counted(self, piece: Piece, subject: Subject, after: str, unit: str | None, *, fresh: bool) -> str:
        """What follows the number and says what it counts: `41,5% xã đạt chuẩn`, `162 nhà đầu tư`."""
        copula = bool(_COPULA.search(subject.tail)) and bool(subject.label)
        if copula and not _is_long_enough(subject.label):
            copula = False
        if copula and _is_bare_verb(subject.label) and after.strip() and not _POST_VERB.match(after):
            copula = False
        if subject.label and _is_rate(unit) and self._is_whole(subject.label):
            return ""  # what follows is what the rate is of: "đầu tư bằng 35% GRDP"
        noun = "" if _noun(unit) in subject.label.lower() else _noun(unit)
        words = "" if _POST_VERB.match(after) else clean(after, 0, len(after), [])
        words = " ".join(words.split()[:_LONGEST_TAIL])
        if copula or (not noun and not words):
            return ""
        if not words and noun and subject.label and not fresh:
            return ""
        return f"{noun} {words or self._past_brackets(piece)}".strip()

    def _is_whole(self, label: str) -> bool:
        return is_head(label) or self.context.vocabulary.match_indicator(label) is not None

    def _past_brackets(self, piece: Piece) -> str:
        """What is said of the things counted after a bracket: `9 khẩu (nam 4, nữ 5) có việc làm`."""
        opened = re.compile(r"\s*\([^()]*\)\s*").match(self.text, piece.found.end)
        if opened is None:
            return ""
        words = re.compile(r"[^,;.():\d]*").match(self.text, opened.end())
        return (
            "" if words is None or _POST_VERB.match(words[0]) else " ".join(words[0].split()[:_LONGEST_TAIL])
        )

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

    def _period(self, piece: Piece, *, inherited: bool) -> tuple[Time | None, str | None]:
        own = self._own_time(piece)
        if own is not None and own.shape != "yearly":
            self.state.said.add(own.period)
            return own, own.period
        opening = self._opening_time(piece)
        period = self._carried(piece, opening, inherited=inherited) or self.lead
        period = period or self._noted(piece)
        if own is None:
            return opening if opening and period == opening.period else None, period
        period = period or self.context.clock.since_start
        return own, f"hằng năm {period}" if period and "năm " not in period else "hằng năm"

    def _noted(self, piece: Piece) -> str | None:
        """The years of the note that a number bears: `bình quân 2.142 tỷ đồng/năm¹`, year by year below."""
        at = self.at + piece.found.end
        return next((years for where, years in self.prose.notes if at <= where <= at + 2), None)

    def _carried(self, piece: Piece, opening: Time | None, *, inherited: bool) -> str | None:
        """The period that goes on: the last number's for one subject, the clause's own for another."""
        earlier = self.state.last(self.state.periods, piece.depth)
        if inherited or piece.depth:
            return earlier or (opening.period if opening else None)
        clause = self.text.rfind(";", 0, piece.found.start) + 1
        here = [t for t in self.times if clause <= t.start < piece.start and not (t.reference or t.named)]
        dated = [time.period for time in here if time.shape != "yearly"]
        if dated and clause:
            return dated[-1]
        if opening:
            return opening.period
        return earlier if len(self.state.said) <= 1 else None

    def _own_time(self, piece: Piece) -> Time | None:
        """The period that a number's own words name, what follows it at once first."""
        found = piece.found
        for time in self.times:
            gap = self.text[found.end : time.start] if time.start >= found.end else None
            if (
                gap is not None
                and not time.reference
                and gap.strip(" (") in ("", "vào", "trong", "của", "tính")
            ):
                return time
        before = [
            t for t in self.times if piece.start <= t.start and t.end <= found.start and not t.reference
        ]
        plain = [time for time in before if not time.named]
        return next(iter([*reversed(plain), *before]), None)

    def _opening_time(self, piece: Piece) -> Time | None:
        """The period with which the sentence begins."""
        first = self.pieces[0].found.start
        opening = [
            t
            for t in self.times
            if t.end <= first and not t.reference and not t.named and t.shape != "yearly"
        ]
        return opening[-1] if opening and piece.found.start >= first else None

    # How it stands

    def _standing(
        self,
        piece: Piece,
        subject: Subject,
        after: str,
        unit: str | None,
        label: str,
        *,
        inherited: bool,
        time: Time | None,
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
        if self._is_due(piece, unit):
            return Standing(kind=FigureKind.TARGET)  # "3.859 ha/3.500 ha"
        return standing

    def _remember(  # noqa: PLR0913
        self, piece: Piece, label: str, unit: str | None, period: str | None, tail: str, *, inherited: bool
    ) -> str:
        state, depth = self.state, piece.depth
        if not inherited and not (_LIKENED.search(tail) and depth in state.subjects and "có" not in tail):
            state.group += 1
            state.subjects[depth], state.groups[depth] = label, state.group
        group = next((state.groups[level] for level in range(depth, -1, -1) if level in state.groups), 0)
        state.units[depth] = unit
        if period is not None:
            state.periods[depth] = period
        return f"{self.context.report.id}:{self.prose.key}:{self.group_at}:{group}"

    # Where, and the whole

    def _place(self, piece: Piece) -> str | None:
        begin = max(self.text.rfind(";", 0, piece.found.start), piece.opened or 0)
        near = self.text[piece.start : piece.found.start]
        if _COUNTRY.search(near):
            return "cả nước"
        here = [
            place
            for place in self.places
            if begin < place.end <= piece.found.start and not self._is_elsewhere(place)
        ]
        close = [place for place in here if place.start >= piece.start] or here
        if len({place.name for place in close}) == 1:
            return close[0].name
        return self.prose.surroundings.place or self.context.place

    def _is_elsewhere(self, place: PlaceMention) -> bool:
        """Whether a place is named for another reason than that the number was counted there."""
        before = self.text[max(0, place.start - 40) : place.start]
        above = rank_of(place.level) < rank_of(self.context.level)
        return bool(_ELSEWHERE.search(before)) or (above and bool(_BELONGING.search(before)))

    def _build(
        self,
        piece: Piece,
        label: str,
        unit: str | None,
        standing: Standing,
        period: str | None,
        time: Time | None,
        group: str,
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
            indicator=self._indicator(label, unit, standing, self.text[piece.start : found.start]),
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

    def _indicator(self, label: str, unit: str | None, standing: Standing, tail: str) -> str | None:
        own = unit if standing.kind not in (FigureKind.CHANGE, FigureKind.SHARE) else None
        match = self.context.vocabulary.match_indicator
        found = match(f"{label} chiếm", own) if own and "chiếm" in tail.lower() else None
        found = found or match(label, own) or match(label.rpartition(": ")[2], own)
        return found.id if found else None

    def _whole_period(
        self, standing: Standing, period: str | None, time: Time | None, piece: Piece
    ) -> str | None:
        aimed = standing.kind in (FigureKind.TARGET, FigureKind.PLAN)
        if (
            standing.kind is FigureKind.TARGET
            and standing.set_by
            and (time is None or time.start < piece.start)
        ):
            period = self.context.usual_target_period or period
        if period is None and aimed:
            named = [
                t
                for t in self.times
                if t.named and t.shape in ("until", "range") and t.end <= piece.found.start
            ]
            period = named[0].period if named else None
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
    """The thing that a unit counts, none for a measure: `nghìn lượt khách` → `lượt khách`."""
    units, head = load_units(), (unit or "").split("/")[0]
    for word in sorted(units.multipliers, key=len, reverse=True):
        head = head.removeprefix(f"{word} ")
    return "" if head.lower() in units.measures or head.lower() in units.multipliers else head


def _after_noun(words: str) -> str:
    """What is said of the things that the words begin with."""
    reading = load_units().read(words, 0)
    return words[reading.end :].strip() if reading and reading.known else words.strip()


def _is_bare_verb(label: str) -> bool:
    return label.lower() in _BARE_VERBS


def _is_rate(unit: str | None) -> bool:
    return bool(unit) and (unit or "").startswith(("%", "‰", "điểm %"))


def _is_long_enough(label: str) -> bool:
    return len(label.split()) >= 2 or label.isupper()


def _with_verb(label: str, tail: str) -> str:
    """The label with what is said of it: a change is no level, a place in an order no score."""
    verbs = _VERBS.findall(tail)
    return f"{label} {verbs[-1]}" if verbs and verbs[-1].lower() not in label.lower() else label


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
    return (
        ""
        if not head
        or known
        or any(
            head.startswith(word + " ") and head.split(" ", 1)[1].lower() in units.measures
            for word in units.multipliers
        )
        else head
    )


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
