"""Each tool on invented figures: what it gives, what it refuses, and that nothing comes without sources."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculation import Calculation, RefusalReason, Verdict
from assistant.tools.aggregate import aggregate
from assistant.tools.change_between import change_between
from assistant.tools.check_stated import check_parts, check_ratio
from assistant.tools.choose import newest
from assistant.tools.compare_with_target import compare_with_target
from assistant.tools.convert_unit import convert_unit
from assistant.tools.facts import Desk, FiguresInMemory
from assistant.tools.rank import rank
from assistant.tools.registry import TOOLS, ToolArgumentsError, run_tool
from assistant.tools.required_pace import required_pace
from assistant.tools.trend import trend
from corpus.figures import Bound, Figure, FigureId, FigureKind, Quantity
from corpus.report import ReportId, Span
from corpus.vocabulary import Better

PLACE = "huyện An Hòa"


def figure(  # a figure says many things
    number: str,
    unit: str | None = "tỷ đồng",
    *,
    label: str = "Thu ngân sách trên địa bàn",
    kind: FigureKind = FigureKind.ACTUAL,
    period: str | None = "2023",
    place: str | None = PLACE,
    report: str = "bao-cao-2023",
    at: int = 0,
    group: str | None = None,
    indicator: str | None = None,
) -> Figure:
    """A figure printed as `number`, in Python's writing."""
    value = Decimal(number.lstrip("<>"))
    bound = {"<": Bound.BELOW, ">": Bound.ABOVE}.get(number[0], Bound.EXACT)
    written = number.replace(".", ",")
    return Figure(
        id=FigureId(f"{report}:{label}:{kind}:{period}:{written}:{at}"),
        report_id=ReportId(report),
        file=f"{report}.txt",
        written=written,
        quantity=Quantity(low=value, high=value, bound=bound),
        unit=unit,
        label=label,
        indicator=indicator,
        place=place,
        level="huyện",
        period=period,
        kind=kind,
        sentence=f"{label} đạt {written} {unit}.",
        section=(),
        spans=(Span(at, at + len(written)),),
        sentence_spans=(Span(at, at + 60),),
        group=group,
    )


def target(number: str, unit: str | None = "tỷ đồng", **given: str | None) -> Figure:
    """A resolution's target of the same invented indicator."""
    period = given.get("period", "đến 2025")
    made = figure(number, unit, kind=FigureKind.TARGET, period=period)
    return replace(made, set_by=given.get("set_by", "Nghị quyết Đại hội"))


amounts = st.decimals(min_value="0.01", max_value="100000", places=2)


def reason(calculation: Calculation) -> RefusalReason | None:
    return calculation.refusal.reason if calculation.refusal else None


def test_a_comparison_says_the_gap_the_ratio_and_which_target() -> None:
    held = compare_with_target(figure("43.6"), target("55"), better=Better.HIGHER)

    assert held.result["verdict"] == Verdict.MISSED.value
    assert held.result["gap"] == Decimal("-11.4")
    assert held.shown["gap"] == "11,4 tỷ đồng"
    assert held.shown["ratio"] == "79,3%"
    assert held.result["target_name"] == "mục tiêu Nghị quyết Đại hội"
    assert "43,6 / 55 × 100 = 79,3%" in held.formula


def test_rates_differ_in_points() -> None:
    held = compare_with_target(figure("91.4", "%"), target("99", "%"), better=Better.HIGHER)

    assert held.shown["gap"] == "7,6 điểm %"


def test_money_written_in_another_unit_is_converted() -> None:
    held = compare_with_target(figure("43600", "triệu đồng"), target("55"), better=Better.HIGHER)

    assert held.result["gap"] == Decimal(-11400)
    assert held.units["gap"] == "triệu đồng"


def test_a_verdict_of_the_report_that_does_not_follow_is_said_to_disagree() -> None:
    result = replace(figure("43.6"), stated_verdict="Vượt")

    held = compare_with_target(result, target("55"), better=Better.HIGHER)

    assert held.result["stated_verdict_agrees"] is False


