import { CircleAlert, Send } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { ErrorBox, Skeleton, useErrorText } from '../../components/feedback.js';
import { TextArea } from '../../components/field.js';
import { useDateText } from '../../i18n/use-texts.js';
import type { ChatView, Outgoing } from './use-chat.js';

const LONGEST = 4_000;

/** What is written during the meeting; it stays with the case. */
export function Chat({ chat }: { chat: ChatView }) {
  const { t } = useTranslation('meeting');
  const dates = useDateText();
  const ownId = useMe().person.personId;
  const end = useRef<HTMLDivElement>(null);
  const shown = chat.messages.length + chat.outgoing.length;
  useEffect(() => {
    // In braces: newer browsers return a promise from this, which React would call as a clean-up.
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [shown]);
  const text = chat.draft.trim();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text === '') return;
    chat.send(text);
    chat.setDraft('');
  };
  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
  };
  return (
    <div className="chat">
      {chat.loading && <Skeleton rows={3} />}
      {chat.error !== null && <ErrorBox title={t('chat.failed')} error={chat.error} onRetry={chat.reload} />}
      {!chat.loading && chat.error === null && shown === 0 && <p className="second">{t('chat.empty')}</p>}
      <div role="log" aria-label={t('paper.chat')} className="chat-log">
        <ol className="chat-list">
          {chat.messages.map((message) => (
            <li key={message.id} data-message={message.id} data-own={message.personId === ownId || undefined}>
              <p className="meta">
                <b>{message.personId === ownId ? t('you') : message.name}</b> {dates.time(message.sentAt)}
              </p>
              <p className="chat-text">{message.text}</p>
            </li>
          ))}
          {chat.outgoing.map((message) => (
            <Unsent key={message.id} message={message} chat={chat} />
          ))}
        </ol>
        <div ref={end} />
      </div>
      <form className="chat-form" onSubmit={send}>
        <TextArea label={t('chat.write')} rows={2} maxLength={LONGEST} value={chat.draft} onChange={(event) => chat.setDraft(event.target.value)} onKeyDown={sendOnEnter} />
        <Button type="submit" kind="filled" icon={Send}>{t('chat.send')}</Button>
      </form>
    </div>
  );
}

function Unsent({ message, chat }: { message: Outgoing; chat: ChatView }) {
  const { t } = useTranslation('meeting');
  const errorText = useErrorText();
  const failed = message.error !== null;
  return (
    <li data-own data-unsent={failed ? 'failed' : 'sending'}>
      <p className="meta">{failed ? t('chat.notSent') : t('chat.sending')}</p>
      <p className="chat-text">{message.text}</p>
      {failed && (
        <div role="alert">
          <p className="field-error">
            <CircleAlert size={16} aria-hidden="true" />
            {errorText(message.error)}
          </p>
          <Button kind="text" size="compact" onClick={() => chat.retry(message)}>{t('chat.retry')}</Button>
          <Button kind="text" size="compact" onClick={() => chat.edit(message)}>{t('chat.edit')}</Button>
        </div>
      )}
    </li>
  );
}
