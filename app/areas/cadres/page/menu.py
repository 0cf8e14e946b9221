"""What the details share: forms as of today, papers, acts that need only a yes."""

from __future__ import annotations

from app.areas.members.page.maker import Maker
from app.desk.parts_page import RecordActs


class Menu(RecordActs):
    """Makes the actions of a record."""

    @property
    def make(self) -> Maker:
        """Forms as of the present day."""
        return Maker(self.desk.today)
