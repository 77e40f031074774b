"""Check an exported trail, or the proof of one record, with nothing but Python 3.10 or newer: no package, no network.

    python3 verify_bundle.py trail.zip  [--key BASE64]... [--head FILE]...
    python3 verify_bundle.py proof.json [--key BASE64]... [--head FILE]...

--key   a public key that you had from elsewhere (the site, a letter): heads must be signed by one of the given keys.
        Without it the keys in the bundle are believed, which shows that it agrees with itself, not who made it.
--head  a signed head that you kept: the bundle must begin with exactly the records that it was signed over.

Exit code 0: everything agrees; 1: differences, each named; 2: the command line or the file is wrong.

The tree is that of RFC 9162 (leaf SHA-256(00 ‖ record), node SHA-256(01 ‖ left ‖ right)), signatures are Ed25519
(RFC 8032), heads are signed notes (C2SP tlog-checkpoint). In trail.zip, `records.jsonl` holds one record a line, byte
for byte, in the order of the tree; `heads.txt` the signed heads; `keys.txt` the public keys.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

TOLERANCE = timedelta(minutes=1)


# Ed25519, verification only (RFC 8032, 5.1)
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
Point = tuple[int, int, int, int]
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recover_x(y: int, sign: int) -> int | None:
    """The x of a point with this y, or None where there is none."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return x if x % 2 == sign else P - x


