-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE OR REPLACE FUNCTION access_log_end()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          LOCK TABLE access_log IN SHARE MODE;
          RETURN (SELECT coalesce(max(id), 0) FROM access_log);
        END $function$;
GRANT EXECUTE ON FUNCTION access_log_end() TO dispute_writer;

CREATE OR REPLACE FUNCTION account_named(typed text)
 RETURNS text
 LANGUAGE sql
 STABLE STRICT
RETURN (SELECT COALESCE(max(account.id) FILTER (WHERE (account.id = account_named.typed)), CASE WHEN (count(*) = 1) THEN max(account.id) ELSE NULL::text END) AS "coalesce" FROM account WHERE (username_key(account.id) = username_key(account_named.typed)));
GRANT EXECUTE ON FUNCTION account_named(text) TO dispute_reader;
GRANT EXECUTE ON FUNCTION account_named(text) TO dispute_writer;

CREATE OR REPLACE FUNCTION announce(who text)
 RETURNS void
 LANGUAGE sql
BEGIN ATOMIC
 SELECT pg_notify('change'::text,
         CASE
             WHEN (octet_length(who) < 7000) THEN who
             ELSE '{}'::text
         END) AS pg_notify;
END;
GRANT EXECUTE ON FUNCTION announce(text) TO dispute_reader;
GRANT EXECUTE ON FUNCTION announce(text) TO dispute_writer;

CREATE OR REPLACE FUNCTION announce_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          gone text[] := '{}';
        BEGIN
          -- Nobody else is told of a rehearsal; who sent the command waits for it all the same.
          IF NEW.rehearsal THEN
            PERFORM announce(json_build_object('scopes', '{}'::text[], 'dispute', NEW.id)::text);
            RETURN NULL;
          END IF;
          IF TG_OP = 'UPDATE' THEN
            gone := ARRAY(SELECT unnest(OLD.visible_to) EXCEPT SELECT unnest(NEW.visible_to));
            IF gone <> '{}' THEN
              INSERT INTO departure (dispute_id, scope, changed_in)
                SELECT NEW.id, scope, pg_current_xact_id() FROM unnest(gone) AS scope
                ON CONFLICT (dispute_id, scope) DO UPDATE SET changed_in = excluded.changed_in;
            END IF;
          END IF;
          PERFORM announce(json_build_object('scopes', NEW.visible_to || gone, 'dispute', NEW.id)::text);
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION announce_end()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          PERFORM announce(json_build_object('users', array_agg(DISTINCT account_id),
            'ended', array_agg(DISTINCT account_id))::text) FROM ended HAVING count(*) > 0;
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION announce_notices()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          PERFORM announce(json_build_object('users', array_agg(DISTINCT user_id))::text) FROM added
            HAVING count(*) > 0;
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION app_oversees(account text)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (('@deliveries'::text = ANY (app_scopes())) OR (EXISTS (SELECT FROM account a WHERE ((a.id = app_oversees.account) AND (('@deliveries:'::text || a.department_id) = ANY (app_scopes()))))));
GRANT EXECUTE ON FUNCTION app_oversees(text) TO dispute_reader;

