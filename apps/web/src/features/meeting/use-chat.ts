import type { ChatMessage } from '@app/contracts';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../../app/announcer.js';
import { call, type ResponseOf } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { useRealtime } from '../../app/realtime-context.js';
import { useMe } from '../../app/session.js';

/** A message of this person on its way, or one that did not get there. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  readonly error: unknown;
}

export interface ChatView {
  readonly messages: readonly ChatMessage[];
  readonly loading: boolean;
  readonly error: unknown;
  reload(): void;
  readonly outgoing: readonly Outgoing[];
  /** Messages of others since the chat was last looked at. */
  readonly unread: number;
  readonly draft: string;
  setDraft(text: string): void;
  send(text: string): void;
  retry(message: Outgoing): void;
  /** Takes a failed message back into the field. */
  edit(message: Outgoing): void;
}

type Messages = ResponseOf<'GET /api/consultations/:id/messages'>;

/** The chat of a meeting: kept on the server, live over the socket; nothing typed is lost when sending fails. */
export function useChat(consultationId: string, visible: boolean): ChatView {
  const { t } = useTranslation('meeting');
  const cache = useQueryClient();
  const realtime = useRealtime();
  const announce = useAnnounce();
  const ownId = useMe().person.personId;
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  const [unread, setUnread] = useState(0);
  const [draft, setDraft] = useState('');
  const looking = useRef(visible);
  const found = useQuery({
    queryKey: keys.consultations.messages(consultationId),
    queryFn: ({ signal }) => call('GET /api/consultations/:id/messages', { params: { id: consultationId }, signal }),
  });

  useEffect(() => {
    looking.current = visible;
    if (visible) setUnread(0);
  }, [visible]);

  const keep = useCallback(
    (message: ChatMessage) => {
      cache.setQueryData<Messages>(keys.consultations.messages(consultationId), (old) =>
        old?.items.some(({ id }) => id === message.id) ? old : { items: [...(old?.items ?? []), message] },
      );
      setOutgoing((all) => all.filter(({ id }) => id !== message.id));
    },
    [cache, consultationId],
  );

  useEffect(
    () =>
      realtime?.on('meeting.message', (notice) => {
        if (notice.consultationId !== consultationId) return;
        keep(notice.message);
        if (looking.current || notice.message.personId === ownId) return;
        setUnread((count) => count + 1);
        announce(t('chat.new', { name: notice.message.name }));
      }),
    [realtime, consultationId, keep, ownId, announce, t],
  );

  const deliver = async ({ id, text }: Pick<Outgoing, 'id' | 'text'>) => {
    setOutgoing((all) => [...all.filter((one) => one.id !== id), { id, text, error: null }]);
    try {
      if (realtime) keep(await realtime.ask('meeting.say', { consultationId, messageId: id, text }));
    } catch (error) {
      setOutgoing((all) => all.map((one) => (one.id === id ? { ...one, error } : one)));
    }
  };

  return {
    messages: found.data?.items ?? [],
    loading: found.isPending,
    error: found.error,
    reload: () => void found.refetch(),
    outgoing,
    unread,
    draft,
    setDraft,
    send: (text) => void deliver({ id: crypto.randomUUID(), text }),
    retry: (message) => void deliver(message),
    edit: ({ id, text }) => {
      setDraft((typed) => [text, typed].filter(Boolean).join('\n'));
      setOutgoing((all) => all.filter((one) => one.id !== id));
    },
  };
}
