import type { Consultation, TimeRange } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { isCoordinator, useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Segmented } from '../../components/choice.js';
import { DateField, TimeField } from '../../components/date-field.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox } from '../../components/feedback.js';
import { Select, TextField } from '../../components/field.js';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';
import { instantOf, localTimeOf } from '../booking/local-time.js';
import { WhoIsFree } from './who-is-free.js';
import './consultation.css';

const durations = [30, 45, 60, 90, 120];
const MINUTE_MS = 60_000;

/** Another time for the same people: what follows is said before it is done. */
export function MoveDialog({ consultation, onClose }: { consultation: Consultation; onClose: () => void }) {
  const { t } = useTranslation('consultations');
  const me = useMe();
  const dates = useDateText();
  const cache = useQueryClient();
  const toast = useToast();
  const now = localTimeOf(consultation.startsAt, dates.timeZone);
  const minutes = (Date.parse(consultation.endsAt) - Date.parse(consultation.startsAt)) / MINUTE_MS;
  const [date, setDate] = useState(now.local.slice(0, 10));
  const [time, setTime] = useState(now.local.slice(11));
  const [durationMinutes, setDuration] = useState(minutes);
  const [offset, setOffset] = useState('');
  const [reason, setReason] = useState('');
  const attempt = useRef({ meant: '', key: '' });

  const move = useMutation({
    mutationFn: () => {
      const body = {
        version: consultation.version,
        start,
        durationMinutes,
        ...(reason.trim() === '' ? {} : { override: { reason: reason.trim() } }),
      };
      const meant = JSON.stringify(body);
      if (attempt.current.meant !== meant) attempt.current = { meant, key: crypto.randomUUID() };
      return call('POST /api/consultations/:id/move', { params: { id: consultation.id }, body, idempotencyKey: attempt.current.key });
    },
    onSuccess: (moved) => {
      cache.setQueryData(keys.consultations.one(moved.id), moved);
      void cache.invalidateQueries({ queryKey: keys.consultations.lists });
      toast({ text: t('move.done', { time: dates.range(moved.startsAt, moved.endsAt) }) });
      onClose();
    },
    onError: () => void cache.invalidateQueries({ queryKey: keys.consultations.one(consultation.id) }),
  });
  const problem = move.error instanceof ApiError ? move.error.problem : null;
  const alternatives = (problem?.['alternatives'] as TimeRange[] | undefined) ?? [];
  const twice = (problem?.['candidates'] as { offset: string }[] | undefined) ?? [];
  const incomplete = date === '' || time === '';
  const start = { local: `${date}T${time}`, timeZone: dates.timeZone, ...(offset === '' ? {} : { offset }) };
  const startsAt = incomplete ? null : instantOf(start);
  const unchanged = startsAt !== null && Date.parse(startsAt) === Date.parse(consultation.startsAt) && durationMinutes === minutes;
  const range = startsAt && { startsAt, endsAt: new Date(Date.parse(startsAt) + durationMinutes * MINUTE_MS).toISOString() };

  const take = (range: TimeRange) => {
    const { local } = localTimeOf(range.startsAt, dates.timeZone);
    setDate(local.slice(0, 10));
    setTime(local.slice(11));
    setOffset('');
    move.reset();
  };

  return (
    <Dialog
      title={t('move.title')}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('back')}</Button>
          <Button kind="filled" busy={move.isPending} disabledReason={incomplete ? t('move.incomplete') : unchanged ? t('move.unchanged') : undefined} onClick={() => move.mutate()}>{t('move.confirm')}</Button>
        </>
      }
    >
      <p className="second">{t('move.now', { time: dates.range(consultation.startsAt, consultation.endsAt) })}</p>
      <div className="move-fields">
        <DateField label={t('move.date')} value={date} onChange={setDate} />
        <TimeField label={t('move.time')} value={time} onChange={setTime} />
        <Select label={t('move.duration')} value={durationMinutes} onChange={(event) => setDuration(Number(event.target.value))}>
          {[...new Set([...durations, minutes])].sort((one, other) => one - other).map((value) => (
            <option key={value} value={value}>{dates.duration(value)}</option>
          ))}
        </Select>
      </div>
      <div role="status">{range && consultation.case && <WhoIsFree consultation={consultation} caseId={consultation.case.id} day={date} range={range} />}</div>
      {isCoordinator(me) && <TextField label={t('move.reason')} help={t('move.reasonHelp')} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />}
      {twice.length > 0 && (
        <Segmented legend={t('move.which')} options={twice.map((one, index) => ({ value: one.offset, label: t(index === 0 ? 'move.first' : 'move.second') }))} value={offset} onChange={setOffset} />
      )}
      <p>{t('move.consequence', { count: consultation.participants.length })}</p>
      {move.isError && <ErrorBox title={t('move.failed')} error={move.error} />}
      {alternatives.length > 0 && (
        <div className="move-alternatives">
          <p>{t('move.alternatives')}</p>
          {alternatives.slice(0, 3).map((range) => (
            <Button key={range.startsAt} size="compact" onClick={() => take(range)}>{dates.range(range.startsAt, range.endsAt)}</Button>
          ))}
        </div>
      )}
    </Dialog>
  );
}
