CREATE TABLE choice (
	id BLOB NOT NULL,
	kind TEXT NOT NULL,
	text TEXT NOT NULL,
	record BLOB NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_choice PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_choice_text ON choice (kind, text);
CREATE TABLE confirmation (
	id BLOB NOT NULL,
	rule TEXT NOT NULL,
	basis TEXT NOT NULL,
	user TEXT NOT NULL,
	confirmed_on TEXT NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_confirmation PRIMARY KEY (id),
	CONSTRAINT uq_confirmation_rule UNIQUE (rule)
)
 STRICT;
CREATE TABLE employer (
	id BLOB NOT NULL,
	credit_code TEXT,
	unit_level TEXT,
	parent_id BLOB,
	successor_id BLOB,
	legal_representative TEXT,
	registered_on TEXT,
	address TEXT,
	should_unionise TEXT,
	should_reason TEXT,
	planned_on TEXT,
	regulator_seen_on TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_employer PRIMARY KEY (id),
	CONSTRAINT ck_employer_should_unionise CHECK (should_unionise IS NULL OR should_unionise IN ('required','deferred','exempt')),
	CONSTRAINT fk_employer_parent_id FOREIGN KEY(parent_id) REFERENCES employer (id),
	CONSTRAINT fk_employer_successor_id FOREIGN KEY(successor_id) REFERENCES employer (id)
)
 STRICT;
CREATE INDEX ix_employer_credit_code ON employer (credit_code);
CREATE INDEX ix_employer_parent_id ON employer (parent_id);
CREATE INDEX ix_employer_successor_id ON employer (successor_id);
CREATE TABLE entry (
	number INTEGER NOT NULL,
	moment TEXT NOT NULL,
	user TEXT NOT NULL,
	act TEXT NOT NULL,
	title TEXT NOT NULL,
	undoable INTEGER NOT NULL,
	batch BLOB,
	undoes INTEGER,
	body BLOB,
	digest BLOB NOT NULL,
	CONSTRAINT pk_entry PRIMARY KEY (number),
	CONSTRAINT fk_entry_undoes FOREIGN KEY(undoes) REFERENCES entry (number)
)
 STRICT;
CREATE INDEX ix_entry_undoes ON entry (undoes);
CREATE TABLE explanation (
	id BLOB NOT NULL,
	rule TEXT NOT NULL,
	kind TEXT NOT NULL,
	object TEXT NOT NULL,
	"values" TEXT NOT NULL,
	text TEXT,
	put_off TEXT,
	user TEXT NOT NULL,
	written_on TEXT NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_explanation PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_explanation_place ON explanation (rule, object);
CREATE TABLE matching (
	id BLOB NOT NULL,
	kind TEXT NOT NULL,
	source TEXT NOT NULL,
	columns TEXT NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_matching PRIMARY KEY (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_matching_source ON matching (kind, source);
CREATE TABLE pack (
	id BLOB NOT NULL,
	name TEXT NOT NULL,
	content TEXT NOT NULL,
	received_on TEXT NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_pack PRIMARY KEY (id),
	CONSTRAINT uq_pack_name UNIQUE (name)
)
 STRICT;
CREATE TABLE place (
	id BLOB NOT NULL,
	origin TEXT NOT NULL,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_place PRIMARY KEY (id),
	CONSTRAINT ck_place_origin CHECK (origin IN ('national','own'))
)
 STRICT;
CREATE TABLE received (
	id BLOB NOT NULL,
	kind TEXT NOT NULL,
	sender BLOB,
	file_name TEXT NOT NULL,
	received_on TEXT NOT NULL,
	batch BLOB,
	counts TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_received PRIMARY KEY (id)
)
 STRICT;
CREATE TABLE search_item (
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,
	record BLOB NOT NULL,
	title TEXT NOT NULL,
	place TEXT NOT NULL,
	CONSTRAINT pk_search_item PRIMARY KEY (number),
	CONSTRAINT uq_search_item_record UNIQUE (record)
)
 STRICT;
CREATE TABLE setting (
	id BLOB NOT NULL,
	"key" TEXT NOT NULL,
	value TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_setting PRIMARY KEY (id),
	CONSTRAINT uq_setting_key UNIQUE ("key")
)
 STRICT;
CREATE TABLE state (
	user TEXT NOT NULL,
	"key" TEXT NOT NULL,
	value TEXT,
	CONSTRAINT pk_state PRIMARY KEY (user, "key")
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE unions (
	id BLOB NOT NULL,
	code TEXT,
	credit_code TEXT,
	outside INTEGER NOT NULL,
	outside_upper TEXT,
	preparing_on TEXT,
	meeting_on TEXT,
	founded_on TEXT,
	founded_doc TEXT,
	approved_on TEXT,
	dissolved_doc TEXT,
	dissolved_reported_on TEXT,
	members_to TEXT,
	assets_to_id BLOB,
	legal_person INTEGER,
	certificate_no TEXT,
	certificate_from TEXT,
	certificate_until TEXT,
	term_from TEXT,
	term_until TEXT,
	chair TEXT,
	phone TEXT,
	address TEXT,
	has_office INTEGER,
	has_seal INTEGER,
	has_sign INTEGER,
	own_account INTEGER,
	bank_name TEXT,
	bank_account TEXT,
	covered_complete_from TEXT,
	members_complete_from TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_unions PRIMARY KEY (id),
	CONSTRAINT fk_unions_assets_to_id FOREIGN KEY(assets_to_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_unions_assets_to_id ON unions (assets_to_id);
CREATE UNIQUE INDEX uq_unions_code ON unions (code) WHERE code IS NOT NULL;
CREATE UNIQUE INDEX uq_unions_credit_code ON unions (credit_code) WHERE credit_code IS NOT NULL;
CREATE TABLE user (
	id BLOB NOT NULL,
	name TEXT NOT NULL,
	disabled INTEGER NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_user PRIMARY KEY (id),
	CONSTRAINT uq_user_name UNIQUE (name)
)
 STRICT;
CREATE TABLE change (
	entry INTEGER NOT NULL,
	tbl TEXT NOT NULL,
	"row" BLOB NOT NULL,
	part INTEGER,
	kind TEXT NOT NULL,
	data TEXT,
	salt BLOB,
	digest BLOB NOT NULL,
	rev INTEGER,
	CONSTRAINT pk_change PRIMARY KEY (entry, tbl, "row"),
	CONSTRAINT ck_change_kind CHECK (kind IN ('new','set','gone')),
	CONSTRAINT fk_change_entry FOREIGN KEY(entry) REFERENCES entry (number)
)
 WITHOUT ROWID,
 STRICT;
CREATE INDEX ix_change_row ON change ("row");
CREATE TABLE contact (
	id BLOB NOT NULL,
	union_id BLOB,
	employer_id BLOB,
	name TEXT NOT NULL,
	role TEXT,
	phone TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_contact PRIMARY KEY (id),
	CONSTRAINT ck_contact_owner CHECK ((union_id IS NULL) <> (employer_id IS NULL)),
	CONSTRAINT fk_contact_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_contact_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id)
)
 STRICT;
CREATE INDEX ix_contact_employer_id ON contact (employer_id);
CREATE INDEX ix_contact_union_id ON contact (union_id);
CREATE TABLE coverage (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	employer_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	organiser TEXT,
	liaison TEXT,
	phone TEXT,
	doc_no TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_coverage PRIMARY KEY (id),
	CONSTRAINT ck_coverage_kind CHECK (kind IN ('found','liaise')),
	CONSTRAINT ck_coverage_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_coverage_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_coverage_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id)
)
 STRICT;
CREATE INDEX ix_coverage_employer ON coverage (employer_id, since, until);
CREATE INDEX ix_coverage_union ON coverage (union_id, since, until);
CREATE UNIQUE INDEX uq_coverage_found ON coverage (employer_id) WHERE kind = 'found' AND until IS NULL;
CREATE TABLE employer_site (
	id BLOB NOT NULL,
	employer_id BLOB NOT NULL,
	name TEXT,
	address TEXT,
	place_id BLOB,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_employer_site PRIMARY KEY (id),
	CONSTRAINT fk_employer_site_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id),
	CONSTRAINT fk_employer_site_place_id FOREIGN KEY(place_id) REFERENCES place (id)
)
 STRICT;
CREATE INDEX ix_employer_site_employer_id ON employer_site (employer_id);
CREATE INDEX ix_employer_site_place_id ON employer_site (place_id);
CREATE TABLE employer_spell (
	id BLOB NOT NULL,
	employer_id BLOB NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	name TEXT NOT NULL,
	place_id BLOB,
	nature TEXT,
	industry TEXT,
	economic_type TEXT,
	legal_form TEXT,
	status TEXT NOT NULL,
	doc_no TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_employer_spell PRIMARY KEY (id),
	CONSTRAINT ck_employer_spell_status CHECK (status IN ('active','suspended','moved_out','revoked','deregistered')),
	CONSTRAINT ck_employer_spell_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_employer_spell_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id),
	CONSTRAINT fk_employer_spell_place_id FOREIGN KEY(place_id) REFERENCES place (id)
)
 STRICT;
CREATE INDEX ix_employer_spell_name ON employer_spell (name, employer_id);
CREATE INDEX ix_employer_spell_place ON employer_spell (place_id);
CREATE INDEX ix_employer_spell_spell ON employer_spell (employer_id, since, until);
CREATE UNIQUE INDEX uq_employer_spell_open ON employer_spell (employer_id) WHERE until IS NULL;
CREATE TABLE federation_member (
	id BLOB NOT NULL,
	federation_id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	doc_no TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_federation_member PRIMARY KEY (id),
	CONSTRAINT ck_federation_member_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT ck_federation_member_other CHECK (federation_id <> union_id),
	CONSTRAINT fk_federation_member_federation_id FOREIGN KEY(federation_id) REFERENCES unions (id),
	CONSTRAINT fk_federation_member_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_federation_member_federation ON federation_member (federation_id, since, until);
CREATE INDEX ix_federation_member_union ON federation_member (union_id);
CREATE UNIQUE INDEX uq_federation_member_open ON federation_member (federation_id, union_id) WHERE until IS NULL;
CREATE TABLE place_spell (
	id BLOB NOT NULL,
	place_id BLOB NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	name TEXT NOT NULL,
	code TEXT,
	kind TEXT NOT NULL,
	upper_id BLOB,
	doc_no TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_place_spell PRIMARY KEY (id),
	CONSTRAINT ck_place_spell_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_place_spell_place_id FOREIGN KEY(place_id) REFERENCES place (id),
	CONSTRAINT fk_place_spell_upper_id FOREIGN KEY(upper_id) REFERENCES place (id)
)
 STRICT;
CREATE INDEX ix_place_spell_code ON place_spell (code);
CREATE INDEX ix_place_spell_spell ON place_spell (place_id, since, until);
CREATE INDEX ix_place_spell_upper ON place_spell (upper_id, since, until);
CREATE UNIQUE INDEX uq_place_spell_open ON place_spell (place_id) WHERE until IS NULL;
CREATE TABLE place_succession (
	id BLOB NOT NULL,
	place_id BLOB NOT NULL,
	successor_id BLOB NOT NULL,
	on_day TEXT NOT NULL,
	how TEXT NOT NULL,
	doc_no TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_place_succession PRIMARY KEY (id),
	CONSTRAINT ck_place_succession_how CHECK (how IN ('merged','split','replaced')),
	CONSTRAINT fk_place_succession_place_id FOREIGN KEY(place_id) REFERENCES place (id),
	CONSTRAINT fk_place_succession_successor_id FOREIGN KEY(successor_id) REFERENCES place (id)
)
 STRICT;
CREATE INDEX ix_place_succession_place_id ON place_succession (place_id);
CREATE INDEX ix_place_succession_successor_id ON place_succession (successor_id);
CREATE TABLE union_spell (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	name TEXT NOT NULL,
	upper_id BLOB,
	type TEXT,
	form TEXT,
	level TEXT NOT NULL,
	status TEXT NOT NULL,
	place_id BLOB,
	doc_no TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_union_spell PRIMARY KEY (id),
	CONSTRAINT ck_union_spell_status CHECK (status IN ('preparing','active','dissolved')),
	CONSTRAINT ck_union_spell_upper CHECK (upper_id IS NULL OR upper_id <> union_id),
	CONSTRAINT ck_union_spell_type CHECK (type IS NOT NULL OR level <> 'primary'),
	CONSTRAINT ck_union_spell_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_union_spell_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_union_spell_upper_id FOREIGN KEY(upper_id) REFERENCES unions (id),
	CONSTRAINT fk_union_spell_place_id FOREIGN KEY(place_id) REFERENCES place (id)
)
 STRICT;
CREATE INDEX ix_union_spell_name ON union_spell (name, union_id);
CREATE INDEX ix_union_spell_place ON union_spell (place_id);
CREATE INDEX ix_union_spell_spell ON union_spell (union_id, since, until);
CREATE INDEX ix_union_spell_upper ON union_spell (upper_id, since, until);
CREATE UNIQUE INDEX uq_union_spell_open ON union_spell (union_id) WHERE until IS NULL;
CREATE TABLE reading (
	id BLOB NOT NULL,
	union_id BLOB,
	employer_id BLOB,
	coverage_id BLOB,
	code TEXT NOT NULL,
	on_day TEXT NOT NULL,
	value INTEGER NOT NULL,
	source TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_reading PRIMARY KEY (id),
	CONSTRAINT ck_reading_owner CHECK ((union_id IS NOT NULL) + (employer_id IS NOT NULL) + (coverage_id IS NOT NULL) = 1),
	CONSTRAINT ck_reading_value CHECK (value >= 0),
	CONSTRAINT fk_reading_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_reading_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id),
	CONSTRAINT fk_reading_coverage_id FOREIGN KEY(coverage_id) REFERENCES coverage (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_reading_coverage_id ON reading (coverage_id, code, on_day) WHERE coverage_id IS NOT NULL;
CREATE UNIQUE INDEX uq_reading_employer_id ON reading (employer_id, code, on_day) WHERE employer_id IS NOT NULL;
CREATE UNIQUE INDEX uq_reading_union_id ON reading (union_id, code, on_day) WHERE union_id IS NOT NULL;
CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
