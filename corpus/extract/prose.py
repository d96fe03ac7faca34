"""Figures of running text and footnotes, number by number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.extract.clauses import Piece, Subject, has_content, read_subject
from corpus.extract.context import ReportContext, level_of
from corpus.extract.kinds import Standing, Wording, read_standing, refers_to_aim
from corpus.extract.labels import Label, is_likened, is_starting_point, read_label, read_unit, with_verb
from corpus.extract.lists import Turn, read_turns
from corpus.extract.periods import Spoken, read_period, whole_period
from corpus.extract.stretch import Prose, Sentence, read_sentence, told_at
from corpus.extract.times import find_times
from corpus.extract.where import read_place
from corpus.figures import Figure, FigureId, FigureKind
from corpus.report import Span, Stitched
from corpus.sentences import split_sentences

_SIGN = re.compile(r"[(;,]\s*[-–−+]\s?\d?$")
_OF_WHICH = re.compile(r"\b(?:trong đó|bao gồm|gồm)\b", re.IGNORECASE)
_GROWTH = re.compile(r"(?:tốc độ|nhịp độ|mức) tăng", re.IGNORECASE)
_BASE = re.compile(r"\bso(?: với)? cùng kỳ\b|\bso với (?:năm|đầu năm|cuối năm)\b", re.IGNORECASE)
_OTHER_BASE = re.compile(r"\bbình quân\b|/năm|\btốc độ\b|\bmục tiêu\b", re.IGNORECASE)
_LEAD = re.compile(r"^[^,;.]{0,60}?:")
_LOOK_BACK, _LOOK_AHEAD = 400, 90
_LONGEST = 6000  # characters of a sentence


def extract_prose(prose: Prose, context: ReportContext) -> Iterator[Figure]:
    """The figures of a stretch in order."""
    text = prose.body.text
    lead = _lead_period(text, context)
    last: Sentence | None = None
    for start, end in _sentences(text):
        if not any(map(str.isdigit, text[start:end])):
            continue
        sentence = read_sentence(prose, context, start, text[start:end], lead)
        if sentence.text.startswith("(") and last is not None:
            last.said.go_to(0)
            sentence.said = last.said  # a sentence in brackets goes on from the one that it stands behind
        yield from _figures(sentence)
        last = sentence


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences, one that never ends cut at a mark, so that no text takes more than its share of time."""
    for start, end in split_sentences(text):
        while end - start > _LONGEST:
            cut = (
                max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in (";", ",", " ")) + 1
            )
            cut = cut or start + _LONGEST
            yield start, cut
            start = cut  # noqa: PLW2901 - what is left of it
        yield start, end


def _lead_period(text: str, context: ReportContext) -> str | None:
    """The period that a paragraph opens with for all its sentences: `Trong 10 tháng năm 2023: …`."""
    opening = _LEAD.match(text)
    times = find_times(opening[0], context.clock) if opening else ()
    return times[-1].period if times and times[-1].shape != "yearly" else None


def _figures(sentence: Sentence) -> Iterator[Figure]:
    turns: dict[int, Turn] = {}
    for piece in sentence.pieces:
        sentence.said.go_to(piece.depth)
        begin = piece.start if piece.opened is None else max(piece.start, piece.opened)
        subject = read_subject(sentence.text, begin, piece.found.start, sentence.hidden)
        unit = read_unit(sentence, piece, subject)
        label = read_label(sentence, piece, subject, unit)
        spoken = read_period(sentence, piece, inherited=label.inherited)
        turns = turns | read_turns(sentence, piece, label.text)
        if turn := turns.get(piece.order):
            label = Label(turn.label or label.text)
            spoken = Spoken(turn.time, turn.time.period) if turn.time else spoken
        standing = _standing(sentence, piece, subject, unit, label, spoken)
        _remember(sentence, piece, subject, unit, label, spoken)
        if standing.with_verb:
            sentence.said.verbs[piece.depth] = with_verb("", subject.tail).strip()
        yield _figure(sentence, piece, subject, unit, label, spoken, standing)


def _standing(  # noqa: PLR0913, PLR0917 - the sides of one number
    sentence: Sentence, piece: Piece, subject: Subject, unit: str | None, label: Label, spoken: Spoken
) -> Standing:
    if sentence.is_due(piece, unit):
        return Standing(kind=FigureKind.TARGET)
    found, last = piece.found, sentence.last_unit(piece)
    now, due = sentence.context.clock.now, spoken.time.last_year if spoken.time else None
    return read_standing(
        Wording(
            lead=f"{subject.tail} từ" if is_starting_point(found) else subject.tail,
            after=sentence.text[found.end : found.end + _LOOK_AHEAD],
            label=label.text,
            inherited=label.inherited and last is not None,
            unit=unit,
            earlier_unit=last,
            sentence_before=sentence.text[max(0, found.start - _LOOK_BACK) : found.start],
            aims=sentence.prose.surroundings.aims
            and sentence.prose.footnote is None
            and not _is_past(spoken, now),
            future=bool(now and due and due > now),
            value=found.quantity.value if found.quantity else None,
            earlier=told_at(sentence.said.values, piece.depth),
            bracketed=sentence.before_bracket(piece),
            dated=spoken.time is not None and piece.start <= spoken.time.start,
            signed=piece.depth > 0 and bool(_SIGN.search(sentence.text, 0, found.number_start + 1)),
            growth=bool(_GROWTH.match(label.text)),
            compared_later=_compared_later(sentence, piece),
        )
    )


