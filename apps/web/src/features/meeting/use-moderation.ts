import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useRealtime } from '../../app/realtime-context.js';
import { useErrorText } from '../../components/feedback.js';
import { useToast } from '../../components/toast.js';
import { useSession } from './session-context.js';

type OnMeeting = 'meeting.open' | 'meeting.admit-all' | 'meeting.to-server';
type OnPerson = 'meeting.admit' | 'meeting.deny' | 'meeting.mute' | 'meeting.remove';

/** What moderators do. Everybody, they too, see the result by the next snapshot; only a failure is told here. */
export function useModeration() {
  const { t } = useTranslation('meeting');
  const realtime = useRealtime();
  const { consultationId } = useSession();
  const toast = useToast();
  const errorText = useErrorText();
  const ask = useMutation({
    mutationFn: async ([name, participationId]: [OnMeeting] | [OnPerson, string]) => {
      if (participationId === undefined) await realtime?.ask(name, { consultationId });
      else await realtime?.ask(name as OnPerson, { consultationId, participationId });
    },
    onError: (error) => toast({ tone: 'bad', text: t('notDone', { why: errorText(error) }) }),
  });
  return {
    busy: ask.isPending,
    open: () => ask.mutate(['meeting.open']),
    admit: (participationId: string) => ask.mutate(['meeting.admit', participationId]),
    admitAll: () => ask.mutate(['meeting.admit-all']),
    deny: (participationId: string) => ask.mutate(['meeting.deny', participationId]),
    mute: (participationId: string) => ask.mutate(['meeting.mute', participationId]),
    remove: (participationId: string) => ask.mutate(['meeting.remove', participationId]),
    toServer: () => ask.mutate(['meeting.to-server']),
  };
}
