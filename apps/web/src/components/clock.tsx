import { CirclePause, Timer } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDateText } from '../i18n/use-texts.js';
import './clock.css';

/** The present moment, renewed at each whole multiple of `everyMs` (a second, a minute). */
export function useNow(everyMs = 60_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setNow(new Date());
      timer = setTimeout(tick, everyMs - (Date.now() % everyMs));
    };
    timer = setTimeout(tick, everyMs - (Date.now() % everyMs));
    return () => clearTimeout(timer);
  }, [everyMs]);
  return now;
}

interface ClockProps {
  minutesLeft: number;
  minutesInAll: number;
  paused?: boolean;
}

/** Working time left until an answer is due, and a thin bar of the time used. */
export function Clock({ minutesLeft, minutesInAll, paused = false }: ClockProps) {
  const { t } = useTranslation('components');
  const dates = useDateText();
  const used = Math.min(1, Math.max(0, 1 - minutesLeft / minutesInAll));
  const tone = paused ? 'paused' : minutesLeft < 120 ? 'bad' : minutesLeft < 360 ? 'warn' : 'calm';
  const Icon = paused ? CirclePause : Timer;
  return (
    <span className={`clock clock-${tone}`}>
      <Icon size={16} aria-hidden="true" />
      <span>
        <b>{paused ? t('clock.paused') : dates.duration(Math.max(0, minutesLeft))}</b>
        {paused ? <span className="meta">{t('clock.left', { time: dates.duration(minutesLeft) })}</span> : <i style={{ '--clock-used': used }} />}
      </span>
    </span>
  );
}
