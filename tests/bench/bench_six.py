"""Measure the 六有 scores of all unions of a sample township beside plain SQL for the same facts.

    python -m tests.bench.bench_six [WORKSPACE]

The floor is what a person would write by hand for these rubrics: a statement per sort of record
that gives the figures of every union (of those above others with what is below), and one per sort
of record that the rules look at, each row fetched with the columns they judge. Processor time of
the thread that works, both in turns. Exits with 1 if the scores take more than LIMIT times as long
as the floor, or if a figure or the records judged differ.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from app import start
from app.areas import AREAS
from app.areas.organisations.demo import demo_surroundings
from app.areas.six_haves.checks.facts import facts_of, rules_of
from app.areas.six_haves.lists import assessed_unions, read_assessments
from app.areas.six_haves.rules.conditions import HUNDRED
from app.base.area import gather
from app.figures.registry import Registry, Scope
from app.paper.asking import Results, year_scope
from app.store.keys import Cost
from app.store.workspace import Workspace
from tests.bench.bench_figures import PASSWORD, TODAY, alternately

LIMIT = 14.0


def _on(spell: str) -> str:
    return f"{spell}.since <= :day AND ({spell}.until IS NULL OR {spell}.until > :day)"


_HELD = """
WITH RECURSIVE u AS MATERIALIZED (
    SELECT p.id, s.type, s.upper_id, s.name, p.has_office, p.has_sign, p.has_seal, p.own_account,
           p.covered_complete_from AS covered, p.members_complete_from AS roster, p.chair
    FROM unions p JOIN union_spell s ON s.union_id = p.id
    WHERE p.outside = 0 AND s.status = 'active' AND s.since <= :day
      AND (s.until IS NULL OR s.until > :day)
), """
_BELOW = """
up(top, id) AS (
    SELECT id, id FROM u UNION SELECT up.top, u.id FROM up JOIN u ON u.upper_id = up.id
), """

FIGURES = {
    "fittings": _HELD + """x AS (SELECT 1)
SELECT id, coalesce(has_office, 0) AS H101, coalesce(has_sign, 0) AS H102,
    coalesce(has_seal, 0) AS H103, coalesce(own_account, 0) AS H104,
    has_office IS NOT NULL OR has_sign IS NOT NULL OR has_seal IS NOT NULL AS H111,
    own_account IS NOT NULL AS H112
FROM u""",
    "heads": _HELD + _BELOW + """
