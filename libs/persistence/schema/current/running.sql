-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE core_taken_up (
  kind text NOT NULL,
  core integer NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT core_taken_up_pkey PRIMARY KEY (kind, core)
);

GRANT SELECT ON core_taken_up TO dispute_reader;
GRANT INSERT, SELECT ON core_taken_up TO dispute_writer;

CREATE TABLE divergence (
  workflow_id text NOT NULL,
  known_seq integer NOT NULL,
  noted_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT divergence_pkey PRIMARY KEY (workflow_id)
);

GRANT INSERT, SELECT, UPDATE ON divergence TO dispute_reader;
GRANT INSERT, SELECT, UPDATE ON divergence TO dispute_writer;

CREATE TABLE operation_note (
  kind text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT operation_note_pkey PRIMARY KEY (kind)
);

GRANT SELECT ON operation_note TO dispute_reader;
GRANT SELECT ON operation_note TO dispute_writer;

CREATE TABLE reconciliation (
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  found integer NOT NULL,
  woken integer NOT NULL,
  skew_ms integer,
  CONSTRAINT reconciliation_pkey PRIMARY KEY (at)
);

GRANT SELECT ON reconciliation TO dispute_reader;
GRANT DELETE, INSERT, SELECT ON reconciliation TO dispute_writer;

CREATE TABLE worker_pulse (
  worker text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  skew_ms integer NOT NULL,
  CONSTRAINT worker_pulse_pkey PRIMARY KEY (worker)
);

GRANT SELECT ON worker_pulse TO dispute_reader;
GRANT DELETE, INSERT, SELECT, UPDATE ON worker_pulse TO dispute_writer;
