"""A model is tried for what the engine needs of it, over real HTTP."""

from functools import partial

import pytest

from assistant.compose.chat_models import ModelSpec, open_model
from assistant.compose.trial import Skill, try_model
from tests.model_server import Call, Reply, serving

pytest.importorskip("langchain_openai", reason="the openai extra is not installed")

CALL = Reply(calls=(Call(name="look_up_year", arguments={"report": "x"}),))
FORM = Reply(calls=(Call(name="Verdict", arguments={"sentence": "x", "supported": False}),))


@pytest.mark.parametrize(
    ("replies", "skills"),
    [
        ((Reply(text="chào"), CALL, FORM), [True, True, True]),
        ((Reply(text="chào"), Reply(text="năm 2023")), [True, False]),
        ((Reply(text="chào"), CALL, Reply(text="không")), [True, True, False]),
        ((Reply(status=401),), [False]),
        ((Reply(delay=5),), [False]),
    ],
)
def test_each_skill_is_seen_or_missed(replies: tuple[Reply, ...], skills: list[bool]) -> None:
    with serving(*replies) as server:
        spec = ModelSpec(name="openai:scripted", base_url=server.address, timeout=2, retries=0)
        trials = try_model(partial(open_model, spec), patience=3)

    assert [trial.passed for trial in trials] == skills
    assert [trial.skill for trial in trials] == list(Skill)[: len(skills)]
    assert all(trial.seen for trial in trials if not trial.passed)
