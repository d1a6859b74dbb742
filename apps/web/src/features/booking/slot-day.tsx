import type { Slot, TimeRange } from '@app/contracts';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { noon } from '../calendar/days.js';
import { type HourWindow, minutesInto } from './hours.js';

/** With more than this the quarter hours between are shown on request. */
const mostAtOnce = 4;
/** A wider window flows freely instead of keeping an hour in its column. */
const mostColumns = 10;

interface SlotDayProps {
  day: string;
  slots: readonly Slot[];
  window: HourWindow;
  names: ReadonlyMap<string, string>;
  chosen: string | null;
  onChoose: (range: TimeRange) => void;
}

/** The starts of one day, an hour to a column; apart from them those that somebody optional would miss. */
export function SlotDay({ day, slots, window, names, chosen, onChoose }: SlotDayProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const [all, setAll] = useState(false);
  const round = slots.filter(({ startsAt }) => minutesInto(dates, day, startsAt) % 30 === 0);
  const few = all || slots.length <= mostAtOnce || round.length === 0;
  const shown = few ? slots : slots.filter((slot) => round.includes(slot) || slot.startsAt === chosen);
  const groups = [...Map.groupBy(shown, ({ missing }) => missing.join())].sort(([, one], [, other]) => (one[0]?.missing.length ?? 0) - (other[0]?.missing.length ?? 0));
  const columns = window.to - window.from;
  return (
    <fieldset className="slots-day">
      <legend>{dates.dayInList(noon(day))}</legend>
      {groups.map(([key, group], index) => {
        const missing = (group[0]?.missing ?? []).map((id) => names.get(id) ?? '').join(', ');
        const suits = missing === '' ? t('everybody') : t('missing', { names: missing });
        return (
          <div key={key} className="slots-group">
            <div className="slots-suits">
              <Status tone={missing === '' ? 'ok' : 'warn'} icon={missing === '' ? CircleCheck : TriangleAlert}>{suits}</Status>
              {index === 0 && shown.length < slots.length && (
                <Button kind="text" size="compact" onClick={() => setAll(true)}>{t('more', { count: slots.length - shown.length })}</Button>
              )}
            </div>
            <div className="slots-starts" data-columns={columns <= mostColumns || undefined} style={{ '--hours': columns }}>
              {group.map((slot) => (
                <label key={slot.startsAt} className="slot-start" style={{ '--hour': Math.floor(minutesInto(dates, day, slot.startsAt) / 60) - window.from + 1 }}>
                  <input
                    type="radio"
                    name="slot"
                    aria-label={`${dates.times(slot.startsAt, slot.endsAt)}, ${suits}`}
                    checked={slot.startsAt === chosen}
                    onChange={() => onChoose(slot)}
                  />
                  {dates.time(slot.startsAt)}
                </label>
              ))}
            </div>
          </div>
        );
      })}
    </fieldset>
  );
}
