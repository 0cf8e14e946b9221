"""The workspace key: made once, wrapped for each user by password, written out as recovery key.

Nothing of SQLAlchemy is imported here: the unlock window must take typing at once.

The key file holds no user name (it would be readable without a password), only a keyed digest of
it. Argon2id makes the wrapping key; its parameters stand beside each wrap and are bound to it as
associated data, so that they can be raised later and not be lowered by hand.
"""

from __future__ import annotations

import base64
import hashlib
import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from nacl import bindings, pwhash
from nacl.exceptions import CryptoError
from nacl.utils import random as random_bytes

from app.base.errors import KnownError, UserError
from app.base.files import write_atomically

KEY_FILE = "keys.json"
FORMAT = 1
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id cost: passes and memory in bytes (half a second on the reference machine)."""

    passes: int = 5
    memory: int = 128 * 1024 * 1024


def new_key() -> bytes:
    """A random database key, 32 bytes."""
    return random_bytes(32)


def normal(password: str) -> bytes:
    """One password however it was typed: NFC, so that two ways to compose a letter are one."""
    return unicodedata.normalize("NFC", password).encode()


def _tag(workspace: str, user: str) -> str:
    name = unicodedata.normalize("NFC", user.strip()).encode()
    return hashlib.blake2b(name, key=workspace.encode()[:64], digest_size=16).hexdigest()


def _derive(password: str, salt: bytes, cost: Cost) -> bytes:
    return pwhash.argon2id.kdf(32, normal(password), salt, cost.passes, cost.memory)


def _bound(workspace: str, tag: str, cost: Cost) -> bytes:
    return f"{FORMAT}|{workspace}|{tag}|{cost.passes}|{cost.memory}".encode()


class KeyFile:
    """The wraps of one workspace.

    Attributes:
        workspace: random id of the workspace, part of every wrap.
        wraps: one JSON object per user.
        lapsed: tags of users whose wrap went with a change of the key.
        opened: tag of the user whose password opened last.
    """

    def __init__(
        self, workspace: str, wraps: list[dict[str, object]], lapsed: list[str] | None = None
    ) -> None:
        self.workspace = workspace
        self.wraps = wraps
        self.lapsed = list(lapsed or [])
        self.opened = ""

    @classmethod
    def read(cls, folder: Path) -> KeyFile:
        """The key file of a workspace folder.

        Raises:
            KnownError: KEYS_MISSING, KEYS_DAMAGED, NEWER.
        """
        path = folder / KEY_FILE
        try:
            content = json.loads(path.read_text("utf-8"))
            version = int(content["format"])
            workspace, wraps = str(content["workspace"]), list(content["wraps"])
            lapsed = [str(tag) for tag in content.get("lapsed", [])]
            if not all(isinstance(wrap, dict) and "user" in wrap for wrap in wraps):
                raise ValueError("wraps")
        except FileNotFoundError:
            raise KnownError(
                "KEYS_MISSING",
                f"「{folder}」里没有钥匙文件，不是一个完整的工作库。",
                "请选对文件夹；如果钥匙文件丢了，请用恢复密钥打开，或从备份恢复。",
            ) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _damaged() from None
        if version > FORMAT:
            raise KnownError(
                "NEWER",
                "这个工作库是更新版本的程序建立的。",
                "请先把本程序升级到同样的版本，再打开。",
            )
        return cls(workspace, wraps, lapsed)

    def write(self, folder: Path, name: str = KEY_FILE) -> None:
        """Write the file so that it is whole or the old one."""
        content: dict[str, object] = {
            "format": FORMAT, "workspace": self.workspace, "wraps": self.wraps,
        }  # fmt: skip
        if self.lapsed:
            content["lapsed"] = self.lapsed
        write_atomically(folder / name, json.dumps(content, indent=1).encode())

    def tag(self, user: str) -> str:
        """By what a user's wrap is found without writing the name down."""
        return _tag(self.workspace, user)

    def has(self, user: str) -> bool:
        """Whether this user's password can open the workspace."""
        return any(wrap["user"] == self.tag(user) for wrap in self.wraps)

    def add(self, user: str, password: str, key: bytes, cost: Cost | None = None) -> None:
        """Wrap the key for a user; an older wrap of the same user is replaced.

        Raises:
            UserError: PASSWORD_EMPTY.
        """
        if not password:
            raise UserError("PASSWORD_EMPTY", "口令不能为空。", "请输入口令。")
        cost = cost or Cost()
        tag, salt, nonce = _tag(self.workspace, user), random_bytes(16), random_bytes(24)
        box = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(
            key, _bound(self.workspace, tag, cost), nonce, _derive(password, salt, cost)
        )
        self.remove(user)
        self.wraps.append(
            {
                "user": tag,
                "salt": salt.hex(),
                "passes": cost.passes,
                "memory": cost.memory,
                "nonce": nonce.hex(),
                "box": box.hex(),
            }
        )

    def remove(self, user: str) -> None:
        """Take a user's wrap away."""
        tag = self.tag(user)
        self.wraps = [wrap for wrap in self.wraps if wrap["user"] != tag]
        self.lapsed = [other for other in self.lapsed if other != tag]

    def unwrap(self, password: str, user: str | None = None) -> bytes:
        """The database key.

        Args:
            user: None: the only user.

        Raises:
            UserError: WRONG_PASSWORD (also for an unknown user, after the same time),
                USER_NEEDED if there are several users and none is named,
                PASSWORD_LAPSED if the key was changed since this password was set.
            KnownError: KEYS_DAMAGED.
        """
        if user is None and len(self.wraps) > 1:
            raise UserError("USER_NEEDED", "这个工作库有几位用户。", "请写明是哪一位用户。")
        tag = _tag(self.workspace, user) if user is not None else None
        wrap = next((w for w in self.wraps if tag is None or w["user"] == tag), None)
        wrong = UserError(
            "WRONG_PASSWORD",
            "用户名或口令不对。",
            "请检查大小写锁定和输入法后再试；忘记口令时，请用恢复密钥打开。",
        )
        if wrap is None:
            _derive(password, bytes(16), self._usual_cost())
            if tag in self.lapsed:
                raise lapsed()
            raise wrong
        try:
            cost = Cost(int(str(wrap["passes"])), int(str(wrap["memory"])))
            salt, nonce, box = (bytes.fromhex(str(wrap[k])) for k in ("salt", "nonce", "box"))
            if (len(nonce), len(box)) != (24, 48):
                raise ValueError("lengths")
            secret = _derive(password, salt, cost)
        except (KeyError, ValueError, TypeError, CryptoError):
            raise _damaged() from None
        try:
            key: bytes = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
                box, _bound(self.workspace, str(wrap["user"]), cost), nonce, secret
            )
        except CryptoError:
            raise wrong from None
        except (ValueError, TypeError):
            raise _damaged() from None
        self.opened = str(wrap["user"])
        return key

    def _usual_cost(self) -> Cost:
        if not self.wraps:
            return Cost()
        return Cost(int(str(self.wraps[0]["passes"])), int(str(self.wraps[0]["memory"])))


