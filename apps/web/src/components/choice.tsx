import { type ComponentProps, type ReactNode, useId } from 'react';
import { FieldError } from './field.js';
import './choice.css';

type InputProps = Omit<ComponentProps<'input'>, 'type'>;

/** A yes or no. */
export function Checkbox({ children, error, ...input }: InputProps & { children: ReactNode; error?: string }) {
  const id = useId();
  return (
    <div className="choice-group">
      <label className="choice">
        <input {...input} type="checkbox" aria-invalid={error === undefined ? undefined : true} aria-describedby={error === undefined ? undefined : id} />
        <span>{children}</span>
      </label>
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </div>
  );
}

/** One of several as a row over the whole width: the row is the target and is tinted when chosen. */
export function RadioRow({ children, ...input }: InputProps & { children: ReactNode }) {
  return (
    <label className="choice choice-row">
      <input {...input} type="radio" />
      <span className="choice-row-content">{children}</span>
    </label>
  );
}

interface ChoiceGroupProps {
  legend: ReactNode;
  /** The legend is spoken only. */
  legendHidden?: boolean;
  help?: ReactNode;
  error?: string | undefined;
  children: ReactNode;
}

/** Radio buttons or checkboxes that belong together. */
export function ChoiceGroup({ legend, legendHidden = false, help, error, children }: ChoiceGroupProps) {
  const id = useId();
  return (
    <fieldset className="choice-group" aria-describedby={error === undefined ? undefined : id}>
      <legend className={legendHidden ? 'visually-hidden' : undefined}>{legend}</legend>
      {help !== undefined && <div className="field-help">{help}</div>}
      {children}
      {error !== undefined && <FieldError id={id}>{error}</FieldError>}
    </fieldset>
  );
}

interface SegmentedProps<T extends string> {
  legend: string;
  options: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
}

/** Two to four views or modes side by side. */
export function Segmented<T extends string>({ legend, options, value, onChange }: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend className="visually-hidden">{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
