"""A run as people read it: Markdown for a review, one self-contained HTML page to look failures up in."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

Row: TypeAlias = Mapping[str, object]

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1c2430}
table{border-collapse:collapse;margin:1rem 0}
th,td{border:1px solid #cdd5df;padding:.3rem .6rem;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}details{border:1px solid #cdd5df;border-radius:6px;
margin:.5rem 0;padding:.4rem .8rem}summary{cursor:pointer}.fault{color:#a4262c}.two{display:grid;gap:1rem;
grid-template-columns:1fr 1fr}pre{white-space:pre-wrap;background:#f5f7fa;padding:.6rem;border-radius:6px}
@media(max-width:40rem){.two{grid-template-columns:1fr}}
"""


def read_run(folder: Path) -> tuple[Row, Row, list[Row]]:
    """Configuration, scores and answers of a run's folder."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    scores = json.loads((folder / "scores.json").read_text(encoding="utf-8"))
    lines = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    return config, scores, [json.loads(line) for line in lines if line.strip()]


def as_markdown(folder: Path) -> str:
    """The run's numbers and its failures, in Markdown."""
    config, scores, answers = read_run(folder)
    wrong = [row for row in answers if not row["right"]]
    parts = [
        f"# Lượt chấm {folder.name}",
        "\n".join(f"- {name}: {_written(value)}" for name, value in config.items()),
        "\n".join(f"- {line}" for line in headlines(scores)),
        _markdown_tallies("Theo loại câu hỏi", _rows(scores.get("by_type"))),
        _markdown_tallies("Theo cách viết", _rows(scores.get("by_style"))),
        f"## Chưa đúng ({len(wrong)})",
        "\n".join(f"- `{row['id']}` {row['question']} — {'; '.join(_faults(row))}" for row in wrong)
        or "Không.",
    ]
    return "\n\n".join(parts) + "\n"


def as_html(folder: Path) -> str:
    """The run as one page that needs nothing else: numbers, then each failure with answer beside gold."""
    config, scores, answers = read_run(folder)
    wrong = [row for row in answers if not row["right"]]
    body = [
        f"<h1>Lượt chấm {_safe(folder.name)}</h1>",
        f"<ul>{''.join(f'<li>{_safe(line)}</li>' for line in headlines(scores))}</ul>",
        _html_tallies("Theo loại câu hỏi", _rows(scores.get("by_type"))),
        _html_tallies("Theo cách viết", _rows(scores.get("by_style"))),
        f"<h2>Chưa đúng ({len(wrong)})</h2>",
        *(_failure(row) for row in wrong),
        f"<h2>Cấu hình</h2><pre>{_safe(json.dumps(config, ensure_ascii=False, indent=1))}</pre>",
    ]
    head = f'<meta charset="utf-8"><title>Lượt chấm {_safe(folder.name)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="vi"><head>{head}</head><body>{"".join(body)}</body></html>\n'