def _is_past(spoken: Spoken, now: int | None) -> bool:
    """Whether the words name a time that was over when the report was written: no aim lies there."""
    time = spoken.time
    if time is None or now is None or time.last_year is None or time.reference:
        return False
    return time.last_year < now or (time.last_year == now and time.shape in ("months", "now"))


def _compared_later(sentence: Sentence, piece: Piece) -> bool:
    """Whether the sentence says once what its changes are measured against, its parts leaving that out."""
    return _names_base(sentence.text) and not _OTHER_BASE.search(sentence.text, piece.start, piece.found.end)


@lru_cache(maxsize=64)
def _names_base(text: str) -> bool:
    return bool(_BASE.search(text))


def _remember(  # noqa: PLR0913, PLR0917
    sentence: Sentence, piece: Piece, subject: Subject, unit: str | None, label: Label, spoken: Spoken
) -> None:
    said, depth = sentence.said, piece.depth
    if _OF_WHICH.search(sentence.text, piece.start, piece.found.start):
        said.whole = said.subjects.get(depth, "")
    elif ";" in sentence.text[piece.start : piece.found.start]:
        said.whole = ""
    if not label.inherited and not (is_likened(subject) and depth in said.subjects):
        said.subject_count += 1
        said.subjects[depth] = label.text
        said.verbs.pop(depth, None)
        said.groups[depth] = (
            f"{sentence.context.report.id}:{sentence.prose.key}:{sentence.at}:{said.subject_count}"
        )
    if unit is not None:
        said.units[depth] = unit
        said.measured[unit] = label.text
    else:
        said.units.pop(depth, None)
    if piece.found.quantity is not None:
        said.values[depth] = piece.found.quantity.low
    if spoken.period is not None:
        said.periods[depth] = spoken.period


def _figure(  # noqa: PLR0913, PLR0917
    sentence: Sentence,
    piece: Piece,
    subject: Subject,
    unit: str | None,
    label: Label,
    spoken: Spoken,
    standing: Standing,
) -> Figure:
    found, context, body = piece.found, sentence.context, sentence.prose.body
    spans = body.spans(sentence.at + found.start, sentence.at + found.end)
    place = read_place(sentence, piece)
    verbal = standing.with_verb or standing.kind is FigureKind.CHANGE or unit == "hạng"
    text = with_verb(label.text, subject.tail) if verbal else label.text
    if standing.kind is FigureKind.SHARE and label.inherited and refers_to_aim(standing.refers_to):
        text = f"{text} {told_at(sentence.said.verbs, piece.depth) or ''}".strip()
    return Figure(
        id=figure_id(context, spans, f"{sentence.prose.key}:{sentence.at + found.start}"),
        report_id=context.report.id,
        file=context.report.file,
        written=found.written,
        quantity=found.quantity,
        unit=unit,
        label=text,
        indicator=_indicator(context, text, unit, standing, shares="chiếm" in subject.tail.lower()),
        place=place,
        level=level_of(place),
        period=whole_period(sentence, piece, spoken, standing),
        kind=standing.kind,
        sentence=sentence.text,
        section=sentence.prose.surroundings.path,
        spans=spans,
        sentence_spans=body.spans(sentence.at, sentence.at + len(sentence.text)),
        footnote=sentence.prose.footnote,
        refers_to=standing.refers_to,
        set_by=standing.set_by,
        group=told_at(sentence.said.groups, piece.depth),
        flags=("malformed",) if found.quantity is None else (),
    )


def _indicator(
    context: ReportContext, label: str, unit: str | None, standing: Standing, *, shares: bool
) -> str | None:
    """The indicator that a label names; a change's or a share's unit is not the indicator's own."""
    own = unit if standing.kind not in (FigureKind.CHANGE, FigureKind.SHARE) else None
    match = context.vocabulary.match_indicator
    found = match(f"{label} chiếm", own) if shares else None
    found = found or match(label, own) or match(label.rpartition(": ")[2], own)
    return found.id if found else None


def last_subject(text: str, context: ReportContext) -> tuple[str, str | None]:
    """What a text speaks of at its end, and of when: a footnote goes on from there."""
    begin = max((start for start, _ in split_sentences(text)), default=0)
    prose = Prose(body=Stitched(text), surroundings=context.surroundings(None), key="")
    sentence = read_sentence(prose, context, begin, text[begin:], None)
    figures = list(_figures(sentence))
    rest = sentence.pieces[-1].end if figures else 0
    subject = read_subject(sentence.text, rest, len(sentence.text), sentence.hidden)
    if not figures or not has_content(sentence.text, 0, len(sentence.text), sentence.hidden):
        return subject.label, None
    times = [time for time in sentence.times if not time.reference and time.shape != "yearly"]
    return subject.label or figures[-1].label, times[-1].period if times else None


def figure_id(context: ReportContext, spans: tuple[Span, ...], fallback: str) -> FigureId:
    """A name that holds while the file does: the report and where the number stands."""
    return FigureId(f"{context.report.id}:{spans[0].start if spans else fallback}")
