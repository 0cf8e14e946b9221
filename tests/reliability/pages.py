"""The pages of an encrypted workspace in the clear, as they lie in the files: also what is free in
them, and those of the journal. Written by the format of SQLCipher 4 (AES-256-CBC, 80 bytes at the
end of each page for its vector and seal), so that nothing of SQLite stands between.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Iterable, Iterator
from pathlib import Path

from app.store import attachments
from app.store.backup import FOLDER
from app.store.connect import DATABASE
from app.store.exchange import STAGING
from app.store.workspace import Workspace

PAGE, RESERVED, SALT = 4096, 80, 16
_HEADER, _FRAME = 32, 24


def _decrypt(key: bytes, vector: bytes, content: bytes) -> bytes:
    name = ctypes.util.find_library("crypto")
    assert name, "the tests need libcrypto of this machine"
    lib = ctypes.CDLL(name)
    for function in ("EVP_CIPHER_CTX_new", "EVP_aes_256_cbc"):
        getattr(lib, function).restype = ctypes.c_void_p
    context = ctypes.c_void_p(lib.EVP_CIPHER_CTX_new())
    made, more = ctypes.create_string_buffer(len(content) + 16), ctypes.c_int()
    try:
        cipher = ctypes.c_void_p(lib.EVP_aes_256_cbc())
        assert lib.EVP_DecryptInit_ex(context, cipher, None, key, vector) == 1
        lib.EVP_CIPHER_CTX_set_padding(context, 0)
        assert lib.EVP_DecryptUpdate(context, made, ctypes.byref(more), content, len(content)) == 1
    finally:
        lib.EVP_CIPHER_CTX_free(context)
    return made.raw[: more.value]


def _page(key: bytes, content: bytes, *, first: bool) -> bytes:
    if not any(content):
        return b""
    vector = content[PAGE - RESERVED :][:16]
    return _decrypt(key, vector, content[SALT if first else 0 : PAGE - RESERVED])


def in_the_clear(path: Path, key: bytes) -> bytes:
    """Every page of a database file, and every page of its journal."""
    content = path.read_bytes()
    found = [
        _page(key, content[at : at + PAGE], first=at == 0) for at in range(0, len(content), PAGE)
    ]
    journal = path.with_name(path.name + "-wal")
    if journal.exists():
        frames = journal.read_bytes()[_HEADER:]
        for at in range(0, len(frames) - PAGE, _FRAME + PAGE):
            number = int.from_bytes(frames[at : at + 4], "big")
            page = frames[at + _FRAME : at + _FRAME + PAGE]
            found.append(_page(key, page, first=number == 1))
    made = b"".join(found)
    assert b"CREATE TABLE" in made, "wrong key or another format"
    return made


def contents(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    """Every file of the folder as it is, the databases and attachments in the clear as well;
    backups are left out, with the attachments beside them."""
    backups = workspace.folder / FOLDER / attachments.ATTACHMENTS
    for path in sorted(workspace.folder.rglob("*")):
        if path.is_file() and path.suffix != ".udb" and path.parent != backups:
            yield path.name, path.read_bytes()
            if path.parent.name == attachments.ATTACHMENTS:
                yield path.name, attachments.get(workspace.folder, workspace.key, path.name)
    for name in (DATABASE, STAGING):
        if (workspace.folder / name).exists():
            yield name, in_the_clear(workspace.folder / name, workspace.key)


def found(words: Iterable[str], workspace: Workspace) -> set[tuple[str, str]]:
    """(file, word) of words that stand anywhere, in any of the usual encodings."""
    needles = [
        (word, word.encode(how)) for word in words for how in ("utf-8", "utf-16-le", "gb18030")
    ]
    return {
        (file, word)
        for file, content in contents(workspace)
        for word, needle in needles
        if needle in content
    }
