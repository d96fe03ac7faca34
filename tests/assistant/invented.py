"""Two invented reports, small enough to know by heart: the reports of a province and of its district."""

from __future__ import annotations

from pathlib import Path

PROVINCE = """TỈNH ỦY THANH LÂM
Số 61-BC/TU
Thanh Lâm, ngày 20 tháng 11 năm 2023

BÁO CÁO
sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ tỉnh Thanh Lâm lần thứ XII

I- KẾT QUẢ THỰC HIỆN

1. Về kinh tế

Năm 2023, thu ngân sách trên địa bàn tỉnh ước đạt 1.840 tỷ đồng.

Tỷ lệ che phủ rừng năm 2021 đạt 48,2%. Tỷ lệ che phủ rừng năm 2023 đạt 50,6%.

Toàn tỉnh có 214 hợp tác xã. Đến nay, tỉnh có 12 sản phẩm OCOP 4 sao.

2. Về xã hội

Năm 2023, tỷ lệ hộ nghèo của tỉnh còn 19,4%.

Toàn tỉnh có 312 trường, gồm: 120 trường mầm non; 110 trường tiểu học; 81 trường trung học cơ sở.

II- NHIỆM VỤ

Phấn đấu đến năm 2025, tỷ lệ che phủ rừng đạt 53%.
"""
DISTRICT = """HUYỆN ỦY KHE VÀNG
Số 17-BC/HU
Khe Vàng, ngày 05 tháng 12 năm 2023

BÁO CÁO
kết quả thực hiện Nghị quyết Đại hội Đảng bộ huyện Khe Vàng, tỉnh Thanh Lâm, năm 2023

I- KẾT QUẢ

Năm 2023, thu ngân sách trên địa bàn huyện đạt 46 tỷ đồng.

Tỷ lệ hộ nghèo của huyện năm 2023 còn 24,1%.

Toàn huyện có 7.300 học sinh và 365 giáo viên.
"""


def write_reports(folder: Path) -> list[Path]:
    """Both reports as files."""
    paths = []
    for name, text in (("tinh", PROVINCE), ("huyen", DISTRICT)):
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths
