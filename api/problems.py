"""Errors as a person can act on them: RFC 9457 problem details with Vietnamese titles.

Nothing of what broke inside leaves through this door; the request id leads to it in the log.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.params import Form
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.words import refused_value, words_for
from assistant.answer_json import Json
from corpus.errors import BaocaoError, StoreBusyError, StoreError, UnreadableReportError

_log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"


class Kind(Enum):
    """What can go wrong at a door: a key, its status, and what a person is told."""

    BAD_BODY = "bad-body", 400, "Không đọc được nội dung gửi lên. Hãy gửi JSON hợp lệ, mã hóa UTF-8."
    UNAUTHENTICATED = "unauthenticated", 401, "Cần đăng nhập hoặc khóa truy cập hợp lệ."
    FORBIDDEN = "forbidden", 403, "Tài khoản hoặc khóa này không có quyền làm việc đó."
    CSRF = "csrf", 403, "Phiên làm việc không khớp. Hãy tải lại trang rồi thử lại."
    NOT_FOUND = "not-found", 404, "Không tìm thấy mục được yêu cầu. Hãy kiểm tra lại địa chỉ hoặc mã."
    METHOD = "method-not-allowed", 405, "Địa chỉ này không nhận cách gửi đó. Hãy xem tài liệu API."
    NOT_ACCEPTABLE = "not-acceptable", 406, "Không có dạng dữ liệu được yêu cầu."
    CONFLICT = "conflict", 409, "Việc này không hợp với tình trạng hiện tại. Hãy tải lại rồi thử lại."
    TOO_LARGE = "too-large", 413, "Nội dung gửi lên quá lớn. Hãy chia nhỏ rồi gửi lại."
    MEDIA = (
        "unsupported-media-type",
        415,
        "Kiểu nội dung chưa được hỗ trợ. Hãy gửi dạng JSON hoặc tệp đúng loại.",
    )
    INVALID = "invalid-request", 422, "Yêu cầu chưa đúng. Hãy sửa các mục nêu dưới đây rồi gửi lại."
    UNREADABLE = (
        "unreadable-report",
        422,
        "Không đọc được tệp. Hãy kiểm tra xem tệp có phải là văn bản báo cáo.",
    )
    RATE = "rate-limited", 429, "Đã gửi quá nhiều yêu cầu. Hãy chờ một lát rồi thử lại."
    INTERNAL = "internal", 500, "Hệ thống gặp lỗi. Hãy thử lại; nếu vẫn lỗi, báo quản trị kèm mã yêu cầu."
    MISSING_PART = (
        "missing-part",
        501,
        "Máy chủ này chưa cài phần cần cho việc đó. Hãy nhờ quản trị cài thêm.",
    )
    BUSY = "busy", 503, "Kho dữ liệu đang bận. Hãy thử lại sau ít phút."
    UNAVAILABLE = "unavailable", 503, "Kho dữ liệu chưa sẵn sàng. Hãy thử lại sau hoặc báo quản trị."
    TIMEOUT = "timeout", 504, "Việc này mất quá nhiều thời gian. Hãy hỏi hẹp hơn rồi thử lại."

    def __init__(self, key: str, status: int, title: str) -> None:
        self.key, self.status, self.title = key, status, title


_BY_STATUS: Final = {
    400: Kind.BAD_BODY,
    401: Kind.UNAUTHENTICATED,
    403: Kind.FORBIDDEN,
    404: Kind.NOT_FOUND,
    405: Kind.METHOD,
    406: Kind.NOT_ACCEPTABLE,
    409: Kind.CONFLICT,
    413: Kind.TOO_LARGE,
    415: Kind.MEDIA,
    422: Kind.INVALID,
    429: Kind.RATE,
    503: Kind.UNAVAILABLE,
    504: Kind.TIMEOUT,
}


class Fault(BaseModel):
    """One value that was refused."""

    field: str = Field(description="Chỗ sai trong yêu cầu", examples=["question"])
    message: str = Field(description="Sai ở đâu, sửa thế nào", examples=["Thiếu mục này."])


class Problem(BaseModel):
    """An error as RFC 9457 writes it."""

    model_config = ConfigDict(
        json_schema_extra={"description": "Lỗi theo RFC 9457; `title` nói rõ có thể làm gì."}
    )

    type: str = Field(description="Loại lỗi", examples=["urn:baocao:problem:not-found"])
    title: str = Field(description="Lỗi gì và làm gì tiếp", examples=[Kind.NOT_FOUND.title])
    status: int = Field(description="Mã HTTP", examples=[404])
    detail: str | None = Field(default=None, description="Chi tiết của lần này")
    instance: str | None = Field(default=None, description="Địa chỉ đã gọi")
    request_id: str | None = Field(default=None, description="Mã yêu cầu, để tìm trong nhật ký")
    errors: list[Fault] = Field(default_factory=list, description="Từng giá trị bị từ chối")


class ProblemError(HTTPException):
    """A problem that a door found itself."""

    def __init__(
        self,
        kind: Kind,
        words: str | None = None,
        *,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep the kind, the words of this occurrence and headers such as `Retry-After`."""
        super().__init__(kind.status, words or kind.title, dict(headers or {}))
        self.kind, self.words, self.faults = kind, words, tuple(faults)


