import type { Tree } from '../people/tree.js';
import { checkPolicy, type Problem, type Region } from './check.js';
import type { PolicyDocument } from './document.js';

/** Whom and where a policy may name. */
export function regionOf(tree: Pick<Tree, 'departments'>): Region {
  const active = [...tree.departments.values()].filter((each) => each.active);
  const idsOf = (isVillage: boolean) => active.filter((each) => each.isVillage === isVillage).map(({ id }) => id);
  return { departments: idsOf(false), villages: idsOf(true) };
}

/** Every reason why a document cannot be drafted for a region, by place. */
export function problemsOf(document: unknown, region: string, tree: Pick<Tree, 'departments'>): Problem[] {
  const problems = checkPolicy(document, regionOf(tree));
  const named = (document as Partial<PolicyDocument> | null)?.region;
  if (named !== undefined && named !== region)
    problems.push({ pointer: '/region', code: 'OTHER_REGION', detail: `is not ${region}` });
  return problems;
}
