"""Units as table columns name them; enough to tell a unit from a name."""

from __future__ import annotations

_UNITS = frozenset(
    unit.strip()
    for unit in """
    % | ‰ | %o | % năm | điểm | điểm % | lần | hệ số | bậc | hạng | đồng | nghìn đồng | ngàn đồng | triệu đồng | tỷ đồng | nghìn tỷ đồng | tr. đồng | tr.đồng | trđ | tr.đ
    | usd | triệu usd | nghìn usd | tỷ usd | ha | nghìn ha | m | m2 | m² | m3 | m³ | km | km2 | km² | tấn | nghìn tấn | triệu tấn | tạ | tạ/ha | kg | lít | mw | kw | kwh
    | triệu kwh | mva | người | nghìn người | lượt | lượt người | lượt khách | nghìn lượt | triệu lượt | khách | hộ | xã | phường | huyện | thành phố | thị xã | tỉnh
    | thôn | bản | thôn, bản | tổ | tổ dân phố | khu | khu dân cư | trường | lớp | phòng | học sinh | trẻ | em | cháu | giường | giường bệnh | trạm | cơ sở | bác sỹ | bác sĩ
    | bệnh nhân | con | nghìn con | cây | nghìn cây | triệu cây | vụ | vụ việc | ca | cuộc | lớp học | hội nghị | đơn | hồ sơ | giấy | văn bản | dự án | công trình
    | doanh nghiệp | htx | hợp tác xã | sản phẩm | tiêu chí | mô hình | điểm du lịch | đảng viên | chi bộ | đảng bộ | tổ chức | đ/c | đồng chí | cán bộ | lao động
    | người lao động | máy | thuê bao | tuổi | năm | tháng | ngày | giờ | chiếc | cái | bộ | cặp | đội | câu lạc bộ | nhà | căn | phòng học | tuyến | cầu | đề tài
    """.split("|")
)


def is_unit(written: str) -> bool:
    """Whether a cell or word group names a unit: `%`, `Triệu đồng`, `Người/năm`."""
    text = " ".join(written.lower().split())
    if not text:
        return False
    head = text.split("/", 1)[0].strip()
    return text in _UNITS or head in _UNITS or text[0] in "%‰"
