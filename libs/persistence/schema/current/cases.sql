-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE dispute (
  id uuid NOT NULL,
  number text NOT NULL,
  seq integer NOT NULL,
  head_hash bytea NOT NULL,
  state json NOT NULL,
  "row" jsonb NOT NULL,
  status text NOT NULL,
  grade text,
  category text NOT NULL,
  desk text NOT NULL,
  holder text NOT NULL,
  village text NOT NULL,
  rehearsal boolean NOT NULL,
  clock_ahead interval NOT NULL,
  next_moment timestamp with time zone,
  next_due timestamp with time zone,
  late_from timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  graded_at timestamp with time zone,
  updated_at timestamp with time zone NOT NULL,
  resolved_at timestamp with time zone,
  closed_at timestamp with time zone,
  visible_to text[] NOT NULL,
  search text NOT NULL DEFAULT ''::text,
  changed_in xid8 NOT NULL DEFAULT '0'::xid8,
  outcome text GENERATED ALWAYS AS (("row" #>> '{resolution,outcome}'::text[])) STORED,
  first_resolved_at text GENERATED ALWAYS AS (("row" #>> '{closures,0,resolvedAt}'::text[])) STORED,
  reopened boolean GENERATED ALWAYS AS ((jsonb_array_length(("row" -> 'closures'::text)) > 0)) STORED,
  repeated boolean GENERATED ALWAYS AS ((COALESCE(jsonb_array_length(("row" -> 'repeats'::text)), 0) > 0)) STORED,
  title text GENERATED ALWAYS AS (("row" ->> 'title'::text)) STORED,
  party_names jsonb GENERATED ALWAYS AS (jsonb_path_query_array("row", '$."parties"[*]."name"'::jsonpath)) STORED,
  CONSTRAINT dispute_pkey PRIMARY KEY (id),
  CONSTRAINT dispute_number_key UNIQUE (number)
);

CREATE INDEX dispute_at_work ON dispute USING btree (created_at DESC, id DESC, status) WHERE (status <> 'closed'::text);
CREATE INDEX dispute_at_work_id ON dispute USING btree (id) WHERE (status <> 'closed'::text);
CREATE INDEX dispute_beside ON dispute USING btree (created_at) WHERE (outcome = ANY (ARRAY['merged'::text, 'invalid'::text]));
CREATE INDEX dispute_changed ON dispute USING btree (changed_in);
CREATE INDEX dispute_closed ON dispute USING btree (closed_at, id) WHERE ((closed_at IS NOT NULL) AND (NOT ("row" ? 'erased'::text)));
CREATE INDEX dispute_created ON dispute USING btree (created_at DESC, id);
CREATE INDEX dispute_danger ON dispute USING btree (created_at DESC, id DESC) WHERE (jsonb_array_length(("row" -> 'dangerSigns'::text)) > 0);
CREATE INDEX dispute_due ON dispute USING btree (COALESCE(next_due, '9999-12-31 00:00:00+00'::timestamp with time zone), id);

CREATE INDEX dispute_grade ON dispute USING btree ((
CASE grade
    WHEN 'red'::text THEN 3
    WHEN 'yellow'::text THEN 2
    WHEN 'blue'::text THEN 1
    ELSE 0
END) DESC, created_at DESC, id DESC);

CREATE INDEX dispute_next_moment ON dispute USING btree (next_moment) WHERE (next_moment IS NOT NULL);
CREATE INDEX dispute_rehearsal ON dispute USING btree (created_at DESC, id DESC) WHERE rehearsal;
CREATE INDEX dispute_repeated ON dispute USING btree (created_at DESC, id DESC) WHERE repeated;

CREATE INDEX dispute_status ON dispute USING btree ((
CASE status
    WHEN 'entered'::text THEN 7
    WHEN 'circulating'::text THEN 6
    WHEN 'handling'::text THEN 5
    WHEN 'suspended'::text THEN 4
    WHEN 'statutory'::text THEN 3
    WHEN 'resolved'::text THEN 2
    ELSE 1
END) DESC, created_at DESC, id DESC);

CREATE INDEX dispute_updated ON dispute USING btree (updated_at DESC, id DESC);

CREATE TRIGGER dispute_announce AFTER INSERT ON dispute FOR EACH ROW EXECUTE FUNCTION announce_change();
CREATE TRIGGER dispute_announce_again AFTER UPDATE ON dispute FOR EACH ROW WHEN (((old.seq <> new.seq) OR (old.visible_to <> new.visible_to))) EXECUTE FUNCTION announce_change();
CREATE TRIGGER dispute_hold AFTER UPDATE ON dispute FOR EACH ROW WHEN (((old."row" ? 'hold'::text) <> (new."row" ? 'hold'::text))) EXECUTE FUNCTION refuse_untrue_hold();
CREATE TRIGGER dispute_mark BEFORE INSERT ON dispute FOR EACH ROW EXECUTE FUNCTION mark_change();
CREATE TRIGGER dispute_mark_again BEFORE UPDATE ON dispute FOR EACH ROW WHEN (((old.seq <> new.seq) OR (old.visible_to <> new.visible_to))) EXECUTE FUNCTION mark_change();
CREATE TRIGGER dispute_scopes AFTER UPDATE ON dispute FOR EACH ROW WHEN (((old.visible_to <> new.visible_to) OR ((old.status = 'closed'::text) <> (new.status = 'closed'::text)))) EXECUTE FUNCTION hand_scopes_on();
CREATE TRIGGER dispute_tally AFTER INSERT ON dispute FOR EACH ROW WHEN ((new.status = 'closed'::text)) EXECUTE FUNCTION keep_tally();
CREATE TRIGGER dispute_tally_again AFTER UPDATE ON dispute FOR EACH ROW WHEN (((old.status = 'closed'::text) OR (new.status = 'closed'::text))) EXECUTE FUNCTION keep_tally();
CREATE TRIGGER dispute_words_kept AFTER INSERT ON dispute FOR EACH ROW WHEN ((new.search <> ''::text)) EXECUTE FUNCTION keep_words();
CREATE TRIGGER dispute_words_kept_again AFTER UPDATE ON dispute FOR EACH ROW WHEN (((old.visible_to <> new.visible_to) OR ((new.search <> ''::text) AND (old.seq <> new.seq)))) EXECUTE FUNCTION keep_words();

ALTER TABLE dispute ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON dispute FOR SELECT TO dispute_reader
  USING (arrayoverlap(visible_to, ( SELECT app_scopes() AS app_scopes)));

CREATE POLICY writer_all ON dispute TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON dispute TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON dispute TO dispute_writer;

CREATE TABLE dispute_words (
  dispute_id uuid NOT NULL,
  visible_to text[] NOT NULL,
  words text NOT NULL DEFAULT ''::text,
  sought text NOT NULL DEFAULT ''::text,
  village text,
  CONSTRAINT dispute_words_pkey PRIMARY KEY (dispute_id),
  CONSTRAINT dispute_words_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE
);

CREATE INDEX dispute_words_seen ON dispute_words USING gin (visible_to) WITH (fastupdate=off);
CREATE INDEX dispute_words_sought ON dispute_words USING gin (sought gin_trgm_ops);
CREATE INDEX dispute_words_village ON dispute_words USING btree (village);

ALTER TABLE dispute_words ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON dispute_words FOR SELECT TO dispute_reader
  USING (arrayoverlap(visible_to, ( SELECT app_scopes() AS app_scopes)));

CREATE POLICY writer_all ON dispute_words TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON dispute_words TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON dispute_words TO dispute_writer;

CREATE VIEW found_dispute AS
 SELECT s.dispute_id AS id,
    d."row",
    d.status,
    d.grade,
    d.category,
    d.desk,
    d.holder,
    d.village,
    d.rehearsal,
    d.clock_ahead,
    d.next_due,
    d.late_from,
    d.created_at,
    d.graded_at,
    d.updated_at,
    d.outcome,
    d.reopened,
    d.repeated,
    s.sought,
    s.village AS sought_village,
    d.number
   FROM (dispute_words s
     LEFT JOIN dispute d ON ((d.id = s.dispute_id)))
  WHERE arrayoverlap(s.visible_to, ( SELECT app_scopes() AS app_scopes));

GRANT SELECT ON found_dispute TO dispute_reader;

CREATE VIEW seen_dispute AS
 SELECT d.id,
    d."row",
    d.status,
    d.grade,
    d.category,
    d.desk,
    d.holder,
    d.village,
    d.rehearsal,
    d.clock_ahead,
    d.next_due,
    d.late_from,
    d.created_at,
    d.graded_at,
    d.updated_at,
    s.words AS search,
    d.outcome,
    d.reopened,
    d.repeated
   FROM (dispute_words s
     JOIN dispute d ON ((d.id = s.dispute_id)))
  WHERE arrayoverlap(s.visible_to, ( SELECT app_scopes() AS app_scopes));

GRANT SELECT ON seen_dispute TO dispute_reader;

CREATE TABLE event (
  dispute_id uuid NOT NULL,
  seq integer NOT NULL,
  at timestamp with time zone NOT NULL,
  type text NOT NULL,
  actor jsonb NOT NULL,
  data jsonb NOT NULL,
  text text,
  answers jsonb,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  recorded_at timestamp(3) with time zone NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT event_pkey PRIMARY KEY (dispute_id, seq)
);

CREATE INDEX event_by_person ON event USING btree (recorded_at DESC, dispute_id DESC, seq DESC) WHERE ((actor ->> 'kind'::text) = 'person'::text);
CREATE INDEX event_hold ON event USING btree (dispute_id, seq DESC) WHERE (type = ANY (ARRAY['HoldPlaced'::text, 'HoldLifted'::text]));
CREATE INDEX event_recorded ON event USING brin (recorded_at);

CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_not_emptied BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE event ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON event FOR SELECT TO dispute_reader
  USING ((EXISTS ( SELECT 1
   FROM dispute d
  WHERE (d.id = event.dispute_id)
 OFFSET 0)));

CREATE POLICY writer_all ON event TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON event TO dispute_reader;
GRANT INSERT, SELECT ON event TO dispute_writer;

CREATE TABLE obligation (
  id text NOT NULL,
  dispute_id uuid NOT NULL,
  kind text NOT NULL,
  n integer,
  holder_department text NOT NULL,
  holder_role text NOT NULL,
  holder_user text,
  opened_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone NOT NULL,
  late_after timestamp with time zone NOT NULL,
  state text NOT NULL,
  met_at timestamp with time zone,
  ended_at timestamp with time zone,
  late_since timestamp with time zone,
  "row" jsonb NOT NULL,
  visible_to text[] NOT NULL,
  rehearsal boolean NOT NULL,
  CONSTRAINT obligation_pkey PRIMARY KEY (id),
  CONSTRAINT obligation_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE
);

CREATE INDEX obligation_dispute ON obligation USING btree (dispute_id);
CREATE INDEX obligation_due ON obligation USING btree (due_at, id) WHERE (ended_at IS NULL);
CREATE INDEX obligation_owed ON obligation USING btree (holder_department, due_at, id) INCLUDE (dispute_id, kind, rehearsal, visible_to) WHERE (ended_at IS NULL);

CREATE TRIGGER obligation_scopes BEFORE INSERT ON obligation FOR EACH ROW WHEN (((new.visible_to IS NULL) OR (new.rehearsal IS NULL))) EXECUTE FUNCTION take_scopes();

ALTER TABLE obligation ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON obligation FOR SELECT TO dispute_reader
  USING (arrayoverlap(visible_to, ( SELECT app_scopes() AS app_scopes)));

CREATE POLICY writer_all ON obligation TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON obligation TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON obligation TO dispute_writer;

CREATE TABLE transfer (
  dispute_id uuid NOT NULL,
  id text NOT NULL,
  from_department text NOT NULL,
  to_department text NOT NULL,
  role text NOT NULL,
  state text NOT NULL,
  offered_at timestamp with time zone NOT NULL,
  answered_at timestamp with time zone,
  answer_due_at timestamp with time zone,
  "row" jsonb NOT NULL,
  visible_to text[] NOT NULL,
  live boolean NOT NULL,
  CONSTRAINT transfer_pkey PRIMARY KEY (dispute_id, id),
  CONSTRAINT transfer_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE
);

CREATE INDEX transfer_live ON transfer USING btree (dispute_id) WHERE live;
CREATE INDEX transfer_to ON transfer USING btree (to_department, offered_at);

CREATE TRIGGER transfer_scopes BEFORE INSERT ON transfer FOR EACH ROW WHEN (((new.visible_to IS NULL) OR (new.live IS NULL))) EXECUTE FUNCTION take_scopes();

ALTER TABLE transfer ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON transfer FOR SELECT TO dispute_reader
  USING (arrayoverlap(visible_to, ( SELECT app_scopes() AS app_scopes)));

CREATE POLICY writer_all ON transfer TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON transfer TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON transfer TO dispute_writer;

CREATE TABLE visit (
  dispute_id uuid NOT NULL,
  n integer NOT NULL,
  due_at timestamp with time zone NOT NULL,
  tolerance_until timestamp with time zone NOT NULL,
  state text NOT NULL,
  "row" jsonb NOT NULL,
  visible_to text[] NOT NULL,
  rehearsal boolean NOT NULL,
  CONSTRAINT visit_pkey PRIMARY KEY (dispute_id, n),
  CONSTRAINT visit_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE
);

CREATE INDEX visit_due ON visit USING btree (due_at, dispute_id, n);
CREATE INDEX visit_planned ON visit USING btree (due_at, dispute_id, n) WHERE (state = 'planned'::text);
CREATE INDEX visit_unconfirmed ON visit USING btree (dispute_id, n) WHERE (state = 'unconfirmed'::text);

CREATE TRIGGER visit_gone AFTER DELETE ON visit FOR EACH ROW WHEN ((pg_trigger_depth() = 0)) EXECUTE FUNCTION revise_visit();
CREATE TRIGGER visit_revised AFTER INSERT OR UPDATE OF dispute_id, n, due_at, tolerance_until, state, "row" ON visit FOR EACH ROW EXECUTE FUNCTION revise_visit();
CREATE TRIGGER visit_scopes BEFORE INSERT ON visit FOR EACH ROW WHEN (((new.visible_to IS NULL) OR (new.rehearsal IS NULL))) EXECUTE FUNCTION take_scopes();

ALTER TABLE visit ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON visit FOR SELECT TO dispute_reader
  USING (arrayoverlap(visible_to, ( SELECT app_scopes() AS app_scopes)));

CREATE POLICY writer_all ON visit TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON visit TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON visit TO dispute_writer;

CREATE TABLE visit_revision (
  dispute_id uuid NOT NULL,
  n integer NOT NULL,
  number text NOT NULL,
  department text NOT NULL,
  revision integer NOT NULL,
  due_at timestamp with time zone NOT NULL,
  tolerance_until timestamp with time zone NOT NULL,
  mode text NOT NULL,
  state text NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT visit_revision_pkey PRIMARY KEY (dispute_id, n),
  CONSTRAINT visit_revision_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE
);

CREATE INDEX visit_revision_due ON visit_revision USING btree (department, due_at);

ALTER TABLE visit_revision ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON visit_revision FOR SELECT TO dispute_reader
  USING ((ARRAY[department, (department || '#visitor'::text)] && app_scopes()));

CREATE POLICY writer_all ON visit_revision TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON visit_revision TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON visit_revision TO dispute_writer;

CREATE TABLE tally (
  dispute_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  visible_to text[] NOT NULL,
  holder text NOT NULL,
  village text NOT NULL,
  category text NOT NULL,
  grade text,
  reopened boolean NOT NULL,
  resolved boolean NOT NULL,
  stable boolean NOT NULL,
  circulated boolean NOT NULL,
  seconds double precision,
  judged integer NOT NULL,
  met_in_time integer NOT NULL,
  late_kinds text[],
  offered integer NOT NULL,
  answered_in_time integer NOT NULL,
  upheld integer NOT NULL,
  made integer NOT NULL,
  in_time integer NOT NULL,
  asked integer NOT NULL,
  satisfied integer NOT NULL,
  awaited timestamp with time zone[],
  visitors text[],
  visits integer[],
  waived text[],
  CONSTRAINT tally_pkey PRIMARY KEY (dispute_id),
  CONSTRAINT tally_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE
);

CREATE INDEX tally_created ON tally USING btree (created_at);

ALTER TABLE tally ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON tally FOR SELECT TO dispute_reader
  USING (arrayoverlap(visible_to, ( SELECT app_scopes() AS app_scopes)));

CREATE POLICY writer_all ON tally TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON tally TO dispute_reader;
GRANT DELETE, INSERT, SELECT ON tally TO dispute_writer;

CREATE VIEW dispute_figures WITH (security_invoker=true) AS
 SELECT d.id AS dispute_id,
    d.created_at,
    d.visible_to,
    d.holder,
    d.village,
    d.category,
    d.grade,
    (d.status <> ALL (ARRAY['resolved'::text, 'closed'::text])) AS open,
    d.reopened,
    COALESCE((d.outcome = ANY (ARRAY['settled-on-spot'::text, 'mediated'::text])), false) AS resolved,
    COALESCE(((d.outcome = ANY (ARRAY['settled-on-spot'::text, 'mediated'::text])) AND (v.last_outcome <> 'relapsed'::text)), false) AS stable,
    COALESCE(t.circulated, false) AS circulated,
    (EXTRACT(epoch FROM (COALESCE((d.first_resolved_at)::timestamp with time zone, d.resolved_at) - d.created_at)))::double precision AS seconds,
    o.judged,
    o.met_in_time,
    o.late_kinds,
    t.offered,
    t.answered_in_time,
    t.upheld,
    v.made,
    v.in_time,
    v.asked,
    v.satisfied,
    v.awaited,
    d.status,
    w.visitors,
    w.visits,
    d.rehearsal,
    v.waived
   FROM ((((dispute d
     CROSS JOIN LATERAL ( SELECT (count(*))::integer AS judged,
            (count(*) FILTER (WHERE (o_1.met_at <= o_1.late_after)))::integer AS met_in_time,
            array_agg(DISTINCT o_1.kind ORDER BY o_1.kind) FILTER (WHERE ((o_1.state <> 'met'::text) OR (o_1.met_at > o_1.late_after))) AS late_kinds
           FROM obligation o_1
          WHERE ((o_1.dispute_id = d.id) AND ((o_1.state = 'met'::text) OR ((o_1.ended_at IS NULL) AND (o_1.state <> 'paused'::text) AND (o_1.late_after < (now() + d.clock_ahead)))))) o)
     CROSS JOIN LATERAL ( SELECT (count(*) FILTER (WHERE (t_1.to_department <> d.desk)))::integer AS offered,
            (count(*) FILTER (WHERE ((t_1.to_department <> d.desk) AND (t_1.answered_at <= t_1.answer_due_at))))::integer AS answered_in_time,
            (count(*) FILTER (WHERE (t_1.state = 'returned'::text)))::integer AS upheld,
            bool_or((t_1.to_department <> d.desk)) AS circulated
           FROM transfer t_1
          WHERE (t_1.dispute_id = d.id)) t)
     CROSS JOIN LATERAL ( SELECT (count(*) FILTER (WHERE (v_1.state = 'done'::text)))::integer AS made,
            (count(*) FILTER (WHERE ((v_1.state = 'done'::text) AND (((v_1."row" ->> 'visitedAt'::text))::timestamp with time zone <= v_1.tolerance_until))))::integer AS in_time,
            (count(*) FILTER (WHERE ((v_1."row" ->> 'satisfied'::text) IS NOT NULL)))::integer AS asked,
            (count(*) FILTER (WHERE ((v_1."row" ->> 'satisfied'::text) = 'true'::text)))::integer AS satisfied,
            array_agg((v_1.tolerance_until - d.clock_ahead) ORDER BY v_1.tolerance_until) FILTER (WHERE (v_1.state <> ALL (ARRAY['done'::text, 'waived'::text]))) AS awaited,
            (array_agg((v_1."row" ->> 'outcome'::text) ORDER BY v_1.n DESC) FILTER (WHERE (v_1.state = 'done'::text)))[1] AS last_outcome,
            array_agg(COALESCE((v_1."row" ->> 'departmentId'::text), d.desk) ORDER BY (COALESCE((v_1."row" ->> 'departmentId'::text), d.desk) COLLATE "C")) FILTER (WHERE (v_1.state = 'waived'::text)) AS waived
           FROM visit v_1
          WHERE (v_1.dispute_id = d.id)) v)
     CROSS JOIN LATERAL ( SELECT array_agg(told.by ORDER BY (told.by COLLATE "C")) FILTER (WHERE (told.n = 1)) AS visitors,
            array_agg((told.each)::integer ORDER BY (told.by COLLATE "C"), told.n) AS visits
           FROM ( SELECT of_department.by,
                    figures.n,
                    figures.each
                   FROM ( SELECT COALESCE((v_1."row" ->> 'departmentId'::text), d.desk) AS by,
                            count(*) FILTER (WHERE (v_1.state = 'done'::text)) AS done,
                            count(*) FILTER (WHERE ((v_1.state = 'done'::text) AND (((v_1."row" ->> 'visitedAt'::text))::timestamp with time zone <= v_1.tolerance_until))) AS in_time,
                            count(*) FILTER (WHERE (((v_1."row" -> 'check'::text) ->> 'state'::text) = 'confirmed'::text)) AS confirmed,
                            count(*) FILTER (WHERE (((v_1."row" -> 'check'::text) ->> 'state'::text) = 'different'::text)) AS different
                           FROM visit v_1
                          WHERE ((v_1.dispute_id = d.id) AND (v_1.state = ANY (ARRAY['done'::text, 'unconfirmed'::text, 'undone'::text])))
                          GROUP BY COALESCE((v_1."row" ->> 'departmentId'::text), d.desk)) of_department,
                    LATERAL ( VALUES (1,of_department.done), (2,of_department.in_time), (3,of_department.confirmed), (4,of_department.different)) figures(n, each)) told) w)
  WHERE ((d.graded_at IS NOT NULL) AND (COALESCE(d.outcome, ''::text) <> ALL (ARRAY['merged'::text, 'invalid'::text])));

GRANT SELECT ON dispute_figures TO dispute_reader;
GRANT SELECT ON dispute_figures TO dispute_writer;

CREATE VIEW tallied WITH (security_invoker=true) AS
 SELECT dispute_id,
    created_at,
    visible_to,
    holder,
    village,
    category,
    grade,
    open,
    reopened,
    resolved,
    stable,
    circulated,
    seconds,
    judged,
    met_in_time,
    late_kinds,
    offered,
    answered_in_time,
    upheld,
    made,
    in_time,
    asked,
    satisfied,
    awaited,
    status,
    visitors,
    visits,
    waived
   FROM dispute_figures
  WHERE (NOT rehearsal);

GRANT SELECT ON tallied TO dispute_reader;
GRANT SELECT ON tallied TO dispute_writer;

CREATE TABLE command_key (
  key text NOT NULL,
  user_id text NOT NULL,
  body_hmac text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  dispute_id uuid,
  seq integer,
  refused boolean NOT NULL DEFAULT false,
  CONSTRAINT command_key_pkey PRIMARY KEY (key)
);

CREATE INDEX command_key_of ON command_key USING btree (dispute_id);

CREATE TRIGGER command_key_held BEFORE DELETE ON command_key FOR EACH ROW EXECUTE FUNCTION refuse_loss();

GRANT INSERT, SELECT ON command_key TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON command_key TO dispute_writer;

GRANT UPDATE (body_hmac, received_at, refused) ON command_key TO dispute_reader;

CREATE TABLE departure (
  dispute_id uuid NOT NULL,
  scope text NOT NULL,
  changed_in xid8 NOT NULL,
  CONSTRAINT departure_pkey PRIMARY KEY (dispute_id, scope),
  CONSTRAINT departure_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id) ON DELETE CASCADE
);

CREATE INDEX departure_changed ON departure USING btree (scope, changed_in);

ALTER TABLE departure ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON departure FOR SELECT TO dispute_reader
  USING ((scope = ANY (app_scopes())));

CREATE POLICY writer_all ON departure TO dispute_writer
  USING (true)
  WITH CHECK (true);

GRANT SELECT ON departure TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON departure TO dispute_writer;
