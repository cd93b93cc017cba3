import type { Role } from '#domain/words.js';
import type { Wording } from '../wording.zh.js';

/** The pages that a person has, by role, in the order in which they need them. The first is where they begin. */

export interface Room {
  path: string;
  name: keyof Wording['nav'];
  icon: string;
}

const ROOMS = {
  desk: { path: '/desk', name: 'desk', icon: 'M4 5h16v6H4zM4 15h7v4H4zM15 15h5v4h-5z' },
  inbox: { path: '/inbox', name: 'inbox', icon: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5' },
  board: { path: '/board', name: 'board', icon: 'M4 5h16v14H4zM4 10h16M10 10v9' },
  disputes: { path: '/disputes', name: 'disputes', icon: 'M5 6h14M5 12h14M5 18h9' },
  visits: { path: '/visits', name: 'visits', icon: 'M4 11l8-6 8 6v8H4zM10 19v-5h4v5' },
  items: { path: '/items', name: 'items', icon: 'M4 5h16v10H9l-5 4z' },
  tell: { path: '/tell', name: 'tell', icon: 'M4 5h16v10H9l-5 4z' },
  statistics: { path: '/statistics', name: 'statistics', icon: 'M5 19V11M10 19V5M15 19v-6M20 19V8' },
  notices: { path: '/notices', name: 'notices', icon: 'M6 16V11a6 6 0 0112 0v5l1 2H5zM10 21h4' },
  deliveries: { path: '/deliveries', name: 'deliveries', icon: 'M3 12l18-8-6 17-4-7zM11 14l4-5' },
  rehearsals: { path: '/rehearsals', name: 'rehearsals', icon: 'M12 5a7 7 0 107 7M12 8v4l3 2M15 3h4v4' },
  people: {
    path: '/people',
    name: 'people',
    icon: 'M9 11a3 3 0 100-6 3 3 0 000 6zM3 20a6 6 0 0112 0M16 6a3 3 0 010 5M18 14a6 6 0 013 6',
  },
  policy: { path: '/policy', name: 'policy', icon: 'M12 4v16M5 8h14M5 8l-2 6h4zM19 8l-2 6h4z' },
  calendar: { path: '/calendar', name: 'calendar', icon: 'M4 6h16v14H4zM4 10h16M8 4v4M16 4v4' },
  record: { path: '/record', name: 'record', icon: 'M5 4h10l4 4v12H5zM9 13l2 2 4-4' },
} as const satisfies Record<string, Room>;
type RoomName = keyof typeof ROOMS;

const OF_ROLE: Record<Role, RoomName[]> = {
  desk: ['desk', 'inbox', 'items', 'disputes', 'visits', 'statistics', 'notices', 'rehearsals', 'policy', 'calendar'],
  supervisor: [
    'board',
    'inbox',
    'disputes',
    'visits',
    'statistics',
    'notices',
    'deliveries',
    'rehearsals',
    'policy',
    'calendar',
    'people',
  ],
  head: ['inbox', 'disputes', 'statistics', 'notices', 'policy', 'calendar'],
  handler: ['inbox', 'disputes', 'notices', 'policy', 'calendar'],
  visitor: ['visits', 'notices'],
  reporter: ['tell'],
  auditor: ['board', 'disputes', 'statistics', 'record', 'people', 'policy', 'calendar'],
  admin: ['people', 'policy', 'calendar', 'deliveries', 'rehearsals'],
};
const RANK: Role[] = ['supervisor', 'desk', 'head', 'handler', 'visitor', 'auditor', 'admin', 'reporter'];

export function roomsOf(roles: readonly Role[]): Room[] {
  const names = RANK.filter((role) => roles.includes(role)).flatMap((role) => OF_ROLE[role]);
  return [...new Set(names)].map((name) => ROOMS[name]);
}
