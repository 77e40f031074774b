"""Rows of the list of duties as markup: fifty to a page, for which a template takes three times as long."""

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ifi.obligations import words
from ifi.obligations.queries.duties import DutyRow
from ifi.pages import figures

_ROW = """<tr>
    <th scope="row" class="govuk-table__header"><div>\
<a class="govuk-link ifi-target" href="{right_address}">{right}</a><br>\
<a class="govuk-link ifi-target govuk-!-font-weight-regular" href="{organisation_address}">{organisation}</a><br>\
<span class="ifi-quiet govuk-!-font-weight-regular">{regime}, {region}{demonstration}</span></div></th>
    <td class="govuk-table__cell" data-label="{year_label}"><a class="govuk-link" href="{address}">{year}</a></td>
    <td class="govuk-table__cell govuk-table__cell--numeric" data-label="{due_label}"><a class="ifi-figure" \
href="{address}">{due}</a></td>
    <td class="govuk-table__cell govuk-table__cell--numeric" data-label="{performed_label}">{performed}</td>
    <td class="govuk-table__cell govuk-table__cell--numeric" data-label="{credit_label}">{credit}</td>
    <td class="govuk-table__cell govuk-table__cell--numeric" data-label="{missing_label}">{missing}</td>
    <td class="govuk-table__cell govuk-table__cell--numeric" data-label="{share_label}">{share}</td>
    <td class="govuk-table__cell" data-label="{status_label}">{status}{risk}</td>
  </tr>"""


def labels() -> dict[str, SafeString]:
    """The headings of the columns, which stand beside each cell too where the table is shown as cards."""
    texts = {
        "year_label": _("Year"),
        "due_label": _("Due, ₸"),
        "performed_label": _("Performed, ₸"),
        "credit_label": _("Credit used, ₸"),
        "missing_label": _("Missing, ₸"),
        "share_label": _("Fulfilled"),
        "status_label": _("Status"),
    }
    return {name: format_html("{}", text) for name, text in texts.items()}


def rows_markup(found: Iterable[DutyRow], headings: dict[str, SafeString]) -> SafeString:
    """The rows of a table whose headings are `labels()`."""
    rights, organisations = folder("obligations:right"), folder("obligations:organisation")
    demonstration = format_html(" · {}", _("demonstration"))
    risk = format_html('<br><span class="ifi-quiet">{}</span>', _("risk of ending"))
    return SafeString(
        "".join(
            format_html(
                _ROW,
                **headings,
                **_values(row, f"{rights}{row.right}/", f"{organisations}{row.organisation}/"),
                demonstration=demonstration if row.is_demonstration else "",
                risk=risk if row.is_at_risk else "",
            )
            for row in found
        )
    )


def _values(row: DutyRow, right: str, organisation: str) -> dict[str, object]:
    return {
        "right": words.right(row.right_name),
        "right_address": right,
        "organisation": row.organisation_name,
        "organisation_address": organisation,
        "regime": words.regime(row.regime),
        "region": words.region(row.region),
        "address": f"{right}{row.year}/",
        "year": row.year,
        "due": figures.amount(row.due) if row.is_due_known else _("not known yet"),
        "performed": figures.amount(row.performed),
        "credit": figures.amount(row.brought),
        "missing": figures.amount(row.shortfall),
        "share": "" if row.fulfilment is None else figures.percent(row.fulfilment / Decimal(100)),
        "status": figures.tag(words.status(row.status), words.STATUS_COLOURS[row.status], needs_you=row.is_at_risk),
    }


def folder(name: str) -> str:
    """The part of an address that stands before the number: one look-up for a page of rows."""
    return reverse(name, args=[0]).removesuffix("0/")
