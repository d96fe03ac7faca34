"""The official OpenAI client talks to the assistant as to any model."""

import pytest
from openai import APIStatusError, OpenAI
from openai.types.chat import ChatCompletionUserMessageParam

from api.openai import ChatResponse

QUESTION: ChatCompletionUserMessageParam = {"role": "user", "content": "Huyện An Hòa trồng bao nhiêu rừng?"}
Asked = list[tuple[str, tuple[str, ...], tuple[str, ...]]]


@pytest.fixture
def openai(address: str) -> OpenAI:
    return OpenAI(base_url=f"{address}/v1", api_key="khong-can", max_retries=0)


def test_an_answer_comes_with_its_sources_as_footnotes_and_as_data(openai: OpenAI) -> None:
    completion = openai.chat.completions.create(model="baocao", messages=[QUESTION])

    content = completion.choices[0].message.content or ""
    assert content.startswith("Huyện An Hòa trồng mới **312 ha** rừng [1].")
    assert "[1] Báo cáo của huyện An Hòa" in content
    assert "Năm 2023, huyện An Hòa trồng mới 312 ha rừng." in content
    sent = ChatResponse.model_validate(completion.model_dump())
    assert sent.baocao.citations[0].file == "an-hoa.txt"


def test_a_stream_says_the_same_as_the_whole(openai: OpenAI) -> None:
    whole = openai.chat.completions.create(model="baocao", messages=[QUESTION])

    stream = openai.chat.completions.create(
        model="baocao",
        messages=[QUESTION],
        stream=True,
        stream_options={"include_usage": True},
    )

    chunks = list(stream)
    said = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert said == whole.choices[0].message.content
    assert chunks[-1].usage is not None
    assert chunks[-2].choices[0].finish_reason == "stop"


def test_what_was_asked_before_is_passed_on(openai: OpenAI, asked: Asked) -> None:
    openai.chat.completions.create(
        model="baocao",
        messages=[
            {"role": "system", "content": "Trả lời ngắn."},
            {"role": "user", "content": "Trồng bao nhiêu rừng?"},
            {"role": "assistant", "content": "312 ha."},
            {"role": "user", "content": [{"type": "text", "text": "Còn năm 2022?"}]},
        ],
    )

    assert asked[-1] == ("Còn năm 2022?", (), ("Trồng bao nhiêu rừng?",))


def test_the_models_are_listed(openai: OpenAI) -> None:
    assert [model.id for model in openai.models.list()] == ["baocao"]
    assert openai.models.retrieve("baocao").owned_by == "baocao"


def test_an_empty_conversation_is_refused_in_words(openai: OpenAI) -> None:
    with pytest.raises(APIStatusError) as refused:
        openai.chat.completions.create(model="baocao", messages=[])

    assert refused.value.status_code == 422
