"""An answer for readers who see nothing but its words: its sources stand below it."""

from collections.abc import Mapping

from assistant.answer_json import Json


def with_footnotes(answer: Mapping[str, Json]) -> str:
    """The answer's words with its sources below, for readers who see nothing else."""
    lines = [str(answer["answer"])]
    warnings, citations = answer["warnings"], answer["citations"]
    if isinstance(warnings, list) and warnings:
        lines += ["", *(f"> Lưu ý: {warning}" for warning in warnings)]
    if isinstance(citations, list) and citations:
        lines += ["", "---", "**Nguồn**", ""]
        lines += [_footnote(one) for one in citations if isinstance(one, dict)]
    return "\n".join(lines)


def _footnote(citation: Mapping[str, Json]) -> str:
    section = citation["section"]
    where = [str(section[-1])] if isinstance(section, list) and section else []
    if citation["footnote"]:
        where.append(f"chú thích {citation['footnote']}")
    if citation["table_row"]:
        where.append(f"dòng “{citation['table_row']}”")
    if citation.get("page"):
        where.append(f"trang {citation['page']}")
    place = ", ".join([str(citation["report_title"]), *where])
    return f"[{citation['marker']}] {place}: “{citation['text']}”\n"
