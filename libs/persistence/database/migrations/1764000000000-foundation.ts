import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record (append only), the read model, and the three roles: owner (migrations), writer (worker), reader (API).
 * Superusers and owners pass row-level security by, so neither process that serves people is one.
 */
export class Foundation1764000000000 implements MigrationInterface {
  readonly name = 'Foundation1764000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      CREATE TABLE department (
        id text PRIMARY KEY,
        parent_id text REFERENCES department,
        name text NOT NULL,
        name_en text NOT NULL,
        has_desk boolean NOT NULL DEFAULT false,
        is_village boolean NOT NULL DEFAULT false,
        active boolean NOT NULL DEFAULT true
      );
      CREATE TABLE account (
        id text PRIMARY KEY,
        name text NOT NULL,
        department_id text NOT NULL REFERENCES department,
        roles text[] NOT NULL,
        password_hash text,
        active boolean NOT NULL DEFAULT true,
        -- While somebody is away, a deputy of the same department stands in.
        away_until timestamptz,
        deputy_id text REFERENCES account CHECK (deputy_id <> id)
      );
      CREATE TABLE session (
        token_hash bytea PRIMARY KEY,
        account_id text NOT NULL REFERENCES account,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );

      -- Published policies and calendars are immutable; events name their version and hash.
      CREATE TABLE policy (
        version text PRIMARY KEY,
        region text NOT NULL,
        state text NOT NULL CHECK (state IN ('draft', 'published', 'retired')),
        hash text NOT NULL,
        published_at timestamptz,
        document jsonb NOT NULL
      );
      CREATE UNIQUE INDEX policy_current ON policy (region) WHERE state = 'published';
      CREATE TABLE calendar (
        version text PRIMARY KEY,
        region text NOT NULL,
        current boolean NOT NULL,
        hash text NOT NULL,
        published_at timestamptz,
        years jsonb NOT NULL
      );
      CREATE UNIQUE INDEX calendar_current ON calendar (region) WHERE current;

      CREATE SEQUENCE dispute_number;

      -- The record.
      CREATE TABLE event (
        dispute_id uuid NOT NULL,
        seq integer NOT NULL,
        at timestamptz NOT NULL,
        type text NOT NULL,
        actor jsonb NOT NULL,
        data jsonb NOT NULL,
        text text,
        answers jsonb,
        prev_hash bytea NOT NULL,
        hash bytea NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (dispute_id, seq)
      );
      CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$;
      CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
      CREATE TABLE dispute_key (
        dispute_id uuid PRIMARY KEY,
        wrapped bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TABLE command_key (
        key text PRIMARY KEY,
        user_id text NOT NULL,
        body_hmac text NOT NULL,
        received_at timestamptz NOT NULL,
        dispute_id uuid,
        seq integer
      );

      -- The read model: one document a dispute, and the columns that lists ask for.
      CREATE TABLE dispute (
        id uuid PRIMARY KEY,
        number text NOT NULL UNIQUE,
        seq integer NOT NULL,
        head_hash bytea NOT NULL,
        state jsonb NOT NULL,
        row jsonb NOT NULL,
        status text NOT NULL,
        grade text,
        category text NOT NULL,
        desk text NOT NULL,
        holder text NOT NULL,
        village text NOT NULL,
        rehearsal boolean NOT NULL,
        clock_ahead interval NOT NULL,
        next_moment timestamptz,
        next_due timestamptz,
        late_from timestamptz,
        created_at timestamptz NOT NULL,
        graded_at timestamptz,
        updated_at timestamptz NOT NULL,
        resolved_at timestamptz,
        closed_at timestamptz,
        visible_to text[] NOT NULL,
        search text NOT NULL
      );
      CREATE INDEX dispute_visible ON dispute USING gin (visible_to);
      CREATE INDEX dispute_search ON dispute USING gin (search gin_trgm_ops);
      CREATE INDEX dispute_created ON dispute (created_at DESC, id);
      CREATE INDEX dispute_next_moment ON dispute (next_moment) WHERE next_moment IS NOT NULL;

      -- By what a dispute's people and place are found again: keyed hashes, written once.
      CREATE TABLE dispute_match (
        token text NOT NULL,
        dispute_id uuid NOT NULL REFERENCES dispute ON DELETE CASCADE,
        PRIMARY KEY (token, dispute_id)
      );

      CREATE TABLE obligation (
        id text PRIMARY KEY,
        dispute_id uuid NOT NULL REFERENCES dispute ON DELETE CASCADE,
        kind text NOT NULL,
        n integer,
        holder_department text NOT NULL,
        holder_role text NOT NULL,
        holder_user text,
        opened_at timestamptz NOT NULL,
        due_at timestamptz NOT NULL,
        late_after timestamptz NOT NULL,
        state text NOT NULL,
        met_at timestamptz,
        ended_at timestamptz,
        late_since timestamptz,
        row jsonb NOT NULL
      );
      CREATE INDEX obligation_dispute ON obligation (dispute_id);
      CREATE INDEX obligation_open ON obligation (holder_department, due_at, id) WHERE ended_at IS NULL;

      CREATE TABLE transfer (
        dispute_id uuid NOT NULL REFERENCES dispute ON DELETE CASCADE,
        id text NOT NULL,
        from_department text NOT NULL,
        to_department text NOT NULL,
        role text NOT NULL,
        state text NOT NULL,
        offered_at timestamptz NOT NULL,
        answered_at timestamptz,
        answer_due_at timestamptz,
        row jsonb NOT NULL,
        PRIMARY KEY (dispute_id, id)
      );
      CREATE INDEX transfer_to ON transfer (to_department, offered_at);

      CREATE TABLE visit (
        dispute_id uuid NOT NULL REFERENCES dispute ON DELETE CASCADE,
        n integer NOT NULL,
        due_at timestamptz NOT NULL,
        tolerance_until timestamptz NOT NULL,
        state text NOT NULL,
        row jsonb NOT NULL,
        PRIMARY KEY (dispute_id, n)
      );
      CREATE INDEX visit_due ON visit (due_at, dispute_id, n);

      CREATE TABLE notice (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        dispute_id uuid REFERENCES dispute ON DELETE CASCADE,
        item_id uuid,
        seq integer NOT NULL,
        user_id text NOT NULL,
        kind text NOT NULL,
        obligation_id text,
        at timestamptz NOT NULL,
        read_at timestamptz,
        CHECK ((dispute_id IS NULL) <> (item_id IS NULL)),
        UNIQUE NULLS NOT DISTINCT (dispute_id, item_id, seq, user_id, kind, obligation_id)
      );
      CREATE INDEX notice_user ON notice (user_id, id DESC);

      -- What the reconciler found at each look (architecture.md §1).
      CREATE TABLE reconciliation (
        at timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
        found integer NOT NULL,
        woken integer NOT NULL
      );

      CREATE TABLE item (
        id uuid PRIMARY KEY,
        number text NOT NULL UNIQUE,
        text text NOT NULL,
        feeder text NOT NULL,
        village text NOT NULL,
        place text,
        reporter text,
        heard_at timestamptz NOT NULL,
        received_at timestamptz NOT NULL,
        triage_due_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('new', 'promoted', 'discarded', 'linked')),
        desk text NOT NULL,
        reported_by text,
        visible_to text[] NOT NULL,
        dispute_id uuid,
        reason text,
        danger_signs text[] NOT NULL,
        seq integer NOT NULL,
        head_hash bytea NOT NULL,
        item jsonb NOT NULL,
        next_moment timestamptz
      );
      CREATE INDEX item_heard ON item (heard_at DESC, id);
      CREATE INDEX item_next_moment ON item (next_moment) WHERE next_moment IS NOT NULL;
      CREATE SEQUENCE item_number;

      CREATE TABLE item_event (
        item_id uuid NOT NULL,
        seq integer NOT NULL,
        at timestamptz NOT NULL,
        type text NOT NULL,
        actor jsonb NOT NULL,
        data jsonb NOT NULL,
        text text,
        answers jsonb,
        prev_hash bytea NOT NULL,
        hash bytea NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (item_id, seq)
      );
      CREATE TRIGGER item_event_append_only BEFORE UPDATE OR DELETE ON item_event
        FOR EACH ROW EXECUTE FUNCTION refuse_change();
    `);
    await db.query(`
      CREATE FUNCTION app_scopes() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT string_to_array(current_setting('app.scopes', true), ',') $$;
      CREATE FUNCTION app_user() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT current_setting('app.user_id', true) $$;

      -- Who reads is set before anything is read, and ends with the statement's own transaction.
      CREATE FUNCTION find_dispute(who text, scopes text, wanted uuid) RETURNS TABLE ("row" jsonb, state jsonb)
        LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM set_config('app.user_id', who, true), set_config('app.scopes', scopes, true);
          RETURN QUERY SELECT d.row, d.state FROM dispute d WHERE d.id = wanted;
        END $$;

      -- What became of a report, for its reporter: the status and nothing else of a case that they may not read.
      CREATE FUNCTION dispute_status(wanted uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public AS $$ SELECT status FROM dispute WHERE id = wanted $$;

      GRANT USAGE ON SCHEMA public TO dispute_writer, dispute_reader;
      GRANT SELECT ON ALL TABLES IN SCHEMA public TO dispute_writer, dispute_reader;
      GRANT INSERT, UPDATE, DELETE ON dispute, dispute_match, obligation, transfer, visit, notice, command_key, item
        TO dispute_writer;
      GRANT INSERT ON event, item_event, dispute_key TO dispute_writer;
      GRANT INSERT, DELETE ON reconciliation TO dispute_writer;
      GRANT INSERT ON command_key, dispute_key TO dispute_reader;
      GRANT UPDATE (body_hmac) ON command_key TO dispute_reader;
      GRANT INSERT, UPDATE, DELETE ON session TO dispute_reader;
      GRANT UPDATE (away_until, deputy_id) ON account TO dispute_reader;
      GRANT UPDATE (read_at) ON notice TO dispute_reader;
      GRANT USAGE ON SEQUENCE dispute_number, item_number TO dispute_reader;
      GRANT UPDATE ON SEQUENCE dispute_number, item_number TO dispute_writer;
    `);
    for (const table of [
      'dispute',
      'dispute_match',
      'event',
      'obligation',
      'transfer',
      'visit',
      'notice',
      'item',
      'item_event',
    ]) {
      await db.query(`
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY writer_all ON ${table} TO dispute_writer USING (true) WITH CHECK (true);
      `);
    }
    await db.query(`
      CREATE POLICY reader_scoped ON dispute FOR SELECT TO dispute_reader USING (visible_to && app_scopes());
      CREATE POLICY reader_own ON notice TO dispute_reader
        USING (user_id = app_user()) WITH CHECK (user_id = app_user());
      CREATE POLICY reader_scoped ON item FOR SELECT TO dispute_reader
        USING (visible_to && app_scopes() OR reported_by = app_user());
      CREATE POLICY reader_scoped ON item_event FOR SELECT TO dispute_reader
        USING (EXISTS (SELECT 1 FROM item i WHERE i.id = item_event.item_id));
    `);
    for (const table of ['event', 'dispute_match', 'obligation', 'transfer', 'visit']) {
      await db.query(`
        CREATE POLICY reader_scoped ON ${table} FOR SELECT TO dispute_reader
          USING (EXISTS (SELECT 1 FROM dispute d WHERE d.id = ${table}.dispute_id));
      `);
    }
  }

  async down(): Promise<void> {
    throw new Error('the first migration has nothing before it');
  }
}
