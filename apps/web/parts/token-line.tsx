import { useWording } from '../base/language.js';
import type { ApiToken } from '../contract.js';
import { Moment, Tag } from './marks.js';

/** What a program's token is called, what it may do, until when, and when it last did something. */
export function TokenLine({ token: { name, scopes, expiresAt, usedAt } }: { token: ApiToken }) {
  const t = useWording();
  return (
    <div>
      <p>
        <b>{name}</b>
        {scopes.map((scope) => (
          <Tag key={scope}>{t.tokenScope[scope]}</Tag>
        ))}
        {Date.parse(expiresAt) <= Date.now() && <Tag tone="warn">{t.settings.expired}</Tag>}
      </p>
      <p className="muted">
        <span>
          {t.settings.validUntil} <Moment at={expiresAt} />
        </span>
        <span>
          {t.settings.lastUsed} {usedAt ? <Moment at={usedAt} /> : t.settings.never}
        </span>
      </p>
    </div>
  );
}
