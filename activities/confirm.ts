import { randomInt } from 'node:crypto';
import { HOUR, MINUTE, instantOf, plusMillis } from '#domain/time/time.js';
import {
  CODE_HOURS,
  claimCodes,
  keepCode,
  markCode,
  markReached,
  type CodeToSend,
} from '#persistence/delivery/confirmation-store.js';
import type { ChannelKind } from '#persistence/delivery/delivery-store.js';
import type { Db } from '#persistence/database/database.js';
import type { MailSender, Sender, Tried } from './channels/senders.js';

/** A person waits for it: after this they had better ask again. */
const BACK_OFF_MINUTES = [1, 5, 15];
const LEASE_SECONDS = 120;
const SENT_AT_ONCE = 8;

export interface ConfirmDeps {
  source: Db;
  publicUrl: string;
  senders: Record<ChannelKind, Sender> & { email: MailSender };
  /** Opens an address. */
  open: (sealed: string) => string;
  /** A code as it is kept. */
  hashOf: (channelId: string, code: string) => string;
  clock: () => number;
}

/** Says that it arrives, and of whom it is; nothing that is told in earnest. */
const trialOf = (publicUrl: string) =>
  `测试消息：您在纠纷流转系统中添加了这个接收渠道，能看到本消息即可收到通知。Test message: notices will arrive here. ${publicUrl}/settings`;

/**
 * Sends what people asked for to see that an address reaches them: the code that has an e-mail address confirmed, and a
 * test message where nothing has to be typed back.
 */
export async function sendCodes({ source, publicUrl, senders, open, hashOf, clock }: ConfirmDeps): Promise<void> {
  const tryOut = async (asked: CodeToSend): Promise<Tried> => {
    const text = trialOf(publicUrl);
    const message = { subject: '测试消息 Test message', lines: [], trial: text };
    const address = open(asked.address);
    const tried =
      asked.kind === 'email'
        ? await senders.email(asked, address, { ...message, lines: [{ text }] })
        : await senders[asked.kind](asked, address, message);
    if (tried.state === 'sent') await markReached(source, asked.channelId);
    return tried;
  };
  const sendCode = async ({ id, channelId, address }: CodeToSend): Promise<Tried> => {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    await keepCode(source, id, hashOf(channelId, code), plusMillis(instantOf(clock()), CODE_HOURS * HOUR));
    const lines = [
      `您的确认码是 ${code}，${CODE_HOURS} 小时内有效，只能用一次。`,
      `请登录后在“设置”中填写：${publicUrl}/settings`,
      '如果您没有添加过这个邮箱，请忽略本邮件，以后不会再收到。',
      '',
      `Your confirmation code is ${code}. It is valid once, for ${CODE_HOURS} hours.`,
      `Sign in and enter it in the settings: ${publicUrl}/settings`,
      'If you did not add this address, ignore this message: nothing more will come.',
    ];
    return senders.email({ id }, open(address), {
      subject: '确认您的邮箱 Confirm your e-mail address',
      lines: lines.map((text) => ({ text })),
    });
  };
  const send = async (asked: CodeToSend) => {
    const { id, attempts, isCode } = asked;
    const tried = await (isCode ? sendCode(asked) : tryOut(asked));
    if (tried.state === 'sent') return markCode(source, id, null, null);
    const minutes = tried.state === 'later' ? BACK_OFF_MINUTES[attempts - 1] : undefined;
    const again = minutes === undefined ? null : plusMillis(instantOf(clock()), minutes * MINUTE);
    return markCode(source, id, tried.fault, again);
  };
  for (;;) {
    const codes = await claimCodes(source, instantOf(clock()), LEASE_SECONDS, SENT_AT_ONCE);
    if (codes.length === 0) return;
    await Promise.all(codes.map(send));
  }
}
