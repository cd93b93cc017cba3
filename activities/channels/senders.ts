import { createTransport, type Transporter } from 'nodemailer';
import { Webhook } from 'standardwebhooks';
import type { Claimed, DeliveryFault } from '#persistence/delivery/delivery-store.js';
import { ForbiddenAddress, type Answer, type Outgoing } from '#guard/outgoing.js';
import type { Message } from './message.js';

/** What became of one try. The id of a message is the same in every try: the other side can tell a repeat. */
export type Tried =
  | { state: 'sent' }
  /** Worth another try; not before `afterSeconds` where the other side said so. */
  | { state: 'later'; fault: DeliveryFault; why: string; afterSeconds?: number }
  /** No try will help. */
  | { state: 'never'; fault: DeliveryFault; why: string; gone?: true };

/** What a sender has to know of one message. */
export type Outbound = Pick<Claimed, 'id' | 'secret' | 'attempts' | 'madeAt'>;

export type Sender = (delivery: Outbound, address: string, message: Message) => Promise<Tried>;

export type MailSender = (
  mail: { id: string },
  address: string,
  message: { subject: string; lines: readonly { text: string }[]; footer?: string },
) => Promise<Tried>;

const FOOTER = '可在“通知设置”中调整接收方式。';

export interface MailSettings {
  smtpUrl: string;
  from: string;
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 300);

export function mailSender(settings: MailSettings | null): MailSender & { close: () => void } {
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
  const send: MailSender = async ({ id }, address, { subject, lines, footer = FOOTER }) => {
    if (!transport) return { state: 'never', fault: 'no-mail-server', why: 'no mail server is configured' };
    try {
      await transport.sendMail({
        from: settings!.from,
        to: { name: '', address },
        subject,
        text: [...lines.map((each) => each.text), '', footer].join('\n'),
        messageId: `<${id}@dispute-circulation>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      return { state: 'sent' };
    } catch (error) {
      const { responseCode } = error as { responseCode?: number };
      // 5xx is the server's last word on this message; 4xx and silence are not.
      const last = responseCode !== undefined && responseCode >= 500;
      const fault = responseCode === undefined ? 'no-answer' : last ? 'refused' : 'busy';
      return { state: last ? 'never' : 'later', fault, why: said(error) };
    }
  };
  return Object.assign(send, { close: () => transport?.close() });
}

/** Standard Webhooks around a CloudEvent. */
export function webhookSender(outgoing: Outgoing, source: string, secretOf: (delivery: Outbound) => string): Sender {
  return (delivery, address, { lines, trial }) =>
    trying(async () => {
      const body = JSON.stringify({
        specversion: '1.0',
        id: delivery.id,
        source,
        type: trial ? 'cn.dispute.test' : 'cn.dispute.notices',
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

/** @param post `refusal` is what the other side said in its own words */
export async function trying(post: () => Promise<Answer & { refusal?: string }>): Promise<Tried> {
  try {
    const { status, retryAfter, refusal } = await post();
    if (status >= 200 && status < 300) return { state: 'sent' };
    const why = refusal?.slice(0, 300) ?? `answered ${status}`;
    if (status === 410) return { state: 'never', fault: 'gone', why, gone: true };
    const seconds = Number(retryAfter);
    if (status === 429 || status === 408 || status >= 500) {
      const fault = status === 429 ? 'too-often' : 'busy';
      return { state: 'later', fault, why, ...(seconds > 0 && { afterSeconds: Math.min(seconds, 86_400) }) };
    }
    return { state: 'never', fault: 'refused', why };
  } catch (error) {
    if (error instanceof ForbiddenAddress) return { state: 'never', fault: 'forbidden-address', why: error.flaw };
    return { state: 'later', fault: 'no-answer', why: said(error) };
  }
}
