import type { CaseDetail, Expert, TimeRange } from '@app/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { NotFound } from '../../app/not-found.js';
import { Page } from '../../app/page.js';
import { isCoordinator, useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { useNow } from '../../components/clock.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays, mondayOf } from '../calendar/days.js';
import { type HourChoice, windowOf } from './hours.js';
import { instantOf, type LocalTime, localTimeOf } from './local-time.js';
import { OtherTime } from './other-time.js';
import { PanelBuilder, type PanelMember } from './panel-builder.js';
import { SlotList } from './slot-list.js';
import { WeekGrid } from './week-grid.js';
import './find-time.css';

const usualMinutes = 60;
const MINUTE_MS = 60_000;

/** Finds a time for the people of a case and books it. */
export function FindTime() {
  const { t } = useTranslation('booking');
  const { id = '' } = useParams();
  const found = useQuery({ queryKey: keys.cases.one(id), queryFn: ({ signal }) => call('GET /api/cases/:id', { params: { id }, signal }) });
  if (found.error instanceof ApiError && found.error.code === 'not_found') return <NotFound />;
  if (found.isSuccess) return <Finder detail={found.data} />;
  return (
    <Page title={t('title')}>
      <Panel>{found.isError ? <ErrorBox title={t('caseFailed')} error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton rows={6} />}</Panel>
    </Page>
  );
}

/** What is about to be booked: one of the offered times, or one written by hand. */
interface Choice {
  start: LocalTime;
  startsAt: string;
  byHand: boolean;
  reason: string;
}

function Finder({ detail }: { detail: CaseDetail }) {
  const { t } = useTranslation('booking');
  const me = useMe();
  const dates = useDateText();
  const today = dates.isoDay(useNow());
  const navigate = useNavigate();
  const cache = useQueryClient();
  const toast = useToast();
  const [members, setMembers] = useState<readonly PanelMember[]>([]);
  const [durationMinutes, setDuration] = useState(usualMinutes);
  const [monday, setMonday] = useState(() => mondayOf(today));
  const [hours, setHours] = useState<HourChoice>('office');
  const [meant, setMeant] = useState<Choice | null>(null);
  // One key per thing meant: a retry after a lost answer must not book twice.
  const attempt = useRef({ meant: '', key: '' });
  const foot = useRef<HTMLDivElement>(null);

  const participants = members.map(({ personId, required }) => ({ personId, required }));
  const search = {
    caseId: detail.id,
    participants,
    durationMinutes,
    from: monday < today ? today : monday,
    to: addDays(monday, 7),
    timeZone: dates.timeZone,
  };
  const slots = useQuery({
    queryKey: keys.slots.one(search),
    queryFn: ({ signal }) => call('POST /api/slots', { body: search, signal }),
    enabled: members.length > 0,
    placeholderData: (old) => old,
    staleTime: 5_000,
  });

  // An offered time stands only while it is offered: other people or another length may have taken it off the list.
  const offered = slots.isPlaceholderData || slots.data === undefined || slots.data.slots.some(({ startsAt }) => startsAt === meant?.startsAt);
  const choice = meant !== null && (meant.byHand || offered) ? meant : null;
  const range = choice && { startsAt: choice.startsAt, endsAt: new Date(Date.parse(choice.startsAt) + durationMinutes * MINUTE_MS).toISOString() };
  const window = windowOf(dates, hours, slots.data?.slots ?? []);

  const book = useMutation({
    mutationFn: (wanted: Choice) => {
      const body = {
        caseId: detail.id,
        participants,
        start: wanted.start,
        durationMinutes,
        ...(wanted.reason === '' ? {} : { override: { reason: wanted.reason } }),
      };
      const request = JSON.stringify(body);
      if (attempt.current.meant !== request) attempt.current = { meant: request, key: crypto.randomUUID() };
      return call('POST /api/consultations', { body, idempotencyKey: attempt.current.key });
    },
    onSuccess: (made) => {
      cache.setQueryData(keys.consultations.one(made.id), made);
      void cache.invalidateQueries({ queryKey: keys.consultations.lists });
      void cache.invalidateQueries({ queryKey: keys.cases.one(detail.id) });
      toast({ text: t('booked', { time: dates.range(made.startsAt, made.endsAt) }) });
      void navigate(`/consultations/${made.id}`);
    },
    onError: () => void cache.invalidateQueries({ queryKey: keys.slots.all }),
  });

  const names = useMemo(() => {
    const people = [...detail.owners, ...members, me.person];
    return new Map(people.map(({ personId, name }) => [personId, name]));
  }, [detail.owners, members, me.person]);

  const choose = ({ startsAt }: TimeRange, byHand = false) => {
    book.reset();
    setMeant({ start: localTimeOf(startsAt, dates.timeZone), startsAt, byHand, reason: '' });
  };
  // Its button goes with the others; the next thing to press is the one that books.
  const chooseInstead = (free: TimeRange) => {
    choose(free, true);
    foot.current?.querySelector<HTMLElement>('.button-filled')?.focus();
  };
  const spare = (personId: string) =>
    members.some((one) => one.personId === personId)
      ? () => setMembers(members.map((one) => (one.personId === personId ? { ...one, required: false } : one)))
      : null;
  const alternatives = book.error instanceof ApiError ? ((book.error.problem?.['alternatives'] as TimeRange[] | undefined) ?? []) : [];
  const questions = detail.content?.sections.question.text.split('\n').filter((line) => line.trim() !== '') ?? [];

  return (
    <Page title={t('title')} crumbs={<><Link to={`/cases/${detail.id}`}>{detail.number}</Link> / {t('crumb')}</>}>
      <div className="find">
        <div className="find-left">
          <Panel>
            <p className="meta">{t('question', { count: questions.length })}</p>
            <div className="find-question">
              {questions.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </div>
            <PanelBuilder
              suggestedThemes={detail.themes}
              members={members}
              onAdd={(expert: Expert) => setMembers([...members, { ...expert, required: true }])}
              onChange={setMembers}
              durationMinutes={durationMinutes}
              onDuration={setDuration}
            />
          </Panel>
        </div>
        <div className="find-right">
          <Panel flush>
            <SlotList
              monday={monday}
              today={today}
              onWeek={(day) => {
                setMonday(day);
                setMeant(null);
              }}
              hours={hours}
              onHours={setHours}
              window={window}
              nobody={members.length === 0}
              pending={slots.isPending}
              error={slots.error}
              onRetry={() => void slots.refetch()}
              result={members.length === 0 ? undefined : slots.data}
              names={names}
              chosen={choice?.startsAt ?? null}
              onChoose={choose}
              onSpare={spare}
            />
          </Panel>
          {slots.data !== undefined && members.length > 0 && (
            <Panel flush>
              <WeekGrid monday={monday} window={window} result={slots.data} names={names} chosen={range} onChoose={choose} />
            </Panel>
          )}
          {members.length > 0 && (
            <OtherTime
              key={monday}
              day={monday < today ? today : monday}
              mayOverride={isCoordinator(me)}
              error={book.error}
              onChoose={(start, reason) => {
                book.reset();
                setMeant({ start, startsAt: instantOf(start), byHand: true, reason });
              }}
            />
          )}
          <div className="find-foot" ref={foot}>
            {book.isError && (
              <div className="find-failed" role="alert">
                <ErrorBox title={t('notBooked')} error={book.error} />
                {alternatives.length > 0 && (
                  <div className="find-alternatives">
                    <p>{t('alternatives')}</p>
                    {alternatives.slice(0, 4).map((free) => (
                      <Button key={free.startsAt} size="compact" onClick={() => chooseInstead(free)}>{dates.range(free.startsAt, free.endsAt)}</Button>
                    ))}
                  </div>
                )}
              </div>
            )}
            <p aria-live="polite">{range && <b>{dates.range(range.startsAt, range.endsAt)}</b>}</p>
            <Button
              kind="filled"
              size="main"
              busy={book.isPending}
              busyText={t('booking')}
              disabledReason={members.length === 0 ? t('addFirst') : choice === null ? t('chooseFirst') : undefined}
              onClick={() => choice && book.mutate(choice)}
            >
              {t('book')}
            </Button>
          </div>
        </div>
      </div>
    </Page>
  );
}
