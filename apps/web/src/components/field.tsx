import { ChevronDown, CircleAlert, Search } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import './field.css';

interface FieldWords {
  label: string;
  /** Below the label, before the control. */
  help?: ReactNode;
  /** What is wrong and how to mend it. */
  error?: string | undefined;
}

type Control<T extends 'input' | 'select' | 'textarea'> = FieldWords & Omit<ComponentProps<T>, 'id'>;

/** One line of text. Spread react-hook-form's `register('name')` on it, or give value and onChange. */
export function TextField({ label, help, error, className, ...input }: Control<'input'>) {
  return (
    <Field label={label} help={help} error={error} className={className}>
      {(wiring) => <input {...input} {...wiring} className="field-control" />}
    </Field>
  );
}

/** Several lines; grows with its text. */
export function TextArea({ label, help, error, className, ...area }: Control<'textarea'>) {
  return (
    <Field label={label} help={help} error={error} className={className}>
      {(wiring) => <textarea rows={3} {...area} {...wiring} className="field-control field-area" />}
    </Field>
  );
}

/** One of a few; the options are `<option>` elements. The list itself is the system's own, on phones too. */
export function Select({ label, help, error, className, children, ...select }: Control<'select'>) {
  return (
    <Field label={label} help={help} error={error} className={className}>
      {(wiring) => (
        <span className="field-select">
          <select {...select} {...wiring} className="field-control">
            {children}
          </select>
          <ChevronDown size={18} aria-hidden="true" />
        </span>
      )}
    </Field>
  );
}

/** Search over a list; the label is spoken, the placeholder seen. */
export function SearchField({ label, className, ...input }: { label: string } & Omit<ComponentProps<'input'>, 'type'>) {
  return (
    <span className={['field-search', className].filter(Boolean).join(' ')}>
      <Search size={18} aria-hidden="true" />
      <input {...input} type="search" aria-label={label} placeholder={input.placeholder ?? label} className="field-control" />
    </span>
  );
}

interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Label above, help under it, error below with an icon. Wires a control of any kind to its words. */
export function Field({ label, help, error, className, children }: FieldWords & { className?: string | undefined; children: (wiring: Wiring) => ReactNode }) {
  const id = useId();
  const describedBy = [help === undefined ? '' : `${id}-help`, error === undefined ? '' : `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={['field', className].filter(Boolean).join(' ')} data-invalid={error !== undefined || undefined}>
      <label htmlFor={id}>{label}</label>
      {help !== undefined && <div className="field-help" id={`${id}-help`}>{help}</div>}
      {children({ id, 'aria-describedby': describedBy || undefined, 'aria-invalid': error === undefined ? undefined : true })}
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

/** The line under a field or a group of choices that tells what to mend. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p className="field-error" id={id}>
      <CircleAlert size={16} aria-hidden="true" />
      {children}
    </p>
  );
}
