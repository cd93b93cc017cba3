import { useEffect } from 'react';
import { useLocation } from 'react-router';

/**
 * The console's files, kept by a service worker so that a page opens without a network, and what happens when there is a
 * later release: its files are fetched beside these, and the next page that is gone to is loaded of it. Nothing typed is lost:
 * drafts are kept. Browsers have workers over https and on the machine itself only.
 */

const LOOK_EVERY_MS = 3_600_000;
let later = false;

/** @returns what ends it */
function keepFiles(): () => void {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return () => undefined;
  // The first worker takes over a page of its own release.
  let mine = serviceWorker.controller;
  const taken = () => {
    if (mine) later = true;
    mine = serviceWorker.controller;
  };
  serviceWorker.addEventListener('controllerchange', taken);
  let known: ServiceWorkerRegistration | null = null;
  // Without a worker everything works that works today; the next page tries again.
  serviceWorker.register('/sw.js', { updateViaCache: 'none' }).then(
    (registration) => (known = registration),
    () => undefined,
  );
  const look = () => {
    if (document.visibilityState === 'visible') known?.update().catch(() => undefined);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    serviceWorker.removeEventListener('controllerchange', taken);
  };
}

/** @param keeps whether who is signed in has pages that open without a network */
export function useRelease(keeps: boolean): void {
  const { pathname } = useLocation();
  useEffect(() => (keeps ? keepFiles() : undefined), [keeps]);
  useEffect(() => {
    if (later) location.reload();
  }, [pathname]);
}
