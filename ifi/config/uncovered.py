"""Tables of which the trail keeps no digests, each with the reason. Every other table is covered by its room's
`covered.py`; the check fails for a table that is in neither or in both.
"""

_DERIVED = "made from covered rows, and checked against them"
_QUEUE = "work that waits; what it does is recorded by the act that it does"
_FRAMEWORK = "the framework's own; the application neither reads rights from it nor shows it"
_CHAIN = "the trail itself: seals, places in the tree and signed heads tell what was altered"
_SESSION = "changes with every visit; that somebody signed in or out is recorded"
_ONE_TIME = "holds for minutes or days and is deleted; what was done with it is recorded"
_COUNTERS = "counts what slows an attacker down; nothing rests on it later"
_OUTBOX = "what is told of an act, and how far that came; the act itself is recorded"
_PROGRESS = "how far a file came; the rows that it brought are covered, its digest is in the record"

UNCOVERED = {
    "account_emailaddress": _FRAMEWORK,
    "account_emailconfirmation": _FRAMEWORK,
    "accounts_device": _SESSION,
    "accounts_emaillink": _ONE_TIME,
    "accounts_signinfailure": _COUNTERS,
    "audit_leaf": _CHAIN,
    "audit_log": _CHAIN,
    "audit_mention": _CHAIN,
    "audit_record": _CHAIN,
    "audit_treehead": _CHAIN,
    "audit_treenode": _CHAIN,
    "audit_waiting": _CHAIN,
    "auth_group": _FRAMEWORK,
    "auth_group_permissions": _FRAMEWORK,
    "auth_permission": _FRAMEWORK,
    "config_allowance": _COUNTERS,
    "django_content_type": _FRAMEWORK,
    "django_migrations": _FRAMEWORK,
    "django_session": _SESSION,
    "intake_importproblem": _PROGRESS,
    "intake_importprogress": _PROGRESS,
    "intake_importrun": _PROGRESS,
    "news_calendarevent": "what calendars showed, made anew each hour from news, deadlines and days off",
    "notices_channelstate": _COUNTERS,
    "notices_delivery": _OUTBOX,
    "notices_notice": _OUTBOX,
    "notices_subscriber": "an address and how it wants its mail: personal; what it follows is covered",
    "notices_subscriptionrequest": _ONE_TIME,
    "notices_telegramchat": "the number of a chat is personal; connecting and disconnecting are recorded",
    "notices_telegraminvitation": _ONE_TIME,
    "obligations_dutybalance": _DERIVED,
    "obligations_totalstale": _DERIVED,
    "obligations_yeartotal": _DERIVED,
    "procrastinate_events": _QUEUE,
    "procrastinate_jobs": _QUEUE,
    "procrastinate_periodic_defers": _QUEUE,
    "procrastinate_workers": _QUEUE,
    "socialaccount_socialapp": "empty: the provider stands in the settings",
    "socialaccount_socialtoken": "empty: the provider's tokens are not kept",
    "usersessions_usersession": _SESSION,
}
