"""Filters and tags that every template has without loading them. `docs/how-to/add-a-page.md` shows each one."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms, template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from ifi.accounts import rights
from ifi.core.display import show_number, trim
from ifi.law.facts import Citation
from ifi.law.loader import load_words
from ifi.pages import figures
from ifi.portal import charts

register = template.Library()

for _filter in (
    figures.money,
    figures.amount,
    figures.large,
    figures.percent,
    figures.rate,
    figures.count,
    figures.day,
    figures.long_day,
    figures.moment,
):
    register.filter(_filter.__name__, _filter)

register.simple_tag(figures.tag)
register.simple_tag(figures.unknown)
register.simple_tag(figures.confidence)
register.simple_tag(figures.figure)

STATIONS = (
    ("right", pgettext_lazy("station", "Right")),
    ("duty", pgettext_lazy("station", "Duty")),
    ("performance", pgettext_lazy("station", "Performance")),
    ("project", pgettext_lazy("station", "Project")),
    ("result", pgettext_lazy("station", "Result")),
    ("implementation", pgettext_lazy("station", "Implementation")),
)
PART_LABELS = {
    "credit": pgettext_lazy("part of the due", "Credit of earlier years"),
    "accepted": pgettext_lazy("part of the due", "Accepted"),
    "declared": pgettext_lazy("part of the due", "Declared, not yet decided"),
    "shortfall": pgettext_lazy("part of the due", "Missing"),
}


@register.filter
def may(user: object, permission: str) -> bool:
    """`{% if user|may:"import" %}`: the same answer as the service's check."""
    return rights.may(user, rights.Permission(permission))


@register.filter
def cited(citation: Citation) -> str:
    """The act by its name, with the article as the reader's language writes it."""
    return load_words().say_citation(citation, figures.language())


@register.filter
def noted(citation: Citation) -> str:
    return load_words().say_note(citation, figures.language())


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: object) -> str:
    """`{% query year=2025 after=None %}`: this page's address with parts of the query changed."""
    return figures.query(context["request"], **changes)


@register.simple_tag(takes_context=True)
def sort_heading(context: RequestContext, key: str, label: str, numeric: bool = False) -> SafeString:
    """A heading that sorts by `key` (`?sort=key`, `?sort=-key`), keeps the rest of the query and starts at page one."""
    present = str(context["request"].GET.get("sort") or context.get("sort", ""))
    direction = {key: "ascending", f"-{key}": "descending"}.get(present, "none")
    target = f"-{key}" if direction == "ascending" else key
    address = figures.query(context["request"], sort=target, **dict.fromkeys(figures.CURSORS))
    path = {"ascending": "M5 1 9 8H1Z", "descending": "M5 9 1 2h8Z"}.get(direction, "")
    arrow = format_html(
        '<svg class="ifi-sort__arrow" viewBox="0 0 10 10" aria-hidden="true"><path d="{}"/></svg>', path
    )
    return format_html(
        '<th scope="col" class="govuk-table__header{}" aria-sort="{}"><a class="ifi-sort" href="{}"{}>{}{}</a></th>',
        " govuk-table__header--numeric" if numeric else "",
        direction,
        address,
        "" if direction == "none" else SafeString(" data-sorted"),
        label,
        arrow if path else "",
    )


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm | str | None) -> dict[str, object]:
    """Every error of the form, each line leading to its control, in the words that stand beside the control."""
    if not isinstance(form, forms.BaseForm) or not form.errors:
        return {"lines": ()}
    lines = [{"message": message, "target": ""} for message in form.non_field_errors()]
    for field in form:
        lines += [{"message": message, "target": getattr(field, "target", field.auto_id)} for message in field.errors]
    return {"lines": lines}


@register.inclusion_tag("components/chain.html")
def chain(present: str, **addresses: str) -> dict[str, object]:
    """`{% chain "duty" right=address performance=address %}`: known stations are links, missing ones hollow."""
    stations = [
        {"label": label, "address": addresses.get(key, ""), "is_present": key == present} for key, label in STATIONS
    ]
    return {"stations": stations}


