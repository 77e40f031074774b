"""Records of acts and the tree over them. Append-only: triggers refuse update, delete and truncate."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models


class Record(models.Model):
    """One act. `body` is the record itself; the other columns repeat what lists are searched by and are checked
    against it. `seal` shows that the application wrote it. Of the address only a digest is in the body, so that the
    address (and its salt) may be erased."""

    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=40, db_collation="C")
    target_key = models.CharField(max_length=100, db_collation="C")
    person = models.BigIntegerField(null=True)
    organisation = models.BigIntegerField(null=True)
    address = models.CharField(max_length=45, null=True)  # null = none, or erased
    address_salt = models.BinaryField(null=True)
    body = models.BinaryField()
    leaf = models.BinaryField()
    seal = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["target_kind", "target_key", "id"], name="record_target"),
            models.Index(fields=["person", "id"], name="record_person", condition=models.Q(person__isnull=False)),
            models.Index(
                fields=["organisation", "id"],
                name="record_organisation",
                condition=models.Q(organisation__isnull=False),
            ),
            models.Index(fields=["event", "id"], name="record_event"),
            BrinIndex(fields=["at"], name="record_at", pages_per_range=16),
        ]


class Mention(models.Model):
    """An object that a record concerns besides its target."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="mentions", db_constraint=False)
    kind = models.CharField(max_length=40, db_collation="C")
    key = models.CharField(max_length=100, db_collation="C")

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "record"], name="mention_target")]


class Waiting(models.Model):
    """A record that has no place in the tree yet: written with the record, taken away by the sequencer."""

    record_id = models.BigIntegerField(primary_key=True)


class Leaf(models.Model):
    """The place of a record in the tree, from 0. `hash` is the tree's own copy of the record's leaf hash; `seal` shows
    that the application gave this leaf this place."""

    place = models.BigIntegerField(primary_key=True)
    record_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField()
    seal = models.BinaryField()


class TreeNode(models.Model):
    """A complete node above the leaves: 2^level leaves from place index * 2^level."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="tree_node_once")]


class Log(models.Model):
    """The one log of this database; its number is part of every signed head."""

    number = models.UUIDField()
    began_at = models.DateTimeField()


class TreeHead(models.Model):
    """A signed head: the root of the tree of `size` leaves, as a signed note; published."""

    size = models.BigIntegerField()
    signed_at = models.DateTimeField()
    root = models.BinaryField()
    note = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["size"], name="head_size")]
