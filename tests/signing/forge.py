"""Makes CMS files piece by piece, so that each piece can be made wrong."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from asn1crypto import algos, cms, core, crl, ocsp, tsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp as pyca_ocsp

from ifi.signing.test_authority import Issued

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DOCUMENT = '{"bin":"200740012347","text":"Қосылуға өтініш"}'.encode()


def asn1(issued: Issued) -> x509.Certificate:
    return x509.Certificate.load(issued.der)


def raw_signature(key, content: bytes, digest: str) -> bytes:
    algorithm = {"md5": hashes.MD5, "sha1": hashes.SHA1, "sha256": hashes.SHA256, "sha512": hashes.SHA512}[digest]()
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(content, padding.PKCS1v15(), algorithm)
    return key.sign(content, ec.ECDSA(algorithm))


def attr(name: str, *values) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": name, "values": list(values)})


@dataclass
class Forge:
    """One signer's CMS over `content`; every field is one thing that a test may make wrong."""

    by: Issued
    above: tuple[Issued, ...]
    content: bytes = DOCUMENT
    signed_content: bytes | None = None  # what the digest is of; `content` when left out
    attached: bool = True
    digest: str = "sha256"
    digest_named: str = ""  # in the signer's own field
    signature_algorithm: str = ""
    content_type: str = "data"
    attribute_content_type: str = "data"
    signed_at: datetime | None = NOW
    without: tuple[str, ...] = ()  # signed attributes to leave out
    no_attributes: bool = False
    with_own_certificate: bool = True
    key: object = None  # signs instead of the signer's
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()
    stamp: Callable[[bytes], bytes] | None = None  # the signature's value → a time stamp token
    extra_signed: tuple[cms.CMSAttribute, ...] = field(default=())

    def signer(self) -> cms.SignerInfo:
        certificate = asn1(self.by)
        body = self.content if self.signed_content is None else self.signed_content
        wanted = {
            "content_type": attr("content_type", self.attribute_content_type),
            "message_digest": attr("message_digest", hashlib.new(self.digest, body).digest()),
        }
        if self.signed_at is not None:
            wanted["signing_time"] = attr("signing_time", cms.Time({"utc_time": core.UTCTime(self.signed_at)}))
        attributes = cms.CMSAttributes(
            [*(one for name, one in wanted.items() if name not in self.without), *self.extra_signed]
        )
        key = self.key or self.by.key
        signed = body if self.no_attributes else attributes.dump()
        kind = "rsa" if isinstance(key, rsa.RSAPrivateKey) else "ecdsa"
        info = {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": cms.IssuerAndSerialNumber(
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
                    )
                }
            ),
            "digest_algorithm": algos.DigestAlgorithm({"algorithm": self.digest_named or self.digest}),
            "signature_algorithm": algos.SignedDigestAlgorithm(
                {"algorithm": self.signature_algorithm or f"{self.digest}_{kind}"}
            ),
            "signature": raw_signature(key, signed, self.digest),
        }
        if not self.no_attributes:
            info["signed_attrs"] = attributes
        made = cms.SignerInfo(info)
        if self.stamp:
            made["unsigned_attrs"] = cms.CMSAttributes(
                [attr("signature_time_stamp_token", cms.ContentInfo.load(self.stamp(made["signature"].native)))]
            )
        return made

    def signed_data(self, *signers: cms.SignerInfo) -> cms.SignedData:
        signers = signers or (self.signer(),)
        is_data = self.content_type == "data"
        wrapped = {"content_type": self.content_type}
        if self.attached:
            wrapped["content"] = (core.OctetString if is_data else core.ParsableOctetString)(self.content)
        certificates = [*((asn1(self.by),) if self.with_own_certificate else ()), *(asn1(one) for one in self.above)]
        made = {
            "version": "v1" if is_data else "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": self.digest})],
            "encap_content_info": (cms.ContentInfo if is_data else cms.EncapsulatedContentInfo)(wrapped),
            "certificates": [cms.CertificateChoices({"certificate": one}) for one in certificates],
            "signer_infos": list(signers),
        }
        revocation = [cms.RevocationInfoChoice({"crl": crl.CertificateList.load(one)}) for one in self.lists]
        revocation += [
            cms.RevocationInfoChoice(
                {
                    "other": cms.OtherRevocationInfoFormat(
                        {"other_rev_info_format": "ocsp_response", "other_rev_info": ocsp.OCSPResponse.load(one)}
                    )
                }
            )
            for one in self.answers
        ]
        if revocation:
            made["crls"] = revocation
        return cms.SignedData(made)

    def make(self) -> bytes:
        return wrap(self.signed_data())


def wrap(signed: cms.SignedData) -> bytes:
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def revocation_list(issuer: Issued, *revoked: Issued, at: datetime, made_at: datetime, ends: datetime) -> bytes:
    builder = (
        pyca.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(made_at)
        .next_update(ends)
        .add_extension(pyca.CRLNumber(1), critical=False)
        .add_extension(pyca.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
    )
    for one in revoked:
        entry = pyca.RevokedCertificateBuilder().serial_number(one.certificate.serial_number).revocation_date(at)
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def ocsp_answer(issuer: Issued, asked: Issued, *, made_at: datetime, revoked_at: datetime | None = None) -> bytes:
    status = pyca_ocsp.OCSPCertStatus.REVOKED if revoked_at else pyca_ocsp.OCSPCertStatus.GOOD
    builder = (
        pyca_ocsp.OCSPResponseBuilder()
        .add_response(
            asked.certificate,
            issuer.certificate,
            hashes.SHA1(),
            cert_status=status,
            this_update=made_at,
            next_update=made_at + DAY,
            revocation_time=revoked_at,
            revocation_reason=pyca.ReasonFlags.key_compromise if revoked_at else None,
        )
        .responder_id(pyca_ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
    )
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def stamp_over(signature: bytes, service: Issued, above: tuple[Issued, ...], *, at: datetime, **changes) -> bytes:
    """A time stamp token over a signature's value."""
    facts = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.398.3.3.2.6.4",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": hashlib.sha256(signature).digest(),
            },
            "serial_number": 7,
            "gen_time": at,
        }
    ).dump()
    forge = Forge(
        service,
        above,
        content=facts,
        content_type="tst_info",
        attribute_content_type="tst_info",
        signed_at=None,
        **changes,
    )
    return forge.make()
