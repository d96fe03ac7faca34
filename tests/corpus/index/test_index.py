"""Reports come and go, and what is asked of the index is what they say now."""

from __future__ import annotations

import shutil
import threading
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import StoreBusyError
from corpus.figures import FigureKind
from corpus.index import Change, Index, Outcome
from corpus.passages import PassageKind
from corpus.stores.lock import WriterLock


def top(index: Index, query: str, **filters: list[str]) -> str:
    hits = index.search(query, limit=1, **filters)
    return hits[0].passage.text if hits else ""


def card_id(index: Index, file: str) -> str:
    return next(card.id for card in index.reports() if card.file == file)


def test_what_was_added_is_found_with_its_report(filled: Index) -> None:
    hit = filled.search("tỷ lệ che phủ rừng")[0]

    assert "61,5%" in hit.passage.text
    assert hit.passage.file == "nui_thong.txt"
    assert [card.place for card in filled.reports()] == ["huyện Núi Thông", "huyện Sông Liễu"]


@pytest.mark.parametrize(
    "typed",
    [
        "tỷ lệ che phủ rừng",
        "ty le che phu rung",
        "TỶ LỆ CHE PHỦ RỪNG",
        "tỉ lệ chê phù rừng",  # wrong tone marks
        "ty lẹ che phu ruwngf",  # a slip of the keyboard
        unicodedata.normalize("NFD", "tỷ lệ che phủ rừng"),
    ],
)
def test_however_it_is_typed_the_same_passage_is_found(filled: Index, typed: str) -> None:
    assert "61,5%" in top(filled, typed)


def test_an_abbreviation_and_its_words_find_the_same(filled: Index) -> None:
    assert "27.400" in top(filled, "số người tham gia bảo hiểm y tế")
    assert "27.400" in top(filled, "số ng tham gia BHYT")


def test_a_footnote_is_found_and_so_is_the_sentence_that_bears_it(filled: Index) -> None:
    hits = filled.search("giống Hương Liễu, Nếp Bạc", limit=2)

    assert {hit.passage.kind for hit in hits} == {PassageKind.FOOTNOTE, PassageKind.BODY}
    assert all("Hương Liễu" in hit.passage.text + "".join(n.text for n in hit.passage.notes) for hit in hits)


def test_exact_diacritics_rank_first(index: Index, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Xã có mười con bò và ba con ngựa.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Xã có mười con bọ và ba con ngựa.\n", encoding="utf-8")
    index.add_many([tmp_path / "b.txt", tmp_path / "a.txt"], vectors=False)

    assert "con bò" in top(index, "con bò")
    assert "con bọ" in top(index, "con bọ")
    assert len(index.search("con bo")) == 2


def test_a_place_in_the_question_prefers_its_report(filled: Index) -> None:
    assert filled.search("tỷ lệ hộ nghèo huyện Núi Thông")[0].passage.file == "nui_thong.txt"
    assert filled.search("tỷ lệ hộ nghèo huyện Sông Liễu")[0].passage.file == "song_lieu.txt"


def test_filters_leave_only_the_reports_that_were_asked_for(filled: Index) -> None:
    willow = card_id(filled, "song_lieu.txt")

    assert {hit.passage.report_id for hit in filled.search("hộ nghèo", reports=[willow])} == {willow}
    assert {hit.passage.report_id for hit in filled.search("hộ nghèo", places=["song lieu"])} == {willow}
    assert {hit.passage.file for hit in filled.search("hộ nghèo", periods=["2024"])} == {"nui_thong.txt"}
    assert filled.search("hộ nghèo", levels=["tỉnh"]) == ()
    assert filled.search("hộ nghèo", reports=["không có"]) == ()


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", '"" AND (', "+*:~^[]{}\\", "rừng:rừng OR *", "\x00", "che phủ " * 12_000]
)
def test_no_query_breaks_the_search(filled: Index, query: str) -> None:
    assert isinstance(filled.search(query), tuple)


