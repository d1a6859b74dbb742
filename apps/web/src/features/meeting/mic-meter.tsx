import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from './session-context.js';

const BARS = 13;
/** Above this a voice is heard well; a quiet room stays below. */
const HEARD = 0.35;
const HEARD_FOR_MS = 3_000;

/** The own voice as bars, and in words whether it can be heard. */
export function MicMeter() {
  const { t } = useTranslation('meeting');
  const { devices } = useSession().media;
  const bars = useRef<HTMLSpanElement>(null);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    let heardAt = -Infinity;
    let frame = 0;
    const look = () => {
      const level = devices.level();
      if (level > HEARD) heardAt = performance.now();
      setHeard(performance.now() - heardAt < HEARD_FOR_MS);
      bars.current?.style.setProperty('--level', String(Math.round(level * BARS) / BARS));
      bars.current?.setAttribute('data-level', level.toFixed(2));
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [devices]);
  return (
    <span className="mic-meter">
      <span ref={bars} className="mic-bars" aria-hidden="true" />
      <span role="status" className="mic-words">{t(heard ? 'device.heard' : 'device.speak')}</span>
    </span>
  );
}
