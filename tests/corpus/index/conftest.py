"""Reports of an invented district, and an index of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.index import Index

WILLOW = """**HUYỆN ỦY SÔNG LIỄU**

Số 12-BC/HU

Sông Liễu, ngày 5 tháng 6 năm 2023

**BÁO CÁO**

**Kết quả giữa nhiệm kỳ của huyện Sông Liễu**

**I- KINH TẾ**

1. Nông nghiệp

Toàn huyện gieo cấy 1.250 ha lúa mùa, vượt kế hoạch 50 ha. Nông dân chuyển sang giống ngắn ngày¹ và \
mở rộng vườn

¹ Gồm các giống Hương Liễu, Nếp Bạc và Tẻ Vàng; năm 2022 mới trồng thử 40 ha.

cam trên đất dốc. Đàn trâu giữ ở mức 8.300 con.

2. Thương mại

Các biện pháp đã làm:

- Mở hai phiên chợ đêm mỗi tháng.

- Vận động tiểu thương niêm yết giá.

**II- XÃ HỘI**

Tỷ lệ hộ nghèo còn 14,6%, giảm 3,1 điểm % so với năm 2021². Số người tham gia BHYT là 27.400 người.

² Năm 2021 tỷ lệ hộ nghèo theo chuẩn mới là 17,7%.

**PHỤ LỤC 1. MỘT SỐ CHỈ TIÊU**

TT\tChỉ tiêu\tĐơn vị\tMục tiêu\tKết quả
1\tThu ngân sách\tTỷ đồng\t45\t41,2
2\tTrường đạt chuẩn\tTrường\t12\t13
"""

PINE = """**HUYỆN ỦY NÚI THÔNG**

Số 7-BC/HU

Núi Thông, ngày 1 tháng 7 năm 2024

**BÁO CÁO**

**Tình hình huyện Núi Thông năm 2024**

**I- LÂM NGHIỆP**

Huyện trồng mới 320 ha thông, nâng tỷ lệ che phủ rừng lên 61,5%. Ba trạm bảo vệ rừng được sửa lại.

**II- GIÁO DỤC**

Có 18 trường mầm non với 2.150 trẻ. Tỷ lệ hộ nghèo ảnh hưởng đến việc đến lớp của trẻ vùng cao.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two reports as files."""
    here = tmp_path / "báo cáo"
    here.mkdir()
    (here / "song_lieu.txt").write_text(WILLOW, encoding="utf-8")
    (here / "nui_thong.txt").write_text(PINE, encoding="utf-8")
    return here


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "home"


@pytest.fixture
def index(home: Path) -> Iterator[Index]:
    """An index without reports."""
    opened = Index.open(home)
    yield opened
    opened.close()


@pytest.fixture
def filled(index: Index, folder: Path) -> Index:
    """An index of both reports, without vectors."""
    index.add_many(sorted(folder.iterdir()), vectors=False)
    return index
