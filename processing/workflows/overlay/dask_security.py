"""How a Dask scheduler is trusted: by an address that the user gives, and by certificates where the network is shared.

What a scheduler and its workers send is unpickled, here as there: whoever can speak in their place runs programs on
this machine. So nothing but the user's own parameters says to whom QGIS speaks, no configuration and no environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ...bridge.errors import InputError, error_reason
from ...bridge.i18n import tr
from ...bridge.progress import FeedbackProgress

if TYPE_CHECKING:
    from distributed import Security

# In a folder of certificates: of who signs for all, this machine's own, and its key.
AUTHORITY, CERTIFICATE, KEY = "ca.pem", "cert.pem", "key.pem"
_TLS = "tls://"
_LOCAL = ("127.0.0.1", "localhost", "::1")
_LOCKED = "ENCRYPTED"  # in a key that asks for a password, on a terminal that nobody sees


def check_scheduler(address: str, certificates: str, progress: FeedbackProgress) -> None:
    """Check how a scheduler is to be spoken to; warn where others may listen and speak.

    Args:
        address: as the user gives it.
        certificates: the folder of certificates; empty without TLS.
        progress: its feedback receives the warning.

    Raises:
        InputError: an address of TLS without certificates, certificates without such an address, or not all of them.

    """
    encrypted = address.startswith(_TLS)
    if encrypted and not certificates:
        raise InputError(
            tr(
                "An address that begins with tls:// needs the folder with {files}, in “Certificates of the Dask "
                "scheduler”."
            ).format(files=", ".join((AUTHORITY, CERTIFICATE, KEY)))
        )
    if certificates and not encrypted:
        raise InputError(
            tr(
                "Certificates are given, but the scheduler's address does not begin with tls://: nothing would be "
                "encrypted."
            )
        )
    if encrypted:
        _check_certificates(Path(certificates))
    elif urlsplit(address if "://" in address else f"tcp://{address}").hostname not in _LOCAL:
        progress.feedback.pushWarning(
            tr(
                "The connection to the Dask scheduler is not encrypted, and nobody proves who he is: whoever can reach "
                "or imitate it runs programs on this machine and on the workers. Use it in a network of trusted people "
                "only, or give an address with tls:// and certificates."
            )
        )


def _check_certificates(folder: Path) -> None:
    """Raise `InputError` unless a folder has all that TLS needs, readable without a password."""
    try:
        for name in (AUTHORITY, CERTIFICATE, KEY):
            text = (folder / name).read_text(encoding="ascii", errors="replace")
            if name == KEY and _LOCKED in text:
                raise InputError(
                    tr(
                        "“{file}” is locked with a password, which nobody could enter during a run. Export it without."
                    ).format(file=name)
                )
    except OSError as error:
        raise InputError(
            tr(
                "Certificates of the Dask scheduler: “{file}” cannot be read ({reason}). The folder must hold {files}."
            ).format(file=name, reason=error_reason(error), files=", ".join((AUTHORITY, CERTIFICATE, KEY)))
        ) from error


def security_of(certificates: str) -> Security:
    """Return how `distributed` connects: by these certificates alone, or without any; never by its configuration."""
    from distributed import Security  # noqa: PLC0415  it is optional

    if not certificates:
        return Security(require_encryption=False, tls_ca_file=None, tls_client_cert=None, tls_client_key=None)
    ca, cert, key = (str(Path(certificates) / name) for name in (AUTHORITY, CERTIFICATE, KEY))
    return Security(require_encryption=True, tls_ca_file=ca, tls_client_cert=cert, tls_client_key=key)
