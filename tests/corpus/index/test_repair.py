"""What is derived is checked when it is opened, and made anew from SQL when it is not as it should be."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.index import Index


def biggest(folder: Path, pattern: str) -> Path:
    return max(
        (path for path in folder.rglob(pattern) if path.is_file()), key=lambda path: path.stat().st_size
    )


def tear(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3 : len(raw) // 3 + 8] = b"\xff" * 8
    path.write_bytes(raw)


LEXICAL: dict[str, Callable[[Path], object]] = {
    "folder gone": lambda home: shutil.rmtree(home / "lexical"),
    "name gone": lambda home: (home / "lexical" / "CURRENT").unlink(),
    "name nonsense": lambda home: (home / "lexical" / "CURRENT").write_text("g0-nothing"),
    "list torn": lambda home: tear(biggest(home / "lexical", "meta.json")),
    "terms torn": lambda home: tear(biggest(home / "lexical", "*.term")),
    "postings spoilt": lambda home: spoil(biggest(home / "lexical", "*.idx")),
    "segment gone": lambda home: biggest(home / "lexical", "*.store").unlink(),
    "emptied": lambda home: biggest(home / "lexical", "*.idx").write_bytes(b""),
}


@pytest.mark.parametrize("damage", LEXICAL)
def test_a_damaged_lexical_index_is_rebuilt_with_a_word_in_the_log(
    filled: Index, home: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = [hit.passage.id for hit in filled.search("tỷ lệ hộ nghèo")]
    filled.close()
    LEXICAL[damage](home)

    later = Index.open(home)
    with caplog.at_level(logging.WARNING):
        found = [hit.passage.id for hit in later.search("tỷ lệ hộ nghèo")]

    assert found == before
    assert "rebuilding the lexical index" in caplog.text
    assert len(list((home / "lexical").glob("g*"))) == 1
    later.close()


def test_what_a_killed_writer_staged_is_dropped(filled: Index, home: Path, folder: Path) -> None:
    """The kill comes between staging and going live: the old edition stays."""
    file = folder / "nui_thong.txt"
    file.write_text(file.read_text(encoding="utf-8").replace("61,5%", "99,9%"), encoding="utf-8")

    class Killed(BaseException):
        """Stands for SIGKILL: nothing of ours catches it."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    filled._stores.store.make_live = die  # type: ignore[method-assign] # the moment of the kill
    with pytest.raises(Killed):
        filled.add_many([file], vectors=False)
    filled.close()

    later = Index.open(home)
    assert "61,5%" in later.search("tỷ lệ che phủ rừng")[0].passage.text
    assert later.add(file).passages
    assert "99,9%" in later.search("tỷ lệ che phủ rừng")[0].passage.text
    later.close()


VECTORS: dict[str, Callable[[Path], object]] = {
    "folder gone": lambda home: shutil.rmtree(home / "vectors"),
    "manifest torn": lambda home: tear(home / "vectors" / "manifest.json"),
    "graph torn": lambda home: tear(biggest(home / "vectors", "data_level0.bin")),
    "graph spoilt": lambda home: spoil(biggest(home / "vectors", "data_level0.bin")),
    "database torn": lambda home: tear(biggest(home / "vectors", "chroma.sqlite3")),
    "segment gone": lambda home: shutil.rmtree(biggest(home / "vectors", "chroma.sqlite3").parent),
    "frequencies gone": lambda home: biggest(home / "vectors", "*.npy").unlink(),
}


@pytest.mark.parametrize("damage", VECTORS)
def test_a_damaged_vector_index_is_made_anew(index: Index, folder: Path, home: Path, damage: str) -> None:
    index.add_many(sorted(folder.iterdir()))
    here = index.search("tỷ lệ che phủ rừng")[0].passage
    before = [hit.passage.id for hit in index.similar(here.id, limit=3)]
    index.close()
    VECTORS[damage](home)

    later = Index.open(home)

    assert [hit.passage.id for hit in later.similar(here.id, limit=3)] == before
    assert len(list((home / "vectors").glob("s-*"))) == 1
    later.close()


def test_the_same_passage_in_another_report_is_the_most_similar(index: Index, folder: Path) -> None:
    words = "Ba trạm bảo vệ rừng được sửa lại từ vốn của tỉnh và công sức của dân bản."
    (folder / "a.txt").write_text(f"{words}\n", encoding="utf-8")
    (folder / "b.txt").write_text(f"{words.replace('sửa lại', 'sửa l4i')}\n", encoding="utf-8")
    index.add_many(sorted(folder.iterdir()))
    (here,) = [hit.passage for hit in index.search(words, limit=9) if hit.passage.file == "a.txt"]

    nearest = index.similar(here.id)[0]

    assert nearest.passage.file == "b.txt"
    assert nearest.score > 0.7
    assert index.similar("không có") == ()


def test_segments_are_merged_before_they_are_many(index: Index, tmp_path: Path, home: Path) -> None:
    for number in range(12):
        file = tmp_path / f"r{number:02}.txt"
        file.write_text(f"Xã thứ {number} trồng {number + 3} ha quế trong năm.\n", encoding="utf-8")
        index.add(file)

    hits = index.similar(index.search("trồng quế")[0].passage.id, limit=20)

    assert len(hits) == 11
    assert len(list((home / "vectors").glob("s-*"))) <= 5


def test_the_rarity_of_words_is_counted_anew_when_a_collection_has_outgrown_it(
    index: Index, folder: Path, home: Path
) -> None:
    def counted() -> set[str]:
        return {path.name for path in (home / "vectors").glob("frequencies-*")}

    index.add_many(sorted(folder.iterdir()))
    before = counted()
    rows = [f"{number}\tThôn số {number}\t{number + 3}" for number in range(1, 450)]
    table = "\n".join(["TT\tThôn\tDiện tích quế (ha)", *rows])
    words = "Các thôn vùng cao trồng quế trong năm nay."
    (folder / "thon.txt").write_text(f"{words}\n\n{table}\n\n{words}\n", encoding="utf-8")
    index.add(folder / "thon.txt")

    assert len(counted()) == 1
    assert counted() != before
    (here,) = [hit.passage for hit in index.search(words, limit=1)]
    assert index.similar(here.id, limit=3)[0].passage.file == "thon.txt"


def test_a_search_by_words_never_loads_chroma(filled: Index, home: Path) -> None:
    import subprocess  # noqa: PLC0415 - only here
    import sys  # noqa: PLC0415

    filled.close()
    code = (
        "import sys; from pathlib import Path; from corpus.index import Index\n"
        "assert Index.open(Path(sys.argv[1])).search('che phủ rừng')\n"
        "loaded = {'chromadb', 'langchain', 'langchain_core', 'fastapi', 'numpy'} & set(sys.modules)\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code, str(home)], check=True)
