import type { Db } from '#persistence/database/database.js';
import { rows } from '#persistence/database/rows.js';

/**
 * What a migrated database is, as statements that a person can read: a file for each noun, and one each for functions and
 * roles. Nothing in it hangs on the order in which the migrations made it but the columns of a table.
 */

/** Where a table is shown; one that stands nowhere has no place yet. */
const NOUNS: Record<string, readonly string[]> = {
  audit: ['access_log', 'log_checkpoint'],
  cases: [
    'dispute',
    'dispute_words',
    'found_dispute',
    'seen_dispute',
    'event',
    'obligation',
    'transfer',
    'visit',
    'visit_revision',
    'tally',
    'dispute_figures',
    'tallied',
    'command_key',
    'departure',
  ],
  items: ['item', 'item_event'],
  keys: ['master_key', 'own_key', 'dispute_key', 'dispute_match', 'unsigned_record'],
  papers: ['paper', 'void_paper', 'file'],
  people: ['region', 'region_series', 'department', 'account', 'saved_filter'],
  proof: ['checkpoint', 'checkpoint_run', 'row_checkpoint'],
  retention: ['retention_table', 'retention_run', 'unsigned_run'],
  rollouts: ['rollout', 'rollout_item', 'import', 'import_row'],
  rules: ['policy', 'calendar', 'calendar_draft'],
  running: ['core_taken_up', 'divergence', 'operation_note', 'reconciliation', 'worker_pulse'],
  'sign-in': ['session', 'api_token', 'feed_token', 'invitation', 'setup_code', 'sign_in_failure'],
  telling: ['notice', 'notice_matter', 'channel', 'delivery', 'delivery_item', 'confirmation'],
};

interface Line {
  /** The table, or the kind of what belongs to none. */
  of: string;
  /** The place of the kind of thing under its table. */
  place: number;
  name: string;
  sql: string;
}

