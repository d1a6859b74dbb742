import { type CaseDetail, type Section, type SectionName } from '@app/contracts';
import { Check, CircleAlert, CloudUpload } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { useErrorText } from '../../components/feedback.js';
import { useDateText } from '../../i18n/use-texts.js';
import { type SectionState, useSectionEditor } from './use-section-editor.js';
import './case-summary.css';

const order: readonly SectionName[] = ['question', 'background', 'tried', 'childView', 'hopes'];

/** The summary of a case on its paper: sections in fixed order, each saved by itself. */
export function CaseSummary({ detail }: { detail: CaseDetail }) {
  if (!detail.content) return null;
  const { sections } = detail.content;
  return (
    <div className="summary">
      {order.map((name) =>
        detail.may.edit ? (
          <EditableSection key={name} caseId={detail.id} name={name} section={sections[name]} />
        ) : (
          <ReadSection key={name} name={name} section={sections[name]} />
        ),
      )}
    </div>
  );
}

function EditableSection({ caseId, name, section }: { caseId: string; name: SectionName; section: Section }) {
  const { t } = useTranslation('cases');
  const { text, state, change, flush, resolve } = useSectionEditor(caseId, name, section);
  const id = useId();
  return (
    <section className={`summary-section summary-${name}`}>
      <div className="summary-head">
        <label className="summary-label" htmlFor={id}>{t(`section.${name}`)}</label>
        <SaveState state={state} section={section} />
      </div>
      <div className="summary-edit">
        {/* The same text below the area: it gives the height, and the questions their numbers. */}
        <div className="summary-text summary-mirror" aria-hidden="true">
          {(text || ' ').split('\n').map((line, index) => (
            <p key={index} data-number={line.trim() === '' ? undefined : ''}>{line || ' '}</p>
          ))}
        </div>
        <textarea id={id} className="summary-text" value={text} rows={1} placeholder={t(`sectionEmpty.${name}`)} onChange={(event) => change(event.target.value)} onBlur={flush} />
      </div>
      {state.name === 'failed' && <Failed error={state.error} />}
      {state.name === 'conflict' && <Conflict mine={text} theirs={state.theirs} onResolve={resolve} />}
    </section>
  );
}

function Failed({ error }: { error: unknown }) {
  const errorText = useErrorText();
  return (
    <p className="summary-state summary-state-bad" role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      {errorText(error)}
    </p>
  );
}

/** When it was saved and by whom; beside the label, so that nothing moves when it changes. */
function SaveState({ state, section }: { state: SectionState; section: Section }) {
  const { t } = useTranslation('cases');
  const dates = useDateText();
  if (state.name === 'failed' || state.name === 'conflict') return null;
  const saved = state.name === 'saved';
  if (saved && section.version === 1) return null;
  const Icon = saved ? Check : CloudUpload;
  return (
    <p className="summary-state">
      <Icon size={16} aria-hidden="true" />
      {saved ? t('saved', { time: dates.time(section.updatedAt), name: section.updatedBy.name }) : t('saving')}
    </p>
  );
}

/** Both texts in full; the reader decides. */
function Conflict({ mine, theirs, onResolve }: { mine: string; theirs: Section; onResolve: (text: string) => void }) {
  const { t } = useTranslation('cases');
  return (
    <div className="summary-conflict" role="alert">
      <p>
        <b>{t('conflict.title', { name: theirs.updatedBy.name })}</b>
      </p>
      <p className="summary-conflict-text">{theirs.text || t('conflict.emptied')}</p>
      <p className="second">{t('conflict.yours')}</p>
      <div className="summary-conflict-actions">
        <Button kind="filled" size="compact" onClick={() => onResolve([theirs.text, mine].filter(Boolean).join('\n'))}>{t('conflict.both')}</Button>
        <Button size="compact" onClick={() => onResolve(mine)}>{t('conflict.mine')}</Button>
        <Button size="compact" onClick={() => onResolve(theirs.text)}>{t('conflict.theirs')}</Button>
      </div>
    </div>
  );
}

function ReadSection({ name, section }: { name: SectionName; section: Section }) {
  const { t } = useTranslation('cases');
  const lines = section.text.split('\n').filter((line) => line.trim() !== '');
  return (
    <section className={`summary-section summary-${name}`}>
      <h3 className="summary-label">{t(`section.${name}`)}</h3>
      {name === 'question' ? (
        <ol className="summary-questions">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      ) : (
        <p className="summary-text">{section.text || <span className="summary-nothing">{t(`sectionEmpty.${name}`)}</span>}</p>
      )}
    </section>
  );
}
