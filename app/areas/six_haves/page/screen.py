"""The page of 六有: assessments of all unions, improvements as chips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.areas.members.page.batch_bar import BatchBar
from app.areas.members.page.maker import Maker
from app.base.findings import Finding
from app.base.home import Target
from app.desk.form_spec import FormSpec
from app.desk.page import Desk
from app.desk.parts_page import PartsPage
from app.desk.record_detail import RecordDetail

from ..lists.overview import year_of
from ..lists.scores import Scores
from .details import LineDetail
from .exporting import SixExporter
from .forms import start as forms_start
from .reading import LINE, UNION
from .scoring import Scoring
from .views import parts

VIEW = "six_haves"


def _no_checks(*_args: Any, **_more: Any) -> Sequence[Finding]:
    """The area judges nothing itself: its lines rest on the rules of all areas."""
    return ()


class SixPage(PartsPage):
    """The screens of the area."""

    area = "six_haves"
    title = "六有"
    nothing = "选一个工会，这里就显示它的得分、各项依据和整改；选一条整改事项，就显示它的内容。"
    checks = (_no_checks,)
    word = "六有"
    bar = BatchBar
    exporter_type = SixExporter
    widths = (0, 690, 480)

    def __init__(self, desk: Desk) -> None:
        self._scoring: Scoring | None = None
        self._seen = False
        self.parts_of = parts(self)
        super().__init__(desk)
        self._scoring = Scoring(desk, self)
        self._scoring.told.connect(self._told)

    @property
    def scoring(self) -> Scoring:
        """What computes the scores."""
        assert self._scoring is not None
        return self._scoring

    @property
    def make(self) -> Maker:
        """Forms as of the present day."""
        return Maker(self.desk.today)

    def who(self) -> str:
        """Who scores."""
        return str(self.desk.workspace.user)

    def year(self) -> int:
        """The year that the list is shown for."""
        made = self.list(VIEW)
        if not self._seen:  # it may not have been looked at yet
            self._seen = True
            made.look(day=self.desk.day, unit=self.desk.unit)
        return year_of(made.view())

    def target_year(self) -> int:
        """The year that goals are shown for."""
        return year_of(self.list("six_targets").view())

    def scores_of(self, year: int, day: date) -> Scores | None:
        """What is known of a year."""
        return self._scoring.of(year, day) if self._scoring is not None else None

    def scores(self) -> Scores | None:
        """What is known of the year of the list."""
        return self.scores_of(self.year(), self.desk.day)

    # the shell's side

    def look(self) -> None:
        """Read the list; compute what is not known."""
        super().look()
        self.scoring.want(self.year())
        self._say()

    def changed(self, kinds: dict[str, set[str]]) -> None:
        """What an act has touched; the detail follows the scores."""
        self.scoring.changed(kinds, self.year())
        self.list().refresh(kinds)
        self._say()

    def compute(self) -> None:
        """重新计算."""
        self.scoring.changed({"": set()}, self.year())
        self._say()

    def _told(self) -> None:
        for made in self.lists.values():
            made.refresh()
        self._detail_again()
        self._say()

    def _say(self) -> None:
        words = self.desk.unit_title
        if self.scoring.busy():
            words = f"{words}　正在计算各工会的得分…".strip()
        self.said.setText(words)

    def bring(self, key: str) -> None:
        """Bring a view up."""
        super().bring(key)
        self._say()

    def _frame(self, key: str) -> Any:
        made = key in self._frames
        frame = super()._frame(key)
        if not made and key == VIEW:
            self.lists[key].bar.filtered.connect(self._year_chosen)
        return frame

    def _year_chosen(self) -> None:
        self.scoring.want(self.year())
        self._say()

    # records

    def make_detail(self, kind: str) -> RecordDetail:
        """A line has a detail of its own, but no list."""
        return LineDetail(self) if kind == LINE else super().make_detail(kind)

    def edit_form(self, found: Any) -> FormSpec | None:
        """编辑; of a line what can be said of it."""
        detail = self.detail()
        return None if detail is None or detail.kind == LINE else super().edit_form(found)

    def open_at(self, detail: RecordDetail, target: Target) -> None:
        """The field of a record."""
        if detail.kind != LINE:
            super().open_at(detail, target)

    def jump(self, target: Target) -> None:
        """A line is shown beside the list of unions."""
        if target.kind == LINE and target.id:
            if self.key() != VIEW:
                self.bring(VIEW)
            self.record_opened(LINE, target.id)
        else:
            super().jump(target)

    # 开始评分

    def start_form(self, unions: Sequence[str]) -> FormSpec | None:
        """The form of 开始评分; says why not while the scores are not known."""
        scores = self.scores()
        if scores is None:
            self.desk.notice("正在计算各工会的得分，请稍等。")
            return None
        return forms_start(scores, unions, self.make, self.union())

    def start(self, unions: Sequence[str]) -> None:
        """开始评分 of the unions selected."""
        spec = self.start_form(list(unions))
        if spec is not None:
            self.open_form(spec)

    def start_all(self) -> None:
        """开始评分 of all unions that the list shows."""
        source, view = self.part().source, self.list().view()
        self.desk.ops.ask(
            lambda conn: list(source.ids(conn, view)), owner=self, done=self.start, slot="all"
        )

    def back(self) -> bool:
        """Esc: from a line to its assessment."""
        detail = self.right.currentWidget()
        if not self.editor.is_open() and isinstance(detail, LineDetail):
            union = detail.record().partition(":")[0]
            self.record_opened(UNION, union)
            return True
        return super().back()
