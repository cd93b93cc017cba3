-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE checkpoint (
  dispute_id uuid NOT NULL,
  seq integer NOT NULL,
  hash bytea NOT NULL,
  taken_at timestamp with time zone NOT NULL,
  visible_to text[] NOT NULL,
  mac text NOT NULL,
  run integer,
  kind text NOT NULL DEFAULT 'dispute'::text,
  recorded bytea,
  notices bytea,
  CONSTRAINT checkpoint_pkey PRIMARY KEY (dispute_id, seq),
  CONSTRAINT checkpoint_kind_check CHECK ((kind = ANY (ARRAY['dispute'::text, 'item'::text])))
);

CREATE INDEX checkpoint_of_run ON checkpoint USING btree (run, dispute_id);

CREATE TRIGGER checkpoint_append_only BEFORE DELETE OR UPDATE ON checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_not_emptied BEFORE TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE checkpoint ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_audits ON checkpoint FOR SELECT TO dispute_reader
  USING ((('@audit'::text = ANY (app_scopes())) AND (visible_to && app_scopes())));

CREATE POLICY writer_all ON checkpoint TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON checkpoint TO dispute_reader;
GRANT INSERT, SELECT ON checkpoint TO dispute_writer;

CREATE TABLE checkpoint_run (
  n integer NOT NULL,
  taken_at timestamp with time zone NOT NULL,
  noted integer NOT NULL,
  digest bytea NOT NULL,
  mac text NOT NULL,
  CONSTRAINT checkpoint_run_pkey PRIMARY KEY (n)
);

CREATE TRIGGER checkpoint_run_append_only BEFORE DELETE OR UPDATE ON checkpoint_run FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoint_run_not_emptied BEFORE TRUNCATE ON checkpoint_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE checkpoint_run ENABLE ROW LEVEL SECURITY;

CREATE POLICY writer_all ON checkpoint_run TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON checkpoint_run TO dispute_reader;
GRANT INSERT, SELECT ON checkpoint_run TO dispute_writer;

CREATE TABLE row_checkpoint (
  name text NOT NULL,
  id text NOT NULL,
  run integer NOT NULL,
  hash bytea,
  taken_at timestamp with time zone NOT NULL,
  accepted boolean NOT NULL,
  mac text NOT NULL,
  CONSTRAINT row_checkpoint_pkey PRIMARY KEY (name, id, run)
);

CREATE INDEX row_checkpoint_run ON row_checkpoint USING btree (run);

CREATE TRIGGER row_checkpoint_append_only BEFORE DELETE OR UPDATE ON row_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER row_checkpoint_not_emptied BEFORE TRUNCATE ON row_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE row_checkpoint ENABLE ROW LEVEL SECURITY;

CREATE POLICY writer_all ON row_checkpoint TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT ON row_checkpoint TO dispute_writer;
