"""What `baocao doctor` looks at: the data folder, the stores, the optional parts, the model."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib.util import find_spec

from api.words import words_for
from assistant.assemble import model_spec
from assistant.compose.chat_models import open_model
from assistant.errors import MissingProviderError, UnusableHomeError
from assistant.settings import Settings, prepare_home, variable
from corpus.errors import StoreError
from corpus.index import Index
from corpus.read.scan import can_recognise


class State(StrEnum):
    """How a part is; only what is broken makes `doctor` fail."""

    SOUND = "tốt"
    ABSENT = "chưa có"
    BROKEN = "hỏng"


@dataclass(frozen=True, slots=True)
class Finding:
    """One part of the house and what to do about it."""

    part: str
    state: State
    words: str


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """An extra of the distribution: what it adds, and what still works without it."""

    extra: str
    modules: tuple[str, ...]
    gives: str
    without: str


OPTIONAL_PARTS = (
    OptionalPart(
        "files", ("lxml", "pypdfium2", "docx"), "đọc tệp Word, PDF, HTML", "tệp văn bản vẫn đọc được"
    ),
    OptionalPart(
        "exports",
        ("lxml", "matplotlib", "xlsxwriter"),
        "xuất Word, Excel, hình",
        "vẫn xem và chép được trên trang",
    ),
    OptionalPart("mcp", ("mcp",), "máy chủ MCP", "API và dòng lệnh vẫn đủ mọi công cụ"),
    OptionalPart(
        "openai", ("langchain_openai",), "mô hình theo giao thức OpenAI", "vẫn trả lời theo quy tắc"
    ),
    OptionalPart("postgres", ("psycopg",), "kho PostgreSQL", "vẫn dùng SQLite"),
    OptionalPart("oidc", ("authlib", "httpx"), "đăng nhập OIDC", "vẫn dùng được khóa truy cập"),
    OptionalPart(
        "otel",
        ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"),
        "vết OpenTelemetry",
        "nhật ký và /metrics vẫn đủ",
    ),
)


_SKILLS = {
    "answers": "trả lời",
    "calls_tools": "gọi công cụ",
    "fills_structures": "điền biểu mẫu",
}


def check_up(settings: Settings) -> tuple[Finding, ...]:
    """Return what was found, part by part."""
    home = _check_home(settings)
    stores = () if home.state is State.BROKEN else (_check_stores(settings),)
    return (home, *stores, _check_model(settings), *_check_extras(), _check_office(), _check_scans())


def _check_home(settings: Settings) -> Finding:
    try:
        home = prepare_home(settings)
    except UnusableHomeError as error:
        return Finding("Thư mục dữ liệu", State.BROKEN, words_for(error))
    free = shutil.disk_usage(home).free // 10**9
    return Finding("Thư mục dữ liệu", State.SOUND, f"{home} ghi được, đĩa còn trống {free} GB")


def _check_stores(settings: Settings) -> Finding:
    """Ask the stores something, so that one which is damaged shows it (or has mended itself)."""
    index = Index.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embeddings=settings.embeddings,
    )
    try:
        cards = index.reports()
        index.search("báo cáo", limit=1)
    except StoreError as error:
        return Finding("Các kho", State.BROKEN, words_for(error))
    finally:
        index.close()
    if not cards:
        return Finding("Các kho", State.ABSENT, "chưa có báo cáo nào; hãy chạy: baocao index THƯ-MỤC")
    passages, figures = (sum(getattr(card, part) for card in cards) for part in ("passages", "figures"))
    words = f"{len(cards)} báo cáo, {passages} đoạn trích, {figures} số liệu; đọc và tìm được"
    return Finding("Các kho", State.SOUND, words)


def _check_model(settings: Settings) -> Finding:
    """Ask the model, if one is set, for what the engine needs of it."""
    part = "Mô hình"
    if not (settings.model or settings.model_base_url):
        advice = f"trả lời theo quy tắc, không cần mô hình (muốn dùng thì đặt {variable('model')})"
        return Finding(part, State.ABSENT, advice)
    from assistant.compose.trial import try_model  # noqa: PLC0415 -- slow, and seldom asked for

    name = settings.model or settings.model_base_url
    try:
        trials = try_model(partial(open_model, model_spec(settings)), min(settings.model_deadline, 20.0))
    except MissingProviderError as error:
        return Finding(part, State.BROKEN, words_for(error))
    told = "; ".join(f"{_SKILLS[one.skill]}: {one.seen or 'được'}" for one in trials)
    if all(one.passed for one in trials):
        return Finding(part, State.SOUND, f"{name}: {told}")
    advice = "Trợ lý vẫn trả lời đầy đủ theo quy tắc; hãy xem lại địa chỉ, khóa hoặc tên mô hình."
    return Finding(part, State.BROKEN, f"{name}: {told}. {advice}")


def _check_extras() -> Iterator[Finding]:
    for part in OPTIONAL_PARTS:
        if all(map(_is_there, part.modules)):
            yield Finding(part.extra, State.SOUND, part.gives)
        else:
            install = f"pip install 'baocao[{part.extra}]'"
            yield Finding(part.extra, State.ABSENT, f"{part.gives}: {install}; không có thì {part.without}")


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package above it
        return False


def _check_office() -> Finding:
    part, gives = "LibreOffice", "đọc tệp .doc, .odt và .rtf"
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Finding(part, State.SOUND, f"{gives} ({found})")
    return Finding(part, State.ABSENT, f"{gives}: cài LibreOffice; không có thì .docx vẫn đọc được")


def _check_scans() -> Finding:
    part, gives = "tesseract", "nhận dạng chữ trong PDF quét"
    if can_recognise():
        return Finding(part, State.SOUND, gives)
    advice = "cài tesseract cùng dữ liệu tiếng Việt (tesseract-ocr-vie)"
    return Finding(part, State.ABSENT, f"{gives}: {advice}; không có thì PDF có lớp chữ vẫn đọc được")
