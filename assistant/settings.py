"""What an operator may set, each as a `BAOCAO_*` variable or a line of a TOML file.

The environment wins over the file that `BAOCAO_CONFIG` names, and the file over the defaults. Whatever
is misspelt or out of bounds is said at once: a setting that silently does nothing is worse than none.
"""

import os
import tempfile
import tomllib
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import TomlConfigSettingsSource as TomlSource

from assistant.errors import (
    InvalidSettingError,
    SettingsError,
    UnknownSettingError,
    UnreadableConfigError,
    UnusableHomeError,
)

PREFIX = "BAOCAO_"
CONFIG = f"{PREFIX}CONFIG"


class Settings(BaseSettings):
    """Values only; rooms take plain values and never read the environment."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid", validate_default=True
    )

    home: Path = Field(
        default_factory=lambda: user_data_path("baocao", appauthor=False),
        description="Thư mục dữ liệu, nơi giữ mọi kho",
    )
    database_url: str | None = Field(
        default=None, description="Kho SQL; mặc định là SQLite trong thư mục dữ liệu"
    )
    chroma_url: str | None = Field(default=None, description="Máy chủ Chroma; mặc định là Chroma cục bộ")
    embeddings: str | None = Field(
        default=None, description="Mô hình véc-tơ, dạng nhà_cung_cấp:tên; mặc định không cần mô hình"
    )
    model: str | None = Field(
        default=None, description="Mô hình trò chuyện, dạng nhà_cung_cấp:tên; mặc định không dùng"
    )
    model_base_url: str | None = Field(default=None, description="Địa chỉ máy chủ tương thích OpenAI")
    model_api_key: SecretStr | None = Field(default=None, description="Khóa của mô hình, nếu cần")

    model_deadline: float = Field(
        default=30.0, gt=0, le=600, description="Số giây chờ mô hình trước khi dùng câu trả lời theo quy tắc"
    )
    model_steps: int = Field(default=8, ge=2, le=50, description="Số lượt mô hình được gọi cho một câu hỏi")
    model_tokens: int = Field(
        default=8000, ge=500, le=1_000_000, description="Số token căn cứ được đưa cho mô hình, tính dư"
    )

    host: str = Field(default="127.0.0.1", description="Địa chỉ mà máy chủ lắng nghe")
    port: int = Field(default=8000, ge=0, le=65535, description="Cổng mà máy chủ lắng nghe")
    workers: int = Field(default=1, ge=1, le=64, description="Số tiến trình phục vụ")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Mức nhật ký ít nhất được ghi"
    )
    log_format: Literal["auto", "json", "text"] = Field(
        default="auto",
        description="Dạng nhật ký; auto là chữ thường trên cửa sổ lệnh và JSON ở nơi khác",
    )

    otel: bool | None = Field(
        default=None,
        description="Gửi vết OpenTelemetry; mặc định chỉ khi có OTEL_EXPORTER_OTLP_ENDPOINT",
    )

    access: bool = Field(
        default=False,
        description="Đòi khóa hoặc đăng nhập; bắt buộc khi phục vụ ra ngoài máy này",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Tên máy chủ được nhận khi không đòi khóa, cách nhau bằng dấu phẩy; máy này luôn có",
    )
    answers_at_once: int = Field(
        default=4, ge=1, le=256, description="Số câu hỏi mà mỗi tiến trình trả lời cùng lúc"
    )
    asks_per_minute: int = Field(
        default=60, ge=1, le=100_000, description="Số câu hỏi mỗi phút của một người; chỉ tính khi đòi khóa"
    )
    upload_megabytes: int = Field(
        default=50, ge=1, le=1024, description="Dung lượng tải lên mỗi lần, tính bằng MB"
    )
    upload_files: int = Field(default=50, ge=1, le=1000, description="Số tệp tải lên mỗi lần")
    keep_originals: Literal["all", "uploads", "none"] = Field(
        default="all",
        description="Giữ bản sao PDF để xem trang: mọi PDF, chỉ PDF tải lên (và trong .zip), hoặc không",
    )
    originals_megabytes: int = Field(
        default=4096, ge=1, le=10_000_000, description="Dung lượng dành cho các bản sao PDF, tính bằng MB"
    )
    retention_days: int | None = Field(
        default=None, ge=1, description="Số ngày giữ các cuộc trao đổi; mặc định là giữ mãi"
    )
    log_questions: bool = Field(
        default=False, description="Ghi cả câu hỏi và câu trả lời vào nhật ký kiểm soát"
    )
    public_url: str | None = Field(
        default=None, description="Địa chỉ mà người dùng gõ, khi đứng sau máy chủ trung gian"
    )
    oidc_issuer: str | None = Field(
        default=None, description="Nơi cấp đăng nhập OIDC, ví dụ https://dang-nhap.example"
    )
    oidc_client_id: str | None = Field(default=None, description="Mã ứng dụng ở nơi cấp đăng nhập")
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="Khóa bí mật của ứng dụng ở nơi cấp đăng nhập"
    )
    oidc_groups_claim: str = Field(
        default="groups", description="Mục trong thẻ đăng nhập ghi các nhóm của một người"
    )
    oidc_admin_group: str | None = Field(default=None, description="Nhóm được quyền quản trị khi đăng nhập")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, hosts: object) -> object:
        return (
            tuple(host.strip() for host in hosts.split(",") if host.strip())
            if isinstance(hosts, str)
            else hosts
        )

    @field_validator("home")
    @classmethod
    def _expand_home(cls, home: Path) -> Path:
        return home.expanduser().absolute()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - pydantic-settings passes it by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then the environment, then the TOML file."""
        return init_settings, env_settings, TomlSource(settings_cls, toml_file=config_file())


