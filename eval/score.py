"""One reply held against its gold: exact checks, no judgement.

A reply is right when every gold figure, word and verdict stands in it, every gold place is cited and nothing
forbidden is said; a question that must be refused is right when it is. Silence scores on refusals alone,
and answering everything fails them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from eval.amounts import Amount, amounts, plain_text, read_number, read_unit, values
from eval.gold import Evidence, GoldFigure, Question
from eval.reply import Cited, Reply

LONGEST_ANSWER = 6000
MOST_CITATIONS = 40
REFUSALS = frozenset({"not_found", "refused", "clarify"})
_SMALL = 12  # counts such as "3 chỉ tiêu" are the answer's own
_YEARS = range(1990, 2061)

_REFUSES = re.compile(
    r"không (?:tìm thấy|có (?:số liệu|thông tin|dữ liệu)|nêu|đề cập|ghi|thấy|thể)|chưa (?:có|nêu|thấy)"
    r"|ngoài phạm vi|từ chối",
    re.IGNORECASE,
)
_MISSED = re.compile(
    r"chưa đạt|không đạt|thấp hơn|còn thiếu|hụt|chưa hoàn thành|kém mục tiêu|cao hơn mức", re.IGNORECASE
)
_MARKS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾*_|]|\[\d+\]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DECIMAL_POINT = re.compile(r"(?<![\w,.])-?\d+\.\d+(?![\w.,])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was right and what was not."""

    id: str
    type: str
    style: str
    faults: tuple[str, ...]
    content_right: bool
    evidence_right: bool
    should_refuse: bool
    refused: bool
    evidence_recall: float | None = None  # None where no place is asked for
    evidence_precision: float | None = None  # None where nothing was cited or nothing should be
    focus: float | None = None  # of the figures that the answer states, how many were asked for
    unsupported: tuple[str, ...] = ()
    misled: bool = False  # something was computed or concluded, and it is not what was asked for
    elapsed_ms: float = 0.0
    steps_ms: Mapping[str, float] = field(default_factory=dict)  # where whoever replied says it

    @property
    def right(self) -> bool:
        """Fully right."""
        return not self.faults


def score(question: Question, reply: Reply) -> Score:
    """The reply's score."""
    refused = has_refused(reply)
    content = _content_faults(question, reply, refused=refused)
    matched = [any(cites(cited, place) for cited in reply.citations) for place in question.evidence]
    enough = any(matched) if question.any_evidence else all(matched)
    evidence = () if not matched or enough else (f"căn cứ {sum(matched)}/{len(matched)}",)
    loose = unsupported(reply, echo=question.text if refused else "")
    return Score(
        id=question.id,
        type=question.type,
        style=question.style,
        faults=(*content, *evidence, *_promise_faults(loose)),
        content_right=not content,
        evidence_right=not evidence and reply.error is None,
        should_refuse=question.refuse,
        refused=refused,
        evidence_recall=_recall(matched, any_is_enough=question.any_evidence),
        evidence_precision=_precision(question, reply),
        focus=_focus(question, reply),
        unsupported=loose,
        misled=bool(content and reply.calculations) and not refused,
        elapsed_ms=reply.elapsed_ms,
        steps_ms=_steps(reply),
    )


def _steps(reply: Reply) -> dict[str, float]:
    told = reply.raw.get("steps_ms")
    steps = told.items() if isinstance(told, Mapping) else ()
    return {name: float(value) for name, value in steps if isinstance(value, int | float)}


def has_refused(reply: Reply) -> bool:
    """Whether the reply says that it does not tell; words count only where no status says “answered”."""
    if reply.error is not None:
        return False
    if reply.status in REFUSALS:
        return True
    speaks_for_itself = reply.status == "answered" and bool(reply.raw.get("status"))
    return not speaks_for_itself and not reply.citations and bool(_REFUSES.search(reply.text))


def states(figure: tuple[GoldFigure, ...], text: str) -> bool:
    """Whether the text states a figure, in one of its ways, with the right unit."""
    found = list(amounts(text))
    return any(_states(way, found, text) for way in figure)


def cites(cited: Cited, place: Evidence) -> bool:
    """Whether a citation is of the place; every condition that the gold gives must hold."""
    text = tight(cited.text)
    conditions = (
        cited.file.startswith(place.doc),
        place.snippet is None or tight(place.snippet) in text,
        place.section is None or tight(place.section) in tight(" ".join(cited.section)),
        place.footnote is None or _is_note(cited, place.footnote),
        not place.table_row
        or any(tight(row) in tight(cited.table_row or "") + text for row in place.table_row),
        all(any(_stands(way, cited.text) for way in ways) for ways in place.figures),
    )
    return all(conditions)


def unsupported(reply: Reply, echo: str = "") -> tuple[str, ...]:
    """Figures of the answer that nothing cited or computed holds; years and small counts aside.

    A refusal may say again what was asked (`echo`).
    """
    known = set(values(_MARKS.sub(" ", " ".join(_ground(cited) for cited in reply.citations))))
    written = json.dumps(reply.calculations, ensure_ascii=False, default=str).replace('"', " ")
    known |= values(written) | values(echo)
    known |= {abs(Decimal(point.group())) for point in _DECIMAL_POINT.finditer(written)}
    loose = {abs(amount.value) for amount in amounts(reply.text)} - known
    return tuple(f"{value:f}" for value in sorted(loose) if value > _SMALL and value not in _YEARS)


