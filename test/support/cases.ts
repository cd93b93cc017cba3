import { resolvedAWeekAgo } from './earlier.js';
import type { Township } from './township.js';

export interface View {
  id: string;
  number: string;
  status: string;
  seq: number;
}

/** Cases of everyday kind, brought to where a test needs them through the same door as everybody's. */
export class Cases {
  serial = 0;

  constructor(private readonly town: Township) {}

  async act(who: string, id: string, verb: string, body: object): Promise<View> {
    const answer = await this.town.post(who, `/disputes/${id}/${verb}`, body);
    if (answer?.status !== 200) throw new Error(`${verb}: ${JSON.stringify(answer?.body)}`);
    return (answer.body as unknown as { dispute: View }).dispute;
  }

  async registered(more: object = {}): Promise<View> {
    const { title, address, parties } = this.another();
    const answer = await this.town.post('desk', '/disputes', {
      title,
      narrative: '罗某砌墙占了巷道，喻某出入不便。',
      category: 'neighbours',
      grade: 'blue',
      place: { village: 'village-shixi', address },
      parties,
      source: { channel: 'walk-in' },
      ...more,
    });
    if (answer?.status !== 201) throw new Error(`register: ${JSON.stringify(answer?.body)}`);
    return (answer.body as unknown as { dispute: View }).dispute;
  }

  /** Other people and places each time: the same ones again would be a repeated dispute, and graded higher. */
  private another() {
    const serial = ++this.serial;
    return {
      title: `围墙占道 ${serial}`,
      address: `三组 ${serial} 号巷口`,
      parties: [
        { name: `喻不言${serial}`, role: 'applicant' as const, phone: `1380000${1000 + serial}` },
        { name: `罗可畏${serial}`, role: 'respondent' as const },
      ],
    };
  }

  /** A dispute of justice whose visit is to be made today; of a red one two are late by then. */
  async toVisitToday(grade: 'blue' | 'red' = 'blue', terms: string[] = []): Promise<View> {
    const told = this.another();
    const id = await resolvedAWeekAgo(this.town, {
      ...told,
      grade,
      terms,
      number: `2026-9${String(this.serial).padStart(4, '0')}`,
    });
    return this.town.get<View>('desk', `/disputes/${id}`);
  }

  /** A dispute that waits for the justice office's answer. */
  async offered(more: object = {}): Promise<View> {
    const { id } = await this.registered(more);
    return this.act('desk', id, 'transfer', { to: 'justice', reason: '邻里纠纷由司法所调解。' });
  }

  async accepted(more: object = {}): Promise<View> {
    const { id } = await this.offered(more);
    return this.act('justice', id, 'accept', { transferId: 't1' });
  }

  /** A dispute that waits for its return visits. */
  async resolved(more: object = {}): Promise<View> {
    const { id } = await this.accepted(more);
    return this.act('justice', id, 'resolve', { outcome: 'mediated', summary: '拆墙让道' });
  }
}
