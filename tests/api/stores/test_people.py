"""What the doors remember, the same in either database."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import update

from api.access.principal import Scope
from api.stores.conversations import Conversations
from api.stores.database import VERSION_TABLE, Database, migrate
from api.stores.jobs import FileState, JobFile, Jobs, JobState
from api.stores.keys import Keys
from api.stores.tables import conversations, jobs, metadata
from api.stores.visibility import AuditLog, Deed, Visibility


def answer(name: str, talk: str = "c1") -> dict[str, object]:
    return {"answer_id": name, "conversation_id": talk, "status": "answered", "answer": f"Đáp {name} ⁽³¹⁾"}


def test_migrations_build_the_tables_that_the_code_speaks_of(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": VERSION_TABLE,
                "include_name": lambda name, kind, _: kind != "table" or name in metadata.tables,
            },
        )
        assert compare_metadata(context, metadata) == []


def test_several_processes_may_migrate_at_once(database: Database) -> None:
    crowd = [threading.Thread(target=migrate, args=(database.engine,)) for _ in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert Conversations(database).talks("", limit=1, offset=0) == (0, ())


def test_a_conversation_keeps_its_turns_in_order(database: Database) -> None:
    kept = Conversations(database)
    for number in range(3):
        kept.record("an", f"Câu {number}?", answer(f"a{number}"))  # type: ignore[arg-type] # JSON

    assert [turn.answer_id for turn in kept.turns("c1")] == ["a0", "a1", "a2"]
    assert kept.questions("c1", last=2) == ("Câu 1?", "Câu 2?")
    assert kept.turns("c1")[2].answer["answer"] == "Đáp a2 ⁽³¹⁾"
    talk = kept.talk("c1")
    assert talk is not None
    assert (talk.title, talk.owner) == ("Câu 0?", "an")


def test_what_a_person_forgets_is_gone_with_answers_and_feedback(database: Database) -> None:
    kept = Conversations(database)
    kept.record("an", "Câu?", answer("a1"))  # type: ignore[arg-type]
    kept.record("binh", "Câu?", answer("a2", "c2"))  # type: ignore[arg-type]
    kept.rate("a1", "an", "down", "thiếu nguồn")

    assert kept.delete_all("an") == 1

    assert kept.turn("a1") is None
    assert kept.ratings(limit=10, offset=0) == []
    assert kept.turn("a2") is not None


def test_a_second_thought_replaces_the_first(database: Database) -> None:
    kept = Conversations(database)
    kept.record("an", "Câu?", answer("a1"))  # type: ignore[arg-type]
    kept.rate("a1", "an", "down", "thiếu nguồn")
    kept.rate("a1", "an", "up", "")

    assert [(one["rating"], one["reason"]) for one in kept.ratings(limit=10, offset=0)] == [("up", "")]


def test_what_is_older_than_the_retention_is_forgotten(database: Database) -> None:
    kept = Conversations(database)
    kept.record("an", "Câu cũ?", answer("a1", "c1"))  # type: ignore[arg-type]
    kept.record("an", "Câu mới?", answer("a2", "c2"))  # type: ignore[arg-type]
    with database.writing() as connection:
        old = datetime.now(UTC) - timedelta(days=31)
        connection.execute(update(conversations).where(conversations.c.id == "c1").values(updated_at=old))

    assert kept.forget_older(30) == 1

    assert kept.talk("c1") is None
    assert kept.talk("c2") is not None


def one_file(place: int = 0) -> JobFile:
    return JobFile(place=place, name=f"{place}.txt", bytes=10)


def test_a_job_is_taken_by_one_worker_only(database: Database) -> None:
    queue = Jobs(database)
    for number in range(5):
        queue.add(f"j{number}", "upload", "an", [one_file()])
    taken: list[str] = []

    def work() -> None:
        while job := queue.claim():
            taken.append(job.id)

    crowd = [threading.Thread(target=work) for _ in range(4)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert sorted(taken) == ["j0", "j1", "j2", "j3", "j4"]


def test_the_job_of_a_worker_that_died_is_taken_up_again(database: Database) -> None:
    queue = Jobs(database)
    queue.add("j1", "upload", "an", [one_file()])
    assert queue.claim() is not None
    assert queue.claim() is None

    with database.writing() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        connection.execute(update(jobs).values(leased_until=past))

    assert queue.waiting()
    again = queue.claim()
    assert again is not None
    assert again.id == "j1"


def test_a_job_says_how_far_each_file_is(database: Database) -> None:
    queue = Jobs(database)
    queue.add("j1", "upload", "an", [one_file(0), one_file(1)])
    queue.note("j1", JobFile(place=1, name="1.txt", bytes=10, state=FileState.REFUSED, reason="Tệp trống."))
    queue.finish("j1", JobState.DONE)

    job = queue.get("j1")

    assert job is not None
    assert (job.state, [file.state for file in job.files]) == (
        JobState.DONE,
        [FileState.WAITING, FileState.REFUSED],
    )
    assert queue.listed(owner="binh", limit=10, offset=0) == (0, ())


def test_a_job_nobody_took_is_cancelled_at_once_and_a_running_one_when_it_looks(database: Database) -> None:
    queue = Jobs(database)
    queue.add("j1", "upload", "an", [one_file()])
    queue.cancel("j1")
    queue.add("j2", "upload", "an", [one_file()])
    assert queue.claim() is not None
    queue.cancel("j2")

    assert queue.renew("j2")
    first, second = queue.get("j1"), queue.get("j2")
    assert first is not None
    assert second is not None
    assert [first.state, second.state] == [JobState.CANCELLED, JobState.RUNNING]


def test_an_expired_key_is_no_key(database: Database) -> None:
    keys = Keys(database)
    _, lasting = keys.create("a", [Scope.READ], ["van-phong"], 1)
    holder = keys.holder(lasting)

    assert holder is not None
    assert holder.groups == {"van-phong"}
    assert keys.holder("bc_khac") is None


@pytest.mark.parametrize("groups", [["van-phong"], ["van-phong", "so-tai-chinh"], []])
def test_a_report_is_for_the_groups_last_named(database: Database, groups: list[str]) -> None:
    visibility = Visibility(database)
    visibility.restrict("r1", ["cu"])

    visibility.restrict("r1", groups)

    assert visibility.groups() == ({"r1": frozenset(groups)} if groups else {})


def test_a_deed_is_kept_with_who_and_what(database: Database) -> None:
    log = AuditLog(database)
    log.write(Deed(actor="key:1", action="upload", target="j1"), {"files": ["báo cáo.txt"]})

    (kept,) = log.listed(limit=10, offset=0)

    assert (kept["actor"], kept["action"], kept["details"]) == ("key:1", "upload", {"files": ["báo cáo.txt"]})
