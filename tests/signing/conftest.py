"""An authority of the tests' own, and people whom it gave certificates."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from ifi.accounts.models import User
from ifi.core.targets import Target
from ifi.signing.services import prepare_document
from ifi.signing.test_authority import (
    Authority,
    Holder,
    Issued,
    issue,
    make_authority,
    make_ec_key,
    make_rsa_key,
    write_authority,
)
from ifi.signing.verification.in_process import InProcessVerifier
from ifi.signing.verification.roots import Roots
from tests.signing.forge import NOW, Forge, asn1, stamp_over
from tests.signing.paper import PAPER, with_template_of_the_paper

BIN, OTHER_BIN = "200740012347", "230140000008"
IIN = "850101300005"
HOLDER = Holder("СЫНАҚ ИЕСІ", "«Алтын Кен» ЖШС", BIN, IIN)


@dataclass(frozen=True)
class Scene:
    now: datetime
    authority: Authority
    signer: Issued  # ECDSA, for the organisation with BIN
    rsa_signer: Issued
    foreign: Authority  # another authority, which nobody here believes

    @property
    def above(self) -> tuple[Issued, ...]:
        return (self.authority.issuing, self.authority.root)

    def roots(self, **more) -> Roots:
        return Roots((asn1(self.authority.root),), **more)

    def verifier(self, **more) -> InProcessVerifier:
        return InProcessVerifier(self.roots(**more))

    def forge(self, **wrong) -> Forge:
        return Forge(**{"by": self.signer, "above": self.above, "signed_at": self.now, **wrong})

    def stamp(self, at: datetime, **wrong):
        """For `forge(stamp=…)`: the authority's time stamp over the signature."""
        service, above = wrong.pop("service", self.authority.stamping), wrong.pop("above", self.above)
        return lambda signature: stamp_over(signature, service, above, at=at, **wrong)

    def issue(self, holder: Holder = HOLDER, **options) -> Issued:
        """A certificate with anything wrong that is asked for."""
        issuer = options.pop("issuer", self.authority.issuing)
        options = {"valid_from": self.now - timedelta(days=1), "valid_until": self.now + timedelta(days=300), **options}
        return issue(holder.subject(), options.pop("key", None) or make_ec_key(), issuer, **options)


def make_scene(now: datetime) -> Scene:
    authority, foreign = make_authority(now=now), make_authority(now=now)
    yesterday = now - timedelta(days=1)
    signers = [authority.issue(HOLDER, now=yesterday, key=key) for key in (make_ec_key(), make_rsa_key())]
    return Scene(now, authority, *signers, foreign)


@pytest.fixture(scope="session")
def scene() -> Scene:
    """At a fixed moment."""
    return make_scene(NOW)


@pytest.fixture(scope="session")
def scene_today() -> Scene:
    """For pages, which go by the machine's clock."""
    return make_scene(datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def configured(scene_today, settings, tmp_path) -> Scene:
    """The scene's root lies in the folder of roots of a development installation."""
    write_authority(tmp_path / "authority", scene_today.authority)
    settings.SIGNING_ROOTS = str(tmp_path / "authority" / "roots")
    settings.SIGNING_TEST_AUTHORITY = True
    settings.TEMPLATES = with_template_of_the_paper(settings.TEMPLATES)
    return scene_today


@pytest.fixture
def person(db) -> User:
    return User.objects.create_user(
        "signer@example.kz", "a long password of a test", name="Қол қоюшы", roles=["analyst"]
    )


@pytest.fixture
def paper(configured, person):
    """A document that the person may sign for the organisation with BIN."""
    return make_paper(person)


def make_paper(person: User, **content):
    content = {"bin": BIN, "text": "Жүйеге қосылуға өтініш", "parties": [person.pk], **content}
    return prepare_document(
        PAPER.name, content, about=Target("test", str(uuid.uuid4())), by=person, on=date(2026, 11, 24)
    )


@pytest.fixture(scope="session")
def short_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024)
