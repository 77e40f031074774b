"""What officers do on the page of a duty: one form an act, one service call, back to the duty."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ifi.accounts.rights import Permission, check_may
from ifi.core.errors import IfiError, NotAllowed
from ifi.core.sentences import say, say_error
from ifi.law.facts import BaseType, Channel
from ifi.obligations.forms import (
    AcceptForm,
    BaseForm,
    ClosingForm,
    DisallowForm,
    PenaltyForm,
    PerformanceForm,
    ReverseForm,
)
from ifi.obligations.queries.apart import bars_of
from ifi.obligations.queries.moments import Moment
from ifi.obligations.queries.years import OfferedPerformance, YearPage, year_page
from ifi.obligations.rules.performance import Step
from ifi.obligations.services.bases import BaseDeclaration, declare_bases
from ifi.obligations.services.closings import PenaltyPayment, close_years, pay_penalties
from ifi.obligations.services.decisions import (
    Decision,
    accept_performances,
    disallow_performances,
    reverse_decisions,
)
from ifi.obligations.services.performances import NewPerformance, enter_performances
from ifi.obligations.views.rights import title_of
from ifi.registry.errors import RightUnknown

Cleaned = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """What an act is called, what it asks, who may do it, and the service that does it. The service gets the id of the
    duty, or of the performance where the act is on one."""

    title: Promise
    button: Promise
    form: type[forms.Form]
    permission: Permission
    run: Callable[[int, Cleaned, Any, date], object]
    step: Step | None = None  # of the performance that the act is on
    explanation: Promise | str = ""


def _declare_base(duty: int, cleaned: Cleaned, by: Any, on: date) -> object:
    declaration = BaseDeclaration(duty, cleaned["amount"], BaseType(cleaned["base_type"]), cleaned["declared_on"])
    return declare_bases(declarations=[declaration], by=by, on=on)


def _enter_performance(duty: int, cleaned: Cleaned, by: Any, on: date) -> object:
    given = NewPerformance(
        uid=cleaned["uid"],
        duty_id=duty,
        channel=Channel(cleaned["channel"]),
        amount=cleaned["amount"],
        paid_on=cleaned["paid_on"],
        payment_order=cleaned["payment_order"],
        kbk=cleaned["kbk"],
        title=cleaned["title"],
        performer_bin=cleaned["performer_bin"] or "",
    )
    return enter_performances(performances=[given], by=by, on=on)


def _decision(performance: int, cleaned: Cleaned) -> Decision:
    given = {name: cleaned[name] for name in ("amount", "reason", "note") if name in cleaned}
    return Decision(uid=cleaned["uid"], performance_id=performance, **given)


def _accept(performance: int, cleaned: Cleaned, by: Any, on: date) -> object:
    return accept_performances(decisions=[_decision(performance, cleaned)], by=by, on=on)


def _disallow(performance: int, cleaned: Cleaned, by: Any, on: date) -> object:
    return disallow_performances(decisions=[_decision(performance, cleaned)], by=by, on=on)


def _reverse(performance: int, cleaned: Cleaned, by: Any, on: date) -> object:
    return reverse_decisions(decisions=[_decision(performance, cleaned)], by=by, on=on)


def _close_year(duty: int, cleaned: Cleaned, by: Any, on: date) -> object:
    return close_years(duty_ids=[duty], by=by, on=on)


def _pay_penalty(duty: int, cleaned: Cleaned, by: Any, on: date) -> object:
    payment = PenaltyPayment(cleaned["uid"], duty, cleaned["amount"], cleaned["paid_on"])
    return pay_penalties(payments=[payment], by=by, on=on)


ACTS: dict[str, Act] = {
    "declare-base": Act(
        _("Declare the base"),
        _("Record the base"),
        BaseForm,
        Permission.BASE_DECLARE,
        _declare_base,
        explanation=_("Another amount replaces the one in force; both stay visible, and the difference is posted."),
    ),
    "enter-performance": Act(
        _("Enter a performance"),
        _("Record the performance"),
        PerformanceForm,
        Permission.PERFORMANCE_ENTER,
        _enter_performance,
    ),
    "accept": Act(
        _("Accept the performance"),
        _("Accept"),
        AcceptForm,
        Permission.PERFORMANCE_DECIDE,
        _accept,
        Step.ACCEPTED,
    ),
    "disallow": Act(
        _("Refuse the performance"),
        _("Refuse"),
        DisallowForm,
        Permission.PERFORMANCE_DECIDE,
        _disallow,
        Step.DISALLOWED,
    ),
    "reverse": Act(
        _("Undo the decision"),
        _("Undo the decision"),
        ReverseForm,
        Permission.PERFORMANCE_DECIDE,
        _reverse,
        Step.REVERSED,
    ),
    "close": Act(
        _("Close the year"),
        _("Close the year"),
        ClosingForm,
        Permission.YEAR_CLOSE,
        _close_year,
        explanation=_(
            "The excess becomes credit of later years of this right, the shortfall is fixed, "
            "and the penalty is charged where it is known."
        ),
    ),
    "pay-penalty": Act(
        _("Enter a payment of the penalty"),
        _("Record the payment"),
        PenaltyForm,
        Permission.YEAR_CLOSE,
        _pay_penalty,
    ),
}


def act(request: HttpRequest, right_id: int, year: int, act: str, performance_id: int = 0) -> HttpResponse:
    """The form of an act; sent, it acts once and leads back to the duty."""
    chosen = ACTS.get(act)
    if chosen is None or bool(chosen.step) != bool(performance_id):
        raise Http404
    check_may(request.user, chosen.permission)
    today = timezone.localdate()
    page = _year(request, right_id, year, today)
    offered = _offered(page, performance_id) if performance_id else None
    form = chosen.form(request.POST or None, initial=_initial(page, offered))
    back = reverse("obligations:year", args=[right_id, year])
    barred = _barred(chosen, page, performance_id, request.user.pk, today)
    if request.method == "POST" and not barred:
        form = chosen.form(request.POST)
        if form.is_valid() and _done(chosen, form, performance_id or page.duty.duty, request.user, today):  # type: ignore[union-attr]
            return redirect(back)
    context = {
        "act": chosen,
        "form": form,
        "page": page,
        "title": title_of(page.record.line),
        "offered": offered,
        "barred": barred,
        "back": back,
        "demonstration": page.record.line.is_demonstration or None,
    }
    return render(request, "obligations/act.html", context, status=403 if barred else 422 if form.errors else 200)


def _barred(chosen: Act, page: YearPage, performance_id: int, person: int | None, on: date) -> str:
    """Why the act must be left to another, and to whom; empty where it need not."""
    bars = bars_of(person, [performance_id] if performance_id else (), on=on)
    if chosen.step is not None:
        ground = bars.to_decide_on([performance_id], chosen.step, [page.organisation])
    else:
        ground = bars.to_close([page.organisation]) if chosen.permission is Permission.YEAR_CLOSE else None
    return say(ground.value) if ground else ""


def _done(chosen: Act, form: forms.Form, subject: int, by: object, on: date) -> bool:
    """Whether the service acted; its refusal stands in the form."""
    try:
        chosen.run(subject, form.cleaned_data, by, on)
    except NotAllowed:
        raise
    except IfiError as error:
        form.add_error(None, say_error(error))
        return False
    return True


def _year(request: HttpRequest, right_id: int, year: int, today: date) -> YearPage:
    try:
        page = year_page(actor=request.user, right_id=right_id, year=year, moment=Moment(today, today, today))
    except RightUnknown as error:
        raise Http404 from error
    if page is None or page.duty is None:
        raise Http404
    return page


def _offered(page: YearPage, performance_id: int) -> OfferedPerformance:
    found = next((one for one in page.performances if one.performance.pk == performance_id), None)
    if found is None:
        raise Http404
    return found


def _initial(page: YearPage, offered: OfferedPerformance | None) -> dict[str, object]:
    """What is known already is not asked again."""
    if offered is not None:
        return {"amount": offered.performance.amount}
    return {"base_type": page.version.base_type} if page.version else {}
