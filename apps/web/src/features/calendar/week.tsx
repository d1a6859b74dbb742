import type { Consultation } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { call } from '../../api/call.js';
import { everyPage } from '../../api/every-page.js';
import { keys } from '../../api/keys.js';
import { Page } from '../../app/page.js';
import { Button, IconButton } from '../../components/button.js';
import { useNow } from '../../components/clock.js';
import { Empty, ErrorBox, Skeleton } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';
import { CancelDialog } from '../consultations/cancel-dialog.js';
import { MoveDialog } from '../consultations/move-dialog.js';
import { CentreHolds } from '../holds/open-holds.js';
import { addDays, isDay, isoWeek, mondayOf, noon } from './days.js';
import { WaitingCases } from './waiting-cases.js';
import './week.css';

/** Home of coordinators: who meets when in the centre this week, and who is still missing. The week is in the address. */
export function Week() {
  const { t } = useTranslation('calendar');
  const dates = useDateText();
  const today = dates.isoDay(useNow());
  const [search, setSearch] = useSearchParams();
  const wanted = search.get('week');
  const monday = mondayOf(isDay(wanted) ? wanted : today);
  const query = { scope: 'centre' as const, from: monday, to: addDays(monday, 7) };
  const list = useQuery({
    queryKey: keys.consultations.list(query),
    queryFn: ({ signal }) => everyPage((from) => call('GET /api/consultations', { query: { ...query, ...from }, signal })),
  });
  const show = (day: string) => setSearch({ week: mondayOf(day) }, { replace: true });
  const days = Map.groupBy(list.data ?? [], ({ startsAt }) => dates.isoDay(startsAt));

  return (
    <Page title={t('title')}>
      <WaitingCases />
      <div className="week-holds"><CentreHolds /></div>
      <div className="week-controls">
        <div className="week-step">
          <IconButton icon={ChevronLeft} label={t('previous')} onClick={() => show(addDays(monday, -7))} />
          <h2 aria-live="polite">
            {t('week', { week: isoWeek(monday), from: dates.shortDay(noon(monday)), to: dates.shortDay(noon(addDays(monday, 6))) })}
          </h2>
          <IconButton icon={ChevronRight} label={t('next')} onClick={() => show(addDays(monday, 7))} />
        </div>
        <Button onClick={() => show(today)}>{t('today')}</Button>
      </div>
      <Panel flush>
        {list.isPending && <div className="week-inside"><Skeleton rows={5} /></div>}
        {list.isError && <div className="week-inside"><ErrorBox title={t('failed')} error={list.error} onRetry={() => void list.refetch()} /></div>}
        {list.isSuccess && days.size === 0 && <div className="week-inside"><Empty title={t('none.title')}>{t('none.why')}</Empty></div>}
        {[...days].map(([day, items]) => (
          <section key={day} className="week-day">
            <h3>{dates.date(noon(day))}</h3>
            <ul className="rows">
              {items.map((one) => (
                <Row key={one.id} consultation={one} />
              ))}
            </ul>
          </section>
        ))}
      </Panel>
    </Page>
  );
}

function Row({ consultation }: { consultation: Consultation }) {
  // With the texts of the dialogs: fetched only when one opens, they would blank the screen and lose the focus.
  const { t } = useTranslation(['calendar', 'consultations']);
  const [dialog, setDialog] = useState<'move' | 'cancel' | null>(null);
  const dates = useDateText();
  const words = useCaseWords();
  const { id, startsAt, endsAt, state, participants, my } = consultation;
  const over = state === 'ended' || state === 'cancelled';
  const named = `${dates.times(startsAt, endsAt)}, ${words.heading(consultation)}`;
  return (
    <li className="week-row" data-past={over || undefined}>
      <b>{dates.times(startsAt, endsAt)}</b>
      <span className="name-lines">
        <Link to={`/consultations/${id}`}>{words.heading(consultation)}</Link>
        <span className="second">{[consultation.case?.number, participants.map(({ name }) => name).join(', ')].filter(Boolean).join(' · ')}</span>
      </span>
      <Standing consultation={consultation} />
      {!over && (my.may.move || my.may.cancel) && (
        <span className="week-actions">
          {my.may.move && <Button size="compact" aria-label={t('moveNamed', { named })} onClick={() => setDialog('move')}>{t('move')}</Button>}
          {my.may.cancel && <Button kind="destructive" size="compact" aria-label={t('cancelNamed', { named })} onClick={() => setDialog('cancel')}>{t('cancel')}</Button>}
        </span>
      )}
      {dialog === 'move' && <MoveDialog consultation={consultation} onClose={() => setDialog(null)} />}
      {dialog === 'cancel' && <CancelDialog consultation={consultation} onClose={() => setDialog(null)} />}
    </li>
  );
}

function Standing({ consultation: { state, participants } }: { consultation: Consultation }) {
  const { t } = useTranslation('calendar');
  if (state === 'cancelled') return <Status tone="calm" icon={CircleX}>{t('state.cancelled')}</Status>;
  if (state === 'ended') return <Status tone="calm" icon={CircleCheck}>{t('state.ended')}</Status>;
  const missing = participants.filter(({ required, partstat }) => required && partstat === 'declined');
  if (missing.length > 0) {
    return <Status tone="bad" icon={TriangleAlert}>{t('missing', { names: missing.map(({ name }) => name).join(', ') })}</Status>;
  }
  const coming = participants.filter(({ partstat }) => partstat === 'accepted').length;
  const all = participants.length;
  if (coming === all) return <Status tone="ok" icon={CircleCheck}>{t('allComing')}</Status>;
  return <Status tone="info" icon={CircleHelp}>{t('answered', { coming, all })}</Status>;
}
