import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '#config/config.js';
import { overseeing } from '#domain/people/readers.js';
import { administers } from '#domain/people/staffing.js';
import { openPosts, readinessOf, type ReadinessCode, type ReadinessFacts } from '#domain/people/readiness.js';
import type { Tree } from '#domain/people/tree.js';
import type { PolicyDocument } from '#domain/policy/document.js';
import { civilDateAt, instantOf } from '#domain/time/time.js';
import { POSTS, type Post } from '#domain/words.js';
import { REACHED } from '#persistence/delivery/confirmation-store.js';
import { one } from '#persistence/database/rows.js';
import { Directory } from '#persistence/people/directory.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import type { Actor } from '../http/actor.js';
import { CONFIG } from '../http/tokens.js';
import { SETUP_STEPS, type Readiness, type ReadinessLink, type Setup, type SetupStep } from './answers.js';

const LINKS: Record<ReadinessCode, ReadinessLink> = {
  'no-desk': '/people',
  'desk-without-clerk': '/people',
  'department-without-handler': '/people',
  'calendar-missing': '/calendar',
  'post-nobody-holds': '/people',
  'desk-without-visitor': '/people',
  'village-without-reporter': '/people',
  'routing-empty': '/policy',
  'next-calendar-missing': '/calendar',
  'role-pending': '/people',
  'alone-in-power': '/people',
  'never-signed-in': '/people',
  'gone-at-provider': '/people',
  'no-channel': '/settings',
  'no-backup': '/readiness#no-backup',
  'keys-old': '/readiness#keys-old',
};

interface Counted {
  pending: string[];
  neverSignedIn: string[];
  gone: string[];
  uninvited: string[];
  channels: number;
  backupDays: number | null;
  keyDays: number;
}

/** How far an installation is, from its first day on. */
@Injectable()
export class SetupService {
  constructor(
    private readonly reader: Reader,
    private readonly directory: Directory,
    private readonly rulebook: Rulebook,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async readiness(actor: Actor): Promise<Readiness> {
    const { facts } = await this.facts(actor);
    return { items: readinessOf(facts).map((each) => ({ ...each, link: LINKS[each.code] })) };
  }

  /** Each step is done when what it is for is there, however it came there. */
  async steps(actor: Actor): Promise<Omit<Setup, 'open'>> {
    const { facts, uninvited, top } = await this.facts(actor);
    const others = facts.tree.accounts.filter((each) => each.id !== actor.userId);
    const isDone: Record<SetupStep, boolean> = {
      region: top?.workingTime !== null && top?.workingTime !== undefined,
      departments: facts.departments.length > 1,
      people: others.length > 0,
      rules: facts.years.includes(facts.year),
      channels: facts.channels > 0,
      invitations: others.length > 0 && uninvited.length === 0,
    };
    return {
      done: SETUP_STEPS.filter((each) => isDone[each]),
      missing: SETUP_STEPS.filter((each) => !isDone[each]),
      posts: openPosts(facts),
    };
  }

  private async facts(actor: Actor) {
    this.directory.forget();
    const tree = await this.directory.of(actor);
    const { policy, calendar } = await this.rulebook.current(actor.region);
    const { zone } = policy.document.workingTime;
    const [year, month] = civilDateAt(instantOf(Date.now()), zone).split('-').map(Number) as [number, number];
    const { uninvited, ...counted } = await this.counted(actor, tree);
    const departments = [...tree.departments.values()].filter(({ id }) => administers(actor, id, tree));
    const facts: ReadinessFacts = {
      tree,
      departments,
      posts: postsOfLadders(policy.document),
      routes: policy.document.routing.length,
      years: calendar.document.filter((each) => each.official).map((each) => each.year),
      year,
      month,
      ...counted,
    };
    return { facts, uninvited, top: tree.departments.get(actor.departmentId) };
  }

  private counted(actor: Actor, tree: Tree): Promise<Counted> {
    const below = [...tree.departments.keys()].filter((id) => administers(actor, id, tree));
    const reader = { userId: actor.userId, scopes: overseeing(actor) };
    return this.reader.as(reader, (db) => one<Counted>(db, COUNTED, [below, this.config.OIDC_VOUCH_DAYS]));
  }
}

const COUNTED = `WITH theirs AS (SELECT * FROM account WHERE active AND NOT demo AND department_id = ANY ($1))
       SELECT array(SELECT id FROM theirs WHERE pending <> '{}' ORDER BY id) AS pending,
         array(SELECT id FROM theirs WHERE signed_in_at IS NULL ORDER BY id) AS "neverSignedIn",
         array(SELECT id FROM theirs WHERE oidc_subject IS NOT NULL
           AND coalesce(vouched_at, '-infinity') < now() - make_interval(days => $2) ORDER BY id) AS gone,
         array(SELECT t.id FROM theirs t WHERE password_hash IS NULL AND oidc_subject IS NULL AND signed_in_at IS NULL
           AND NOT EXISTS (SELECT FROM invitation i WHERE i.account_id = t.id AND i.expires_at > now()) ORDER BY 1) AS uninvited,
         (SELECT count(*)::int FROM channel c WHERE live AND ${REACHED}) AS channels,
         (SELECT floor(extract(epoch FROM now() - max(at)) / 86400)::int FROM (
            SELECT at FROM operation_note WHERE kind = 'backup'
            UNION ALL SELECT last_archived_time FROM pg_stat_archiver) b) AS "backupDays",
         coalesce((SELECT floor(extract(epoch FROM now() - since) / 86400)::int FROM master_key WHERE current), 0) AS "keyDays"`;

/** To whom some rung of the policy sends. */
function postsOfLadders({ ladders }: PolicyDocument): Post[] {
  const named = new Set(Object.values(ladders).flatMap((rungs) => (rungs ?? []).flatMap(({ to }) => to)));
  return POSTS.filter((each) => named.has(each));
}
