"""Runs of imports and what was wrong in the files."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ifi.intake.rules import LIVE, State


class ImportRun(models.Model):
    """One uploaded file on its way: uploaded → checking → checked → committing → committed; or it ends early."""

    State = State

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    state = models.CharField(
        max_length=20, choices=[(state.value, state.value) for state in State], default=State.UPLOADED
    )
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=500)  # below MEDIA_ROOT
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="kk")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    rows_total = models.BigIntegerField(null=True)
    rows_done = models.BigIntegerField(default=0)
    rows_good = models.BigIntegerField(default=0)
    rows_rejected = models.BigIntegerField(default=0)
    rows_new = models.BigIntegerField(default=0)
    rows_unchanged = models.BigIntegerField(default=0)
    problem = models.JSONField(null=True)  # {"code": …, "parameters": {…}} of a refusal or failure
    summary = models.JSONField(default=dict)  # totals by column, shown in the preview, as text
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="import_run_newest")]
        constraints = [
            models.UniqueConstraint(  # the same file again leads to its earlier run
                fields=["kind", "sha256", "uploaded_by"],
                condition=Q(state__in=sorted(state.value for state in LIVE)),
                nulls_distinct=False,
                name="import_run_file_once",
            )
        ]


class ImportProgress(models.Model):
    """How far a commit has come. Apart from the run, whose row the commit's own transaction writes at its end."""

    run = models.OneToOneField(ImportRun, primary_key=True, on_delete=models.CASCADE, related_name="progress")
    rows_done = models.BigIntegerField(default=0)


class ImportProblem(models.Model):
    """One rejected cell: where it stands, what it says, why it cannot be taken (a code and parameters).

    The first ones of a run; all of them are in its private folder."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    sheet = models.CharField(max_length=100, blank=True, default="")
    row = models.BigIntegerField()  # as the user's program numbers it; 1 = the first line of the file
    column = models.CharField(max_length=100, blank=True, default="")  # heading as the user wrote it
    value = models.TextField(blank=True, default="")
    code = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    is_warning = models.BooleanField(default=False)  # shown, yet the row is imported

    class Meta:
        indexes = [models.Index(fields=["run", "row"], name="import_problem_row")]
