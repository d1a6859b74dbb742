import type { MeetingSnapshot } from '@app/contracts';
import { Volume2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../../components/button.js';
import type { ReceptionStats } from '../../meeting/transport.js';
import { DeviceSelect } from './device-select.js';
import { ModeNote } from './mode-note.js';
import { useMedia, useSession } from './session-context.js';
import { useModeration } from './use-moderation.js';
import './connection-panel.css';

const EVERY_MS = 1_000;

/** Own devices, and what arrives from each of the others, measured every second while it is open. */
export function ConnectionPanel({ snapshot, onClose }: { snapshot: MeetingSnapshot; onClose: () => void }) {
  const { t } = useTranslation('meeting');
  const { devices } = useSession().media;
  const { mode } = useMedia();
  const { toServer, busy } = useModeration();
  const panel = useRef<HTMLElement>(null);
  const stats = useStats();
  useEffect(() => panel.current?.focus(), []);
  const { roster, my } = snapshot;
  const chair = roster.find(({ participationId }) => participationId === my.participationId)?.seat === 'chair';
  const nameOf = (id: string) => roster.find(({ participationId }) => participationId === id)?.name ?? '';
  return (
    <section ref={panel} className="connection" aria-label={t('details.title')} tabIndex={-1} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div className="connection-head">
        <h2>{t('details.title')}</h2>
        <IconButton icon={X} label={t('details.close')} onClick={onClose} />
      </div>
      <ModeNote />
      {mode === 'direct' && chair && <Button size="compact" busy={busy} onClick={toServer}>{t('mode.toServer')}</Button>}
      <div className="connection-devices">
        {(['microphone', 'camera', 'speaker'] as const).map((kind) => (
          <div key={kind} className="connection-device">
            <span aria-hidden="true">{t(`device.${kind}`)}</span>
            <DeviceSelect kind={kind} />
          </div>
        ))}
        <Button size="compact" icon={Volume2} onClick={() => void devices.playTestTone().catch(() => undefined)}>{t('device.testTone')}</Button>
      </div>
      {stats.length === 0 ? (
        <p className="second">{t('details.nobody')}</p>
      ) : (
        <table className="connection-table">
          <thead>
            <tr>
              <th scope="col">{t('details.from')}</th>
              <th scope="col" data-number>{t('details.picture')}</th>
              <th scope="col" data-number>{t('details.loss')}</th>
              <th scope="col" data-number>{t('details.roundTrip')}</th>
            </tr>
          </thead>
          <tbody>
            {stats.map((one) => (
              <tr
                key={one.id}
                data-stats={one.participationId}
                data-frames-decoded={one.framesDecoded}
                data-frame-height={one.frameHeight}
                data-audio-energy={one.audioEnergy}
                data-loss-percent={one.lossPercent}
                data-round-trip-ms={one.roundTripMs ?? undefined}
              >
                <th scope="row">{nameOf(one.participationId)}</th>
                <td data-number>{one.frameHeight > 0 ? t('details.rows', { rows: one.frameHeight }) : t('details.none')}</td>
                <td data-number>{t('details.percent', { percent: Math.round(one.lossPercent * 10) / 10 })}</td>
                <td data-number>{one.roundTripMs === null ? t('details.none') : t('details.milliseconds', { ms: Math.round(one.roundTripMs) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function useStats(): readonly ReceptionStats[] {
  const { media } = useSession();
  const [stats, setStats] = useState<readonly ReceptionStats[]>([]);
  useEffect(() => {
    let stopped = false;
    const look = () =>
      media.stats().then(
        (found) => stopped || setStats(found),
        // The connection went away while it was measured; the next look finds the new one.
        () => undefined,
      );
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, [media]);
  return stats;
}
