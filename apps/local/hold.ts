import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '#config/config.js';
import { endProcess, known, lives, type Known } from './alive.js';
import { closeToOthers, writeWhole } from './files.js';

/**
 * Who works on a data folder: one start, or one tool that started PostgreSQL for itself. Each has a file in `running/`
 * with its process and the processes it began, which the next one finds there should nobody have ended them.
 */
export interface Holder extends Known {
  what: 'npm start' | 'a tool';
  /** Once it is ready. */
  url?: string;
  /** Where a start's Temporal is, for tools. */
  temporal?: string;
  parts: Record<string, Known>;
}

/** Somebody else works there. */
export class Held extends ConfigError {
  constructor(
    dataDir: string,
    readonly holder: Holder,
  ) {
    const { what, pid, url = 'not ready yet' } = holder;
    super(
      what === 'npm start'
        ? `${dataDir} is in use by \`npm start\` (process ${pid}, ${url}): end that first, or name another folder by DATA_DIR`
        : `${dataDir} is in use by a tool (process ${pid}): wait until it has ended`,
    );
  }
}

/** Two that come at the very same moment both step back; of so many tries each, one finds itself alone. */
const TRIES = 6;
const STEP_BACK_MS = [20, 200] as const;
/** How long a part may take to end that its own start did not end. */
const END_MS = 20_000;

const folderOf = (dataDir: string) => join(resolve(dataDir), 'running');

function filesIn(folder: string): { file: string; holder: Holder | null }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const file = join(folder, name);
      try {
        return { file, holder: JSON.parse(readFileSync(file, 'utf8')) as Holder };
      } catch {
        // Gone meanwhile; or cut off with the power, and then nobody of it lives.
        return { file, holder: null };
      }
    });
}

/** Who works on the data folder now; null when nobody does. */
export function holderOf(dataDir: string): Holder | null {
  try {
    return filesIn(folderOf(dataDir)).find(({ holder }) => holder !== null && lives(holder))?.holder ?? null;
  } catch {
    return null;
  }
}

export class Hold {
  private constructor(
    private readonly file: string,
    private readonly holder: Holder,
  ) {}

  /**
   * Takes the data folder for this process, and ends what an earlier one left running there.
   *
   * Whoever comes writes down its own name first and then looks for others: of two at once each sees the other, so never
   * both go on. Names of the dead count for nothing and need not be taken away to come in, which is where locks of one
   * file go wrong; and a number that another process has by now is no name of ours (`birthOf`).
   *
   * @throws Held when somebody else works there
   */
  static async take(dataDir: string, what: Holder['what'], say: (line: string) => void): Promise<Hold> {
    const folder = folderOf(dataDir);
    try {
      closeToOthers(resolve(dataDir));
      mkdirSync(folder, { recursive: true });
      const own = { ...known(process.pid)!, what, parts: {} };
      const hold = new Hold(join(folder, `${process.pid}-${randomBytes(4).toString('hex')}.json`), own);
      for (let tries = 1; ; tries++) {
        hold.write();
        const others = filesIn(folder).filter(({ file }) => file !== hold.file);
        const living = others.find(({ holder }) => holder !== null && lives(holder));
        if (!living) {
          for (const { file, holder } of others) {
            await endParts(holder, say);
            rmSync(file, { force: true });
          }
          return hold;
        }
        hold.release();
        if (tries >= TRIES) throw new Held(resolve(dataDir), living.holder!);
        await new Promise((tick) => setTimeout(tick, randomInt(...STEP_BACK_MS)));
      }
    } catch (error) {
      const { code, path = folder } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
        throw new ConfigError(
          `${path} cannot be written (${code}): give it to the user who starts this, or name another folder by DATA_DIR`,
        );
      }
      throw error;
    }
  }

  /** Remembers a process that was begun; the next start ends it should this one not. */
  keep(name: string, pid: number | undefined): void {
    const part = pid === undefined ? null : known(pid);
    if (!part) return;
    this.holder.parts[name] = part;
    this.write();
  }

  leansOn(temporal: string): void {
    this.holder.temporal = temporal;
    this.write();
  }

  isReady(url: string): void {
    this.holder.url = url;
    this.write();
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private write(): void {
    writeWhole(this.file, JSON.stringify(this.holder));
  }
}

async function endParts(holder: Holder | null, say: (line: string) => void): Promise<void> {
  // Last started, first ended, as their own start would have done.
  for (const [name, part] of Object.entries(holder?.parts ?? {}).reverse()) {
    if (!lives(part)) continue;
    say(`the ${name} of an earlier start (process ${part.pid}) still runs; it is ended`);
    await endProcess(part, ['SIGTERM', 'SIGKILL'], END_MS);
  }
}
