import { createHmac } from 'node:crypto';
import type { RobotKind, Window } from '#persistence/delivery/delivery-store.js';
import type { Outgoing } from '#guard/outgoing.js';
import { trying, type Outbound, type Sender } from './senders.js';

interface Post {
  address: string;
  body: object;
}

/** A group robot of a chat service: all in which one differs from another. */
interface Robot {
  /** How often it may speak, whoever makes it. */
  limits: readonly Window[];
  /** UTF-8 bytes of one text. */
  bytes: number;
  /** @param secret what its owner set to sign with; null where they set none */
  post: (address: string, text: string, secret: string | null, now: Date) => Post;
  /** Members of its answer, which is JSON under HTTP 200 also where it refuses. 0 is yes. */
  answer: { code: string; words: string };
  /** What it says when it was asked too often, and for how long it then hears nobody. */
  tooOften: { code: number; seconds: number };
}

const hmac = (key: string, text: string) => createHmac('sha256', key).update(text).digest('base64');

const ROBOTS: Record<RobotKind, Robot> = {
  // developer.work.weixin.qq.com/document/path/99398
  wecom: {
    limits: [{ messages: 20, seconds: 60 }],
    bytes: 2_048,
    post: (address, content) => ({ address, body: { msgtype: 'text', text: { content } } }),
    answer: { code: 'errcode', words: 'errmsg' },
    tooOften: { code: 45_009, seconds: 60 },
  },
  // open.dingtalk.com, "custom robot": above 20 a minute it is silent for ten; signed in the address, milliseconds.
  dingtalk: {
    limits: [{ messages: 20, seconds: 60 }],
    bytes: 18_000,
    post: (address, content, secret, now) => {
      const url = new URL(address);
      if (secret) {
        const timestamp = String(now.getTime());
        url.searchParams.set('timestamp', timestamp);
        url.searchParams.set('sign', hmac(secret, `${timestamp}\n${secret}`));
      }
      return { address: url.href, body: { msgtype: 'text', text: { content } } };
    },
    answer: { code: 'errcode', words: 'errmsg' },
    tooOften: { code: 130_101, seconds: 600 },
  },
  // open.feishu.cn, "custom bot": a body of 20 kB; signed in the body, seconds, and the text to sign is the key.
  feishu: {
    limits: [
      { messages: 100, seconds: 60 },
      { messages: 5, seconds: 1 },
    ],
    bytes: 18_000,
    post: (address, text, secret, now) => {
      const timestamp = String(Math.floor(now.getTime() / 1000));
      const signed = secret && { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') };
      return { address, body: { ...signed, msg_type: 'text', content: { text } } };
    },
    answer: { code: 'code', words: 'msg' },
    tooOften: { code: 11_232, seconds: 60 },
  },
};

export const ROBOT_LIMITS = Object.entries(ROBOTS).flatMap(([kind, { limits }]) =>
  limits.map((each) => ({ kind: kind as RobotKind, ...each })),
);

/** Begins every message: the keyword by which a group may tell ours from others', instead of a secret. */
const HEAD = '【矛盾纠纷】';

/** As many whole lines as fit, and how many more there are. */
function textOf(lines: readonly { text: string }[], most: number): string {
  const bytes = (text: string) => Buffer.byteLength(text);
  let text = '';
  for (const [index, line] of lines.entries()) {
    const rest = lines.length - index - 1;
    const more = rest > 0 ? `\n……另有 ${lines.length - index} 件，请登录查看` : '';
    const next = text === '' ? line.text : `${text}\n${line.text}`;
    if (bytes(next) + bytes(more) > most) return `${text}\n……另有 ${lines.length - index} 件，请登录查看`;
    text = next;
  }
  return text;
}

/** One sender for each kind of robot. A robot knows no id: a repeat says that it is one. */
export function robotSenders(
  outgoing: Outgoing,
  secretOf: (delivery: Outbound) => string | null,
): Record<RobotKind, Sender> {
  const senderOf = ({ bytes, post, answer, tooOften }: Robot): Sender => {
    return (delivery, address, { lines: told, trial }) =>
      trying(async () => {
        const lines = trial ? [{ text: trial }] : told;
        const text = textOf([{ text: delivery.attempts > 1 ? `${HEAD}（重发）` : HEAD }, ...lines], bytes);
        const asked = post(address, text, secretOf(delivery), new Date());
        const heard = await outgoing.post(asked.address, JSON.stringify(asked.body), {
          'content-type': 'application/json; charset=utf-8',
        });
        if (heard.status !== 200) return heard;
        const said = JSON.parse(heard.body) as Record<string, unknown>;
        const code = said[answer.code];
        if (code === 0) return heard;
        if (code === tooOften.code) return { ...heard, status: 429, retryAfter: String(tooOften.seconds) };
        return { ...heard, status: 400, refusal: `${String(code)} ${String(said[answer.words])}` };
      });
  };
  const { wecom, dingtalk, feishu } = ROBOTS;
  return { wecom: senderOf(wecom), dingtalk: senderOf(dingtalk), feishu: senderOf(feishu) };
}
