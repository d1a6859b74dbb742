import type { Hold, TimeAnswer } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CalendarX2, CircleCheck } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Button } from '../../components/button.js';
import { Checkbox, ChoiceGroup, RadioRow } from '../../components/choice.js';
import { ErrorBox } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { Notice, Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { answerLooks } from './answer-looks.js';

const answers = ['works', 'if_needed', 'no'] as const satisfies readonly TimeAnswer[];

/** One's own answer to each of the times: asked for, or given and changed while the times are open. */
export function OwnAnswer({ hold }: { hold: Hold }) {
  const [changing, setChanging] = useState(false);
  const [left, setLeft] = useState(false);
  const leave = () => {
    setLeft(true);
    setChanging(false);
  };
  if (!changing && hasAnswered(hold)) return <Given hold={hold} focused={left} onChange={() => setChanging(true)} />;
  return <AnswerForm hold={hold} onSent={leave} onBack={changing ? leave : null} />;
}

export function hasAnswered({ my }: Hold): boolean {
  return my.times.some(({ answer }) => answer !== null);
}

interface GivenProps {
  hold: Hold;
  /** It takes the place of the form, and with it the focus. */
  focused: boolean;
  onChange: () => void;
}

function Given({ hold, focused, onChange }: GivenProps) {
  const { t } = useTranslation('holds');
  const dates = useDateText();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) box.current?.focus();
  }, [focused]);
  const comes = hold.my.times.some(({ answer }) => answer === 'works' || answer === 'if_needed');
  return (
    <Panel title={t('given.title')} actions={<Button kind="text" size="compact" onClick={onChange}>{t('given.change')}</Button>}>
      <div ref={box} className="hold-given" role="status" tabIndex={-1}>
        <Notice tone="ok" icon={CircleCheck}>{t(comes ? 'given.next' : 'given.none')}</Notice>
        <ul>
          {hold.times.map((time) => {
            const answer = hold.my.times.find(({ timeId }) => timeId === time.id)?.answer ?? 'waiting';
            return (
              <li key={time.id}>
                <span>{dates.range(time.startsAt, time.endsAt)}</span>
                <Status {...answerLooks[answer]}>{t(`answer.${answer}`)}</Status>
              </li>
            );
          })}
        </ul>
      </div>
    </Panel>
  );
}

interface AnswerFormProps {
  hold: Hold;
  onSent: () => void;
  /** Leaves the answer as it was; null where there is none yet. */
  onBack: (() => void) | null;
}

/** The times with three choices each; one screen, one button. */
export function AnswerForm({ hold, onSent, onBack }: AnswerFormProps) {
  const { t } = useTranslation('holds');
  const dates = useDateText();
  const cache = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const open = hold.times.filter(({ state }) => state === 'open');
  const [said, setSaid] = useState<Record<string, TimeAnswer>>(() => Object.fromEntries(hold.my.times.flatMap(({ timeId, answer }) => (answer === null ? [] : [[timeId, answer]]))));
  const [notDisqualified, setNotDisqualified] = useState(false);
  const [checked, setChecked] = useState(false);
  const changing = onBack !== null;
  useEffect(() => {
    if (changing) form.current?.querySelector<HTMLElement>('input:checked, input')?.focus();
  }, [changing]);
  const yes = open.some(({ id }) => said[id] === 'works' || said[id] === 'if_needed');

  const send = useMutation({
    mutationFn: () => {
      const body = { answers: open.flatMap(({ id }) => (said[id] === undefined ? [] : [{ timeId: id, answer: said[id] }])), ...(yes ? { notDisqualified } : {}) };
      return call('POST /api/holds/:id/answers', { params: { id: hold.id }, body });
    },
    onSuccess: (changed) => {
      cache.setQueryData(keys.holds.one(changed.id), changed);
      void cache.invalidateQueries({ queryKey: keys.holds.lists });
      void cache.invalidateQueries({ queryKey: keys.consultations.lists });
      onSent();
    },
    onError: () => void cache.invalidateQueries({ queryKey: keys.holds.one(hold.id) }),
  });
  const submit = () => {
    setChecked(true);
    if (open.every(({ id }) => said[id] !== undefined) && (!yes || notDisqualified)) return send.mutate();
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-unanswered] input, [aria-invalid]')?.focus());
  };

  return (
    <form
      ref={form}
      className="hold-asked"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Panel flush {...(hold.times.some(({ standing }) => standing !== null) ? { title: t('ask.title') } : {})}>
        <p className="hold-ask-help">{t('ask.until', { time: dates.dateTime(hold.expiresAt) })}</p>
        {open.map((time) => (
          <div key={time.id} className="hold-time" data-unanswered={said[time.id] === undefined || undefined}>
            <ChoiceGroup
              legend={dates.range(time.startsAt, time.endsAt)}
              help={hold.my.times.some(({ timeId, held, answer }) => timeId === time.id && !held && answer !== 'no') && <Status tone="warn" icon={CalendarX2}>{t('ask.busy')}</Status>}
              error={checked && said[time.id] === undefined ? t('ask.missing') : undefined}
            >
              <div className="hold-choices">
                {answers.map((answer) => {
                  const { icon: Icon, tone } = answerLooks[answer];
                  return (
                    <RadioRow key={answer} name={time.id} checked={said[time.id] === answer} onChange={() => setSaid({ ...said, [time.id]: answer })}>
                      <span className={`status status-${tone}`}><Icon size={18} aria-hidden="true" /><span>{t(`answer.${answer}`)}</span></span>
                    </RadioRow>
                  );
                })}
              </div>
            </ChoiceGroup>
          </div>
        ))}
        <div className="hold-send">
          {yes && (
            <Checkbox checked={notDisqualified} {...(checked && !notDisqualified ? { error: t('ask.notDisqualifiedNeeded') } : {})} onChange={(event) => setNotDisqualified(event.target.checked)}>
              <b>{t('ask.notDisqualified')}</b> <span className="second">{t('ask.notDisqualifiedHelp')}</span>
            </Checkbox>
          )}
          {send.isError && <ErrorBox title={t('ask.failed')} error={send.error} />}
          <div className="hold-send-actions">
            <Button type="submit" kind="filled" size="main" busy={send.isPending} busyText={t('ask.sending')}>{t('ask.send')}</Button>
            {onBack !== null && <Button kind="text" size="main" onClick={onBack}>{t('back')}</Button>}
          </div>
        </div>
      </Panel>
    </form>
  );
}
