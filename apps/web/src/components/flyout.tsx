import { type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react';
import './flyout.css';

interface FlyoutProps {
  /** What the button shows. */
  face: ReactNode;
  /** The button's name where the face is not words enough. */
  label?: string;
  className?: string;
  /** Called each time it opens. */
  onOpen?: () => void;
  /** What it shows; `close` shuts it. Drawn only while open. */
  children: (close: () => void) => ReactNode;
}

/**
 * A button with a floating panel below it: plain links and buttons in reading order, Escape or a click outside
 * closes, focus returns. For menus of the header and of rows.
 */
export function Flyout({ face, label, className, onOpen, children }: FlyoutProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  const onToggle = (event: ToggleEvent) => {
    const opened = event.newState === 'open';
    setOpen(opened);
    if (opened) onOpen?.();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className={['flyout-button', className].filter(Boolean).join(' ')}
        popoverTarget={id}
        aria-expanded={open}
        aria-label={label}
        title={label}
      >
        {face}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="flyout"
        onBeforeToggle={() => place(panel.current, button.current)}
        onToggle={onToggle}
        onBlur={(event) => {
          const to = event.relatedTarget;
          // The button's own click closes it; hiding here as well would open it again.
          if (to !== null && to !== button.current && !event.currentTarget.contains(to)) panel.current?.hidePopover();
        }}
      >
        {open && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}

/** Below the button, its right edge on the button's, inside the window. */
function place(panel: HTMLElement | null, button: HTMLElement | null): void {
  if (panel === null || button === null) return;
  const { bottom, right } = button.getBoundingClientRect();
  panel.style.top = `${bottom + 8}px`;
  panel.style.right = `${Math.max(8, document.documentElement.clientWidth - right)}px`;
}
