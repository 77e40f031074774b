"""What this room tells the people of an organisation about its duties."""

from django.utils.translation import gettext_lazy as _

from ifi.notices.catalogue import Channel, NoticeKind, Topic, as_count, as_day, as_text

_REASON = _("You act for the organisation whose duty it is.")
_EVERYWHERE = frozenset(Channel)

ENTRIES = (
    Topic(
        "duties",
        _("Duties of your organisation"),
        _("What is due was assessed, expenses or payments were decided on, a year was closed."),
        order=10,
    ),
    Topic(
        "report_days",
        _("Report days of your organisation"),
        _("Thirty days, a week and a day before a report is due."),
        order=11,
    ),
    NoticeKind(
        "obligations.assessed",
        "duties",
        title=_("What is due was assessed: {about}"),
        text=_("The page shows the amount, its steps and the articles of law. Duties assessed: {count}."),
        reason=_REASON,
        brief=_("What your organisation owes for a year was assessed."),
        parameters={"count": as_count},
        channels=_EVERYWHERE,
    ),
    NoticeKind(
        "obligations.decided",
        "duties",
        title=_("Expenses or payments were decided on: {about}"),
        text=_("The page shows each decision with its reason. Decisions: {count}."),
        reason=_REASON,
        brief=_("Expenses or payments of your organisation were decided on."),
        parameters={"count": as_count},
        channels=_EVERYWHERE,
    ),
    NoticeKind(
        "obligations.closed",
        "duties",
        title=_("A year was closed: {about}"),
        text=_("An excess is carried to later years; what is missing stays to be performed. Years closed: {count}."),
        reason=_REASON,
        brief=_("A year of your organisation's duties was closed."),
        parameters={"count": as_count},
        channels=_EVERYWHERE,
    ),
    NoticeKind(
        "obligations.report_nearing",
        "report_days",
        title=_("The report is due on {day}: {about}"),
        text=_("Days left: {days}. Enter what is missing and send the report before the day ends."),
        reason=_REASON,
        brief=_("A report of your organisation is due soon."),
        parameters={"day": as_day, "days": as_text},
        channels=_EVERYWHERE,
    ),
)
