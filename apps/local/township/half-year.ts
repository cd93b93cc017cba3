/** The demo half year: January to June 2026. */
export { disputes } from './half-year-disputes.js';
export { items } from './half-year-items.js';
