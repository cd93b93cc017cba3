-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE ROLE dispute_owner LOGIN;

CREATE ROLE dispute_reader LOGIN;
ALTER ROLE dispute_reader SET jit=off;

CREATE ROLE dispute_writer LOGIN;

GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT USAGE ON SCHEMA public TO dispute_reader;
GRANT USAGE ON SCHEMA public TO dispute_writer;

GRANT USAGE ON SEQUENCE dispute_number TO dispute_reader;
GRANT UPDATE, USAGE ON SEQUENCE dispute_number TO dispute_writer;
GRANT USAGE ON SEQUENCE item_number TO dispute_reader;
GRANT UPDATE, USAGE ON SEQUENCE item_number TO dispute_writer;
GRANT USAGE ON SEQUENCE rehearsal_number TO dispute_reader;

CREATE EXTENSION pg_trgm;