class Source(StrEnum):
    """Where a setting's value came from."""

    ENVIRONMENT = "biến môi trường"
    FILE = "tệp cài đặt"
    DEFAULT = "mặc định"


def config_file() -> Path | None:
    """Return the TOML file that the environment names, if any."""
    named = os.environ.get(CONFIG)
    return Path(named).expanduser() if named else None


def load_settings() -> Settings:
    """Return the settings, or raise a `SettingsError` that names what is wrong and what was meant."""
    _refuse_unknown([name for name in os.environ if name.upper().startswith(PREFIX)])
    _refuse_unknown(_file_keys())
    try:
        return Settings()
    except ValidationError as error:
        raise _first_problem(error) from error


def source_of(field: str) -> Source:
    """Return where the value of a field comes from."""
    if any(name.upper() == variable(field) and value for name, value in os.environ.items()):
        return Source.ENVIRONMENT
    return Source.FILE if field in _file_keys() else Source.DEFAULT


def variable(field: str) -> str:
    """Return a field's name in the environment: `home` is `BAOCAO_HOME`."""
    return PREFIX + field.upper()


def prepare_home(settings: Settings) -> Path:
    """Return the data folder, made if it was missing, once a file could be written there."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            return settings.home
    except OSError as error:
        raise UnusableHomeError(settings.home) from error


def _file_keys() -> list[str]:
    file = config_file()
    if file is None:
        return []
    try:
        return list(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise UnreadableConfigError(file, "missing") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableConfigError(file, "syntax") from error


def _refuse_unknown(names: list[str]) -> None:
    """Raise at the first name that is no setting: a variable's whole name, or a key of the file."""
    fields = list(Settings.model_fields)
    variables = [*map(variable, fields), CONFIG]
    for name in names:
        of_environment = name.upper().startswith(PREFIX)
        known, sought = (variables, name.upper()) if of_environment else (fields, name)
        if sought not in known:
            raise UnknownSettingError(name, _nearest(sought, known))


def _nearest(sought: str, known: list[str]) -> str | None:
    """Return the name that was probably meant; the prefix that all of them share says nothing."""
    own = {name.removeprefix(PREFIX): name for name in known}
    close = get_close_matches(sought.removeprefix(PREFIX), own, n=1)
    return own[close[0]] if close else None


def _first_problem(error: ValidationError) -> SettingsError:
    problem = error.errors(include_url=False)[0]
    field = str(problem["loc"][0])
    return InvalidSettingError(variable(field), problem["type"], problem.get("ctx", {}))
