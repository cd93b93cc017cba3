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
    const serial = ++this.serial;
    const answer = await this.town.post('desk', '/disputes', {
      title: `围墙占道 ${serial}`,
      narrative: '罗某砌墙占了巷道，喻某出入不便。',
      category: 'neighbours',
      grade: 'blue',
      place: { village: 'village-shixi', address: `三组 ${serial} 号巷口` },
      parties: [
        // Other people and places each time: the same ones again would be a repeated dispute, and graded higher.
        { name: `喻不言${serial}`, role: 'applicant', phone: `1380000${1000 + serial}` },
        { name: `罗可畏${serial}`, role: 'respondent' },
      ],
      source: { channel: 'walk-in' },
      ...more,
    });
    if (answer?.status !== 201) throw new Error(`register: ${JSON.stringify(answer?.body)}`);
    return (answer.body as unknown as { dispute: View }).dispute;
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
