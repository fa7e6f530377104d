"""The certificate of the office's seal: made for a fresh installation, kept in files, read from PEM."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

#: The names of the files in the folder of the seal.
KEY_FILE, CERTIFICATE_FILE = "seal.key", "seal.crt"
#: RSA of 3072 bits is good beyond 2030 (ECRYPT, NIST SP 800-57), and every reader of PDF knows it.
_BITS = 3072


def make_office_certificate(
    name: str, organisation: str, days: int, key_password: bytes | None = None, *, since: dt.datetime,
) -> tuple[bytes, bytes, bytes]:  # fmt: skip
    """A self-signed certificate for the seal of a fresh installation: key and certificate as PEM, both as PKCS #12.

    An office with a certificate of an authority puts that in its place; nothing else changes.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    subject = certificates.Name(
        [
            certificates.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]),
            certificates.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )
    usage = certificates.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    public = key.public_key()
    certificate = (
        certificates.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(certificates.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + dt.timedelta(days=days))
        .add_extension(certificates.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(certificates.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256())
    )
    locked: serialization.KeySerializationEncryption = (
        serialization.BestAvailableEncryption(key_password) if key_password else serialization.NoEncryption()
    )
    return (
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked),
        certificate.public_bytes(serialization.Encoding.PEM),
        pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, locked),
    )


def keep_seal(folder: Path, key: bytes, certificate: bytes) -> None:
    """Put a seal into its folder; the key can be read by its owner alone. An existing one is never written over."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content, mode in ((KEY_FILE, key, 0o600), (CERTIFICATE_FILE, certificate, 0o644)):
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)


def certificates_of(bundle: bytes) -> list[Certificate]:
    """The certificates of a PEM file, in its order."""
    return [Certificate.load(der) for _kind, _headers, der in pem.unarmor(bundle, multiple=True)]
