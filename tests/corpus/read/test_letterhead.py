"""Letterheads in two columns, and dates that are still to come."""

from __future__ import annotations

from corpus.read import read_text


def test_a_letterhead_beside_the_motto_is_no_table() -> None:
    report = read_text(
        "UBND TỈNH AN GIỒNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "**SỞ Y TẾ**\t**Độc lập - Tự do - Hạnh phúc**\n\n"
        "Số: 812/BC-SYT\tAn Giồng, ngày 04 tháng 10 năm 2024\n\n**BÁO CÁO**\n\n"
        "I. KẾT QUẢ\n\nĐã làm nhiều việc.\n",
        file="a.txt",
    )
    assert (report.front.number, report.front.date) == ("812/BC-SYT", "2024-10-04")
    assert not report.tables


def test_a_deadline_is_not_the_reports_date() -> None:
    report = read_text(
        "BÁO CÁO\n\nTình hình xã Đông Mây\n\nCăn cứ Kế hoạch số 15/KH-UBND ngày 12/3/2024.\n\n"
        "Phấn đấu hoàn thành bệnh án điện tử trước ngày 31/12/2027.\n",
        file="a.txt",
    )
    assert report.front.date == "2024"


def test_the_sitting_that_a_report_is_put_before_dates_it() -> None:
    report = read_text(
        "BÁO CÁO TÌNH HÌNH XÃ ĐÔNG MÂY NĂM 2023\n\n(Trình tại kỳ họp cuối năm, ngày 06/12/2023)\n\n"
        "I. KẾT QUẢ\n\nĐề án được duyệt ngày 15/01/2022 và bổ sung ngày 20/02/2024.\n",
        file="a.txt",
    )
    assert report.front.date == "2023-12-06"


def test_a_letterhead_in_lines_close_together_gives_number_day_and_title() -> None:
    report = read_text(
        "ĐẢNG BỘ TỈNH BIỂN HÀ\nTHÀNH ỦY VŨNG BÌNH\n*\nSố 412-BC/ThU\nVũng Bình, ngày 15 tháng 8 năm 2025\n\n"
        "BÁO CÁO CHÍNH TRỊ\ntrình Đại hội đại biểu Đảng bộ thành phố Vũng Bình lần thứ XIII\n\n"
        "I. KẾT QUẢ\n\nĐã làm nhiều việc.\n",
        file="a.txt",
    )
    assert (report.front.number, report.front.date) == ("412-BC/ThU", "2025-08-15")
    assert report.front.title is not None
    assert report.front.title.startswith("BÁO CÁO CHÍNH TRỊ")


def test_a_number_in_square_brackets_is_the_mark_of_a_note() -> None:
    report = read_text(
        "I. KẾT QUẢ\n\nThành phố có 486 cơ sở lưu trú với 9.740 phòng[1].\n\n"
        "[1] Trong đó có 12 khách sạn 5 sao.\n\nMọi việc đều tốt.\n",
        file="a.txt",
    )
    (note,) = report.footnotes
    assert (note.number, note.body.text) == ("1", "Trong đó có 12 khách sạn 5 sao.")
    assert note.anchor == "Thành phố có 486 cơ sở lưu trú với 9.740 phòng"
