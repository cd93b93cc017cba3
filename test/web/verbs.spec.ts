import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type Verb, VERBS } from '#domain/dispute/commands.js';
import * as words from '#domain/words.js';
import { Foresee, foreseenBody, VERB_BODIES } from '../../apps/api/disputes/bodies.js';
import { bodyOf, dataOf, missing } from '../../apps/web/verbs/body.js';
import { VERB_ORDER } from '../../apps/web/verbs/order.js';
import { VERB_FORMS } from '../../apps/web/verbs/verbs.js';
import { en } from '../../apps/web/words/en.js';
import { zh } from '../../apps/web/words/zh.js';

/** The console's forms against what the API takes: a body that changes there fails here, not at a person's desk. */
describe('the forms of the verbs', () => {
  const verbs = Object.keys(VERBS) as Verb[];

  it('exist for every verb, once in the order', () => {
    expect(Object.keys(VERB_FORMS).sort()).toEqual([...verbs].sort());
    expect([...VERB_ORDER].sort()).toEqual([...verbs].sort());
  });

  it.each(verbs)('ask for what %s takes, and mark what may be left out', (verb) => {
    const shape = VERB_BODIES[verb].shape as Record<string, z.ZodType>;
    const taken = Object.entries(shape).map(([name, type]) => ({ name, optional: type.safeParse(undefined).success }));
    const asked = VERB_FORMS[verb].fields.map(({ name, optional = false }) => ({ name, optional }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect(asked.sort(byName)).toEqual(taken.sort(byName));
  });

  it.each(verbs)('offer for %s only words that the API knows', (verb) => {
    const shape = VERB_BODIES[verb].shape as Record<string, z.ZodType>;
    for (const field of VERB_FORMS[verb].fields) {
      if (field.kind !== 'choice' || field.name === 'step') continue;
      const options = Object.keys(field.words!(zh));
      expect(options.filter((each) => !shape[field.name]!.safeParse(each).success)).toEqual([]);
      expect(options.length).toBeGreaterThan(1);
    }
  });
});

describe('a form that says what would come of it', () => {
  const foreseeing = (Object.keys(VERBS) as Verb[]).filter((verb) => VERB_FORMS[verb].foresees);

  it.each(foreseeing)('is of a verb that can be foreseen, by what its fields are but for words: %s', (verb) => {
    const { verb: known } = Foresee.parse({ verb });
    const shape = foreseenBody(known).shape as Record<string, z.ZodType>;
    const typed = VERB_FORMS[verb].fields.filter(({ kind }) => kind === 'text' || kind === 'line');
    // `requestedAction` and the like may be left out anyway.
    const asked = typed.filter(({ name }) => !shape[name]!.safeParse(undefined).success).map(({ name }) => name);
    expect(asked).toEqual([]);
  });
});

describe('the body of a form', () => {
  it('leaves out what was left empty', () => {
    const { fields } = VERB_FORMS.transfer;
    expect(bodyOf(fields, { to: 'justice', role: '', reason: '邻里', requestedAction: '', designated: false })).toEqual(
      {
        to: 'justice',
        reason: '邻里',
      },
    );
  });

  it('sends numbers, verdicts and terms as what they are', () => {
    expect(
      bodyOf(VERB_FORMS.visit.fields, { n: '2', mode: 'phone', outcome: 'stable', satisfied: 'false', note: '好' }),
    ).toEqual({ n: 2, mode: 'phone', outcome: 'stable', satisfied: false, note: '好' });
    expect(
      bodyOf(VERB_FORMS.resolve.fields, {
        outcome: 'mediated',
        summary: '好',
        agreement: [{ text: '让道' }],
      }),
    ).toEqual({ outcome: 'mediated', summary: '好', agreement: { terms: [{ text: '让道' }] } });
  });

  it('drops no term and no decision that has no words, but names its place', () => {
    const { fields } = VERB_FORMS.resolve;
    const values = { outcome: 'mediated', summary: '好', agreement: [{ text: '让道' }, { text: ' ', dueAt: 'soon' }] };
    expect(missing(fields, values)).toEqual(['agreement/terms/1/text']);
    expect(bodyOf(fields, values)).toMatchObject({ agreement: { terms: [{ text: '让道' }, { dueAt: 'soon' }] } });
    expect(missing(VERB_FORMS['conclude-meeting'].fields, { meetingId: 'm1', decisions: [{ text: '测' }] })).toEqual([
      'decisions/0/departmentId',
      'decisions/0/dueAt',
    ]);
  });

  it('goes to be looked at before it is sent as soon as what rules read is there, without what people typed', () => {
    const { fields } = VERB_FORMS.resolve;
    expect(dataOf(fields, { summary: '好' })).toBeNull();
    const values = {
      outcome: 'mediated',
      summary: '罗某认错',
      agreement: [{ text: '' }, { text: '让', dueAt: 'soon' }],
    };
    expect(dataOf(fields, values)).toEqual({ outcome: 'mediated', agreement: { terms: [{}, { dueAt: 'soon' }] } });
    expect(dataOf(VERB_FORMS.resume.fields, { reason: '鉴定已出' })).toEqual({});
  });

  it('names what is missing, blanks included', () => {
    expect(missing(VERB_FORMS.return.fields, { transferId: 't1', reason: '  ' })).toEqual(['reasonCode', 'reason']);
    expect(missing(VERB_FORMS.contact.fields, { parties: [], at: 'x', note: 'y' })).toEqual(['parties']);
  });
});

describe('the wording', () => {
  const keysOf = (value: unknown, path = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}/${key}`))
      : [path];

  it('says in English all that it says in Chinese', () => {
    expect(keysOf(en).sort()).toEqual(keysOf(zh).sort());
  });

  it.each([
    ['category', words.CATEGORIES],
    ['grade', words.GRADES],
    ['status', words.STATUSES],
    ['kind', words.KINDS],
    ['outcome', words.OUTCOMES],
    ['returnReason', words.RETURN_REASONS],
    ['role', words.ROLES],
    ['feeder', words.FEEDERS],
    ['dangerSign', words.DANGER_SIGNS],
    ['visitOutcome', words.VISIT_OUTCOMES],
    ['rung', words.RUNG_ACTIONS],
    ['post', words.POSTS],
    ['track', words.TRACKS],
  ] as const)('names every %s and no other', (name, list) => {
    expect(Object.keys(zh[name])).toEqual([...list]);
  });

  it('leaves nothing empty and no Chinese in English', () => {
    const texts = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value
          ? Object.values(value).flatMap(texts)
          : [];
    expect(texts(en).filter((each) => each.trim() === '' || /[\u4e00-\u9fff]/.test(each))).toEqual([]);
    expect(texts(zh).filter((each) => each.trim() === '')).toEqual([]);
  });
});
