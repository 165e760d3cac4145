"""Timestamps (RFC 3161): a third party's word that a checkpoint existed by a certain moment.

What is stamped is the body of a checkpoint, its three lines. Nothing here talks to an authority: `request` makes
the bytes to send, and `check` reads the bytes that came back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postorders.errors import refuse
from postorders.words import _

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


def request(body: bytes) -> bytes:
    """The request for a stamp over the body of a checkpoint (DER); it asks for the authority's own certificate."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    asked = TimestampRequestBuilder().data(body).hash_algorithm(HashAlgorithm.SHA256)
    return asked.nonce(nonce=True).cert_request(cert_request=True).build().as_bytes()


def certificates(pem: bytes, file: str = "") -> tuple[Certificate, ...]:
    """An authority's certificates from a PEM file: its own and the one that issued it. Raises InputError."""
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return tuple(load_pem_x509_certificates(pem))
    except ValueError as error:
        mend = _("Give a PEM file with the authority's certificate and the one that issued it.")
        raise refuse(_("There is no certificate in it."), mend, file) from error


def check(response: bytes, body: bytes, trusted: tuple[Certificate, ...] = ()) -> str:
    """When the authority stamped the body, in ISO 8601. Raises ValueError, with the reason, when it did not.

    Without certificates only the words of the stamp are read, and nobody vouches for them.
    """
    from rfc3161_client import VerifierBuilder, decode_timestamp_response

    try:
        stamp = decode_timestamp_response(response)
        said = stamp.tst_info
        imprint = said.message_imprint.message
        moment = said.gen_time.isoformat()
    except Exception as error:  # the bytes are a stranger's, and the parsers below raise errors of many kinds
        raise ValueError(_("it cannot be read")) from error
    if imprint != _digest(body):
        raise ValueError(_("it is a stamp over something else"))
    if not trusted:
        return moment
    try:
        own = [one for one in trusted if _stamps(one)]
        roots = [one for one in trusted if not _stamps(one)] or own
        VerifierBuilder(tsa_certificate=own[0] if own else None, roots=roots).build().verify_message(stamp, body)
    except Exception as error:
        raise ValueError(_("the authority's signature does not hold")) from error
    return moment


def _digest(body: bytes) -> bytes:
    import hashlib

    return hashlib.sha256(body).digest()


def _stamps(certificate: Certificate) -> bool:
    from cryptography.x509 import ExtendedKeyUsage, ExtensionNotFound
    from cryptography.x509.oid import ExtendedKeyUsageOID

    try:
        usage = certificate.extensions.get_extension_for_class(ExtendedKeyUsage)
    except ExtensionNotFound:
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in usage.value
