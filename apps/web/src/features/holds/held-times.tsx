import type { Hold } from '@app/contracts';
import { CircleCheck, CircleX, Hourglass } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { ConfirmDialog } from './confirm-dialog.js';
import { useMissing } from './use-missing.js';

type HeldTime = Hold['times'][number];

/** How far each of the times is, and the way to confirm one by hand. */
export function HeldTimes({ hold }: { hold: Hold }) {
  const { t } = useTranslation('holds');
  const dates = useDateText();
  const [confirming, setConfirming] = useState<HeldTime | null>(null);
  return (
    <Panel flush title={t('times')}>
      <ul className="rows hold-times">
        {hold.times.map((time) => (
          <li key={time.id} data-over={time.state === 'released' || undefined}>
            <b>{dates.dayInList(time.startsAt)} {dates.times(time.startsAt, time.endsAt)}{dates.zoneNote(time.startsAt)}</b>
            <Standing hold={hold} time={time} />
            {hold.my.may.confirm && time.state === 'open' && <Button size="compact" aria-label={t('confirm.openNamed', { time: dates.range(time.startsAt, time.endsAt) })} onClick={() => setConfirming(time)}>{t('confirm.open')}</Button>}
          </li>
        ))}
      </ul>
      {confirming !== null && <ConfirmDialog hold={hold} time={confirming} onClose={() => setConfirming(null)} />}
    </Panel>
  );
}

function Standing({ hold, time }: { hold: Hold; time: HeldTime }) {
  const { t } = useTranslation('holds');
  const { missing } = useMissing(hold, time);
  const { standing, state } = time;
  if (standing === null) return null;
  if (state === 'confirmed') return <Status tone="ok" icon={CircleCheck}>{t('time.confirmed')}</Status>;
  if (state === 'released') return <Status tone="calm" icon={CircleX}>{t('time.released')}</Status>;
  const filled = standing.roles.filter(({ have, k }) => have >= k).length;
  const complete = missing.length === 0;
  const [tone, Icon] = complete ? (['ok', CircleCheck] as const) : standing.reachable ? (['warn', Hourglass] as const) : (['bad', CircleX] as const);
  const counts = (['works', 'ifNeeded', 'no', 'waiting'] as const).filter((key) => standing[key] > 0).map((key) => t(`count.${key}`, { count: standing[key] }));
  return (
    <span className="hold-standing">
      <Status tone={tone} icon={Icon}>{standing.reachable ? t('time.roles', { filled, all: standing.roles.length }) : t('time.unreachable')}</Status>
      <span className="second">{counts.join(' · ')}</span>
      {!complete && <span className="second">{t('time.missing', { names: missing.join(', ') })}</span>}
    </span>
  );
}