def test_an_unchanged_file_is_skipped_and_a_copy_is_named(filled: Index, folder: Path) -> None:
    copy = folder / "bản sao.txt"
    shutil.copy(folder / "song_lieu.txt", copy)

    again, other = filled.add_many([folder / "song_lieu.txt", copy], vectors=False)

    assert again.change is Change.UNCHANGED
    assert (other.change, other.same_as) == (Change.DUPLICATE, "song_lieu.txt")


def test_a_changed_file_takes_the_place_of_its_old_edition(filled: Index, folder: Path) -> None:
    file = folder / "nui_thong.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("61,5%", "62,5%"), encoding="utf-8")

    outcome = filled.add(file)

    assert outcome.change is Change.REPLACED
    assert "62,5%" in top(filled, "tỷ lệ che phủ rừng")
    assert len(filled.reports()) == 2


def test_a_bad_file_is_named_and_the_rest_is_indexed(index: Index, folder: Path) -> None:
    (folder / "hỏng.txt").write_bytes(b"\x00\x01\x02\xff\xfe\x00")
    (folder / "rỗng.txt").write_text("", encoding="utf-8")
    told: list[Outcome] = []

    outcomes = index.add_many([*sorted(folder.iterdir()), folder / "thiếu.txt"], told.append, vectors=False)

    failed = {outcome.path.name for outcome in outcomes if outcome.change is Change.FAILED}
    assert failed == {"hỏng.txt", "rỗng.txt", "thiếu.txt"}
    assert all(outcome.error for outcome in outcomes if outcome.change is Change.FAILED)
    assert len(index.reports()) == 2
    assert len(told) == len(outcomes) == 5


def test_two_files_of_one_name_are_two_reports(index: Index, folder: Path) -> None:
    other = folder / "khác"
    other.mkdir()
    (other / "nui_thong.txt").write_text("Núi Thông có 9 hồ nước.\n", encoding="utf-8")

    index.add_many([folder / "nui_thong.txt", other / "nui_thong.txt"], vectors=False)

    assert len({card.id for card in index.reports()}) == 2
    assert "9 hồ" in top(index, "hồ nước")
    assert "61,5%" in top(index, "che phủ rừng")


def test_a_removed_report_is_gone_at_once(filled: Index) -> None:
    assert filled.remove(card_id(filled, "nui_thong.txt"))

    assert [card.file for card in filled.reports()] == ["song_lieu.txt"]
    assert all(hit.passage.file == "song_lieu.txt" for hit in filled.search("che phủ rừng thông"))
    assert not filled.remove("không có")


def test_a_reader_sees_a_new_report_without_a_restart(index: Index, folder: Path, home: Path) -> None:
    reader = Index.open(home)
    index.add_many([folder / "song_lieu.txt"], vectors=False)
    assert "61,5%" not in top(reader, "che phủ rừng")

    index.add_many([folder / "nui_thong.txt"], vectors=False)

    assert "61,5%" in top(reader, "che phủ rừng")
    reader.close()


def test_a_reader_follows_what_is_replaced_and_removed(filled: Index, folder: Path, home: Path) -> None:
    reader = Index.open(home)
    before = {card.file: card for card in reader.reports()}
    (folder / "nui_thong.txt").write_text("Huyện Núi Thông mở chợ đêm.\n", encoding="utf-8")

    filled.add_many([folder / "nui_thong.txt"], vectors=False)
    after = {card.file: card for card in reader.reports()}
    filled.remove("nui_thong")

    assert after["song_lieu.txt"] == before["song_lieu.txt"]
    assert after["nui_thong.txt"].edition > before["nui_thong.txt"].edition
    assert [card.file for card in reader.reports()] == ["song_lieu.txt"]
    reader.close()


def test_a_report_comes_back_whole(filled: Index, folder: Path) -> None:
    willow = card_id(filled, "song_lieu.txt")
    report = filled.report(willow)

    assert report is not None
    assert report.source == filled.source(willow) == (folder / "song_lieu.txt").read_text(encoding="utf-8")
    assert report.footnotes
    assert filled.report("không có") is None


