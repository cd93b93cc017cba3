import { authorOf } from '../../events.js';
import type { Projections } from '../../row.js';

export const FILES = {
  FileAttached(row, event) {
    const { fileId: id, ...data } = event.data;
    const file = { id, name: event.text?.name ?? null, ...data, by: authorOf(event), at: event.at };
    return { ...row, attachments: [...(row.attachments ?? []), file] };
  },
} satisfies Partial<Projections>;
