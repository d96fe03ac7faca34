"""What was asked and answered, kept per person, exported and deleted on demand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import RowMapping, bindparam, delete, func, insert, select, update

from api.stores.database import Database
from api.stores.tables import answers, conversations, feedback
from assistant.answer_json import Json

TITLE_LENGTH = 120

# Built once: every answer passes here, and building a statement takes longer than running it.
_TOUCH: Final = (
    update(conversations).where(conversations.c.id == bindparam("talk")).values(updated_at=bindparam("now"))
)
_BEGIN: Final = insert(conversations)
_KEEP: Final = insert(answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A conversation as a list shows it."""

    id: str
    owner: str
    title: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question with its answer as it was returned."""

    answer_id: str
    conversation_id: str
    question: str
    answer: Mapping[str, Json]
    created_at: datetime


class Conversations:
    """The conversations of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def record(self, owner: str, question: str, answer: Mapping[str, Json], *, begins: bool = False) -> None:
        """Keep an answer; its conversation comes to be with its first one, at once where it `begins` one."""
        now = datetime.now(UTC)
        talk = str(answer["conversation_id"])
        with self.database.writing() as connection:
            touched = 0 if begins else connection.execute(_TOUCH, {"talk": talk, "now": now}).rowcount
            if not touched:
                connection.execute(_BEGIN, _beginning(talk, owner, question, now))
            kept = {"id": answer["answer_id"], "conversation_id": talk, "question": question}
            told = {"answer": answer, "status": answer["status"], "created_at": now}
            connection.execute(_KEEP, kept | told)

    def talks(self, owner: str, *, limit: int, offset: int) -> tuple[int, tuple[Talk, ...]]:
        """How many a person has, and one page of them, newest first."""
        mine = conversations.c.owner == owner
        page = select(conversations).where(mine).order_by(conversations.c.updated_at.desc())
        with self.database.reading() as connection:
            count = connection.execute(select(func.count()).where(mine)).scalar_one()
            return count, tuple(
                _talk(row) for row in connection.execute(page.limit(limit).offset(offset)).mappings()
            )

    def talk(self, talk_id: str) -> Talk | None:
        """One conversation, whoever's it is."""
        with self.database.reading() as connection:
            row = (
                connection.execute(select(conversations).where(conversations.c.id == talk_id))
                .mappings()
                .first()
            )
        return _talk(row) if row else None

    def turns(self, talk_id: str) -> tuple[Turn, ...]:
        """A conversation's questions and answers in order."""
        asked = select(answers).where(answers.c.conversation_id == talk_id).order_by(answers.c.created_at)
        with self.database.reading() as connection:
            return tuple(_turn(row) for row in connection.execute(asked).mappings())

    def questions(self, talk_id: str, last: int = 12) -> tuple[str, ...]:
        """What was asked last in a conversation, oldest first."""
        asked = select(answers.c.question).where(answers.c.conversation_id == talk_id)
        with self.database.reading() as connection:
            newest = (
                connection.execute(asked.order_by(answers.c.created_at.desc()).limit(last)).scalars().all()
            )
        return tuple(reversed(newest))

    def turn(self, answer_id: str) -> tuple[str, Turn] | None:
        """One answer with the owner of its conversation."""
        found = select(answers, conversations.c.owner).join(conversations).where(answers.c.id == answer_id)
        with self.database.reading() as connection:
            row = connection.execute(found).mappings().first()
        return (row["owner"], _turn(row)) if row else None

    def rename(self, talk_id: str, title: str) -> None:
        """Give a conversation another title."""
        with self.database.writing() as connection:
            connection.execute(
                update(conversations).where(conversations.c.id == talk_id).values(title=title[:TITLE_LENGTH])
            )

    def delete(self, talk_id: str) -> None:
        """Forget a conversation with its answers and their feedback."""
        with self.database.writing() as connection:
            connection.execute(delete(conversations).where(conversations.c.id == talk_id))

    def delete_all(self, owner: str) -> int:
        """Forget all that a person asked; how many conversations that were."""
        with self.database.writing() as connection:
            return connection.execute(delete(conversations).where(conversations.c.owner == owner)).rowcount

    def forget_older(self, days: int) -> int:
        """Forget what has not been touched for so many days."""
        before = datetime.now(UTC) - timedelta(days=days)
        with self.database.writing() as connection:
            return connection.execute(
                delete(conversations).where(conversations.c.updated_at < before)
            ).rowcount

    def rate(self, answer_id: str, owner: str, rating: str, reason: str) -> None:
        """Keep what a person thinks of an answer; a second thought replaces the first."""
        with self.database.writing() as connection:
            connection.execute(
                delete(feedback).where(feedback.c.answer_id == answer_id, feedback.c.owner == owner)
            )
            connection.execute(
                insert(feedback).values(
                    id=uuid4().hex,
                    answer_id=answer_id,
                    owner=owner,
                    rating=rating,
                    reason=reason,
                    created_at=datetime.now(UTC),
                )
            )

    def ratings(self, *, limit: int, offset: int) -> Sequence[RowMapping]:
        """What people thought, newest first, with the questions."""
        listed = (
            select(feedback, answers.c.question, answers.c.status.label("answer_status"))
            .join(answers)
            .order_by(feedback.c.created_at.desc())
        )
        with self.database.reading() as connection:
            return connection.execute(listed.limit(limit).offset(offset)).mappings().all()


def _beginning(talk: str, owner: str, question: str, now: datetime) -> dict[str, object]:
    title = " ".join(question.split())[:TITLE_LENGTH]
    return {"id": talk, "owner": owner, "title": title, "state": {}, "created_at": now, "updated_at": now}


def _talk(row: RowMapping) -> Talk:
    return Talk(**{name: row[name] for name in ("id", "owner", "title", "created_at", "updated_at")})


def _turn(row: RowMapping) -> Turn:
    names = ("conversation_id", "question", "answer", "created_at")
    return Turn(answer_id=row["id"], **{name: row[name] for name in names})
