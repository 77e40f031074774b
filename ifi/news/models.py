"""News items with every version of their texts; events of calendars with every state they were shown in."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from ifi.news.rules import State


class NewsItem(models.Model):
    """Where an item stands. Its words are those of its newest version; `title_*` there, never here."""

    state = models.CharField(max_length=20, default=State.DRAFT.value)
    version = models.IntegerField(default=0)  # the newest one
    published_at = models.DateTimeField(null=True)
    published_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    is_demonstration = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="news_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "ready"]) | Q(published_on__isnull=False),
                name="news_published_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(withdrawn_on__isnull=False), name="news_withdrawn_on_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="news_published"),
        ]


class NewsVersion(models.Model):
    """One version of an item's words and topics; append-only. A correction says what changed after publication."""

    item = models.ForeignKey(NewsItem, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    is_newest = models.BooleanField(default=True)
    title_kk = models.CharField(max_length=200, blank=True, default="")
    title_ru = models.CharField(max_length=200, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    summary_kk = models.CharField(max_length=500, blank=True, default="")
    summary_ru = models.CharField(max_length=500, blank=True, default="")
    summary_en = models.CharField(max_length=500, blank=True, default="")
    body_kk = models.TextField(blank=True, default="")
    body_ru = models.TextField(blank=True, default="")
    body_en = models.TextField(blank=True, default="")
    correction_kk = models.CharField(max_length=500, blank=True, default="")
    correction_ru = models.CharField(max_length=500, blank=True, default="")
    correction_en = models.CharField(max_length=500, blank=True, default="")
    topics = ArrayField(models.CharField(max_length=60), default=list)
    about_kind = models.CharField(max_length=40, blank=True, default="")
    about_key = models.CharField(max_length=60, blank=True, default="")
    event_on = models.DateField(null=True)
    saved_on = models.DateField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="news_version_once"),
            models.UniqueConstraint(fields=["item"], condition=Q(is_newest=True), name="news_one_newest_version"),
        ]
        indexes = [
            GinIndex(fields=["topics"], name="news_topics"),
            models.Index(fields=["about_kind", "about_key"], condition=~Q(about_key=""), name="news_about"),
        ]


class CalendarEvent(models.Model):
    """One state of a dated event as calendars showed it: the same `uid` through all of them, `sequence` grows.

    What it says is a code and parameters; the sentence is made when a calendar is read. `is_cancelled`: it no longer
    takes place.
    """

    uid = models.CharField(max_length=120)
    sequence = models.IntegerField()
    is_newest = models.BooleanField(default=True)
    source = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    day = models.DateField()
    topics = ArrayField(models.CharField(max_length=80))
    address = models.CharField(max_length=200, blank=True, default="")  # path without the language
    is_cancelled = models.BooleanField(default=False)
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uid", "sequence"], name="calendar_event_state_once"),
            models.UniqueConstraint(fields=["uid"], condition=Q(is_newest=True), name="calendar_event_one_newest"),
        ]
        indexes = [
            GinIndex(fields=["topics"], name="calendar_event_topics"),
            models.Index(fields=["source"], condition=Q(is_newest=True), name="calendar_event_source"),
        ]


class CalendarFeed(models.Model):
    """A person's calendar: its address is secret, made from `handle`; one that was revoked answers no more."""

    handle = models.UUIDField(unique=True, default=uuid.uuid4)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds")
    made_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="calendar_feed_one_in_force")
        ]
