import { clientsClaim } from 'workbox-core';
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

/**
 * The service worker: the console's own files, so that its page opens where nobody answers. It keeps no answer of the API;
 * what people may look at without a network is kept, and let go, by the page (`base/day.ts`, `base/vault.ts`).
 *
 * A release is kept whole or not at all: `/` must be the page of this very build, by its digest. It never stands in the way
 * of a later one: who has a network is given the page that the server has now.
 */

/** Of this build: its page, and the files with a hash in their name. Put in by `apps/local/build.mjs`. */
declare const FILES: PrecacheEntry[];
/** Fonts, in a hundred pieces: each is kept once a page used it. */
declare const FONTS: string[];

/** What of a worker's scope is used here; the types of pages and of workers exclude each other. */
interface Scope {
  addEventListener(type: 'install' | 'activate', listen: (event: Waiting) => void): void;
  skipWaiting(): Promise<void>;
  registration: { navigationPreload?: { enable(): Promise<void> } };
}
interface Waiting {
  waitUntil(done: Promise<unknown>): void;
  /** Says once what need not come by here at all, where the browser can. */
  addRoutes?(route: { condition: { urlPattern: { pathname: string } }; source: 'network' }): Promise<void>;
}
interface Asked {
  preloadResponse?: Promise<Response | undefined>;
}
declare const self: Scope;

/** Longer nobody looks at a white page; what was kept is whole, and the API would not answer either. */
const PATIENCE_MS = 4_000;
/** Not the console's page, whoever asks for them. */
const ELSEWHERE = /^\/(api|docs|livez|readyz|version|metrics|assets|sw\.js)(\/|$|\?)/;
const FONT_CACHE = 'fonts';

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
  // A browser that knows the word and not these: it asks here each time, and is let through.
  event
    .addRoutes?.({ condition: { urlPattern: { pathname: '/api/*' } }, source: 'network' })
    .catch(() => console.info('the API is asked by way of the worker'));
});
self.addEventListener('activate', (event) => {
  event.waitUntil(self.registration.navigationPreload?.enable() ?? Promise.resolve());
  event.waitUntil(dropOldFonts());
});
clientsClaim();
cleanupOutdatedCaches();

// Before the files: the page itself is asked for afresh.
registerRoute(
  new NavigationRoute(
    async ({ request, event }) => {
      const now = fromNetwork(request, (event as Asked).preloadResponse);
      const later = new Promise<null>((done) => setTimeout(done, PATIENCE_MS, null));
      const answer = await Promise.race([now, later]).catch(() => null);
      // A proxy in front of nobody says 5xx in its own words.
      if (answer && answer.status < 500) return answer;
      return (await matchPrecache('/')) ?? answer ?? now;
    },
    { denylist: [ELSEWHERE] },
  ),
);

precacheAndRoute(FILES, { directoryIndex: '', cleanURLs: false });

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && FONTS.includes(url.pathname),
  async ({ request }) => {
    const cache = await caches.open(FONT_CACHE);
    const kept = await cache.match(request);
    if (kept) return kept;
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  },
);

async function fromNetwork(request: Request, preloaded?: Promise<Response | undefined>): Promise<Response> {
  return (await preloaded) ?? fetch(request);
}

async function dropOldFonts(): Promise<void> {
  const cache = await caches.open(FONT_CACHE);
  const old = (await cache.keys()).filter(({ url }) => !FONTS.includes(new URL(url).pathname));
  await Promise.all(old.map((each) => cache.delete(each)));
}
