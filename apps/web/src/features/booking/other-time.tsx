import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/api-error.js';
import { Button } from '../../components/button.js';
import { Segmented } from '../../components/choice.js';
import { DateField, TimeField } from '../../components/date-field.js';
import { TextField } from '../../components/field.js';
import { useDateText } from '../../i18n/use-texts.js';
import type { LocalTime } from './local-time.js';

interface OtherTimeProps {
  /** Day that is offered first, `2027-03-18`. */
  day: string;
  /** A coordinator may book outside hours, with a reason. */
  mayOverride: boolean;
  /** What the server said about the last try: a doubled hour asks which one. */
  error: unknown;
  onChoose: (start: LocalTime, reason: string) => void;
}

/** A time written by hand instead of one of the offered ones. */
export function OtherTime({ day, mayOverride, error, onChoose }: OtherTimeProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const [date, setDate] = useState(day);
  const [time, setTime] = useState('09:00');
  const [offset, setOffset] = useState('');
  const [reason, setReason] = useState('');
  const twice = error instanceof ApiError && error.code === 'time.ambiguous' ? ((error.problem?.['candidates'] as { offset: string }[] | undefined) ?? []) : [];
  return (
    <details className="other-time">
      <summary>{t('other.title')}</summary>
      <div className="other-time-fields">
        <DateField label={t('other.date')} value={date} min={day} onChange={setDate} />
        <TimeField label={t('other.time')} value={time} onChange={setTime} />
        {mayOverride && <TextField className="other-time-reason" label={t('other.reason')} help={t('other.reasonHelp')} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />}
        {twice.length > 0 && (
          <Segmented legend={t('other.which')} options={twice.map((one, index) => ({ value: one.offset, label: t(index === 0 ? 'other.first' : 'other.second') }))} value={offset} onChange={setOffset} />
        )}
        <Button
          disabledReason={date === '' || time === '' ? t('other.incomplete') : undefined}
          onClick={() => onChoose({ local: `${date}T${time}`, timeZone: dates.timeZone, ...(offset === '' ? {} : { offset }) }, reason.trim())}
        >
          {t('other.use')}
        </Button>
      </div>
    </details>
  );
}
