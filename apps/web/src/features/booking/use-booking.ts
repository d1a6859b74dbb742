import type { CaseDetail, TimeRange } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { useToast } from '../../components/toast.js';
import { useDateText } from '../../i18n/use-texts.js';
import { localTimeOf } from './local-time.js';
import { bookingOf, panelNeedsOf } from './panel.js';
import type { Picked } from './use-picks.js';
import type { Wanted } from './use-panel.js';

/** Books one time at once, or holds several until the people have answered. */
export function useBooking(detail: CaseDetail, { panel, durationMinutes }: Wanted) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const toast = useToast();
  // One key per thing meant: a retry after a lost answer must not book twice.
  const attempt = useRef({ meant: '', key: '' });
  const keyFor = (body: object) => {
    const meant = JSON.stringify(body);
    if (attempt.current.meant !== meant) attempt.current = { meant, key: crypto.randomUUID() };
    return attempt.current.key;
  };
  const refetch = () => {
    void cache.invalidateQueries({ queryKey: keys.consultations.lists });
    void cache.invalidateQueries({ queryKey: keys.holds.lists });
    void cache.invalidateQueries({ queryKey: keys.cases.one(detail.id) });
  };
  const onError = () => void cache.invalidateQueries({ queryKey: keys.slots.all });

  const book = useMutation({
    mutationFn: ({ startsAt, seats, byHand }: Picked) => {
      const body = {
        caseId: detail.id,
        ...bookingOf(panel, seats),
        start: byHand?.start ?? localTimeOf(startsAt, dates.timeZone),
        durationMinutes,
        ...(byHand?.reason ? { override: { reason: byHand.reason } } : {}),
      };
      return call('POST /api/consultations', { body, idempotencyKey: keyFor(body) });
    },
    onSuccess: (made) => {
      cache.setQueryData(keys.consultations.one(made.id), made);
      refetch();
      toast({ text: t('booked', { time: dates.range(made.startsAt, made.endsAt) }) });
      void navigate(`/consultations/${made.id}`);
    },
    onError,
  });

  const hold = useMutation({
    mutationFn: (times: readonly TimeRange[]) => {
      const body = {
        caseId: detail.id,
        participants: [...panel.fixed],
        needs: panelNeedsOf(panel),
        durationMinutes,
        times: times.map(({ startsAt }) => localTimeOf(startsAt, dates.timeZone)),
      };
      return call('POST /api/holds', { body, idempotencyKey: keyFor(body) });
    },
    onSuccess: (made) => {
      cache.setQueryData(keys.holds.one(made.id), made);
      refetch();
      toast({ text: t('hold.done', { count: made.times.length }) });
      void navigate(`/holds/${made.id}`);
    },
    onError,
  });

  return {
    book,
    hold,
    busy: book.isPending ? ('book' as const) : hold.isPending ? ('hold' as const) : null,
    error: book.error ?? hold.error,
    forget: () => {
      book.reset();
      hold.reset();
    },
  };
}
