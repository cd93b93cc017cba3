-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE session (
  token_hash bytea NOT NULL,
  account_id text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  used_at timestamp with time zone NOT NULL DEFAULT now(),
  agent text,
  id_token text,
  provider_sid text,
  proved_at timestamp with time zone,
  refresh_token text,
  asked_at timestamp with time zone,
  CONSTRAINT session_pkey PRIMARY KEY (token_hash),
  CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT session_id_key UNIQUE (id)
);

CREATE INDEX session_account ON session USING btree (account_id);
CREATE INDEX session_provider_sid ON session USING btree (provider_sid) WHERE (provider_sid IS NOT NULL);

CREATE TRIGGER session_ended AFTER DELETE ON session REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION announce_end();

GRANT DELETE, INSERT, SELECT, UPDATE ON session TO dispute_reader;
GRANT SELECT ON session TO dispute_writer;

CREATE TABLE api_token (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  token_hash bytea NOT NULL,
  account_id text NOT NULL,
  name text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT api_token_pkey PRIMARY KEY (id),
  CONSTRAINT api_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT api_token_token_hash_key UNIQUE (token_hash)
);

CREATE INDEX api_token_account ON api_token USING btree (account_id);

CREATE TRIGGER api_token_ended AFTER DELETE ON api_token REFERENCING OLD TABLE AS ended FOR EACH STATEMENT EXECUTE FUNCTION announce_end();

GRANT DELETE, INSERT, SELECT, UPDATE ON api_token TO dispute_reader;

CREATE TABLE feed_token (
  account_id text NOT NULL,
  token_hash bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  used_at timestamp with time zone,
  CONSTRAINT feed_token_pkey PRIMARY KEY (account_id),
  CONSTRAINT feed_token_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT feed_token_token_hash_key UNIQUE (token_hash)
);

GRANT DELETE, INSERT, SELECT, UPDATE ON feed_token TO dispute_reader;

CREATE TABLE invitation (
  account_id text NOT NULL,
  token_hash bytea NOT NULL,
  kind text NOT NULL,
  made_by text NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT invitation_pkey PRIMARY KEY (account_id),
  CONSTRAINT invitation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  CONSTRAINT invitation_kind_check CHECK ((kind = ANY (ARRAY['invitation'::text, 'reset'::text]))),
  CONSTRAINT invitation_token_hash_key UNIQUE (token_hash)
);

GRANT DELETE, INSERT, SELECT, UPDATE ON invitation TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON invitation TO dispute_writer;

CREATE TABLE setup_code (
  one boolean NOT NULL DEFAULT true,
  code_hash bytea NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  CONSTRAINT setup_code_pkey PRIMARY KEY (one),
  CONSTRAINT setup_code_one_check CHECK (one)
);

GRANT DELETE, SELECT ON setup_code TO dispute_reader;

CREATE TABLE sign_in_failure (
  bucket text NOT NULL,
  failures integer NOT NULL,
  last_at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_failure_pkey PRIMARY KEY (bucket)
);

CREATE INDEX sign_in_failure_last ON sign_in_failure USING btree (last_at);

GRANT DELETE, INSERT, SELECT, UPDATE ON sign_in_failure TO dispute_reader;
