"""数据备份与交接: backups, the list of acts, users and keys, the check of the workspace."""

from app.desk.keeping.page import KeepingPage

__all__ = ["KeepingPage"]
