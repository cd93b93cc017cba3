export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="7" />
    <path d="M7 12h13l-4-4M25 20H12l4 4" />
  </svg>
);
