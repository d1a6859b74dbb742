import type { SlotResult, TimeRange } from '@app/contracts';
import { useTranslation } from 'react-i18next';
import { useDateText, useLanguage } from '../../i18n/use-texts.js';
import { addDays, isoWeek, isWeekend } from '../calendar/days.js';
import { freeMinutes } from './free-hours.js';
import type { HourWindow } from './hours.js';
import { instantOf } from './local-time.js';
import type { Panel } from './panel.js';
import type { PanelWords } from './panel-words.js';

interface BottleneckBarsProps {
  panel: Panel;
  /** Who comes in any case. */
  ownerId: string;
  result: SlotResult;
  monday: string;
  window: HourWindow;
  words: PanelWords;
}

/** How much time each role has free in the shown hours of the week; what stands in the way most is blue. */
export function BottleneckBars({ panel, ownerId, result: { people, bottleneck }, monday, window, words }: BottleneckBarsProps) {
  const { t } = useTranslation('booking');
  const { timeZone } = useDateText();
  const language = useLanguage();
  const windows = windowsOf(monday, window, timeZone);
  const most = windows.reduce((sum, { startsAt, endsAt }) => sum + (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000, 0);
  const hours = (minutes: number) => t('bars.hours', { hours: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(Math.round(minutes / 30) / 2) });
  const rows = [
    ...panel.roles.filter(({ candidates }) => candidates.length > 0).map(({ role, k, candidates }) => ({ key: role, name: words.role(role), minutes: freeMinutes(people, candidates, k, windows), blue: bottleneck?.role === role })),
    ...[{ personId: ownerId }, ...panel.fixed].map(({ personId }) => ({ key: personId, name: words.name(personId), minutes: freeMinutes(people, [personId], 1, windows), blue: bottleneck?.personId === personId })),
  ];
  return (
    <section className="bars" aria-labelledby="bars-title">
      <h2 id="bars-title">{bottleneck === null ? t('bars.title') : t('bars.bottleneck', { name: words.culpritInside(bottleneck) })}</h2>
      <ul>
        {rows.map(({ key, name, minutes, blue }) => (
          <li key={key} data-bottleneck={blue || undefined}>
            <span>{name}</span>
            <i style={{ '--share': minutes / most }} />
            <span>{hours(minutes)}</span>
          </li>
        ))}
      </ul>
      <p className="meta">{t('bars.week', { week: isoWeek(monday), most: hours(most) })}</p>
    </section>
  );
}

function windowsOf(monday: string, { from, to, workdays }: HourWindow, timeZone: string): TimeRange[] {
  const days = [0, 1, 2, 3, 4, 5, 6].map((offset) => addDays(monday, offset)).filter((day) => !(workdays && isWeekend(day)));
  const at = (day: string, hour: number) => instantOf({ local: hour === 24 ? `${addDays(day, 1)}T00:00` : `${day}T${String(hour).padStart(2, '0')}:00`, timeZone });
  return days.map((day) => ({ startsAt: at(day, from), endsAt: at(day, to) }));
}