own AS MATERIALIZED (
    SELECT u.id, u.roster IS NOT NULL AND u.roster <= :day AS listed,
        (SELECT value FROM reading r WHERE r.union_id = u.id AND code = 'J201'
         AND on_day <= :day ORDER BY on_day DESC LIMIT 1) AS n1,
        (SELECT value FROM reading r WHERE r.union_id = u.id AND code = 'J206'
         AND on_day <= :day ORDER BY on_day DESC LIMIT 1) AS n6,
        (SELECT value FROM reading r WHERE r.union_id = u.id AND code = 'J207'
         AND on_day <= :day ORDER BY on_day DESC LIMIT 1) AS n7
    FROM u WHERE u.type IN ('single','joint','regional_federation','industry_federation')
      AND (u.covered IS NULL OR u.covered > :day)
), theirs AS MATERIALIZED (
    SELECT c.union_id AS id, c.employer_id,
        (SELECT value FROM reading r WHERE r.employer_id = c.employer_id AND code = 'J201'
         AND on_day <= :day ORDER BY on_day DESC LIMIT 1) AS n1,
        (SELECT value FROM reading r WHERE r.employer_id = c.employer_id AND code = 'J206'
         AND on_day <= :day ORDER BY on_day DESC LIMIT 1) AS n6,
        (SELECT value FROM reading r WHERE r.employer_id = c.employer_id AND code = 'J207'
         AND on_day <= :day ORDER BY on_day DESC LIMIT 1) AS n7
    FROM coverage c JOIN employer_spell e ON e.employer_id = c.employer_id
    WHERE c.kind = 'found' AND c.since <= :day AND (c.until IS NULL OR c.until > :day)
      AND e.since <= :day AND (e.until IS NULL OR e.until > :day)
      AND e.status IN ('active', 'suspended')
), told AS MATERIALIZED (
    SELECT id FROM own WHERE n6 IS NOT NULL AND NOT listed
    UNION SELECT t.id FROM theirs t JOIN u ON u.id = t.id
    WHERE t.n6 IS NOT NULL AND u.type IN
      ('single','joint','regional_federation','industry_federation')
      AND (u.roster IS NULL OR u.roster > :day)
), roll AS (
    SELECT m.union_id AS id, m.person_id, p.sex,
        EXISTS (SELECT 1 FROM identity_document d WHERE d.person_id = p.id) AS documented
    FROM membership m JOIN person p ON p.id = m.person_id
    WHERE m.status = 'active' AND m.since <= :day AND (m.until IS NULL OR m.until > :day)
), rows AS (
    SELECT id, n1 AS J201, CASE WHEN NOT listed THEN n6 END AS J206,
           CASE WHEN NOT listed THEN n7 END AS J207, 0 AS J219, 0 AS J224 FROM own
    UNION ALL
    SELECT t.id, CASE WHEN o.n1 IS NULL THEN t.n1 END,
           CASE WHEN u.roster IS NOT NULL AND u.roster <= :day THEN NULL
                WHEN o.n6 IS NULL THEN t.n6 END,
           CASE WHEN u.roster IS NOT NULL AND u.roster <= :day THEN NULL
                WHEN o.n7 IS NULL THEN t.n7 END, 0, 0
    FROM theirs t JOIN u ON u.id = t.id LEFT JOIN own o ON o.id = t.id
    UNION ALL
    SELECT roll.id, 0, count(*) * (told.id IS NULL),
           sum(sex = '2') * (told.id IS NULL), sum(documented), count(*)
    FROM roll LEFT JOIN told ON told.id = roll.id GROUP BY roll.id
)
SELECT up.top AS id, sum(J201) AS J201, sum(J206) AS J206, sum(J207) AS J207,
    sum(J219) AS J219, sum(J224) AS J224
FROM up JOIN rows ON rows.id = up.id GROUP BY up.top""",
    "activities": """
SELECT union_id AS id, max(kind = 'members_congress') AS J405, sum(kind = 'labour_contest') AS J701,
    sum(kind = 'recreation') AS J714, sum(kind = 'training') AS H201,
    sum(kind = 'publicity') AS H202,
    count(DISTINCT CASE WHEN kind = 'committee_meeting'
        THEN (substr(held_on, 6, 2) + 2) / 3 END) AS H203,
    sum(kind IN ('labour_contest', 'recreation')) AS H204,
    sum(kind = 'workers_congress') AS H205
FROM activity WHERE held_on BETWEEN :first AND :day AND cancelled_on IS NULL
GROUP BY union_id""",
    "bodies": """
SELECT union_id AS id, sum(kind = 'group') AS J404, sum(kind = 'mediation') AS J611,
    sum(kind = 'labour_law') AS J614
FROM body WHERE since <= :day AND (until IS NULL OR until > :day) GROUP BY union_id""",
    "chairs": _HELD + """x AS (SELECT 1)
SELECT u.id, coalesce(max(n), CASE WHEN coalesce(u.chair, '') != '' THEN 1 END, 0) AS J301
FROM u LEFT JOIN (
    SELECT p.union_id, sum(p.since <= :day AND (p.until IS NULL OR p.until > :day)
        AND coalesce(p.acting, 0) = 0) AS n
    FROM post p JOIN body b ON b.id = p.body_id
    WHERE p.role = 'chair' AND b.kind = 'committee' GROUP BY p.union_id
) c ON c.union_id = u.id
WHERE u.type IN ('single','joint','regional_federation','industry_federation')
GROUP BY u.id""",
    "contracts": """
SELECT union_id AS id, sum(kind = 'comprehensive') AS J601, sum(kind = 'wage') AS J604
FROM contract WHERE signed_on <= :day AND (since IS NULL OR since <= :day)
  AND (ends_on IS NULL OR ends_on >= :day) AND (terminated_on IS NULL OR terminated_on > :day)
  AND coalesce(objected, 0) = 0 GROUP BY union_id""",
    "covered": """
