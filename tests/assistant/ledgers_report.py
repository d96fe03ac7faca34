"""An invented programme with a table of tasks, a list of documents and a signature."""

from __future__ import annotations

from pathlib import Path

PROGRAMME = """TỈNH ỦY THANH LÂM
Số 14-CTr/TU
Thanh Lâm, ngày 12 tháng 5 năm 2023

CHƯƠNG TRÌNH HÀNH ĐỘNG
thực hiện Nghị quyết về phát triển kinh tế biển của tỉnh Thanh Lâm đến năm 2030

I- TÌNH HÌNH

Vốn đầu tư cho cảng cá còn ít. Sản lượng khai thác năm 2022 giảm 8% do bão kéo dài.

Nghề nuôi hàu của tỉnh phát triển nhanh trong những năm qua.

Đến cuối năm 2022 tỷ lệ tàu có thiết bị giám sát hành trình đạt 71,5%.

Tỉnh chia thành ba vùng nuôi: (1) Vùng bãi triều. (2) Vùng cửa sông. (3) Vùng ngoài khơi.

Hội Nông dân mở 26 lớp tập huấn về vùng nuôi an toàn.

Quỹ cứu hộ trên biển được 4,6 tỷ đồng.

II- MỤC TIÊU

Đến năm 2030, tuổi thọ bình quân của ngư dân đạt 74 tuổi.

III- HẠN CHẾ VÀ NGUYÊN NHÂN

1. Hạn chế

Công tác quản lý bến còn hạn chế; các ngành chưa làm rõ nguyên nhân để khắc phục.

2. Nguyên nhân

- Nguyên nhân chủ quan: Cán bộ đăng kiểm thiếu. Việc phân cấp cho huyện chậm.

Tỉnh đang chuẩn bị công nhận các bến cá gồm: Bến Đá Trắng; Bến Cửa Lạch;
Bến Hòn Mun; Bến Sa Kỳ Mới.

IV- KHEN THƯỞNG: Không

Trên đây là chương trình của tỉnh.

V- KIẾN NGHỊ

Đề nghị Chính phủ gia hạn giấy phép cho tàu cá dưới 12 mét.

Đề nghị Quốc hội xem xét giảm thuế thuê mặt nước.

Nơi nhận:
- Các huyện ủy,
- Lưu.

T/M BAN THƯỜNG VỤ
BÍ THƯ

Đỗ Văn Khải

BIỂU GIAO VIỆC

TT\tNội dung công việc\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn
1\tNạo vét luồng vào cảng cá Bãi Vàng\tSở Giao thông vận tải\tUBND huyện Khe Vàng\tQuý II năm 2024
2\tXây dựng đề án nuôi biển xa bờ\tSở Nông nghiệp và Môi trường\tHội Nông dân tỉnh\t2023-2025
3\tTuyên truyền chống khai thác trái phép\tBan Tuyên giáo Tỉnh ủy\tCác huyện ủy\tHằng năm

CÁC VĂN BẢN CỦA TỈNH ỦY VỀ KINH TẾ BIỂN

STT\tSố hiệu\tNgày ban hành\tTrích yếu
1\t31-NQ/TU\t04/3/2021\tPhát triển nghề nuôi biển
2\t38-NQ/TU\t19/8/2021\tQuản lý rừng ngập mặn
3\t52-KL/TU\t07/02/2022\tChấn chỉnh khai thác thủy sản trái phép
"""


def write_programme(folder: Path) -> Path:
    """The programme as a file."""
    path = folder / "chuong-trinh.txt"
    path.write_text(PROGRAMME, encoding="utf-8")
    return path
