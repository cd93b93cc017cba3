import { sha256 } from '../database/canonical.js';
import type { Db } from '../database/database.js';
import { quoted } from '../database/quoted.js';
import { rows } from '../database/rows.js';
import { LANDED } from './landed.js';

/**
 * What holds people and tables apart: roles and their grants, policies, triggers, functions and constraints. Who owns the
 * schema can change each of them; what they are in a migrated database of this release says `landed.ts`.
 */

interface Part {
  name: string;
  definition: string;
}

/** Rights of all but the owner, who has them by being it. */
const grants = (acl: string, kind: string, owner: string) => `
  (SELECT string_agg(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END || ' ' || privilege_type
     || CASE WHEN is_grantable THEN '*' ELSE '' END, ', ' ORDER BY grantee = 0, pg_get_userbyid(grantee), privilege_type)
   FROM aclexplode(coalesce(${acl}, acldefault(${quoted(kind)}, ${owner}))) WHERE grantee <> ${owner})`;

const isOfExtension = (catalogue: string, oid: string) => `EXISTS (SELECT FROM pg_depend d
  WHERE d.classid = ${quoted(catalogue)}::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;

const PARTS = `
WITH own AS (SELECT c.* FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'migrations'
  AND NOT ${isOfExtension('pg_class', 'c.oid')}),
owner AS (SELECT relowner AS id FROM own WHERE relname = 'event'),
parts AS (
  SELECT 'role ' || r.rolname AS name, jsonb_build_array(r.rolsuper, r.rolcreaterole, r.rolcreatedb, r.rolreplication,
    r.rolbypassrls, r.rolconfig, (SELECT array_agg(pg_get_userbyid(m.roleid)::text ORDER BY pg_get_userbyid(m.roleid) COLLATE "C") FROM pg_auth_members m
      WHERE m.member = r.oid)) AS definition
  FROM pg_roles r WHERE r.rolname IN ('dispute_writer', 'dispute_reader')
  UNION ALL
  SELECT 'owner', jsonb_build_array(r.rolsuper, r.rolreplication, r.rolbypassrls,
    (SELECT bool_and(c.relowner = owner.id) FROM own c)) FROM owner JOIN pg_roles r ON r.oid = owner.id
  UNION ALL
  SELECT 'database', jsonb_build_array(${grants('datacl', 'd', 'datdba')}) FROM pg_database
  WHERE datname = current_database()
  UNION ALL
  SELECT 'schema ' || nspname, jsonb_build_array(${grants('nspacl', 'n', 'nspowner')}) FROM pg_namespace
  WHERE nspname = 'public'
  UNION ALL
  SELECT 'table ' || c.relname, jsonb_build_array(c.relrowsecurity, c.relforcerowsecurity, c.relpersistence,
    ${grants('c.relacl', 'r', 'c.relowner')},
    (SELECT jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated,
       a.attidentity, pg_get_expr(e.adbin, e.adrelid), ${grants('a.attacl', 'c', 'c.relowner')}) ORDER BY a.attname)
     FROM pg_attribute a LEFT JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
    -- By what they say: in an aggregate a number names no column, and rows come as they lie, otherwise in a copy.
    (SELECT jsonb_agg(jsonb_build_array(pg_get_constraintdef(k.oid), k.convalidated) ORDER BY pg_get_constraintdef(k.oid) COLLATE "C")
     FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n'),
    (SELECT jsonb_agg(pg_get_indexdef(i.indexrelid) ORDER BY pg_get_indexdef(i.indexrelid) COLLATE "C") FROM pg_index i
     WHERE i.indrelid = c.oid AND i.indisunique),
    -- Those of foreign keys.
    (SELECT bool_and(t.tgenabled = 'O') FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgisinternal))
  FROM own c WHERE c.relkind = 'r'
  UNION ALL
  SELECT 'sequence ' || c.relname, jsonb_build_array(${grants('c.relacl', 's', 'c.relowner')})
  FROM own c WHERE c.relkind = 'S'
  UNION ALL
  SELECT 'view ' || c.relname, jsonb_build_array(c.reloptions, pg_get_viewdef(c.oid), ${grants('c.relacl', 'r', 'c.relowner')})
  FROM own c WHERE c.relkind IN ('v', 'm')
  UNION ALL
  SELECT 'rule ' || c.relname || '.' || w.rulename, jsonb_build_array(pg_get_ruledef(w.oid), w.ev_enabled)
  FROM pg_rewrite w JOIN own c ON c.oid = w.ev_class WHERE c.relkind = 'r'
  UNION ALL
  SELECT 'trigger ' || c.relname || '.' || t.tgname, jsonb_build_array(t.tgenabled, pg_get_triggerdef(t.oid))
  FROM pg_trigger t JOIN own c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
  UNION ALL
  SELECT 'policy ' || c.relname || '.' || p.polname, jsonb_build_array(p.polcmd, p.polpermissive,
    (SELECT array_agg(CASE each WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(each) END
      ORDER BY pg_get_userbyid(each) COLLATE "C") FROM unnest(p.polroles) each),
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN own c ON c.oid = p.polrelid
  UNION ALL
  SELECT 'function ' || p.oid::regprocedure, jsonb_build_array(p.prosecdef, p.provolatile, p.proconfig, p.prosrc,
    pg_get_function_sqlbody(p.oid), pg_get_function_result(p.oid), l.lanname, p.proowner = owner.id,
    ${grants('p.proacl', 'f', 'p.proowner')})
  FROM owner, pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE p.pronamespace = 'public'::regnamespace AND NOT ${isOfExtension('pg_proc', 'p.oid')})
SELECT name, definition::text FROM parts`;

/** Each part by its name, with the hash of what it is. */
export async function catalogueOf(db: Db): Promise<Record<string, string>> {
  const parts = await rows<Part>(db, PARTS);
  return Object.fromEntries(
    parts
      .map(({ name, definition }) => [name, sha256(definition).toString('hex').slice(0, 16)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** What is not as the migrations of this release left it. Tables that somebody put beside ours are nobody's business. */
export async function catalogueProblems(db: Db): Promise<string[]> {
  const found = await catalogueOf(db);
  const names = [...new Set([...Object.keys(LANDED), ...Object.keys(found)])].sort();
  return names.flatMap((name) => {
    if (found[name] === LANDED[name]) return [];
    if (!(name in found)) return [`the ${name} is not there`];
    if (name in LANDED) return [`the ${name} is not what the migrations made`];
    return /^(table|sequence|view) /.test(name) ? [] : [`the ${name} was added`];
  });
}
