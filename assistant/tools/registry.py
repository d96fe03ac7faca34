"""Every tool by its name: what it is for, what it is asked, and how it is run over the figures.

HTTP, the command line, MCP and the model engine all run tools from here, with the same JSON arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assistant.calculation import Calculation, RefusalReason, Value
from assistant.steps import Step, step
from assistant.tools import aggregate as _aggregate
from assistant.tools import arguments as asked
from assistant.tools import change_between as _change
from assistant.tools import rank as _rank
from assistant.tools import trend as _trend
from assistant.tools.check_stated import check_parts, check_ratio
from assistant.tools.choose import newest
from assistant.tools.compare_with_target import compare_with_target
from assistant.tools.convert_unit import convert_unit
from assistant.tools.facts import Desk, Remembered
from assistant.tools.find_figures import Which, find, find_figures, nothing_found
from assistant.tools.list_indicators import list_indicators
from assistant.tools.pairing import RESULTS
from assistant.tools.periods import read_period
from assistant.tools.required_pace import required_pace
from assistant.tools.resolve import Matched, by_id, closest, match, one_place, result_of
from assistant.tools.wording import name_of, refuse, written_of
from corpus.figures import Figure, FigureKind

A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One deterministic tool."""

    name: str
    description: str  # Vietnamese: when to use it, what comes back
    arguments: type[BaseModel]
    run: Callable[[Desk, BaseModel], Calculation]


class UnknownToolError(LookupError):
    """No tool has this name."""


class ToolArgumentsError(ValueError):
    """Arguments that do not fit a tool; the message tells a model what to mend."""

    def __init__(self, tool: str, problems: Sequence[str]) -> None:
        """Keep the tool and what is wrong with each argument."""
        super().__init__(f"{tool}: {'; '.join(problems)}")
        self.tool, self.problems = tool, tuple(problems)


@step(Step.COMPUTE)
def run_tool(desk: Desk, name: str, arguments: Mapping[str, object]) -> Calculation:
    """The calculation of the tool of that name; arguments as JSON gives them."""
    tool = TOOLS.get(name)
    if tool is None:
        raise UnknownToolError(name)
    try:
        parsed = tool.arguments.model_validate(dict(arguments))
    except ValidationError as exc:
        problems = [f"{'.'.join(map(str, one['loc'])) or 'tham số'}: {one['msg']}" for one in exc.errors()]
        raise ToolArgumentsError(name, problems) from exc
    return tool.run(replace(desk, facts=Remembered(desk.facts)), parsed)


def _find(desk: Desk, given: asked.FindFigures) -> Calculation:
    kinds = frozenset(FigureKind(kind) for kind in given.kinds) or None
    return find_figures(desk, given.which(), kinds=kinds, limit=given.limit)


def _match(desk: Desk, tool: str, given: asked.CompareWithTarget) -> Matched | Calculation:
    return match(
        desk,
        tool,
        given.which(),
        set_by=given.target_set_by,
        target_period=given.target_period,
        result_id=given.result_id,
        target_id=given.target_id,
    )


def _compare(desk: Desk, given: asked.CompareWithTarget) -> Calculation:
    held = _match(desk, "compare_with_target", given)
    if isinstance(held, Calculation):
        return held
    made = compare_with_target(
        held.result,
        held.target,
        better=desk.better(held.result),
        others=held.others,
        stated_ratio=held.ratio,
    )
    return _with_earlier(made, held.earlier)


def _with_earlier(made: Calculation, earlier: Sequence[Figure]) -> Calculation:
    """The calculation with what earlier reports said of the same value."""
    if made.refusal is not None or not earlier:
        return made
    said = "; ".join(f"{written_of(one)} ({one.kind.value}, {one.file})" for one in earlier)
    return replace(made, inputs=(*made.inputs, *earlier), result={**made.result, "earlier": said})


def _pace(desk: Desk, given: asked.RequiredPace) -> Calculation:
    held = _match(desk, "required_pace", given)
    if isinstance(held, Calculation):
        return held
    better = desk.better(held.result)
    years = {"from_year": given.from_year, "to_year": given.to_year}
    return required_pace(held.result, held.target, better=better, **years)


def _between(desk: Desk, given: asked.ChangeBetween) -> Calculation:
    tool = _change.TOOL
    before = _end(desk, tool, given, given.before_id, given.from_period)
    after = _end(desk, tool, given, given.after_id, given.to_period)
    if isinstance(before, Calculation):
        return before
    if isinstance(after, Calculation):
        return after
    return _change.change_between(before, after, any_period=given.any_period)