def test_a_passage_is_shown_among_its_neighbours(filled: Index) -> None:
    passage = filled.search("đàn trâu")[0].passage
    context = filled.context(passage.id, around=2)

    assert context is not None
    assert context.passage == passage == filled.passage(passage.id)
    assert context.report.file == "song_lieu.txt"
    assert all(other.order < passage.order for other in context.before)
    assert all(other.order > passage.order for other in context.after)
    assert passage in context.section
    assert filled.context("không có") is None


def test_an_index_of_another_format_is_read_again(
    filled: Index, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [(card.file, card.passages) for card in filled.reports()]
    filled.close()
    monkeypatch.setattr("corpus.stores.reports.CONTENT", 999)

    later = Index.open(home)

    assert [(card.file, card.passages) for card in later.reports()] == before
    assert {card.format.split("-")[0] for card in later.reports()} == {"999"}
    assert "61,5%" in top(later, "che phủ rừng")
    later.close()


def test_a_second_writer_is_told_or_waits(filled: Index, folder: Path, home: Path) -> None:
    with WriterLock(home / "writer.lock").hold(0):
        with pytest.raises(StoreBusyError):
            filled.add_many([folder / "song_lieu.txt"], wait=0.1)
        assert "61,5%" in top(filled, "che phủ rừng")

    assert filled.add(folder / "song_lieu.txt").change is Change.UNCHANGED


def test_readers_go_on_while_reports_are_replaced(filled: Index, folder: Path) -> None:
    """At every moment the search gives the old words or the new ones, and always some."""
    file = folder / "nui_thong.txt"
    text = file.read_text(encoding="utf-8")
    done = threading.Event()
    seen: list[int] = []

    def read() -> None:
        while not done.is_set():
            hits = filled.search("trồng mới héc-ta thông", limit=3)
            seen.append(sum("ha thông" in hit.passage.text for hit in hits))

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(4):
        file.write_text(text.replace("320 ha", f"{400 + number} ha"), encoding="utf-8")
        filled.add_many([file], vectors=False)
    done.set()
    reader.join()

    assert set(seen) == {1}


def test_figures_are_chosen_by_label_place_and_kind(filled: Index) -> None:
    poor = filled.figures(label="ho ngheo", place="huyện Sông Liễu")

    assert poor
    assert {figure.place for figure in poor} == {"huyện Sông Liễu"}
    assert all(figure.kind is FigureKind.TARGET for figure in filled.figures(kind="target"))
    assert filled.figures(indicator="không có") == ()


def test_a_correction_stands_for_the_reading_until_it_is_revoked(filled: Index) -> None:
    read = filled.figures(label="hộ nghèo")[0]
    before = filled.reports()

    correction = filled.correct_figure(read.id, replace(read, written="15,6%"), reason="in nhầm", author="an")

    assert filled.reports() != before  # whoever keeps figures sees that they are others
    shown = filled.figure(read.id)
    assert correction is not None
    assert shown is not None
    assert (shown.written, shown.flags[-1]) == ("15,6%", "corrected")
    assert filled.figure(read.id, corrected=False) == read
    assert filled.revoke_correction(correction.id, reason="đã kiểm tra lại")
    assert filled.figure(read.id) == read
    assert [kept.reason for kept in filled.corrections(revoked=True)] == ["in nhầm"]
    assert not filled.revoke_correction(correction.id, reason="lần nữa")


def test_a_withdrawn_figure_is_not_given_out(filled: Index) -> None:
    read = filled.figures(label="hộ nghèo")[0]

    filled.correct_figure(read.id, None, reason="số liệu sai")

    assert filled.figure(read.id) is None
    assert read not in filled.figures()
    assert read in filled.figures(corrected=False)
    assert filled.correct_figure("không có", None, reason="…") is None
