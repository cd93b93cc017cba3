import { usePreferences } from '../base/language.js';
import { Dialog } from '../parts/dialog.js';

export function Keys({ close }: { close: () => void }) {
  const { t } = usePreferences();
  const keys: [string, string][] = [
    ['/', t.keys.search],
    ['j', t.keys.next],
    ['k', t.keys.previous],
    ['Enter', t.keys.open],
    ['a', t.keys.accept],
    ['r', t.keys.return],
    ['g i', t.keys.inbox],
    ['?', t.keys.help],
    ['Esc', t.keys.close],
  ];
  return (
    <Dialog title={t.keys.title} close={close}>
      <dl className="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
