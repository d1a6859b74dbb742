import type { Availability } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { useToast } from '../../components/toast.js';
import { readyToSave } from './rules.js';
import type { Draft } from './use-draft.js';

/**
 * Saves what was changed, and only that: a rule somebody else changed meanwhile is never written over. When the version
 * is not the latest any more, theirs is fetched and shown, and saving again is up to the person.
 */
export function useSave(kept: Availability, draft: Draft) {
  const { t } = useTranslation('availability');
  const cache = useQueryClient();
  const toast = useToast();
  const { personId } = kept.person;

  const save = async (): Promise<Availability | 'stale'> => {
    const ready = readyToSave(draft.rules);
    // As it is sent, so that a refused window is named at its own place.
    if (draft.changed.includes('weekly')) draft.change({ weekly: ready.weekly });
    const changes = Object.fromEntries(draft.changed.map((field) => [field, ready[field]]));
    try {
      return await call('PATCH /api/people/:id/availability', { params: { id: personId }, body: { version: kept.version, ...changes } });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 'version.stale') throw error;
      await cache.invalidateQueries({ queryKey: keys.calendars.availability(personId) });
      return 'stale';
    }
  };

  return useMutation({
    mutationFn: save,
    onSuccess: (saved) => {
      if (saved === 'stale') return toast({ text: t('news.again'), tone: 'bad' });
      cache.setQueryData(keys.calendars.availability(personId), saved);
      draft.drop();
      toast({ text: t('saved') });
      void cache.invalidateQueries({ queryKey: keys.calendars.one(personId) });
      void cache.invalidateQueries({ queryKey: keys.slots.all });
    },
  });
}
