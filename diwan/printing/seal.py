"""The office's seal on a PDF: a signature by a certificate of the office (PAdES B-B, ETSI EN 319 142-1), and its check.

The key is a file of the operator, never a row of the database: here only bytes and paths are handled. Nothing is
fetched from a network; a time-stamping authority is asked only when one is named.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import x509
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko.pdf_utils import misc
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers, timestamps
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfSigner, PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from diwan.printing.office_certificate import (
    CERTIFICATE_FILE,
    KEY_FILE,
    certificates_of,
    keep_seal,
    make_office_certificate,
)
from diwan.printing.overlay import CannotStamp, opened
from diwan.printing.seal_verdict import SealVerdict, verify_pdf
from diwan.printing.stamp import HEIGHT, MM, WIDTH, Stamp, find_room, stamp_face

__all__ = [
    "CannotSeal", "CannotStamp", "Seal", "SealVerdict", "keep_seal", "make_office_certificate", "seal_pdf", "verify_pdf",
]  # fmt: skip


class CannotSeal(Exception):
    """A file that cannot be sealed, or a seal that cannot be used. ``code``: ``no_seal``, ``expired``, ``broken``."""

    def __init__(self, code: str, detail: str = "") -> None:
        self.code = code
        super().__init__(f"{code} {detail}".strip())


Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class _Signer(signers.Signer):
    """pyHanko's own reads and checks the key at each signature, which takes a hundred times as long as to sign."""

    def __init__(self, key: Key, chain: list[x509.Certificate]) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(chain[1:])
        # a certificate that signs for itself would be carried twice, and the second copy vouch for a spoilt first one
        super().__init__(signing_cert=chain[0], cert_registry=store, prefer_pss=False, embed_roots=len(chain) > 1)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        hashed = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[digest_algorithm]
        if isinstance(self._key, rsa.RSAPrivateKey):
            return b"\0" * (self._key.key_size // 8) if dry_run else self._key.sign(data, padding.PKCS1v15(), hashed)
        return self._key.sign(data, ec.ECDSA(hashed))


@dataclass(frozen=True)
class Seal:
    """A key and its certificate, ready to sign."""

    signer: signers.Signer
    certificate: bytes

    @classmethod
    def load(cls, folder: Path, key_password: bytes | None = None) -> Seal:
        """The seal in a folder (``seal.key``, ``seal.crt``; further certificates of its chain may follow in the latter)."""
        try:
            return cls.of((folder / KEY_FILE).read_bytes(), (folder / CERTIFICATE_FILE).read_bytes(), key_password)
        except OSError as error:
            raise CannotSeal("no_seal", error.strerror or "") from error

    @classmethod
    def of(cls, key: bytes, certificate: bytes, key_password: bytes | None = None) -> Seal:
        """A seal from its PEM."""
        try:
            found = certificates_of(certificate)
            read = serialization.load_pem_private_key(key, key_password)
            own = certificates.load_der_x509_certificate(found[0].dump())
            if not isinstance(read, Key):
                raise CannotSeal("no_seal", "neither an RSA key nor one of an elliptic curve")
            if own.public_key() != read.public_key():
                raise CannotSeal("no_seal", "key and certificate do not belong together")
        except (ValueError, TypeError, IndexError) as error:
            raise CannotSeal("no_seal", str(error)[:80]) from error
        return cls(_Signer(read, found), certificate)

    @property
    def name(self) -> str:
        """Whose seal it is."""
        return str(certificates_of(self.certificate)[0].subject.native.get("common_name", ""))

    def valid_at(self, at: dt.datetime) -> bool:
        """Whether the certificate is valid at a moment."""
        found = certificates_of(self.certificate)[0]
        return bool(found.not_valid_before <= at <= found.not_valid_after)


class _DatedSigner(PdfSigner):
    """pyHanko takes the time of the machine; a paper of the house has the time it is given."""

    def __init__(self, at: dt.datetime, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._at = at

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self._at
        return session


class _Face(PdfContent):
    """The stamp as the face of the signature."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(box=BoxConstraints(width=WIDTH * MM, height=HEIGHT * MM))
        self._pdf = pdf

    def render(self) -> bytes:
        form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject[pdf_name("/DiwanSeal")] = form
        return b"/DiwanSeal Do"


_LAYOUT = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID,
    AxisAlignment.ALIGN_MID,
    margins=Margins.uniform(0),
    inner_content_scaling=InnerScaling.NO_SCALING,
)


def seal_pdf(
    pdf: bytes, seal: Seal, *, reason: str, name: str, location: str, at: dt.datetime, field: str = "Seal",
    visible: Stamp | None = None, authority: str = "",
) -> bytes:  # fmt: skip
    """The file sealed: signed as it is, PDF/A stays PDF/A. Raises CannotSeal, and CannotStamp for a file not to be read.

    ``at`` is the time it states; ``visible`` shows a stamp where page 1 is emptiest; ``authority`` is the address of a
    time-stamping authority, asked over the network when given (then it is PAdES B-T).
    """
    if not seal.valid_at(at):
        raise CannotSeal("expired")
    reader = opened(pdf)
    box = None
    style = None
    if visible is not None:
        spot = find_room(pdf, WIDTH * MM, HEIGHT * MM, language=visible.language)
        box = (round(spot.x), round(spot.y), round(spot.x + WIDTH * MM), round(spot.y + HEIGHT * MM))
        face = _Face(stamp_face(visible))
        style = StaticStampStyle(border_width=0, background=face, background_layout=_LAYOUT, background_opacity=1.0)
    meta = signers.PdfSignatureMetadata(
        field_name=field, reason=reason or None, name=name or None, location=location or None, md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
    )  # fmt: skip
    signer = _DatedSigner(
        at, meta, seal.signer, stamp_style=style, new_field_spec=SigFieldSpec(field, on_page=0, box=box),
        timestamper=timestamps.HTTPTimeStamper(authority) if authority else None,
    )  # fmt: skip
    target = io.BytesIO()
    try:
        # the room for the signature: the certificates twice as hexadecimal, and what surrounds them; measuring it costs
        # as much as signing. With a time stamp its size is the authority's affair.
        reserved = None if authority else 2 * len(seal.certificate) + 8192
        signer.sign_pdf(IncrementalPdfFileWriter.from_reader(reader), output=target, bytes_reserved=reserved)
    except (SigningError, misc.PdfError, timestamps.TimestampRequestError) as error:
        raise CannotSeal("broken", str(error)[:120]) from error
    return target.getvalue()