def _damaged() -> KnownError:
    return KnownError(
        "KEYS_DAMAGED",
        "钥匙文件已损坏，口令无法使用。",
        "请用建库时打印的恢复密钥打开，或从备份恢复。",
    )


def lapsed() -> UserError:
    """The sentence for a user whose password was set before the key was changed."""
    return UserError(
        "PASSWORD_LAPSED",
        "工作库换过密钥，这位用户原来的口令已经失效。",
        "请另一位用户登录后，在「用户」里为这位用户重新设置口令。",
    )


def recovery_text(key: bytes) -> str:
    """The key itself in groups of four letters with a check group; no 0/O or 1/I mix-ups."""
    letters = _encode(key) + _encode(hashlib.blake2b(key, digest_size=5).digest())[:4]
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def recovery_key(text: str) -> bytes:
    """The key back from what a person typed.

    Raises:
        UserError: RECOVERY_WRONG, saying whether letters are missing or the check fails.
    """
    letters = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    letters = letters.translate(str.maketrans("OIL", "011"))
    if len(letters) != 56 or any(c not in _ALPHABET for c in letters):
        raise UserError(
            "RECOVERY_WRONG",
            f"恢复密钥应是 56 个字母和数字，现在是 {len(letters)} 个，或有不认识的字符。",
            "请对照打印的恢复密钥逐组核对。",
        )
    value = 0
    for c in letters[:52]:
        value = value * 32 + _ALPHABET.index(c)
    key = (value >> 4).to_bytes(33, "big")[-32:]
    if recovery_text(key).replace("-", "") != letters:
        raise UserError(
            "RECOVERY_WRONG", "恢复密钥有一组打错了。", "请对照打印的恢复密钥逐组核对。"
        )
    return key


def _encode(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").translate(_TO_OURS)


_TO_OURS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET)
