import type { Hold } from '@app/contracts';
import { CalendarCheck, CalendarClock, CalendarX2, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../../components/button-link.js';
import { Notice } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';

/** What has become of the times, in a sentence, with the way on. */
export function HoldState({ hold, seesOthers }: { hold: Hold; seesOthers: boolean }) {
  const { t } = useTranslation('holds');
  const dates = useDateText();
  const { state, expiresAt, releaseReason, heldBy } = hold;
  const confirmed = hold.times.find((time) => time.state === 'confirmed');
  const own = hold.people.find(({ participationId }) => participationId === hold.my.participationId);
  if (state === 'released' || state === 'expired') {
    const expired = seesOthers ? t('state.expired') : t('state.expiredAsked');
    return (
      <Notice tone={state === 'released' ? 'bad' : 'warn'} icon={CalendarX2}>
        <div className="hold-next">
          <p>{state === 'released' ? t('state.released', { reason: releaseReason ?? '' }) : expired}</p>
          {seesOthers && hold.case && <ButtonLink to={`/cases/${hold.case.id}/time`}>{t('state.findNew')}</ButtonLink>}
        </div>
      </Notice>
    );
  }
  if (own?.standing === 'stood_down') return <Notice tone="ok" icon={CircleCheck}>{t('state.filled')}</Notice>;
  if (state === 'confirmed' && confirmed) {
    return (
      <Notice tone="ok" icon={CalendarCheck}>
        <div className="hold-next">
          <p>{t('state.confirmed', { time: dates.range(confirmed.startsAt, confirmed.endsAt) })}</p>
          <ButtonLink kind="filled" size="main" to={`/consultations/${hold.id}`}>{t('state.open')}</ButtonLink>
        </div>
      </Notice>
    );
  }
  const expires = dates.dateTime(expiresAt);
  if (!seesOthers) return hold.my.may.answer ? null : <Notice tone="info" icon={CalendarClock}>{t('state.waiting')}</Notice>;
  if (hold.times.every((time) => time.state !== 'open' || time.standing?.reachable === false)) return <Notice tone="warn" icon={CalendarX2}>{t('state.stuck')}</Notice>;
  return (
    <Notice tone="info" icon={CalendarClock}>
      {t('state.openUntil', { time: expires })} {heldBy && t('state.heldBy', { name: heldBy.name })}
    </Notice>
  );
}
