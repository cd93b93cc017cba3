import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a size of its own, to be filled. */
export class Disk {
  private constructor(readonly folder: string) {}

  /** @returns why not, where this process may not mount one */
  static of(megabytes: number): Disk | string {
    const folder = mkdtempSync(join(tmpdir(), 'dispute-circulation-disk-'));
    try {
      const options = `size=${megabytes}m,mode=0755`;
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' });
      chmodSync(folder, 0o755);
      return new Disk(folder);
    } catch (error) {
      rmSync(folder, { recursive: true });
      return (error as Error).message.trim().split('\n').at(-1)!;
    }
  }

  fill(): void {
    // It writes until there is no space, and that is no failure here.
    execFileSync('sh', ['-c', 'cat /dev/zero >"$0" 2>/dev/null || true', this.filler]);
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  remove(): void {
    execFileSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true });
  }

  private get filler(): string {
    return join(this.folder, 'filler');
  }
}
