import './mark.css';

/** Five at a table, the child in the middle. Decoration: the word beside it names the place. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 64 64" aria-hidden="true">
      <path d="M25.0 7.5A25.5 25.5 0 0 1 39.0 7.5M53.1 17.7A25.5 25.5 0 0 1 57.5 31.1M52.1 47.7A25.5 25.5 0 0 1 40.7 56.0M23.3 56.0A25.5 25.5 0 0 1 11.9 47.7M6.5 31.1A25.5 25.5 0 0 1 10.9 17.7" />
      <circle cx="32" cy="32" r="10" />
    </svg>
  );
}
