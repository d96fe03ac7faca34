"""A question opens few reports, however many there are, and finds in them what all of them would tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.audits.material import gather
from assistant.audits.names import check_names
from assistant.compose.figures import series_of
from assistant.compose.quotes import quote_best
from assistant.compose.rules import RulesComposer
from assistant.compose.writer import Writer
from assistant.evidence import Evidence
from assistant.library import Library
from assistant.understanding.understand import understand
from corpus.figures import Figure
from corpus.index import Hit, Index
from corpus.passages import Passage
from corpus.report import Report
from corpus.stores.reports import ReportCard
from corpus.vocabulary import load_vocabulary
from corpus.words import terms

FIRST = "Sông Núi Đồi Suối Rừng Hồ Đèo Bãi Gò Khe".split()
LAST = "Lam Bạc Hồng Tím Son Nâu Biếc Vàng Chàm Ngọc Mận Sim Quế Trầm Sậy Lau Bưởi Cau Dừa Me".split()
REPORT = """**HUYỆN ỦY {upper}**

{name}, ngày 4 tháng 3 năm 2024

**BÁO CÁO**

**Kết quả năm 2023 của huyện {name}**

Tỷ lệ che phủ rừng của huyện năm 2023 đạt {forest}%, mục tiêu là 60%.

Đàn lợn có {pigs} con; sản lượng mật ong đạt {honey} tấn.
"""


SERIES = """**HUYỆN ỦY BÃI SẬY**

**BÁO CÁO**

**Kết quả giai đoạn 2021-2023 của huyện Bãi Sậy**

**I- Nông nghiệp**

Sản lượng mật ong năm 2021 đạt 30 tấn, năm 2022 đạt 34 tấn (mục tiêu 33 tấn), năm 2023 đạt 41 tấn.

Đàn lợn năm 2023 có 1.200 con, tăng 80 con so với năm 2022.

**II- Phụ lục**

