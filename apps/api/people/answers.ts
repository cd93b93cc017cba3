import type { Post } from '#domain/words.js';
import type { Department } from '#domain/people/tree.js';
import type { Page } from '../http/answers.js';
import type { Placed } from '../auth/answers.js';

export interface PeopleShapes {
  DepartmentList: Page<Department>;
  Person: Person;
  PersonList: Page<Person>;
  SavedFilter: SavedFilter;
  SavedFilterList: Page<SavedFilter>;
}

declare module '../http/answers.js' {
  interface Shapes extends PeopleShapes {}
}

export interface Person extends Placed {
  /** On ladders: whom a rung reaches. */
  posts: Post[];
  awayUntil: Date | null;
  deputyId: string | null;
}

export interface SavedFilter {
  id: string;
  name: string;
  filter: Record<string, string>;
}
