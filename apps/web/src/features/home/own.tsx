import type { Consultation } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { CircleHelp, Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { everyPage } from '../../api/every-page.js';
import { keys } from '../../api/keys.js';
import { isCoordinator, useMe } from '../../app/session.js';
import { Page } from '../../app/page.js';
import { ButtonLink } from '../../components/button-link.js';
import { useNow } from '../../components/clock.js';
import { Empty, ErrorBox, Skeleton } from '../../components/feedback.js';
import { NameLines, Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';
import { addDays } from '../calendar/days.js';
import { OwnHolds } from '../holds/open-holds.js';
import { NextMeeting } from './next-meeting.js';
import { OwnCases } from './own-cases.js';
import './own.css';

/** How long a meeting is listed after its day: as long as its experts usually see the case. */
const recentDays = 14;

/** Home of professionals and experts: the next meeting, what waits for an answer, own cases, what was held lately. */
export function Own() {
  const { t } = useTranslation('home');
  const me = useMe();
  const now = useNow();
  const today = useDateText().isoDay(now);
  const query = { scope: 'mine' as const, from: addDays(today, -recentDays) };
  const list = useQuery({
    queryKey: keys.consultations.list(query),
    queryFn: ({ signal }) => everyPage((from) => call('GET /api/consultations', { query: { ...query, ...from }, signal })),
  });
  const asks = isCoordinator(me) || me.assignments.some(({ role }) => role === 'professional');

  const coming = (list.data ?? []).filter((one) => isComing(one, now));
  const unanswered = coming.filter(({ my }) => my.partstat === 'needs-action' && my.may.respond);
  const held = (list.data ?? []).filter(({ state }) => state === 'ended').reverse();
  const [next, ...later] = coming.filter((one) => !unanswered.includes(one));

  return (
    <Page title={t('title')} actions={asks && <ButtonLink to="/cases/new" kind="filled" icon={Pencil}>{t('ask')}</ButtonLink>}>
      <div className="own">
        {list.isPending && <Panel><Skeleton rows={3} /></Panel>}
        {list.isError && <Panel><ErrorBox title={t('failed')} error={list.error} onRetry={() => void list.refetch()} /></Panel>}
        {next !== undefined && <NextMeeting consultation={next} />}
        <OwnHolds />
        {unanswered.length > 0 && <Rows title={t('unanswered')} items={unanswered} />}
        {later.length > 0 && <Rows title={t('later')} items={later} />}
        {list.isSuccess && coming.length === 0 && (
          <Panel>
            <Empty title={t('none.title')}>{t(asks ? 'none.asker' : 'none.expert')}</Empty>
          </Panel>
        )}
        {asks && <OwnCases consultations={list.data ?? []} />}
        {held.length > 0 && <Rows title={t('held')} items={held} />}
      </div>
    </Page>
  );
}

function isComing({ state, endsAt, my }: Consultation, now: Date): boolean {
  return (state === 'booked' || state === 'in_session') && new Date(endsAt) > now && my.partstat !== 'declined';
}

function Rows({ title, items }: { title: string; items: readonly Consultation[] }) {
  const { t } = useTranslation('home');
  const dates = useDateText();
  const words = useCaseWords();
  return (
    <section>
      <h2>{title}</h2>
      <Panel flush>
        <ul className="rows">
          {items.map((one) => (
            <li key={one.id} className="own-row">
              <NameLines name={dates.dayInList(one.startsAt)} detail={dates.times(one.startsAt, one.endsAt)} />
              <NameLines name={words.heading(one)} detail={one.case?.number} />
              {one.my.partstat === 'needs-action' && <Status tone="info" icon={CircleHelp}>{t('yourAnswer')}</Status>}
              <ButtonLink to={`/consultations/${one.id}`}>{one.my.partstat === 'needs-action' ? t('answer') : t('open')}</ButtonLink>
            </li>
          ))}
        </ul>
      </Panel>
    </section>
  );
}
