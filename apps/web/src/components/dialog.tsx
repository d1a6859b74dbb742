import { type ReactNode, useEffect, useId, useRef } from 'react';
import './dialog.css';

interface DialogProps {
  title: string;
  /** Escape, the cancel button of the caller, nothing else: a click outside keeps what was typed. */
  onClose: () => void;
  children: ReactNode;
  /** The buttons, the one that does it last. */
  actions: ReactNode;
}

/** A modal question up to 480 wide: the consequence in words, the verb on the button. Open while mounted. */
export function Dialog({ title, onClose, children, actions }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // What opened it may have gone with what was done.
      const back = before instanceof HTMLElement && before.isConnected ? before : document.querySelector('h1');
      back?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={element}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId}>{title}</h2>
      <div className="dialog-body">{children}</div>
      <div className="dialog-actions">{actions}</div>
    </dialog>
  );
}
