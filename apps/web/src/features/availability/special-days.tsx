import { Plus } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { FieldError } from '../../components/field.js';
import { Panel } from '../../components/panel.js';
import { ExceptionDialog } from './exception-dialog.js';
import { LeaveDialog } from './leave-dialog.js';
import { useRuleWords } from './rule-words.js';
import { upcoming } from './rules.js';
import type { Draft } from './use-draft.js';

interface SpecialDaysProps {
  draft: Draft;
  today: string;
  errorOf: (path: string) => string | undefined;
}

/** Place in the list of what is being changed; past the end for a new one. */
type Editing = { kind: 'exception' | 'leave'; index: number } | null;

/** Days that differ from the usual week: dates with other hours, and leave. Those that are over are kept and not shown. */
export function SpecialDays({ draft, today, errorOf }: SpecialDaysProps) {
  const { t } = useTranslation('availability');
  const words = useRuleWords();
  const [editing, setEditing] = useState<Editing>(null);
  const { exceptions, leaves } = draft.rules;
  const replaced = <T,>(list: readonly T[], index: number, one: T) => [...list.slice(0, index), one, ...list.slice(index + 1)];
  const without = <T,>(list: readonly T[], index: number) => list.filter((_, at) => at !== index);

  return (
    <Panel title={t('special.title')}>
      <div className="special-days">
        <DayList title={t('leaves.title')} none={t('leaves.none')} add={t('leaves.add')} onAdd={() => setEditing({ kind: 'leave', index: leaves.length })}>
          {upcoming(leaves, today).map(({ one, index }) => (
            <DayRow
              key={index}
              name={words.leave(one)}
              error={errorOf(`leaves.${index}`)}
              onEdit={() => setEditing({ kind: 'leave', index })}
              onRemove={() => draft.change({ leaves: without(leaves, index) })}
            />
          ))}
        </DayList>
        <DayList title={t('exceptions.title')} none={t('exceptions.none')} add={t('exceptions.add')} onAdd={() => setEditing({ kind: 'exception', index: exceptions.length })}>
          {upcoming(exceptions, today).map(({ one, index }) => (
            <DayRow
              key={index}
              name={words.day(one.date)}
              detail={words.hoursOf(one)}
              error={errorOf(`exceptions.${index}`)}
              onEdit={() => setEditing({ kind: 'exception', index })}
              onRemove={() => draft.change({ exceptions: without(exceptions, index) })}
            />
          ))}
        </DayList>
      </div>
      {editing?.kind === 'leave' && (
        <LeaveDialog
          leave={leaves[editing.index]}
          today={today}
          onClose={() => setEditing(null)}
          onDone={(leave) => {
            draft.change({ leaves: replaced(leaves, editing.index, leave) });
            setEditing(null);
          }}
        />
      )}
      {editing?.kind === 'exception' && (
        <ExceptionDialog
          exception={exceptions[editing.index]}
          taken={without(exceptions, editing.index).map(({ date }) => date)}
          today={today}
          onClose={() => setEditing(null)}
          onDone={(exception) => {
            draft.change({ exceptions: replaced(exceptions, editing.index, exception) });
            setEditing(null);
          }}
        />
      )}
    </Panel>
  );
}

interface DayListProps {
  title: string;
  none: string;
  add: string;
  onAdd: () => void;
  children: readonly ReactNode[];
}

function DayList({ title, none, add, onAdd, children }: DayListProps) {
  return (
    <section className="day-list">
      <h3>{title}</h3>
      {children.length === 0 ? <p className="second">{none}</p> : <ul>{children}</ul>}
      <Button size="compact" icon={Plus} data-add onClick={onAdd}>{add}</Button>
    </section>
  );
}

interface DayRowProps {
  name: string;
  detail?: string;
  error: string | undefined;
  onEdit: () => void;
  onRemove: () => void;
}

function DayRow({ name, detail, error, onEdit, onRemove }: DayRowProps) {
  const { t } = useTranslation('availability');
  const row = useRef<HTMLLIElement>(null);
  const remove = () => {
    // Before the row goes with the focus in it.
    row.current?.closest('.day-list')?.querySelector<HTMLElement>('[data-add]')?.focus();
    onRemove();
  };
  return (
    <li ref={row}>
      <span className="name-lines">
        <b>{name}</b>
        {detail !== undefined && <span className="second">{detail}</span>}
        {error !== undefined && <FieldError>{error}</FieldError>}
      </span>
      <Button kind="text" size="compact" aria-label={t('special.editNamed', { name })} onClick={onEdit}>{t('special.edit')}</Button>
      <Button kind="destructive" size="compact" aria-label={t('special.removeNamed', { name })} onClick={remove}>{t('special.remove')}</Button>
    </li>
  );
}
