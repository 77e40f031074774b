"""Heads of the tree: made, signed, published, proven consistent."""

import uuid
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connection, transaction

from ifi.audit import folder
from ifi.audit.keys import keys, present_key
from ifi.audit.models import Log, TreeHead
from ifi.audit.nodes import span_hashes, tree_size
from ifi.audit.rules import notes
from ifi.audit.rules.notes import Head


def log_number() -> str:
    """The number of this database's log, made when it is first asked for."""
    found = Log.objects.order_by("pk").first()
    if found is None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE audit_log IN SHARE ROW EXCLUSIVE MODE")
            found = Log.objects.order_by("pk").first() or Log.objects.create(number=uuid.uuid4(), began_at=_now())
    return str(found.number)


def present_head() -> Head:
    """The head of the tree as it is now, by the database's clock."""
    size = tree_size()
    (root,) = span_hashes([(0, size)])
    return Head(log_number(), size, root, _now())


def signed_note(head: Head) -> str:
    key = present_key()
    return notes.signed(head, key.public, key.signing.sign)


def is_ours(note: str) -> bool:
    """Whether one of our keys signed the note."""
    return notes.is_signed_by(note, [key.public for key in keys()], verify)


def verify(public_key: bytes, signature: bytes, text: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text)
    except InvalidSignature:
        return False
    return True


def publish_head() -> TreeHead:
    """Sign the present head and keep it in the database and in the folder; the same size is not published twice."""
    head = present_head()
    latest = TreeHead.objects.order_by("-size", "-pk").first()
    if latest is not None and latest.size == head.size and bytes(latest.root) == head.root:
        return latest
    note = signed_note(head)
    folder.add_head(note)
    return TreeHead.objects.create(size=head.size, signed_at=head.signed_at, root=head.root, note=note)


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    return now  # type: ignore[no-any-return]
