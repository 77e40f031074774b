"""The trail as files for others: all records with the signed heads, or one record with its proof; and the verifier."""

import base64
import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO

from django.db import connection, transaction

from ifi.audit.heads import present_head, publish_head, signed_note
from ifi.audit.keys import keys
from ifi.audit.models import Leaf, Record, TreeHead
from ifi.audit.nodes import span_hashes
from ifi.audit.rules.tree import inclusion_path
from ifi.audit.sequencing import sequence
from ifi.audit.services import record
from ifi.core.targets import Target

VERIFIER = Path(__file__).parent / "standalone" / "verify_bundle.py"
WHOLE_TRAIL = Target("trail", "all")
_RECORDS = """
SELECT record.body FROM audit_leaf AS leaf JOIN audit_record AS record ON record.id = leaf.record_id
WHERE leaf.place < %s ORDER BY leaf.place
"""
_README = """The trail of acts of Innovation for Industry, as it was at the newest head in heads.txt.

Check it with Python alone, away from our machines: python3 verify_bundle.py FILE --key BASE64
where BASE64 is the public key as published on the site. verify_bundle.py says how everything is computed.
"""


def export_trail(file: Path, *, by: object, on: date) -> tuple[int, Path]:
    """Write the bundle and the verifier beside it; return the number of records and the verifier's path.

    That it was exported is itself the last record of the bundle.
    """
    with file.open("wb") as target:
        count = write_trail(target, by=by, on=on, sequencing=True)
    beside = file.parent / VERIFIER.name
    shutil.copyfile(VERIFIER, beside)
    return count, beside


def write_trail(target: IO[bytes], *, by: object, on: date, sequencing: bool = False) -> int:
    """Write the bundle as a ZIP into the open file; return the number of records.

    It ends with a head signed for it. `sequencing`: give waiting records their places and publish that head first; the
    web may not, and takes the tree as the worker left it.
    """
    with transaction.atomic():
        record("audit.trail_exported", WHOLE_TRAIL, by=by, on=on)
    if sequencing:
        sequence()
        publish_head()
    count = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as bundle, transaction.atomic():
        head = present_head()
        with bundle.open("records.jsonl", "w", force_zip64=True) as records:
            for body in _bodies(head.size):
                records.write(body + b"\n")
                count += 1
        published = TreeHead.objects.filter(size__lte=head.size).order_by("pk").values_list("note", flat=True)
        notes = [*published, signed_note(head)]
        bundle.writestr("heads.txt", "".join(note.rstrip("\n") + "\n\n\n" for note in notes))
        bundle.writestr("keys.txt", "".join(f"{key}\n" for key in public_keys()))
        bundle.writestr("README.txt", _README)
        bundle.write(VERIFIER, VERIFIER.name)
    return count


def proof_of(number: int) -> dict[str, object] | None:
    """The record, its place and the steps to the newest published head that holds it; None while there is no such."""
    place = Leaf.objects.filter(record_id=number).values_list("place", flat=True).first()
    head = TreeHead.objects.order_by("-size", "-pk").first()
    if place is None or head is None or head.size <= place:
        return None
    return {
        "record": base64.b64encode(bytes(Record.objects.get(pk=number).body)).decode(),
        "place": place,
        "size": head.size,
        "proof": [step.hex() for step in span_hashes(inclusion_path(place, head.size))],
        "head": head.note,
        "keys": public_keys(),
    }


def proof_file(number: int) -> bytes | None:
    proof = proof_of(number)
    return None if proof is None else json.dumps(proof, indent=1).encode()


def public_keys() -> list[str]:
    """The public keys in base64, the one in use first."""
    return [base64.b64encode(key.public).decode() for key in keys()]


def _bodies(size: int) -> Iterator[bytes]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_RECORDS, [size])
        while rows := cursor.fetchmany(5_000):
            yield from (bytes(body) for (body,) in rows)
