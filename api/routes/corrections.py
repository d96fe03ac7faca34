"""An administrator's word on a figure that was misread: with a reason, and reversible."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.access.gate import Admin, Desk, Reader
from api.access.principal import Principal
from api.problems import Fault, Kind, ProblemError, responses
from api.schemas.answers import Request as Body
from api.schemas.words import Question
from api.stores.visibility import Deed
from corpus.figures import Figure
from corpus.numbers import parse_quantity
from corpus.stores.figures import Correction

router = APIRouter(prefix="/api", tags=["Sửa số liệu"])

Reason = Annotated[Question, Field(max_length=1000)]


class CorrectionRequest(Body):
    """What a figure should be; without `written` it is withdrawn."""

    written: Annotated[Question, Field(max_length=100)] | None = Field(
        default=None,
        description="Số đúng, viết như trong báo cáo; bỏ trống để không dùng số này nữa",
        examples=["67,9"],
    )
    unit: Annotated[Question, Field(max_length=60)] | None = Field(
        default=None, description="Đơn vị đúng; bỏ trống để giữ như cũ", examples=["%"]
    )
    reason: Reason = Field(description="Vì sao", examples=["Nhận dạng chữ mất dấu phẩy"])


class CorrectionOut(BaseModel):
    """A correction as it is kept."""

    id: int
    figure_id: str
    report_id: str
    label: str = Field(description="Đo cái gì")
    read_as: str = Field(description="Số đã đọc được")
    written: str | None = Field(description="Số đúng")
    unit: str | None
    withdrawn: bool = Field(description="Không dùng số này nữa")
    reason: str
    author: str | None
    made_at: str
    revoked_at: str | None
    revoked_because: str | None


@router.get("/corrections", summary="Các số liệu đã sửa", responses=responses(401, 403, 422, 500, 503))
async def list_corrections(
    desk: Desk,
    principal: Reader,
    revoked: Annotated[bool, Query(description="Cả những lần sửa đã bỏ")] = False,  # noqa: FBT002 # a query's default
) -> list[CorrectionOut]:
    """What was corrected, oldest first, of the reports that this person may see."""

    def load() -> list[CorrectionOut]:
        hidden = desk.hidden_from(principal)
        kept = desk.index.corrections(revoked=revoked)
        return [_out(one) for one in kept if one.report_id not in hidden]

    return await run_in_threadpool(load)


@router.put(
    "/figures/{figure_id}/correction",
    summary="Sửa một số liệu đọc sai",
    responses=responses(400, 401, 403, 404, 413, 415, 422, 500, 503),
)
async def correct(
    request: Request, desk: Desk, principal: Admin, figure_id: str, given: CorrectionRequest
) -> CorrectionOut:
    """The correction, which answers and tools use from now on."""

    def keep() -> CorrectionOut:
        read = desk.index.figure(figure_id, corrected=False)
        if read is None:
            raise _unknown()
        right = None if given.written is None else _corrected(read, given.written, given.unit)
        made = desk.index.correct_figure(figure_id, right, reason=given.reason, author=principal.name)
        if made is None:
            raise _unknown()
        desk.note(_deed(request, principal, "correct", figure_id))
        return _out(made)

    return await run_in_threadpool(keep)


@router.delete(
    "/corrections/{correction_id}",
    status_code=204,
    summary="Bỏ một lần sửa",
    responses=responses(401, 403, 404, 422, 500, 503),
)
async def revoke(
    request: Request,
    desk: Desk,
    principal: Admin,
    correction_id: int,
    reason: Annotated[str, Query(min_length=1, max_length=1000, description="Vì sao")],
) -> None:
    """The figure as it was read, again."""

    def undo() -> None:
        if not desk.index.revoke_correction(correction_id, reason=reason):
            raise ProblemError(Kind.NOT_FOUND, "Không có lần sửa này, hoặc đã bỏ.")
        desk.note(_deed(request, principal, "revoke", str(correction_id)))

    await run_in_threadpool(undo)


def _corrected(read: Figure, written: str, unit: str | None) -> Figure:
    quantity = parse_quantity(written)
    if quantity is None:
        raise ProblemError(
            Kind.INVALID, faults=[Fault(field="written", message="Phải là một con số viết kiểu Việt.")]
        )
    return replace(read, written=written, quantity=quantity, unit=unit or read.unit)


def _out(correction: Correction) -> CorrectionOut:
    return CorrectionOut(**{name: getattr(correction, name) for name in CorrectionOut.model_fields})


def _unknown() -> ProblemError:
    return ProblemError(Kind.NOT_FOUND, "Không có số liệu này; báo cáo có thể đã được thay bản mới.")


def _deed(request: Request, principal: Principal, action: str, target: str) -> Deed:
    address = request.client.host if request.client else ""
    request_id = request.scope.get("request_id", "")
    return Deed(actor=principal.id, action=action, target=target, address=address, request_id=request_id)