SELECT id, count(*) AS J605 FROM (
    SELECT min(r.union_id) AS id FROM contract r JOIN contract_cover c ON c.contract_id = r.id
    WHERE signed_on <= :day AND (since IS NULL OR since <= :day)
      AND (ends_on IS NULL OR ends_on >= :day) AND (terminated_on IS NULL OR terminated_on > :day)
      AND coalesce(objected, 0) = 0 AND (c.until IS NULL OR c.until > :day)
    GROUP BY c.employer_id HAVING max(r.kind = 'wage')
) GROUP BY id""",
    "surveys": """
WITH one AS (
    SELECT group_id, sum(votes) AS votes FROM survey_count GROUP BY group_id, subject_id, item
), n AS (
    SELECT survey_id, sum(expected) AS expected, sum(valid) AS valid,
        sum(CASE WHEN some > 0 THEN valid ELSE 0 END) AS counted
    FROM (
        SELECT g.survey_id, g.expected, coalesce(b.ballots, m.most, 0) AS some,
            coalesce(g.returned - coalesce(g.void, 0), b.ballots, m.most, 0) AS valid
        FROM survey_group g
        LEFT JOIN (SELECT group_id, sum(ballots) AS ballots FROM ballot_batch GROUP BY group_id) b
            ON b.group_id = g.id
        LEFT JOIN (SELECT group_id, max(votes) AS most FROM one GROUP BY group_id) m
            ON m.group_id = g.id
    ) GROUP BY survey_id
), grade AS (
    SELECT s.id, e.value ->> '$.code' AS code, coalesce(e.value ->> '$.accepted', 0) AS accepted
    FROM survey s, json_each(s.form, '$.grades') e
), said AS (
    SELECT g.survey_id AS id, c.grade, c.votes
    FROM survey_count c JOIN survey_group g ON g.id = c.group_id JOIN survey s ON s.id = g.survey_id
    WHERE c.item = s.form ->> '$.overall'
    UNION ALL
    SELECT g.survey_id, v.value, 1
    FROM ballot_batch b JOIN ballot_content t ON t.key = b.content
        JOIN survey_group g ON g.id = b.group_id JOIN survey s ON s.id = g.survey_id,
        json_each(t.ballots) a, json_each(a.value) v
    WHERE v.key = s.form ->> '$.overall' OR v.key LIKE '%/' || (s.form ->> '$.overall')
), voted AS (
    SELECT said.id, sum(votes * coalesce(accepted, 0)) AS accepted,
        sum(CASE WHEN said.grade = 'invalid' THEN votes ELSE 0 END) AS invalid
    FROM said LEFT JOIN grade ON grade.id = said.id AND grade.code = said.grade GROUP BY said.id
)
SELECT s.union_id AS id, sum(s.kind = 'rate_union') AS V101, sum(s.kind = 'rate_cadres') AS V201,
    sum(s.kind = 'rate_upper') AS V301,
    sum(CASE WHEN s.kind = 'rate_union' THEN n.expected END) AS V102,
    sum(CASE WHEN s.kind = 'rate_union' THEN n.valid END) AS V105,
    sum(CASE WHEN s.kind = 'rate_union' THEN n.counted - coalesce(v.invalid, 0) END) AS V106,
    sum(CASE WHEN s.kind = 'rate_union' THEN v.accepted END) AS V108
FROM survey s LEFT JOIN n ON n.survey_id = s.id LEFT JOIN voted v ON v.id = s.id
WHERE s.on_day BETWEEN :first AND :day AND s.cancelled_on IS NULL GROUP BY s.union_id""",
    "comments": """
SELECT s.union_id AS id, count(*) AS V501, sum(coalesce(c.done_on <= :day, 0)) AS V502
FROM survey_comment c JOIN survey s ON s.id = c.survey_id
WHERE s.on_day BETWEEN :first AND :day AND s.cancelled_on IS NULL GROUP BY s.union_id""",
}  # fmt: skip
"""The figures of the shipped rubrics by hand; rates as their two sides."""

JUDGED = {
    "union": f"""
SELECT p.id, s.name, s.type, s.level, s.status, s.upper_id, s.place_id, p.legal_person,
    p.certificate_no, p.certificate_from, p.certificate_until, p.founded_on, p.own_account
