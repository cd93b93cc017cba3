import { expect, it } from '@jest/globals';
import { inTree } from '../../apps/web/base/in-tree.js';

const of = (id: string, name: string, parentId: string | null = null) => ({ id, name, parentId });

it('departments stand each below its own, those beside each other by their names and not by their ids', () => {
  const all = [
    of('a-3', '自然资源所', 'town'),
    of('b', '邻县'),
    of('office-10', '派出所', 'town'),
    of('office-2', '2组', 'z'),
    of('office-9', '10组', 'z'),
    of('town', '石桥镇'),
    of('x', '别处的站', 'unknown'),
    of('z', '司法所', 'town'),
  ];
  const names = inTree(all, ({ name }) => name, 'zh-CN').map(({ name }) => name);
  expect(names).toEqual(['别处的站', '邻县', '石桥镇', '派出所', '司法所', '2组', '10组', '自然资源所']);
});
