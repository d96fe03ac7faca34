"""`baocao mcp`: the MCP server over standard input and output."""

import sys
from argparse import ArgumentParser, Namespace

from assistant.settings import Settings


def configure(parser: ArgumentParser) -> None:
    """Add nothing: the client that starts this process says all there is to say."""
    del parser


def run(arguments: Namespace, settings: Settings) -> int:
    """Serve until the client hangs up; 2 where the optional part is missing."""
    del arguments
    import anyio

    try:
        from api.mcp import serve_stdio
    except ModuleNotFoundError:
        print("Thiếu phần MCP. Hãy cài bằng: pip install 'baocao[mcp]'.", file=sys.stderr)
        return 2
    from api.reception import Reception, open_house

    desk = Reception(settings, open_house)
    try:
        anyio.run(serve_stdio, desk)
    finally:
        desk.close()
    return 0