def _end(
    desk: Desk, tool: str, given: asked.ChangeBetween, figure_id: str | None, period: str | None
) -> Figure | Calculation:
    if figure_id:
        return by_id(desk, tool, figure_id)
    if not given.indicator or not period:
        message = "Hãy nêu before_id và after_id, hoặc indicator cùng from_period và to_period."
        return refuse(tool, RefusalReason.NO_FIGURE, message)
    which = Which(indicator=given.indicator, place=given.place, period=period, report_id=given.report_id)
    found = result_of(desk, tool, which)
    return found if isinstance(found, Calculation) else found[0]


def _series(
    desk: Desk, tool: str, which: Which, years: tuple[int | None, int | None]
) -> tuple[Figure, ...] | Calculation:
    """The results of one indicator in one place, within the years asked for."""
    found = closest(desk, which, find(desk, which, RESULTS))
    if not found:
        return nothing_found(tool, desk, which, which.arguments())
    refusal = one_place(tool, which, found)
    if refusal is not None:
        return refusal
    return tuple(one for one in found if _within(one, years))


def _within(figure: Figure, years: tuple[int | None, int | None]) -> bool:
    period = read_period(figure.period)
    first, last = years
    if period is None:
        return first is None and last is None
    return (first is None or period.last >= first) and (last is None or period.last <= last)


def _run_trend(desk: Desk, given: asked.Trend) -> Calculation:
    which = replace(given.which(), period=None)
    found = _series(desk, _trend.TOOL, which, (given.from_year, given.to_year))
    return found if isinstance(found, Calculation) else _trend.trend(found, desk.dates)


def _listed(desk: Desk, tool: str, ids: Sequence[str]) -> tuple[Figure, ...] | Calculation:
    found = [by_id(desk, tool, one) for one in ids]
    refused = next((one for one in found if isinstance(one, Calculation)), None)
    return refused or tuple(one for one in found if isinstance(one, Figure))


def _run_rank(desk: Desk, given: asked.Rank) -> Calculation:
    if given.figure_ids:
        listed = _listed(desk, _rank.TOOL, given.figure_ids)
        if isinstance(listed, Calculation):
            return listed
        return _rank.rank(listed, lowest_first=given.lowest_first)
    which = given.which()
    found = closest(desk, which, find(desk, which, RESULTS))
    if not found:
        return nothing_found(_rank.TOOL, desk, which, which.arguments())
    leading = [newest(group, desk.dates) for group in _by_place(found, latest=which.period is None)]
    figures = [one.leading for one in leading if one is not None]
    return _rank.rank(figures, lowest_first=given.lowest_first)


def _by_place(figures: Sequence[Figure], *, latest: bool) -> list[list[Figure]]:
    """The figures of each place; only those of its latest year where no period was asked for."""
    places: dict[str, list[Figure]] = {}
    for figure in figures:
        places.setdefault(figure.place or "", []).append(figure)
    if not latest:
        return list(places.values())
    return [[one for one in group if _year(one) == max(map(_year, group))] for group in places.values()]


def _year(figure: Figure) -> int:
    period = read_period(figure.period)
    return period.last if period else 0


def _run_aggregate(desk: Desk, given: asked.Aggregate) -> Calculation:
    tool = _aggregate.TOOL
    if given.figure_ids:
        listed = _listed(desk, tool, given.figure_ids)
        return listed if isinstance(listed, Calculation) else _aggregate.aggregate(listed, given.how)
    if not given.indicator:
        return refuse(tool, RefusalReason.NO_FIGURE, "Hãy nêu figure_ids, hoặc indicator cùng các năm.")
    which = Which(indicator=given.indicator, place=given.place, report_id=given.report_id)
    found = _series(desk, tool, which, (given.from_year, given.to_year))
    if isinstance(found, Calculation):
        return found
    return _aggregate.aggregate(_one_each_year(found, desk), given.how)


def _one_each_year(figures: Sequence[Figure], desk: Desk) -> tuple[Figure, ...]:
    years: dict[int, list[Figure]] = {}
    for figure in figures:
        period = read_period(figure.period)
        if period is not None and period.years == 1 and period.months is None:
            years.setdefault(period.last, []).append(figure)
    chosen = [newest(years[year], desk.dates) for year in sorted(years)]
    return tuple(one.leading for one in chosen if one is not None)


