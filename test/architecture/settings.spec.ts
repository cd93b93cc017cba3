import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '#config/config.js';
import { SETTINGS } from '#config/settings.js';
import { heldPage } from '../support/pages.js';
import { settingsPage } from '../support/settings.js';

describe('the settings', () => {
  it('are what docs/settings.md shows', () => {
    const page = settingsPage();
    expect(heldPage('docs/settings.md', page)).toBe(page);
  });

  it.each(Object.entries(SETTINGS))('%s says what holds where nobody sets it, once', (_name, setting) => {
    const byItself = setting.as.safeParse(undefined);
    expect(byItself.success).toBe(true);
    expect('unset' in setting).toBe(byItself.data === undefined);
  });

  it('are all there is of a configuration', () => {
    expect(Object.keys(SETTINGS)).toEqual(
      expect.arrayContaining(Object.keys(loadConfig({})).filter((n) => n !== 'reread')),
    );
  });
});
