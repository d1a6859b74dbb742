import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import './child-view.css';

/** The child's own view: always in clay, with the dot and the label. Empty says why it is not known and when it will be. */
export function ChildView({ children }: { children: ReactNode }) {
  const { t } = useTranslation('components');
  return (
    <section className="child-view">
      <h3>{t('childView')}</h3>
      <div className="child-view-text">{children}</div>
    </section>
  );
}

/** A personal message from one of us: the only other thing that is clay. */
export function PersonalMessage({ children, from }: { children: ReactNode; from: ReactNode }) {
  return (
    <div className="child-view">
      <div className="child-view-text">{children}</div>
      <p className="child-view-from">{from}</p>
    </div>
  );
}