CREATE OR REPLACE FUNCTION app_scopes()
 RETURNS text[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN string_to_array(current_setting('app.scopes'::text, true), ','::text);
GRANT EXECUTE ON FUNCTION app_scopes() TO dispute_reader;

CREATE OR REPLACE FUNCTION app_user()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN current_setting('app.user_id'::text, true);
GRANT EXECUTE ON FUNCTION app_user() TO dispute_reader;

CREATE OR REPLACE FUNCTION close_department(place text, asked_by text)
 RETURNS TABLE(person text, granted text[], waiting text[])
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          power constant text[] := '{admin,auditor}';
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          RETURN QUERY UPDATE account a SET department_id = d.successor_id,
              roles = ARRAY(SELECT r FROM unnest(a.roles) r WHERE r <> ALL (power)),
              pending = a.pending || coalesce(
                (SELECT jsonb_object_agg(r, asked_by) FROM unnest(a.roles) r WHERE r = ANY (power)), '{}')
            FROM department d WHERE d.id = place AND d.successor_id IS NOT NULL AND a.department_id = place AND a.active
            RETURNING a.id, a.roles, ARRAY(SELECT jsonb_object_keys(a.pending));
          UPDATE department SET active = false WHERE id = place AND successor_id IS NOT NULL;
        END $function$;
GRANT EXECUTE ON FUNCTION close_department(text,text) TO dispute_writer;

CREATE OR REPLACE FUNCTION count_expired(kind text, before timestamp with time zone, departments text[])
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$ SELECT coalesce(sum(n), 0)::bigint FROM expire_rows(kind, before, departments, false) $function$;
GRANT EXECUTE ON FUNCTION count_expired(text,timestamp with time zone,text[]) TO dispute_reader;

CREATE OR REPLACE FUNCTION department_line(place text)
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$ WITH RECURSIVE line AS (
          SELECT id, parent_id FROM department WHERE id = place
          UNION SELECT d.id, d.parent_id FROM department d JOIN line ON d.id = line.parent_id)
        SELECT array_agg(id) FROM line $function$;

CREATE OR REPLACE FUNCTION dispute_status(wanted uuid)
 RETURNS text
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
          SELECT status FROM dispute WHERE id = leads_to(wanted) $function$;
GRANT EXECUTE ON FUNCTION dispute_status(uuid) TO dispute_reader;

CREATE OR REPLACE FUNCTION end_access()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          DELETE FROM session WHERE account_id = NEW.id;
          DELETE FROM api_token WHERE account_id = NEW.id;
          DELETE FROM feed_token WHERE account_id = NEW.id;
          DELETE FROM invitation WHERE account_id = NEW.id;
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION expire_rows(kind text, before timestamp with time zone, departments text[], really boolean)
 RETURNS TABLE(department text, n bigint)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          of_person text := 'coalesce((SELECT a.department_id FROM account a WHERE a.id = t.%I), '''')';
          of_whom text := CASE kind
            WHEN 'access-log' THEN
              'CASE WHEN EXISTS (SELECT FROM department d WHERE d.id = t.department_id) THEN t.department_id ELSE '''' END'
            WHEN 'delivery' THEN format(of_person, 'account_id')
            ELSE format(of_person, 'user_id') END;
          condition text := CASE kind
            WHEN 'access-log' THEN 'access_log t WHERE at < $1 AND NOT is_withheld(t.dispute_id)'
            WHEN 'notice' THEN 'notice t WHERE at < $1 AND NOT is_withheld(coalesce(t.dispute_id, t.item_id))'
            WHEN 'receipt' THEN 'command_key t WHERE received_at < $1 AND NOT is_withheld(t.dispute_id)'
            WHEN 'delivery' THEN 'delivery t WHERE made_at < $1 AND NOT EXISTS (SELECT FROM delivery_item i
              JOIN notice n ON n.id = i.notice_id
              WHERE i.delivery_id = t.id AND is_withheld(coalesce(n.dispute_id, n.item_id)))'
          END || format(' AND %s = ANY ($2)', of_whom);
        BEGIN
          IF really THEN
            PERFORM set_config('app.retention', 'on', true);
            RETURN QUERY EXECUTE format(
              'WITH gone AS (DELETE FROM %s RETURNING %s AS of_whom) SELECT of_whom, count(*) FROM gone GROUP BY 1',
              condition, of_whom) USING before, departments;
          ELSE
            RETURN QUERY EXECUTE format('SELECT %s, count(*) FROM %s GROUP BY 1', of_whom, condition) USING before, departments;
          END IF;
        END $function$;

CREATE OR REPLACE FUNCTION few_seen()
 RETURNS uuid[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          most integer;
          guess json;
          ids uuid[];
        BEGIN
          -- Of n that lie anywhere among all, a walk for a page of fifty passes fifty times all / n; to gather and to sort one
          -- of n costs some five times as much.
          SELECT sqrt(10 * greatest(reltuples, 0)) INTO most FROM pg_class WHERE oid = 'dispute_words'::regclass;
          -- Each time as the planner guesses of these scopes: to look would pass all that somebody sees who sees many.
          EXECUTE 'EXPLAIN (FORMAT JSON) SELECT FROM dispute_words WHERE visible_to && app_scopes()' INTO guess;
          -- Of a scope that is new it knows that it is rare, and guesses too high.
          IF (guess -> 0 -> 'Plan' ->> 'Plan Rows')::float8 > 2 * most THEN RETURN NULL; END IF;
          EXECUTE 'SELECT array_agg(dispute_id) FROM (
            SELECT dispute_id FROM dispute_words WHERE visible_to && app_scopes() LIMIT $1) seen' INTO ids USING most + 1;
          RETURN CASE WHEN coalesce(cardinality(ids), 0) <= most THEN coalesce(ids, '{}') END;
        END $function$;
GRANT EXECUTE ON FUNCTION few_seen() TO dispute_reader;

CREATE OR REPLACE FUNCTION find_dispute(who text, scopes text, wanted uuid)
 RETURNS TABLE("row" jsonb, state json)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          PERFORM set_config('app.user_id', who, true), set_config('app.scopes', scopes, true);
          RETURN QUERY SELECT d.row, d.state FROM dispute d WHERE d.id = wanted;
        END $function$;
GRANT EXECUTE ON FUNCTION find_dispute(text,text,uuid) TO dispute_reader;

