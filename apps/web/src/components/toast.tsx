import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from './button.js';
import './toast.css';

interface Toast {
  text: string;
  /** `bad` when it could not be done. */
  tone?: 'ok' | 'bad';
  /** Offered for as long as the toast stands. */
  undo?: () => void;
}

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Tells what was just done, for 8 s, with a way back where there is one. */
export function useToast(): (toast: Toast) => void {
  return useContext(ToastContext);
}

const STANDS_MS = 8_000;

/** Holds the one toast of the page; a new one replaces the old. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [current, setCurrent] = useState<(Toast & { key: number }) | null>(null);
  const show = useCallback((toast: Toast) => setCurrent((old) => ({ ...toast, key: (old?.key ?? 0) + 1 })), []);
  const close = useCallback(() => setCurrent(null), []);
  return (
    <ToastContext value={show}>
      {children}
      <div className="toast-place" role="status">
        {current !== null && <ToastBox key={current.key} toast={current} onClose={close} />}
      </div>
    </ToastContext>
  );
}

function ToastBox({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  const { t } = useTranslation('components');
  const [held, setHeld] = useState(false);
  const before = useRef<EventTarget | null>(null);
  const leave = () => {
    if (before.current instanceof HTMLElement) before.current.focus();
    onClose();
  };
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(onClose, STANDS_MS);
    return () => clearTimeout(timer);
  }, [held, onClose]);
  const Icon = toast.tone === 'bad' ? CircleAlert : CircleCheck;
  return (
    <div
      className={`toast toast-${toast.tone ?? 'ok'}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={({ currentTarget, relatedTarget }) => {
        setHeld(true);
        if (!currentTarget.contains(relatedTarget)) before.current = relatedTarget;
      }}
      onBlur={() => setHeld(false)}
    >
      <Icon size={18} aria-hidden="true" />
      <p>{toast.text}</p>
      {toast.undo !== undefined && (
        <Button
          kind="text"
          size="compact"
          onClick={() => {
            toast.undo?.();
            leave();
          }}
        >
          {t('undo')}
        </Button>
      )}
      <IconButton icon={X} label={t('close')} onClick={leave} />
    </div>
  );
}
