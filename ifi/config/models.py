"""What the house itself keeps."""

from django.db import models


class Allowance(models.Model):
    """How far somebody has used up what is allowed: at `free_at` all of it is there again. `key` is a digest, so that
    neither person nor address is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    free_at = models.DateTimeField()