def point_of(encoded: bytes) -> Point | None:
    """A point in extended coordinates from its 32 bytes, or None."""
    number = int.from_bytes(encoded, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    x = recover_x(y, sign) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def add(first: Point, second: Point) -> Point:
    a = (first[1] - first[0]) * (second[1] - second[0]) % P
    b = (first[1] + first[0]) * (second[1] + second[0]) % P
    c = 2 * first[3] * second[3] * D % P
    d = 2 * first[2] * second[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(factor: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = add(total, point)
        point = add(point, point)
        factor >>= 1
    return total


def same_point(first: Point, second: Point) -> bool:
    return not ((first[0] * second[2] - second[0] * first[2]) % P or (first[1] * second[2] - second[1] * first[2]) % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = point_of(BASE_Y.to_bytes(32, "little"))


def is_signature(public_key: bytes, signature: bytes, text: bytes) -> bool:
    """Whether the 64 bytes are this key's signature over the text."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, start = point_of(public_key), point_of(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if BASE is None or key is None or start is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + text).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return same_point(multiply(scalar, BASE), add(start, multiply(challenge, key)))


# The tree (RFC 9162, 2.1)


def leaf_hash(record: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class GrowingTree:
    """The hashes of the complete subtrees at the right edge, largest first; enough for the root at every size."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        self.edge.append(leaf)
        self.size += 1
        full = self.size
        while not full % 2:
            right, left = self.edge.pop(), self.edge.pop()
            self.edge.append(node_hash(left, right))
            full //= 2

    def root(self) -> bytes:
        if not self.edge:
            return hashlib.sha256(b"").digest()
        folded = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            folded = node_hash(left, folded)
        return folded


def root_of_proof(leaf: bytes, place: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (2.1.3.2), or None where it does not fit the size."""
    node, last, folded = place, size - 1, leaf
    for step in proof:
        if last == 0:
            return None
        if node % 2 or node == last:
            folded = node_hash(step, folded)
            while not node % 2 and node:
                node, last = node >> 1, last >> 1
        else:
            folded = node_hash(folded, step)
        node, last = node >> 1, last >> 1
    return folded if last == 0 else None


class Head:
    """A signed head as it was read; `signed` says whether one of the keys signed exactly this text."""

    def __init__(self, note: str, keys: Sequence[bytes]) -> None:
        text, _, signatures = note.partition("\n\n")
        self.origin, size, root, at = text.split("\n")[:4]
        self.size, self.root = int(size), base64.b64decode(root)
        self.at = datetime.fromisoformat(at)
        self.signed = any(self.is_signed(text + "\n", line, key) for line in signatures.splitlines() for key in keys)

    def is_signed(self, text: str, line: str, key: bytes) -> bool:
        dash, _, rest = line.partition(" ")
        name, _, value = rest.rpartition(" ")
        if dash != "\N{EM DASH}" or name != self.origin:
            return False
        raw = base64.b64decode(value)
        known = hashlib.sha256(self.origin.encode() + b"\n\x01" + key).digest()[:4]
        return raw[:4] == known and is_signature(key, raw[4:], text.encode())

    def __str__(self) -> str:
        return f"the head of {self.size} records signed at {self.at.isoformat()}"


def read_heads(text: str, keys: Sequence[bytes]) -> list[Head]:
    return [Head(note.strip() + "\n", keys) for note in text.split("\n\n\n") if note.strip()]


def check_heads(heads: Sequence[Head], roots: dict[int, bytes]) -> Iterator[str]:
    """Signatures, roots and times of the heads; roots: size -> root."""
    if not heads:
        yield "there is no signed head: nothing says that this is the trail that was published"
    for head in heads:
        if not head.signed:
            yield f"{head} is not signed by any of the keys"
        if head.size not in roots:
            yield f"{head} speaks of more records than there are: the tail was cut"
        elif roots[head.size] != head.root:
            yield f"{head} differs: a record before place {head.size} was altered, inserted, deleted or moved"
    ordered = sorted(heads, key=lambda head: (head.size, head.at))
    for earlier, later in pairwise(ordered):
        if later.at < earlier.at - TOLERANCE:
            yield f"{later} is older than {earlier}: the clock ran backwards"
    if len({head.origin for head in heads}) > 1:
        yield "the heads are of different logs: " + ", ".join(sorted({head.origin for head in heads}))


def check_trail(path: str, given_keys: Sequence[bytes], kept_heads: Sequence[str]) -> Iterator[str]:
    """Differences of an exported trail."""
    with zipfile.ZipFile(path) as bundle:
        keys = given_keys or read_keys(bundle.read("keys.txt").decode())
        heads = read_heads(bundle.read("heads.txt").decode(), keys)
        heads += [head for text in kept_heads for head in read_heads(text, keys)]
        tree, sizes = GrowingTree(), {head.size for head in heads}
        latest: dict[int, str] = {}
        roots, newest = {0: tree.root()}, ""
        with bundle.open("records.jsonl") as records:
            for line in records:
                record = line[:-1]
                try:
                    newest = max(newest, json.loads(record)["at"])
                except (ValueError, KeyError, TypeError):
                    yield f"the record at place {tree.size} cannot be read"
                tree.add(leaf_hash(record))
                if tree.size in sizes:
                    roots[tree.size], latest[tree.size] = tree.root(), newest
    print(f"{tree.size} records, root {tree.root().hex()}, {len(heads)} heads")
    yield from check_heads(heads, roots)
    for head in heads:
        at = latest.get(head.size)
        if at and datetime.fromisoformat(at.replace("Z", "+00:00")) > head.at + TOLERANCE:
            yield f"{head} is older than a record that it holds: the clock was set back"
    if heads and max(head.size for head in heads) < tree.size:
        print(f"the last {tree.size - max(head.size for head in heads)} records are under no signed head yet")


def check_proof(path: str, given_keys: Sequence[bytes], kept_heads: Sequence[str]) -> Iterator[str]:
    """Differences of the proof of one record."""
    with open(path, encoding="utf-8") as file:
        proof = json.load(file)
    keys = given_keys or read_keys("\n".join(proof["keys"]))
    record = base64.b64decode(proof["record"])
    (head,) = read_heads(proof["head"], keys)
    steps = [bytes.fromhex(step) for step in proof["proof"]]
    root = root_of_proof(leaf_hash(record), proof["place"], proof["size"], steps)
    print(f"record at place {proof['place']}: {record.decode()}")
    if not 0 <= proof["place"] < proof["size"] or root != head.root or proof["size"] != head.size:
        yield f"the proof does not lead from the record to {head}"
    if not head.signed:
        yield f"{head} is not signed by any of the keys"
    for text in kept_heads:
        for kept in read_heads(text, keys):
            if not kept.signed:
                yield f"{kept} is not signed by any of the keys"
            if kept.size == head.size and kept.root != head.root:
                yield f"{kept} is another one than that of the proof"


def read_keys(text: str) -> list[bytes]:
    return [base64.b64decode(line) for line in text.split() if line]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("--key", action="append", default=[])
    parser.add_argument("--head", action="append", default=[])
    given = parser.parse_args(arguments)
    try:
        kept = [Path(path).read_text(encoding="utf-8") for path in given.head]
        check = check_trail if zipfile.is_zipfile(given.file) else check_proof
        differences = list(check(given.file, [base64.b64decode(key) for key in given.key], kept))
    except (OSError, ValueError, KeyError, UnicodeDecodeError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    for difference in differences:
        print(difference)
    if not given.key:
        print("note: the keys come from the file itself; give --key to check who signed")
    print("everything agrees" if not differences else f"{len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
