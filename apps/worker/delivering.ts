import type { DataSource } from 'typeorm';
import { mailSender, robotSenders, webhookSender, type DeliverDeps, type Keepers } from '#activities/index.js';
import type { Config } from '#config/config.js';
import type { Directory } from '#persistence/people/directory.js';
import { Outgoing } from '#guard/outgoing.js';
import type { Rulebook } from '#persistence/rules/rulebook.js';
import type { Vault } from '#persistence/vault/vault.js';

/** What delivery needs, of configuration and the shared parts. */
export function deliveringOf(
  config: Config,
  source: DataSource,
  rulebook: Rulebook,
  directory: Directory,
  vault: Vault,
): DeliverDeps & { keepers: Keepers; close: () => void } {
  const outgoing = new Outgoing(config.OUTGOING_ALLOW);
  const publicUrl = config.PUBLIC_URL?.replace(/\/$/, '') ?? `http://${config.HOST}:${config.PORT}`;
  const open = (sealed: string) => vault.openOwn(sealed, 'channel');
  const email = mailSender(
    config.SMTP_URL && config.MAIL_FROM ? { smtpUrl: config.SMTP_URL, from: config.MAIL_FROM } : null,
  );
  return {
    source,
    rulebook,
    directory,
    publicUrl,
    open,
    hashOf: (channelId, code) => vault.match('confirmation', channelId, code),
    senders: {
      email,
      webhook: webhookSender(outgoing, publicUrl, ({ secret }) => open(secret!)),
      ...robotSenders(outgoing, ({ secret }) => secret && open(secret)),
    },
    keepers: { to: config.CHECKPOINT_TO, mail: email, outgoing },
    close: () => email.close(),
  };
}