FROM unions p JOIN union_spell s ON s.union_id = p.id WHERE {_on("s")}""",
    "employer": f"""
SELECT e.id, s.name, s.status, s.nature, s.place_id, e.unit_level, e.should_unionise, c.union_id,
    (SELECT value FROM reading r WHERE r.employer_id = e.id AND code = 'J201' AND on_day <= :day
     ORDER BY on_day DESC LIMIT 1), (SELECT value FROM reading r WHERE r.employer_id = e.id
     AND code = 'J206' AND on_day <= :day ORDER BY on_day DESC LIMIT 1)
FROM employer e JOIN employer_spell s ON s.employer_id = e.id AND {_on("s")}
    LEFT JOIN coverage c ON c.employer_id = e.id AND {_on("c")}""",
    "body": f"""
SELECT b.id, b.union_id, b.kind, b.name, b.appointed, t.ordinal, t.since, t.years, t.due_on,
    t.seats, t.delay_until, t.delay_doc_no, e.members, e.meeting_on
FROM body b LEFT JOIN term t ON t.body_id = b.id AND {_on("t")}
    LEFT JOIN election e ON e.id = t.election_id WHERE {_on("b")}""",
    "post": """
SELECT p.id, p.union_id, p.body_id, p.role, p.service, p.since, p.until, p.ended, p.acting,
    p.duties, p.executive, p.kin_of_executive, p.finance, p.person_id, h.name, h.sex,
    (SELECT min(x.since) FROM trained t JOIN training x ON x.id = t.training_id
     WHERE t.person_id = p.person_id AND x.since >= p.since)
FROM post p JOIN person h ON h.id = p.person_id
WHERE p.since <= :day AND (p.until IS NULL OR p.until >= :first)""",
    "election": """
SELECT e.*, b.id, b.body, b.role, b.due, b.present, b.valid, c.id, c.name, c.yes, c.executive,
    c.kin_of_executive, c.deputy_executive, c.personnel_head, c."foreign"
FROM election e LEFT JOIN ballot b ON b.election_id = e.id
    LEFT JOIN candidate c ON c.ballot_id = b.id WHERE e.cancelled_on IS NULL""",
    "activity": """
SELECT a.id, a.union_id, a.title, a.kind, a.held_on, c.due, c.present, c.notice_on, c.materials_on,
    c.form, c.topics, r.id, r.topic, r.secret, r.yes, r.no, r.abstain
FROM activity a JOIN congress c ON c.activity_id = a.id
    LEFT JOIN resolution r ON r.activity_id = a.id
WHERE a.held_on BETWEEN :first AND :day""",
    "consultation": """
SELECT c.*, (SELECT count(*) FROM negotiator n WHERE n.consultation_id = c.id AND n.side = 'union'),
    (SELECT count(*) FROM talk t WHERE t.consultation_id = c.id) FROM consultation c""",
    "contract": """
SELECT c.*, (SELECT count(*) FROM contract_cover v WHERE v.contract_id = c.id) FROM contract c""",
    "person": """
SELECT p.id, m.union_id, p.name, p.sex, p.birth_on, p.ethnicity, p.native_place, p.phone,
    p.no_phone, p.household_place, p.address, p.joined_on, p.worked_from, p.professional_title,
    s.education, s.political, s.employment_status, s.employment_form, s.household_type, s.skill,
    s.migrant, s.new_group,
    (SELECT type || ' ' || number FROM identity_document d WHERE d.person_id = p.id
     AND (d.until IS NULL OR d.until > :day) ORDER BY type != 'resident_id', id LIMIT 1),
    (SELECT id FROM employment w WHERE w.person_id = p.id AND w.since <= :day
     AND (w.until IS NULL OR w.until > :day) LIMIT 1)
FROM membership m JOIN person p ON p.id = m.person_id
    LEFT JOIN person_spell s ON s.person_id = p.id AND s.since <= :day
    AND (s.until IS NULL OR s.until > :day)
