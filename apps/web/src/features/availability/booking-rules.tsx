import { useTranslation } from 'react-i18next';
import { Select, TextField } from '../../components/field.js';
import { Panel } from '../../components/panel.js';
import { useRuleWords } from './rule-words.js';
import { faultOfCap, type Rules } from './rules.js';
import type { Draft } from './use-draft.js';

const hour = 60;
const day = 24 * hour;
const notices = [0, 2 * hour, 4 * hour, day, 2 * day, 3 * day, 7 * day, 14 * day];
const horizons = [30, 60, 90, 180, 365, 730];
const pauses = [0, 5, 10, 15, 20, 30, 45, 60];

interface BookingRulesProps {
  draft: Draft;
  errorOf: (path: string) => string | undefined;
}

/** How early, how late, how close together and how many. */
export function BookingRules({ draft, errorOf }: BookingRulesProps) {
  const { t } = useTranslation('availability');
  const words = useRuleWords();
  const choice = (field: 'minimumNoticeMinutes' | 'horizonDays' | 'bufferBeforeMinutes' | 'bufferAfterMinutes', usual: readonly number[], word: (value: number) => string) => (
    <Select label={t(`field.${field}`)} error={errorOf(field)} value={draft.rules[field]} onChange={(event) => draft.change({ [field]: Number(event.target.value) })}>
      {[...new Set([...usual, draft.rules[field]])]
        .sort((one, other) => one - other)
        .map((value) => (
          <option key={value} value={value}>{word(value)}</option>
        ))}
    </Select>
  );
  const cap = (field: 'weeklyCap' | 'monthlyCap') => {
    const fault = faultOfCap(draft.rules[field]);
    return (
      <TextField
        label={t(`field.${field}`)}
        inputMode="numeric"
        autoComplete="off"
        maxLength={3}
        placeholder={t('rules.noCap')}
        error={fault === undefined ? errorOf(field) : t(fault)}
        value={draft.rules[field] ?? ''}
        onChange={({ target }) => draft.change({ [field]: capOf(target.value) })}
      />
    );
  };
  return (
    <Panel title={t('rules.title')}>
      <div className="rule-fields">
        {choice('minimumNoticeMinutes', notices, (value) => (value === 0 ? t('rules.noNotice') : t('rules.notice', { time: words.length(value) })))}
        {choice('horizonDays', horizons, (value) => t('rules.horizon', { time: t('days', { count: value }) }))}
        {choice('bufferBeforeMinutes', pauses, (value) => (value === 0 ? t('rules.noPause') : words.length(value)))}
        {choice('bufferAfterMinutes', pauses, (value) => (value === 0 ? t('rules.noPause') : words.length(value)))}
        <p className="second rule-note">{t('rules.pauses')}</p>
        {cap('weeklyCap')}
        {cap('monthlyCap')}
        <p className="second rule-note">{t('rules.caps')}</p>
      </div>
    </Panel>
  );
}

function capOf(typed: string): Rules['weeklyCap'] {
  const digits = typed.replace(/\D/g, '');
  return digits === '' ? null : Number(digits);
}
