-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE notice (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  dispute_id uuid,
  item_id uuid,
  seq integer NOT NULL,
  user_id text NOT NULL,
  kind text NOT NULL,
  obligation_id text,
  at timestamp with time zone NOT NULL,
  read_at timestamp with time zone,
  recorded_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
  queued boolean NOT NULL DEFAULT false,
  rollout_id uuid,
  count integer,
  CONSTRAINT notice_pkey PRIMARY KEY (id),
  CONSTRAINT notice_check CHECK ((num_nonnulls(dispute_id, item_id, rollout_id) = 1)),
  CONSTRAINT notice_counted CHECK (((rollout_id IS NULL) = (count IS NULL))),
  CONSTRAINT notice_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE,
  CONSTRAINT notice_once UNIQUE NULLS NOT DISTINCT (dispute_id, item_id, rollout_id, seq, user_id, kind, obligation_id),
  CONSTRAINT notice_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES rollout(id) ON DELETE CASCADE
);

CREATE INDEX notice_left ON notice USING btree (id) WHERE (NOT queued);
CREATE INDEX notice_recorded ON notice USING btree (user_id, recorded_in);
CREATE INDEX notice_told ON notice USING btree (user_id, at DESC, id DESC);

CREATE TRIGGER notice_announce AFTER INSERT ON notice REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION announce_notices();
CREATE TRIGGER notice_held BEFORE DELETE ON notice FOR EACH ROW EXECUTE FUNCTION refuse_loss();

ALTER TABLE notice ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_own ON notice TO dispute_reader
  USING ((user_id = app_user()))
  WITH CHECK ((user_id = app_user()));

CREATE POLICY writer_all ON notice TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON notice TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON notice TO dispute_writer;

GRANT UPDATE (read_at) ON notice TO dispute_reader;

CREATE VIEW notice_matter WITH (security_invoker=true) AS
 SELECT n.id AS notice_id,
    d.number,
    d.grade,
    (NOT (d.grade IS DISTINCT FROM 'red'::text)) AS red,
    d.holder,
    d.visible_to,
    NULL::text AS reported_by,
    NULL::jsonb AS triage
   FROM (notice n
     JOIN dispute d ON ((d.id = n.dispute_id)))
UNION ALL
 SELECT n.id AS notice_id,
    i.number,
    NULL::text AS grade,
    (i.urgency = 'red'::text) AS red,
    i.desk AS holder,
    i.visible_to,
    i.reported_by,
    (i.item #> '{obligations,0}'::text[]) AS triage
   FROM (notice n
     JOIN item i ON ((i.id = n.item_id)))
UNION ALL
 SELECT n.id AS notice_id,
    NULL::text AS number,
    NULL::text AS grade,
    false AS red,
    NULL::text AS holder,
    NULL::text[] AS visible_to,
    NULL::text AS reported_by,
    NULL::jsonb AS triage
   FROM notice n
  WHERE (n.rollout_id IS NOT NULL);

GRANT SELECT ON notice_matter TO dispute_writer;

CREATE TABLE channel (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  account_id text NOT NULL,
  kind text NOT NULL,
  address text NOT NULL,
  address_hash text NOT NULL,
  shown text NOT NULL,
  secret text,
  muted text[] NOT NULL DEFAULT '{}'::text[],
  quiet_from text,
  quiet_to text,
  active boolean NOT NULL DEFAULT true,
  disabled_reason text,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  confirmed_at timestamp with time zone,
  live boolean NOT NULL GENERATED ALWAYS AS ((active AND ((kind <> 'email'::text) OR (confirmed_at IS NOT NULL)))) STORED,
  CONSTRAINT channel_pkey PRIMARY KEY (id),
  CONSTRAINT channel_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT channel_account_id_kind_address_hash_key UNIQUE (account_id, kind, address_hash),
  CONSTRAINT channel_kind_check CHECK ((kind = ANY (ARRAY['email'::text, 'webhook'::text, 'wecom'::text, 'dingtalk'::text, 'feishu'::text])))
);

ALTER TABLE channel ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_oversees ON channel FOR SELECT TO dispute_reader
  USING (app_oversees(account_id));

CREATE POLICY reader_own ON channel TO dispute_reader
  USING ((account_id = app_user()))
  WITH CHECK ((account_id = app_user()));

CREATE POLICY writer_all ON channel TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT DELETE, INSERT, SELECT, UPDATE ON channel TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON channel TO dispute_writer;

CREATE TABLE delivery (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  channel_id uuid NOT NULL,
  account_id text NOT NULL,
  state text NOT NULL,
  red boolean NOT NULL,
  made_at timestamp with time zone NOT NULL,
  next_at timestamp with time zone NOT NULL,
  leased_until timestamp with time zone,
  attempts integer NOT NULL DEFAULT 0,
  last_error text,
  sent_at timestamp with time zone,
  fault text,
  CONSTRAINT delivery_pkey PRIMARY KEY (id),
  CONSTRAINT delivery_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channel(id) ON DELETE CASCADE,
  CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'dropped'::text])))
);

