-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.

CREATE TABLE paper (
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  dispute_id uuid NOT NULL,
  kind text NOT NULL,
  subject_id text NOT NULL,
  sender text NOT NULL,
  year integer NOT NULL,
  n integer,
  copy integer NOT NULL,
  issued_at timestamp with time zone NOT NULL,
  issued_by text NOT NULL,
  text text NOT NULL,
  CONSTRAINT paper_pkey PRIMARY KEY (id),
  CONSTRAINT paper_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id),
  CONSTRAINT paper_dispute_id_kind_subject_id_copy_key UNIQUE (dispute_id, kind, subject_id, copy),
  CONSTRAINT paper_sender_kind_year_n_copy_key UNIQUE (sender, kind, year, n, copy)
);

CREATE TRIGGER paper_append_only BEFORE DELETE OR UPDATE ON paper FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER paper_not_emptied BEFORE TRUNCATE ON paper FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE paper ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON paper TO dispute_reader
  USING ((EXISTS ( SELECT
   FROM dispute d
  WHERE (d.id = paper.dispute_id))))
  WITH CHECK (((issued_by = app_user()) AND (EXISTS ( SELECT
   FROM dispute d
  WHERE (d.id = paper.dispute_id)))));

CREATE POLICY writer_all ON paper FOR SELECT TO dispute_writer
  USING (true);

GRANT INSERT, SELECT ON paper TO dispute_reader;
GRANT SELECT ON paper TO dispute_writer;

CREATE TABLE void_paper (
  dispute_id uuid NOT NULL,
  kind text NOT NULL,
  subject_id text NOT NULL,
  up_to integer NOT NULL,
  voided_at timestamp with time zone NOT NULL,
  voided_by text NOT NULL,
  text text NOT NULL,
  CONSTRAINT void_paper_pkey PRIMARY KEY (dispute_id, kind, subject_id, up_to),
  CONSTRAINT void_paper_dispute_id_kind_subject_id_up_to_fkey FOREIGN KEY (dispute_id, kind, subject_id, up_to) REFERENCES paper(dispute_id, kind, subject_id, copy)
);

CREATE TRIGGER void_paper_append_only BEFORE DELETE OR UPDATE ON void_paper FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER void_paper_not_emptied BEFORE TRUNCATE ON void_paper FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE void_paper ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_scoped ON void_paper TO dispute_reader
  USING ((EXISTS ( SELECT
   FROM dispute d
  WHERE (d.id = void_paper.dispute_id))))
  WITH CHECK (((voided_by = app_user()) AND (EXISTS ( SELECT
   FROM dispute d
  WHERE (d.id = void_paper.dispute_id)))));

CREATE POLICY writer_all ON void_paper FOR SELECT TO dispute_writer
  USING (true);

GRANT INSERT, SELECT ON void_paper TO dispute_reader;
GRANT SELECT ON void_paper TO dispute_writer;

CREATE TABLE file (
  id uuid NOT NULL,
  dispute_id uuid,
  media_type text NOT NULL,
  size integer NOT NULL,
  sha256 text NOT NULL,
  content bytea NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  item_id uuid,
  name bytea,
  thumbnail bytea,
  CONSTRAINT file_pkey PRIMARY KEY (id),
  CONSTRAINT file_dispute_id_fkey FOREIGN KEY (dispute_id) REFERENCES dispute(id),
  CONSTRAINT file_of_one CHECK ((num_nonnulls(dispute_id, item_id) <= 1))
);

CREATE INDEX file_created ON file USING btree (created_at);
CREATE INDEX file_dispute ON file USING btree (dispute_id);
CREATE INDEX file_handed_in ON file USING btree (created_by) WHERE ((dispute_id IS NULL) AND (item_id IS NULL));
CREATE INDEX file_item ON file USING btree (item_id) WHERE (item_id IS NOT NULL);

CREATE TRIGGER file_held BEFORE DELETE ON file FOR EACH ROW WHEN (((old.dispute_id IS NOT NULL) OR (old.item_id IS NOT NULL))) EXECUTE FUNCTION refuse_file_loss();

ALTER TABLE file ENABLE ROW LEVEL SECURITY;

CREATE POLICY reader_gives ON file FOR UPDATE TO dispute_reader
  USING (((dispute_id IS NULL) AND (item_id IS NULL) AND (created_by = app_user())))
  WITH CHECK (((created_by = app_user()) AND ((dispute_id IS NULL) OR (EXISTS ( SELECT
   FROM dispute d
  WHERE (d.id = file.dispute_id))))));

CREATE POLICY reader_hands_in ON file FOR INSERT TO dispute_reader
  WITH CHECK (((created_by = app_user()) AND ((dispute_id IS NULL) OR (EXISTS ( SELECT
   FROM dispute d
  WHERE (d.id = file.dispute_id))))));

CREATE POLICY reader_sees ON file FOR SELECT TO dispute_reader
  USING (((EXISTS ( SELECT
   FROM dispute d
  WHERE (d.id = file.dispute_id))) OR (EXISTS ( SELECT
   FROM item i
  WHERE (i.id = file.item_id))) OR ((dispute_id IS NULL) AND (created_by = app_user()))));

CREATE POLICY reader_takes_back ON file FOR DELETE TO dispute_reader
  USING (((dispute_id IS NULL) AND (item_id IS NULL) AND (created_by = app_user())));

CREATE POLICY writer_all ON file TO dispute_writer
  USING (true);

GRANT DELETE, INSERT, SELECT ON file TO dispute_reader;
GRANT DELETE, SELECT ON file TO dispute_writer;

GRANT UPDATE (content, dispute_id, item_id, name, thumbnail) ON file TO dispute_reader;
