import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The bundle that the build made; the same file for every worker and for the replay tests. */
export function workflowBundle(): { codePath: string } {
  const places = ['../../workflow-bundle.js', '../../dist/workflow-bundle.js'];
  const found = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find((path) => existsSync(path));
  if (!found) throw new Error('there is no workflow bundle: run `npm run build`');
  return { codePath: found };
}
