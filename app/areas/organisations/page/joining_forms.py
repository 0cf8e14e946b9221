"""The forms that join and part unions, and that rename a union with all below it, as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.base.days import chinese
from app.base.lists import Choice
from app.desk.fields import Field, Kind
from app.desk.form_spec import Call, FormSpec, Review, Values, words

from .. import acts
from ..lists.names import names_of
from ..lists.window import merged_with
from ..opening import without_ending
from .spec import alike, own_union_name
from .union_forms import Maker, day_field, doc_field, of_union


def rename_below(make: Maker, union: str, name: str) -> FormSpec:
    """批量更名. Begins with the name without 总工会 and the like: mostly that of the place."""
    fields = (
        Field("old", "原来的字样", obligatory=True, help="名称里要更换的那几个字，例如园区的旧名"),
        Field("new", "新的字样", obligatory=True),
        day_field("变更日期", "since"),
        doc_field(),
    )

    def review(connection: Any, values: Values) -> Review | None:
        names = acts.names_below(
            lambda query: connection.execute(query).mappings(), union, values["since"]
        )
        old, new = values["old"], values["new"]
        rows = tuple((n, n.replace(old, new)) for n in names.values() if old in n and old != new)
        text = f"从{chinese(values['since'])}起用新名称，以前的仍按原名称。"
        title, heads = f"更换 {len(rows)} 个工会的名称？", ("原来的名称", "新名称")
        return Review(title, text, heads, rows, "更名") if rows else None

    return of_union(
        "rename_below",
        acts.rename_below,
        union,
        fields,
        values={"since": make.today, "old": without_ending(name)},
        words="更名",
        errors={"NOT_NAMED": "old", "SAME": "new"},
        review=review,
        intro="例如园区改名：本工会和下面所有工会名称里的这几个字一起更换。",
    )


def split(
    make: Maker, union: str, employers: Sequence[tuple[str, str]], *, federation: bool
) -> FormSpec:
    """单独建会（分出）. ``employers``: (id, name) of those covered now; ``federation``: whether the
    new union can stay with the old one as a member."""
    fields = [
        Field("employer_id", "分出的单位", Kind.CHOICE, obligatory=True,
              choices=tuple(Choice(i, n) for i, n in employers)),
        Field("name", "新工会名称", obligatory=True, max_length=80),
        day_field("建会日期", "founded_on"),
        Field("founded_doc", "批复文号", max_length=80),
        Field("chair", "主席（负责人）"),
    ]  # fmt: skip
    start: dict[str, Any] = {"founded_on": make.today}
    if federation:
        fields.append(Field("join", "联合会", Kind.FLAG, help="新工会加入原来的联合会"))
        start["join"] = True
    if len(employers) == 1:
        start |= {"employer_id": employers[0][0], "name": f"{employers[0][1]}工会委员会"}
    return FormSpec(
        "split_union", "单独建会（分出）", tuple(fields),
        lambda given: Call(acts.split_union, (union,), given), start,
        intro="这个单位从建会日期起归新工会，不再由本工会涵盖。", words="登记建会",
        warns=alike("union"), kind="union", fills={"employer_id": own_union_name},
    )  # fmt: skip


def merge_review(kind: str, record: str, on: str = "on") -> Any:
    """``review`` of a merge: what goes along. ``on``: field of the day."""

    def review(connection: Any, values: Values) -> Review | None:
        both = names_of(connection, kind, [record, values["into"]])
        old, new = both.get(record, ""), both.get(values["into"], "")
        rows = tuple(merged_with(connection, kind, record))
        text = f"从{chinese(values[on])}起，下面 {len(rows)} 项一起转过去。"
        title, heads = f"把「{old}」并入「{new}」？", ("名称", "类别")
        return Review(title, text, heads, rows, "合并") if rows else None

    return review


def merge(make: Maker, union: str) -> FormSpec:
    """合并工会."""
    into = Field("into", "并入的工会", Kind.PICKER, obligatory=True, picker=make.union(union))
    return of_union(
        "merge_unions",
        acts.merge_unions,
        union,
        (into, day_field("合并日期"), doc_field()),
        values={"on": make.today},
        words="合并",
        review=merge_review("union", union),
        shows="@into",
        errors={"SAME": "into", "DISSOLVED": "into", "LOOP": "into"},
        intro="涵盖单位、下级工会和联合会关系一起转过去，本工会撤销。"
        "名册上的会员不会自动转走，合并以后请接着办「会员整体接转」。",
    )


def merge_doubled(make: Maker, union: str) -> FormSpec:
    """合并重复: any union can be the one that stays, a dissolved one too."""
    every = {"status": tuple(c.key for c in words("union_status")), "belongs": ("all",)}
    into = Field("into", "保留的工会", Kind.PICKER, obligatory=True,
                 picker=make.union(union, **every))  # fmt: skip
    return FormSpec(
        "merge_doubled_unions", acts.merge_doubled_unions.title, (into,),
        lambda given: Call(acts.merge_doubled_unions, (union,), given), words="合并",
        errors={"SAME": "into", "LOOP": "into", "OVERLAP": "into"}, kind="union", shows="@into",
        intro="同一个工会登记了两次：全部资料归到保留的工会，本条删除。",
    )  # fmt: skip
