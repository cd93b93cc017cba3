// Resolves imports for eslint-plugin-boundaries: `#domain/x.js` and `./x.js` to their sources. (The usual resolvers know
// neither the `imports` of package.json nor `.js` for a `.ts` file, and one that does would be one more package.)
const { existsSync, readFileSync } = require('node:fs');
const { createRequire, isBuiltin } = require('node:module');
const { dirname, join } = require('node:path');

const ROOT = join(__dirname, '../..');
const { imports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

const ROOMS = Object.entries(imports).map(([alias, { source }]) => [alias.split('*')[0], source.split('*')[0]]);

exports.interfaceVersion = 2;

exports.resolve = (specifier, from) => {
  if (isBuiltin(specifier)) return { found: true, path: null };
  const room = ROOMS.find(([alias]) => specifier.startsWith(alias));
  if (room || specifier.startsWith('.')) {
    const path = room ? join(ROOT, room[1], specifier.slice(room[0].length)) : join(dirname(from), specifier);
    const found = [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path].find((each) => existsSync(each));
    return found ? { found: true, path: found } : { found: false };
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  const folder = join(ROOT, 'node_modules', name);
  if (existsSync(folder)) return { found: true, path: join(folder, 'package.json') };
  try {
    return { found: true, path: createRequire(from).resolve(specifier) };
  } catch {
    return { found: false };
  }
};
