"""The lists of the area in the layouts that are imported again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from app.desk.exporting import AsSheet, Exporter


class FiveOnesExporter(Exporter):
    """Lists as they are shown, and as the workbooks that are imported."""

    sheets: ClassVar[Mapping[str, AsSheet]] = {}
