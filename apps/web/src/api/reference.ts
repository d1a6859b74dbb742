import type { Localised, Reference } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocalised } from '../i18n/use-texts.js';
import { call } from './call.js';
import { keys } from './keys.js';

const DAY_MS = 86_400_000;

/** Areas, counties, themes and so on; fetched once a day. */
export function useReference() {
  return useQuery({ queryKey: keys.reference, queryFn: ({ signal }) => call('GET /api/reference', { signal }), staleTime: DAY_MS });
}

export interface ReferenceNames {
  theme: (code: string) => string;
  county: (code: string) => string;
  profession: (code: string) => string;
  area: (code: string) => string;
}

/** Codes in the words of the page's language; the code itself until the words are there. */
export function useReferenceNames(): ReferenceNames {
  const { data } = useReference();
  const words = useLocalised();
  return useMemo(
    () => ({
      theme: namesOf(data?.themes, words),
      county: namesOf(data?.counties, words),
      profession: namesOf(data?.professions, words),
      area: namesOf(data?.areas, words),
    }),
    [data, words],
  );
}

function namesOf(list: Reference['themes'] | undefined, words: (one: Localised) => string): (code: string) => string {
  const names = new Map(list?.map(({ code, name }) => [code, words(name)]));
  return (code) => names.get(code) ?? code;
}