@register.inclusion_tag("components/balance.html")
def balance_bar(
    due: Decimal, accepted: Decimal, credit: Decimal = charts.ZERO, declared: Decimal = charts.ZERO
) -> dict[str, object]:
    """The due as the full width, its parts, and the sentence that says the same."""
    bar = charts.balance_bar(due=due, accepted=accepted, credit=credit, declared=declared)
    parts = [{"part": part, "label": PART_LABELS[part.kind]} for part in bar.parts]
    return {"bar": bar, "parts": parts, "due": due, "accepted": accepted, "credit": credit, "declared": declared}


@register.inclusion_tag("components/as_of.html", takes_context=True)
def as_of(context: RequestContext, form: forms.Form) -> dict[str, object]:
    """The two dates of a page of figures, as an `AsOfForm`; the rest of the query stays."""
    request = context["request"]
    kept = [(key, value) for key, values in request.GET.lists() if key not in form.fields for value in values]
    return {"form": form, "kept": kept, "address": request.path}


@register.inclusion_tag("components/source.html", takes_context=True)
def source_line(
    context: RequestContext,
    source: str = "",
    on: date | None = None,
    licence: str = "",
    csv: str = "",
    xlsx: str = "",
    how: str = "",
) -> dict[str, object]:
    """Under a table or chart: where the figures come from, their date, their files, how they are computed."""
    return {
        "source": source,
        "on": on,
        "licence": licence,
        "csv": csv,
        "xlsx": xlsx,
        "how": how,
        "demonstration": context.get("demonstration"),
    }


@register.inclusion_tag("components/pages.html", takes_context=True)
def page_links(
    context: RequestContext, before: object = None, after: object = None, note: str = ""
) -> dict[str, object]:
    """Previous and next by cursor: `?before=…` and `?after=…`, the rest of the query kept."""
    request = context["request"]
    return {
        "previous": figures.query(request, before=before, after=None) if before else "",
        "next": figures.query(request, after=after, before=None) if after else "",
        "note": note,
    }


@register.inclusion_tag("components/steps.html")
def steps(rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """The reason of a figure: rows with `sentence`, `amount` (tenge or None), `citation` (`ifi.law.facts`)
    and `is_result` on the step that is the figure itself."""
    return {"rows": rows}


@register.inclusion_tag("components/summary.html")
def summary(rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """A list of names and values: rows with `key`, `value` and, where it may be changed, `address` and `action`."""
    return {"rows": rows}


@register.inclusion_tag("components/years.html")
def years(rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """A right through the years: rows with `year`, `amount`, `status`, `colour`, `address`, `is_present`."""
    return {"rows": rows}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int | None) -> dict[str, object]:
    """Rows done of all; without a total the bar says only that work goes on."""
    return {"done": done, "total": total}


def _chart(kind: str, chart: charts.Chart) -> dict[str, object]:
    draw = {"bars": charts.stacked_bars, "lines": charts.lines}[kind]
    unit, word = charts.axis_unit(chart.series, stacked=kind == "bars", language=figures.language())
    return {
        "chart": chart,
        "kind": kind,
        "unit": unit,
        "axis": f"{word} ₸" if word else "₸",
        "drawings": (
            ("wide", draw(chart.labels, chart.series, charts.WIDE)),
            ("narrow", draw(chart.labels, chart.series, charts.NARROW)),
        ),
        "rows": [
            (label, [(row, row.values[place]) for row in chart.series]) for place, label in enumerate(chart.labels)
        ],
    }


@register.inclusion_tag("components/chart.html")
def bar_chart(chart: charts.Chart) -> dict[str, object]:
    """Columns of amounts stacked by series, with the table, the file and the sentence that say the same."""
    return _chart("bars", chart)


@register.inclusion_tag("components/chart.html")
def line_chart(chart: charts.Chart) -> dict[str, object]:
    """Amounts over the years as lines, with the table, the file and the sentence that say the same."""
    return _chart("lines", chart)


@register.filter
def in_units(value: Decimal, unit: Decimal) -> str:
    """A tick of an axis in its unit: 92 500 000 000 in billions is 92,5."""
    return show_number(trim(value / unit), figures.language())
