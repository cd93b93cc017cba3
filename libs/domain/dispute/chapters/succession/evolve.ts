import type { Evolutions } from '../../state.js';
import { succeeded } from './places.js';

export const SUCCESSION = {
  DepartmentSucceeded: (state, { data: { from, to } }) => succeeded(state, (each) => (each === from ? to : each)),
} satisfies Partial<Evolutions>;
