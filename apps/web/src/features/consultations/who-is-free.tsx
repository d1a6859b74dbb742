import type { Consultation, TimeRange } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Hourglass, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays } from '../calendar/days.js';

/** Whether everybody is free at a time the consultation might be moved to; its own time counts as free. */
export function WhoIsFree({ consultation, caseId, day, range }: { consultation: Consultation; caseId: string; day: string; range: TimeRange }) {
  const { t } = useTranslation('consultations');
  const dates = useDateText();
  const search = {
    caseId,
    consultationId: consultation.id,
    participants: consultation.participants.map(({ personId, required }) => ({ personId, required })),
    durationMinutes: (Date.parse(range.endsAt) - Date.parse(range.startsAt)) / 60_000,
    from: day,
    to: addDays(day, 2),
    timeZone: dates.timeZone,
  };
  const found = useQuery({ queryKey: keys.slots.one(search), queryFn: ({ signal }) => call('POST /api/slots', { body: search, signal }), staleTime: 5_000 });
  if (found.isError) return null;
  if (found.isPending) return <Status tone="calm" icon={Hourglass}>{t('move.checking')}</Status>;
  const isFree = (free: readonly TimeRange[]) => free.some(({ startsAt, endsAt }) => startsAt <= range.startsAt && endsAt >= range.endsAt);
  const free = new Set(found.data.people.filter((one) => isFree(one.free)).map(({ personId }) => personId));
  const busy = consultation.participants.filter(({ personId }) => !free.has(personId)).map(({ name }) => name);
  if (busy.length === 0) return <Status tone="ok" icon={CircleCheck}>{t('move.allFree')}</Status>;
  return <Status tone="warn" icon={TriangleAlert}>{t('move.busy', { names: busy.join(', ') })}</Status>;
}
