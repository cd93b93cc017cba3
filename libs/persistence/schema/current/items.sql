-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE item (
  id uuid NOT NULL,
  number text NOT NULL,
  text text,
  feeder text NOT NULL,
  village text NOT NULL,
  place text,
  heard_at timestamp with time zone NOT NULL,
  received_at timestamp with time zone NOT NULL,
  triage_due_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  desk text NOT NULL,
  reported_by text,
  visible_to text[] NOT NULL,
  dispute_id uuid,
  reason text,
  danger_signs text[] NOT NULL,
  seq integer NOT NULL,
  head_hash bytea NOT NULL,
  item jsonb NOT NULL,
  next_moment timestamp with time zone,
  urgency text NOT NULL DEFAULT 'blue'::text,
  CONSTRAINT item_pkey PRIMARY KEY (id),
  CONSTRAINT item_number_key UNIQUE (number),
  CONSTRAINT item_state_check CHECK ((state = ANY (ARRAY['new'::text, 'promoted'::text, 'discarded'::text, 'linked'::text])))
);

CREATE INDEX item_dispute ON item USING btree (dispute_id) WHERE (dispute_id IS NOT NULL);
CREATE INDEX item_heard ON item USING btree (heard_at DESC, id);
CREATE INDEX item_next_moment ON item USING btree (next_moment) WHERE (next_moment IS NOT NULL);
CREATE INDEX item_waiting ON item USING btree (heard_at DESC, id DESC) INCLUDE (visible_to, reported_by) WHERE (state = 'new'::text);

ALTER TABLE item ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON item FOR SELECT TO dispute_reader
  USING ((arrayoverlap(visible_to, ( SELECT app_scopes() AS app_scopes)) OR (reported_by = ( SELECT app_user() AS app_user))));

CREATE POLICY writer_all ON item TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON item TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON item TO dispute_writer;

CREATE TABLE item_event (
  item_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamp with time zone NOT NULL,
  type text NOT NULL,
  actor jsonb NOT NULL,
  data jsonb NOT NULL,
  text text,
  answers jsonb,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  recorded_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT item_event_pkey PRIMARY KEY (item_id, seq)
);

CREATE INDEX item_event_recorded ON item_event USING brin (recorded_at);

CREATE TRIGGER item_event_append_only BEFORE DELETE OR UPDATE ON item_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER item_event_not_emptied BEFORE TRUNCATE ON item_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE item_event ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON item_event FOR SELECT TO dispute_reader
  USING ((EXISTS ( SELECT 1
   FROM item i
  WHERE (i.id = item_event.item_id))));

CREATE POLICY writer_all ON item_event TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON item_event TO dispute_reader;
GRANT INSERT, SELECT ON item_event TO dispute_writer;
