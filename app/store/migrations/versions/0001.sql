CREATE TABLE ballot_content (
	"key" TEXT NOT NULL,
	ballots TEXT NOT NULL,
	CONSTRAINT pk_ballot_content PRIMARY KEY ("key")
)
 WITHOUT ROWID,
 STRICT;
CREATE TABLE campaign (
	id BLOB NOT NULL,
	name TEXT NOT NULL,
	since TEXT NOT NULL,
	until TEXT NOT NULL,
	doc_no TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_campaign PRIMARY KEY (id),
	CONSTRAINT ck_campaign_dates CHECK (since <= until)
)
 STRICT;
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
CREATE TABLE evidence (
	id BLOB NOT NULL,
	owner_kind TEXT NOT NULL,
	owner_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	file TEXT NOT NULL,
	size INTEGER NOT NULL,
	media_type TEXT NOT NULL,
	made_on TEXT,
	caption TEXT,
	position INTEGER NOT NULL,
	original_file TEXT,
	added_on TEXT NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_evidence PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_evidence_file ON evidence (file);
CREATE INDEX ix_evidence_owner ON evidence (owner_id, owner_kind, position);
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
CREATE TABLE person (
	id BLOB NOT NULL,
	name TEXT NOT NULL,
	sex TEXT,
	birth_on TEXT,
	birth_year INTEGER,
	ethnicity TEXT,
	native_place TEXT,
	household_place TEXT,
	address TEXT,
	phone TEXT,
	no_phone INTEGER,
	email TEXT,
	marital TEXT,
	professional_title TEXT,
	worked_from TEXT,
	joined_on TEXT,
	card_no TEXT,
	service_card_no TEXT,
	service_card_on TEXT,
	consent_on TEXT,
	hardship INTEGER,
	model_worker INTEGER,
	note TEXT,
	alias_of_id BLOB,
	erased_on TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_person PRIMARY KEY (id),
	CONSTRAINT ck_person_alias_of CHECK (alias_of_id IS NULL OR alias_of_id <> id),
	CONSTRAINT fk_person_alias_of_id FOREIGN KEY(alias_of_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_person_alias_of_id ON person (alias_of_id) WHERE alias_of_id IS NOT NULL;
CREATE INDEX ix_person_card_no ON person (card_no) WHERE card_no IS NOT NULL;
CREATE INDEX ix_person_name ON person (name, id);
CREATE INDEX ix_person_phone ON person (phone) WHERE phone IS NOT NULL;
CREATE TABLE place (
	id BLOB NOT NULL,
	origin TEXT NOT NULL,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_place PRIMARY KEY (id),
	CONSTRAINT ck_place_origin CHECK (origin IN ('national','own'))
)
 STRICT;
CREATE TABLE platform (
	id BLOB NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	layout TEXT NOT NULL,
	template TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_platform PRIMARY KEY (id),
	CONSTRAINT ck_platform_kind CHECK (kind IN ('members','organisations'))
)
 STRICT;
CREATE TABLE put_off (
	id BLOB NOT NULL,
	"key" TEXT NOT NULL,
	day TEXT,
	until TEXT NOT NULL,
	reason TEXT,
	user TEXT NOT NULL,
	written_on TEXT NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_put_off PRIMARY KEY (id),
	CONSTRAINT uq_put_off_key UNIQUE ("key")
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
CREATE TABLE rubric (
	id BLOB NOT NULL,
	code TEXT NOT NULL,
	title TEXT NOT NULL,
	year INTEGER,
	version TEXT NOT NULL,
	content TEXT NOT NULL,
	digest TEXT NOT NULL,
	shipped INTEGER NOT NULL,
	source TEXT,
	received_on TEXT,
	retired_on TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_rubric PRIMARY KEY (id)
)
 STRICT;
CREATE INDEX ix_rubric_code ON rubric (code, year);
CREATE UNIQUE INDEX uq_rubric_digest ON rubric (digest);
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
CREATE TABLE activity (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	category TEXT,
	title TEXT NOT NULL,
	planned_on TEXT,
	held_on TEXT,
	until TEXT,
	place TEXT,
	host TEXT,
	organiser TEXT,
	units INTEGER,
	participants INTEGER,
	women INTEGER,
	winners INTEGER,
	events TEXT,
	method TEXT,
	awards TEXT,
	proposals INTEGER,
	adopted INTEGER,
	budget INTEGER,
	spent INTEGER,
	subsidy INTEGER,
	effect TEXT,
	cancelled_on TEXT,
	cancel_reason TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_activity PRIMARY KEY (id),
	CONSTRAINT ck_activity_day CHECK (held_on IS NOT NULL OR planned_on IS NOT NULL),
	CONSTRAINT ck_activity_dates CHECK (until IS NULL OR held_on <= until),
	CONSTRAINT ck_activity_cancelled CHECK (cancelled_on IS NULL OR held_on IS NULL),
	CONSTRAINT fk_activity_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_activity_held ON activity (held_on);
CREATE INDEX ix_activity_planned ON activity (planned_on) WHERE held_on IS NULL;
CREATE INDEX ix_activity_union ON activity (union_id, kind, held_on);
CREATE TABLE assessment (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	year INTEGER NOT NULL,
	on_day TEXT NOT NULL,
	rubric_id BLOB NOT NULL,
	practice TEXT,
	filled_by TEXT,
	self_on TEXT,
	self_opinion TEXT,
	review_on TEXT,
	review_opinion TEXT,
	final_on TEXT,
	final_opinion TEXT,
	vetoes TEXT,
	frozen TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_assessment PRIMARY KEY (id),
	CONSTRAINT fk_assessment_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_assessment_rubric_id FOREIGN KEY(rubric_id) REFERENCES rubric (id)
)
 STRICT;
CREATE INDEX ix_assessment_rubric_id ON assessment (rubric_id);
CREATE INDEX ix_assessment_union_id ON assessment (union_id);
CREATE UNIQUE INDEX uq_assessment ON assessment (union_id, year);
CREATE TABLE body (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	name TEXT,
	since TEXT NOT NULL,
	until TEXT,
	appointed INTEGER NOT NULL,
	doc_no TEXT,
	end_doc_no TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_body PRIMARY KEY (id),
	CONSTRAINT ck_body_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_body_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_body_union ON body (union_id, kind, since);
CREATE TABLE campaign_target (
	id BLOB NOT NULL,
	campaign_id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	target INTEGER NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_campaign_target PRIMARY KEY (id),
	CONSTRAINT ck_campaign_target_target CHECK (target >= 0),
	CONSTRAINT fk_campaign_target_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id),
	CONSTRAINT fk_campaign_target_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_campaign_target_union_id ON campaign_target (union_id);
CREATE UNIQUE INDEX uq_campaign_target ON campaign_target (campaign_id, union_id);
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
CREATE TABLE contract (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	scope TEXT NOT NULL,
	title TEXT NOT NULL,
	number TEXT,
	signed_on TEXT,
	since TEXT,
	ends_on TEXT,
	filed_on TEXT,
	reviewed_on TEXT,
	objected INTEGER,
	review_no TEXT,
	published_on TEXT,
	workers INTEGER,
	women INTEGER,
	minimum_wage INTEGER,
	increase INTEGER,
	women_clause INTEGER,
	congress_agreed INTEGER,
	renews_id BLOB,
	terminated_on TEXT,
	terminate_reason TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_contract PRIMARY KEY (id),
	CONSTRAINT ck_contract_scope CHECK (scope IN ('enterprise','regional','trade')),
	CONSTRAINT ck_contract_dates CHECK (since IS NULL OR ends_on IS NULL OR since <= ends_on),
	CONSTRAINT fk_contract_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_contract_renews_id FOREIGN KEY(renews_id) REFERENCES contract (id)
)
 STRICT;
CREATE INDEX ix_contract_ends_on ON contract (ends_on);
CREATE INDEX ix_contract_renews_id ON contract (renews_id);
CREATE INDEX ix_contract_union ON contract (union_id, kind, since);
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
CREATE TABLE election (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	ordinal INTEGER,
	congress TEXT,
	direct INTEGER,
	years INTEGER,
	members INTEGER,
	women_members INTEGER,
	delegates INTEGER,
	planned_on TEXT,
	party_agreed_on TEXT,
	requested_on TEXT,
	request_doc_no TEXT,
	request_replied_on TEXT,
	request_reply_doc_no TEXT,
	delegates_elected_on TEXT,
	candidates_requested_on TEXT,
	candidates_replied_on TEXT,
	notice_from TEXT,
	notice_until TEXT,
	meeting_on TEXT,
	place TEXT,
	host TEXT,
	due INTEGER,
	present INTEGER,
	tellers TEXT,
	counters TEXT,
	reported_on TEXT,
	report_doc_no TEXT,
	replied_on TEXT,
	reply_doc_no TEXT,
	approved INTEGER,
	published_on TEXT,
	certificate_changed_on TEXT,
	cancelled_on TEXT,
	cancel_reason TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_election PRIMARY KEY (id),
	CONSTRAINT ck_election_kind CHECK (kind IN ('founding','renewal','by_election','recall')),
	CONSTRAINT ck_election_congress CHECK (congress IS NULL OR congress IN ('assembly','delegates')),
	CONSTRAINT ck_election_notice CHECK (notice_from IS NULL OR notice_until IS NULL OR notice_from <= notice_until),
	CONSTRAINT ck_election_present CHECK (present IS NULL OR due IS NULL OR present <= due),
	CONSTRAINT fk_election_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_election_union ON election (union_id, meeting_on);
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
CREATE TABLE employment (
	id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	employer_id BLOB,
	host_id BLOB,
	employer_name TEXT,
	post TEXT,
	department TEXT,
	employee_no TEXT,
	since TEXT NOT NULL,
	until TEXT,
	follows INTEGER NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_employment PRIMARY KEY (id),
	CONSTRAINT ck_employment_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT ck_employment_employer CHECK (employer_id IS NOT NULL OR employer_name IS NOT NULL),
	CONSTRAINT fk_employment_person_id FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_employment_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id),
	CONSTRAINT fk_employment_host_id FOREIGN KEY(host_id) REFERENCES employer (id)
)
 STRICT;
CREATE INDEX ix_employment_employer ON employment (employer_id, since, until);
CREATE INDEX ix_employment_host ON employment (host_id) WHERE host_id IS NOT NULL;
CREATE INDEX ix_employment_person ON employment (person_id, since, until);
CREATE UNIQUE INDEX uq_employment_follows ON employment (person_id) WHERE until IS NULL AND follows = 1;
CREATE TABLE erasure (
	id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	on_day TEXT NOT NULL,
	reason TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_erasure PRIMARY KEY (id),
	CONSTRAINT fk_erasure_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_erasure_person_id ON erasure (person_id);
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
CREATE TABLE former_name (
	id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	name TEXT NOT NULL,
	until TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_former_name PRIMARY KEY (id),
	CONSTRAINT fk_former_name_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_former_name_name ON former_name (name);
CREATE INDEX ix_former_name_person_id ON former_name (person_id);
CREATE TABLE honour (
	id BLOB NOT NULL,
	person_id BLOB,
	union_id BLOB,
	title TEXT NOT NULL,
	level TEXT,
	on_day TEXT,
	granted_by TEXT,
	doc_no TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_honour PRIMARY KEY (id),
	CONSTRAINT ck_honour_owner CHECK ((person_id IS NULL) <> (union_id IS NULL)),
	CONSTRAINT fk_honour_person_id FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_honour_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_honour_person_id ON honour (person_id);
CREATE INDEX ix_honour_union_id ON honour (union_id);
CREATE TABLE identity_document (
	id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	type TEXT NOT NULL,
	number TEXT NOT NULL,
	until TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_identity_document PRIMARY KEY (id),
	CONSTRAINT fk_identity_document_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_identity_document_number ON identity_document (number, person_id);
CREATE INDEX ix_identity_document_person_id ON identity_document (person_id);
CREATE TABLE member_application (
	id BLOB NOT NULL,
	name TEXT NOT NULL,
	document_type TEXT,
	number TEXT,
	phone TEXT,
	applied_on TEXT,
	received_on TEXT NOT NULL,
	source TEXT,
	union_id BLOB,
	employer_id BLOB,
	employer_name TEXT,
	details TEXT,
	campaign_id BLOB,
	state TEXT NOT NULL,
	decided_on TEXT,
	decided_by TEXT,
	refusal TEXT,
	person_id BLOB,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_member_application PRIMARY KEY (id),
	CONSTRAINT ck_member_application_state CHECK (state IN ('waiting','approved','refused','withdrawn')),
	CONSTRAINT ck_member_application_decided CHECK ((state = 'waiting') = (decided_on IS NULL)),
	CONSTRAINT fk_member_application_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_member_application_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id),
	CONSTRAINT fk_member_application_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id),
	CONSTRAINT fk_member_application_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_member_application_campaign_id ON member_application (campaign_id);
CREATE INDEX ix_member_application_employer_id ON member_application (employer_id);
CREATE INDEX ix_member_application_number ON member_application (number);
CREATE INDEX ix_member_application_person_id ON member_application (person_id);
CREATE INDEX ix_member_application_state ON member_application (state, received_on);
CREATE INDEX ix_member_application_union_id ON member_application (union_id);
CREATE TABLE membership (
	id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	status TEXT NOT NULL,
	began TEXT NOT NULL,
	ended TEXT,
	reason TEXT,
	group_name TEXT,
	approved_on TEXT,
	doc_no TEXT,
	end_doc_no TEXT,
	end_decided_on TEXT,
	end_reported_on TEXT,
	dues_until TEXT,
	campaign_id BLOB,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_membership PRIMARY KEY (id),
	CONSTRAINT ck_membership_status CHECK (status IN ('active','retained','voided')),
	CONSTRAINT ck_membership_began CHECK (began IN ('opening','joined','transferred_in','returned','retained','restored')),
	CONSTRAINT ck_membership_ended CHECK (ended IS NULL OR ended IN ('transferred_out','retained','restored','left','expelled','died','voided')),
	CONSTRAINT ck_membership_end CHECK ((until IS NULL) = (ended IS NULL)),
	CONSTRAINT ck_membership_dates CHECK (until IS NULL OR since < until OR status = 'voided'),
	CONSTRAINT fk_membership_person_id FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_membership_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_membership_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id)
)
 STRICT;
CREATE INDEX ix_membership_campaign ON membership (campaign_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX ix_membership_person ON membership (person_id, since, until);
CREATE INDEX ix_membership_since ON membership (since);
CREATE INDEX ix_membership_union ON membership (union_id, since, until);
CREATE INDEX ix_membership_until ON membership (until) WHERE until IS NOT NULL;
CREATE UNIQUE INDEX uq_membership_open ON membership (person_id) WHERE until IS NULL;
CREATE TABLE not_same_person (
	id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	other_id BLOB NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_not_same_person PRIMARY KEY (id),
	CONSTRAINT ck_not_same_person_order CHECK (person_id < other_id),
	CONSTRAINT fk_not_same_person_person_id FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_not_same_person_other_id FOREIGN KEY(other_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_not_same_person_other_id ON not_same_person (other_id);
CREATE INDEX ix_not_same_person_person_id ON not_same_person (person_id);
CREATE UNIQUE INDEX uq_not_same_person ON not_same_person (person_id, other_id);
CREATE TABLE offer_batch (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	title TEXT NOT NULL,
	doc_word TEXT,
	offered_on TEXT NOT NULL,
	subject TEXT,
	proposal TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_offer_batch PRIMARY KEY (id),
	CONSTRAINT fk_offer_batch_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_offer_batch_union_id ON offer_batch (union_id);
CREATE TABLE official_paper (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	direction TEXT NOT NULL,
	subject_kind TEXT,
	subject TEXT,
	title TEXT NOT NULL,
	doc_word TEXT,
	doc_year INTEGER,
	doc_seq INTEGER,
	doc_no TEXT,
	other_side TEXT,
	signed_on TEXT,
	passed_on TEXT,
	due_on TEXT,
	closed_on TEXT,
	answers_id BLOB,
	paragraphs TEXT,
	"values" TEXT,
	handler TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_official_paper PRIMARY KEY (id),
	CONSTRAINT ck_official_paper_direction CHECK (direction IN ('out','in')),
	CONSTRAINT fk_official_paper_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_official_paper_answers_id FOREIGN KEY(answers_id) REFERENCES official_paper (id)
)
 STRICT;
CREATE INDEX ix_official_paper_answers_id ON official_paper (answers_id);
CREATE INDEX ix_official_paper_due ON official_paper (due_on) WHERE closed_on IS NULL;
CREATE INDEX ix_official_paper_subject ON official_paper (subject);
CREATE INDEX ix_official_paper_union ON official_paper (union_id, doc_year);
CREATE UNIQUE INDEX uq_official_paper_number ON official_paper (union_id, doc_word, doc_year, doc_seq) WHERE direction = 'out' AND doc_seq IS NOT NULL;
CREATE TABLE person_spell (
	id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	education TEXT,
	political TEXT,
	employment_status TEXT,
	employment_form TEXT,
	migrant INTEGER,
	new_group TEXT,
	skill TEXT,
	household_type TEXT,
	doc_no TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_person_spell PRIMARY KEY (id),
	CONSTRAINT ck_person_spell_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_person_spell_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_person_spell_spell ON person_spell (person_id, since, until);
CREATE UNIQUE INDEX uq_person_spell_open ON person_spell (person_id) WHERE until IS NULL;
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
CREATE TABLE platform_mark (
	id BLOB NOT NULL,
	platform_id BLOB NOT NULL,
	record TEXT NOT NULL,
	exported_on TEXT,
	confirmed_on TEXT,
	digest TEXT,
	answer TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_platform_mark PRIMARY KEY (id),
	CONSTRAINT fk_platform_mark_platform_id FOREIGN KEY(platform_id) REFERENCES platform (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_platform_mark ON platform_mark (platform_id, record);
CREATE TABLE survey (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	title TEXT NOT NULL,
	year INTEGER NOT NULL,
	form TEXT NOT NULL,
	object_id BLOB,
	since TEXT,
	until TEXT,
	on_day TEXT,
	tellers TEXT,
	counters TEXT,
	published_on TEXT,
	cancelled_on TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_survey PRIMARY KEY (id),
	CONSTRAINT ck_survey_dates CHECK (since IS NULL OR until IS NULL OR since <= until),
	CONSTRAINT fk_survey_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_survey_object_id FOREIGN KEY(object_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_survey_object_id ON survey (object_id);
CREATE INDEX ix_survey_union ON survey (union_id, year, kind);
CREATE TABLE target (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	year INTEGER NOT NULL,
	code TEXT NOT NULL,
	value INTEGER NOT NULL,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_target PRIMARY KEY (id),
	CONSTRAINT ck_target_value CHECK (value >= 0),
	CONSTRAINT fk_target_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_target ON target (union_id, year, code);
CREATE TABLE training (
	id BLOB NOT NULL,
	title TEXT NOT NULL,
	kind TEXT,
	mode TEXT,
	since TEXT NOT NULL,
	until TEXT,
	hours INTEGER,
	organiser TEXT,
	union_id BLOB,
	place TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_training PRIMARY KEY (id),
	CONSTRAINT ck_training_dates CHECK (until IS NULL OR since <= until),
	CONSTRAINT fk_training_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_training_since ON training (since);
CREATE INDEX ix_training_union_id ON training (union_id);
CREATE TABLE transfer (
	id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	direction TEXT NOT NULL,
	state TEXT NOT NULL,
	from_union_id BLOB,
	to_union_id BLOB,
	from_name TEXT,
	to_name TEXT,
	number TEXT,
	reason TEXT,
	sent_on TEXT NOT NULL,
	received_on TEXT,
	returned_on TEXT,
	dues_until TEXT,
	handler TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_transfer PRIMARY KEY (id),
	CONSTRAINT ck_transfer_direction CHECK (direction IN ('inner','out','in')),
	CONSTRAINT ck_transfer_state CHECK (state IN ('sent','received','returned')),
	CONSTRAINT ck_transfer_received CHECK ((state = 'received') = (received_on IS NOT NULL)),
	CONSTRAINT ck_transfer_returned CHECK ((state = 'returned') = (returned_on IS NOT NULL)),
	CONSTRAINT fk_transfer_person_id FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_transfer_from_union_id FOREIGN KEY(from_union_id) REFERENCES unions (id),
	CONSTRAINT fk_transfer_to_union_id FOREIGN KEY(to_union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_transfer_from_union_id ON transfer (from_union_id);
CREATE INDEX ix_transfer_open ON transfer (state, sent_on) WHERE state = 'sent';
CREATE INDEX ix_transfer_person_id ON transfer (person_id);
CREATE INDEX ix_transfer_to_union_id ON transfer (to_union_id);
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
CREATE TABLE activity_unit (
	id BLOB NOT NULL,
	activity_id BLOB NOT NULL,
	union_id BLOB,
	employer_id BLOB,
	participants INTEGER,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_activity_unit PRIMARY KEY (id),
	CONSTRAINT ck_activity_unit_unit CHECK ((union_id IS NULL) <> (employer_id IS NULL)),
	CONSTRAINT fk_activity_unit_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
	CONSTRAINT fk_activity_unit_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_activity_unit_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id)
)
 STRICT;
CREATE INDEX ix_activity_unit_activity_id ON activity_unit (activity_id);
CREATE INDEX ix_activity_unit_employer_id ON activity_unit (employer_id);
CREATE INDEX ix_activity_unit_union_id ON activity_unit (union_id);
CREATE TABLE assessment_line (
	id BLOB NOT NULL,
	assessment_id BLOB NOT NULL,
	item TEXT NOT NULL,
	answer TEXT,
	answered_by TEXT,
	answered_on TEXT,
	reason TEXT,
	self_score INTEGER,
	self_by TEXT,
	self_on TEXT,
	self_reason TEXT,
	review_score INTEGER,
	review_by TEXT,
	review_on TEXT,
	review_reason TEXT,
	final_score INTEGER,
	final_by TEXT,
	final_on TEXT,
	final_reason TEXT,
	words TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_assessment_line PRIMARY KEY (id),
	CONSTRAINT fk_assessment_line_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_assessment_line ON assessment_line (assessment_id, item);
CREATE TABLE ballot (
	id BLOB NOT NULL,
	election_id BLOB NOT NULL,
	body TEXT NOT NULL,
	role TEXT NOT NULL,
	round INTEGER NOT NULL,
	by_body INTEGER NOT NULL,
	on_day TEXT,
	seats INTEGER,
	due INTEGER,
	present INTEGER,
	issued INTEGER,
	returned INTEGER,
	valid INTEGER,
	invalid INTEGER,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_ballot PRIMARY KEY (id),
	CONSTRAINT ck_ballot_round CHECK (round > 0),
	CONSTRAINT fk_ballot_election_id FOREIGN KEY(election_id) REFERENCES election (id)
)
 STRICT;
CREATE UNIQUE INDEX uq_ballot ON ballot (election_id, body, role, round);
CREATE TABLE contract_cover (
	id BLOB NOT NULL,
	contract_id BLOB NOT NULL,
	employer_id BLOB NOT NULL,
	workers INTEGER,
	confirmed_on TEXT,
	until TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_contract_cover PRIMARY KEY (id),
	CONSTRAINT fk_contract_cover_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id),
	CONSTRAINT fk_contract_cover_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id)
)
 STRICT;
CREATE INDEX ix_contract_cover_employer_id ON contract_cover (employer_id);
CREATE UNIQUE INDEX uq_contract_cover ON contract_cover (contract_id, employer_id);
CREATE TABLE delegation (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	kind TEXT NOT NULL,
	ordinal INTEGER,
	since TEXT NOT NULL,
	until TEXT,
	years INTEGER,
	due_on TEXT,
	seats INTEGER,
	listed INTEGER NOT NULL,
	total INTEGER,
	women INTEGER,
	front_line INTEGER,
	managers INTEGER,
	owners INTEGER,
	young INTEGER,
	minority INTEGER,
	models INTEGER,
	elected_on TEXT,
	excess_agreed_doc TEXT,
	election_id BLOB,
	doc_no TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_delegation PRIMARY KEY (id),
	CONSTRAINT ck_delegation_kind CHECK (kind IN ('members','workers')),
	CONSTRAINT ck_delegation_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT fk_delegation_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_delegation_election_id FOREIGN KEY(election_id) REFERENCES election (id)
)
 STRICT;
CREATE INDEX ix_delegation_election_id ON delegation (election_id);
CREATE INDEX ix_delegation_union ON delegation (union_id, kind, since);
CREATE UNIQUE INDEX uq_delegation_open ON delegation (union_id, kind) WHERE until IS NULL;
CREATE TABLE improvement (
	id BLOB NOT NULL,
	assessment_id BLOB NOT NULL,
	item TEXT NOT NULL,
	cause TEXT,
	measure TEXT NOT NULL,
	responsible TEXT,
	due_on TEXT,
	done_on TEXT,
	result TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_improvement PRIMARY KEY (id),
	CONSTRAINT fk_improvement_assessment_id FOREIGN KEY(assessment_id) REFERENCES assessment (id)
)
 STRICT;
CREATE INDEX ix_improvement_assessment_id ON improvement (assessment_id);
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
CREATE TABLE resolution (
	id BLOB NOT NULL,
	activity_id BLOB NOT NULL,
	title TEXT NOT NULL,
	topic TEXT,
	text TEXT,
	secret INTEGER,
	yes INTEGER,
	no INTEGER,
	abstain INTEGER,
	position INTEGER,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_resolution PRIMARY KEY (id),
	CONSTRAINT fk_resolution_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id)
)
 STRICT;
CREATE INDEX ix_resolution_activity_id ON resolution (activity_id);
CREATE TABLE survey_comment (
	id BLOB NOT NULL,
	survey_id BLOB NOT NULL,
	heading TEXT,
	text TEXT NOT NULL,
	reply TEXT,
	replied_on TEXT,
	measure TEXT,
	responsible TEXT,
	due_on TEXT,
	done_on TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_survey_comment PRIMARY KEY (id),
	CONSTRAINT fk_survey_comment_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id)
)
 STRICT;
CREATE INDEX ix_survey_comment_survey_id ON survey_comment (survey_id);
CREATE TABLE survey_group (
	id BLOB NOT NULL,
	survey_id BLOB NOT NULL,
	union_id BLOB,
	name TEXT,
	weight INTEGER,
	expected INTEGER,
	issued INTEGER,
	returned INTEGER,
	void INTEGER,
	position INTEGER,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_survey_group PRIMARY KEY (id),
	CONSTRAINT ck_survey_group_returned CHECK (returned IS NULL OR issued IS NULL OR returned <= issued),
	CONSTRAINT ck_survey_group_void CHECK (void IS NULL OR returned IS NULL OR void <= returned),
	CONSTRAINT fk_survey_group_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id),
	CONSTRAINT fk_survey_group_union_id FOREIGN KEY(union_id) REFERENCES unions (id)
)
 STRICT;
CREATE INDEX ix_survey_group_survey_id ON survey_group (survey_id);
CREATE INDEX ix_survey_group_union_id ON survey_group (union_id);
CREATE TABLE survey_subject (
	id BLOB NOT NULL,
	survey_id BLOB NOT NULL,
	person_id BLOB,
	name TEXT NOT NULL,
	post_name TEXT,
	position INTEGER,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_survey_subject PRIMARY KEY (id),
	CONSTRAINT fk_survey_subject_survey_id FOREIGN KEY(survey_id) REFERENCES survey (id),
	CONSTRAINT fk_survey_subject_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_survey_subject_person_id ON survey_subject (person_id);
CREATE INDEX ix_survey_subject_survey_id ON survey_subject (survey_id);
CREATE TABLE term (
	id BLOB NOT NULL,
	body_id BLOB NOT NULL,
	ordinal INTEGER,
	since TEXT NOT NULL,
	until TEXT,
	years INTEGER,
	due_on TEXT,
	seats INTEGER,
	election_id BLOB,
	doc_no TEXT,
	approved_on TEXT,
	delay_until TEXT,
	delay_doc_no TEXT,
	delay_on TEXT,
	delay_reason TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_term PRIMARY KEY (id),
	CONSTRAINT ck_term_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT ck_term_ordinal CHECK (ordinal IS NULL OR ordinal > 0),
	CONSTRAINT ck_term_delay CHECK ((delay_until IS NULL) OR due_on IS NOT NULL),
	CONSTRAINT fk_term_body_id FOREIGN KEY(body_id) REFERENCES body (id),
	CONSTRAINT fk_term_election_id FOREIGN KEY(election_id) REFERENCES election (id)
)
 STRICT;
CREATE INDEX ix_term_body ON term (body_id, since, until);
CREATE INDEX ix_term_due_on ON term (due_on) WHERE until IS NULL;
CREATE INDEX ix_term_election_id ON term (election_id);
CREATE UNIQUE INDEX uq_term_open ON term (body_id) WHERE until IS NULL;
CREATE TABLE trained (
	id BLOB NOT NULL,
	training_id BLOB NOT NULL,
	person_id BLOB NOT NULL,
	hours INTEGER,
	certificate_no TEXT,
	certificate_until TEXT,
	result TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_trained PRIMARY KEY (id),
	CONSTRAINT fk_trained_training_id FOREIGN KEY(training_id) REFERENCES training (id),
	CONSTRAINT fk_trained_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_trained_person_id ON trained (person_id);
CREATE UNIQUE INDEX uq_trained ON trained (training_id, person_id);
CREATE TABLE winner (
	id BLOB NOT NULL,
	activity_id BLOB NOT NULL,
	person_id BLOB,
	name TEXT NOT NULL,
	unit_name TEXT,
	event TEXT,
	prize TEXT,
	result TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_winner PRIMARY KEY (id),
	CONSTRAINT fk_winner_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
	CONSTRAINT fk_winner_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_winner_activity_id ON winner (activity_id);
CREATE INDEX ix_winner_person_id ON winner (person_id);
CREATE TABLE ballot_batch (
	id BLOB NOT NULL,
	group_id BLOB NOT NULL,
	ballots INTEGER NOT NULL,
	source TEXT,
	content TEXT NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_ballot_batch PRIMARY KEY (id),
	CONSTRAINT ck_ballot_batch_ballots CHECK (ballots > 0),
	CONSTRAINT fk_ballot_batch_group_id FOREIGN KEY(group_id) REFERENCES survey_group (id)
)
 STRICT;
CREATE INDEX ix_ballot_batch_group_id ON ballot_batch (group_id);
CREATE UNIQUE INDEX uq_ballot_batch_content ON ballot_batch (content);
CREATE TABLE candidate (
	id BLOB NOT NULL,
	ballot_id BLOB NOT NULL,
	person_id BLOB,
	name TEXT NOT NULL,
	written_in INTEGER NOT NULL,
	yes INTEGER,
	no INTEGER,
	abstain INTEGER,
	executive INTEGER,
	kin_of_executive INTEGER,
	deputy_executive INTEGER,
	personnel_head INTEGER,
	"foreign" INTEGER,
	finance INTEGER,
	front_line INTEGER,
	outside INTEGER,
	resume TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_candidate PRIMARY KEY (id),
	CONSTRAINT fk_candidate_ballot_id FOREIGN KEY(ballot_id) REFERENCES ballot (id),
	CONSTRAINT fk_candidate_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_candidate_ballot_id ON candidate (ballot_id);
CREATE INDEX ix_candidate_person_id ON candidate (person_id);
CREATE TABLE congress (
	id BLOB NOT NULL,
	activity_id BLOB NOT NULL,
	form TEXT NOT NULL,
	ordinal INTEGER,
	session INTEGER,
	preparing INTEGER,
	delegation_id BLOB,
	election_id BLOB,
	requested_on TEXT,
	replied_on TEXT,
	party_opinion TEXT,
	upper_opinion TEXT,
	preparation TEXT,
	notice_on TEXT,
	materials_on TEXT,
	workers INTEGER,
	due INTEGER,
	present INTEGER,
	invited INTEGER,
	observers INTEGER,
	women INTEGER,
	front_line INTEGER,
	managers INTEGER,
	owners INTEGER,
	minority INTEGER,
	young INTEGER,
	topics TEXT,
	topics_text TEXT,
	reported_on TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_congress PRIMARY KEY (id),
	CONSTRAINT ck_congress_form CHECK (form IN ('assembly','delegates')),
	CONSTRAINT ck_congress_present CHECK (present IS NULL OR due IS NULL OR present <= due),
	CONSTRAINT fk_congress_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
	CONSTRAINT fk_congress_delegation_id FOREIGN KEY(delegation_id) REFERENCES delegation (id),
	CONSTRAINT fk_congress_election_id FOREIGN KEY(election_id) REFERENCES election (id)
)
 STRICT;
CREATE INDEX ix_congress_delegation_id ON congress (delegation_id);
CREATE INDEX ix_congress_election_id ON congress (election_id);
CREATE UNIQUE INDEX uq_congress_activity_id ON congress (activity_id);
CREATE TABLE consultation (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	employer_id BLOB,
	batch_id BLOB,
	batch_no INTEGER,
	kind TEXT NOT NULL,
	scope TEXT NOT NULL,
	title TEXT NOT NULL,
	offered_by TEXT,
	offered_on TEXT,
	delivered_on TEXT,
	answered_on TEXT,
	answer TEXT,
	answer_text TEXT,
	data_on TEXT,
	subject TEXT,
	outcome TEXT,
	congress_id BLOB,
	resolution_id BLOB,
	contract_id BLOB,
	closed_on TEXT,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_consultation PRIMARY KEY (id),
	CONSTRAINT ck_consultation_scope CHECK (scope IN ('enterprise','regional','trade')),
	CONSTRAINT ck_consultation_offered_by CHECK (offered_by IS NULL OR offered_by IN ('union','employer')),
	CONSTRAINT ck_consultation_answer CHECK (answer IS NULL OR answer IN ('agreed','later','refused')),
	CONSTRAINT ck_consultation_outcome CHECK (outcome IS NULL OR outcome IN ('agreed','failed')),
	CONSTRAINT ck_consultation_answered CHECK ((answer IS NULL) = (answered_on IS NULL)),
	CONSTRAINT fk_consultation_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_consultation_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id),
	CONSTRAINT fk_consultation_batch_id FOREIGN KEY(batch_id) REFERENCES offer_batch (id),
	CONSTRAINT fk_consultation_congress_id FOREIGN KEY(congress_id) REFERENCES activity (id),
	CONSTRAINT fk_consultation_resolution_id FOREIGN KEY(resolution_id) REFERENCES resolution (id),
	CONSTRAINT fk_consultation_contract_id FOREIGN KEY(contract_id) REFERENCES contract (id)
)
 STRICT;
CREATE INDEX ix_consultation_batch_id ON consultation (batch_id);
CREATE INDEX ix_consultation_congress_id ON consultation (congress_id);
CREATE INDEX ix_consultation_contract_id ON consultation (contract_id);
CREATE INDEX ix_consultation_employer_id ON consultation (employer_id);
CREATE INDEX ix_consultation_resolution_id ON consultation (resolution_id);
CREATE INDEX ix_consultation_union ON consultation (union_id, offered_on);
CREATE UNIQUE INDEX uq_consultation_batch_no ON consultation (batch_id, batch_no) WHERE batch_id IS NOT NULL;
CREATE TABLE delegate (
	id BLOB NOT NULL,
	delegation_id BLOB NOT NULL,
	person_id BLOB,
	name TEXT NOT NULL,
	sex TEXT,
	birth_year INTEGER,
	ethnicity TEXT,
	political TEXT,
	education TEXT,
	unit_id BLOB,
	employer_id BLOB,
	unit_name TEXT,
	post_name TEXT,
	front_line INTEGER,
	manager INTEGER,
	owner INTEGER,
	model_worker INTEGER,
	since TEXT NOT NULL,
	until TEXT,
	ended TEXT,
	recall_yes INTEGER,
	recall_all INTEGER,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_delegate PRIMARY KEY (id),
	CONSTRAINT ck_delegate_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT ck_delegate_end CHECK ((until IS NULL) = (ended IS NULL)),
	CONSTRAINT fk_delegate_delegation_id FOREIGN KEY(delegation_id) REFERENCES delegation (id),
	CONSTRAINT fk_delegate_person_id FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_delegate_unit_id FOREIGN KEY(unit_id) REFERENCES unions (id),
	CONSTRAINT fk_delegate_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id)
)
 STRICT;
CREATE INDEX ix_delegate_delegation_id ON delegate (delegation_id);
CREATE INDEX ix_delegate_employer_id ON delegate (employer_id);
CREATE INDEX ix_delegate_person_id ON delegate (person_id);
CREATE INDEX ix_delegate_unit_id ON delegate (unit_id);
CREATE TABLE delegate_poll (
	id BLOB NOT NULL,
	delegation_id BLOB NOT NULL,
	unit_id BLOB,
	employer_id BLOB,
	unit_name TEXT,
	on_day TEXT,
	seats INTEGER,
	candidates INTEGER,
	due INTEGER,
	present INTEGER,
	least_yes INTEGER,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_delegate_poll PRIMARY KEY (id),
	CONSTRAINT fk_delegate_poll_delegation_id FOREIGN KEY(delegation_id) REFERENCES delegation (id),
	CONSTRAINT fk_delegate_poll_unit_id FOREIGN KEY(unit_id) REFERENCES unions (id),
	CONSTRAINT fk_delegate_poll_employer_id FOREIGN KEY(employer_id) REFERENCES employer (id)
)
 STRICT;
CREATE INDEX ix_delegate_poll_delegation_id ON delegate_poll (delegation_id);
CREATE INDEX ix_delegate_poll_employer_id ON delegate_poll (employer_id);
CREATE INDEX ix_delegate_poll_unit_id ON delegate_poll (unit_id);
CREATE TABLE post (
	id BLOB NOT NULL,
	union_id BLOB NOT NULL,
	body_id BLOB,
	term_id BLOB,
	person_id BLOB NOT NULL,
	role TEXT NOT NULL,
	since TEXT NOT NULL,
	until TEXT,
	ended TEXT,
	service TEXT,
	acting INTEGER,
	duties TEXT,
	front_line INTEGER,
	doc_no TEXT,
	end_doc_no TEXT,
	own_consent_on TEXT,
	upper_consent_on TEXT,
	sender_id BLOB,
	sender_name TEXT,
	seconded_until TEXT,
	contract_until TEXT,
	executive INTEGER,
	kin_of_executive INTEGER,
	finance INTEGER,
	position INTEGER,
	election_id BLOB,
	note TEXT,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_post PRIMARY KEY (id),
	CONSTRAINT ck_post_dates CHECK (until IS NULL OR since < until),
	CONSTRAINT ck_post_end CHECK ((until IS NULL) = (ended IS NULL)),
	CONSTRAINT ck_post_term CHECK (term_id IS NULL OR body_id IS NOT NULL),
	CONSTRAINT fk_post_union_id FOREIGN KEY(union_id) REFERENCES unions (id),
	CONSTRAINT fk_post_body_id FOREIGN KEY(body_id) REFERENCES body (id),
	CONSTRAINT fk_post_term_id FOREIGN KEY(term_id) REFERENCES term (id),
	CONSTRAINT fk_post_person_id FOREIGN KEY(person_id) REFERENCES person (id),
	CONSTRAINT fk_post_sender_id FOREIGN KEY(sender_id) REFERENCES employer (id),
	CONSTRAINT fk_post_election_id FOREIGN KEY(election_id) REFERENCES election (id)
)
 STRICT;
CREATE INDEX ix_post_body_id ON post (body_id);
CREATE INDEX ix_post_election_id ON post (election_id);
CREATE INDEX ix_post_person ON post (person_id, since, until);
CREATE INDEX ix_post_seconded ON post (seconded_until) WHERE until IS NULL;
CREATE INDEX ix_post_sender_id ON post (sender_id);
CREATE INDEX ix_post_term_id ON post (term_id);
CREATE INDEX ix_post_union ON post (union_id, since, until);
CREATE UNIQUE INDEX uq_post_open ON post (person_id, union_id, body_id, role) WHERE until IS NULL;
CREATE TABLE survey_count (
	id BLOB NOT NULL,
	group_id BLOB NOT NULL,
	subject_id BLOB,
	item TEXT NOT NULL,
	grade TEXT NOT NULL,
	votes INTEGER NOT NULL,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_survey_count PRIMARY KEY (id),
	CONSTRAINT ck_survey_count_votes CHECK (votes >= 0),
	CONSTRAINT fk_survey_count_group_id FOREIGN KEY(group_id) REFERENCES survey_group (id),
	CONSTRAINT fk_survey_count_subject_id FOREIGN KEY(subject_id) REFERENCES survey_subject (id)
)
 STRICT;
CREATE INDEX ix_survey_count_group ON survey_count (group_id, item);
CREATE INDEX ix_survey_count_subject_id ON survey_count (subject_id);
CREATE TABLE negotiator (
	id BLOB NOT NULL,
	consultation_id BLOB NOT NULL,
	side TEXT NOT NULL,
	person_id BLOB,
	name TEXT NOT NULL,
	sex TEXT,
	post_name TEXT,
	head INTEGER NOT NULL,
	office TEXT,
	mandate_on TEXT,
	outside INTEGER,
	front_line INTEGER,
	dispatched INTEGER,
	position INTEGER,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_negotiator PRIMARY KEY (id),
	CONSTRAINT ck_negotiator_side CHECK (side IN ('workers','employer')),
	CONSTRAINT ck_negotiator_office CHECK (office IS NULL OR office IN ('chair','legal_representative')),
	CONSTRAINT fk_negotiator_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultation (id),
	CONSTRAINT fk_negotiator_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;
CREATE INDEX ix_negotiator_consultation_id ON negotiator (consultation_id);
CREATE INDEX ix_negotiator_person_id ON negotiator (person_id);
CREATE TABLE talk (
	id BLOB NOT NULL,
	consultation_id BLOB NOT NULL,
	on_day TEXT NOT NULL,
	place TEXT,
	chaired_by TEXT,
	minutes TEXT,
	agreed INTEGER,
	rev INTEGER NOT NULL,
	CONSTRAINT pk_talk PRIMARY KEY (id),
	CONSTRAINT fk_talk_consultation_id FOREIGN KEY(consultation_id) REFERENCES consultation (id)
)
 STRICT;
CREATE INDEX ix_talk_consultation_id ON talk (consultation_id);
CREATE VIRTUAL TABLE search_words USING fts5(words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 0');
