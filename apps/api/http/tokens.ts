/** What Nest injects that is no class. */
export const CONFIG = Symbol('CONFIG');
