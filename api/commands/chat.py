"""`baocao chat`: questions one after the other, each knowing those before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from assistant.answer import Answer
    from assistant.settings import Settings

_WELCOME = "Hỏi về các báo cáo; gõ “nguồn” để xem trích dẫn của câu vừa trả lời, “thoát” để dừng."
_QUIT = frozenset(("thoát", "thoat", "exit", "quit", "q"))
_SOURCES = frozenset(("nguồn", "nguon", "trích dẫn", "trich dan", "sources"))
_NEW = frozenset(("mới", "moi", "hỏi mới", "new"))


def configure(parser: argparse.ArgumentParser) -> None:
    """What may be given: nothing but the reports to keep to."""
    parser.add_argument(
        "--report", action="append", default=[], metavar="MÃ", help="chỉ hỏi trong báo cáo này"
    )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Talk until the person leaves."""
    from assistant.assemble import assemble

    _edit_lines(settings)
    assistant = assemble(settings)
    print(_WELCOME)
    last: Answer | None = None
    conversation: str | None = None
    while (said := _hear()) is not None:
        word = said.strip().lower()
        if word in _QUIT:
            break
        if word in _SOURCES:
            print(_sources(last))
        elif word in _NEW:
            conversation = None
        elif word:
            last = assistant.ask(said, conversation_id=conversation, report_ids=arguments.report)
            conversation = last.conversation_id
            print(f"\n{last.text}\n")
    return 0


def _hear() -> str | None:
    try:
        return input("> ")
    except (EOFError, KeyboardInterrupt):
        print()
        return None


def _sources(answer: Answer | None) -> str:
    from api.commands.ask import sources

    if answer is None:
        return "Chưa có câu trả lời nào."
    return sources(answer).strip() or "Câu trả lời này không có trích dẫn."


def _edit_lines(settings: Settings) -> None:
    """Arrow keys and a history of what was asked, where the terminal offers them."""
    try:
        import readline
    except ImportError:  # some platforms build Python without it
        return
    import atexit

    history = settings.home / "chat_history"
    if history.exists():
        readline.read_history_file(history)
    readline.set_history_length(500)
    settings.home.mkdir(parents=True, exist_ok=True)
    atexit.register(readline.write_history_file, history)
