import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useWording } from '../../base/language.js';
import { type Common, described, FieldFrame } from './frame.js';

export interface Pickable {
  value: string;
  label: string;
  /** All that it is found by beside its label, in small letters. */
  sought?: string;
  /** What one should know of it: what it has to do already. */
  note?: ReactNode;
  /** It is proposed, and stands first. */
  proposed?: boolean;
}

const folded = (text: string) => text.normalize('NFKC').toLowerCase();

/** Those in which each word that was typed is found; all where nothing was. */
function found(options: readonly Pickable[], typed: string): Pickable[] {
  const words = folded(typed)
    .split(/\s+/)
    .filter((each) => each !== '');
  const fits = ({ label, sought = '' }: Pickable) => words.every((each) => `${folded(label)} ${sought}`.includes(each));
  const [first, rest] = [options.filter(({ proposed }) => proposed), options.filter(({ proposed }) => !proposed)];
  return [...first, ...rest].filter(fits);
}

/**
 * One of many, found by typing (WAI-ARIA APG, editable combobox with list autocomplete). What is typed is a search, and no
 * value: who leaves it half typed has what was chosen before.
 */
export function Combobox({
  value,
  change,
  options,
  none,
  search,
  chosen: known,
  settled = true,
  ...common
}: Common & {
  value: string;
  change: (value: string) => void;
  options: readonly Pickable[];
  none?: string;
  /** What `value` is, where it is among no options that were found. */
  chosen?: Pickable;
  /** Where somebody else looks for what is typed; `options` are what was found. */
  search?: (typed: string) => void;
  /** False until they have found: nobody chooses of what was found before. */
  settled?: boolean;
}) {
  const t = useWording();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  // Of another search than the last one it is not among the options any more.
  const [kept, keep] = useState<Pickable | null>(null);
  const chosen = [...options, kept, known].find((each) => each?.value === value)?.label ?? value;
  const shown = search ? [...options] : found(options, typed ?? '');
  const at = isOpen && settled ? shown[active] : undefined;

  const type = (words: string) => {
    setTyped(words);
    setOpen(true);
    // What fits best is a key away.
    setActive(words.trim() === '' ? -1 : 0);
    search?.(words);
    if (words === '' && value !== '') change('');
  };
  const close = () => {
    setOpen(false);
    setTyped(null);
    setActive(-1);
  };
  const choose = (option: Pickable) => {
    change(option.value);
    keep(option);
    close();
  };
  const walk = (to: number) => {
    setOpen(true);
    setActive(shown.length === 0 ? -1 : (to + shown.length) % shown.length);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const acts: Partial<Record<string, () => void>> = {
      ArrowDown: () =>
        walk(
          isOpen
            ? active + 1
            : Math.max(
                0,
                shown.findIndex((each) => each.value === value),
              ),
        ),
      ArrowUp: () => walk(isOpen ? Math.max(active, 0) - 1 : -1),
      // What finds nothing, or nothing yet, is handed in as nothing that was meant.
      ...((at || (isOpen && typed?.trim())) && { Enter: () => at && choose(at) }),
      ...(isOpen && { Escape: close }),
    };
    const act = acts[event.key];
    if (!act) return;
    // Neither handed in, nor is the dialog closed: the key was for the list.
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <FieldFrame id={id} {...common}>
      <div className="combobox">
        <input
          id={id}
          role="combobox"
          autoComplete="off"
          aria-expanded={isOpen}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={at && `${id}-${active}`}
          value={typed ?? chosen}
          placeholder={none ?? t.form.choose}
          onChange={(event) => type(event.target.value)}
          onClick={() => setOpen(true)}
          onFocus={(event) => event.target.select()}
          onKeyDown={press}
          onBlur={close}
          {...described(id, common.error)}
        />
        <ul id={`${id}-list`} role="listbox" aria-label={t.form.choices} hidden={!isOpen || shown.length === 0}>
          {isOpen &&
            shown.map((each, n) => (
              <li
                key={each.value}
                id={`${id}-${n}`}
                role="option"
                aria-selected={each.value === value}
                className={n === active ? 'active' : undefined}
                ref={(line) => void (n === active && line?.scrollIntoView({ block: 'nearest' }))}
                // The field keeps the focus.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => choose(each)}
              >
                <span>{each.label}</span>
                <span className="muted">
                  {each.proposed && <b>{t.form.proposed} </b>}
                  {each.note}
                </span>
              </li>
            ))}
        </ul>
        {/* Where the list would stand, and there before it is said: who reads by ear hears it as well. */}
        <div role="status">
          {isOpen && settled && shown.length === 0 && <p className="combobox-none">{t.form.nothingFound}</p>}
        </div>
      </div>
    </FieldFrame>
  );
}