Chỉ tiêu	Năm 2022	Năm 2023
Tỷ lệ che phủ rừng (%)	51,2	52,4
Sản lượng mật ong (tấn)	34	41
Tỷ lệ nhà "sạch_đẹp" (%)	61,5	70,2
"""


class CountingIndex:
    """An index that counts what is opened whole."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.opened: Counter[str] = Counter()
        self.searched: Counter[tuple[str, tuple[str, ...]]] = Counter()
        self.read_whole: Counter[str] = Counter()
        self.figures_given = 0

    def reports(self) -> tuple[ReportCard, ...]:
        """A card of each report."""
        return self._index.reports()

    def report(self, report_id: str) -> Report | None:
        """A whole report, counted."""
        self.opened[report_id] += 1
        return self._index.report(report_id)

    def report_passages(self, report_id: str, *, under: Sequence[str] = ()) -> tuple[Passage, ...]:
        """All passages of a report, counted, or those under a path."""
        self.opened[report_id] += not under
        return self._index.report_passages(report_id, under=under)

    def search(self, query: str, *, limit: int = 10, reports: Sequence[str] = ()) -> tuple[Hit, ...]:
        """The passages that match best, counted by words and reports."""
        self.searched[query, tuple(reports)] += 1
        return self._index.search(query, limit=limit, reports=reports)

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        """These passages."""
        return self._index.passages(passage_ids)

    def figures(
        self,
        *,
        report_id: str | Sequence[str] | None = None,
        indicator: str | Sequence[str] | None = None,
        passage: str | Sequence[str] | None = None,
    ) -> tuple[Figure, ...]:
        """Figures, counted; of whole reports, their reports as well."""
        found = self._index.figures(report_id=report_id, indicator=indicator, passage=passage)
        if indicator is None and passage is None:
            self.opened.update(dict.fromkeys((one.report_id for one in found), 1))
            self.read_whole.update(dict.fromkeys((one.report_id for one in found), 1))
        self.figures_given += len(found)
        return found

    def figures_saying(
        self, report_ids: Sequence[str], weights: Mapping[str, float], *, most: int
    ) -> tuple[Figure, ...]:
        """Figures by their labels, counted."""
        found = self._index.figures_saying(report_ids, weights, most=most)
        self.figures_given += len(found)
        return found


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the reports of two hundred districts."""
    folder, home = tmp_path_factory.mktemp("districts"), tmp_path_factory.mktemp("districts-home")
    for number, (first, last) in enumerate(product(FIRST, LAST)):
        name = f"{first} {last}"
        numbers = {
            "forest": f"{20 + number % 60},{number % 9 + 1}",
            "pigs": 1200 + number,
            "honey": 30 + number,
        }
        text = REPORT.format(name=name, upper=name.upper(), **numbers)
        folder.joinpath(f"{number:03}.txt").write_text(text, encoding="utf-8")
    index = Index.open(home)
    index.add_many(sorted(folder.glob("*.txt")), vectors=False)
    index.close()
    return home


@pytest.fixture
def counting(districts: Path) -> CountingIndex:
    """Their index."""
    return CountingIndex(Index.open(districts))


@pytest.fixture
def warm(counting: CountingIndex) -> Assistant:
    """An assistant over them that has read what it needs of each report."""
    assistant = Assistant(Library(counting, load_vocabulary()), RulesComposer())
    assistant.ask("Xin chào")
    counting.opened.clear()
    return assistant


def test_a_question_about_one_place_opens_its_reports_alone(warm: Assistant, counting: CountingIndex) -> None:
    answer = warm.ask("Tỷ lệ che phủ rừng của huyện Suối Quế năm 2023 so với mục tiêu thế nào?")

    assert len(counting.reports()) == 200
    assert "Suối Quế" in answer.text
    assert len(counting.opened) <= 2
    assert counting.figures_given <= 200


def test_a_question_about_no_place_opens_few_reports(warm: Assistant, counting: CountingIndex) -> None:
    warm.ask("Sản lượng mật ong năm 2023 là bao nhiêu?")

    assert len(counting.opened) <= 4
    assert counting.figures_given <= 500


def test_figures_come_by_passage_and_by_indicator_as_in_their_whole_report(districts: Path) -> None:
    library = Library(Index.open(districts), load_vocabulary())
    report = library.cards[7].id
    whole = library.shelf(report).figures

    passages = library.shelf(report).passages.values()
    assert [one for passage in passages for one in library.figures_in(passage)] == list(whole)
    for indicator in {one.indicator for one in whole if one.indicator}:
        told = library.of_indicator(indicator, [report])[report]
        assert list(told) == [one for one in whole if one.indicator == indicator]
    assert all((home := library.passage_of(one)) and one.written in home.text for one in whole)


def test_what_may_be_of_one_series_is_told_as_by_the_whole_report(tmp_path: Path) -> None:
    tmp_path.joinpath("a.txt").write_text(SERIES, encoding="utf-8")
    index = Index.open(tmp_path / "home")
    index.add_many([tmp_path / "a.txt"], vectors=False)
    some, whole = (Library(index, load_vocabulary()) for _ in range(2))
    report = some.cards[0].id
    figures = whole.shelf(report).figures

    assert {one.table_row is None for one in figures} == {True, False}
    for figure in figures:
        assert series_of(figure, some) == series_of(figure, whole)
        start = figure.spans[0].start
        near = [one for one in figures if start < one.spans[0].start < start + 60]
        assert list(some.figures_between(report, start + 1, start + 60)) == near
        assert list(whole.figures_between(report, start + 1, start + 60)) == near
    assert not some.shelf(report).is_read
    assert any(len(series_of(figure, some)) > 1 for figure in figures)
    index.close()


def test_what_stands_under_a_path_is_found_as_among_all_passages(tmp_path: Path) -> None:
    tmp_path.joinpath("a.txt").write_text(SERIES, encoding="utf-8")
    index = Index.open(tmp_path / "home")
    index.add_many([tmp_path / "a.txt"], vectors=False)
    report = index.reports()[0].id
    whole = index.report_passages(report)
    paths = {path for one in whole for path in (one.section, one.section[:1], one.table_row or ()) if path}

    assert any("%" in path[-1] and '"' in path[-1] for path in paths)
    for path in paths:
        begins = [one for one in whole if path in {one.section[: len(path)], one.table_row}]
        assert list(index.report_passages(report, under=path)) == begins
    assert index.report_passages(report, under=("I- Nông",)) == ()
    index.close()


def test_a_question_reads_no_report_whole_and_searches_for_nothing_twice(
    warm: Assistant, counting: CountingIndex
) -> None:
    counting.searched.clear()
    warm.ask("Tỷ lệ che phủ rừng năm 2023 của huyện Suối Quế và huyện Gò Sim, nơi nào cao hơn?")
    warm.ask("Tỷ lệ che phủ rừng của huyện Hồ Ngọc năm 2023 so với mục tiêu thế nào?")

    assert not counting.read_whole
    assert max(counting.searched.values()) == 1


def test_the_labels_that_say_most_of_the_words_come_first(districts: Path) -> None:
    library = Library(Index.open(districts), load_vocabulary())
    report = library.cards[3].id
    weights = {"mat": 0.5, "ong": 0.4, "lon": 0.2}

    found = library.figures_saying(weights, [report], 2)

    said = [sum(weights.get(word, 0) for word in set(terms(one.label))) for one in found]
    assert said == sorted(said, reverse=True)
    assert "mật ong" in found[0].label
    assert library.figures_saying({"không": 1.0}, [report], 2) == ()


NAMES = """**HUYỆN ỦY ĐỒI MẬN**

