import { Component, type ReactNode } from 'react';
import { Link } from 'react-router';
import { newKey, Problem, Unreachable } from '../base/api.js';
import { useWording } from '../base/language.js';
import type { Wording } from '../words/zh.js';

/** The designed states of every list and page: loading, empty, failed, no right. */

export function Skeleton({ rows = 6 }: { rows?: number }) {
  const t = useWording();
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t.state.loading}</span>
      {Array.from({ length: rows }, (_, n) => (
        <div key={n} className="skeleton-row" aria-hidden="true">
          <i style={{ width: `${[38, 52, 44][n % 3]}%` }} />
          <i style={{ width: '14%' }} />
          <i style={{ width: '10%' }} />
        </div>
      ))}
    </div>
  );
}

export function Empty({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path d="M8 18h22l-7-7M40 30H18l7 7" />
      </svg>
      <p className="empty-title">{title}</p>
      {hint && <p className="muted">{hint}</p>}
      {children}
    </div>
  );
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useWording();
  const problem = error instanceof Problem ? error.body : null;
  if (problem?.status === 403 || problem?.status === 404) {
    return (
      <Empty
        title={problem.status === 403 ? t.state.noRight : problem.title}
        hint={problem.status === 403 ? t.state.noRightHint : problem.detail}
      >
        <Link className="button" to="/inbox">
          {t.state.toInbox}
        </Link>
      </Empty>
    );
  }
  return (
    <div className="failed" role="alert">
      <p className="failed-title">{problem?.title ?? t.state.failed}</p>
      <p>{problem?.detail ?? (error instanceof Unreachable ? t.state.offline : '')}</p>
      {problem?.retryAfter && <p>{t.state.retryIn(problem.retryAfter)}</p>}
      {problem?.reference && (
        <p className="muted">
          {t.state.reference} <code>{problem.reference}</code>
        </p>
      )}
      {retry && (
        <button type="button" className="button" onClick={retry}>
          {t.state.retry}
        </button>
      )}
    </div>
  );
}

/** Never a white page: what broke is named by a reference, and one can try again. */
export class Boundary extends Component<
  { t: Wording; reset?: () => void; children: ReactNode },
  { reference: string | null }
> {
  override state: { reference: string | null } = { reference: null };

  static getDerivedStateFromError(): { reference: string } {
    return { reference: newKey().slice(0, 8) };
  }

  override componentDidCatch(error: unknown): void {
    console.error(this.state.reference, error);
  }

  override render() {
    const { t, children } = this.props;
    if (this.state.reference === null) return children;
    return (
      <div className="failed crashed" role="alert">
        <h1 className="failed-title">{t.state.crashed}</h1>
        <p>{t.state.crashedHint}</p>
        <p className="muted">
          {t.state.reference} <code>{this.state.reference}</code>
        </p>
        <p>
          <button
            type="button"
            className="button primary"
            onClick={() => {
              // What was fetched may be what broke it.
              this.props.reset?.();
              this.setState({ reference: null });
            }}
          >
            {t.state.retry}
          </button>{' '}
          <a className="button" href="/">
            {t.state.toInbox}
          </a>
        </p>
      </div>
    );
  }
}
