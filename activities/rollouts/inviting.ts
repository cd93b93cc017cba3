import { refuse } from '#domain/errors.js';
import { administers } from '#domain/people/staffing.js';
import { rows } from '#persistence/database/rows.js';
import type { Ended } from '#persistence/rollouts/rollout-store.js';
import { keptOf } from '#persistence/staff/house.js';
import { invitationLink, invite, lapseInvitation } from '#persistence/staff/invitations.js';
import { asking, Staff } from '#persistence/staff/staff.js';
import type { ActDeps } from './bringing-in.js';
import type { Act } from './rollout.js';

interface Invited {
  name: string;
  /** Which office asks them in. */
  office: { name: string; nameEn: string };
  email: string;
  link: string;
  expiresAt: Date;
}

/**
 * Those who never set a password get their link by mail. It is made as it is sent, so that nobody but who reads the mail ever
 * has it; the one before is over, and so is a first one where nobody heard that it was sent, and one that was not taken.
 */
export function inviting({ source, vault, mail, publicUrl }: ActDeps): Act {
  const staff = new Staff(source, vault);
  return {
    async do({ id, actor }, { n, subject }): Promise<Ended> {
      const made = await staff.change(actor, async (db, house): Promise<Ended | Invited> => {
        const account = house.tree.accounts.find((each) => each.id === subject);
        if (!account || !administers(actor, account.departmentId, house.tree)) return refuse('NOT_ALLOWED');
        const [{ has } = { has: true }] = await rows<{ has: boolean }>(
          db,
          `SELECT password_hash IS NOT NULL AS has FROM account WHERE id = $1`,
          [subject],
        );
        if (has) return { state: 'unchanged' };
        const { email } = staff.contactOf((await keptOf(db, subject)).contact);
        if (!email) return { state: 'failed', code: 'NO_ADDRESS', facts: {} };
        const { token, expiresAt } = await invite(db, subject, 'invitation', actor.userId);
        const told = { userId: subject, kind: 'invitation', by: 'mail', expiresAt };
        await staff.note(db, asking(actor), house, 'invitation-made', told);
        const { name, nameEn } = house.tree.departments.get(actor.departmentId)!;
        return {
          name: account.name,
          office: { name, nameEn: nameEn || name },
          email,
          link: invitationLink(publicUrl, token, subject),
          expiresAt,
        };
      });
      if ('state' in made) return made;
      const tried = await mail({ id: `${id}-${n}` }, made.email, letter(subject, made));
      if (tried.state === 'sent') return { state: 'moved' };
      // Busy, or not there for the moment.
      if (tried.state === 'later') throw new Error(tried.why);
      await staff.change(actor, (db) => lapseInvitation(db, subject));
      const code = tried.fault === 'no-mail-server' ? 'NO_MAIL_SERVER' : 'MAIL_NOT_TAKEN';
      return { state: 'failed', code, facts: {} };
    },
  };
}

function letter(username: string, { name, office, link, expiresAt }: Invited) {
  const until = expiresAt.toISOString().slice(0, 10);
  const lines = [
    `${name}：`,
    `${office.name}请您登录纠纷流转系统。`,
    '请打开下面的地址设置自己的密码，之后即可使用。地址只能用一次，请勿转发。',
    link,
    `用户名：${username}，有效期至 ${until}。`,
    '',
    `${office.nameEn} asks you in to its system for disputes.`,
    'Open this address, set a password of your own, and you are in. It is good once; hand it on to nobody.',
    `User name: ${username}, until ${until}.`,
  ];
  return {
    subject: '登录邀请 Your invitation to sign in',
    lines: lines.map((text) => ({ text })),
    footer: '如果您不认识发出邀请的单位，请忽略本邮件。If you know nothing of this, ignore it.',
  };
}
