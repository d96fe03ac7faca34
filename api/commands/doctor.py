"""`baocao doctor`: every setting with where it came from, and every part with what to do about it."""

import json
import platform
import re
from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from importlib.metadata import version
from typing import Final

from api.checkup import Finding, State, check_up
from api.settings_page import settings_page
from assistant.settings import CONFIG, Settings, config_file, source_of, variable

SIGNS: Final = {State.SOUND: "✓", State.ABSENT: "–", State.BROKEN: "✗"}


def configure(parser: ArgumentParser) -> None:
    """Add the options of `doctor`."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="in ra JSON")
    form.add_argument("--page", action="store_true", help="in ra trang docs/settings.md")


def run(arguments: Namespace, settings: Settings) -> int:
    """Print what was found; 1 when a part is broken."""
    if arguments.page:
        print(settings_page(), end="")
        return 0
    findings = check_up(settings)
    print(_as_json(settings, findings) if arguments.json else _as_text(settings, findings))
    return int(any(finding.state is State.BROKEN for finding in findings))


def _as_text(settings: Settings, findings: tuple[Finding, ...]) -> str:
    lines = [f"baocao {version('baocao')} · Python {platform.python_version()} · {platform.system()}", ""]
    lines.append(f"Cài đặt (tệp {config_file()})" if config_file() else f"Cài đặt ({CONFIG} chưa đặt)")
    values = _values(settings)
    width = max(map(len, values))
    lines += [f"  {name:<{width}}  {value}  ({source})" for name, (value, source) in values.items()]
    lines += ["", "Các phần"]
    lines += [f"  {SIGNS[found.state]} {found.part}: {found.words}" for found in findings]
    return "\n".join(lines)


def _as_json(settings: Settings, findings: tuple[Finding, ...]) -> str:
    values = {name: {"value": value, "source": source} for name, (value, source) in _values(settings).items()}
    found = [asdict(finding) for finding in findings]
    return json.dumps(
        {"version": version("baocao"), "settings": values, "findings": found}, ensure_ascii=False, indent=2
    )


def _values(settings: Settings) -> dict[str, tuple[str, str]]:
    """Every setting's value as it may be shown (secrets and passwords hidden) and its source."""
    return {
        variable(field): (_shown(getattr(settings, field)), source_of(field).value)
        for field in type(settings).model_fields
    }


def _shown(value: object) -> str:
    if value is None or value == ():
        return "(trống)"
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return re.sub(r"(://[^:/@\s]*:)[^@\s]*@", r"\1********@", text)
