-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE policy (
  version text NOT NULL,
  region text NOT NULL,
  state text NOT NULL,
  hash text NOT NULL,
  published_at timestamp with time zone,
  document jsonb NOT NULL,
  CONSTRAINT policy_pkey PRIMARY KEY (version),
  CONSTRAINT policy_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'published'::text, 'retired'::text])))
);

CREATE UNIQUE INDEX policy_current ON policy USING btree (region) WHERE (state = 'published'::text);

GRANT SELECT ON policy TO dispute_reader;
GRANT SELECT ON policy TO dispute_writer;

CREATE TABLE calendar (
  version text NOT NULL,
  region text NOT NULL,
  current boolean NOT NULL,
  hash text NOT NULL,
  published_at timestamp with time zone,
  years jsonb NOT NULL,
  CONSTRAINT calendar_pkey PRIMARY KEY (version)
);

CREATE UNIQUE INDEX calendar_current ON calendar USING btree (region) WHERE current;

GRANT SELECT ON calendar TO dispute_reader;
GRANT SELECT ON calendar TO dispute_writer;
