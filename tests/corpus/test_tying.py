"""A figure is cited from the passage that it stands in: its row, its note, or its sentences."""

from __future__ import annotations

from pathlib import Path

from corpus.index import Index

REPORT = """**HUYỆN ỦY ĐÁ TRẮNG**

Đá Trắng, ngày 4 tháng 3 năm 2024

**BÁO CÁO**

**Kết quả năm 2023 của huyện Đá Trắng**

**I- KINH TẾ**

Sản lượng mật ong đạt 37 tấn¹, tăng 4 tấn so với năm 2022.

¹ Trong đó mật ong rừng 12 tấn.

**BIỂU 1. CHỈ TIÊU**

TT\tChỉ tiêu\tĐơn vị\tKế hoạch\tThực hiện
1\tTrồng tre\tHa\t55\t58
2\tĐàn ngựa\tCon\t640\t655
"""


def test_each_figure_knows_the_passage_that_holds_it(tmp_path: Path) -> None:
    file = tmp_path / "da_trang.txt"
    file.write_text(REPORT, encoding="utf-8")
    index = Index.open(tmp_path / "home")
    index.add_many([file], vectors=False)

    figures = {one.written: one for one in index.figures()}
    passages = {one.id: one for one in index.report_passages(index.reports()[0].id)}
    homes = {written: passages[one.passage] for written, one in figures.items() if one.passage}

    assert homes["37"].kind == "body"
    assert homes["12"].footnote == "1"
    assert homes["58"].table_row == ("Trồng tre",)
    assert homes["655"].table_row == ("Đàn ngựa",)
    assert all(written in home.text for written, home in homes.items())
    assert {one.written for one in index.figures(passage=[homes["58"].id])} == {"55", "58"}
    index.close()