CREATE OR REPLACE FUNCTION found_region(new_id text, full_name text, letters text, policy_hash text, document jsonb, calendar_hash text, days jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          INSERT INTO region (id, name, prefix) VALUES (new_id, full_name, letters);
          INSERT INTO region_series (region, series) SELECT new_id, s FROM unnest('{dispute,item,rehearsal}'::text[]) s;
          INSERT INTO policy (version, region, state, hash, published_at, document)
            VALUES (new_id || '-1', new_id, 'published', policy_hash, now(), document);
          INSERT INTO calendar (version, region, current, hash, published_at, years)
            VALUES (new_id || '-1', new_id, true, calendar_hash, now(), days);
        END $function$;
GRANT EXECUTE ON FUNCTION found_region(text,text,text,text,jsonb,text,jsonb) TO dispute_reader;

CREATE OR REPLACE FUNCTION hand_scopes_on()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          UPDATE obligation SET visible_to = NEW.visible_to, rehearsal = NEW.rehearsal
            WHERE dispute_id = NEW.id
              AND (visible_to, rehearsal) IS DISTINCT FROM (NEW.visible_to, NEW.rehearsal);
          UPDATE visit SET visible_to = NEW.visible_to, rehearsal = NEW.rehearsal
            WHERE dispute_id = NEW.id
              AND (visible_to, rehearsal) IS DISTINCT FROM (NEW.visible_to, NEW.rehearsal);
          UPDATE transfer SET visible_to = NEW.visible_to, live = NEW.status <> 'closed' AND NOT NEW.rehearsal
            WHERE dispute_id = NEW.id
              AND (visible_to, live) IS DISTINCT FROM (NEW.visible_to, NEW.status <> 'closed' AND NOT NEW.rehearsal);
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION hand_sight_on(places text[], behind uuid, so_many integer)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          ids uuid[] := ARRAY(SELECT id FROM (
            (SELECT id FROM dispute WHERE id > behind AND visible_to && places ORDER BY id LIMIT so_many) UNION ALL
            (SELECT id FROM item WHERE id > behind AND visible_to && places ORDER BY id LIMIT so_many)) t
            ORDER BY id LIMIT so_many);
        BEGIN
          UPDATE dispute d SET visible_to = seen_from(d.visible_to) WHERE d.id = ANY (ids)
            AND NOT (seen_from(d.visible_to) @> d.visible_to AND d.visible_to @> seen_from(d.visible_to));
          UPDATE item i SET visible_to = seen_from(i.visible_to) WHERE i.id = ANY (ids)
            AND NOT (seen_from(i.visible_to) @> i.visible_to AND i.visible_to @> seen_from(i.visible_to));
          RETURN ids[cardinality(ids)];
        END $function$;
GRANT EXECUTE ON FUNCTION hand_sight_on(text[],uuid,integer) TO dispute_writer;

CREATE OR REPLACE FUNCTION is_held(wanted uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN COALESCE((SELECT (event.type = 'HoldPlaced'::text) FROM event WHERE ((event.dispute_id = is_held.wanted) AND (event.type = ANY (ARRAY['HoldPlaced'::text, 'HoldLifted'::text]))) ORDER BY event.seq DESC LIMIT 1), false);
GRANT EXECUTE ON FUNCTION is_held(uuid) TO dispute_writer;

CREATE OR REPLACE FUNCTION is_open(wanted uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((EXISTS (SELECT FROM dispute d WHERE ((d.id = is_open.wanted) AND (d.status <> 'closed'::text)))) OR (EXISTS (SELECT FROM item i WHERE ((i.id = is_open.wanted) AND ((i.state = 'new'::text) OR (EXISTS (SELECT FROM dispute d WHERE ((d.id = i.dispute_id) AND (d.status <> 'closed'::text)))))))));
GRANT EXECUTE ON FUNCTION is_open(uuid) TO dispute_writer;

CREATE OR REPLACE FUNCTION is_withheld(wanted uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
RETURN ((wanted IS NOT NULL) AND (is_held(wanted) OR (EXISTS (SELECT FROM item_event e WHERE ((e.item_id = is_withheld.wanted) AND is_held(((e.data ->> 'disputeId'::text))::uuid))))));
GRANT EXECUTE ON FUNCTION is_withheld(uuid) TO dispute_writer;

CREATE OR REPLACE FUNCTION keep_calendar()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          IF TG_OP = 'DELETE' OR (NEW.version, NEW.region, NEW.hash, NEW.years, NEW.published_at)
            IS DISTINCT FROM (OLD.version, OLD.region, OLD.hash, OLD.years, OLD.published_at)
          THEN RAISE EXCEPTION 'the calendar % stays as it was published', OLD.version USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $function$;

CREATE OR REPLACE FUNCTION keep_policy()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          IF TG_OP = 'DELETE' OR NEW.version <> OLD.version OR NEW.region <> OLD.region
            OR (OLD.state <> 'draft' AND (NEW.document <> OLD.document OR NEW.hash <> OLD.hash OR NEW.state = 'draft'
              OR NEW.published_at IS DISTINCT FROM OLD.published_at))
            OR (OLD.state IN ('retired', 'discarded') AND NEW.state <> OLD.state)
            OR (OLD.state = 'published' AND NEW.state = 'discarded')
          THEN RAISE EXCEPTION 'the policy % stays as it was published', OLD.version USING ERRCODE = 'integrity_constraint_violation';
          END IF;
          RETURN NEW;
        END $function$;

CREATE OR REPLACE FUNCTION keep_tally()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          DELETE FROM tally WHERE dispute_id = NEW.id;
          INSERT INTO tally (dispute_id, created_at, visible_to, holder, village, category, grade, reopened, resolved, stable, circulated,
  seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited,
  visitors, visits, waived) SELECT dispute_id, created_at, visible_to, holder, village, category, grade, reopened, resolved, stable, circulated,
  seconds, judged, met_in_time, late_kinds, offered, answered_in_time, upheld, made, in_time, asked, satisfied, awaited,
  visitors, visits, waived FROM tallied WHERE dispute_id = NEW.id AND status = 'closed';
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION keep_words()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          -- A process of the release before writes what it looks through with each entry.
          IF NEW.search <> '' AND (TG_OP = 'INSERT' OR NEW.seq <> OLD.seq) THEN
            INSERT INTO dispute_words (dispute_id, visible_to, words, sought)
              VALUES (NEW.id, NEW.visible_to, NEW.search, spread_words(NEW.search))
              ON CONFLICT (dispute_id) DO UPDATE SET visible_to = excluded.visible_to, words = excluded.words,
                sought = excluded.sought, village = NULL;
          ELSE
            UPDATE dispute_words SET visible_to = NEW.visible_to
              WHERE dispute_id = NEW.id AND visible_to <> NEW.visible_to;
          END IF;
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION leads_to(merged uuid)
 RETURNS uuid
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
          WITH RECURSIVE way AS (
            SELECT merged AS id, 1 AS step
            UNION ALL SELECT (d.row #>> '{resolution,into}')::uuid, step + 1 FROM way JOIN dispute d USING (id)
              WHERE d.outcome = 'merged' AND step < 100)
          SELECT id FROM way ORDER BY step DESC LIMIT 1 $function$;
GRANT EXECUTE ON FUNCTION leads_to(uuid) TO dispute_reader;

CREATE OR REPLACE FUNCTION log_access(who text, lazy boolean, entry jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          PERFORM set_config('app.user_id', who, true);
          IF lazy THEN PERFORM set_config('synchronous_commit', 'off', true); END IF;
          INSERT INTO access_log (at, action, user_id, department_id, dispute_id, data, text, visible_to, mac)
          SELECT at, action, user_id, department_id, dispute_id, data, text, visible_to, mac
          FROM jsonb_to_record(entry) AS e(at timestamptz, action text, user_id text, department_id text,
            dispute_id uuid, data jsonb, text text, visible_to text[], mac text);
        END $function$;
GRANT EXECUTE ON FUNCTION log_access(text,boolean,jsonb) TO dispute_reader;
GRANT EXECUTE ON FUNCTION log_access(text,boolean,jsonb) TO dispute_writer;

CREATE OR REPLACE FUNCTION log_access_hourly(who text, lazy boolean, entry jsonb, most integer, exactly boolean)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          same text := concat_ws(' ', who, entry ->> 'action',
            CASE WHEN exactly THEN concat_ws(' ', entry ->> 'dispute_id', entry ->> 'data') END);
          since timestamptz := (entry ->> 'at')::timestamptz - interval '1 hour';
          had integer;
        BEGIN
          PERFORM set_config('app.user_id', who, true);
          PERFORM pg_advisory_xact_lock(hashtextextended(same, 0));
          -- By the index of the case where there is one: who looks at many has few entries of each.
          IF exactly AND entry ->> 'dispute_id' IS NOT NULL THEN
            SELECT count(*) INTO had FROM (
              SELECT FROM access_log l
              WHERE l.dispute_id = (entry ->> 'dispute_id')::uuid AND l.at > since
                AND l.user_id = who AND l.action = entry ->> 'action' AND l.data = entry -> 'data' LIMIT most) found;
          ELSE
            SELECT count(*) INTO had FROM (
              SELECT FROM access_log l
              WHERE l.user_id = who AND l.action = entry ->> 'action' AND l.at > since
                AND (NOT exactly OR l.dispute_id IS NULL AND l.data = entry -> 'data') LIMIT most) found;
          END IF;
          IF had >= most THEN RETURN false; END IF;
          PERFORM log_access(who, lazy, entry);
          RETURN true;
        END $function$;
GRANT EXECUTE ON FUNCTION log_access_hourly(text,boolean,jsonb,integer,boolean) TO dispute_reader;

CREATE OR REPLACE FUNCTION mark_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$ BEGIN NEW.changed_in := pg_current_xact_id(); RETURN NEW; END $function$;

CREATE OR REPLACE FUNCTION moved_places(OUT until timestamp with time zone, OUT places text[])
 RETURNS record
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          moved text[];
        BEGIN
          SELECT max(moved_at), array_agg(id) INTO until, moved FROM department WHERE moved_at < now() - interval '10 seconds';
          places := (SELECT array_agg(id) FROM department WHERE department_line(id) && moved);
        END $function$;
GRANT EXECUTE ON FUNCTION moved_places() TO dispute_writer;

CREATE OR REPLACE FUNCTION moves_settled(until timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 UPDATE department SET moved_at = NULL::timestamp with time zone
   WHERE (department.moved_at <= moves_settled.until);
END;
GRANT EXECUTE ON FUNCTION moves_settled(timestamp with time zone) TO dispute_writer;

CREATE OR REPLACE FUNCTION name_successor(place text, successor text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          UPDATE department d SET successor_id = successor
            WHERE d.id = place AND d.active AND d.successor_id IS NULL
              AND EXISTS (SELECT FROM department s WHERE s.id = successor AND s.active AND s.successor_id IS NULL)
              AND NOT EXISTS (SELECT FROM department b WHERE b.active AND (b.parent_id = place OR b.successor_id = place));
          IF NOT FOUND THEN
            RAISE check_violation USING MESSAGE = format('%s cannot go on in place of %s', successor, place);
          END IF;
        END $function$;
GRANT EXECUTE ON FUNCTION name_successor(text,text) TO dispute_reader;

CREATE OR REPLACE FUNCTION next_number(of_region text, counted text, OUT prefix text, OUT n bigint)
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          SELECT r.prefix INTO STRICT next_number.prefix FROM region r WHERE r.id = of_region;
          IF prefix = '' THEN
            -- In the series that there were before there were others.
            n := nextval(CASE counted WHEN 'dispute' THEN 'dispute_number'::regclass WHEN 'item' THEN 'item_number'::regclass
              WHEN 'rehearsal' THEN 'rehearsal_number'::regclass END);
          ELSE
            UPDATE region_series s SET last = s.last + 1 WHERE s.region = of_region AND s.series = counted
              RETURNING s.last INTO STRICT n;
          END IF;
        END $function$;
GRANT EXECUTE ON FUNCTION next_number(text,text) TO dispute_reader;
GRANT EXECUTE ON FUNCTION next_number(text,text) TO dispute_writer;

CREATE OR REPLACE FUNCTION next_paper(about uuid, of_kind text, of_subject text, by_sender text, in_year integer, numbered boolean)
 RETURNS TABLE(sender text, year integer, n integer, copy integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtext('paper ' || of_kind));
          RETURN QUERY SELECT p.sender, p.year, p.n, p.copy + 1 FROM paper p
            WHERE p.dispute_id = about AND p.kind = of_kind AND p.subject_id = of_subject
              AND NOT EXISTS (SELECT FROM void_paper v WHERE v.dispute_id = p.dispute_id AND v.kind = p.kind
                AND v.subject_id = p.subject_id AND v.up_to >= p.copy)
            ORDER BY p.copy DESC LIMIT 1;
          IF NOT FOUND THEN
            RETURN QUERY SELECT by_sender, in_year,
              CASE WHEN numbered THEN coalesce(max(p.n), 0) + 1 END,
              coalesce((SELECT max(q.copy) FROM paper q
                WHERE q.dispute_id = about AND q.kind = of_kind AND q.subject_id = of_subject), 0) + 1
              FROM paper p WHERE p.sender = by_sender AND p.kind = of_kind AND p.year = in_year;
          END IF;
        END $function$;
GRANT EXECUTE ON FUNCTION next_paper(uuid,text,text,text,integer,boolean) TO dispute_reader;

CREATE OR REPLACE FUNCTION notices_since(who text[], since xid8, most integer)
 RETURNS TABLE(id bigint, user_id text, dispute_id uuid, kind text, obligation_id text, at timestamp with time zone, read_at timestamp with time zone, rollout_id uuid, count integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT n.id,
     n.user_id,
     n.dispute_id,
     n.kind,
     n.obligation_id,
     n.at,
     n.read_at,
     n.rollout_id,
     n.count
    FROM notice n
   WHERE ((n.user_id = ANY (notices_since.who)) AND (n.recorded_in >= notices_since.since))
   ORDER BY n.id
  LIMIT notices_since.most;
END;
GRANT EXECUTE ON FUNCTION notices_since(text[],xid8,integer) TO dispute_reader;

CREATE OR REPLACE FUNCTION open_command(who text, scopes text, wanted uuid, own_key text, hmac text)
 RETURNS TABLE("recordSeq" integer, "recordHead" text, rehearsal boolean, "aheadMs" double precision, "bodyHmac" text, "receivedAt" timestamp with time zone, seq integer, now timestamp with time zone)
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        #variable_conflict use_column
        DECLARE
          tried_at CONSTANT timestamptz := clock_timestamp();
        BEGIN
          PERFORM set_config('app.user_id', who, true), set_config('app.scopes', scopes, true),
            set_config('synchronous_commit', 'off', true);
          RETURN QUERY
            WITH receipt AS (
              INSERT INTO command_key AS k (key, user_id, body_hmac, received_at)
              SELECT own_key, who, hmac, tried_at WHERE own_key IS NOT NULL
              ON CONFLICT (key) DO UPDATE
                SET body_hmac = CASE WHEN k.seq IS NULL THEN excluded.body_hmac ELSE k.body_hmac END,
                    received_at = CASE WHEN k.seq IS NULL AND (k.refused OR k.body_hmac <> excluded.body_hmac)
                      THEN excluded.received_at ELSE k.received_at END,
                    refused = false
              RETURNING body_hmac, received_at, k.seq)
            SELECT d.seq, encode(d.head_hash, 'base64'), d.rehearsal, (extract(epoch FROM d.clock_ahead) * 1000)::float8,
              r.body_hmac, r.received_at, r.seq, tried_at
            FROM (SELECT) one LEFT JOIN dispute d ON d.id = wanted LEFT JOIN receipt r ON true;
        END $function$;
GRANT EXECUTE ON FUNCTION open_command(text,text,uuid,text,text) TO dispute_reader;

CREATE OR REPLACE FUNCTION open_of_departments(places text[])
 RETURNS TABLE(id text, open integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT d.holder,
     (count(*))::integer AS count
    FROM dispute d
   WHERE ((d.holder = ANY (open_of_departments.places)) AND (NOT d.rehearsal) AND (d.status <> 'closed'::text) AND (d.status <> 'resolved'::text))
   GROUP BY d.holder;
END;
GRANT EXECUTE ON FUNCTION open_of_departments(text[]) TO dispute_reader;

CREATE OR REPLACE FUNCTION put_account(person text, full_name text, department text, granted text[], waiting jsonb, sealed text, here boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          IF granted @> '{admin,auditor}'
            AND NOT EXISTS (SELECT FROM account WHERE id = person AND roles @> '{admin,auditor}') THEN
            RAISE check_violation USING MESSAGE = 'nobody looks over themself';
          END IF;
          INSERT INTO account (id, name, department_id, roles, pending, contact, active)
            VALUES (person, full_name, department, granted, waiting, sealed, here)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, department_id = excluded.department_id,
              roles = excluded.roles, pending = excluded.pending, contact = excluded.contact, active = excluded.active;
        END $function$;
GRANT EXECUTE ON FUNCTION put_account(text,text,text,text[],jsonb,text,boolean) TO dispute_reader;
GRANT EXECUTE ON FUNCTION put_account(text,text,text,text[],jsonb,text,boolean) TO dispute_writer;

CREATE OR REPLACE FUNCTION put_department(place text, parent text, full_name text, english text, desk boolean, village boolean, working jsonb, of_region text DEFAULT NULL::text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          before text := (SELECT parent_id FROM department WHERE id = place);
          top_of text := CASE WHEN parent IS NULL THEN coalesce((SELECT region FROM department WHERE id = place), of_region,
            (SELECT id FROM region WHERE prefix = '')) END;
          below text[];
        BEGIN
          PERFORM pg_advisory_xact_lock(hashtextextended('staff', 0));
          IF parent IS NOT NULL AND place = ANY (department_line(parent)) THEN
            RAISE check_violation USING MESSAGE = format('%s would be below itself', place);
          END IF;
          INSERT INTO department AS d (id, parent_id, name, name_en, has_desk, is_village, working_time, moved_at, region)
            VALUES (place, parent, full_name, english, desk, village, working, now(), top_of)
            ON CONFLICT (id) DO UPDATE SET parent_id = excluded.parent_id, name = excluded.name, name_en = excluded.name_en,
              has_desk = excluded.has_desk, is_village = excluded.is_village, working_time = excluded.working_time,
              region = excluded.region,
              moved_at = CASE WHEN d.parent_id IS DISTINCT FROM excluded.parent_id THEN now() ELSE d.moved_at END;
          IF before IS NOT NULL AND before <> parent THEN
            below := (SELECT array_agg(id) FROM department WHERE place = ANY (department_line(id)));
            -- Those of many cases wait for the next look of the reconciler.
            IF (SELECT count(*) FROM (SELECT 1 FROM dispute WHERE visible_to && below
              UNION ALL SELECT 1 FROM item WHERE visible_to && below LIMIT 501) few) <= 500
            THEN PERFORM refresh_sight(below);
            END IF;
          END IF;
        END $function$;
GRANT EXECUTE ON FUNCTION put_department(text,text,text,text,boolean,boolean,jsonb,text) TO dispute_reader;
GRANT EXECUTE ON FUNCTION put_department(text,text,text,text,boolean,boolean,jsonb,text) TO dispute_writer;

CREATE OR REPLACE FUNCTION refresh_sight(places text[])
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          UPDATE dispute d SET visible_to = seen_from(d.visible_to)
            WHERE d.visible_to && places AND NOT (seen_from(d.visible_to) @> d.visible_to AND d.visible_to @> seen_from(d.visible_to));
          UPDATE item i SET visible_to = seen_from(i.visible_to)
            WHERE i.visible_to && places AND NOT (seen_from(i.visible_to) @> i.visible_to AND i.visible_to @> seen_from(i.visible_to));
        END $function$;

CREATE OR REPLACE FUNCTION refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $function$;

CREATE OR REPLACE FUNCTION refuse_file_loss()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          -- What nobody attached goes after a day, also there.
          IF is_held(OLD.dispute_id) AND EXISTS (SELECT FROM event e WHERE e.dispute_id = OLD.dispute_id
            AND e.type = 'FileAttached' AND e.data ->> 'fileId' = OLD.id::text)
            OR OLD.item_id IS NOT NULL AND EXISTS (SELECT FROM item_event e WHERE e.item_id = OLD.item_id
            AND is_held((e.data ->> 'disputeId')::uuid)) THEN
            RAISE EXCEPTION '% is needed: it is under a legal hold', coalesce(OLD.dispute_id, OLD.item_id);
          END IF;
          RETURN OLD;
        END $function$;

CREATE OR REPLACE FUNCTION refuse_key_loss()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          IF EXISTS (SELECT FROM event e WHERE e.dispute_id = OLD.dispute_id)
            AND NOT EXISTS (SELECT FROM event e WHERE e.dispute_id = OLD.dispute_id AND e.type = 'DisputeErased')
            OR EXISTS (SELECT FROM item_event e WHERE e.item_id = OLD.dispute_id)
            AND NOT EXISTS (SELECT FROM item_event e WHERE e.item_id = OLD.dispute_id AND e.type = 'ItemErased') THEN
            RAISE EXCEPTION 'the key of % is needed: it was not erased', OLD.dispute_id;
          END IF;
          RETURN OLD;
        END $function$;

CREATE OR REPLACE FUNCTION refuse_log_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          IF TG_OP = 'DELETE' AND current_setting('app.retention', true) = 'on' THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'the record is append-only';
        END $function$;

CREATE OR REPLACE FUNCTION refuse_loss()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          IF is_held(OLD.dispute_id) OR EXISTS (SELECT FROM item_event e
            WHERE e.item_id = OLD.dispute_id AND is_held((e.data ->> 'disputeId')::uuid)) THEN
            RAISE EXCEPTION '% is needed: it is under a legal hold', OLD.dispute_id;
          END IF;
          RETURN OLD;
        END $function$;

CREATE OR REPLACE FUNCTION refuse_recount()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          IF TG_OP = 'UPDATE' AND current_setting('app.retention', true) = 'on' THEN RETURN NEW; END IF;
          RAISE EXCEPTION 'the record is append-only';
        END $function$;

CREATE OR REPLACE FUNCTION refuse_same_name()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          -- Of two who come at once one waits for the other.
          PERFORM pg_advisory_xact_lock(hashtextextended('account ' || username_key(NEW.id), 0));
          IF EXISTS (SELECT FROM account WHERE username_key(id) = username_key(NEW.id) AND id <> NEW.id) THEN
            RAISE unique_violation USING MESSAGE =
              format('somebody has the user name %s already, but for case, width or blanks', quote_literal(NEW.id));
          END IF;
          RETURN NEW;
        END $function$;

CREATE OR REPLACE FUNCTION refuse_untrue_hold()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          IF NEW.row ? 'hold' <> is_held(NEW.id) THEN
            RAISE EXCEPTION 'the row of % says of its hold what no entry says', NEW.id;
          END IF;
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION revise_visit()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          v visit;
        BEGIN
          IF TG_OP = 'DELETE' THEN v := OLD; ELSE v := NEW; END IF;
          INSERT INTO visit_revision AS r
            (dispute_id, n, number, department, revision, due_at, tolerance_until, mode, state, changed_at)
          SELECT v.dispute_id, v.n, d.number, d.desk, 0, v.due_at, v.tolerance_until, v.row ->> 'mode',
            CASE TG_OP WHEN 'DELETE' THEN 'gone' ELSE v.state END, now()
          FROM dispute d WHERE d.id = v.dispute_id AND NOT d.rehearsal
          ON CONFLICT (dispute_id, n) DO UPDATE SET revision = r.revision + 1, department = excluded.department,
            due_at = excluded.due_at, tolerance_until = excluded.tolerance_until, mode = excluded.mode,
            state = excluded.state, changed_at = excluded.changed_at
          WHERE (r.department, r.due_at, r.tolerance_until, r.mode, r.state)
            IS DISTINCT FROM (excluded.department, excluded.due_at, excluded.tolerance_until, excluded.mode, excluded.state);
          RETURN NULL;
        END $function$;

CREATE OR REPLACE FUNCTION seen_from(tokens text[])
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$ SELECT array_agg(DISTINCT token) FROM (
          SELECT token FROM unnest(tokens) AS token WHERE token NOT LIKE '^%'
          UNION ALL SELECT '^' || superior FROM unnest(tokens) AS token, unnest(department_line(token)) AS superior
          WHERE token !~ '^\^|#|~$') fresh $function$;

CREATE OR REPLACE FUNCTION sign_in_by_provider(subject text, username text, full_name text, department text, granted text[])
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
        DECLARE
          known text;
        BEGIN
          SELECT id INTO known FROM account WHERE oidc_subject = subject;
          IF known IS NULL THEN
            INSERT INTO account AS a (id, name, department_id, roles, oidc_subject)
            VALUES (username, full_name, department, granted, subject)
            ON CONFLICT (id) DO UPDATE SET oidc_subject = excluded.oidc_subject
              WHERE a.oidc_subject IS NULL AND a.active AND NOT a.demo
            RETURNING id INTO known;
          END IF;
          UPDATE account SET name = full_name, department_id = department, roles = granted, vouched_at = now()
            WHERE id = known AND active RETURNING id INTO known;
          RETURN known;
        END $function$;
GRANT EXECUTE ON FUNCTION sign_in_by_provider(text,text,text,text,text[]) TO dispute_reader;

CREATE OR REPLACE FUNCTION spread(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (('ꙮ'::text || array_to_string(string_to_array(lower(words), NULL::text), 'ꙮ'::text)) || 'ꙮ'::text);
GRANT EXECUTE ON FUNCTION spread(text) TO dispute_reader;
GRANT EXECUTE ON FUNCTION spread(text) TO dispute_writer;

CREATE OR REPLACE FUNCTION spread_pattern(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN (('%'::text || regexp_replace(CASE WHEN (length(words) = 1) THEN spread(words) ELSE btrim(spread(words), 'ꙮ'::text) END, '([\\%_])'::text, '\\\1'::text, 'g'::text)) || '%'::text);
GRANT EXECUTE ON FUNCTION spread_pattern(text) TO dispute_reader;

CREATE OR REPLACE FUNCTION spread_words(words text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN regexp_replace((('X'::text || regexp_replace(regexp_replace(lower(words), '[^\u0001-\u007f]'::text, 'X\&X'::text, 'g'::text), '\s+'::text, 'X X'::text, 'g'::text)) || 'X'::text), 'X+'::text, 'X'::text, 'g'::text);
GRANT EXECUTE ON FUNCTION spread_words(text) TO dispute_writer;

CREATE OR REPLACE FUNCTION take_scopes()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
        BEGIN
          IF TG_TABLE_NAME = 'transfer' THEN
            SELECT d.visible_to, d.status <> 'closed' AND NOT d.rehearsal INTO NEW.visible_to, NEW.live
              FROM dispute d WHERE d.id = NEW.dispute_id;
          ELSE
            SELECT d.visible_to, d.rehearsal INTO NEW.visible_to, NEW.rehearsal
              FROM dispute d WHERE d.id = NEW.dispute_id;
          END IF;
          RETURN NEW;
        END $function$;

CREATE OR REPLACE FUNCTION username_key(typed text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
RETURN NORMALIZE(lower(regexp_replace(NORMALIZE(typed, NFKC), '[\s\u00AD\u200B-\u200F\u2060\uFEFF]'::text, ''::text, 'g'::text)), NFKC);
GRANT EXECUTE ON FUNCTION username_key(text) TO dispute_reader;
GRANT EXECUTE ON FUNCTION username_key(text) TO dispute_writer;

CREATE OR REPLACE FUNCTION ways_of(who text[])
 RETURNS TABLE(account_id text, kind text, muted text[], quiet_from text, quiet_to text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
BEGIN ATOMIC
 SELECT c.account_id,
     c.kind,
     c.muted,
     c.quiet_from,
     c.quiet_to
    FROM channel c
   WHERE (c.live AND (c.account_id = ANY (ways_of.who)))
   ORDER BY c.account_id, c.kind, c.id;
END;
GRANT EXECUTE ON FUNCTION ways_of(text[]) TO dispute_reader;
