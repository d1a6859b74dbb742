import { CircleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/api-error.js';
import { Button } from './button.js';
import './feedback.css';

/** Text of an error in the language of the page: what is safe and what to do. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation('errors');
  return (error) => t(error instanceof ApiError ? error.code : 'internal');
}

interface ErrorBoxProps {
  /** What happened, in the words of the screen: "Aikoja ei voitu hakea". */
  title: string;
  error: unknown;
  onRetry?: () => void;
}

/** What happened, what is safe, what to do. Spoken when it appears. A session that is over has a dialog of its own. */
export function ErrorBox({ title, error, onRetry }: ErrorBoxProps) {
  const { t } = useTranslation('components');
  const errorText = useErrorText();
  if (error instanceof ApiError && error.code === 'session.required') return null;
  return (
    <div className="error-box" role="alert">
      <CircleAlert size={18} aria-hidden="true" />
      <div>
        <p className="error-box-title">{title}</p>
        <p>{errorText(error)}</p>
        {onRetry !== undefined && <Button onClick={onRetry}>{t('retry')}</Button>}
      </div>
    </div>
  );
}

/** What will be here, and the way to make it so. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

const SHOW_SKELETON_AFTER_MS = 300;

/** Lines at the height the content will have; nothing is shown for the first 300 ms, the room is kept. */
export function Skeleton({ rows = 3, rowHeight = 54 }: { rows?: number; rowHeight?: number }) {
  const { t } = useTranslation('components');
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOW_SKELETON_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton" role="status" data-shown={shown || undefined}>
      <span className="visually-hidden">{shown ? t('loading') : ''}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height: rowHeight }} aria-hidden="true">
          <span />
        </div>
      ))}
    </div>
  );
}
