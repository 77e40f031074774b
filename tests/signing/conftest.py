"""An authority of the tests' own, and people whom it gave certificates."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from ifi.signing.test_authority import Authority, Holder, Issued, issue, make_authority, make_ec_key, make_rsa_key
from ifi.signing.verification.in_process import InProcessVerifier
from ifi.signing.verification.roots import Roots
from tests.signing.forge import NOW, Forge, asn1, stamp_over

BIN, OTHER_BIN = "200740012340", "180240030404"
IIN = "850101300007"
HOLDER = Holder("СЕЙІТОВ АРМАН", "«Алтын Кен» ЖШС", BIN, IIN)


@dataclass(frozen=True)
class Scene:
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
        return Forge(**{"by": self.signer, "above": self.above, **wrong})

    def stamp(self, at: datetime, **wrong):
        """For `forge(stamp=…)`: the authority's time stamp over the signature."""
        service, above = wrong.pop("service", self.authority.stamping), wrong.pop("above", self.above)
        return lambda signature: stamp_over(signature, service, above, at=at, **wrong)

    def issue(self, holder: Holder = HOLDER, **options) -> Issued:
        """A certificate with anything wrong that is asked for."""
        issuer = options.pop("issuer", self.authority.issuing)
        options = {"valid_from": NOW - timedelta(days=1), "valid_until": NOW + timedelta(days=300), **options}
        return issue(holder.subject(), options.pop("key", None) or make_ec_key(), issuer, **options)


@pytest.fixture(scope="session")
def scene() -> Scene:
    authority, foreign = make_authority(now=NOW), make_authority(now=NOW)
    yesterday = NOW - timedelta(days=1)
    signers = [authority.issue(HOLDER, now=yesterday, key=key) for key in (make_ec_key(), make_rsa_key())]
    return Scene(authority, *signers, foreign)


@pytest.fixture(scope="session")
def short_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024)
