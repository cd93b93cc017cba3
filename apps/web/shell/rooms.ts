import type { Ability } from '#domain/people/abilities.js';
import type { May } from '../base/may.js';
import type { Wording } from '../words/zh.js';

/** The pages that a person has, by what they may, in the order in which they need them. The first is where they begin. */

export interface Room {
  path: string;
  name: keyof Wording['nav'];
  icon: string;
  /** Where the number of what waits leads, if not to the whole of it. */
  waitingAt?: string;
  /** Who has it. */
  for: Ability;
}

const ROOMS = {
  desk: { path: '/desk', name: 'desk', for: 'dispute.register', icon: 'M4 5h16v6H4zM4 15h7v4H4zM15 15h5v4h-5z' },
  inbox: {
    path: '/inbox',
    waitingAt: '/inbox?tab=waiting',
    name: 'inbox',
    for: 'inbox.see',
    icon: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 2h4l1-2h5',
  },
  board: { path: '/board', name: 'board', for: 'board.see', icon: 'M4 5h16v14H4zM4 10h16M10 10v9' },
  disputes: { path: '/disputes', name: 'disputes', for: 'disputes.see', icon: 'M5 6h14M5 12h14M5 18h9' },
  visits: {
    path: '/visits',
    waitingAt: '/visits?own=true',
    name: 'visits',
    for: 'visits.see',
    icon: 'M4 11l8-6 8 6v8H4zM10 19v-5h4v5',
  },
  items: { path: '/items', name: 'items', for: 'item.triage', icon: 'M4 5h16v10H9l-5 4z' },
  tell: { path: '/tell', name: 'tell', for: 'item.report', icon: 'M4 5h16v10H9l-5 4z' },
  statistics: {
    path: '/statistics',
    name: 'statistics',
    for: 'statistics.see',
    icon: 'M5 19V11M10 19V5M15 19v-6M20 19V8',
  },
  notices: {
    path: '/notices',
    waitingAt: '/notices?unread=true',
    name: 'notices',
    for: 'notices.see',
    icon: 'M6 16V11a6 6 0 0112 0v5l1 2H5zM10 21h4',
  },
  deliveries: {
    path: '/deliveries',
    name: 'deliveries',
    for: 'deliveries.oversee',
    icon: 'M3 12l18-8-6 17-4-7zM11 14l4-5',
  },
  rehearsals: {
    path: '/rehearsals',
    name: 'rehearsals',
    for: 'rehearsal.forward',
    icon: 'M12 5a7 7 0 107 7M12 8v4l3 2M15 3h4v4',
  },
  readiness: { path: '/readiness', name: 'readiness', for: 'people.manage', icon: 'M5 12l5 5L20 7' },
  people: {
    path: '/people',
    name: 'people',
    for: 'people.see',
    icon: 'M9 11a3 3 0 100-6 3 3 0 000 6zM3 20a6 6 0 0112 0M16 6a3 3 0 010 5M18 14a6 6 0 013 6',
  },
  policy: { path: '/policy', name: 'policy', for: 'rules.see', icon: 'M12 4v16M5 8h14M5 8l-2 6h4zM19 8l-2 6h4z' },
  calendar: { path: '/calendar', name: 'calendar', for: 'rules.see', icon: 'M4 6h16v14H4zM4 10h16M8 4v4M16 4v4' },
  imports: { path: '/imports', name: 'imports', for: 'import.run', icon: 'M4 15v4h16v-4M12 4v11M8 11l4 4 4-4' },
  record: { path: '/record', name: 'record', for: 'record.read', icon: 'M5 4h10l4 4v12H5zM9 13l2 2 4-4' },
} as const satisfies Record<string, Room>;
type RoomName = keyof typeof ROOMS;

/** Of those who work on cases or hand in what they hear: first what waits for them. */
const AT_WORK: RoomName[] = [
  'board',
  'desk',
  'inbox',
  'items',
  'disputes',
  'visits',
  'statistics',
  'notices',
  'deliveries',
  'rehearsals',
  'policy',
  'calendar',
  'people',
];
/** Of those who look over the house: first whom and what they look over. */
const OVER_THE_HOUSE: RoomName[] = [
  'readiness',
  'board',
  'disputes',
  'statistics',
  'record',
  'people',
  'policy',
  'calendar',
  'imports',
  'deliveries',
  'rehearsals',
  'tell',
  'notices',
];

export function roomsOf(may: May): Room[] {
  const order = [...(may('inbox.see') || may('visits.see') ? AT_WORK : []), ...OVER_THE_HOUSE];
  return [...new Set(order)].map((name) => ROOMS[name]).filter((room) => may(room.for));
}
