import { numbersIn, type Numbered } from '../test/support/numbers.js';
import type { Client } from './scale-http.js';

/** Every number of board, statistics, inbox and choices against its list, over however many disputes there are. */

/** A list of more is not walked where it says itself how many it has, which `test/e2e/worklists.spec.ts` holds against its rows. */
const WALKED = 1_000;
/** More than that no list says. */
const MOST_SAID = 10_000;
/** Time goes on while lists are walked: what differs is looked at once more. */
const LOOKS = 3;

interface Page {
  items: unknown[];
  next: string | null;
  total?: { count: number; more: boolean };
}

async function lengthOf(api: Client, who: string, { address, n }: Numbered): Promise<number | string> {
  const ask = (more: string) => api.get<Page>(who, `${address}${address.includes('?') ? '&' : '?'}${more}`);
  const { total = null } = n > WALKED && !address.startsWith('/board/') ? await ask('limit=1&total=true') : {};
  if (total) {
    return total.more ? (n > MOST_SAID ? n : `more than ${total.count}`) : total.count;
  }
  let length = 0;
  for (let next: string | null = ''; next !== null;) {
    const page: Page = await ask(`limit=200${next && `&cursor=${encodeURIComponent(next)}`}`);
    length += page.items.length;
    next = page.next;
  }
  return length;
}

interface Asked {
  who: string;
  numbers: () => Promise<Numbered[]>;
}

function sources(api: Client): Asked[] {
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const year = `from=${at(-365)}&to=${at(0)}`;
  const told = (who: string, path: string): Asked => ({
    who,
    numbers: async () => numbersIn(await api.get(who, path)),
  });
  return [
    told('supervisor', '/board'),
    ...['department', 'grade', 'month'].map((by) => told('supervisor', `/statistics?${year}&by=${by}`)),
    told('desk', `/statistics?${year}`),
    ...['desk', 'justice', 'visitor'].map((who) => ({
      who,
      numbers: async () => {
        const counts = await api.get<Record<string, number>>(who, '/inbox/counts');
        const tabs = ['answer', 'work', 'visits', 'approve', 'all'];
        return tabs.map((tab) => ({ address: `/inbox?tab=${tab}`, n: counts[tab]! }));
      },
    })),
    {
      who: 'justice',
      numbers: async () => {
        type InHand = { id: string; open: number }[];
        const { departments, people } = await api.get<{ departments: InHand; people: InHand }>('justice', '/workload');
        return [
          ...departments.map(({ id, open }) => ({ address: `/disputes?department=${id}`, n: open })),
          ...people.map(({ id, open }) => ({ address: `/disputes?handler=${id}`, n: open })),
        ];
      },
    },
  ];
}

/** @returns how many numbers are not what their lists are */
export async function measureNumbers(api: Client): Promise<number> {
  let [held, wrong] = [0, 0];
  for (const { who, numbers } of sources(api)) {
    let open: Set<number> | null = null;
    for (let look = 0; look < LOOKS && open?.size !== 0; look++) {
      const all = await numbers();
      const off: { n: Numbered; length: number | string; place: number }[] = [];
      for (const [place, n] of all.entries()) {
        if (open && !open.has(place)) continue;
        const length = await lengthOf(api, who, n);
        if (length !== n.n) off.push({ n, length, place });
      }
      held += (open?.size ?? all.length) - off.length;
      open = new Set(off.map(({ place }) => place));
      if (look < LOOKS - 1) continue;
      for (const { n, length } of off) console.log(`**${who} ${n.address} has ${length} and not ${n.n}**`);
      wrong += off.length;
    }
  }
  console.log(`${held} numbers are as long as their lists, ${wrong} are not`);
  return wrong;
}
