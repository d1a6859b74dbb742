import type { LucideIcon } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import './button.css';

export type ButtonKind = 'filled' | 'outlined' | 'text' | 'destructive' | 'destructive-filled';

export interface ButtonLook {
  kind?: ButtonKind;
  /** `main` is 44 high and for the one thing a region is for. */
  size?: 'normal' | 'compact' | 'main';
  icon?: LucideIcon | undefined;
  children: ReactNode;
}

interface ButtonProps extends ButtonLook, Omit<ComponentProps<'button'>, 'disabled' | 'children'> {
  /** While true the button shows `busyText` (or its own words), keeps its width and does nothing. */
  busy?: boolean;
  busyText?: string;
  /** Why it cannot be pressed now, shown beside it. It stays focusable, so that everybody finds the reason. */
  disabledReason?: string | undefined;
}

/** One filled button in a region at most. */
export function Button(props: ButtonProps) {
  const { kind = 'outlined', size = 'normal', icon, children, busy = false, busyText, disabledReason, className, onClick, type = 'button', ...rest } = props;
  const reasonId = useId();
  const blocked = busy || disabledReason !== undefined;
  const button = (
    <button
      {...rest}
      type={type}
      className={buttonClasses(kind, size, className)}
      aria-disabled={blocked || undefined}
      aria-describedby={disabledReason === undefined ? rest['aria-describedby'] : reasonId}
      data-busy={busy || undefined}
      onClick={blocked ? (event) => event.preventDefault() : onClick}
    >
      <ButtonFace icon={icon} size={size} hidden={busy}>{children}</ButtonFace>
      {(busy || busyText !== undefined) && (
        <span className="button-face" data-hidden={!busy || undefined} aria-hidden={!busy}>
          <span className="button-spinner" aria-hidden="true" />
          {busyText ?? children}
        </span>
      )}
    </button>
  );
  // One that may get a reason lies beside its place from the start: made anew, it would lose the focus.
  if (!('disabledReason' in props)) return button;
  return (
    <span className="button-with-reason">
      {button}
      {disabledReason !== undefined && <span className="second" id={reasonId}>{disabledReason}</span>}
    </span>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: LucideIcon;
  /** Its name for everybody who cannot see the icon. */
  label: string;
}

/** Only for search, bell, close and arrows: everything else carries a word. */
export function IconButton({ icon: Icon, label, className, type = 'button', ...rest }: IconButtonProps) {
  return (
    <button {...rest} type={type} className={['icon-button', className].filter(Boolean).join(' ')} aria-label={label} title={label}>
      <Icon size={20} aria-hidden="true" />
    </button>
  );
}

/** Icon and words of a button. */
export function ButtonFace({ icon: Icon, size, hidden = false, children }: Omit<ButtonLook, 'kind'> & { hidden?: boolean }) {
  return (
    <span className="button-face" data-hidden={hidden || undefined} aria-hidden={hidden || undefined}>
      {Icon !== undefined && <Icon size={size === 'main' ? 20 : 18} aria-hidden="true" />}
      {children}
    </span>
  );
}

/** Class names of a button's look, for the links that look like one too. */
export function buttonClasses(kind: ButtonKind, size: NonNullable<ButtonLook['size']>, more: string | undefined): string {
  return ['button', `button-${kind}`, size === 'normal' ? '' : `button-${size}`, more].filter(Boolean).join(' ');
}
