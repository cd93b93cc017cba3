-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE master_key (
  id text NOT NULL,
  current boolean NOT NULL,
  since timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT master_key_pkey PRIMARY KEY (id)
);

CREATE UNIQUE INDEX master_key_current ON master_key USING btree (current) WHERE current;

GRANT INSERT, SELECT ON master_key TO dispute_reader;
GRANT INSERT, SELECT ON master_key TO dispute_writer;

CREATE TABLE own_key (
  purpose text NOT NULL,
  wrapped bytea,
  wrapped_by text,
  CONSTRAINT own_key_pkey PRIMARY KEY (purpose),
  CONSTRAINT own_key_wrapped_by_fkey FOREIGN KEY (wrapped_by) REFERENCES master_key(id)
);

GRANT INSERT, SELECT ON own_key TO dispute_reader;
GRANT INSERT, SELECT ON own_key TO dispute_writer;

CREATE TABLE dispute_key (
  dispute_id uuid NOT NULL,
  wrapped bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  wrapped_by text,
  CONSTRAINT dispute_key_pkey PRIMARY KEY (dispute_id),
  CONSTRAINT dispute_key_wrapped_by_fkey FOREIGN KEY (wrapped_by) REFERENCES master_key(id)
);

CREATE INDEX dispute_key_wrapped_by ON dispute_key USING btree (wrapped_by);

CREATE TRIGGER dispute_key_held BEFORE DELETE ON dispute_key FOR EACH ROW EXECUTE FUNCTION refuse_loss();
CREATE TRIGGER dispute_key_kept BEFORE DELETE ON dispute_key FOR EACH ROW EXECUTE FUNCTION refuse_key_loss();

GRANT INSERT, SELECT ON dispute_key TO dispute_reader;
GRANT DELETE, INSERT, SELECT ON dispute_key TO dispute_writer;

CREATE TABLE dispute_match (
  token text NOT NULL,
  dispute_id uuid NOT NULL,
  CONSTRAINT dispute_match_pkey PRIMARY KEY (token, dispute_id),
  CONSTRAINT dispute_match_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE
);

CREATE TRIGGER dispute_match_held BEFORE DELETE ON dispute_match FOR EACH ROW EXECUTE FUNCTION refuse_loss();

ALTER TABLE dispute_match ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON dispute_match FOR SELECT TO dispute_reader
  USING ((EXISTS ( SELECT 1
   FROM dispute d
  WHERE (d.id = dispute_match.dispute_id))));

CREATE POLICY writer_all ON dispute_match TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON dispute_match TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON dispute_match TO dispute_writer;

CREATE TABLE unsigned_record (
  case_id uuid NOT NULL,
  seq integer NOT NULL,
  CONSTRAINT unsigned_record_pkey PRIMARY KEY (case_id),
  CONSTRAINT unsigned_record_seq_check CHECK ((seq > 0))
);

CREATE TRIGGER unsigned_record_not_emptied BEFORE TRUNCATE ON unsigned_record FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER unsigned_record_written_once BEFORE INSERT OR DELETE OR UPDATE ON unsigned_record FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE unsigned_record ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON unsigned_record TO dispute_reader
  USING (((EXISTS ( SELECT
   FROM dispute
  WHERE (dispute.id = unsigned_record.case_id))) OR (EXISTS ( SELECT
   FROM item
  WHERE (item.id = unsigned_record.case_id)))));

CREATE POLICY writer_all ON unsigned_record TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON unsigned_record TO dispute_reader;
GRANT SELECT ON unsigned_record TO dispute_writer;
