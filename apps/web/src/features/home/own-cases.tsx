import type { CaseListItem, Consultation, Participant } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call } from '../../api/call.js';
import { everyPage } from '../../api/every-page.js';
import { keys } from '../../api/keys.js';
import { ButtonLink } from '../../components/button-link.js';
import { Empty, ErrorBox, Skeleton } from '../../components/feedback.js';
import { NameLines, Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { Track, TrackHead, type TrackStep } from '../../components/track.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';
import { useOpenHolds } from '../holds/open-holds.js';

const mostNamed = 2;

/** Own cases as rows on one shared track. */
export function OwnCases({ consultations }: { consultations: readonly Consultation[] }) {
  const { t } = useTranslation('home');
  const query = { scope: 'mine' as const };
  const list = useQuery({
    queryKey: keys.cases.list(query),
    queryFn: ({ signal }) => everyPage((from) => call('GET /api/cases', { query: { ...query, ...from }, signal })),
  });
  const holds = useOpenHolds('mine').data?.items ?? [];
  const owned = list.data?.filter(({ relation }) => relation === 'owner') ?? [];
  return (
    <section aria-labelledby="own-cases">
      <div className="cases-head">
        <h2 id="own-cases">{t('cases.title')}</h2>
        {owned.length > 0 && <TrackHead names={[t('step.request'), t('step.time'), t('step.meeting')]} />}
        {owned.length > 0 && <span className="meta case-turn-head" aria-hidden="true">{t('turn')}</span>}
      </div>
      <Panel flush>
        {list.isPending && <div className="own-inside"><Skeleton rows={3} rowHeight={68} /></div>}
        {list.isError && <div className="own-inside"><ErrorBox title={t('cases.failed')} error={list.error} onRetry={() => void list.refetch()} /></div>}
        {list.isSuccess && owned.length === 0 && <div className="own-inside"><Empty title={t('cases.none')}>{t('cases.noneWhy')}</Empty></div>}
        <ul>
          {owned.map((one) => (
            <li key={one.id} className="case-row">
              <CaseRow item={one} meeting={consultations.findLast((meeting) => meeting.case?.id === one.id && meeting.state !== 'cancelled')} holdId={holds.find((hold) => hold.case?.id === one.id)?.id} />
            </li>
          ))}
        </ul>
      </Panel>
    </section>
  );
}

function CaseRow({ item, meeting, holdId }: { item: CaseListItem; meeting: Consultation | undefined; holdId: string | undefined }) {
  const { t } = useTranslation('home');
  const words = useCaseWords();
  const steps = useSteps(item, meeting);
  return (
    <>
      <div className="case-name">
        <Link to={`/cases/${item.id}`}>{item.title ?? words.themes(item)}</Link>
        <span className="meta">{[item.number, words.age(item.ageBand)].filter(Boolean).join(', ')}</span>
      </div>
      <Track steps={steps} />
      <div className="case-turn">
        {item.state === 'submitted' ? (
          <>
            <b className="case-yours">{t('yourTurn')}</b>
            <ButtonLink to={`/cases/${item.id}/time`}>{t('chooseTime')}</ButtonLink>
          </>
        ) : item.state === 'times_open' ? (
          <>
            <Status tone="info" icon={Hourglass}>{t('timesOpen')}</Status>
            {holdId !== undefined && <ButtonLink to={`/holds/${holdId}`}>{t('seeAnswers')}</ButtonLink>}
          </>
        ) : (
          meeting && <Turn meeting={meeting} />
        )}
      </div>
    </>
  );
}

/** Whose answer is missing, before the meeting. */
function Turn({ meeting: { state, participants } }: { meeting: Consultation }) {
  const { t } = useTranslation('home');
  const namesOf = (partstats: readonly Participant['partstat'][]) => participants.filter(({ partstat }) => partstats.includes(partstat)).map(({ name }) => name);
  const declined = participants.filter(({ required, partstat }) => required && partstat === 'declined').map(({ name }) => name);
  const waiting = namesOf(['needs-action', 'tentative']);
  if (state !== 'booked') return null;
  if (declined.length > 0) return <Status tone="bad" icon={CircleX}>{t('answers.declined', { names: declined.join(', ') })}</Status>;
  if (waiting.length === 0) return <Status tone="ok" icon={CircleCheck}>{t('allComing')}</Status>;
  const named = waiting.slice(0, mostNamed).join(', ');
  return <NameLines name={t('waitsFor')} detail={waiting.length > mostNamed ? t('andMore', { names: named, count: waiting.length - mostNamed }) : named} />;
}

function useSteps({ state, createdAt }: CaseListItem, meeting: Consultation | undefined): TrackStep[] {
  const { t } = useTranslation('home');
  const dates = useDateText();
  const held = state === 'closed';
  const timed = state !== 'submitted' && state !== 'times_open';
  const time = timed ? { state: 'done' as const } : state === 'times_open' ? { state: 'now' as const, fact: t('step.held') } : { state: 'yours' as const, fact: t('step.missing') };
  return [
    { name: t('step.request'), state: 'done', fact: dates.shortDay(createdAt) },
    { name: t('step.time'), ...time },
    {
      name: t('step.meeting'),
      state: held ? 'done' : timed ? 'now' : 'ahead',
      ...(meeting === undefined ? {} : { fact: dates.dayInList(meeting.startsAt) }),
    },
  ];
}
