"""The house: tables of every room, the journal, who takes part, and the policies of the rows."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parent.parent / "sql" / "0001"


def upgrade() -> None:
    """Make the tables, then install the dated copies of the reviewed SQL in their order."""
    tables()
    for script in sorted(SQL.glob("*.sql")):
        op.get_bind().exec_driver_sql(script.read_text(encoding="utf-8").replace("%", "%%"))


def downgrade() -> None:
    """There is nothing below the first floor."""
    raise RuntimeError("the first migration cannot be taken back; drop the database instead")


def tables() -> None:
    op.create_table('covenant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('parties', sa.ARRAY(sa.Uuid()), nullable=False),
    sa.Column('purposes', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('categories', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signed', sa.Boolean(), nullable=False),
    sa.Column('retention_rule', sa.Text(), nullable=True),
    sa.Column('arrangement', sa.Text(), nullable=True),
    sa.Column('contact', sa.Text(), nullable=True),
    sa.Column('breach_contact', sa.Text(), nullable=True),
    sa.Column('evaluate_on', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_covenant')),
    sa.UniqueConstraint('reference', name=op.f('uq_covenant_reference')),
    schema='app'
    )
    op.create_table('district',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_district')),
    schema='app'
    )
    op.create_table('organisation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('controller', sa.Text(), nullable=False),
    sa.Column('domain', sa.Text(), nullable=True),
    sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('reference', name=op.f('uq_organisation_reference')),
    schema='app'
    )
    op.create_table('submission',
    sa.Column('token', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('location', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_submission')),
    schema='app'
    )
    op.create_table('household',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('adults', sa.Integer(), nullable=True),
    sa.Column('children', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_household_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_household')),
    schema='app'
    )
    op.create_table('quarter',
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('district_code', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['district_code'], ['app.district.code'], name=op.f('fk_quarter_district_code')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_quarter')),
    schema='app'
    )
    op.create_table('receiving_ground',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('covenant_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['covenant_id'], ['app.covenant.id'], name=op.f('fk_receiving_ground_covenant_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_receiving_ground_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receiving_ground')),
    sa.UniqueConstraint('covenant_id', 'organisation_id', 'purpose', name=op.f('uq_receiving_ground_covenant_id_organisation_id_purpose')),
    schema='app'
    )
    op.create_table('staff',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('login', sa.Text(), nullable=True),
    sa.Column('fte', sa.Numeric(), nullable=True),
    sa.Column('system', sa.Text(), nullable=True),
    sa.Column('suspended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_staff_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff')),
    sa.UniqueConstraint('login', name=op.f('uq_staff_login')),
    sa.UniqueConstraint('reference', name=op.f('uq_staff_reference')),
    sa.UniqueConstraint('system', name=op.f('uq_staff_system')),
    schema='app'
    )
    op.create_index(op.f('ix_staff_organisation_id'), 'staff', ['organisation_id'], unique=False, schema='app')
    op.create_table('complex',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('quarter_code', sa.Text(), nullable=False),
    sa.Column('homes', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=True),
    sa.Column('built', sa.Integer(), nullable=True),
    sa.Column('caretaker_id', sa.Uuid(), nullable=True),
    sa.Column('duty_24_7', sa.Boolean(), nullable=False),
    sa.Column('areas', sa.ARRAY(sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['caretaker_id'], ['app.staff.id'], name=op.f('fk_complex_caretaker_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_complex_organisation_id')),
    sa.ForeignKeyConstraint(['quarter_code'], ['app.quarter.code'], name=op.f('fk_complex_quarter_code')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_complex')),
    sa.UniqueConstraint('reference', name=op.f('uq_complex_reference')),
    schema='app'
    )
    op.create_index(op.f('ix_complex_organisation_id'), 'complex', ['organisation_id'], unique=False, schema='app')
    op.create_table('deputy',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_deputy_organisation_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_deputy_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deputy')),
    sa.UniqueConstraint('organisation_id', 'role', name=op.f('uq_deputy_organisation_id_role')),
    schema='app'
    )
    op.create_table('role_assignment',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('areas', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('granted_by', sa.Uuid(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken_over', sa.Boolean(), nullable=False),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reviewed_by', sa.Uuid(), nullable=True),
    sa.Column('held_until', sa.DateTime(timezone=True), sa.Computed("least(valid_until, ended_at, (coalesce(reviewed_at, valid_from) at time zone 'UTC' + case when role in ('FB', 'FG', 'PO', 'AF') then interval '121 days' else interval '395 days' end) at time zone 'UTC')", persisted=True), nullable=False),
    sa.ForeignKeyConstraint(['granted_by'], ['app.staff.id'], name=op.f('fk_role_assignment_granted_by')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['app.staff.id'], name=op.f('fk_role_assignment_reviewed_by')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_role_assignment_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_assignment')),
    schema='app'
    )
    op.create_index('ix_role_assignment_staff', 'role_assignment', ['staff_id', 'valid_until'], unique=False, schema='app')
    op.create_table('dwelling',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('complex_id', sa.Uuid(), nullable=False),
    sa.Column('bag_id', sa.Text(), nullable=True),
    sa.Column('house_number', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['complex_id'], ['app.complex.id'], name=op.f('fk_dwelling_complex_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dwelling')),
    sa.UniqueConstraint('bag_id', name=op.f('uq_dwelling_bag_id')),
    sa.UniqueConstraint('complex_id', 'house_number', name=op.f('uq_dwelling_complex_id_house_number')),
    schema='app'
    )
    op.create_index(op.f('ix_dwelling_complex_id'), 'dwelling', ['complex_id'], unique=False, schema='app')
    op.create_table('matter',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('provider_id', sa.Uuid(), nullable=False),
    sa.Column('complex_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('category', sa.Text(), nullable=False),
    sa.Column('urgency', sa.Text(), nullable=False),
    sa.Column('secret', sa.Boolean(), nullable=False),
    sa.Column('bare', sa.Boolean(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('blocked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['complex_id'], ['app.complex.id'], name=op.f('fk_matter_complex_id')),
    sa.ForeignKeyConstraint(['provider_id'], ['app.organisation.id'], name=op.f('fk_matter_provider_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_matter')),
    schema='app'
    )
    op.create_table('case_file',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('status_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('suspended_from', sa.Text(), nullable=True),
    sa.Column('controller_id', sa.Uuid(), nullable=False),
    sa.Column('lead_id', sa.Uuid(), nullable=True),
    sa.Column('lead_organisation_id', sa.Uuid(), nullable=True),
    sa.Column('replacement_id', sa.Uuid(), nullable=True),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by', sa.Uuid(), nullable=True),
    sa.Column('evaluate_on', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result', sa.Text(), nullable=True),
    sa.Column('contact_id', sa.Uuid(), nullable=True),
    sa.Column('taken_over', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['controller_id'], ['app.organisation.id'], name=op.f('fk_case_file_controller_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['app.staff.id'], name=op.f('fk_case_file_lead_id')),
    sa.ForeignKeyConstraint(['lead_organisation_id'], ['app.organisation.id'], name=op.f('fk_case_file_lead_organisation_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_case_file_matter_id')),
    sa.ForeignKeyConstraint(['opened_by'], ['app.staff.id'], name=op.f('fk_case_file_opened_by')),
    sa.ForeignKeyConstraint(['replacement_id'], ['app.staff.id'], name=op.f('fk_case_file_replacement_id')),
    sa.ForeignKeyConstraint(['contact_id'], ['app.staff.id'], name=op.f('fk_case_file_contact_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_file')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_case_file_matter_id')),
    sa.UniqueConstraint('number', name=op.f('uq_case_file_number')),
    schema='app'
    )
    op.create_index('ix_case_file_unled', 'case_file', ['opened_at'], unique=False, schema='app',
                    postgresql_where=sa.text("lead_id is null and closed_at is null"))
    op.create_table('matter_access',
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('principal', sa.Text(), nullable=False),
    sa.Column('thing', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('via', sa.Text(), nullable=False),
    sa.Column('content', sa.Boolean(), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.Column('lead_organisation_id', sa.Uuid(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_matter_access_matter_id')),
    sa.PrimaryKeyConstraint('matter_id', 'principal', 'thing', 'since', name=op.f('pk_matter_access')),
    schema='app'
    )
    op.create_index('ix_matter_access_list', 'matter_access', ['principal', 'thing', sa.literal_column('changed_at DESC')], unique=False, schema='app')
    op.create_table('member',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('added_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['added_by'], ['app.staff.id'], name=op.f('fk_member_added_by')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_member_matter_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_member_organisation_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_member_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_member')),
    schema='app'
    )
    op.create_index('ix_member_matter', 'member', ['matter_id'], unique=False, schema='app')
    op.create_index('ix_member_staff', 'member', ['staff_id'], unique=False, schema='app')
    op.create_table('part',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('note_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('category', sa.Text(), nullable=True),
    sa.Column('data_class', sa.Text(), nullable=False),
    sa.Column('provider_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('about', sa.ARRAY(sa.Uuid()), server_default=sa.text("'{}'::uuid[]"), nullable=False),
    sa.Column('whole', sa.Boolean(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_over', sa.Boolean(), nullable=False),
    sa.Column('night_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('class_reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['app.staff.id'], name=op.f('fk_part_author_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_part_matter_id')),
    sa.ForeignKeyConstraint(['provider_id'], ['app.organisation.id'], name=op.f('fk_part_provider_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_part')),
    schema='app'
    )
    op.create_index('ix_part_matter', 'part', ['matter_id', 'written_at', 'note_id'], unique=False, schema='app')
    op.create_table('person',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('household_id', sa.Uuid(), nullable=True),
    sa.Column('dwelling_id', sa.Uuid(), nullable=True),
    sa.Column('name', sa.Text(), nullable=True),
    sa.Column('name_key', sa.Text(), nullable=True),
    sa.Column('born', sa.Date(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['dwelling_id'], ['app.dwelling.id'], name=op.f('fk_person_dwelling_id')),
    sa.ForeignKeyConstraint(['household_id'], ['app.household.id'], name=op.f('fk_person_household_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_person_organisation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person')),
    schema='app'
    )
    op.create_index('ix_person_name_key', 'person', ['organisation_id', 'name_key'], unique=False, schema='app')
    op.create_index('ix_person_born', 'person', ['organisation_id', 'born'], unique=False, schema='app')
    op.create_index(op.f('ix_person_dwelling_id'), 'person', ['dwelling_id'], unique=False, schema='app')
    op.create_table('signal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=True),
    sa.Column('reporter_role', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('discussed', sa.Text(), nullable=False),
    sa.Column('discussed_reason', sa.Text(), nullable=True),
    sa.Column('consulted', sa.Boolean(), nullable=True),
    sa.Column('consulted_reason', sa.Text(), nullable=True),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('claimed_by', sa.Uuid(), nullable=True),
    sa.Column('claimed_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('question', sa.Text(), nullable=True),
    sa.Column('rounds', sa.Integer(), nullable=False),
    sa.Column('rejected_reason', sa.Text(), nullable=True),
    sa.Column('external_point', sa.Text(), nullable=True),
    sa.Column('external_phone', sa.Text(), nullable=True),
    sa.Column('external_on', sa.Date(), nullable=True),
    sa.Column('passed_to', sa.Uuid(), nullable=True),
    sa.Column('merged_into', sa.Uuid(), nullable=True),
    sa.Column('taken_over', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['author_id'], ['app.staff.id'], name=op.f('fk_signal_author_id')),
    sa.ForeignKeyConstraint(['claimed_by'], ['app.staff.id'], name=op.f('fk_signal_claimed_by')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_signal_matter_id')),
    sa.ForeignKeyConstraint(['merged_into'], ['app.matter.id'], name=op.f('fk_signal_merged_into')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_signal_organisation_id')),
    sa.ForeignKeyConstraint(['passed_to'], ['app.organisation.id'], name=op.f('fk_signal_passed_to')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signal')),
    sa.UniqueConstraint('matter_id', name=op.f('uq_signal_matter_id')),
    schema='app'
    )
    op.create_index('ix_signal_author_id', 'signal', ['author_id', 'reported_at'], unique=False, schema='app')
    op.create_index(op.f('ix_signal_merged_into'), 'signal', ['merged_into'], unique=False, schema='app')
    op.create_table('consent',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('provider_id', sa.Uuid(), nullable=False),
    sa.Column('recipient_id', sa.Uuid(), nullable=False),
    sa.Column('category', sa.Text(), nullable=False),
    sa.Column('result', sa.Text(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('given_by', sa.Text(), nullable=True),
    sa.Column('evidence', sa.Text(), nullable=True),
    sa.Column('own_initiative', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('age', sa.Integer(), nullable=True),
    sa.Column('explicit', sa.Boolean(), nullable=False),
    sa.Column('form', sa.Text(), nullable=True),
    sa.Column('summary', sa.Text(), nullable=True),
    sa.Column('information_version', sa.Text(), nullable=True),
    sa.Column('language', sa.Text(), nullable=True),
    sa.Column('interpreter', sa.Boolean(), nullable=False),
    sa.Column('free_no_effect', sa.Boolean(), nullable=False),
    sa.Column('free_alternative', sa.Boolean(), nullable=False),
    sa.Column('free_no_pressure', sa.Boolean(), nullable=False),
    sa.Column('free_understood', sa.Boolean(), nullable=False),
    sa.Column('free_not_decider', sa.Boolean(), nullable=False),
    sa.Column('confirmed_on', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reaffirmed_on', sa.DateTime(timezone=True), nullable=True),
    sa.Column('channel', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('previous_id', sa.Uuid(), nullable=True),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_over', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_consent_matter_id')),
    sa.ForeignKeyConstraint(['person_id'], ['app.person.id'], name=op.f('fk_consent_person_id')),
    sa.ForeignKeyConstraint(['previous_id'], ['app.consent.id'], name=op.f('fk_consent_previous_id')),
    sa.ForeignKeyConstraint(['provider_id'], ['app.organisation.id'], name=op.f('fk_consent_provider_id')),
    sa.ForeignKeyConstraint(['recipient_id'], ['app.organisation.id'], name=op.f('fk_consent_recipient_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['app.staff.id'], name=op.f('fk_consent_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consent')),
    schema='app'
    )
    op.create_index('ix_consent_word', 'consent', ['matter_id', 'recipient_id', 'category', 'person_id', 'provider_id', 'said_at'], unique=False, schema='app')
    op.create_table('ground',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=True),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('ordinal', sa.Integer(), nullable=True),
    sa.Column('provider_id', sa.Uuid(), nullable=False),
    sa.Column('recipients', sa.ARRAY(sa.Uuid()), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('activity', sa.Text(), nullable=False),
    sa.Column('categories', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('task', sa.Text(), nullable=True),
    sa.Column('mandate', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('special', sa.Text(), nullable=True),
    sa.Column('special_article', sa.Text(), nullable=True),
    sa.Column('criminal_basis', sa.Text(), nullable=True),
    sa.Column('secrecy_regime', sa.Text(), nullable=True),
    sa.Column('secrecy_exception', sa.Text(), nullable=True),
    sa.Column('secrecy_criteria', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('consulted_colleague', sa.Text(), nullable=True),
    sa.Column('necessity', sa.Text(), nullable=True),
    sa.Column('proportionality', sa.Text(), nullable=True),
    sa.Column('subsidiarity', sa.Text(), nullable=True),
    sa.Column('after_refusal', sa.Text(), nullable=True),
    sa.Column('informed', sa.Text(), nullable=False),
    sa.Column('informed_on', sa.DateTime(timezone=True), nullable=True),
    sa.Column('informed_reason', sa.Text(), nullable=True),
    sa.Column('review_on', sa.DateTime(timezone=True), nullable=True),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('second_by', sa.Uuid(), nullable=True),
    sa.Column('second_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('evidence_id', sa.Uuid(), nullable=True),
    sa.Column('taken_over', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['decided_by'], ['app.staff.id'], name=op.f('fk_ground_decided_by')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_ground_matter_id')),
    sa.ForeignKeyConstraint(['person_id'], ['app.person.id'], name=op.f('fk_ground_person_id')),
    sa.ForeignKeyConstraint(['provider_id'], ['app.organisation.id'], name=op.f('fk_ground_provider_id')),
    sa.ForeignKeyConstraint(['second_by'], ['app.staff.id'], name=op.f('fk_ground_second_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ground')),
    schema='app'
    )
    op.create_index('ix_ground_matter_id', 'ground', ['matter_id'], unique=False, schema='app')
    op.create_index('ix_ground_waiting', 'ground', ['decided_at'], unique=False, schema='app',
                    postgresql_where=sa.text("status = 'TER_BEOORDELING'"))
    op.create_table('signal_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('signal_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_organisation_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['by_organisation_id'], ['app.organisation.id'], name=op.f('fk_signal_step_by_organisation_id')),
    sa.ForeignKeyConstraint(['signal_id'], ['app.signal.id'], name=op.f('fk_signal_step_signal_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signal_step')),
    schema='app'
    )
    op.create_index('ix_signal_step_signal_id', 'signal_step', ['signal_id', 'at'], unique=False, schema='app')
    op.create_table('subject',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('provider_id', sa.Uuid(), nullable=False),
    sa.Column('ordinal', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_subject_matter_id')),
    sa.ForeignKeyConstraint(['person_id'], ['app.person.id'], name=op.f('fk_subject_person_id')),
    sa.ForeignKeyConstraint(['provider_id'], ['app.organisation.id'], name=op.f('fk_subject_provider_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subject')),
    sa.UniqueConstraint('matter_id', 'person_id', name=op.f('uq_subject_matter_id_person_id')),
    schema='app'
    )
    op.create_index('ix_subject_person_id', 'subject', ['person_id'], unique=False, schema='app')
    op.create_table('ground_line',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('ground_id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('provider_id', sa.Uuid(), nullable=False),
    sa.Column('recipient_id', sa.Uuid(), nullable=False),
    sa.Column('category', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['ground_id'], ['app.ground.id'], name=op.f('fk_ground_line_ground_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_ground_line_matter_id')),
    sa.ForeignKeyConstraint(['person_id'], ['app.person.id'], name=op.f('fk_ground_line_person_id')),
    sa.ForeignKeyConstraint(['provider_id'], ['app.organisation.id'], name=op.f('fk_ground_line_provider_id')),
    sa.ForeignKeyConstraint(['recipient_id'], ['app.organisation.id'], name=op.f('fk_ground_line_recipient_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ground_line')),
    schema='app'
    )
    op.create_index('ix_ground_line_ground_id', 'ground_line', ['ground_id'], unique=False, schema='app')
    op.create_index('ix_ground_line_probe', 'ground_line', ['matter_id', 'recipient_id', 'category'], unique=False, schema='app')
    op.create_table('ground_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('ground_id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['app.staff.id'], name=op.f('fk_ground_step_by_id')),
    sa.ForeignKeyConstraint(['ground_id'], ['app.ground.id'], name=op.f('fk_ground_step_ground_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_ground_step_matter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_ground_step')),
    schema='app'
    )
    op.create_index('ix_ground_step_ground_id', 'ground_step', ['ground_id', 'at'], unique=False, schema='app')
    op.create_table('world_reference',
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('target_id', sa.Uuid(), nullable=False),
    sa.PrimaryKeyConstraint('kind', 'reference', name=op.f('pk_world_reference')),
    schema='app'
    )
    op.create_index('ix_world_reference_target_id', 'world_reference', ['target_id'], unique=False, schema='app')
    op.create_table('shift',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('complex_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['complex_id'], ['app.complex.id'], name=op.f('fk_shift_complex_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_shift_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shift')),
    schema='app'
    )
    op.create_index('ix_shift_staff', 'shift', ['staff_id', 'ends_at'], unique=False, schema='app')
    op.create_table('meeting',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('chair_id', sa.Uuid(), nullable=False),
    sa.Column('pen_id', sa.Uuid(), nullable=False),
    sa.Column('series_id', sa.Uuid(), nullable=True),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=True),
    sa.Column('item_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('adjourned_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('planned_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['chair_id'], ['app.staff.id'], name=op.f('fk_meeting_chair_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_meeting_organisation_id')),
    sa.ForeignKeyConstraint(['pen_id'], ['app.staff.id'], name=op.f('fk_meeting_pen_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting')),
    schema='app'
    )
    op.create_index(op.f('ix_meeting_chair_id'), 'meeting', ['chair_id'], unique=False, schema='app')
    op.create_table('participant',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['meeting_id'], ['app.meeting.id'], name=op.f('fk_participant_meeting_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_participant_organisation_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_participant_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_participant')),
    sa.UniqueConstraint('meeting_id', 'staff_id', name=op.f('uq_participant_meeting_id_staff_id')),
    schema='app'
    )
    op.create_index('ix_participant_staff', 'participant', ['staff_id'], unique=False, schema='app')
    op.create_table('agenda_item',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=True),
    sa.Column('position', sa.Integer(), server_default=sa.text('1'), nullable=False),
    sa.Column('minutes', sa.Integer(), server_default=sa.text('15'), nullable=False),
    sa.Column('proposed_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_agenda_item_matter_id')),
    sa.ForeignKeyConstraint(['meeting_id'], ['app.meeting.id'], name=op.f('fk_agenda_item_meeting_id')),
    sa.ForeignKeyConstraint(['proposed_by'], ['app.staff.id'], name=op.f('fk_agenda_item_proposed_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agenda_item')),
    schema='app'
    )
    op.create_index(op.f('ix_agenda_item_matter_id'), 'agenda_item', ['matter_id'], unique=False, schema='app')
    op.create_index('ix_agenda_item_meeting_id', 'agenda_item', ['meeting_id', 'position'], unique=False, schema='app')
    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('present', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.ForeignKeyConstraint(['item_id'], ['app.agenda_item.id'], name=op.f('fk_invitation_item_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_invitation_matter_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_invitation_organisation_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_invitation_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation')),
    schema='app'
    )
    op.create_index(op.f('ix_invitation_item_id'), 'invitation', ['item_id'], unique=False, schema='app')
    op.create_index(op.f('ix_invitation_staff_id'), 'invitation', ['staff_id'], unique=False, schema='app')
    op.create_table('conflict',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=True),
    sa.Column('dwelling_id', sa.Uuid(), nullable=True),
    sa.Column('declared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_reason', sa.Text(), nullable=True),
    sa.CheckConstraint('num_nonnulls(person_id, dwelling_id) = 1', name=op.f('ck_conflict_person_or_dwelling')),
    sa.ForeignKeyConstraint(['dwelling_id'], ['app.dwelling.id'], name=op.f('fk_conflict_dwelling_id')),
    sa.ForeignKeyConstraint(['person_id'], ['app.person.id'], name=op.f('fk_conflict_person_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_conflict_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conflict')),
    schema='app'
    )
    op.create_index(op.f('ix_conflict_staff_id'), 'conflict', ['staff_id'], unique=False, schema='app')
    op.create_index(op.f('ix_conflict_person_id'), 'conflict', ['person_id'], unique=False, schema='app')
    op.create_index(op.f('ix_conflict_dwelling_id'), 'conflict', ['dwelling_id'], unique=False, schema='app')
    op.create_table('break_glass',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('reason_code', sa.Text(), nullable=False),
    sa.Column('reason_text', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('repeated', sa.Boolean(), nullable=False),
    sa.Column('reviewed_by', sa.Uuid(), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('verdict', sa.Text(), nullable=True),
    sa.Column('verdict_text', sa.Text(), nullable=True),
    sa.Column('review_due_on', sa.Date(), nullable=False),
    sa.CheckConstraint('reviewed_by <> staff_id', name=op.f('ck_break_glass_reviewer_is_another')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_break_glass_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['app.person.id'], name=op.f('fk_break_glass_person_id')),
    sa.ForeignKeyConstraint(['reviewed_by'], ['app.staff.id'], name=op.f('fk_break_glass_reviewed_by')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_break_glass_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_break_glass')),
    schema='app'
    )
    op.create_index('ix_break_glass_staff', 'break_glass', ['staff_id', 'until'], unique=False, schema='app')
    op.create_index('ix_break_glass_organisation', 'break_glass', ['organisation_id', 'since'], unique=False, schema='app')
    op.create_index(op.f('ix_break_glass_person_id'), 'break_glass', ['person_id'], unique=False, schema='app')
    op.create_table('exposure',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind in ('GEHEIM_ADRES', 'PUBLIEK_BEKEND', 'COLLEGA')", name=op.f('ck_exposure_kind')),
    sa.ForeignKeyConstraint(['person_id'], ['app.person.id'], name=op.f('fk_exposure_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exposure')),
    schema='app'
    )
    op.create_index(op.f('ix_exposure_person_id'), 'exposure', ['person_id'], unique=False, schema='app')
    op.create_table('finding',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('queue', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=True),
    sa.Column('matter_id', sa.Uuid(), nullable=True),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('urgent', sa.Boolean(), nullable=False),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_finding_organisation_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_finding_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_finding')),
    sa.UniqueConstraint('queue', 'key', 'organisation_id', name=op.f('uq_finding_queue_key_organisation_id')),
    schema='app'
    )
    op.create_index('ix_finding_desk', 'finding', ['organisation_id', 'queue', 'due_on'], unique=False, schema='app')
    op.create_index('ix_finding_staff', 'finding', ['staff_id'], unique=False, schema='app')
    op.create_table('finding_entry',
    sa.Column('finding_id', sa.Uuid(), nullable=False),
    sa.Column('entry_id', sa.Uuid(), nullable=False),
    sa.Column('entry_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['finding_id'], ['app.finding.id'], name=op.f('fk_finding_entry_finding_id')),
    sa.PrimaryKeyConstraint('finding_id', 'entry_id', name=op.f('pk_finding_entry')),
    schema='app'
    )
    op.create_index('ix_finding_entry_entry', 'finding_entry', ['entry_id'], unique=False, schema='app')
    op.create_table('verdict',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('finding_id', sa.Uuid(), nullable=False),
    sa.Column('reviewer_id', sa.Uuid(), nullable=False),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.Column('explanation', sa.Text(), nullable=False),
    sa.Column('follow_up', sa.Text(), nullable=False),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('aware_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("verdict in ('RECHTMATIG', 'ONRECHTMATIG', 'ONVOLDOENDE_ONDERBOUWD', 'VALS_ALARM')", name=op.f('ck_verdict_verdict')),
    sa.CheckConstraint("follow_up in ('GEEN', 'NAVRAAG', 'LEIDINGGEVENDE', 'DATALEKBEOORDELING')", name=op.f('ck_verdict_follow_up')),
    sa.CheckConstraint('aware_at <= judged_at', name=op.f('ck_verdict_aware_before')),
    sa.ForeignKeyConstraint(['closed_by'], ['app.staff.id'], name=op.f('fk_verdict_closed_by')),
    sa.ForeignKeyConstraint(['finding_id'], ['app.finding.id'], name=op.f('fk_verdict_finding_id')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['app.staff.id'], name=op.f('fk_verdict_reviewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verdict')),
    sa.UniqueConstraint('finding_id', name=op.f('uq_verdict_finding_id')),
    schema='app'
    )
    op.create_index(op.f('ix_verdict_reviewer_id'), 'verdict', ['reviewer_id'], unique=False, schema='app')
    op.create_table('breach',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('verdict_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('aware_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("due_at = aware_at + interval '72 hours'", name=op.f('ck_breach_seventy_two_hours')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_breach_organisation_id')),
    sa.ForeignKeyConstraint(['verdict_id'], ['app.verdict.id'], name=op.f('fk_breach_verdict_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_breach')),
    sa.UniqueConstraint('verdict_id', name=op.f('uq_breach_verdict_id')),
    schema='app'
    )
    op.create_index('ix_breach_organisation', 'breach', ['organisation_id', 'due_at'], unique=False, schema='app')
    op.create_table('question',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('finding_id', sa.Uuid(), nullable=False),
    sa.Column('staff_id', sa.Uuid(), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.CheckConstraint('(answered_at is null) = (answer is null)', name=op.f('ck_question_answered')),
    sa.CheckConstraint('asked_by <> staff_id', name=op.f('ck_question_asked_another')),
    sa.ForeignKeyConstraint(['asked_by'], ['app.staff.id'], name=op.f('fk_question_asked_by')),
    sa.ForeignKeyConstraint(['finding_id'], ['app.finding.id'], name=op.f('fk_question_finding_id')),
    sa.ForeignKeyConstraint(['staff_id'], ['app.staff.id'], name=op.f('fk_question_staff_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_question')),
    sa.UniqueConstraint('finding_id', name=op.f('uq_question_finding_id')),
    schema='app'
    )
    op.create_index('ix_question_staff', 'question', ['staff_id', 'answered_at'], unique=False, schema='app')
    op.create_table('sample',
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('seed', sa.Text(), nullable=False),
    sa.Column('readings', sa.Integer(), nullable=False),
    sa.Column('drawn', sa.Integer(), nullable=False),
    sa.Column('drawn_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_sample_organisation_id')),
    sa.PrimaryKeyConstraint('organisation_id', 'month', name=op.f('pk_sample')),
    schema='app'
    )
    op.create_table('round',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('next_number', sa.BigInteger(), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round')),
    schema='app'
    )
    # ### end Alembic commands ###
    op.create_table('case_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('after', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=True),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('guards', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('answers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('note_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['app.staff.id'], name=op.f('fk_case_step_by_id')),
    sa.ForeignKeyConstraint(['case_id'], ['app.case_file.id'], name=op.f('fk_case_step_case_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_case_step_matter_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_step')),
    schema='app'
    )
    op.create_index('ix_case_step_case_id', 'case_step', ['case_id', 'at'], unique=False, schema='app')
    op.create_table('offer',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('from_id', sa.Uuid(), nullable=False),
    sa.Column('to_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('accepted', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['case_id'], ['app.case_file.id'], name=op.f('fk_offer_case_id')),
    sa.ForeignKeyConstraint(['from_id'], ['app.staff.id'], name=op.f('fk_offer_from_id')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_offer_matter_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_offer_organisation_id')),
    sa.ForeignKeyConstraint(['to_id'], ['app.staff.id'], name=op.f('fk_offer_to_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offer')),
    schema='app'
    )
    op.create_index('ix_offer_case_id', 'offer', ['case_id'], unique=False, schema='app')
    op.create_index('ix_offer_open', 'offer', ['to_id'], unique=False, schema='app', postgresql_where=sa.text('answered_at is null'))
    op.create_table('goal',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('part_id', sa.Uuid(), nullable=False),
    sa.Column('domain', sa.Text(), nullable=True),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by', sa.Uuid(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_goal_matter_id')),
    sa.ForeignKeyConstraint(['part_id'], ['app.part.id'], name=op.f('fk_goal_part_id')),
    sa.ForeignKeyConstraint(['set_by'], ['app.staff.id'], name=op.f('fk_goal_set_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_goal')),
    schema='app'
    )
    op.create_index('ix_goal_matter_id', 'goal', ['matter_id'], unique=False, schema='app')
    op.create_table('action',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('part_id', sa.Uuid(), nullable=False),
    sa.Column('goal_id', sa.Uuid(), nullable=True),
    sa.Column('item_id', sa.Uuid(), nullable=True),
    sa.Column('owner_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('carried', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['goal_id'], ['app.goal.id'], name=op.f('fk_action_goal_id')),
    sa.ForeignKeyConstraint(['item_id'], ['app.agenda_item.id'], name=op.f('fk_action_item_id')),
    sa.ForeignKeyConstraint(['made_by'], ['app.staff.id'], name=op.f('fk_action_made_by')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_action_matter_id')),
    sa.ForeignKeyConstraint(['organisation_id'], ['app.organisation.id'], name=op.f('fk_action_organisation_id')),
    sa.ForeignKeyConstraint(['owner_id'], ['app.staff.id'], name=op.f('fk_action_owner_id')),
    sa.ForeignKeyConstraint(['part_id'], ['app.part.id'], name=op.f('fk_action_part_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action')),
    schema='app'
    )
    op.create_index('ix_action_matter_id', 'action', ['matter_id'], unique=False, schema='app')
    op.create_index('ix_action_owner', 'action', ['owner_id', 'due_on'], unique=False, schema='app', postgresql_where=sa.text("status in ('OPEN', 'OPGEPAKT')"))
    op.create_table('voice',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('part_id', sa.Uuid(), nullable=False),
    sa.Column('form', sa.Text(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_voice_matter_id')),
    sa.ForeignKeyConstraint(['part_id'], ['app.part.id'], name=op.f('fk_voice_part_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['app.staff.id'], name=op.f('fk_voice_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_voice')),
    schema='app'
    )
    op.create_index('ix_voice_matter_id', 'voice', ['matter_id', 'said_on'], unique=False, schema='app')
    op.create_table('resolution',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('part_id', sa.Uuid(), nullable=False),
    sa.Column('corrects_id', sa.Uuid(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['corrects_id'], ['app.resolution.id'], name=op.f('fk_resolution_corrects_id')),
    sa.ForeignKeyConstraint(['item_id'], ['app.agenda_item.id'], name=op.f('fk_resolution_item_id')),
    sa.ForeignKeyConstraint(['made_by'], ['app.staff.id'], name=op.f('fk_resolution_made_by')),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_resolution_matter_id')),
    sa.ForeignKeyConstraint(['part_id'], ['app.part.id'], name=op.f('fk_resolution_part_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resolution')),
    schema='app'
    )
    op.create_index('ix_resolution_item_id', 'resolution', ['item_id'], unique=False, schema='app')
    op.create_index('ix_resolution_matter_id', 'resolution', ['matter_id'], unique=False, schema='app')
    op.create_table('reporting_step',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('matter_id', sa.Uuid(), nullable=False),
    sa.Column('part_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('skipped', sa.Boolean(), nullable=False),
    sa.Column('unsafe', sa.Boolean(), nullable=True),
    sa.Column('report', sa.Boolean(), nullable=True),
    sa.Column('help', sa.Boolean(), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['matter_id'], ['app.matter.id'], name=op.f('fk_reporting_step_matter_id')),
    sa.ForeignKeyConstraint(['part_id'], ['app.part.id'], name=op.f('fk_reporting_step_part_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['app.staff.id'], name=op.f('fk_reporting_step_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reporting_step')),
    schema='app'
    )
    op.create_index('ix_reporting_step_matter_id', 'reporting_step', ['matter_id', 'number'], unique=False, schema='app')
