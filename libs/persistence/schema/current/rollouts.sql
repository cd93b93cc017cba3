-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE rollout (
  id uuid NOT NULL,
  kind text NOT NULL,
  what jsonb NOT NULL,
  actor jsonb NOT NULL,
  made_by text NOT NULL,
  made_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamp(3) with time zone,
  mac text,
  refused text,
  CONSTRAINT rollout_pkey PRIMARY KEY (id),
  CONSTRAINT rollout_made_by_fkey FOREIGN KEY (made_by) REFERENCES account(id)
);

CREATE INDEX rollout_running ON rollout USING btree (made_at) WHERE (ended_at IS NULL);

ALTER TABLE rollout ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_begins ON rollout FOR INSERT TO dispute_reader
  WITH CHECK ((made_by = app_user()));

CREATE POLICY reader_oversees ON rollout FOR SELECT TO dispute_reader
  USING (((made_by = app_user()) OR app_oversees(made_by)));

CREATE POLICY reader_rules ON rollout FOR SELECT TO dispute_reader
  USING (((kind = 'move-rules'::text) AND (('@rules:'::text ||
CASE (what ->> 'cause'::text)
    WHEN 'policy'::text THEN ( SELECT p.region
       FROM policy p
      WHERE (p.version = (rollout.what ->> 'version'::text)))
    ELSE ( SELECT c.region
       FROM calendar c
      WHERE (c.version = (rollout.what ->> 'version'::text)))
END) = ANY (app_scopes()))));

CREATE POLICY writer_all ON rollout TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT ON rollout TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON rollout TO dispute_writer;

CREATE TABLE rollout_item (
  rollout_id uuid NOT NULL,
  n integer NOT NULL,
  subject text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  tries smallint NOT NULL DEFAULT 0,
  code text,
  facts jsonb,
  ended_at timestamp(3) with time zone,
  mac text,
  CONSTRAINT rollout_item_pkey PRIMARY KEY (rollout_id, n),
  CONSTRAINT rollout_item_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollout(id) ON DELETE CASCADE,
  CONSTRAINT rollout_item_rollout_id_subject_key UNIQUE (rollout_id, subject),
  CONSTRAINT rollout_item_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'moved'::text, 'unchanged'::text, 'failed'::text])))
);

CREATE INDEX rollout_item_failed ON rollout_item USING btree (rollout_id, n) WHERE (state = 'failed'::text);
CREATE INDEX rollout_item_waiting ON rollout_item USING btree (rollout_id, tries, n) WHERE (state = 'waiting'::text);

ALTER TABLE rollout_item ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_begins ON rollout_item FOR INSERT TO dispute_reader
  WITH CHECK ((EXISTS ( SELECT
   FROM rollout r
  WHERE ((r.id = rollout_item.rollout_id) AND (r.made_by = app_user())))));

CREATE POLICY reader_sees ON rollout_item FOR SELECT TO dispute_reader
  USING ((EXISTS ( SELECT
   FROM rollout r
  WHERE (r.id = rollout_item.rollout_id))));

CREATE POLICY writer_all ON rollout_item TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT ON rollout_item TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON rollout_item TO dispute_writer;

CREATE TABLE import (
  id uuid NOT NULL,
  kind text NOT NULL,
  source text NOT NULL,
  made_by text NOT NULL,
  made_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  head_row integer NOT NULL,
  heads jsonb NOT NULL,
  chosen jsonb NOT NULL DEFAULT '{}'::jsonb,
  remarks jsonb NOT NULL,
  rollout_id uuid,
  CONSTRAINT import_pkey PRIMARY KEY (id),
  CONSTRAINT import_made_by_fkey FOREIGN KEY (made_by) REFERENCES account(id),
  CONSTRAINT import_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollout(id)
);

CREATE INDEX import_made ON import USING btree (made_by, made_at);

ALTER TABLE import ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_own ON import TO dispute_reader
  USING ((made_by = app_user()))
  WITH CHECK ((made_by = app_user()));

CREATE POLICY writer_all ON import TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT ON import TO dispute_reader;
GRANT SELECT ON import TO dispute_writer;

GRANT UPDATE (chosen, rollout_id) ON import TO dispute_reader;

CREATE TABLE import_row (
  import_id uuid NOT NULL,
  n integer NOT NULL,
  cells text NOT NULL,
  CONSTRAINT import_row_pkey PRIMARY KEY (import_id, n),
  CONSTRAINT import_row_import_id_fkey FOREIGN KEY (import_id) REFERENCES import(id) ON DELETE CASCADE
);

ALTER TABLE import_row ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_own ON import_row TO dispute_reader
  USING ((EXISTS ( SELECT
   FROM import i
  WHERE ((i.id = import_row.import_id) AND (i.made_by = app_user())))))
  WITH CHECK ((EXISTS ( SELECT
   FROM import i
  WHERE ((i.id = import_row.import_id) AND (i.made_by = app_user())))));

CREATE POLICY writer_all ON import_row TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT ON import_row TO dispute_reader;
GRANT DELETE, SELECT ON import_row TO dispute_writer;
