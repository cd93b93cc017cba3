import { useRef } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { post } from '../base/api.js';
import type { Department } from '../contract.js';
import { useWording } from '../base/language.js';
import { useDepartments, useUser } from '../base/session.js';
import { Tag } from '../parts/marks.js';
import { LinesForm } from './lines-form.js';
import type { StepProps } from './step.js';
import { useLines } from './use-lines.js';

/** A township as there are many, to be edited. */
const SAMPLE = [
  '石桥镇综治中心\tTownship governance centre',
  '石桥派出所\tPolice station\t流转台\t石桥镇综治中心',
  '石桥司法所\tJustice office\t石桥镇综治中心',
  '石桥自然资源所\tLand office\t石桥镇综治中心',
  '石桥林业站\tForestry station\t石桥镇综治中心',
  '石桥人社所\tLabour office\t石桥镇综治中心',
  '石桥农业农村办\tAgriculture office\t石桥镇综治中心',
  '石溪村\tShixi village\t村\t石桥镇综治中心',
  '白塘村\tBaitang village\t村\t石桥镇综治中心',
];
const DESK = ['流转台', 'desk'];
const VILLAGE = ['村', '社区', 'village'];

/**
 * A line, read: its name, in English as well where the second cell says nothing else, and in any order whether it is a
 * desk or a village and what stands above it.
 */
function readLine<T>([name = '', second = '', ...rest]: string[], superiorOf: (word: string) => T | undefined) {
  const isOf = (words: string[], word: string) => words.includes(word.toLowerCase());
  const isSaid = (word: string) => isOf(DESK, word) || isOf(VILLAGE, word) || superiorOf(word) !== undefined;
  const said = (isSaid(second) ? [second, ...rest] : rest).filter((word) => word !== '');
  return {
    name,
    nameEn: isSaid(second) ? '' : second,
    hasDesk: said.some((word) => isOf(DESK, word)),
    isVillage: said.some((word) => isOf(VILLAGE, word)),
    superior: said.map(superiorOf).find((found) => found !== undefined),
    unknown: said.find((word) => !isSaid(word)),
  };
}

/** Departments, typed or pasted, and those that are there. */
export function DepartmentsStep({ next }: StepProps) {
  const t = useWording();
  const user = useUser();
  const queries = useQueryClient();
  const { all, name } = useDepartments();
  // Of this list as well: what stands above may be one line before.
  const made = useRef<Department[]>([]);
  const superiorOf = (word: string) =>
    [...made.current, ...all].find((each) => each.active && [each.name, each.nameEn].includes(word));
  const lines = useLines(async (cells) => {
    const { nameEn, superior, unknown, ...said } = readLine(cells, superiorOf);
    if (unknown !== undefined) throw new RangeError(t.setup.unknownSuperior(unknown));
    const body = { ...said, parentId: superior?.id ?? user.departmentId, ...(nameEn && { nameEn }) };
    made.current.push(await post('/departments', { body }));
  });
  return (
    <>
      <ul className="desk-list">
        {all
          .filter((each) => each.active && each.id !== user.departmentId)
          .map((each) => (
            <li key={each.id}>
              <span>
                {name(each.id)} {each.hasDesk && <Tag tone="accent">{t.setup.isDesk}</Tag>}
                {each.isVillage && <Tag tone="quiet">{t.setup.isVillage}</Tag>}
              </span>
            </li>
          ))}
      </ul>
      <p>
        <Link to="/imports?kind=departments">{t.setup.fromSheet}</Link>
      </p>
      <LinesForm
        label={t.setup.departmentsPaste}
        hint={t.setup.departmentsHint}
        placeholder={SAMPLE.slice(0, 3).join('\n')}
        begins={{ title: t.setup.departmentsSample, lines: SAMPLE }}
        lines={lines}
        taken={() => queries.invalidateQueries({ queryKey: ['departments'] })}
        done={next}
      />
    </>
  );
}