def _convert(desk: Desk, given: asked.ConvertUnit) -> Calculation:
    figure = by_id(desk, "convert_unit", given.figure_id)
    return figure if isinstance(figure, Calculation) else convert_unit(figure, given.unit)


def _list(desk: Desk, given: asked.ListIndicators) -> Calculation:
    return list_indicators(
        desk,
        verdict=given.verdict,
        stated_verdict=given.stated_verdict,
        field=given.field,
        place=given.place,
        period=given.period,
        report_id=given.report_id,
    )


def _check(desk: Desk, given: asked.CheckStated) -> Calculation:
    tool = "check_stated"
    ids = given.part_ids or tuple(one for one in (given.result_id, given.target_id) if one)
    found = _listed(desk, tool, (given.stated_id, *ids))
    if isinstance(found, Calculation):
        return found
    stated, *rest = found
    if given.part_ids:
        return check_parts(stated, rest)
    if len(rest) != 2:
        message = "Hãy nêu result_id và target_id (để đối chiếu tỷ lệ), hoặc part_ids (để đối chiếu tổng)."
        return refuse(tool, RefusalReason.TOO_FEW, message, found)
    result, target = rest
    return check_ratio(result, target, stated, better=desk.better(result), exceeding=given.exceeding)


def _tool(name: str, model: type[A], run: Callable[[Desk, A], Calculation], description: str) -> Tool:
    def checked(desk: Desk, given: BaseModel) -> Calculation:
        if not isinstance(given, model):
            raise ToolArgumentsError(name, ("sai loại tham số",))
        return run(desk, given)

    return Tool(name=name, description=description, arguments=model, run=checked)


_ALL = (
    _tool(
        "find_figures",
        asked.FindFigures,
        _find,
        "Tìm số liệu theo chỉ tiêu, nơi, kỳ, báo cáo. "
        "Trả về số như in trong báo cáo kèm mã để dùng ở công cụ khác.",
    ),
    _tool(
        "compare_with_target",
        asked.CompareWithTarget,
        _compare,
        "So kết quả với mục tiêu hoặc kế hoạch: vượt, đạt hay chưa đạt, chênh bao nhiêu, "
        "bằng bao nhiêu phần trăm.",
    ),
    _tool(
        "change_between",
        asked.ChangeBetween,
        _between,
        "Mức thay đổi giữa hai số liệu: hiệu, phần trăm (hoặc điểm % với tỷ lệ), số lần.",
    ),
    _tool(
        "trend",
        asked.Trend,
        _run_trend,
        "Diễn biến của một chỉ tiêu qua các năm: từng năm, cao nhất, thấp nhất, tăng hay giảm bao nhiêu.",
    ),
    _tool("rank", asked.Rank, _run_rank, "Xếp thứ tự các nơi (hoặc các số liệu đã chọn) theo một chỉ tiêu."),
    _tool(
        "aggregate",
        asked.Aggregate,
        _run_aggregate,
        "Tổng, bình quân cộng của nhiều số liệu, hoặc tỷ trọng của một số trong số khác.",
    ),
    _tool(
        "required_pace",
        asked.RequiredPace,
        _pace,
        "Còn thiếu bao nhiêu so với mục tiêu, mỗi năm cần thêm bao nhiêu, tốc độ tăng kép cần có.",
    ),
    _tool(
        "convert_unit",
        asked.ConvertUnit,
        _convert,
        "Đổi một số liệu sang đơn vị khác cùng loại (ha sang km²…).",
    ),
    _tool(
        "list_indicators",
        asked.ListIndicators,
        _list,
        "Liệt kê các chỉ tiêu theo kết luận (vượt, đạt, chưa đạt), nhận xét của báo cáo, lĩnh vực, nơi.",
    ),
    _tool(
        "check_stated",
        asked.CheckStated,
        _check,
        "Đối chiếu điều báo cáo nêu với số liệu của chính nó: “đạt X%” có đúng "
        "không, tổng có bằng các phần không.",
    ),
)
TOOLS: Mapping[str, Tool] = {tool.name: tool for tool in _ALL}


def describe(calculation: Calculation) -> str:
    """A calculation in one Vietnamese line: for logs and for models that read words better than JSON."""
    if calculation.refusal is not None:
        return calculation.refusal.message
    names = "; ".join(name_of(figure) for figure in calculation.inputs[:3])
    return f"{names}: {calculation.formula}"


def values(calculation: Calculation) -> dict[str, Value]:
    """The result without what is empty."""
    return {name: value for name, value in calculation.result.items() if value is not None}
