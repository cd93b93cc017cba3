const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { fileURLToPath } = require('node:url');
const { transformSync, version } = require('@swc/core');

const KEPT = join(__dirname, '../../../node_modules/.cache/tests');
const OPTIONS = {
  sourceMaps: true,
  configFile: false,
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
  },
  module: { type: 'es6' },
};

/** Whoever comes first writes it whole. */
function keep(path, text) {
  const begun = `${path}.${process.pid}`;
  writeFileSync(begun, text);
  renameSync(begun, path);
}

/**
 * A file of TypeScript as Node reads it, made once.
 *
 * @param {string} source its path or address
 * @returns {{ code: string, map: string }} paths of both
 */
exports.compiled = (source) => {
  const path = source.startsWith('file:') ? fileURLToPath(source) : source.replace(/\?.*$/, '');
  const text = readFileSync(path, 'utf8');
  const name = createHash('sha256')
    .update(JSON.stringify([version, OPTIONS, path, text]))
    .digest('hex');
  const [code, map] = ['mjs', 'map'].map((end) => join(KEPT, `${name}.${end}`));
  if (!existsSync(code)) {
    const tsx = path.endsWith('x');
    const made = transformSync(text, {
      ...OPTIONS,
      filename: path,
      jsc: { ...OPTIONS.jsc, parser: { ...OPTIONS.jsc.parser, tsx } },
    });
    mkdirSync(KEPT, { recursive: true });
    keep(map, made.map);
    keep(code, made.code);
  }
  return { code, map };
};
