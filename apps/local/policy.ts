import { readFileSync, writeFileSync } from 'node:fs';
import { firstRegion } from '#domain/people/regions.js';
import type { Tree } from '#domain/people/tree.js';
import { differences } from '#domain/policy/difference.js';
import type { PolicyDocument } from '#domain/policy/document.js';
import { problemsOf } from '#domain/policy/problems.js';
import { written } from '#domain/policy/written.js';
import { transaction, type Db } from '#persistence/database/database.js';
import { Directory } from '#persistence/people/directory.js';
import { draftPolicy } from '#persistence/rules/drafts.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { askedOf, NOT_UNDERSTOOD, runTool, type Workplace } from './tools.js';

/** A policy as a file: written out, and read in as a draft that somebody publishes in the console. */

const USAGE = `npm run policy -- export [version] --to <file>   writes a policy, the one in force where none is named
npm run policy -- import <file>                  reads a file in as a draft, and says where it is another
--region <id>                                    of this region; without it of the first`;

const {
  values: asked,
  positionals: [act, named],
} = askedOf(
  {
    options: { to: { type: 'string' }, region: { type: 'string' } },
    allowPositionals: true,
  },
  USAGE,
);

await runTool(async (place) => {
  if (act === 'export') return exported(place, named, asked.to);
  if (act === 'import' && named !== undefined) return imported(place, named);
  console.error(USAGE);
  return NOT_UNDERSTOOD;
});

async function exported({ source }: Workplace, version: string | undefined, to: string | undefined) {
  const rulebook = new Rulebook(source);
  const { region } = await regionMeant(source);
  const wanted = version ?? (await rulebook.current(region)).policy.version;
  const found = (await rulebook.allPolicies(region)).find((each) => each.version === wanted);
  if (!found) throw new Error(`there is no policy ${wanted} of the region ${region}`);
  const text = written(found.document);
  if (to === undefined) process.stdout.write(text);
  else writeFileSync(to, text);
  console.error(`${found.version} (${found.state})${to === undefined ? '' : ` is in ${to}`}`);
  return 0;
}

async function imported({ source }: Workplace, file: string) {
  const document = parsed(file);
  const { region, tree } = await regionMeant(source);
  const problems = problemsOf(document, region, tree);
  for (const { pointer, code, detail } of problems) console.error(`${pointer || '/'}: ${code}, ${detail}`);
  if (problems.length > 0) return 1;
  const version = await transaction(source, (db) => draftPolicy(db, region, document as PolicyDocument, null));
  const { policy } = await new Rulebook(source).current(region);
  const changes = differences(policy.document, document);
  for (const { pointer, from, to } of changes)
    console.log(`${pointer}: ${JSON.stringify(from) ?? 'nothing'} → ${JSON.stringify(to) ?? 'nothing'}`);
  console.log(`${version} is a draft, at ${changes.length} places another than ${policy.version}; it holds nobody yet`);
  return 0;
}

/** @returns the region that was named, and what is there of it */
async function regionMeant(source: Db): Promise<{ region: string; tree: Tree }> {
  const whole = await new Directory(source).load();
  const region = asked.region ?? firstRegion(whole);
  if (!whole.regions.some(({ id }) => id === region)) throw new Error(`there is no region ${region}`);
  return { region, tree: whole.within([{ id: region }]) };
}

/** @throws Error that says where a file is no JSON */
function parsed(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}
