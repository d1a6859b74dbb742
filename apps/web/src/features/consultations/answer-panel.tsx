import type { Consultation } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Button } from '../../components/button.js';
import { Checkbox } from '../../components/choice.js';
import { ErrorBox } from '../../components/feedback.js';
import { Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { useToast } from '../../components/toast.js';

type Answer = 'accepted' | 'tentative' | 'declined';

/** One's own answer to the invitation, and the way to change it. */
export function AnswerPanel({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation('consultations');
  const cache = useQueryClient();
  const toast = useToast();
  const { partstat } = consultation.my;
  const [changing, setChanging] = useState(partstat === 'needs-action');
  const [notDisqualified, setNotDisqualified] = useState(false);
  const [asked, setAsked] = useState(false);

  const respond = useMutation({
    mutationFn: (answer: Answer) =>
      call('POST /api/consultations/:id/response', {
        params: { id: consultation.id },
        body: { sequence: consultation.sequence, answer, ...(answer === 'accepted' ? { notDisqualified } : {}) },
      }),
    onSuccess: (changed, answer) => {
      cache.setQueryData(keys.consultations.one(changed.id), changed);
      void cache.invalidateQueries({ queryKey: keys.consultations.lists });
      setChanging(false);
      toast({ text: t(`answered.${answer}`) });
    },
    onError: () => void cache.invalidateQueries({ queryKey: keys.consultations.one(consultation.id) }),
  });

  const accept = () => {
    setAsked(true);
    if (notDisqualified) respond.mutate('accepted');
  };
  const busy = (answer: Answer) => respond.isPending && respond.variables === answer;

  if (!changing && partstat !== null && partstat !== 'needs-action') {
    const Icon = { accepted: CircleCheck, tentative: CircleHelp, declined: CircleX }[partstat];
    return (
      <Panel>
        <div className="answer-given">
          <Status tone={partstat === 'accepted' ? 'ok' : partstat === 'declined' ? 'bad' : 'warn'} icon={Icon}>{t(`answered.${partstat}`)}</Status>
          <Button kind="text" size="compact" onClick={() => setChanging(true)}>{t('answer.change')}</Button>
        </div>
      </Panel>
    );
  }
  return (
    <Panel title={t('answer.title')}>
      <div className="answer">
        <Checkbox
          checked={notDisqualified}
          {...(asked && !notDisqualified ? { error: t('answer.notDisqualifiedNeeded') } : {})}
          onChange={(event) => setNotDisqualified(event.target.checked)}
        >
          <b>{t('answer.notDisqualified')}</b> <span className="second">{t('answer.notDisqualifiedHelp')}</span>
        </Checkbox>
        <div className="answer-buttons">
          <Button kind="filled" size="main" icon={CircleCheck} busy={busy('accepted')} onClick={accept}>{t('answer.accept')}</Button>
          <Button size="main" icon={CircleHelp} busy={busy('tentative')} onClick={() => respond.mutate('tentative')}>{t('answer.tentative')}</Button>
          <Button kind="destructive" size="main" icon={CircleX} busy={busy('declined')} onClick={() => respond.mutate('declined')}>{t('answer.decline')}</Button>
        </div>
        {respond.isError && <ErrorBox title={t('answer.failed')} error={respond.error} />}
      </div>
    </Panel>
  );
}
