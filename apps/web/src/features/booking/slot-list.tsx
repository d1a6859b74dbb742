import type { Slot, SlotResult } from '@app/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { useDateText } from '../../i18n/use-texts.js';
import { noon } from '../calendar/days.js';
import type { Panel } from './panel.js';
import type { PanelWords } from './panel-words.js';
import { apart } from './slot-choice.js';
import { SlotRow, TakenRow } from './slot-row.js';
import type { Picked, Picks } from './use-picks.js';

/** Times of a day that are shown at once, and days of a long list. */
const mostOfDay = 3;
const mostDays = 10;

interface SlotListProps {
  /** Best first. */
  slots: readonly Slot[];
  recommended: SlotResult['recommended'];
  panel: Panel;
  words: PanelWords;
  part: boolean;
  picks: Picks;
}

/** The times day by day: of each the best ones, the others on request. A chosen time is always there. */
export function SlotList({ slots, recommended, panel, words, part, picks }: SlotListProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const [shownDays, setShownDays] = useState(mostDays);
  const gone = picks.picked.filter((pick) => pick.gone);
  const dayOf = ({ startsAt }: { startsAt: string }) => dates.isoDay(startsAt);
  const days = [...new Set([...slots, ...gone].map(dayOf))].sort();
  return (
    <>
      {days.slice(0, shownDays).map((day) => (
        <Day
          key={day}
          day={day}
          slots={slots.filter((slot) => dayOf(slot) === day)}
          gone={gone.filter((pick) => dayOf(pick) === day)}
          next={slots.find(({ startsAt }) => !picks.isPicked(startsAt))}
          recommended={recommended}
          panel={panel}
          words={words}
          part={part}
          picks={picks}
        />
      ))}
      {days.length > shownDays && <div className="slots-more"><Button kind="text" size="compact" onClick={() => setShownDays(shownDays + mostDays)}>{t('moreDays', { count: days.length - shownDays })}</Button></div>}
    </>
  );
}

interface DayProps extends SlotListProps {
  day: string;
  gone: readonly Picked[];
  /** The best time that is still free. */
  next: Slot | undefined;
}

function Day({ day, slots, gone, next, recommended, panel, words, part, picks }: DayProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const [all, setAll] = useState(false);
  const kept = slots.filter(({ startsAt }) => startsAt === recommended?.startsAt || picks.isPicked(startsAt));
  const shown = all ? [...slots] : [...new Set([...kept, ...apart(slots, mostOfDay, kept)])];
  const rows = [...shown.map((slot) => ({ slot, startsAt: slot.startsAt })), ...gone.map((pick) => ({ pick, startsAt: pick.startsAt }))] as const;
  return (
    <fieldset className="slots-day">
      <legend>{dates.dayInList(noon(day))}</legend>
      {[...rows].sort((one, other) => one.startsAt.localeCompare(other.startsAt)).map((row) =>
        'pick' in row ? (
          <TakenRow key={row.startsAt} pick={row.pick} next={next} onDrop={() => picks.drop(row.startsAt)} onReplace={(slot) => picks.replace(row.startsAt, slot)} />
        ) : (
          <SlotRow
            key={row.startsAt}
            slot={row.slot}
            panel={panel}
            words={words}
            chosen={picks.isPicked(row.startsAt)}
            reason={row.startsAt === recommended?.startsAt ? recommended.reason : null}
            part={part}
            disabled={picks.closed}
            onToggle={() => picks.toggle(row.slot)}
          />
        ),
      )}
      {slots.length > shown.length && <Button kind="text" size="compact" className="slots-others" onClick={() => setAll(true)}>{t('more', { count: slots.length - shown.length })}</Button>}
    </fieldset>
  );
}
