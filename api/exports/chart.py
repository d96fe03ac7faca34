"""The years of an indicator against its target, readable without colour."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One year's value, and how it is written beside its mark."""

    period: str
    value: Decimal
    written: str
    estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """The target, drawn across the years."""

    value: Decimal
    written: str
    label: str = "Mục tiêu"


def chart(
    title: str,
    unit: str,
    points: Sequence[Point],
    target: TargetLine | None = None,
    form: Literal["svg", "png"] = "svg",
) -> bytes:
    """The picture's bytes. Estimates are hollow bars; the target is a dashed line with its own words."""
    # Late: optional, and slow to load.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure as Picture  # noqa: PLC0415

    picture = Picture(figsize=(7.2, 3.9), layout="constrained")
    canvas = FigureCanvasSVG(picture) if form == "svg" else FigureCanvasAgg(picture)
    axes = picture.add_subplot()
    places = range(len(points))
    bars = axes.bar(
        places,
        [float(point.value) for point in points],
        width=0.55,
        color=["white" if point.estimate else "#1f4e5f" for point in points],
        edgecolor="#1f4e5f",
        hatch=["//" if point.estimate else "" for point in points],
    )
    axes.bar_label(bars, [point.written for point in points], padding=3)
    if target is not None:
        axes.axhline(float(target.value), color="#9c2f1c", linestyle="--", linewidth=1.5)
        label = f"{target.label}: {target.written}"
        axes.annotate(
            label,
            (0.01, float(target.value)),
            xycoords=("axes fraction", "data"),
            va="bottom",
            color="#9c2f1c",
        )
    axes.set_xticks(
        places, [f"{point.period}\n(ước)" if point.estimate else point.period for point in points]
    )
    axes.set_title(title, wrap=True)
    axes.set_ylabel(unit)
    axes.margins(y=0.15)
    axes.spines[["top", "right"]].set_visible(False)
    stream = io.BytesIO()
    canvas.print_figure(stream, format=form, dpi=150, metadata={"Date": None} if form == "svg" else {})
    return stream.getvalue()
