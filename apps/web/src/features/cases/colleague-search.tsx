import type { PersonCard } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Button } from '../../components/button.js';
import { ErrorBox } from '../../components/feedback.js';
import { SearchField } from '../../components/field.js';
import { NameLines } from '../../components/panel.js';
import { usePersonWords } from '../person-words.js';
import './colleague-search.css';

const shortestSearch = 2;

interface ColleagueSearchProps {
  chosen: readonly PersonCard[];
  onChange: (chosen: readonly PersonCard[]) => void;
}

/** Finds colleagues by name, to share a case with. */
export function ColleagueSearch({ chosen, onChange }: ColleagueSearchProps) {
  const { t } = useTranslation('cases');
  const describe = usePersonWords();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: keys.people(q),
    queryFn: ({ signal }) => call('GET /api/people', { query: { q }, signal }),
    enabled: q.length >= shortestSearch,
  });
  const offered = (found.data?.items ?? []).filter(({ personId }) => !chosen.some((one) => one.personId === personId));
  return (
    <div className="colleagues">
      <p className="second">{t('share.help')}</p>
      {chosen.length > 0 && (
        <ul>
          {chosen.map((person) => (
            <li key={person.personId}>
              <NameLines name={person.name} detail={describe(person)} />
              <Button kind="text" size="compact" onClick={() => onChange(chosen.filter((one) => one !== person))}>{t('share.remove', { name: person.name })}</Button>
            </li>
          ))}
        </ul>
      )}
      <SearchField label={t('share.search')} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      {found.isError && <ErrorBox title={t('share.failed')} error={found.error} onRetry={() => void found.refetch()} />}
      {q.length >= shortestSearch && found.isSuccess && (
        <ul aria-live="polite">
          {offered.length === 0 && <li className="second">{t('share.nobody')}</li>}
          {offered.slice(0, 6).map((person) => (
            <li key={person.personId}>
              <NameLines name={person.name} detail={describe(person)} />
              <Button
                size="compact"
                aria-label={t('share.addNamed', { name: person.name })}
                onClick={() => {
                  onChange([...chosen, person]);
                  setTyped('');
                }}
              >
                {t('share.add')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
