from scheduler.schema.losses import Loss, losses
from tests.repo.tree import PACKAGE

MIGRATION = '''
"""Keep log-ins."""

def upgrade():
    op.drop_table("not_on_the_way_back")

def downgrade():
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_seen_at"))
        batch_op.drop_column("seen_at")
    if True:
        op.drop_column("feed", "note")
    op.drop_table("log_in")
'''


def test_tables_and_columns_that_go_are_found():
    assert losses(MIGRATION) == [Loss("person", "seen_at"), Loss("feed", "note"), Loss("log_in")]


def test_a_migration_that_deletes_nothing_loses_nothing():
    assert losses("def upgrade():\n    pass\n\ndef downgrade():\n    op.create_table('back')\n") == []


def test_the_first_migration_takes_every_table_with_it():
    source = (PACKAGE / "migrations" / "0001_create_all_tables.py").read_text(encoding="utf-8")
    assert {Loss("person"), Loss("message"), Loss("audit")} < set(losses(source))
