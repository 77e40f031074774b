"""The national picture by year: a chart, its table and file, where it stands by group, and what others published."""

import pickle
from collections.abc import Callable, Iterable
from decimal import Decimal
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ifi.core.display import show_day, show_large, show_percent
from ifi.news.queries import latest_news
from ifi.obligations import words
from ifi.obligations.queries.totals import (
    LEGACY,
    Comparison,
    Figures,
    GroupFigures,
    NationalPicture,
    YearFigures,
    national_picture,
)
from ifi.pages.figures import amount, percent
from ifi.pages.tables import Cell, Table, csv_response
from ifi.portal.charts import Chart, Series

GROUP_LABELS = {"regime": words.regime, "region": words.region, "authority": words.authority}
_LATEST = 3  # news on the home page
_ZERO = Decimal("0.00")


def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    picture = _picture(request)
    news = latest_news(language=words.language(), size=_LATEST).lines
    if picture is None:
        return render(request, "portal/home.html", {"picture": None, "on": today, "news_lines": news})
    context = {"picture": picture, "on": today, "key": _key(picture), "news_lines": news, **_parts(picture)}
    return render(request, "portal/home.html", context)


def _key(picture: NationalPicture) -> str:
    """Names exactly these figures: a page made from them before may be shown again, and no other."""
    return sha256(pickle.dumps(picture)).hexdigest()


def _parts(picture: NationalPicture) -> dict[str, Callable[[], object]]:
    """What the page shows, made only when the template asks for it."""
    counts = picture.chosen.counts or {}
    return {
        "reading": lambda: _reading(picture),
        "chart": lambda: _chart(picture.years, picture),
        "beyond": lambda: _beyond(picture.chosen),
        "years": lambda: [_year(one) for one in reversed(picture.years)],
        "groups": lambda: [_group(name, picture) for name in GROUP_LABELS],
        "total_cells": lambda: _numeric_cells(picture.chosen),
        "published": lambda: [_comparison(one) for one in picture.comparisons],
        "fulfilled": lambda: counts.get("duties_met", 0) + counts.get("duties_over", 0),
    }


def national_file(request: HttpRequest) -> HttpResponseBase:
    """All years, exactly as the page shows them."""
    picture = _picture(request)
    years = picture.years if picture else ()
    rows = [[one.year, *_cells(one.figures)] for one in years]
    return csv_response(Table("national-picture", (_("Year"), *_headings()), [rows], _source(picture)))


def group_file(request: HttpRequest, group: str) -> HttpResponseBase:
    """The chosen year by one of the groups."""
    if group not in GROUP_LABELS:
        raise Http404
    picture = _picture(request)
    members = picture.by[group] if picture else ()
    rows = [[picture.year if picture else None, _label(group, one), *_cells(one.figures)] for one in members]
    headings = (_("Year"), _group_title(group), *_headings())
    return csv_response(Table(f"national-picture-{group}", headings, [rows], _source(picture)))


def _picture(request: HttpRequest) -> NationalPicture | None:
    chosen = request.GET.get("year", "")
    year = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) == 4 else None
    return national_picture(actor=request.user, year=year, this_year=timezone.localdate().year)


def _headings() -> tuple[str, ...]:
    return (
        _("Duties"),
        _("Due, ₸"),
        _("Performed, ₸"),
        _("Credit used, ₸"),
        _("Missing, ₸"),
        _("Credit for later years, ₸"),
        _("Received by the treasury, ₸"),
    )


def _cells(figures: Figures) -> list[Cell]:
    return [
        (figures.counts or {}).get("duties", 0),
        figures.due,
        figures.performed,
        figures.brought,
        figures.shortfall,
        figures.credit_available,
        figures.received,
    ]


def _source(picture: NationalPicture | None) -> str:
    text = _("Source: Innovation for Industry, national totals as of %(on)s.") % {"on": show_day(timezone.localdate())}
    if picture and picture.has_demonstration:
        made_up = _("Demonstration data, made up.")
        return f"{text} {made_up}"
    return text


def _reading(picture: NationalPicture) -> str:
    """The year in one sentence, and against the year before."""
    chosen, language = picture.chosen, words.language()
    places = {
        "year": picture.year,
        "due": show_large(chosen.due, language),
        "covered": show_large(chosen.covered, language),
        "missing": show_large(chosen.shortfall, language),
        "share": show_percent(chosen.share, language) if chosen.share is not None else "",
    }
    if chosen.share is None:
        return _("For %(year)s nothing is due yet.") % places
    if not picture.is_over:
        return (
            _(
                "%(year)s is not over. So far %(due)s is due for it; %(covered)s of it is covered (%(share)s), "
                "and %(missing)s is still to come."
            )
            % places
        )
    text = (
        _("For %(year)s, %(due)s is due; %(covered)s of it is covered (%(share)s), and %(missing)s is missing.")
        % places
    )
    if picture.before is None or picture.before.share is None:
        return text
    before = {"before": show_percent(picture.before.share, language)}
    if chosen.share > picture.before.share:
        change = _("A year earlier it was %(before)s: the share has grown.") % before
    elif chosen.share < picture.before.share:
        change = _("A year earlier it was %(before)s: the share has fallen.") % before
    else:
        change = _("A year earlier the share was the same.")
    return f"{text} {change}"


