"""Attachments: encrypted files named by a keyed digest of their content.

A file is written and synced before the transaction of the record that names it, so that a record
never points at nothing. What nothing points at is swept after a week: undo may bring its record
back before that. Key and name come from the database key; a change of key writes all anew
(``evidence_files.py``).
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.utils import random as random_bytes
from sqlalchemy import Connection

from app.base.errors import KnownError
from app.base.files import write_atomically

from .exchange import ATTACHMENTS

_NONCE = 24
READER = "attachment"
"""Under this a connection knows how attachments of its workspace are read."""
ORPHAN_AGE = timedelta(days=7)


def _keys(key: bytes) -> tuple[bytes, bytes]:
    return tuple(  # type: ignore[return-value]
        hashlib.blake2b(purpose, key=key, digest_size=32).digest()
        for purpose in (b"attachment content", b"attachment name")
    )


def name_of(key: bytes, content: bytes) -> str:
    """The name under which this content lies: nobody without the key can tell what it is."""
    return hmac.new(_keys(key)[1], content, hashlib.sha256).hexdigest()


def put(folder: Path, key: bytes, content: bytes) -> str:
    """Write content, encrypted and synced; returns its name. The same content lies there once."""
    name = name_of(key, content)
    place = folder / ATTACHMENTS
    place.mkdir(mode=0o700, exist_ok=True)
    try:
        get(folder, key, name)
        os.utime(place / name)  # lies there already: young again, until a record names it
    except (KnownError, FileNotFoundError):  # not there, or not as it was
        nonce = random_bytes(_NONCE)
        box = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
            content, name.encode(), nonce, _keys(key)[0]
        )
        write_atomically(place / name, nonce + box)
    return name


def get(folder: Path, key: bytes, name: str) -> bytes:
    """The content of an attachment.

    Raises:
        KnownError: ATTACHMENT_MISSING, ATTACHMENT_DAMAGED.
    """
    try:
        sealed = (folder / ATTACHMENTS / name).read_bytes()
    except FileNotFoundError:
        raise KnownError(
            "ATTACHMENT_MISSING", "附件文件不见了。", "请从备份恢复，或重新添加附件。"
        ) from None
    return unseal(key, name, sealed)


def unseal(key: bytes, name: str, sealed: bytes) -> bytes:
    """The content of what lies under a name.

    Raises:
        KnownError: ATTACHMENT_DAMAGED.
    """
    try:
        content: bytes = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            sealed[_NONCE:], name.encode(), sealed[:_NONCE], _keys(key)[0]
        )
    except (CryptoError, ValueError, TypeError):
        raise KnownError(
            "ATTACHMENT_DAMAGED", "附件文件已损坏。", "请从备份恢复，或重新添加附件。"
        ) from None
    return content


def lend(conn: Connection, folder: Path, key: bytes) -> None:
    """Let attachments be read on this connection (``evidence.content``)."""
    conn.info[READER] = lambda name: get(folder, key, name)


def sweep(folder: Path, named: Iterable[str], now: datetime) -> list[str]:
    """Remove attachments that no record names and that are older than a week."""
    place, keep, gone = folder / ATTACHMENTS, set(named), []
    if place.is_dir():
        for path in sorted(place.iterdir()):
            age = now.timestamp() - path.stat().st_mtime
            if path.name not in keep and age > ORPHAN_AGE.total_seconds():
                path.unlink()
                gone.append(path.name)
    return gone
