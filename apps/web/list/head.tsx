import { useWording } from '../base/language.js';
import { SortHead, type Way } from '../parts/sorting.js';
import type { Sort } from './filters.js';

/** Newest first is what nobody has to ask for. */
type Asked = Sort | '';
/** What a column is sorted by, one click after another, and which way it goes then. */
type Ways = readonly (readonly [Asked, Way])[];

const NUMBER: Ways = [
  ['number', 'ascending'],
  ['number-down', 'descending'],
];
const GRADE: Ways = [
  ['grade', 'descending'],
  ['grade-up', 'ascending'],
];
const STATUS: Ways = [
  ['status', 'ascending'],
  ['status-down', 'descending'],
];
const ENTERED: Ways = [
  ['', 'descending'],
  ['oldest', 'ascending'],
];
const DUE: Ways = [['due', 'ascending']];

/** The heads of the list: what an index carries is sorted by a click, or by Enter on it. */
export function Head({ sort: asked, choose }: { sort: Sort | undefined; choose: (sort: Asked) => void }) {
  const t = useWording();
  const sort: Asked = asked ?? '';
  const sorted = (title: string, ways: Ways, className?: string) => {
    const at = ways.findIndex(([each]) => each === sort);
    const [next] = ways[(at + 1) % ways.length]!;
    const way = ways[at]?.[1] ?? 'none';
    return <SortHead title={title} way={way} press={() => choose(next)} className={className} />;
  };
  return (
    <thead>
      <tr>
        {sorted(t.list.number, NUMBER)}
        {sorted(t.list.grade, GRADE)}
        <th scope="col">{t.list.titleColumn}</th>
        {sorted(t.list.status, STATUS)}
        <th scope="col">{t.list.holder}</th>
        {sorted(t.list.entered, ENTERED, 'end')}
        {sorted(t.list.due, DUE, 'end')}
      </tr>
    </thead>
  );
}
