"""A second start of the same workspace brings the first window forward.

The first window listens on a local socket (a named pipe on Windows, never the network) that is
named after the workspace's folder and open to this account alone. Nothing is sent but "show
yourself" and "done".
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

PATIENCE = 0.9
"""Seconds within which the first window must have answered."""
_SHOW, _DONE = b"show", b"done"


def _name(folder: Path) -> str:
    account = getattr(os, "getuid", lambda: os.environ.get("USERNAME", ""))()
    text = f"{account} {os.path.normcase(folder.resolve())}"
    return f"union-desk-{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def taken(folder: Path) -> bool:
    """Whether some process says that it has the workspace; a killed one says so, too."""
    from app.store.lock import LOCK_FILE

    try:
        return (folder / LOCK_FILE).stat().st_size > 0
    except OSError:
        return False


def call(folder: Path) -> bool:
    """Ask the window that has this workspace open to come forward; False if there is none."""
    if not taken(folder):
        return False
    from PySide6.QtNetwork import QLocalSocket

    end = time.monotonic() + PATIENCE
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(int(PATIENCE * 1000)):
        return False
    socket.write(_SHOW)
    socket.flush()
    answer = b""
    while len(answer) < len(_DONE) and (left := end - time.monotonic()) > 0:
        if not socket.waitForReadyRead(int(left * 1000)):
            break
        answer += bytes(socket.readAll().data())
    socket.abort()
    return answer == _DONE


class Doorbell(QObject):
    """Rings when the same workspace is started again.

    Args:
        folder: the workspace, which this process has.
        ring: brings the window forward.
    """

    def __init__(self, folder: Path, ring: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        self._ring = ring
        self._server: QLocalServer = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        name = _name(folder)
        if not self._server.listen(name):  # of a process that was killed: the workspace is ours
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def close(self) -> None:
        """Listen no more."""
        self._server.close()
        self.deleteLater()

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda one=socket: self._asked(one))
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._asked(socket)

    def _asked(self, socket: Any) -> None:
        if bytes(socket.read(len(_SHOW)).data()) == _SHOW:
            self._ring()
            socket.write(_DONE)
            socket.flush()
