"""The office of the neighbours with a federation, a firm's union, and makers of activities."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.areas.five_ones import acts
from app.store import evidence
from tests.areas.organisations.conftest import Office, office

__all__ = ["office", "year"]
DAY = date(2026, 6, 1)


class Year:
    """Makers of activities; ``fed`` is a federation, ``firm`` an enterprise's own union."""

    def __init__(self, office: Office) -> None:
        self.office, self.space = office, office.space
        self.fed = office.union("工贸园工会联合会", "regional_federation", form="federation")
        self.firm = office.union("宏达公司工会", upper_id=self.fed)
        self.employer = office.employer("宏达公司")
        self._files = 0

    def activity(
        self, kind: str = "labour_contest", union: str | None = None, on: date = DAY, **kw: Any
    ) -> str:
        """An activity that was held."""
        title = kw.pop("title", "焊工技能竞赛")
        found: str = self.space.do(
            acts.record_activity,
            union_id=union or self.fed,
            kind=kind,
            title=title,
            held_on=on,
            **kw,
        ).result
        return found

    def planned(
        self, kind: str = "labour_contest", union: str | None = None, on: date = DAY, **kw: Any
    ) -> str:
        """An activity that is planned."""
        title = kw.pop("title", "焊工技能竞赛")
        found: str = self.space.do(
            acts.plan_activity,
            union_id=union or self.fed,
            kind=kind,
            title=title,
            planned_on=on,
            **kw,
        ).result
        return found

    def congress(
        self,
        kind: str = "members_congress",
        union: str | None = None,
        on: date = DAY,
        resolutions: Any = (),
        **congress: Any,
    ) -> str:
        """A congress that was held."""
        found: str = self.space.do(
            acts.record_congress,
            union_id=union or self.fed,
            kind=kind,
            title="第一届第二次大会",
            held_on=on,
            congress={"form": "delegates", "due": 30, "present": 25, **congress},
            resolutions=resolutions,
        ).result
        return found

    def prove(self, owner: str, *kinds: str, table: str = "activity") -> None:
        """Put one small file of each kind on a record."""
        files = []
        for kind in kinds:
            self._files += 1
            files.append(
                evidence.keep(
                    self.space, f"材料{self._files}".encode(), kind=kind,
                    title=f"{kind}.txt", media_type="text/plain",
                )
            )  # fmt: skip
        self.space.do(evidence.attach, table, owner, files=files)


@pytest.fixture
def year(office: Office) -> Year:
    """A federation and its year."""
    return Year(office)


@pytest.fixture
def shown(qtbot: Any, qapp: Any, year: Year, tmp_path: Any) -> Any:
    """The page in the real shell."""
    from tests.areas.five_ones.windows import open_page

    yield from open_page(qtbot, qapp, year, tmp_path)
