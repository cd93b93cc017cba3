-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE retention_table (
  version integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  published_at timestamp with time zone NOT NULL DEFAULT now(),
  published_by text NOT NULL,
  reason text NOT NULL,
  document jsonb NOT NULL,
  department_id text,
  CONSTRAINT retention_table_pkey PRIMARY KEY (version),
  CONSTRAINT retention_table_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id)
);

CREATE TRIGGER retention_table_append_only BEFORE DELETE OR UPDATE ON retention_table FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER retention_table_not_emptied BEFORE TRUNCATE ON retention_table FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT INSERT, SELECT ON retention_table TO dispute_reader;
GRANT SELECT ON retention_table TO dispute_writer;

CREATE TABLE retention_run (
  name text NOT NULL,
  table_version integer NOT NULL,
  began_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  erased jsonb NOT NULL,
  mac text,
  CONSTRAINT retention_run_pkey PRIMARY KEY (name),
  CONSTRAINT retention_run_proved CHECK ((mac IS NOT NULL)) NOT VALID
);

CREATE TRIGGER retention_run_append_only BEFORE DELETE OR UPDATE ON retention_run FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER retention_run_not_emptied BEFORE TRUNCATE ON retention_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT ON retention_run TO dispute_reader;
GRANT INSERT, SELECT ON retention_run TO dispute_writer;

CREATE TABLE unsigned_run (
  name text NOT NULL,
  CONSTRAINT unsigned_run_pkey PRIMARY KEY (name)
);

CREATE TRIGGER unsigned_run_not_emptied BEFORE TRUNCATE ON unsigned_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unsigned_run_written_once BEFORE INSERT OR DELETE OR UPDATE ON unsigned_run FOR EACH ROW EXECUTE FUNCTION refuse_change();

GRANT SELECT ON unsigned_run TO dispute_reader;
GRANT SELECT ON unsigned_run TO dispute_writer;
