import type { CaseDetail, Expert, PersonCard } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { call } from '../../api/call.js';
import { everyPage } from '../../api/every-page.js';
import { keys } from '../../api/keys.js';
import { emptyPanel, type Panel, peopleOf } from './panel.js';

/** What the search is for, apart from the week that is looked at. */
export interface Wanted {
  panel: Panel;
  durationMinutes: number;
  /** Part of the day whose times come first. */
  part: 'any' | 'morning' | 'afternoon';
}

const usual: Wanted = { panel: emptyPanel, durationMinutes: 60, part: 'any' };

/** Ids and codes only: nothing of the case stays in the browser. */
const placeOf = (caseId: string) => `neuvo.panel.${caseId}`;

function kept(caseId: string): Wanted {
  try {
    const found = JSON.parse(sessionStorage.getItem(placeOf(caseId)) ?? 'null') as Wanted | null;
    return found === null ? usual : { ...usual, ...found };
  } catch {
    return usual;
  }
}

/** The panel being gathered for a case, as it was before the page was loaded anew in this tab; and who its people are. */
export function usePanel(detail: CaseDetail, owner: PersonCard) {
  const [wanted, setWanted] = useState(() => kept(detail.id));
  const [known, setKnown] = useState<readonly PersonCard[]>([]);
  useEffect(() => sessionStorage.setItem(placeOf(detail.id), JSON.stringify(wanted)), [detail.id, wanted]);

  const missing = wanted.panel.members.some((id) => !known.some(({ personId }) => personId === id));
  const bank = useQuery({
    queryKey: keys.experts({ all: true }),
    queryFn: ({ signal }) => everyPage((from) => call('GET /api/experts', { query: from, signal })),
    enabled: missing,
  });
  const people = useMemo(() => new Map([owner, ...detail.owners, ...(bank.data ?? []), ...known].map((one) => [one.personId, one])), [owner, detail.owners, bank.data, known]);
  const meet = useCallback((experts: readonly Expert[]) => setKnown((old) => [...old, ...experts]), []);
  return { wanted, setWanted, people, meet, searched: peopleOf(wanted.panel) };
}
