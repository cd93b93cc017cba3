import type { Notices } from '../../notice-targets.js';

export const EXTENDING = {
  ExtensionAsked: ({ data: { decider } }) => [{ kind: 'extension-asked', ...decider }],
  ExtensionDecided({ data: { extensionId, approve } }, { extensions, obligations }) {
    const request = extensions.find((each) => each.id === extensionId);
    const obligation = obligations.find((each) => each.id === request?.obligationId);
    if (!request || !obligation) return [];
    const { departmentId, role } = obligation.holder;
    const kind = approve ? 'extension-approved' : 'extension-refused';
    return [{ kind, obligationId: obligation.id, departmentId, role, userId: request.requestedBy }];
  },
} satisfies Partial<Notices>;
