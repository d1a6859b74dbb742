import './avatar.css';

/** Initials in a circle; decoration beside the name. */
export function Avatar({ name }: { name: string }) {
  const words = name.split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.charAt(0) ?? '').join('');
  return <span className="avatar" aria-hidden="true">{initials}</span>;
}
