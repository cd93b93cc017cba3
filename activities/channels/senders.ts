import { createTransport, type Transporter } from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import type { Claimed } from '#persistence/delivery-store.js';
import { ForbiddenAddress, type Answer, type Outgoing } from '#persistence/outgoing.js';
import type { Message } from './message.js';

/** What became of one try. The id of a message is the same in every try: the other side can tell a repeat. */
export type Tried =
  | { state: 'sent' }
  /** Worth another try; not before `afterSeconds` where the other side said so. */
  | { state: 'later'; why: string; afterSeconds?: number }
  /** No try will help. */
  | { state: 'never'; why: string; gone?: true };

export type Sender = (delivery: Claimed, address: string, message: Message) => Promise<Tried>;

export interface MailSettings {
  smtpUrl: string;
  from: string;
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 300);

export function mailSender(settings: MailSettings | null): Sender & { close: () => void } {
  const transport: Transporter | null = settings
    ? createTransport({
        url: settings.smtpUrl,
        pool: true,
        maxConnections: 4,
        connectionTimeout: 5_000,
        greetingTimeout: 5_000,
        socketTimeout: 10_000,
        // A message names no file and no address to be fetched.
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    : null;
  const send: Sender = async ({ id }, address, { subject, lines }) => {
    if (!transport) return { state: 'never', why: 'no mail server is configured' };
    try {
      await transport.sendMail({
        from: settings!.from,
        to: { name: '', address },
        subject,
        text: [...lines.map((each) => each.text), '', '可在“通知设置”中调整接收方式。'].join('\n'),
        messageId: `<${id}@dispute-circulation>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      return { state: 'sent' };
    } catch (error) {
      const { responseCode } = error as { responseCode?: number };
      // 5xx is the server's last word on this message; 4xx and silence are not.
      const last = responseCode !== undefined && responseCode >= 500;
      return { state: last ? 'never' : 'later', why: said(error) };
    }
  };
  return Object.assign(send, { close: () => transport?.close() });
}

/** Standard Webhooks around a CloudEvent. */
export function webhookSender(outgoing: Outgoing, source: string, secretOf: (delivery: Claimed) => string): Sender {
  return (delivery, address, { lines }) =>
    trying(async () => {
      const body = JSON.stringify({
        specversion: '1.0',
        id: delivery.id,
        source,
        type: 'cn.dispute.notices',
        time: delivery.madeAt.toISOString(),
        datacontenttype: 'application/json',
        data: { notices: lines.map(({ text: _text, ...line }) => line) },
      });
      const now = new Date();
      return outgoing.post(address, body, {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'webhook-id': delivery.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secretOf(delivery)).sign(delivery.id, now, body),
      });
    });
}

/** What the WeCom robot takes: UTF-8 bytes of one text. */
const WECOM_BYTES = 2_048;
/** It said: too often. */
const WECOM_TOO_OFTEN = 45_009;

/** As many whole lines as fit, and how many more there are. */
export function wecomText(lines: readonly { text: string }[]): string {
  const bytes = (text: string) => Buffer.byteLength(text);
  let text = '';
  for (const [index, line] of lines.entries()) {
    const rest = lines.length - index - 1;
    const more = rest > 0 ? `\n……另有 ${lines.length - index} 件，请登录查看` : '';
    const next = text === '' ? line.text : `${text}\n${line.text}`;
    if (bytes(next) + bytes(more) > WECOM_BYTES) return `${text}\n……另有 ${lines.length - index} 件，请登录查看`;
    text = next;
  }
  return text;
}

/** The group robot of WeCom. It knows no id: a repeat says that it is one. */
export function wecomSender(outgoing: Outgoing): Sender {
  return (delivery, address, { lines }) =>
    trying(async () => {
      const content = wecomText(delivery.attempts > 1 ? [{ text: '（重发）' }, ...lines] : lines);
      const answer = await outgoing.post(address, JSON.stringify({ msgtype: 'text', text: { content } }), {
        'content-type': 'application/json; charset=utf-8',
      });
      if (answer.status !== 200) return answer;
      const { errcode, errmsg } = JSON.parse(answer.body) as { errcode?: number; errmsg?: string };
      if (errcode === 0) return answer;
      if (errcode === WECOM_TOO_OFTEN) return { ...answer, status: 429 };
      return { ...answer, status: 400, body: `${errcode} ${errmsg}` };
    });
}

async function trying(post: () => Promise<Answer>): Promise<Tried> {
  try {
    const { status, retryAfter } = await post();
    if (status >= 200 && status < 300) return { state: 'sent' };
    const why = `answered ${status}`;
    if (status === 410) return { state: 'never', why, gone: true };
    const seconds = Number(retryAfter);
    if (status === 429 || status === 408 || status >= 500) {
      return { state: 'later', why, ...(seconds > 0 && { afterSeconds: Math.min(seconds, 86_400) }) };
    }
    return { state: 'never', why };
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { state: 'never', why: error.flaw };
    return { state: 'later', why: said(error) };
  }
}