def _beyond(chosen: Figures) -> str:
    """Why performed and credited may come to more than what is covered; empty where they do not."""
    if chosen.beyond == 0:
        return ""
    return _(
        "%(beyond)s was performed or credited above what the rights themselves owed: "
        "an excess of one right does not cover another."
    ) % {"beyond": show_large(chosen.beyond, words.language())}


def _chart(years: Iterable[YearFigures], picture: NationalPicture) -> Chart:
    years = tuple(one for one in years if one.is_over or one.figures.due > 0)
    return Chart(
        title=_("Due, performed and missing by year"),
        reading=_trend(years),
        heading=_("Year"),
        labels=tuple(str(one.year) if one.is_over else _("%(year)s, so far") % {"year": one.year} for one in years),
        series=(
            Series(_("Performed"), tuple(one.figures.performed for one in years)),
            Series(_("Credit of earlier years"), tuple(one.figures.brought for one in years)),
            Series(_("Missing"), tuple(one.figures.shortfall for one in years), hatched=True),
        ),
        csv=f"{reverse('portal:national_file')}?year={picture.year}",
    )


def _trend(years: tuple[YearFigures, ...]) -> str:
    """What the years that are over say together."""
    with_duty = [one for one in years if one.is_over and one.figures.share is not None]
    if len(with_duty) < 2:
        return _("One year of duties is recorded so far.")
    best = max(with_duty, key=lambda one: (one.figures.share or _ZERO, one.year))
    return _("From %(first)s to %(last)s the best year was %(best)s: %(share)s of what was due was covered.") % {
        "first": with_duty[0].year,
        "last": with_duty[-1].year,
        "best": best.year,
        "share": show_percent(best.figures.share or _ZERO, words.language()),
    }


def _year(one: YearFigures) -> dict[str, object]:
    duties = (one.figures.counts or {}).get("duties", 0)
    return {"year": one.year, "is_over": one.is_over, "duties": duties, "cells": _numeric_cells(one.figures)}


def _numeric_cells(figures: Figures) -> SafeString:
    """The figures of a row of any table of the page: made at once, because a page has hundreds of them."""
    share = percent(figures.share) if figures.share is not None else ""
    cells = (
        (_("Due, ₸"), amount(figures.due)),
        (_("Performed, ₸"), amount(figures.performed)),
        (_("Credit used, ₸"), amount(figures.brought)),
        (_("Missing, ₸"), amount(figures.shortfall)),
        (_("Covered"), share),
    )
    cell = '<td class="govuk-table__cell govuk-table__cell--numeric" data-label="{}">{}</td>'
    return format_html_join("", cell, cells)


def _group_title(group: str) -> str:
    return {"regime": _("Regime"), "region": _("Region"), "authority": _("Authority")}[group]


def _label(group: str, member: GroupFigures) -> str:
    return _("Contracts before 29.06.2018, together") if member.code == LEGACY else GROUP_LABELS[group](member.code)


def _group(group: str, picture: NationalPicture) -> dict[str, object]:
    """One breakdown with its sentence: who is missing most."""
    members = picture.by[group]
    rows = []
    for member in members:
        address = ""
        if member.code != LEGACY:
            address = f"{reverse('obligations:duties')}?year={picture.year}&{group}={member.code}"
        cells, duties = _numeric_cells(member.figures), (member.figures.counts or {}).get("duties", 0)
        rows.append({"label": _label(group, member), "address": address, "duties": duties, "cells": cells})
    most = max(members, key=lambda member: member.figures.shortfall, default=None)
    reading = ""
    if most is not None and most.figures.shortfall > 0:
        reading = _("Most is missing here: %(label)s, %(missing)s.") % {
            "label": _label(group, most),
            "missing": show_large(most.figures.shortfall, words.language()),
        }
    return {
        "code": group,
        "title": {"regime": _("By regime"), "region": _("By region"), "authority": _("By authority")}[group],
        "heading": _group_title(group),
        "rows": rows,
        "reading": reading,
        "csv": f"{reverse('portal:group_file', args=[group])}?year={picture.year}",
    }


def _comparison(one: Comparison) -> dict[str, object]:
    measures = {"due": _("Due"), "performed": _("Performed"), "received": _("Received by the treasury")}
    places = {
        "below": _("below what was published"),
        "within": _("within what was published"),
        "above": _("above what was published"),
    }
    return {
        "published": one.published,
        "scope": one.published.scope[words.language()],
        "is_range": one.published.high is not None and one.published.high != one.published.low,
        "ours": one.ours,
        "measure": measures.get(one.published.measure or "", ""),
        "place": places.get(one.place or "", ""),
    }
