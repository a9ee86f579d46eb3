"""Charts and their tables: hundreds of numbers on a page, so tags and no templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from gegenbesuch.onsite.charts import Bar, Chart, Drawn, Picture

register = template.Library()


@register.simple_tag
def chart_picture(chart: Chart, picture: Picture) -> SafeString:
    """Write a chart as SVG; the table beside it says the same."""
    name = f"{chart.key}-{picture.kind}"
    marks = _columns(picture) if chart.is_over_time else _bars(chart, picture)
    return mark_safe(  # noqa: S308 -- all texts are escaped
        f'<svg class="picture picture--{picture.kind}" role="img" '
        f'viewBox="0 0 {picture.width} {picture.height}" aria-labelledby="{name}">'
        f'<title id="{name}">{escape(chart.title)}. {escape(chart.says)}</title>'
        f"{marks}</svg>"
    )


def _bars(chart: Chart, picture: Picture) -> str:
    return "".join(
        _text("label", 0, each.y - 7, each.bar.label)
        + _text("count", picture.width, each.y - 7, _count(chart, each), at="end")
        + _rect("whole", 0, each.y, each.part, each.height)
        + _rect(each.bar.tone, 0, each.y, each.width, each.height)
        for each in picture.drawn
    )


def _count(chart: Chart, each: Drawn) -> str:
    share = each.bar.share if chart.heads[2] else ""
    return f"{each.bar.count} · {share}" if share else str(each.bar.count)


def _columns(picture: Picture) -> str:
    grid = "".join(
        f'<line class="chart__line" x1="28" x2="{picture.width}" y1="{y}" y2="{y}"/>'
        for y in (12, picture.base)
    )
    columns = "".join(
        _rect("", each.x, each.y, each.width, each.height)
        + (
            _rect("good", each.x, each.part_y, each.width, each.part)
            if each.part
            else ""
        )
        + (_text("tick", each.x, picture.height - 8, each.tick) if each.tick else "")
        for each in picture.drawn
    )
    return _text("tick", 22, 20, str(picture.most), at="end") + grid + columns


def _text(kind: str, x: float, y: float, words: str, *, at: str = "start") -> str:
    return (
        f'<text class="chart__{kind}" x="{x}" y="{y}" text-anchor="{at}">'
        f"{escape(words)}</text>"
    )


def _rect(tone: str, x: float, y: float, width: float, height: float) -> str:
    kind = "chart__whole" if tone == "whole" else "chart__bar"
    if tone not in {"", "whole"}:
        kind += f" chart__bar--{tone}"
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{width}" height="{height}"/>'


@register.simple_tag
def chart_rows(chart: Chart) -> SafeString:
    """Write the head and the rows of the table of a chart."""
    first, *others = chart.columns
    head = f'<th scope="col">{escape(first)}</th>' + "".join(
        f'<th scope="col" class="number">{escape(each)}</th>' for each in others
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        f'<td class="number">{_linked(count, bar)}</td>'
        + "".join(f'<td class="number">{escape(cell)}</td>' for cell in cells)
        + "</tr>"
        for bar, (label, count, *cells) in zip(chart.bars, chart.rows, strict=True)
    )
    return mark_safe(  # noqa: S308 -- all texts are escaped
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    )


def _linked(count: str, bar: Bar) -> str:
    """Write how many there are, as the way to them if there are any."""
    if not bar.url or not bar.count:
        return str(escape(count))
    return f'<a href="{escape(bar.url)}">{escape(count)}</a>'
