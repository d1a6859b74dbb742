import type { Consultation, Expert, Participant } from '@app/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarX2, CircleCheck, TriangleAlert } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { everyPage } from '../../api/every-page.js';
import { keys } from '../../api/keys.js';
import { useReferenceNames } from '../../api/reference.js';
import { Button } from '../../components/button.js';
import { ChoiceGroup, RadioRow } from '../../components/choice.js';
import { Dialog } from '../../components/dialog.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { NameLines } from '../../components/panel.js';
import { Notice, Status } from '../../components/status.js';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';
import { addDays } from '../calendar/days.js';
import { usePersonWords } from '../person-words.js';

interface ReplaceDialogProps {
  consultation: Consultation;
  person: Participant;
  onClose: () => void;
}

/** Puts another expert in the place of a participant, of the same role where there is one; the same profession and who is free come first. */
export function ReplaceDialog({ consultation, person, onClose }: ReplaceDialogProps) {
  const { t } = useTranslation('consultations');
  const cache = useQueryClient();
  const toast = useToast();
  const names = useReferenceNames();
  const [chosen, setChosen] = useState<Expert | null>(null);
  const attempt = useRef({ meant: '', key: '' });

  const replace = useMutation({
    mutationFn: (expert: Expert) => {
      const body = { version: consultation.version, participationId: person.participationId, personId: expert.personId };
      const meant = JSON.stringify(body);
      if (attempt.current.meant !== meant) attempt.current = { meant, key: crypto.randomUUID() };
      return call('POST /api/consultations/:id/replace', { params: { id: consultation.id }, body, idempotencyKey: attempt.current.key });
    },
    onSuccess: (changed, expert) => {
      cache.setQueryData(keys.consultations.one(changed.id), changed);
      void cache.invalidateQueries({ queryKey: keys.consultations.lists });
      toast({ text: t('replace.done', { name: expert.name }) });
      onClose();
    },
    onError: () => void cache.invalidateQueries({ queryKey: keys.consultations.one(consultation.id) }),
  });
  const lacking = replace.error instanceof ApiError && replace.error.code === 'consultation.role_missing' ? ((replace.error.problem?.['roles'] as string[] | undefined) ?? []) : [];

  const cannotCome = replace.error instanceof ApiError && (replace.error.code === 'consultation.slot_taken' || replace.error.code === 'consultation.outside_rules');

  return (
    <Dialog
      title={t('replace.title', { name: person.name })}
      onClose={onClose}
      actions={
        <>
          <Button kind="text" onClick={onClose}>{t('back')}</Button>
          <Button kind="filled" busy={replace.isPending} disabledReason={chosen === null ? t('replace.chooseFirst') : undefined} onClick={() => chosen && replace.mutate(chosen)}>{t('replace.confirm')}</Button>
        </>
      }
    >
      <p>{t('replace.consequence', { name: person.name })}</p>
      <Candidates consultation={consultation} person={person} chosen={chosen} onChoose={setChosen} />
      {lacking.length > 0 && <Notice tone="warn" icon={TriangleAlert}>{t('replace.lacking', { roles: lacking.map(names.profession).join(', ') })}</Notice>}
      {cannotCome && <div role="alert"><Notice tone="warn" icon={TriangleAlert}>{t('replace.cannotCome', { name: replace.variables?.name })}</Notice></div>}
      {replace.isError && !cannotCome && <ErrorBox title={t('replace.failed')} error={replace.error} />}
    </Dialog>
  );
}

interface CandidatesProps {
  consultation: Consultation;
  person: Participant;
  chosen: Expert | null;
  onChoose: (expert: Expert) => void;
}

function Candidates({ consultation, person: { role, profession }, chosen, onChoose }: CandidatesProps) {
  const { t } = useTranslation('consultations');
  const describe = usePersonWords();
  const group = useId();
  const query = role === null ? {} : { profession: role };
  const found = useQuery({ queryKey: keys.experts({ ...query, all: true }), queryFn: ({ signal }) => everyPage((from) => call('GET /api/experts', { query: { ...query, ...from }, signal })) });
  const offered = (found.data ?? []).filter(({ personId }) => !consultation.participants.some((one) => one.personId === personId)).slice(0, mostOffered);
  const isFree = useFreeAt(consultation, offered);
  const fit = (expert: Expert) => Number(isFree(expert.personId) === true) + 2 * Number(expert.profession?.code === profession?.code);
  if (found.isPending) return <Skeleton rows={3} />;
  if (found.isError) return <ErrorBox title={t('replace.expertsFailed')} error={found.error} onRetry={() => void found.refetch()} />;
  if (offered.length === 0) return <p>{t('replace.nobody')}</p>;
  return (
    <ChoiceGroup legend={t('replace.who')}>
      <div className="replace-list" tabIndex={offered.every(({ personId }) => isFree(personId) === false) ? 0 : undefined}>
        {[...offered].sort((one, other) => fit(other) - fit(one)).map((expert) => (
          <RadioRow key={expert.personId} name={group} disabled={isFree(expert.personId) === false} checked={chosen?.personId === expert.personId} onChange={() => onChoose(expert)}>
            <span className="replace-one">
              <NameLines name={expert.name} detail={describe(expert)} />
              {isFree(expert.personId) === true && <Status tone="ok" icon={CircleCheck}>{t('replace.free')}</Status>}
              {isFree(expert.personId) === false && <Status tone="warn" icon={CalendarX2}>{t('replace.busy')}</Status>}
            </span>
          </RadioRow>
        ))}
      </div>
    </ChoiceGroup>
  );
}

/** As many as one search looks at and a person reads. */
const mostOffered = 60;

/** Whether somebody is free at the time of the consultation; undefined while that is not known. */
function useFreeAt({ id, startsAt, endsAt, case: about }: Consultation, people: readonly Expert[]): (personId: string) => boolean | undefined {
  const dates = useDateText();
  const day = dates.isoDay(startsAt);
  const search = {
    caseId: about?.id,
    consultationId: id,
    participants: [],
    needs: [{ role: 'any', candidates: people.map(({ personId }) => personId), required: false }],
    durationMinutes: (Date.parse(endsAt) - Date.parse(startsAt)) / 60_000,
    from: day,
    to: addDays(day, 2),
    timeZone: dates.timeZone,
    limit: 1,
  };
  const found = useQuery({ queryKey: keys.slots.one(search), queryFn: ({ signal }) => call('POST /api/slots', { body: search, signal }), enabled: people.length > 0 && about !== null, staleTime: 5_000 });
  return (personId) => found.data?.people.find((one) => one.personId === personId)?.free.some((range) => range.startsAt <= startsAt && range.endsAt >= endsAt);
}
