"""What can be said of a sealed file: whether it is what the office sealed, no more and no less. Nothing is fetched."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from dataclasses import dataclass
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils import misc
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from diwan.printing.office_certificate import certificates_of


@dataclass(frozen=True)
class SealVerdict:
    """What can be said of a sealed file. A good one is intact, trusted, covers the whole file and nothing came after.

    ``changes_after`` is true when anything was added behind the seal; ``signed_at`` is the time the file states.
    """

    intact: bool
    trusted: bool
    signer: str = ""
    signed_at: dt.datetime | None = None
    covers_whole_file: bool = False
    reason: str = ""
    changes_after: bool = False
    sealed: bool = True

    @property
    def good(self) -> bool:
        """Whether it is what the office sealed, no more and no less."""
        return self.sealed and self.intact and self.trusted and self.covers_whole_file and not self.changes_after


def _padded(signature: bytes) -> bool:
    """Whether behind the signature there is nothing but the zeros that fill its place: the one room not signed itself."""
    length = 2 + signature[1]
    if signature[1] & 0x80:
        many = signature[1] & 0x7F
        length = 2 + many + int.from_bytes(signature[2 : 2 + many], "big")
    return not signature[length:].strip(b"\0")


def _carries(signature: Any, certificate: x509.Certificate) -> bool:
    """Whether the certificate in the signature is byte for byte the one that the signature vouches for by its digest.

    It travels beside what is signed; without this its name could be changed and the signature still be found good.
    """
    own = certificate.dump()
    if own not in {one.chosen.dump() for one in signature.signed_data["certificates"]}:
        return False
    for attribute in signature.signer_info["signed_attrs"]:
        if attribute["type"].native == "signing_certificate_v2":
            told = attribute["values"][0]["certs"][0]
            name = told["hash_algorithm"]["algorithm"].native
            return bool(hashlib.new(name, own).digest() == told["cert_hash"].native)
    return True


def verify_pdf(pdf: bytes, trusted: bytes, *, at: dt.datetime | None = None) -> SealVerdict:
    """Whether a file bears a seal of a trusted certificate (PEM, one or several) and is unchanged since.

    The certificate is judged at the time the file states (``at`` otherwise): an office that renews its seal goes on
    trusting what the former one sealed. Nothing is fetched. A file without a seal has ``sealed`` false.
    """
    nothing = SealVerdict(intact=False, trusted=False, sealed=False)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=False)
        found = [one for one in reader.embedded_signatures if one.sig_object_type == "/Sig"]
    except (SignatureValidationError, misc.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError,
            AssertionError, RecursionError):  # fmt: skip
        return SealVerdict(intact=False, trusted=False, sealed=b"/ETSI.CAdES.detached" in pdf, changes_after=True)
    if not found:
        return nothing
    one = found[-1]
    try:
        moment = at or one.self_reported_timestamp
        whole = _padded(one.pkcs7_content)
        context = ValidationContext(
            trust_roots=certificates_of(trusted), allow_fetching=False, revocation_mode="soft-fail", moment=moment,
            best_signature_time=moment,
        )  # fmt: skip
        status = validate_pdf_signature(one, signer_validation_context=context)
        whole = whole and _carries(one, status.signing_cert)
    except (SignatureValidationError, misc.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError,
            AssertionError, RecursionError):  # fmt: skip
        return SealVerdict(intact=False, trusted=False, changes_after=True)
    after = status.modification_level is None or status.modification_level != ModificationLevel.NONE
    signed = one.sig_object
    return SealVerdict(
        intact=bool(status.intact and status.valid and whole),
        trusted=bool(status.trusted),
        signer=str(status.signing_cert.subject.native.get("common_name", "")),
        signed_at=status.signer_reported_dt,
        covers_whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        reason=str(signed.get("/Reason", "")),
        changes_after=bool(
            after
            or len(found) != len(reader.embedded_signatures)
            or status.coverage != SignatureCoverageLevel.ENTIRE_FILE
        ),
    )
