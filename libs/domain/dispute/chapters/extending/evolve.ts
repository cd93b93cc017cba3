import { follows } from '../../editions.js';
import { numbered, type Evolutions, type Registered } from '../../state.js';

const without = (state: Registered, id: string) => state.extensions.filter((each) => each.id !== id);

export const EXTENDING = {
  ExtensionAsked(state, { actor, data }) {
    const { extensionId: id, obligationId, by, decider } = data;
    const requestedBy = actor.kind === 'person' ? actor.userId : '';
    return {
      ...numbered(state, 'extension'),
      extensions: [...state.extensions, { id, obligationId, by, requestedBy, decider }],
    };
  },
  ExtensionDecided(state, { data: { extensionId, approve } }) {
    const request = state.extensions.find((each) => each.id === extensionId);
    const isHandling = state.obligations.some((each) => each.id === request?.obligationId && each.kind === 'handle');
    const isCounted = approve && isHandling && follows(state, 'quotaIsOfTheCourse');
    return {
      ...state,
      ...(isCounted && { extended: (state.extended ?? 0) + 1 }),
      extensions: without(state, extensionId),
    };
  },
  ExtensionLapsed: (state, { data }) => ({ ...state, extensions: without(state, data.extensionId) }),
} satisfies Partial<Evolutions>;
