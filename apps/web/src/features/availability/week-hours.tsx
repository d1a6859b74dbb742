import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../components/choice.js';
import { Select } from '../../components/field.js';
import { Panel } from '../../components/panel.js';
import { useDateText } from '../../i18n/use-texts.js';
import { HoursGrid } from './hours-grid.js';
import { HoursList } from './hours-list.js';
import { faultOf } from './rules.js';
import type { Draft } from './use-draft.js';
import { minutesOf } from './week-windows.js';

interface WeekHoursProps {
  draft: Draft;
  /** Faults are shown once saving was tried. */
  checked: boolean;
  errorOf: (path: string) => string | undefined;
}

const narrow = '(max-width: 700px)';

/** The usual hours of a week, drawn or written; both ways change the same windows. */
export function WeekHours({ draft, checked, errorOf }: WeekHoursProps) {
  const { t } = useTranslation('availability');
  const dates = useDateText();
  const [wanted, setView] = useState<'grid' | 'list'>(() => (matchMedia(narrow).matches ? 'list' : 'grid'));
  const { weekly, timeZone } = draft.rules;
  const minutes = minutesOf(weekly);
  // What must be mended is written; the drawing has no place for it.
  const isFaulty = (checked && weekly.some((window) => faultOf(window) !== undefined)) || errorOf('weekly') !== undefined;
  const view = isFaulty ? 'list' : wanted;
  return (
    <Panel
      title={t('weekly.title')}
      actions={
        <Segmented
          legend={t('weekly.view')}
          options={[
            { value: 'grid', label: t('weekly.grid') },
            { value: 'list', label: t('weekly.list') },
          ]}
          value={view}
          onChange={setView}
        />
      }
    >
      <div className="hours-head">
        <p className="second">{minutes === 0 ? t('weekly.none') : t('weekly.sum', { time: dates.duration(minutes) })}</p>
        <ZoneSelect value={timeZone} error={errorOf('timeZone')} onChange={(chosen) => draft.change({ timeZone: chosen })} />
      </div>
      {view === 'grid' ? (
        <HoursGrid windows={weekly} onChange={(changed) => draft.change({ weekly: changed })} />
      ) : (
        <HoursList windows={weekly} checked={checked} errorOf={errorOf} onChange={(changed) => draft.change({ weekly: changed })} />
      )}
    </Panel>
  );
}

const nearZones = ['Europe/Helsinki', 'Europe/Mariehamn', 'Europe/Stockholm', 'Europe/Oslo', 'Europe/Copenhagen', 'Europe/Tallinn', 'Europe/London'];

interface ZoneSelectProps {
  value: string;
  error: string | undefined;
  onChange: (timeZone: string) => void;
}

/** The zone whose clock the hours follow, summer and winter. */
function ZoneSelect({ value, error, onChange }: ZoneSelectProps) {
  const { t } = useTranslation('availability');
  const near = [...new Set([...nearZones, value])];
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !near.includes(zone));
  const option = (zone: string) => (
    <option key={zone} value={zone}>{zone.replaceAll('_', ' ')}</option>
  );
  return (
    <Select className="hours-zone" label={t('weekly.zone')} error={error} value={value} onChange={(event) => onChange(event.target.value)}>
      <optgroup label={t('weekly.zonesNear')}>{near.map(option)}</optgroup>
      <optgroup label={t('weekly.zonesOther')}>{others.map(option)}</optgroup>
    </Select>
  );
}
