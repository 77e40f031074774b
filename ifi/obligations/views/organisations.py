"""An organisation: its names, its rights, its duties by year."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ifi.obligations import words
from ifi.obligations.queries.organisations import organisation_page
from ifi.obligations.views.duty_rows import folder
from ifi.obligations.views.rights import as_of, shown_duty, title_of
from ifi.registry.classifiers import classifier
from ifi.registry.errors import OrganisationUnknown


def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    form, moment = as_of(request)
    language = words.language()
    try:
        page = organisation_page(actor=request.user, organisation_id=organisation_id, moment=moment, language=language)
    except OrganisationUnknown as error:
        raise Http404 from error
    record = page.record
    context = {
        "page": page,
        "name": record.names.get(language) or record.bin,
        "kinds": [classifier("organisation_kinds").label(kind, language) for kind in record.kinds],
        "other_names": _other_names(record.all_names[1:]),
        "details": [(words.region(detail.region), detail) for detail in record.details],
        "rights": [(title_of(holding.right), holding) for holding in record.holdings],
        "rights_folder": folder("obligations:right"),
        "years": [
            {
                "year": year,
                "share": year.counted / year.due if year.due else None,
                "duties": [
                    {**shown_duty(found.duty), "right": found.right, "title": words.right(found.right_name)}
                    for found in year.duties
                ],
            }
            for year in page.years
        ],
        "as_of_form": form,
        "moment": moment,
        "query": request.GET.urlencode(),
        "demonstration": record.is_demonstration or None,
    }
    return render(request, "obligations/organisation.html", context)


def _other_names(lines: object) -> list[tuple[str, object]]:
    """Each former name in the languages that it has, once."""
    found = []
    for line in lines:  # type: ignore[attr-defined]
        written = dict.fromkeys(name for name in (line.kk, line.ru, line.en) if name)
        found.append((" · ".join(written), line.period))
    return found
