import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import './status.css';

export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'calm';

/** A state as icon, word and colour, set as plain text: all three say the same. */
export function Status({ tone, icon: Icon, children }: { tone: Tone; icon: LucideIcon; children: ReactNode }) {
  return (
    <span className={`status status-${tone}`}>
      <Icon size={16} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}

/** A message with a tinted ground, for what needs reading before going on. */
export function Notice({ tone, icon: Icon, children }: { tone: Tone; icon: LucideIcon; children: ReactNode }) {
  return (
    <div className={`notice notice-${tone}`}>
      <Icon size={18} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
