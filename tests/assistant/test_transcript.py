"""The conversation in the guide, said again: documentation that is a test."""

from pathlib import Path

from .conftest import Chat

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "assistant.md"


def exchanges() -> list[tuple[str, str]]:
    block = GUIDE.read_text(encoding="utf-8").partition("```transcript\n")[2].partition("\n```")[0]
    said: list[list[str]] = []
    for line in block.splitlines():
        speaker, text = line[:10].strip(), line[10:]
        if speaker:
            said.append([text])
        else:
            said[-1].append(text)
    texts = ["\n".join(lines) for lines in said]
    return list(zip(texts[::2], texts[1::2], strict=True))


async def test_the_guides_conversation_goes_as_it_is_written(chat: Chat) -> None:
    turn = None
    assert len(exchanges()) >= 8
    for message, answer in exchanges():
        turn = await chat(message, to=turn)
        assert turn["response"] == answer, message
