import type { ReactNode } from 'react';
import './panel.css';

interface PanelProps {
  title?: ReactNode;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** No inner edge: for rows and tables that reach the sides. */
  flush?: boolean;
}

/** A flat surface with a one-pixel edge. Never put one inside another. */
export function Panel({ title, actions, children, flush = false }: PanelProps) {
  return (
    <section className={flush ? 'panel panel-flush' : 'panel'}>
      {title !== undefined && (
        <div className="panel-head">
          <h2>{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}

/** Label and value pairs, one per line. */
export function Facts({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A person's name with what they are below it. */
export function NameLines({ name, detail }: { name: ReactNode; detail?: ReactNode }) {
  return (
    <span className="name-lines">
      <b>{name}</b>
      {detail !== undefined && <span className="second">{detail}</span>}
    </span>
  );
}
