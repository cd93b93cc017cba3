import qrcode from 'qrcode-generator';
import { useMemo } from 'react';
import { useWording } from '../base/language.js';
import { Moment } from './marks.js';
import { Once } from './once.js';

/** A link on paper: whoever is handed it scans it, or types what stands below. */

export interface Sheet {
  name: string;
  username: string;
  link: string;
  expiresAt: string;
  /** Their password was ended: they were here before. */
  isReset?: boolean;
  /** Where it can be sent as well; the link is kept by nobody, so whoever has it before them sends it. */
  email?: string | null;
}

/** Names of the machine itself: who scans such a link with a phone asks their own phone. */
const HERE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** @param sheets one a page when printed */
export function Sheets({ sheets }: { sheets: readonly Sheet[] }) {
  const t = useWording();
  const [only] = sheets.length === 1 ? sheets : [];
  const isHereOnly = sheets.some(({ link }) => HERE.test(new URL(link).hostname));
  return (
    <>
      {isHereOnly && (
        <p className="refusal" role="status">
          {t.people.linkHereOnly}
        </p>
      )}
      {only && <Once label={t.people.link} value={only.link} hint={t.people.linkHint} />}
      <div className="sheets">
        {sheets.map((each) => (
          <OneSheet key={each.username} sheet={each} />
        ))}
      </div>
      <p className="form-foot">
        <button type="button" className="button primary" onClick={() => window.print()}>
          {only ? t.people.print : t.setup.printAll}
        </button>
      </p>
    </>
  );
}

function OneSheet({ sheet: { name, username, link, expiresAt, email, isReset } }: { sheet: Sheet }) {
  const t = useWording();
  const title = isReset ? t.people.resetTitle : t.people.sheetTitle;
  const mail = [name, t.people.mailHow, link, `${t.people.username}: ${username}`].join('\r\n\r\n');
  return (
    <section className="sheet" aria-label={name}>
      <div>
        <h3>
          {title} · {name}
        </h3>
        <p>{t.people.sheetHow}</p>
        <p>
          {t.people.username}: <b>{username}</b>
        </p>
        <p>
          {t.people.sheetUntil} <Moment at={expiresAt} />
        </p>
        <p className="sheet-link">{link}</p>
        {email && (
          <a
            className="button sheet-mail"
            href={`mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(mail)}`}
          >
            {t.people.mail(email)}
          </a>
        )}
      </div>
      <Code link={link} />
    </section>
  );
}

const QUIET = 4;

function Code({ link }: { link: string }) {
  const { path, size } = useMemo(() => {
    const code = qrcode(0, 'M');
    code.addData(link);
    code.make();
    const n = code.getModuleCount();
    const dark: string[] = [];
    for (let row = 0; row < n; row += 1) {
      for (let column = 0; column < n; column += 1) {
        if (code.isDark(row, column)) dark.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
      }
    }
    return { path: dark.join(''), size: n + 2 * QUIET };
  }, [link]);
  return (
    <svg className="sheet-code" viewBox={`0 0 ${size} ${size}`} aria-hidden="true" shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