def tight(text: str) -> str:
    """A text without what must not decide: case, blanks, punctuation, footnote marks."""
    composed = unicodedata.normalize("NFC", text)
    return re.sub(r"[\s\W]+", "", _MARKS.sub("", composed)).lower()


def _content_faults(question: Question, reply: Reply, *, refused: bool) -> tuple[str, ...]:
    if reply.error is not None:
        return (f"lỗi {reply.error}",)
    if question.refuse:
        return () if refused else ("trả lời điều báo cáo không có",)
    text = plain_text(reply.text)
    faults = [f"trạng thái {reply.status}"] if reply.status in REFUSALS - {"clarify"} else []
    if len(text) > LONGEST_ANSWER or len(reply.citations) > MOST_CITATIONS:
        faults.append("chép ồ ạt, không phải câu trả lời")
    faults += [f"thiếu số {shown(figure)}" for figure in question.figures if not states(figure, reply.text)]
    faults += [
        f"thiếu từ {' | '.join(words)}"
        for words in question.contains
        if not any(tight(w) in tight(text) for w in words)
    ]
    faults += [f"có từ cấm {words}" for words in question.absent if tight(words) in tight(text)]
    if question.verdict and question.verdict not in (said := _verdicts(reply)):
        faults.append(f"kết luận {question.verdict}, đã nói {', '.join(sorted(said)) or 'gì đâu'}")
    return tuple(faults)


def shown(figure: tuple[GoldFigure, ...]) -> str:
    """A gold figure in words."""
    return " | ".join(" ".join(filter(None, (way.value, way.unit))) for way in figure)


def _promise_faults(loose: tuple[str, ...]) -> tuple[str, ...]:
    return (f"số không căn cứ {', '.join(loose)}",) if loose else ()


def _verdicts(reply: Reply) -> set[str]:
    """The verdicts of the calculations; else the one that the words give. More than two verdicts are none."""
    results = (calculation.get("result") for calculation in reply.calculations)
    computed = {str(result.get("verdict") or "") for result in results if isinstance(result, Mapping)} - {""}
    if computed:
        return computed if len(computed) <= 2 else set()
    if _MISSED.search(reply.text):
        return {"chưa đạt"}
    return {word for word in ("vượt", "đạt") if word in reply.text.lower()} & {
        "vượt" if "vượt" in reply.text.lower() else "đạt"
    }


def _states(way: GoldFigure, found: list[Amount], text: str) -> bool:
    value = read_number(way.value) if re.fullmatch(r"[-−–]?\d[\d.,]*", way.value) else None
    if value is None:  # a range, a rank such as 56/63
        return _spaced(way.value) in _spaced(plain_text(text))
    wanted = read_unit(way.unit) if way.unit else None
    return any(_same(amount, value, wanted, text) for amount in found)


def _same(amount: Amount, value: Decimal, wanted: tuple[str, Decimal] | None, text: str) -> bool:
    if wanted is None:
        return amount.value == value
    measure, factor = wanted
    if amount.measure is None:  # a table names its unit elsewhere; it must at least be named
        return amount.value == value and _names(measure, text)
    return amount.measure == measure and amount.value * amount.factor == value * factor


def _names(measure: str, text: str) -> bool:
    return measure in text.lower() or (measure == "%" and "phần trăm" in text.lower())


def _spaced(text: str) -> str:
    dashes = unicodedata.normalize("NFC", text).replace("–", "-").replace("−", "-").replace(" đến ", "-")
    return re.sub(r"\s*([-/])\s*", r"\1", dashes).lower()


def _stands(written: str, text: str) -> bool:
    value = read_number(written) if re.fullmatch(r"[-−–]?\d[\d.,]*", written) else None
    clean = _MARKS.sub(" ", text)
    return _spaced(written) in _spaced(clean) if value is None else abs(value) in values(clean)


def _is_note(cited: Cited, number: str) -> bool:
    """Whether a citation is a note, or a raw chunk of text in which the note begins."""
    begins = rf"(?m)^{number.translate(_RAISED)} ?(?=\S)"
    return cited.footnote == number or (cited.footnote is None and bool(re.search(begins, cited.text)))


def _ground(cited: Cited) -> str:
    return " ".join((cited.text, *cited.section, cited.title, cited.footnote or "", cited.table_row or ""))


def _recall(matched: list[bool], *, any_is_enough: bool) -> float | None:
    if not matched:
        return None
    return float(any(matched)) if any_is_enough else sum(matched) / len(matched)


def _precision(question: Question, reply: Reply) -> float | None:
    """Of what was cited, how much is of a gold place or holds a gold figure or word."""
    if question.refuse or not question.evidence or not reply.citations:
        return None
    useful = sum(_useful(cited, question) for cited in reply.citations)
    return useful / len(reply.citations)


def _focus(question: Question, reply: Reply) -> float | None:
    told = {abs(amount.value) for amount in amounts(reply.text)} - set(map(Decimal, _YEARS))
    asked = {value for ways in question.figures for way in ways for value in values(way.value)}
    return len(told & asked) / len(told) if told and asked else None


def _useful(cited: Cited, question: Question) -> bool:
    if any(cites(cited, place) for place in question.evidence):
        return True
    if not any(cited.file.startswith(place.doc) for place in question.evidence):
        return False
    figures = any(_stands(way.value, cited.text) for ways in question.figures for way in ways)
    return figures or any(tight(w) in tight(cited.text) for words in question.contains for w in words)