const OWN = `c.relnamespace = 'public'::regnamespace AND c.relname <> 'migrations'`;
const isOfExtension = (catalogue: string, oid: string) => `EXISTS (SELECT FROM pg_depend d
  WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;
const GRANTEE = `CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee)::text END`;
const granted = (acl: string, owner: string) => `
  LATERAL (SELECT ${GRANTEE} AS role, string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type COLLATE "C") AS rights
    FROM aclexplode(${acl}) g WHERE g.grantee <> ${owner} GROUP BY 1) g`;

const LINES = `
SELECT c.relname::text AS of, 0 AS place, c.relname::text AS name, format(E'CREATE TABLE %I (\\n%s\\n)', c.relname, (
  SELECT string_agg('  ' || line, E',\\n' ORDER BY part, n, line COLLATE "C") FROM (
    SELECT 0 AS part, a.attnum AS n, concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
      CASE WHEN a.attnotnull THEN 'NOT NULL' END,
      CASE WHEN a.attidentity <> '' THEN 'GENERATED ' || CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END || ' AS IDENTITY'
        WHEN a.attgenerated = 's' THEN 'GENERATED ALWAYS AS (' || pg_get_expr(e.adbin, e.adrelid) || ') STORED'
        WHEN a.attgenerated = 'v' THEN 'GENERATED ALWAYS AS (' || pg_get_expr(e.adbin, e.adrelid) || ')'
        WHEN e.adbin IS NOT NULL THEN 'DEFAULT ' || pg_get_expr(e.adbin, e.adrelid) END) AS line
    FROM pg_attribute a LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT CASE k.contype WHEN 'p' THEN 1 ELSE 2 END, 0, format('CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype NOT IN ('n', 't')) parts)) AS sql
FROM pg_class c WHERE ${OWN} AND c.relkind = 'r' AND NOT ${isOfExtension('pg_class', 'c.oid')}
UNION ALL
SELECT c.relname, 0, c.relname, format(E'CREATE VIEW %I%s AS\\n%s', c.relname,
  ' WITH (' || array_to_string(c.reloptions, ', ') || ')', rtrim(pg_get_viewdef(c.oid), ';'))
FROM pg_class c WHERE ${OWN} AND c.relkind = 'v' AND NOT ${isOfExtension('pg_class', 'c.oid')}
UNION ALL
SELECT c.relname, 1, x.relname, pg_get_indexdef(i.indexrelid)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
WHERE ${OWN} AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = c.oid)
UNION ALL
SELECT c.relname, 2, t.tgname, pg_get_triggerdef(t.oid)
  || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' -- not as usual: ' || t.tgenabled::text END
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${OWN} AND NOT t.tgisinternal
UNION ALL
SELECT c.relname, 3, '', format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', c.relname)
FROM pg_class c WHERE ${OWN} AND c.relrowsecurity
UNION ALL
SELECT c.relname, 4, p.polname, concat_ws(' ', format('CREATE POLICY %I ON %I', p.polname, c.relname),
  CASE WHEN NOT p.polpermissive THEN 'AS RESTRICTIVE' END,
  CASE p.polcmd WHEN 'r' THEN 'FOR SELECT' WHEN 'a' THEN 'FOR INSERT' WHEN 'w' THEN 'FOR UPDATE' WHEN 'd' THEN 'FOR DELETE' END,
  'TO ' || (SELECT string_agg(CASE each WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(each)::text END, ', ' ORDER BY 1) FROM unnest(p.polroles) each),
  E'\\n  USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
  E'\\n  WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE ${OWN}
UNION ALL
SELECT c.relname, 5, g.role, format('GRANT %s ON %I TO %s', g.rights, c.relname, g.role)
FROM pg_class c, ${granted('c.relacl', 'c.relowner')}
WHERE ${OWN} AND c.relkind IN ('r', 'v') AND NOT ${isOfExtension('pg_class', 'c.oid')}
UNION ALL
SELECT c.relname, 6, g.grantee || g.privilege_type, format('GRANT %s (%s) ON %I TO %s', g.privilege_type,
  string_agg(quote_ident(g.attname), ', ' ORDER BY g.attname COLLATE "C"), c.relname, g.grantee)
FROM pg_class c JOIN LATERAL (SELECT a.attname, ${GRANTEE} AS grantee, g.privilege_type
  FROM pg_attribute a, aclexplode(a.attacl) g WHERE a.attrelid = c.oid) g ON true
WHERE ${OWN} GROUP BY c.relname, g.grantee, g.privilege_type
UNION ALL
SELECT 'functions', 0, p.oid::regprocedure::text, rtrim(pg_get_functiondef(p.oid), E'\\n')
  || coalesce((SELECT string_agg(format(E';\\nGRANT EXECUTE ON FUNCTION %s TO %s', p.oid::regprocedure, g.role), '' ORDER BY g.role COLLATE "C")
    FROM ${granted("coalesce(p.proacl, acldefault('f', p.proowner))", 'p.proowner')}), '')
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND NOT ${isOfExtension('pg_proc', 'p.oid')}
UNION ALL
SELECT 'roles', 0, r.rolname, format('CREATE ROLE %I %s%s', r.rolname, CASE WHEN r.rolcanlogin THEN 'LOGIN' ELSE 'NOLOGIN' END,
  CASE WHEN r.rolsuper THEN ' SUPERUSER' ELSE '' END || CASE WHEN r.rolcreaterole THEN ' CREATEROLE' ELSE '' END
  || CASE WHEN r.rolcreatedb THEN ' CREATEDB' ELSE '' END || CASE WHEN r.rolbypassrls THEN ' BYPASSRLS' ELSE '' END)
  || coalesce((SELECT string_agg(format(E';\\nALTER ROLE %I SET %s', r.rolname, each), '' ORDER BY each COLLATE "C")
    FROM unnest(r.rolconfig) each), '')
FROM pg_roles r WHERE r.rolname LIKE 'dispute\\_%'
UNION ALL
SELECT 'roles', 1, g.role, format('GRANT %s ON SCHEMA public TO %s', g.rights, g.role)
FROM pg_namespace n, ${granted('n.nspacl', 'n.nspowner')} WHERE n.nspname = 'public'
UNION ALL
SELECT 'roles', 2, c.relname || g.role, format('GRANT %s ON SEQUENCE %I TO %s', g.rights, c.relname, g.role)
FROM pg_class c, ${granted('c.relacl', 'c.relowner')} WHERE ${OWN} AND c.relkind = 'S'
UNION ALL
SELECT 'roles', 3, e.extname, format('CREATE EXTENSION %I', e.extname) FROM pg_extension e WHERE e.extname <> 'plpgsql'`;

/** Each file by its name, with what stands in it. */
export async function schemaOf(db: Db): Promise<Record<string, string>> {
  const lines = (await rows<Line>(db, LINES)).map((line) => ({ ...line, sql: said(line.sql) }));
  const files: Record<string, readonly string[]> = { ...NOUNS, functions: ['functions'], roles: ['roles'] };
  const homeless = lines.filter(({ of }) => !Object.values(files).some((names) => names.includes(of)));
  if (homeless.length > 0) throw new Error(`stands in no file: ${homeless.map(({ name }) => name).join(', ')}`);
  return Object.fromEntries(
    Object.entries(files).map(([file, names]) => [
      `${file}.sql`,
      [HEAD, ...names.map((name) => shown(lines.filter(({ of }) => of === name)))].join('\n\n') + '\n',
    ]),
  );
}

const HEAD =
  '-- As it is now, made by test/integration/schema.spec.ts of a migrated database; what changes it is a migration.';

/** A blank line between what takes more than one, and before another kind of thing. */
function shown(lines: Line[]): string {
  const ordered = lines.toSorted((a, b) => a.place - b.place || (a.name < b.name ? -1 : 1));
  return ordered
    .map(({ sql, place }, index) => {
      const next = ordered[index + 1];
      const isApart = next && (sql.includes('\n') || next.sql.includes('\n') || next.place !== place);
      return `${sql};${isApart ? '\n' : ''}`;
    })
    .join('\n');
}

/** There is one schema, and who made a line break at its end meant nothing by it. */
const said = (sql: string) => sql.replaceAll('public.', '').replaceAll(/[ \t]+$/gm, '');
