import type { KeyboardEvent, ReactNode } from 'react';

export function Tabs<T extends string>({
  label,
  tabs,
  chosen,
  choose,
  word,
  children,
}: {
  label: string;
  tabs: readonly T[];
  chosen: T;
  choose: (tab: T) => void;
  word: (tab: T) => ReactNode;
  children: ReactNode;
}) {
  // Left and right walk the tabs, as people who see none of them expect.
  const walk = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = by && tabs[(tabs.indexOf(chosen) + by + tabs.length) % tabs.length];
    if (!next) return;
    choose(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <>
      <div className="tabs" role="tablist" aria-label={label} onKeyDown={walk}>
        {tabs.map((each) => (
          <button
            key={each}
            type="button"
            role="tab"
            id={`tab-${each}`}
            aria-selected={chosen === each}
            aria-controls="tab-panel"
            onClick={() => choose(each)}
          >
            {word(each)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen}`}>
        {children}
      </div>
    </>
  );
}
