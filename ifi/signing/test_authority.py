"""A certification authority of our own, for development and tests. Its certificates bear a mark and no legal force."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import algos, keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from django.conf import settings
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from ifi.signing.errors import DevelopmentOnly
from ifi.signing.verification.roots import TEST_MARK

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_YEARS = timedelta(days=3650)
FOR_ORGANISATIONS = x509.ObjectIdentifier("1.2.398.3.3.4.1.2")  # as the national authority marks its certificates
FOR_PERSONS = x509.ObjectIdentifier("1.2.398.3.3.4.1.1")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate names. `bin` and `person_number` (IIN) may be empty."""

    name: str
    organisation: str = ""
    bin: str = ""
    person_number: str = ""

    def subject(self) -> x509.Name:
        parts = [(NameOID.COUNTRY_NAME, "KZ"), (NameOID.COMMON_NAME, self.name)]
        if self.person_number:
            parts.append((NameOID.SERIAL_NUMBER, f"IIN{self.person_number}"))
        if self.organisation:
            parts.append((NameOID.ORGANIZATION_NAME, self.organisation))
        if self.bin:
            parts.append((NameOID.ORGANIZATIONAL_UNIT_NAME, f"BIN{self.bin}"))
        return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


@dataclass(frozen=True, slots=True)
class Issued:
    """A key and its certificate."""

    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


@dataclass(frozen=True, slots=True)
class Authority:
    """Root, the authority below it that issues to people, and its time stamping service."""

    root: Issued
    issuing: Issued
    stamping: Issued

    def issue(self, holder: Holder, *, now: datetime, key: Key | None = None) -> Issued:
        """A certificate for signing, valid for a year."""
        return issue(
            holder.subject(),
            key or make_rsa_key(),
            self.issuing,
            valid_from=now - timedelta(minutes=5),
            valid_until=now + timedelta(days=365),
            uses=(ExtendedKeyUsageOID.EMAIL_PROTECTION, FOR_ORGANISATIONS if holder.bin else FOR_PERSONS),
        )


def check_allowed() -> None:
    """Raise DevelopmentOnly unless this is a development installation."""
    if not settings.SIGNING_TEST_AUTHORITY:
        raise DevelopmentOnly


def make_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def make_ec_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def make_authority(*, now: datetime) -> Authority:
    """A new authority with keys that nobody else has."""
    start = now - timedelta(days=30)
    root = issue(_name("IFI TEST ROOT (NO LEGAL FORCE)"), make_ec_key(), None, valid_from=start, is_authority=True)
    issuing = issue(_name("IFI TEST CA (NO LEGAL FORCE)"), make_ec_key(), root, valid_from=start, is_authority=True)
    stamping = issue(
        _name("IFI TEST TIME STAMPING (NO LEGAL FORCE)"),
        make_ec_key(),
        issuing,
        valid_from=start,
        uses=(ExtendedKeyUsageOID.TIME_STAMPING,),
    )
    return Authority(root, issuing, stamping)


def issue(
    subject: x509.Name,
    key: Key,
    issuer: Issued | None,
    *,
    valid_from: datetime,
    valid_until: datetime | None = None,
    is_authority: bool = False,
    uses: tuple[x509.ObjectIdentifier, ...] = (),
    usage: frozenset[str] | None = None,
    is_marked: bool = True,
) -> Issued:
    """One certificate. Without an issuer it issues itself. `usage`: names of key usages, for signing when left out."""
    wanted = usage or (frozenset({"key_cert_sign", "crl_sign"}) if is_authority else _FOR_SIGNING)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until or valid_from + _YEARS)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{name: name in wanted for name in _USAGES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    above = issuer.key if issuer else key
    builder = builder.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False
    )
    if issuer and not is_authority:
        builder = builder.add_extension(x509.AuthorityInformationAccess([_WHERE_TO_ASK]), critical=False)
    if uses:
        builder = builder.add_extension(x509.ExtendedKeyUsage(uses), critical=uses == (_STAMPING,))
    if is_marked:
        mark = x509.UnrecognizedExtension(x509.ObjectIdentifier(TEST_MARK), b"\x05\x00")
        builder = builder.add_extension(mark, critical=False)
    return Issued(key, builder.sign(above, hashes.SHA256()))


def write_authority(folder: Path, authority: Authority) -> None:
    """Keys and certificates as PEM; the root alone in `roots`, the folder to name in SIGNING_ROOTS."""
    for name, issued in (("root", authority.root), ("issuing", authority.issuing), ("stamping", authority.stamping)):
        _write(folder / f"{name}.key.pem", _key_pem(issued.key))
        _write(folder / f"{name}.pem", _pem(issued.certificate))
    _write(folder / "roots" / "ifi-test-root.pem", _pem(authority.root.certificate))


def read_authority(folder: Path) -> Authority:
    """What `write_authority` wrote."""
    return Authority(*(_read_pem(folder, name) for name in ("root", "issuing", "stamping")))


def write_holder(folder: Path, file_name: str, issued: Issued, authority: Authority, password: str) -> Path:
    """Key and chain as PKCS #12, the form of file that signing programs open."""
    above = [authority.issuing.certificate, authority.root.certificate]
    encryption = serialization.BestAvailableEncryption(password.encode())
    store = pkcs12.serialize_key_and_certificates(file_name.encode(), issued.key, issued.certificate, above, encryption)
    path = folder / f"{file_name}.p12"
    _write(path, store)
    return path


def sign_with_file(store: bytes, password: str, content: bytes, *, is_attached: bool) -> bytes:
    """A CMS over the content, made with a key file; for trying the upload without a signing program."""
    key, certificate, above = pkcs12.load_key_and_certificates(store, password.encode())
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) or certificate is None:
        raise DevelopmentOnly
    return sign(content, Issued(key, certificate), [*above], is_attached=is_attached)


def sign(content: bytes, by: Issued, above: list[x509.Certificate], *, is_attached: bool) -> bytes:
    """A CMS over the content with the signer's certificate and those above it."""
    others = [_asn1(certificate) for certificate in above]
    own = _asn1(by.certificate)
    signer = SimpleSigner(
        signing_cert=own,
        signing_key=_asn1_key(by.key),
        cert_registry=SimpleCertificateStore.from_certs([own, *others]),  # type: ignore[no-untyped-call]
        signature_mechanism=algos.SignedDigestAlgorithm(
            {"algorithm": "sha256_rsa" if isinstance(by.key, rsa.RSAPrivateKey) else "sha256_ecdsa"}
        ),
    )
    made = asyncio.run(signer.async_sign_general_data(content, "sha256", detached=not is_attached))
    cms: bytes = made.dump()
    return cms


_WHERE_TO_ASK = x509.AccessDescription(  # an OCSP answer counts only for a certificate that names a service
    AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier("http://ocsp.test.invalid/")
)
_STAMPING = ExtendedKeyUsageOID.TIME_STAMPING
_FOR_SIGNING = frozenset({"digital_signature", "content_commitment"})
_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def _name(common_name: str) -> x509.Name:
    return Holder(common_name).subject()


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _asn1_key(key: Key) -> keys.PrivateKeyInfo:
    plain = serialization.NoEncryption()
    return keys.PrivateKeyInfo.load(
        key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: Key) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def _read_pem(folder: Path, name: str) -> Issued:
    key = serialization.load_pem_private_key((folder / f"{name}.key.pem").read_bytes(), None)
    certificate = x509.load_pem_x509_certificate((folder / f"{name}.pem").read_bytes())
    return Issued(key, certificate)  # type: ignore[arg-type]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(content)
