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