def test_a_ratio_that_rounds_to_100_is_not_written_as_100() -> None:
    held = compare_with_target(
        figure("225.95", "nghìn tấn"), target("226", "nghìn tấn"), better=Better.HIGHER
    )

    assert held.result["verdict"] == "chưa đạt"
    assert held.shown["ratio"] == "99,98%"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (None, RefusalReason.NO_TARGET),
        (target("0"), RefusalReason.ZERO_BASE),
        (target("55", "ha"), RefusalReason.UNLIKE_UNITS),
        (replace(target("55"), quantity=None, written="60.7690,6"), RefusalReason.MALFORMED),
    ],
)
def test_what_cannot_be_compared_is_refused(wanted: Figure | None, expected: RefusalReason) -> None:
    held = compare_with_target(figure("43.6"), wanted, better=Better.HIGHER)

    assert reason(held) is expected
    assert held.refusal is not None
    assert held.refusal.message.endswith(".")


@given(amounts, amounts, st.sampled_from([Better.HIGHER, Better.LOWER]))
def test_a_comparison_does_not_change_when_both_sides_change_unit(
    result: Decimal, wanted: Decimal, better: Better
) -> None:
    small = compare_with_target(figure(str(result)), target(str(wanted)), better=better)
    large = compare_with_target(
        figure(str(result * 1000), "triệu đồng"), target(str(wanted * 1000), "triệu đồng"), better=better
    )

    assert large.result["verdict"] == small.result["verdict"]
    assert large.result["ratio"] == small.result["ratio"]


def test_a_change_is_a_difference_a_percentage_and_a_multiple() -> None:
    made = change_between(figure("33.91", period="2021"), figure("41.4", period="2022"))

    assert made.shown == {"difference": "7,49 tỷ đồng", "percent": "22,1%", "times": "1,22 lần"}


def test_half_a_year_is_not_set_against_a_whole_one() -> None:
    made = change_between(figure("41.4", period="2022"), figure("13.33", period="6 tháng 2023"))

    assert reason(made) is RefusalReason.UNLIKE_PERIODS


def test_a_trend_takes_each_year_from_the_newest_report() -> None:
    old = figure("49.0", period="2022", report="cu", kind=FigureKind.ESTIMATE)
    series = [
        figure("44.7", period="2021"),
        old,
        figure("49.4", period="2022"),
        figure("62.6", period="2024"),
    ]

    made = trend(series, {ReportId("cu"): "2022-12-01", ReportId("bao-cao-2023"): "2023-12-01"})

    assert made.result["y2022"] == Decimal("49.4")
    assert (made.result["highest"], made.result["direction"]) == ("2024", "tăng liên tục")


def test_equal_numbers_share_a_rank() -> None:
    places = ["xã Một", "xã Hai", "xã Ba"]
    figures = [figure(n, "%", place=p) for n, p in zip(["95", "97.1", "95"], places, strict=True)]

    made = rank(figures)

    assert (made.result["name_1"], made.result["rank_2"], made.result["rank_3"]) == ("xã Hai", 2, 2)


