import type { Visit } from '../contract.js';

/** A telephone's own maps open it; nothing of it goes to another host by us. */
const isApple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);

/** The way to a place: to its point where one was noted, else to what it is called; null where nothing says where. */
export function wayTo({ lat, lng, address }: Visit['dispute']['place'], village: string): string | null {
  const point = typeof lat === 'number' && typeof lng === 'number' ? `${lat},${lng}` : null;
  const name = [village, address].filter(Boolean).join(' ');
  if (!point && !address) return null;
  const q = encodeURIComponent(point ? (isApple ? name : `${point}(${name})`) : name);
  if (isApple) return `maps:?q=${q}${point ? `&ll=${point}` : ''}`;
  return `geo:${point ?? '0,0'}?q=${q}`;
}
