import type { Hold } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';

/** Confirms or releases a hold; a retry of the same thing is the same request. */
export function useHoldChange(hold: Hold, onDone: () => void) {
  const cache = useQueryClient();
  const attempt = useRef({ meant: '', key: '' });
  return useMutation({
    mutationFn: (change: { timeId: string } | { reason: string }) => {
      const meant = JSON.stringify({ ...change, version: hold.version });
      if (attempt.current.meant !== meant) attempt.current = { meant, key: crypto.randomUUID() };
      const { key: idempotencyKey } = attempt.current;
      const params = { id: hold.id };
      return 'timeId' in change
        ? call('POST /api/holds/:id/confirm', { params, body: { version: hold.version, ...change }, idempotencyKey })
        : call('POST /api/holds/:id/release', { params, body: { version: hold.version, ...change }, idempotencyKey });
    },
    onSuccess: (changed) => {
      cache.setQueryData(keys.holds.one(changed.id), changed);
      void cache.invalidateQueries({ queryKey: keys.holds.lists });
      void cache.invalidateQueries({ queryKey: keys.consultations.lists });
      onDone();
    },
    onError: () => void cache.invalidateQueries({ queryKey: keys.holds.one(hold.id) }),
  });
}