@given(st.lists(amounts, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(numbers: list[Decimal], shuffler: random.Random) -> None:
    figures = [figure(str(n), label=f"Khoản {at}", at=at) for at, n in enumerate(numbers)]
    shuffled = list(figures)
    shuffler.shuffle(shuffled)

    assert aggregate(figures, "sum").result["sum"] == aggregate(shuffled, "sum").result["sum"]
    assert aggregate(figures, "sum").shown == aggregate(shuffled, "sum").shown


def test_one_year_is_not_counted_twice() -> None:
    made = aggregate([figure("100", period="2021-2023"), figure("40", period="2023")], "sum")

    assert reason(made) is RefusalReason.UNLIKE_PERIODS


def test_the_pace_is_what_is_missing_a_year_and_compounded() -> None:
    made = required_pace(
        figure("2134", period="2023"), target("3000", period="đến 2025"), better=Better.HIGHER
    )

    assert made.shown == {"missing": "866 tỷ đồng", "per_year": "433 tỷ đồng/năm", "compound": "18,57%/năm"}
    assert "2 chữ số thập phân" in str(made.result["note"])


@given(
    st.decimals(min_value="0", max_value="1000000", places=3), st.sampled_from([("ha", "km²"), ("tấn", "kg")])
)
def test_converting_there_and_back_changes_nothing(number: Decimal, units: tuple[str, str]) -> None:
    here, there = units
    once = convert_unit(figure(str(number), here), there).result["value"]
    assert isinstance(once, Decimal)

    assert convert_unit(figure(format(once, "f"), there), here).result["value"] == number


def test_a_stated_ratio_that_does_not_follow_is_found() -> None:
    stated = figure("139", "%", kind=FigureKind.SHARE)

    made = check_ratio(figure("250", "người"), target("200", "người"), stated, better=Better.HIGHER)

    assert (made.result["agreement"], made.shown["recomputed"]) == ("lệch", "125%")


@pytest.mark.parametrize(
    ("total", "parts", "unit", "agreement"),
    [
        ("690", ["605", "85"], "lượt", "khớp"),
        ("821.8", ["706.6", "115.1"], "tỷ đồng", "khớp sau làm tròn"),
        ("158", ["20", "139"], "công trình", "lệch"),
    ],
)
def test_parts_are_added_up(total: str, parts: list[str], unit: str, agreement: str) -> None:
    made = check_parts(figure(total, unit), [figure(part, unit, at=at) for at, part in enumerate(parts)])

    assert made.result["agreement"] == agreement


def test_the_final_value_leads_over_an_estimate_and_the_newer_report_over_both() -> None:
    dates = {ReportId("cu"): "2023-11", ReportId("moi"): "2025-08"}
    estimate = figure("47.45", report="cu", kind=FigureKind.ESTIMATE)
    final = figure("52.2", report="moi")

    vintage = newest([estimate, final], dates)

    assert vintage is not None
    assert (vintage.leading, vintage.earlier) == (final, (estimate,))


def desk() -> Desk:
    figures = [
        figure("43.6", group="g1"),
        replace(target(">55"), group="g1"),
        figure("33.9", period="2021"),
        figure("180", place="tỉnh Bình Minh", report="tinh"),
    ]
    return Desk(facts=FiguresInMemory(figures), dates={ReportId("bao-cao-2023"): "2023-07-01"})


def test_a_tool_runs_by_name_on_json_arguments() -> None:
    made = run_tool(desk(), "compare_with_target", {"indicator": "thu ngân sách", "place": "An Hòa"})

    assert made.refusal is None
    assert made.result["verdict"] == "chưa đạt"


def test_places_are_not_mixed() -> None:
    made = run_tool(desk(), "compare_with_target", {"indicator": "thu ngân sách"})

    assert reason(made) is RefusalReason.AMBIGUOUS
    assert made.refusal is not None
    assert PLACE in made.refusal.message


def test_wrong_arguments_say_what_to_mend() -> None:
    with pytest.raises(ToolArgumentsError) as caught:
        run_tool(desk(), "trend", {"indicator": "x", "since": 3})

    assert any("since" in problem for problem in caught.value.problems)


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_no_result_comes_without_sources(name: str) -> None:
    ids = [one.id for one in desk().facts.figures(place=PLACE)]
    arguments: dict[str, dict[str, object]] = {
        "aggregate": {"how": "mean", "figure_ids": [ids[0], ids[2]]},
        "change_between": {"before_id": ids[2], "after_id": ids[0]},
        "check_stated": {"stated_id": ids[1], "part_ids": [ids[0], ids[2]]},
        "convert_unit": {"figure_id": ids[0], "unit": "triệu đồng"},
        "list_indicators": {"place": PLACE},
    }
    given_place: dict[str, object] = {"indicator": "thu ngân sách", "place": PLACE}

    made = run_tool(desk(), name, arguments.get(name, given_place))

    assert made.refusal is not None or (made.inputs and all(one.spans for one in made.inputs))
    assert made.refusal is None or name == "rank"
