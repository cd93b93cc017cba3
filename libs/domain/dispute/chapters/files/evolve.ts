import type { Evolutions } from '../../state.js';

export const FILES = {
  FileAttached: (state) => ({ ...state, files: (state.files ?? 0) + 1 }),
} satisfies Partial<Evolutions>;