CREATE INDEX delivery_account ON delivery USING btree (account_id, made_at DESC, id);
CREATE INDEX delivery_channel ON delivery USING btree (channel_id, sent_at);
CREATE INDEX delivery_made ON delivery USING btree (made_at DESC, id DESC);
CREATE INDEX delivery_next ON delivery USING btree (next_at) WHERE (state = ANY (ARRAY['waiting'::text, 'sending'::text]));

ALTER TABLE delivery ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_oversees ON delivery FOR SELECT TO dispute_reader
  USING (app_oversees(account_id));

CREATE POLICY reader_own ON delivery TO dispute_reader
  USING ((account_id = app_user()))
  WITH CHECK ((account_id = app_user()));

CREATE POLICY reader_sends_again ON delivery FOR UPDATE TO dispute_reader
  USING (app_oversees(account_id));

CREATE POLICY writer_all ON delivery TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON delivery TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON delivery TO dispute_writer;

GRANT UPDATE (attempts, next_at, state) ON delivery TO dispute_reader;

CREATE TABLE delivery_item (
  notice_id bigint NOT NULL,
  channel_id uuid NOT NULL,
  account_id text NOT NULL,
  due_at timestamp with time zone,
  delivery_id uuid,
  urgent boolean NOT NULL DEFAULT false,
  CONSTRAINT delivery_item_pkey PRIMARY KEY (notice_id, channel_id),
  CONSTRAINT delivery_item_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channel(id) ON DELETE CASCADE,
  CONSTRAINT delivery_item_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES delivery(id) ON DELETE CASCADE,
  CONSTRAINT delivery_item_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notice(id) ON DELETE CASCADE
);

CREATE INDEX delivery_item_delivery ON delivery_item USING btree (delivery_id);
CREATE INDEX delivery_item_open ON delivery_item USING btree (due_at NULLS FIRST) WHERE (delivery_id IS NULL);

ALTER TABLE delivery_item ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_oversees ON delivery_item FOR SELECT TO dispute_reader
  USING (app_oversees(account_id));

CREATE POLICY reader_own ON delivery_item TO dispute_reader
  USING ((account_id = app_user()))
  WITH CHECK ((account_id = app_user()));

CREATE POLICY writer_all ON delivery_item TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON delivery_item TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON delivery_item TO dispute_writer;

CREATE TABLE confirmation (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  channel_id uuid,
  account_id text NOT NULL,
  address_hash text NOT NULL,
  asked_at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  state text NOT NULL DEFAULT 'waiting'::text,
  next_at timestamp with time zone NOT NULL DEFAULT now(),
  attempts integer NOT NULL DEFAULT 0,
  fault text,
  code_hash text,
  expires_at timestamp with time zone,
  tries integer NOT NULL DEFAULT 0,
  used_at timestamp with time zone,
  CONSTRAINT confirmation_pkey PRIMARY KEY (id),
  CONSTRAINT confirmation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT confirmation_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES channel(id) ON DELETE SET NULL,
  CONSTRAINT confirmation_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
);

CREATE INDEX confirmation_account ON confirmation USING btree (account_id, asked_at);
CREATE INDEX confirmation_channel ON confirmation USING btree (channel_id, asked_at DESC);
CREATE INDEX confirmation_next ON confirmation USING btree (next_at) WHERE (state = 'waiting'::text);

ALTER TABLE confirmation ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_own ON confirmation TO dispute_reader
  USING ((account_id = app_user()))
  WITH CHECK ((account_id = app_user()));

CREATE POLICY writer_all ON confirmation TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT INSERT, SELECT ON confirmation TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON confirmation TO dispute_writer;

GRANT UPDATE (tries, used_at) ON confirmation TO dispute_reader;