WHERE m.status = 'active' AND m.since <= :day AND (m.until IS NULL OR m.until > :day)""",
}
"""What the rules of the shipped rubrics look at, by hand."""


def by_hand(conn: Connection, scope: Scope) -> tuple[dict[str, dict[str, int]], dict[str, Any]]:
    """Union → figure → value, and the rows that the rules judge."""
    days = {"day": scope.day.isoformat(), "first": scope.period.first.isoformat()}
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for statement in FIGURES.values():
        for row in conn.execute(text(statement), days).mappings():
            found[row["id"].hex()].update(row)
    rows = {kind: conn.execute(text(sql), days).all() for kind, sql in JUDGED.items()}
    return found, rows


def assess(conn: Connection, scope: Scope, registry: Registry) -> list[Any]:
    """The scores of all unions, nothing known before."""
    results = Results(AREAS, scope, year=scope.period.last.year, today=TODAY)
    return read_assessments(
        conn, assessed_unions(conn, scope.day), year=scope.period.last.year, scope=scope,
        registry=registry, checks=partial(results, conn), planned=True,
    )  # fmt: skip


def same(conn: Connection, scope: Scope, registry: Registry) -> bool:
    """Whether floor and scores rest on the same numbers and the same records."""
    figures, rows = by_hand(conn, scope)
    results = Results(AREAS, scope, year=scope.period.last.year, today=TODAY)
    rubrics = {one.union_id: one.rubric for one in assess(conn, scope, registry)}
    facts = facts_of(
        conn, rubrics, registry=registry, scope=scope, checks=partial(results, conn)
    )  # fmt: skip
    wrong = Counter[str]()
    for union, mine in facts.items():
        for code, fact in mine.figures.items():
            sides: Mapping[str, int | None] = {code: fact.value and fact.value // HUNDRED}
            if fact.denominator is not None:
                rate = registry.rates[code]
                sides = {rate.numerator: fact.numerator, rate.denominator: fact.denominator}
            for one, value in sides.items():
                if one in figures[union] and (figures[union][one] or 0) != (value or 0):
                    wrong[one] += 1
    told = results(conn, rules_of(registry, rubrics.values()), scope.day)
    judged = {kind: {f.id for f in told if f.kind == kind} for kind in {f.kind for f in told}}
    there = {kind: {row[0].hex() for row in some} for kind, some in rows.items()}
    for kind in judged.keys() & there.keys():
        wrong[kind] += len(judged[kind] - there[kind])
    codes = {code for some in figures.values() for code in some if code != "id"}
    print(
        f"differences: {dict(+wrong) or 'none'} in {len(codes)} figures and in the records of "
        f"{len(told):,} findings"
    )
    return not +wrong


def measure(workspace: Workspace) -> bool:
    """Print the figures; whether the promise is kept."""
    registry = start.registry()

    def run(conn: Connection) -> bool:
        scope = year_scope(conn, TODAY.year, today=TODAY)
        right = same(conn, scope, registry)
        unions = len(assess(conn, scope, registry))
        ours, theirs, ratio = alternately(
            lambda: assess(conn, scope, registry), lambda: by_hand(conn, scope)
        )
        begun = time.thread_time()
        for statement in FIGURES.values():
            days = {"day": scope.day.isoformat(), "first": scope.period.first.isoformat()}
            conn.execute(text(statement), days).all()
        figures = time.thread_time() - begun
        print(f"{unions} unions scored in one go: {ours * 1000:.0f} ms; plain SQL for the same "
              f"facts: {theirs * 1000:.0f} ms ({figures * 1000:.0f} of it figures); "
              f"ratio {ratio:.2f}")  # fmt: skip
        return right and ratio <= LIMIT

    return workspace.read(run)


def main() -> int:
    """Print the figures; 1 if the limit is broken."""
    if len(sys.argv) > 1:
        with Workspace.open(Path(sys.argv[1]), password=PASSWORD, wiring=start.wiring()) as made:
            return 0 if measure(made) else 1
    with (
        tempfile.TemporaryDirectory() as folder,
        Workspace.create(
            Path(folder) / "乡镇", user="经办人", password=PASSWORD,
            cost=Cost(1, 8 * 1024 * 1024), wiring=start.wiring(),
            surroundings=demo_surroundings(1, TODAY),
        ) as workspace,
    ):  # fmt: skip
        for fill in gather(AREAS, "demo"):
            fill(workspace, size="township", seed=1, today=TODAY)
        return 0 if measure(workspace) else 1


if __name__ == "__main__":
    raise SystemExit(main())
