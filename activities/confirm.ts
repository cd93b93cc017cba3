import { randomInt } from 'node:crypto';
import { HOUR, MINUTE, instantOf, plusMillis } from '#domain/time/time.js';
import {
  CODE_HOURS,
  claimCodes,
  keepCode,
  markCode,
  type CodeToSend,
} from '#persistence/delivery/confirmation-store.js';
import type { Db } from '#persistence/database/database.js';
import type { MailSender } from './channels/senders.js';

/** A person waits for it: after this they had better ask again. */
const BACK_OFF_MINUTES = [1, 5, 15];
const LEASE_SECONDS = 120;
const SENT_AT_ONCE = 8;

export interface ConfirmDeps {
  source: Db;
  publicUrl: string;
  mail: MailSender;
  /** Opens an address. */
  open: (sealed: string) => string;
  /** A code as it is kept. */
  hashOf: (channelId: string, code: string) => string;
  clock: () => number;
}

/** Sends the codes that people asked for, to have their e-mail addresses confirmed. */
export async function sendCodes({ source, publicUrl, mail, open, hashOf, clock }: ConfirmDeps): Promise<void> {
  const send = async ({ id, channelId, address, attempts }: CodeToSend) => {
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
    const tried = await mail({ id }, open(address), {
      subject: '确认您的邮箱 Confirm your e-mail address',
      lines: lines.map((text) => ({ text })),
    });
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
