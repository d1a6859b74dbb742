import type { Availability } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { UserPen } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { NotFound } from '../../app/not-found.js';
import { Page } from '../../app/page.js';
import { useRealtime } from '../../app/realtime-context.js';
import { useMe } from '../../app/session.js';
import { useNow } from '../../components/clock.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { Notice } from '../../components/status.js';
import { DateText } from '../../i18n/date-text.js';
import { TimeZoneContext, useLanguage } from '../../i18n/use-texts.js';
import { useFieldErrors } from '../form-errors.js';
import { usePersonWords } from '../person-words.js';
import { AffectedMeetings } from './affected-meetings.js';
import { BookingRules } from './booking-rules.js';
import { Changes } from './changes.js';
import { ClosedDays } from './closed-days.js';
import { Feeds } from './feeds.js';
import { Leaving } from './leaving.js';
import { News } from './news.js';
import { Preview } from './preview.js';
import { isFaulty } from './rules.js';
import { SaveFoot } from './save-foot.js';
import { SpecialDays } from './special-days.js';
import { useDraft } from './use-draft.js';
import { useSave } from './use-save.js';
import { WeekHours } from './week-hours.js';
import './availability.css';

const waitingPollMs = 3_000;
const feedPollMs = 30_000;

/** When a person takes meetings: oneself, or for a coordinator an expert of the own centre. */
export function AvailabilityPage() {
  const { t } = useTranslation('availability');
  const me = useMe();
  const { id = me.person.personId } = useParams();
  useWatched(id);
  const found = useQuery({
    queryKey: keys.calendars.availability(id),
    queryFn: ({ signal }) => call('GET /api/people/:id/availability', { params: { id }, signal }),
    refetchInterval: ({ state }) => pollFor(state.data?.feeds ?? []),
  });
  if (found.error instanceof ApiError && ['not_found', 'access.forbidden'].includes(found.error.code)) return <NotFound />;
  if (found.data !== undefined) return <Editor key={id} kept={found.data} own={id === me.person.personId} />;
  return (
    <Page title={t('title')}>
      <Panel>{found.isError ? <ErrorBox title={t('failed')} error={found.error} onRetry={() => void found.refetch()} /> : <Skeleton rows={8} />}</Panel>
    </Page>
  );
}

/** A feed is read within seconds of being added, and every now and then by itself. */
function pollFor(feeds: Availability['feeds']): number | false {
  if (feeds.some(({ state }) => state === 'waiting')) return waitingPollMs;
  return feeds.length > 0 && feedPollMs;
}

/** Has the calendar of a person watched while the page is open: what others change there is shown at once. */
function useWatched(personId: string): void {
  const realtime = useRealtime();
  useEffect(() => {
    // Watching only spares a reload: without it the page is right at its next fetch.
    realtime?.ask('calendar.watch', { personIds: [personId] }).catch(() => undefined);
  }, [realtime, personId]);
}

function Editor({ kept, own }: { kept: Availability; own: boolean }) {
  const { t } = useTranslation('availability');
  const describe = usePersonWords();
  const draft = useDraft(kept);
  const save = useSave(kept, draft);
  const page = useRef<HTMLDivElement>(null);
  const [checked, setChecked] = useState(false);
  const today = new DateText(useLanguage(), kept.timeZone).isoDay(useNow());
  const errorOf = useFieldErrors(save.error);
  const faulty = checked && isFaulty(draft.rules);
  const { person, feeds, closedDays, changes } = kept;

  const submit = () => {
    setChecked(true);
    if (!isFaulty(draft.rules)) return save.mutate(undefined, { onSuccess: () => setChecked(false) });
    requestAnimationFrame(() => page.current?.querySelector<HTMLElement>('[data-invalid] :is(input, [role="spinbutton"])')?.focus());
  };

  return (
    <Page title={own ? t('title') : t('titleOf', { name: person.name })} tabTitle={t('title')}>
      <div className="availability" ref={page}>
        {!own && (
          <Notice tone="info" icon={UserPen}>
            <p><b>{t('other.whose', { name: person.name, what: describe(person) })}</b> {t('other.told')}</p>
          </Notice>
        )}
        <News draft={draft} kept={kept} />
        <AffectedMeetings kept={kept} today={today} own={own} revealed={save.isSuccess} />
        <div className="availability-columns">
          <div className="availability-main">
            <WeekHours draft={draft} checked={checked} errorOf={errorOf} />
            <SpecialDays draft={draft} today={today} errorOf={errorOf} />
            <BookingRules draft={draft} errorOf={errorOf} />
            <Feeds personId={person.personId} feeds={feeds} />
          </div>
          <div className="availability-side">
            <TimeZoneContext value={kept.timeZone}>
              <Preview personId={person.personId} />
            </TimeZoneContext>
            <ClosedDays days={closedDays} />
            <Changes changes={changes} />
          </div>
        </div>
        <SaveFoot draft={draft} saving={save.isPending} faulty={faulty} error={save.error} onSave={submit} />
      </div>
      <Leaving unsaved={draft.changed.length > 0} />
    </Page>
  );
}
