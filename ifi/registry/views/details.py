"""Minerals, region, authority and exemption of a right: what life changed, and what was written wrongly."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ifi.accounts.rights import Permission, check_may
from ifi.registry import services
from ifi.registry.forms import DETAIL_LABELS, DetailForm
from ifi.registry.queries import RightDetailLine
from ifi.registry.services import Field
from ifi.registry.views.acting import answer, sent
from ifi.registry.views.rights import address, right_for


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, right_id: int, field: str) -> HttpResponse:
    """From a day on it is otherwise; what was so before stays recorded until the day before."""
    check_may(request.user, Permission.REGISTRY_EDIT)
    kept = right_for(right_id)
    if field not in kept.details:
        raise Http404
    chosen, values = Field(field), kept.details[field]
    form = DetailForm(sent(request), field=chosen, initial=_shown(values[-1] if values else None, chosen))

    def act() -> str:
        services.set_detail(
            right_id=right_id,
            field=chosen,
            codes=form.codes(),
            on=form.cleaned_data["on"],
            today=timezone.localdate(),
            by=request.user,
        )
        return address(right_id)

    return answer(
        request,
        form,
        act,
        title=_("Record a change: %(field)s") % {"field": DETAIL_LABELS[chosen]},
        text=_(
            "The earlier value stays recorded until the day before. Open years follow what holds on their last day."
        ),
        action=_("Record the change"),
        back=address(right_id),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, right_id: int, detail_id: int) -> HttpResponse:
    """What is recorded was never so: another value, or another first day of it."""
    check_may(request.user, Permission.REGISTRY_EDIT)
    found = [
        (Field(field), line)
        for field, lines in right_for(right_id).details.items()
        for line in lines
        if line.detail_id == detail_id
    ]
    if not found:
        raise Http404
    ((field, line),) = found
    initial = _shown(line, field) | {"on": line.period.start}
    form = DetailForm(sent(request), field=field, initial=initial)

    def act() -> str:
        services.correct_detail(
            detail_id=detail_id,
            codes=form.codes(),
            since=form.cleaned_data["on"],
            today=timezone.localdate(),
            by=request.user,
        )
        return address(right_id)

    return answer(
        request,
        form,
        act,
        title=_("Correct a mistake: %(field)s") % {"field": DETAIL_LABELS[field]},
        text=_("Use this only where the entry was wrong from the start. The wrong value stays in the trail alone."),
        action=_("Save the correction"),
        back=address(right_id),
    )


def _shown(line: RightDetailLine | None, field: Field) -> dict[str, object]:
    codes = line.codes if line else ()
    return {"value": codes if field is Field.MINERALS else "".join(codes)}
