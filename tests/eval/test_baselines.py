"""Plain pipelines and made questions: what they are compared with must itself work."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from corpus.figures import Figure, FigureId, FigureKind, Quantity
from corpus.report import ReportId
from eval.baselines import CHUNK, Bm25, Quoting, hashed, split_recursively
from eval.generate import generate
from eval.gold import Question, as_question
from eval.reply import Cited

LINES = ("Rừng che phủ 61,3% diện tích.", "Thu ngân sách 120 tỷ đồng.", "Hộ nghèo còn 8,4%.")
CHUNKS = [Cited(file="a.txt", text=line) for line in LINES]


@given(st.text(alphabet="abc \n", max_size=6000))
def test_chunks_are_short_and_lose_no_letter(text: str) -> None:
    """Overlap may repeat, never drop."""
    chunks = split_recursively(text)

    assert all(len(chunk) <= CHUNK for chunk in chunks)
    assert all(word in " ".join(chunks).split() for word in text.split() if len(word) < 20)


def test_bm25_ranks_the_line_with_the_words_first() -> None:
    """Rare words weigh more."""
    assert Bm25(CHUNKS)("thu ngân sách bao nhiêu", 1)[0].text == LINES[1]


def test_a_hashed_vector_lies_nearest_to_its_own_text() -> None:
    """Of length one, the same every time."""

    def likeness(first: str, second: str) -> float:
        return sum(a * b for a, b in zip(hashed(first), hashed(second), strict=True))

    assert abs(likeness(LINES[0], LINES[0]) - 1) < 1e-9
    assert likeness("rừng che phủ", LINES[0]) > likeness("rừng che phủ", LINES[1])


def test_a_quoting_answerer_cites_what_it_quotes() -> None:
    """And never refuses what it finds words for."""
    reply = Quoting("q", Bm25(CHUNKS)).ask(Question(id="q", text="hộ nghèo", type="figure", style="plain"))

    assert reply.status == "answered"
    assert all(hit.text in reply.text for hit in reply.citations)


def figure(
    value: str, period: str, *, place: str = "huyện Hòa An", kind: FigureKind = FigureKind.ACTUAL
) -> Figure:
    """A fact as the store holds it."""
    number = Decimal(value.replace(",", "."))
    return Figure(
        id=FigureId(f"{place}-{period}-{value}-{kind}"),
        report_id=ReportId("r"),
        file="hoa-an.txt",
        written=f"{value}%",
        quantity=Quantity(low=number, high=number),
        unit="%",
        label="Tỷ lệ che phủ rừng",
        indicator="forest_cover",
        place=place,
        level="huyện",
        period=period,
        kind=kind,
        sentence=f"Rừng che phủ {value}%.",
        section=(),
        spans=(),
        sentence_spans=(),
        group=period,
    )


def test_made_questions_have_exact_gold() -> None:
    """Value, target, change and trend of one indicator."""
    facts = [figure("61,3", "2021"), figure("62", "2022"), figure("62,8", "2023")]
    facts.append(figure("65", "2023", kind=FigureKind.TARGET))

    made = [as_question(row) for row in generate(facts, count=20, seed=3)]
    gold = {question.type: {way.value for ways in question.figures for way in ways} for question in made}

    assert gold["trend"] == {"61,3", "62", "62,8"}
    assert gold["target"] == {"62,8", "65"}
    assert gold["compute"] <= {"0,7", "0,8"}
    assert all(question.evidence for question in made)


def test_facts_that_contradict_one_another_are_not_asked_for() -> None:
    """Nobody could say which is right."""
    assert generate([figure("61,3", "2021"), figure("63,1", "2021")], count=5, seed=1) == []


def test_places_are_compared_in_the_same_year() -> None:
    """Both figures are asked for."""
    facts = [figure("61,3", "2021"), figure("28", "2021", place="thành phố Hòa An")]

    compared = [row for row in generate(facts, count=9, seed=1) if row.type == "compare_places"]

    assert len(compared) == 1
    assert len(compared[0].answer.figures) == 2


def test_the_same_seed_makes_the_same_questions() -> None:
    """A run can be repeated."""
    facts = [figure(str(60 + year), str(2010 + year)) for year in range(9)]

    assert generate(facts, count=12, seed=5) == generate(facts, count=12, seed=5)