def headlines(scores: Row) -> list[str]:
    """The few numbers that matter most, in words."""
    overall = scores.get("all")
    right, asked = (overall["right"], overall["asked"]) if isinstance(overall, dict) else (0, 0)
    interval = scores.get("interval")
    low, high = interval if isinstance(interval, list) and len(interval) == 2 else (0.0, 0.0)
    lines = [
        f"đúng trọn vẹn {right}/{asked} (khoảng tin cậy 95%: {_percent(low)} đến {_percent(high)})",
        (
            f"từ chối: chính xác {_percent(scores.get('refusal_precision'))}, "
            f"đủ {_percent(scores.get('refusal_recall'))}"
        ),
        (
            f"căn cứ: chính xác {_percent(scores.get('evidence_precision'))}, "
            f"đủ {_percent(scores.get('evidence_recall'))}"
        ),
        f"số nêu ra trúng điều được hỏi: {_percent(scores.get('focus'))}",
        (
            f"câu trả lời có số không căn cứ: {scores.get('unsupported')}; "
            f"sai mà có tính hoặc kết luận: {scores.get('misled')}; lượt hỏi hỏng: {scores.get('failed')}"
        ),
        (
            f"thời gian (ms): trung vị {_number(scores.get('p50_ms'))}, p95 {_number(scores.get('p95_ms'))}, "
            f"dài nhất {_number(scores.get('max_ms'))}"
        ),
    ]
    if steps := _rows(scores.get("steps")):
        told = (
            f"{step.get('name')} {_tenths(step.get('p50_ms'))} / {_tenths(step.get('p95_ms'))}"
            for step in steps
        )
        lines.append(f"từng bước (ms, trung vị / p95): {', '.join(told)}")
    retrieval = scores.get("retrieval")
    if isinstance(retrieval, dict):
        found = ", ".join(f"@{k} {_percent(share)}" for k, share in retrieval["recall"])
        lines.append(f"tìm kiếm riêng: có căn cứ {found}; MRR {retrieval['mrr']:.3f}".replace(".", ","))
    if scores.get("left"):
        lines.append(f"KẾT QUẢ MỘT PHẦN: còn {scores['left']} câu chưa hỏi vì máy chủ không trả lời")
    lines += [
        f"dòng hỏng: {row.get('file')} dòng {row.get('line')}: {row.get('reason')}"
        for row in _rows(scores.get("broken"))
    ]
    return lines


def _markdown_tallies(title: str, tallies: Iterable[Row]) -> str:
    lines = [
        f"## {title}",
        "",
        "| nhóm | câu | đúng | nội dung | căn cứ |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row['name']} | {row['asked']} | {row['right']} | {row['content']} | {row['evidence']} |"
        for row in tallies
    ]
    return "\n".join(lines)


def _html_tallies(title: str, tallies: Iterable[Row]) -> str:
    head = "".join(f"<th>{name}</th>" for name in ("nhóm", "câu", "đúng", "nội dung", "căn cứ"))
    rows = "".join(
        f"<tr><td>{_safe(row['name'])}</td>"
        + "".join(f'<td class="n">{row[name]}</td>' for name in ("asked", "right", "content", "evidence"))
        + "</tr>"
        for row in tallies
    )
    return f"<h2>{title}</h2><table><tr>{head}</tr>{rows}</table>"


def _failure(row: Row) -> str:
    cited = "\n\n".join(
        f"{one.get('file')} {one.get('footnote') or ''}\n{one.get('text')}"
        for one in _rows(row.get("citations"))
    )
    asked = " → ".join([*map(str, _list(row.get("history"))), str(row["question"])])
    answer, status = _safe(row.get("answer")), _safe(row.get("status"))
    return (
        f"<details><summary><b>{_safe(row['id'])}</b> {_safe(asked)}"
        f' <span class="fault">{_safe("; ".join(_faults(row)))}</span></summary>'
        f'<div class="two"><div><h3>Đã trả lời ({status})</h3><pre>{answer}'
        f"</pre><h3>Đã trích</h3><pre>{_safe(cited)}</pre></div>"
        f"<div><h3>Đáp án</h3><pre>{_safe(_gold(row))}</pre></div></div></details>"
    )


def _gold(row: Row) -> str:
    gold = row.get("gold")
    kept = {name: value for name, value in gold.items() if value} if isinstance(gold, dict) else {}
    return json.dumps(kept, ensure_ascii=False, indent=1)


def _faults(row: Row) -> list[str]:
    given = row.get("score")
    return [str(fault) for fault in _list(given.get("faults"))] if isinstance(given, dict) else []


def _rows(value: object) -> list[Row]:
    return [entry for entry in _list(value) if isinstance(entry, dict)]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _percent(share: object) -> str:
    return f"{100 * share:.1f}%".replace(".", ",") if isinstance(share, int | float) else "không có"


def _number(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, int | float) else "?"


def _tenths(value: object) -> str:
    return f"{value:.1f}".replace(".", ",") if isinstance(value, int | float) else "?"


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _safe(value: object) -> str:
    return html.escape(str(value))
