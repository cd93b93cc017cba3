// Workflows of which two never give their thread back.
import { sleep } from '@temporalio/workflow';

export async function quick() {
  await sleep(1);
  return 'done';
}

export async function loops() {
  for (let n = 0; ; n++) if (n < 0) return;
}

export async function loopsInPromises() {
  for (;;) await Promise.resolve();
}
