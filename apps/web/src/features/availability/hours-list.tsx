import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { useRuleWords } from './rule-words.js';
import { faultOf } from './rules.js';
import { nextWindow, type Weekday, type WeekWindow, weekdays } from './week-windows.js';
import { WindowFields } from './window-fields.js';

interface HoursListProps {
  windows: readonly WeekWindow[];
  checked: boolean;
  errorOf: (path: string) => string | undefined;
  onChange: (windows: WeekWindow[]) => void;
}

const workdays = [1, 2, 3, 4, 5] as const satisfies readonly Weekday[];

/** The windows of the week as time fields, weekday by weekday. */
export function HoursList({ windows, checked, errorOf, onChange }: HoursListProps) {
  const { t } = useTranslation('availability');
  const words = useRuleWords();
  const list = useRef<HTMLUListElement>(null);
  const indexed = windows.map((window, index) => ({ window, index }));
  const monday = windows.filter(({ weekday }) => weekday === 1);

  const remove = (index: number, weekday: Weekday) => {
    onChange(windows.filter((_, at) => at !== index));
    list.current?.querySelector<HTMLElement>(`[data-add="${weekday}"]`)?.focus();
  };
  const copyMonday = () => onChange([...workdays.flatMap((weekday) => monday.map((window) => ({ ...window, weekday }))), ...windows.filter(({ weekday }) => weekday > 5)]);

  return (
    <>
      <ul className="hours-list" ref={list}>
        {weekdays.map((weekday) => {
          const own = indexed.filter(({ window }) => window.weekday === weekday);
          return (
            <li key={weekday}>
              <h3>{words.weekday(weekday)}</h3>
              <div className="hours-windows">
                {own.length === 0 && <p className="second">{t('weekly.closed')}</p>}
                {own.map(({ window, index }, place) => (
                  <WindowFields
                    key={index}
                    window={window}
                    name={own.length === 1 ? words.weekday(weekday) : t('weekly.numbered', { weekday: words.weekday(weekday), number: place + 1 })}
                    fault={checked ? faultOf(window) : undefined}
                    error={errorOf(`weekly.${index}`)}
                    onChange={(changed) => onChange(windows.map((one, at) => (at === index ? { ...changed, weekday } : one)))}
                    onRemove={() => remove(index, weekday)}
                  />
                ))}
              </div>
              <Button
                kind="text"
                size="compact"
                icon={Plus}
                data-add={weekday}
                aria-label={t('weekly.addTo', { weekday: words.weekday(weekday) })}
                onClick={() => onChange([...windows, nextWindow(weekday, windows)])}
              >
                {t('weekly.add')}
              </Button>
            </li>
          );
        })}
      </ul>
      <div className="hours-below">
        <p className="second">{t('weekly.midnight')}</p>
        {monday.length > 0 && <Button size="compact" onClick={copyMonday}>{t('weekly.copy')}</Button>}
      </div>
    </>
  );
}
