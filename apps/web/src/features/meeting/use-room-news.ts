import type { MeetingSnapshot } from '@app/contracts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../app/announcer.js';
import type { MediaView } from '../../meeting/media-state.js';

/** Speaks what is only seen otherwise: who came, who left, who waits, and one's own microphone. */
export function useRoomNews(snapshot: MeetingSnapshot, { micOn, mutedByModerator }: MediaView): void {
  const { t } = useTranslation('meeting');
  const announce = useAnnounce();
  const before = useRef(snapshot);
  const micWas = useRef(micOn);

  useEffect(() => {
    const known = new Map(before.current.roster.map(({ participationId, admission }) => [participationId, admission]));
    before.current = snapshot;
    const news = snapshot.roster.flatMap(({ participationId, name, admission }) => {
      const was = known.get(participationId);
      if (was === admission || participationId === snapshot.my.participationId) return [];
      if (admission === 'admitted') return [t('news.came', { name })];
      if (admission === 'waiting' && snapshot.my.moderator) return [t('news.waits', { name })];
      return was === 'admitted' ? [t('news.left', { name })] : [];
    });
    if (news.length > 0) announce(news.join(' '));
  }, [snapshot, announce, t]);

  useEffect(() => {
    if (micWas.current === micOn) return;
    micWas.current = micOn;
    // The notice about a moderator speaks for itself.
    if (!mutedByModerator) announce(t(micOn ? 'news.micOn' : 'news.micOff'));
  }, [micOn, mutedByModerator, announce, t]);
}
