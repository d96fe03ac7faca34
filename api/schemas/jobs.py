"""Background work as the doors give it."""

from pydantic import BaseModel, Field

from api.stores.jobs import ENDED, FileState, Job, JobState

_SAID = {
    JobState.QUEUED: "Đang chờ đến lượt.",
    JobState.RUNNING: "Đang đọc và lập chỉ mục.",
    JobState.DONE: "Đã xong.",
    JobState.FAILED: "Không có tệp nào dùng được.",
    JobState.CANCELLED: "Đã hủy.",
}


class JobFileOut(BaseModel):
    """One file of a job."""

    name: str = Field(description="Tên tệp")
    bytes: int = Field(description="Dung lượng")
    status: FileState = Field(description="Đến đâu rồi")
    report_id: str | None = Field(description="Báo cáo đã thành")
    error: str | None = Field(description="Sai ở đâu, làm gì tiếp")
    problems: int = Field(description="Số chỗ chưa đọc chắc chắn")


class JobOut(BaseModel):
    """A job, as far as it is."""

    id: str = Field(description="Mã việc")
    kind: str = Field(description="Loại việc", examples=["upload"])
    status: JobState = Field(description="Đến đâu rồi")
    message: str = Field(description="Bằng lời", examples=["Đang đọc và lập chỉ mục. Đã xong 1 trên 3 tệp."])
    done: int = Field(description="Số tệp đã xong")
    total: int = Field(description="Số tệp")
    created_at: str = Field(description="Lúc gửi (UTC)")
    finished_at: str | None = Field(description="Lúc xong (UTC)")
    files: list[JobFileOut]


class JobPage(BaseModel):
    """One page of jobs."""

    total: int
    results: list[JobOut]


def job_out(job: Job) -> JobOut:
    """A job for people and scripts."""
    waiting = {FileState.WAITING, FileState.READING}
    done = sum(file.state not in waiting for file in job.files)
    count = (
        ""
        if job.state in ENDED and job.state is not JobState.DONE
        else f" Đã xong {done} trên {len(job.files)} tệp."
    )
    return JobOut(
        id=job.id,
        kind=job.kind,
        status=job.state,
        message=_SAID[job.state] + count,
        done=done,
        total=len(job.files),
        created_at=job.created_at.isoformat(),
        finished_at=job.finished_at.isoformat() if job.finished_at else None,
        files=[
            JobFileOut(
                name=file.name,
                bytes=file.bytes,
                status=file.state,
                report_id=file.report_id,
                error=file.reason,
                problems=file.problems,
            )
            for file in job.files
        ],
    )
