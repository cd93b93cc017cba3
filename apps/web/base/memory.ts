/** What this browser keeps: preferences and what was typed and not sent. A browser that keeps nothing is no error. */

export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`dispute-console.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`dispute-console.${name}`);
    else localStorage.setItem(`dispute-console.${name}`, value);
  } catch {
    // Storage is full or forbidden: the page works without.
  }
}

/** The names of what is kept that begin so. */
export function remembered(beginning: string): string[] {
  try {
    const names = Object.keys(localStorage).map((each) => each.replace(/^dispute-console\./, ''));
    return names.filter((each) => each.startsWith(beginning));
  } catch {
    return [];
  }
}

/** Drafts belong to one person: the next one at this desk must not read them. */
export function forgetDrafts(): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith('dispute-console.draft.')) localStorage.removeItem(name);
    }
  } catch {
    // As above.
  }
}
