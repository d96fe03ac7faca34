"""Reports sent in, replaced and taken out, and the jobs that do it."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from api.access.gate import Admin, Desk, Reader, Uploader
from api.access.principal import Principal, Scope
from api.problems import Kind, ProblemError, responses
from api.reception import Reception
from api.routes.reports import find_card
from api.schemas.answers import Request as Body
from api.schemas.jobs import JobOut, JobPage, job_out
from api.schemas.pages import Limit, Offset
from api.schemas.words import Id
from api.stores.jobs import ENDED, Job, JobState
from api.stores.visibility import Deed
from api.uploads import Inbox, Sent, Worker

router = APIRouter(prefix="/api", tags=["Báo cáo"])

_STARTED: dict[int | str, dict[str, object]] = {
    202: {"description": "Đã nhận; xem tiến độ ở `/api/jobs/{id}`"}
}
_SENDING = responses(400, 401, 403, 404, 413, 415, 422, 500, 503)


class VisibilityRequest(Body):
    """Who may see a report."""

    groups: list[Id] = Field(
        max_length=100, description="Các nhóm được xem; để trống là mọi người", examples=[["van-phong"]]
    )


class VisibilityOut(BaseModel):
    """Who may see a report."""

    report_id: str
    groups: list[str]


@router.post("/reports", status_code=202, summary="Gửi báo cáo lên", responses=_STARTED | _SENDING)
async def upload(  # noqa: PLR0913 # FastAPI gives each by its name
    request: Request,
    response: Response,
    desk: Desk,
    principal: Uploader,
    *,
    files: Annotated[list[UploadFile], File(description="Một hay nhiều tệp báo cáo")],
    groups: Annotated[
        list[Id], Form(max_length=100, description="Các nhóm được xem; để trống là mọi người")
    ] = [],  # noqa: B006 # FastAPI copies it
) -> JobOut:
    """The job that reads and indexes the files, for their groups alone from the first moment."""
    most = desk.settings.upload_files
    if len(files) > most:
        raise ProblemError(Kind.TOO_LARGE, f"Mỗi lần gửi nhiều nhất {most} tệp.")
    return await _queue(request, response, desk, principal, files, groups=groups)


@router.put(
    "/reports/{report_id}",
    status_code=202,
    summary="Thay một báo cáo bằng bản mới",
    responses=_STARTED | _SENDING,
)
async def replace_report(  # noqa: PLR0913 # FastAPI gives each by its name
    *,
    request: Request,
    response: Response,
    desk: Desk,
    principal: Uploader,
    report_id: str,
    file: Annotated[UploadFile, File(description="Bản mới")],
) -> JobOut:
    """The job that puts the file in the report's place."""

    def groups() -> tuple[str, ...]:
        find_card(desk, principal, report_id)
        return tuple(desk.visibility.groups().get(report_id, ()))

    same = await run_in_threadpool(groups)
    return await _queue(request, response, desk, principal, [file], replaces=report_id, groups=same)


@router.delete(
    "/reports/{report_id}",
    status_code=204,
    summary="Xóa một báo cáo",
    responses=responses(401, 403, 404, 500, 503),
)
async def remove_report(request: Request, desk: Desk, principal: Admin, report_id: str) -> None:
    """Take a report out, with its passages and figures."""

    def remove() -> None:
        find_card(desk, principal, report_id)
        desk.index.remove(report_id, wait=30)
        desk.restrict(report_id, ())
        desk.note(_deed(request, principal, "remove", report_id))

    await run_in_threadpool(remove)


@router.put(
    "/reports/{report_id}/groups",
    summary="Đặt nhóm được xem một báo cáo",
    responses=responses(400, 401, 403, 404, 413, 415, 422, 500, 503),
)
async def restrict_report(
    request: Request, desk: Desk, principal: Admin, report_id: str, wanted: VisibilityRequest
) -> VisibilityOut:
    """The groups that may see the report from now on."""

    def restrict() -> VisibilityOut:
        find_card(desk, principal, report_id)
        groups = sorted(set(wanted.groups))
        desk.restrict(report_id, groups)
        desk.note(_deed(request, principal, "restrict", report_id), groups=groups)
        return VisibilityOut(report_id=report_id, groups=groups)

    return await run_in_threadpool(restrict)


@router.get("/jobs", tags=["Việc nền"], summary="Các việc", responses=responses(401, 403, 422, 500, 503))
async def list_jobs(desk: Desk, principal: Reader, limit: Limit = 20, offset: Offset = 0) -> JobPage:
    """One page of jobs, newest first; an administrator sees everybody's."""

    def load() -> JobPage:
        owner = None if principal.may(Scope.ADMIN) else principal.id
        total, jobs = desk.jobs.listed(owner=owner, limit=limit, offset=offset)
        return JobPage(total=total, results=[job_out(job) for job in jobs])

    return await run_in_threadpool(load)


@router.get(
    "/jobs/{job_id}",
    tags=["Việc nền"],
    summary="Tiến độ một việc",
    responses=responses(401, 403, 404, 500, 503),
)
async def read_job(desk: Desk, principal: Reader, job_id: str) -> JobOut:
    """A job, as far as it is."""
    return job_out(await run_in_threadpool(_own_job, desk, principal, job_id))


@router.delete(
    "/jobs/{job_id}",
    tags=["Việc nền"],
    summary="Hủy một việc",
    description="Tệp đang đọc dở vẫn đọc xong; các tệp sau bị bỏ.",
    responses=responses(401, 403, 404, 409, 500, 503),
)
async def cancel_job(request: Request, desk: Desk, principal: Uploader, job_id: str) -> JobOut:
    """The job, asked to stop."""
    inbox: Inbox = request.app.state.inbox

    def cancel() -> JobOut:
        job = _own_job(desk, principal, job_id)
        if job.state in ENDED:
            raise ProblemError(Kind.CONFLICT, "Việc này đã kết thúc.")
        desk.jobs.cancel(job_id)
        cancelled = _own_job(desk, principal, job_id)
        if cancelled.state is JobState.CANCELLED:
            inbox.clear(job_id)
        return job_out(cancelled)

    return await run_in_threadpool(cancel)


async def _queue(  # noqa: PLR0913 # what a request brings
    request: Request,
    response: Response,
    desk: Reception,
    principal: Principal,
    files: Sequence[UploadFile],
    *,
    replaces: str | None = None,
    groups: Sequence[str] = (),
) -> JobOut:
    sent = [Sent(file.filename or "", file.file) for file in files]
    inbox: Inbox = request.app.state.inbox

    def take() -> Job:
        job = inbox.take(principal.id, sent, replaces=replaces, groups=groups)
        desk.note(_deed(request, principal, "upload", job.id), files=[file.name for file in job.files])
        return job

    job = await run_in_threadpool(take)
    worker: Worker = request.app.state.worker
    worker.call()
    response.headers["Location"] = f"/api/jobs/{job.id}"
    return job_out(job)


def _own_job(desk: Reception, principal: Principal, job_id: str) -> Job:
    job = desk.jobs.get(job_id)
    if job is None or (job.owner != principal.id and not principal.may(Scope.ADMIN)):
        raise ProblemError(Kind.NOT_FOUND, "Không có việc này.")
    return job


def _deed(request: Request, principal: Principal, action: str, target: str) -> Deed:
    address = request.client.host if request.client else ""
    request_id = request.scope.get("request_id", "")
    return Deed(actor=principal.id, action=action, target=target, address=address, request_id=request_id)
