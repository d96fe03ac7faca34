"""What an operator may set, each as a `BAOCAO_*` variable or a line of a TOML file."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Values only; rooms take plain values and never read the environment."""

    model_config = SettingsConfigDict(env_prefix="BAOCAO_", frozen=True, extra="forbid")

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
