"""`baocao keys`: keys for scripts and other programs, shown once and kept as hashes."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from api.stores.keys import Keys

_SCOPES = ("read", "ask", "upload", "admin")


def configure(parser: ArgumentParser) -> None:
    """Add what can be done with keys."""
    deeds = parser.add_subparsers(dest="deed", metavar="VIỆC", required=True)
    create = deeds.add_parser("create", help="cấp một khóa mới, chỉ hiện một lần")
    create.add_argument("name", metavar="TÊN", help="khóa này cho ai, dùng ở đâu")
    create.add_argument(
        "--scope", action="append", choices=_SCOPES, help="quyền: read, ask, upload, admin (mặc định ask)"
    )
    create.add_argument("--group", action="append", default=[], metavar="NHÓM", help="thuộc nhóm nào")
    create.add_argument("--days", type=int, metavar="NGÀY", help="hết hạn sau bao nhiêu ngày")
    deeds.add_parser("list", help="liệt kê các khóa")
    revoke = deeds.add_parser("revoke", help="thu hồi một khóa")
    revoke.add_argument("id", metavar="MÃ", help="mã khóa, như “list” cho thấy")


def run(arguments: Namespace, settings: Settings) -> int:
    """Create, list or revoke; 1 where there is no such key."""
    from api.stores.database import open_database
    from api.stores.keys import Keys

    database = open_database(settings.home, settings.database_url)
    try:
        return _do(arguments, Keys(database))
    finally:
        database.close()


def _do(arguments: Namespace, keys: "Keys") -> int:
    match arguments.deed:
        case "create":
            return _create(arguments, keys)
        case "revoke":
            return _revoke(arguments.id, keys)
        case _:
            return _list(keys)


def _create(arguments: Namespace, keys: "Keys") -> int:
    from api.access.principal import Scope

    if arguments.days is not None and arguments.days < 1:
        print("Số ngày phải từ 1 trở lên.", file=sys.stderr)
        return 2
    scopes = [Scope(scope) for scope in dict.fromkeys(arguments.scope or ["ask"])]
    key_id, token = keys.create(arguments.name, scopes, arguments.group, arguments.days)
    print(f"Đã cấp khóa {key_id}. Hãy giữ kín; khóa không hiện lại lần nữa.", file=sys.stderr)
    print(token)
    return 0


def _revoke(key_id: str, keys: "Keys") -> int:
    if keys.revoke(key_id):
        print(f"Đã thu hồi khóa {key_id}.")
        return 0
    print(f"Không có khóa nào mang mã {key_id}, hoặc đã thu hồi. Xem “baocao keys list”.", file=sys.stderr)
    return 1


def _list(keys: "Keys") -> int:
    found = keys.listed()
    for key in found:
        state = "đã thu hồi" if key.revoked_at else _until(key.expires_at)
        groups = f", nhóm {', '.join(key.groups)}" if key.groups else ""
        print(f"{key.id}  {key.name}: quyền {', '.join(key.scopes)}{groups}; {state}")
    if not found:
        print("Chưa cấp khóa nào. Cấp khóa mới bằng “baocao keys create TÊN”.")
    return 0


def _until(moment: datetime | None) -> str:
    return f"đến {moment:%d/%m/%Y}" if moment else "không hết hạn"
