"""argparse that speaks Vietnamese: its headings, its usage line and its complaints."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import Final, NoReturn

# argparse knows no language but the one it was written in; each complaint it can make has a line here.
COMPLAINTS: Final = (
    (r"the following arguments are required: (.+)", "thiếu {0}"),
    (r"one of the arguments (.+) is required", "cần có một trong các lựa chọn {0}"),
    (r"unrecognized arguments: (.+)", "không hiểu “{0}”"),
    (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", "{0} không nhận {1}; hãy chọn: {2}"),
    (
        r"argument (.+?): invalid choice: (.+), maybe you meant (.+)\? \(choose from (.+)\)",
        "{0} không nhận {1}; có phải ý bạn là {2}? Hãy chọn: {3}",
    ),
    (r"argument (.+?): invalid int value: (.+)", "{0} phải là một số nguyên, không phải {1}"),
    (r"argument (.+?): invalid (?:float|Decimal) value: (.+)", "{0} phải là một số, không phải {1}"),
    (r"argument (.+?): invalid \w+ value: (.+)", "{0} không nhận giá trị {1}"),
    (r"argument (.+?): expected one argument", "{0} cần một giá trị"),
    (r"argument (.+?): expected at least one argument", "{0} cần ít nhất một giá trị"),
    (r"argument (.+?): expected at most one argument", "{0} chỉ nhận một giá trị"),
    (r"argument (.+?): expected (\d+) arguments?", "{0} cần đúng {1} giá trị"),
    (r"argument (.+?): ignored explicit argument (.+)", "{0} không nhận giá trị {1}"),
    (r"argument (.+?): not allowed with argument (.+)", "không dùng {0} cùng với {1}"),
    (r"ambiguous option: (.+) could match (.+)", "“{0}” chưa rõ là lựa chọn nào trong {1}"),
    (r"argument (.+?): (.+)", "{0}: {1}"),
)


class VietnameseFormatter(argparse.HelpFormatter):
    """A help page whose usage line begins in Vietnamese."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Put our words before the usage line."""
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class VietnameseParser(argparse.ArgumentParser):
    """A parser, and the parsers of its commands, whose every word is Vietnamese."""

    def __init__(
        self,
        *,
        prog: str | None = None,
        description: str | None = None,
        epilog: str | None = None,
    ) -> None:
        """Make a parser with our headings and our own `--help`."""
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            formatter_class=VietnameseFormatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "Tham số"
        self._optionals.title = "Lựa chọn"
        self.add_argument("-h", "--help", action="help", help="xem trợ giúp này")

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong with the command, and end with status 2."""
        print(f"{self.prog}: {in_vietnamese(message)}. Xem cách dùng: {self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def in_vietnamese(complaint: str) -> str:
    """Return argparse's complaint in Vietnamese; one that it never made before stays as it is."""
    for pattern, words in COMPLAINTS:
        if match := re.fullmatch(pattern, complaint, re.DOTALL):
            return words.format(*match.groups())
    return complaint
