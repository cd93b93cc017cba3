import type { Tree } from '#domain/people/tree.js';

const NAMES: Record<string, string> = {
  police: '派出所',
  justice: '司法所',
  land: '自然资源所',
  'village-shixi': '石溪村',
};

/** Departments and people by the names that papers give them; who is not in it stands by id. */
export const PAPER_HOUSE = {
  departments: new Map(Object.entries(NAMES).map(([id, name]) => [id, { id, name }])),
  accounts: [
    { id: 'desk', name: '黄接待' },
    { id: 'justice', name: '陆调解' },
    { id: 'visitor', name: '韦回访' },
  ],
} as unknown as Tree;
