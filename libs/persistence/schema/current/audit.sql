-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE access_log (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  at timestamp with time zone NOT NULL,
  action text NOT NULL,
  user_id text NOT NULL,
  department_id text NOT NULL,
  dispute_id uuid,
  data jsonb NOT NULL,
  text text,
  visible_to text[] NOT NULL,
  mac text NOT NULL,
  CONSTRAINT access_log_pkey PRIMARY KEY (id)
);

CREATE INDEX access_log_at ON access_log USING btree (at DESC, id DESC);
CREATE INDEX access_log_dispute ON access_log USING btree (dispute_id, at) WHERE (dispute_id IS NOT NULL);
CREATE INDEX access_log_user ON access_log USING btree (user_id, action, at);

CREATE TRIGGER access_log_append_only BEFORE DELETE OR UPDATE ON access_log FOR EACH ROW EXECUTE FUNCTION refuse_log_change();
CREATE TRIGGER access_log_not_emptied BEFORE TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE access_log ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_adds_own ON access_log FOR INSERT TO dispute_reader
  WITH CHECK ((user_id = app_user()));

CREATE POLICY reader_audits ON access_log FOR SELECT TO dispute_reader
  USING (((user_id = app_user()) OR (('@audit'::text = ANY (app_scopes())) AND (visible_to && app_scopes()))));

CREATE POLICY writer_adds_staff ON access_log FOR INSERT TO dispute_writer
  WITH CHECK ((action = ANY (ARRAY['department-changed'::text, 'person-changed'::text, 'invitation-made'::text])));

CREATE POLICY writer_all ON access_log FOR SELECT TO dispute_writer
  USING (true);

GRANT INSERT, SELECT ON access_log TO dispute_reader;
GRANT INSERT, SELECT ON access_log TO dispute_writer;

CREATE TABLE log_checkpoint (
  visible_to text[] NOT NULL,
  from_id bigint NOT NULL,
  until_id bigint NOT NULL,
  entries integer NOT NULL,
  digest bytea NOT NULL,
  taken_at timestamp with time zone NOT NULL,
  run integer NOT NULL,
  mac text NOT NULL,
  CONSTRAINT log_checkpoint_pkey PRIMARY KEY (visible_to, until_id)
);

CREATE INDEX log_checkpoint_until ON log_checkpoint USING btree (until_id);

CREATE TRIGGER log_checkpoint_append_only BEFORE DELETE OR UPDATE ON log_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_recount();
CREATE TRIGGER log_checkpoint_not_emptied BEFORE TRUNCATE ON log_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE log_checkpoint ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_audits ON log_checkpoint FOR SELECT TO dispute_reader
  USING ((('@audit'::text = ANY (app_scopes())) AND (visible_to && app_scopes())));

CREATE POLICY writer_all ON log_checkpoint TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON log_checkpoint TO dispute_reader;
GRANT INSERT, SELECT ON log_checkpoint TO dispute_writer;
