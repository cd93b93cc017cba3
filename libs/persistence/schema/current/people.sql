-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE region (
  id text NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  CONSTRAINT region_pkey PRIMARY KEY (id),
  CONSTRAINT region_prefix_key UNIQUE (prefix)
);

GRANT SELECT ON region TO dispute_reader;
GRANT SELECT ON region TO dispute_writer;

CREATE TABLE region_series (
  region text NOT NULL,
  series text NOT NULL,
  last bigint NOT NULL DEFAULT 0,
  CONSTRAINT region_series_pkey PRIMARY KEY (region, series),
  CONSTRAINT region_series_region_fkey FOREIGN KEY (region) REFERENCES region(id)
);

CREATE TABLE department (
  id text NOT NULL,
  parent_id text,
  name text NOT NULL,
  name_en text NOT NULL,
  has_desk boolean NOT NULL DEFAULT false,
  is_village boolean NOT NULL DEFAULT false,
  active boolean NOT NULL DEFAULT true,
  working_time jsonb,
  moved_at timestamp with time zone,
  successor_id text,
  region text,
  CONSTRAINT department_pkey PRIMARY KEY (id),
  CONSTRAINT department_goes_on_elsewhere CHECK ((successor_id <> id)),
  CONSTRAINT department_of_region CHECK (((parent_id IS NULL) = (region IS NOT NULL))),
  CONSTRAINT department_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES department(id),
  CONSTRAINT department_region_fkey FOREIGN KEY (region) REFERENCES region(id),
  CONSTRAINT department_successor_id_fkey FOREIGN KEY (successor_id) REFERENCES department(id)
);

GRANT SELECT ON department TO dispute_reader;
GRANT SELECT ON department TO dispute_writer;

CREATE TABLE account (
  id text NOT NULL,
  name text NOT NULL,
  department_id text NOT NULL,
  roles text[] NOT NULL,
  password_hash text,
  active boolean NOT NULL DEFAULT true,
  away_until timestamp with time zone,
  deputy_id text,
  demo boolean NOT NULL DEFAULT false,
  oidc_subject text,
  vouched_at timestamp with time zone,
  contact text,
  pending jsonb NOT NULL DEFAULT '{}'::jsonb,
  signed_in_at timestamp with time zone,
  provider_token text,
  provider_asked_at timestamp with time zone,
  CONSTRAINT account_pkey PRIMARY KEY (id),
  CONSTRAINT account_check CHECK ((deputy_id <> id)),
  CONSTRAINT account_department_id_fkey FOREIGN KEY (department_id) REFERENCES department(id),
  CONSTRAINT account_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES account(id),
  CONSTRAINT account_oidc_subject_key UNIQUE (oidc_subject)
);

CREATE INDEX account_username_key ON account USING btree (username_key(id));

CREATE TRIGGER account_closed AFTER UPDATE OF active ON account FOR EACH ROW WHEN ((old.active AND (NOT new.active))) EXECUTE FUNCTION end_access();
CREATE TRIGGER account_name BEFORE INSERT OR UPDATE OF id ON account FOR EACH ROW EXECUTE FUNCTION refuse_same_name();

GRANT SELECT ON account TO dispute_reader;
GRANT SELECT ON account TO dispute_writer;

GRANT UPDATE (away_until, deputy_id, password_hash, provider_asked_at, provider_token, signed_in_at, vouched_at) ON account TO dispute_reader;

CREATE TABLE saved_filter (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  account_id text NOT NULL,
  name text NOT NULL,
  filter jsonb NOT NULL,
  CONSTRAINT saved_filter_pkey PRIMARY KEY (id),
  CONSTRAINT saved_filter_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT saved_filter_account_id_name_key UNIQUE (account_id, name)
);

ALTER TABLE saved_filter ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_own ON saved_filter TO dispute_reader
  USING ((account_id = app_user()))
  WITH CHECK ((account_id = app_user()));

GRANT DELETE, INSERT, SELECT, UPDATE ON saved_filter TO dispute_reader;
