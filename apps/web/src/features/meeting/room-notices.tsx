import { MicOff, TriangleAlert, Volume2, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../app/realtime-context.js';
import { Button } from '../../components/button.js';
import { Notice } from '../../components/status.js';
import { useDevices, useMedia, useSession } from './session-context.js';

const QUIET_MS = 2_000;
const captured = ['microphone', 'camera'] as const;

/** What needs the person's attention before the pictures do. */
export function RoomNotices({ mutedBy }: { mutedBy: string | null }) {
  const { t } = useTranslation('meeting');
  const session = useSession();
  const { state, soundBlocked, mutedByModerator, micOn, cameraOn } = useMedia();
  const { problems } = useDevices();
  const connection = useConnection();
  const cutOff = useLasting(connection === 'lost');
  const on = { microphone: micOn, camera: cameraOn };
  return (
    <div className="room-notices" role="status">
      {state.name === 'rejoining' && <Notice tone="warn" icon={TriangleAlert}>{t('notice.rejoining')}</Notice>}
      {cutOff && <Notice tone="warn" icon={WifiOff}>{t('notice.cutOff')}</Notice>}
      {soundBlocked && (
        <Notice tone="info" icon={Volume2}>
          {t('notice.soundBlocked')} <Button kind="filled" size="compact" onClick={() => void session.media.startSound()}>{t('notice.startSound')}</Button>
        </Notice>
      )}
      {mutedByModerator && (
        <Notice tone="info" icon={MicOff}>{mutedBy ? t('notice.mutedBy', { name: mutedBy }) : t('notice.muted')}</Notice>
      )}
      {captured.map((kind) => {
        const problem = problems[kind];
        if (on[kind] || problem === null) return null;
        return (
          <Notice key={kind} tone="warn" icon={TriangleAlert}>
            {t(`device.${kind}`)}: {t(`problem.${problem.code}`)}
          </Notice>
        );
      })}
    </div>
  );
}

/** True once it has been true for 2 s: a hiccup is not worth a word. */
function useLasting(now: boolean): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(now), now ? QUIET_MS : 0);
    return () => clearTimeout(timer);
  }, [now]);
  return lasting;
}
