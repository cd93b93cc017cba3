-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE policy (
  version text NOT NULL,
  region text NOT NULL,
  state text NOT NULL,
  hash text NOT NULL,
  published_at timestamp with time zone,
  document jsonb NOT NULL,
  published_by text,
  reason text,
  drafted_by text,
  drafted_at timestamp(3) with time zone,
  CONSTRAINT policy_pkey PRIMARY KEY (version),
  CONSTRAINT policy_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES account(id),
  CONSTRAINT policy_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text, 'discarded'::text])))
);

CREATE UNIQUE INDEX policy_current ON policy USING btree (region) WHERE (state = 'published'::text);

CREATE TRIGGER policy_kept BEFORE DELETE OR UPDATE ON policy FOR EACH ROW EXECUTE FUNCTION keep_policy();

GRANT SELECT ON policy TO dispute_reader;
GRANT SELECT ON policy TO dispute_writer;

GRANT INSERT (document, drafted_at, drafted_by, hash, region, state, version) ON policy TO dispute_reader;
GRANT UPDATE (document, drafted_at, drafted_by, hash, published_at, published_by, reason, state) ON policy TO dispute_reader;

CREATE TABLE calendar (
  version text NOT NULL,
  region text NOT NULL,
  current boolean NOT NULL,
  hash text NOT NULL,
  published_at timestamp with time zone,
  years jsonb NOT NULL,
  published_by text,
  reason text,
  CONSTRAINT calendar_pkey PRIMARY KEY (version)
);

CREATE UNIQUE INDEX calendar_current ON calendar USING btree (region) WHERE current;

CREATE TRIGGER calendar_kept BEFORE DELETE OR UPDATE ON calendar FOR EACH ROW EXECUTE FUNCTION keep_calendar();

GRANT SELECT ON calendar TO dispute_reader;
GRANT SELECT ON calendar TO dispute_writer;

GRANT INSERT (current, hash, published_at, published_by, reason, region, version, years) ON calendar TO dispute_reader;
GRANT UPDATE (current) ON calendar TO dispute_reader;

CREATE TABLE calendar_draft (
  region text NOT NULL,
  year integer NOT NULL,
  document jsonb NOT NULL,
  drafted_by text,
  drafted_at timestamp(3) with time zone,
  by_release boolean NOT NULL DEFAULT false,
  CONSTRAINT calendar_draft_pkey PRIMARY KEY (region, year),
  CONSTRAINT calendar_draft_drafted_by_fkey FOREIGN KEY (drafted_by) REFERENCES account(id)
);

GRANT DELETE, INSERT, SELECT, UPDATE ON calendar_draft TO dispute_reader;
