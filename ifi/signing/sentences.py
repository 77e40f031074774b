"""What is said about documents and signatures that cannot be taken."""

from django.utils.translation import gettext_lazy as _

from ifi.signing.rules import Reason

SENTENCES: dict[str, object] = {
    "signature.refused": _("The file is no valid signature of this document. Sign the document again."),
    "document.not_canonical": _("The document cannot be prepared for signing ({place}). Tell the support service."),
    "document.unknown": _("There is no such document. Check the address."),
    "document.reason_needed": _("Write why you refuse to sign. Whoever prepared the document reads it."),
    "document.kind_unknown": _("There is no kind of document “{kind}”. Choose one of: {known}."),
    "verifier.roots_unreadable": _("The file {file} in the folder of roots cannot be read. Replace or remove it."),
    "verifier.test_refused": _("Test certificates are for development only. Set DEBUG=1 on a development machine."),
    Reason.NOT_CMS.value: _(
        "The file is no electronic signature. Choose the .cms or .p7s file that the signing program made."
    ),
    Reason.TRUNCATED.value: _(
        "The file ends too early: a part of it was lost. Download or make it again and send it whole."
    ),
    Reason.TRAILING_DATA.value: _(
        "Something was added to the end of the file. Send it as the signing program made it."
    ),
    Reason.TOO_LARGE.value: _(
        "The file is larger than {limit} KB. Sign the document that was downloaded here, nothing else."
    ),
    Reason.NOT_SIGNED.value: _("The file holds no signature. Sign the document and send the file that results."),
    Reason.SEVERAL_SIGNERS.value: _(
        "The file holds {found} signatures; one is wanted. Each person sends a file of their own."
    ),
    Reason.CONTENT_EMPTY.value: _("What was signed is empty. Download the document anew and sign it."),
    Reason.CONTENT_TYPE_WRONG.value: _("The signature is of another kind of data. Sign the document itself as a file."),
    Reason.CONTENT_DIFFERS.value: _(
        "The file holds another document than this one. Download this document and sign it."
    ),
    Reason.DIGEST_DIFFERS.value: _(
        "Another document was signed, or this one was changed. Download it anew and sign it."
    ),
    Reason.ATTRIBUTES_MISSING.value: _("The signature lacks its signed attributes. Sign in the CMS (CAdES) format."),
    Reason.DIGEST_MISSING.value: _(
        "The signature does not name the digest of what was signed. Sign in the CMS (CAdES) format."
    ),
    Reason.SIGNATURE_WRONG.value: _(
        "The signature does not fit the certificate or was changed. Sign the document again."
    ),
    Reason.DIGEST_WEAK.value: _("The signature uses the outdated digest {found}. Sign with SHA-256 or a stronger one."),
    Reason.DIGESTS_DISAGREE.value: _(
        "The file names two different digests for one signature. Sign the document again."
    ),
    Reason.KEY_WEAK.value: _("The key is too short ({found}). Get a new certificate from the authority."),
    Reason.ALGORITHM_UNKNOWN.value: _("The algorithm {found} is not accepted. Sign with an RSA, ECDSA or GOST key."),
    Reason.TIME_AHEAD.value: _(
        "The signature says that it was made in the future. Correct your computer's clock and sign again."
    ),
    Reason.CERTIFICATE_MISSING.value: _(
        "The file does not hold the signer's certificate. Sign again with the certificate included."
    ),
    Reason.CERTIFICATE_SWAPPED.value: _(
        "The certificate is not the one that the signature names. Sign the document again."
    ),
    Reason.CERTIFICATE_EXPIRED.value: _(
        "The certificate expired on {day}. Get a new certificate and sign the document again."
    ),
    Reason.CERTIFICATE_NOT_YET_VALID.value: _(
        "The certificate is valid only from {day}. Sign with one that is valid now."
    ),
    Reason.CERTIFICATE_REVOKED.value: _(
        "The certificate was revoked on {day}. Get a new certificate and sign the document again."
    ),
    Reason.REVOCATION_UNKNOWN.value: _(
        "Whether the certificate was revoked could not be found out. Sign with an OCSP answer, or try later."
    ),
    Reason.USAGE_WRONG.value: _(
        "The certificate is not meant for signing. Choose the one for signing, not the one for signing in."
    ),
    Reason.SELF_SIGNED.value: _(
        "The certificate was issued by its own holder. Sign with one from a recognised authority."
    ),
    Reason.ROOT_UNKNOWN.value: _(
        "The certificate's authority is not recognised here. Sign with one from the National Certification Authority."
    ),
    Reason.CHAIN_INCOMPLETE.value: _(
        "The certificate of the authority that issued the signer's is missing. Sign again with the chain included."
    ),
    Reason.CHAIN_WRONG.value: _(
        "The chain of certificates is not valid. Sign with a certificate from a recognised authority."
    ),
    Reason.CHAIN_WEAK.value: _(
        "The chain of certificates uses an outdated algorithm. Get a new certificate and sign again."
    ),
    Reason.SUBJECT_UNCLEAR.value: _(
        "The certificate does not name its holder clearly. Get one of the standard form from the authority."
    ),
    Reason.BIN_MISSING.value: _(
        "This is a person's own certificate. Sign with one issued for the organisation with BIN {expected}."
    ),
    Reason.BIN_DIFFERS.value: _(
        "The certificate is for BIN {found}; the organisation with BIN {expected} must sign. Choose its certificate."
    ),
    Reason.PERSON_DIFFERS.value: _("The certificate belongs to another person. Sign with your own certificate."),
    Reason.STAMP_WRONG.value: _("The time stamp belongs to another signature. Sign the document again."),
    Reason.STAMP_UNTRUSTED.value: _(
        "The time stamp is not from a recognised service. Sign again with the stamp of a recognised one."
    ),
    Reason.STAMP_BEFORE_CERTIFICATE.value: _(
        "The time stamp was made before the certificate became valid. Sign the document again."
    ),
    Reason.STAMP_AHEAD.value: _("The time stamp lies in the future. Sign the document again."),
    Reason.NO_SERVICE.value: _(
        "GOST signatures cannot be verified on this installation. Sign with an RSA key, or ask the operator."
    ),
    Reason.SERVICE_SILENT.value: _(
        "The verification service does not answer. Nothing was lost: send the signature again in a few minutes."
    ),
    Reason.SERVICE_UNCLEAR.value: _("The verification service gave an answer that cannot be read. Tell the operator."),
    Reason.SERVICE_REFUSED.value: _(
        "The verification service found the signature invalid. Check the certificate and sign again."
    ),
    Reason.NO_ROOTS.value: _("No recognised authority is configured on this installation. Tell the operator."),
    Reason.DOCUMENT_REFUSED.value: _(
        "Signing of this document was refused, so it cannot be signed any more. Where it is still needed, begin anew."
    ),
    Reason.DOCUMENT_WITHDRAWN.value: _(
        "The document was withdrawn and cannot be signed any more. Where it is still needed, begin anew."
    ),
    Reason.DOCUMENT_EXPIRED.value: _(
        "The last day to sign the document has passed. Where it is still needed, begin anew and sign the new one."
    ),
    Reason.SIGNED_BEFORE.value: _("The document has all the signatures it needs. Open it to see them."),
    Reason.SIGNED_BY_SAME.value: _("The same signer has signed this document before. Another one must sign."),
}