def problem_response(problem: ProblemError, instance: str, request_id: str | None) -> Response:
    """The response that says what went wrong."""
    content = _body(problem, instance, request_id).model_dump_json(exclude_none=True)
    return Response(content, problem.kind.status, headers=problem.headers, media_type=MEDIA_TYPE)


def problem_body(request: Request, problem: ProblemError) -> dict[str, Json]:
    """What went wrong as plain JSON, for a stream that has begun."""
    body = _body(problem, request.url.path, request.scope.get("request_id"))
    plain: dict[str, Json] = body.model_dump(exclude_none=True)
    return plain


def _body(problem: ProblemError, instance: str, request_id: str | None) -> Problem:
    return Problem(
        type=f"urn:baocao:problem:{problem.kind.key}",
        title=problem.kind.title,
        status=problem.kind.status,
        detail=problem.words,
        instance=instance,
        request_id=request_id,
        errors=list(problem.faults),
    )


def responses(*statuses: int) -> dict[int | str, dict[str, object]]:
    """What OpenAPI says of the errors a route can give."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Let every error of the app leave as a problem."""
    for family in (
        ProblemError,
        RequestValidationError,
        HTTPException,
        BaocaoError,
        ModuleNotFoundError,
        Exception,
    ):
        app.add_exception_handler(family, respond)


def respond(request: Request, error: Exception) -> Response:
    """The problem that an error is, as a response."""
    if isinstance(error, HTTPException) and error.status_code < 400:
        return Response(status_code=error.status_code, headers=error.headers)
    problem = as_problem(request, error)
    if _wants_page(request):
        page: Callable[[Request, ProblemError], Response] = request.app.state.error_page
        return page(request, problem)
    return problem_response(problem, request.url.path, request.scope.get("request_id"))


def _wants_page(request: Request) -> bool:
    """Whether a person's browser asked for a room, not a program for data."""
    program = request.url.path.startswith(("/api/", "/v1/", "/mcp", "/static/", "/manh/"))
    return not program and "text/html" in request.headers.get("accept", "")


def as_problem(request: Request, error: BaseException) -> ProblemError:
    """The problem that an error is."""
    match error:
        case ProblemError():
            return error
        case RequestValidationError():
            return _invalid(request, error)
        case HTTPException():
            return _by_status(request, error)
        case BaocaoError():
            return broken_part(error)
        case ModuleNotFoundError():
            return ProblemError(Kind.MISSING_PART, f"Thiếu thư viện {error.name}; xem “baocao doctor”.")
        case _:
            return ProblemError(Kind.INTERNAL)


def broken_part(error: BaocaoError) -> ProblemError:
    """What a person is told when reading or a store fails."""
    _log.warning("request failed: %s", error)
    match error:
        case UnreadableReportError():
            return ProblemError(Kind.UNREADABLE, words_for(error))
        case StoreBusyError():
            return ProblemError(Kind.BUSY, headers={"Retry-After": "5"})
        case StoreError():
            return ProblemError(Kind.UNAVAILABLE, headers={"Retry-After": "5"})
        case _:
            return ProblemError(Kind.INTERNAL)


def _invalid(request: Request, error: RequestValidationError) -> ProblemError:
    found = error.errors()
    if any(one["type"] == "json_invalid" for one in found):
        return ProblemError(Kind.BAD_BODY)
    if _wrong_type(request) and any(one["loc"][0] == "body" for one in found):
        return ProblemError(Kind.MEDIA)
    faults = [Fault(field=_where(one["loc"]), message=refused_value(one)) for one in found]
    return ProblemError(Kind.INVALID, faults=faults)


def _wrong_type(request: Request) -> bool:
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    field = getattr(request.scope.get("route"), "body_field", None)
    if isinstance(getattr(field, "field_info", None), Form):
        return declared != "multipart/form-data"
    return not declared.endswith("json")


def _where(place: Sequence[object]) -> str:
    inside = [str(step) for step in place if step not in {"body", "query", "path", "header"}]
    return ".".join(inside) or "body"


def _by_status(request: Request, error: HTTPException) -> ProblemError:
    fallback = Kind.INTERNAL if error.status_code >= 500 else Kind.INVALID
    kind = _BY_STATUS.get(error.status_code, fallback)
    # Starlette names the methods of the first route that fits; others may share its path.
    headers = {"Allow": _methods(request)} if kind is Kind.METHOD else error.headers
    return ProblemError(kind, headers=headers)


def _methods(request: Request) -> str:
    paths = request.app.openapi()["paths"]
    template = getattr(request.scope.get("route"), "path", request.url.path)
    return ", ".join(sorted(method.upper() for method in paths.get(template, {}))) or "GET"
