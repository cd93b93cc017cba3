const { createRequire, register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { compiled } = require('./compiled.cjs');

// Jest carries it itself; what it carries stands beside it.
const { default: Runtime } = createRequire(createRequire(__filename).resolve('jest'))('jest-runtime');

/** By which a stack names the lines that somebody wrote; looked for where there is a stack. */
class SourceMaps extends Map {
  get(source) {
    return /\.tsx?(\?|$)/.test(source) ? compiled(source).map : undefined;
  }
}

register('./hooks.mjs', pathToFileURL(__filename));

/**
 * Each file of tests is read by Node itself, once a process with all that it reads. Jest would read the whole server anew for
 * each file, in a context of its own: a quarter of the CPU of a run. What runs the tests, counts and reports them is Jest's.
 */
module.exports = class NativeRuntime extends Runtime {
  setGlobalsForRuntime(globals) {
    globalThis.jestGlobals = globals;
    super.setGlobalsForRuntime(globals);
  }

  unstable_shouldLoadAsEsm(path) {
    return path.endsWith('.ts');
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  getSourceMaps() {
    return new SourceMaps();
  }
};
