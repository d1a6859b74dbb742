import type { Availability } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { call, type ResponseOf } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { useReferenceNames } from '../../api/reference.js';
import { ErrorBox } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { DateText } from '../../i18n/date-text.js';
import { useDateText } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';
import { usePersonWords } from '../person-words.js';
import { lastDayAway, takesAway } from './away.js';

type Affected = ResponseOf<'GET /api/people/:id/affected-meetings'>['items'][number];

interface AffectedMeetingsProps {
  kept: Availability;
  today: string;
  /** Whether these are the reader's own. */
  own: boolean;
  /** Whether they come of what the reader has just saved, farther down the page. */
  revealed: boolean;
}

/** Booked meetings that fall on saved leave or a changed date and lack somebody then; nothing while there are none. */
export function AffectedMeetings({ kept, today, own, revealed }: AffectedMeetingsProps) {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  const { person, leaves, exceptions, timeZone } = kept;
  const to = lastDayAway(kept, today);
  const query = { from: today, ...(to === null ? {} : { to }) };
  const found = useQuery({
    queryKey: keys.consultations.list({ affectedOf: person.personId, ...query, leaves, exceptions }),
    queryFn: ({ signal }) => call('GET /api/people/:id/affected-meetings', { params: { id: person.personId }, query, signal }),
    enabled: to !== null,
  });
  const theirs = new DateText(dates.language, timeZone);
  const items = (found.data?.items ?? []).filter(({ consultation }) => takesAway(kept, theirs, consultation));
  const box = useRef<HTMLDivElement>(null);
  const shown = revealed && items.length > 0;
  useEffect(() => {
    if (shown) box.current?.scrollIntoView({ block: 'center' });
  }, [shown]);
  if (found.isError) return <Panel><ErrorBox title={t('affected.failed')} error={found.error} onRetry={() => void found.refetch()} /></Panel>;
  return (
    <div ref={box} role="status">
      {items.length > 0 && (
        <Panel title={t('affected.title', { count: items.length })} flush>
          <p className="second affected-why">{t(own ? 'affected.why' : 'affected.whyOther', { count: items.length })}</p>
          <ul className="rows">
            {items.map((item) => (
              <Meeting key={item.participationId} item={item} />
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

function Meeting({ item: { consultation, role, substitutes } }: { item: Affected }) {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  const words = useCaseWords();
  const names = useReferenceNames();
  const describe = usePersonWords();
  return (
    <li className="affected-row">
      <span className="name-lines">
        <Link to={`/consultations/${consultation.id}`}>{dates.range(consultation.startsAt, consultation.endsAt)}</Link>
        <span className="second">{words.heading(consultation)}</span>
      </span>
      <span className="affected-lack">
        <Status tone="warn" icon={TriangleAlert}>{role === null ? t('affected.person') : t('affected.role', { role: names.profession(role) })}</Status>
        <span className="second">
          {substitutes.length === 0 ? t('affected.nobody') : t('affected.substitutes', { names: substitutes.map((one) => `${one.name} (${describe(one)})`).join(', ') })}
        </span>
      </span>
    </li>
  );
}
