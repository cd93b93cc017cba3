import { Context } from '@temporalio/activity';
import { lastRun, sayRun, takeCheckpoint } from '#persistence/proof/checkpoints.js';
import { sweepFiles } from '#persistence/papers/file-store.js';
import type { Outgoing } from '#guard/outgoing.js';
import type { Vault } from '#persistence/vault/vault.js';
import { trying, type MailSender, type Tried } from './channels/senders.js';

/** The upkeep of each hour: notes where every chain stands, lets go of files that nobody attached. May be repeated. */
export type CheckpointActivity = () => Promise<number>;

/** Longer than any form is open between the file and the entry that names it. */
const UNATTACHED_MS = 24 * 3_600_000;

/** Who keeps checkpoints outside of the house: what they were told, whoever owns the database cannot take back. */
export interface Keepers {
  /** Mail addresses, or addresses to post to. */
  to: readonly string[];
  mail: MailSender;
  outgoing: Outgoing;
}

export interface CheckpointDeps {
  /** One that waits (`PATIENT_TIMEOUTS`). */
  source: Parameters<typeof takeCheckpoint>[0];
  vault: Vault;
  keepers?: Keepers;
}

export function createCheckpoint(
  { source, vault, keepers }: CheckpointDeps,
  tell: (line: string) => void = (line) => void Context.current().log.warn(line),
): CheckpointActivity {
  return async () => {
    const now = Date.now();
    const taken = await takeCheckpoint(source, vault, new Date(now));
    // The last one each hour, also where it is known: who hears nothing for a while asks why.
    const run = keepers && (await lastRun(source));
    if (run) {
      const text = sayRun(run);
      const signature = vault.sign(Buffer.from(text)).toString('base64');
      const answers = await Promise.all(keepers.to.map((to) => handOver(keepers, to, run.n, text, signature)));
      answers.forEach((each, index) => {
        if (each.state !== 'sent') tell(`the checkpoint ${run.n} did not reach keeper ${index + 1}: ${each.why}`);
      });
    }
    // Last: of each file the case is looked at, and no number of them keeps a round from being taken and told.
    await sweepFiles(source, new Date(now - UNATTACHED_MS));
    return taken;
  };
}

function handOver({ mail, outgoing }: Keepers, to: string, n: number, text: string, signature: string): Promise<Tried> {
  if (!to.includes('://')) {
    const subject = `检查点 checkpoint ${n}`;
    const lines = [...text.trimEnd().split('\n'), '', `signature: ${signature}`].map((each) => ({ text: each }));
    return mail({ id: `checkpoint-${n}-${Date.now()}` }, to, { subject, lines, footer: FOOTER });
  }
  const body = JSON.stringify({ text, signature });
  return trying(() => outgoing.post(to, body, { 'content-type': 'application/json; charset=utf-8' }));
}

const FOOTER =
  '请保存本邮件，核验：npm run verify -- --knows <known as>。Keep this message; it is compared by: npm run verify -- --knows <known as>';