Đồi Mận, ngày 4 tháng 3 năm 2024

**BÁO CÁO**

**Kết quả năm 2023 của huyện Đồi Mận**

Chỉ số hài lòng của người dân (SIPAS) xếp thứ 4. Chỉ số cải cách hành chính ({reform}) xếp thứ 6.

Năm nay chỉ số hài lòng của người dân ({pleased}) tiến hai bậc¹.

¹ Chỉ số cải cách hành chính (PAR) cũng vậy.
"""


def test_a_swapped_abbreviation_is_found_without_opening_a_report(tmp_path: Path) -> None:
    for name, reform, pleased in (("a", "PAR", "SIPAS"), ("b", "SIPAS", "SIPAS"), ("c", "PAR", "SIPAS")):
        text = NAMES.format(reform=reform, pleased=pleased)
        tmp_path.joinpath(f"{name}.txt").write_text(text, encoding="utf-8")
    index = Index.open(tmp_path / "home")
    index.add_many(sorted(tmp_path.glob("*.txt")), vectors=False)
    counting = CountingIndex(index)
    library = Library(counting, load_vocabulary())
    library.refresh()
    counting.opened.clear()

    (found,) = library.swapped_names

    assert not counting.opened
    (audited,) = check_names(gather(index))
    assert (found.printed, found.recomputed, found.what) == (
        audited.printed,
        audited.recomputed,
        audited.what,
    )
    assert found.printed.endswith("cải cách hành chính (SIPAS)")
    assert [one.text for one in found.sources] == [one.text for one in audited.sources]
    index.close()


def test_nothing_is_quoted_where_nothing_was_found(districts: Path) -> None:
    library = Library(Index.open(districts), load_vocabulary())
    query = understand("Tỷ lệ che phủ rừng của huyện Suối Quế?", library.scene())
    writer = Writer(library)

    assert not quote_best(query, Evidence((), (), ()), writer)
    assert writer.is_empty


def test_a_place_that_no_report_is_about_is_answered_with_a_few_that_there_are(warm: Assistant) -> None:
    answer = warm.ask("Tỷ lệ che phủ rừng của huyện Bến Cỏ Xanh năm 2023 là bao nhiêu?")

    assert answer.status == "not_found"
    assert "Sông Lam" in answer.text
    assert "và nhiều nơi khác" in answer.text
    assert len(answer.text) < 600


def test_a_list_or_a_series_over_all_reports_opens_few(warm: Assistant, counting: CountingIndex) -> None:
    warm.ask("Những chỉ tiêu nào chưa đạt?")
    warm.ask("Sản lượng mật ong qua từng năm 2020-2023 ra sao?")

    assert len(counting.opened) <= 30
