import type { Expert } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { UserPlus, UsersRound } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { useReference } from '../../api/reference.js';
import { useAnnounce } from '../../app/announcer.js';
import { Button } from '../../components/button.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { SearchField, Select } from '../../components/field.js';
import { NameLines, Panel } from '../../components/panel.js';
import { useLocalised } from '../../i18n/use-texts.js';
import { HoursLink } from '../availability/hours-link.js';
import { usePersonWords } from '../person-words.js';
import { mostMembers } from './panel.js';

export interface ExpertFilter {
  q: string;
  profession: string;
  theme: string;
  language: string;
  area: string;
}

export const everybody: ExpertFilter = { q: '', profession: '', theme: '', language: '', area: '' };

const narrow = '(max-width: 1000px)';

interface ExpertSearchProps {
  filter: ExpertFilter;
  onFilter: (filter: ExpertFilter) => void;
  suggestedThemes: readonly string[];
  members: readonly string[];
  onAdd: (experts: readonly Expert[]) => void;
}

/** The expert bank by profession, theme, language and area; those who fit the themes of the case come first. */
export function ExpertSearch({ filter, onFilter, suggestedThemes, members, onAdd }: ExpertSearchProps) {
  const { t } = useTranslation('booking');
  const describe = usePersonWords();
  const announce = useAnnounce();
  // Where the times come after it, the bank is folded once somebody is in the panel.
  const [open, setOpen] = useState(() => members.length === 0 || !matchMedia(narrow).matches);
  const q = useDeferredValue(filter.q.trim());
  const query = Object.fromEntries(Object.entries({ ...filter, q }).filter(([, value]) => value !== ''));
  const found = useQuery({
    queryKey: keys.experts(query),
    queryFn: ({ signal }) => call('GET /api/experts', { query, signal }),
    placeholderData: (old) => old,
  });
  const fits = (expert: Expert) => expert.themes.filter((theme) => suggestedThemes.includes(theme)).length;
  const offered = (found.data?.items ?? []).filter(({ personId }) => !members.includes(personId)).sort((one, other) => fits(other) - fits(one));
  const full = members.length >= mostMembers;
  const several = filter.profession !== '' && !found.isPlaceholderData && offered.length > 1 && members.length + offered.length <= mostMembers;
  const bank = useRef<HTMLDivElement>(null);
  const add = (experts: readonly Expert[], place = 0) => {
    onAdd(experts);
    // The pressed button goes; the next one takes the focus, or the search where there is none.
    requestAnimationFrame(() => [...(bank.current?.querySelectorAll<HTMLElement>('.expert-list .button') ?? [])].at(place)?.focus() ?? bank.current?.querySelector('input')?.focus());
    announce(t('added', { name: experts.map(({ name }) => name).join(', ') }));
  };

  return (
    <Panel>
      <details className="expert-bank" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary><h2>{t('experts', { count: found.data?.total ?? 0 })}</h2></summary>
        <div className="expert-search" ref={bank}>
          <SearchField label={t('searchName')} value={filter.q} autoComplete="off" onChange={(event) => onFilter({ ...filter, q: event.target.value })} />
          <Filters filter={filter} onFilter={onFilter} />
          {several && <Button size="compact" icon={UsersRound} onClick={() => add(offered)}>{t('addAll', { count: offered.length })}</Button>}
          {found.isPending && <Skeleton rows={4} />}
          {found.isError && <ErrorBox title={t('expertsFailed')} error={found.error} onRetry={() => void found.refetch()} />}
          {found.isSuccess && offered.length === 0 && <p className="second">{t(found.data.items.length > 0 ? 'allAdded' : 'nobody')}</p>}
          {full && <p className="second" role="status">{t('full', { count: mostMembers })}</p>}
          <ul className="expert-list" tabIndex={full ? 0 : undefined}>
            {offered.map((expert, place) => (
              <li key={expert.personId}>
                <NameLines name={<>{expert.name}{fits(expert) > 0 && <span className="expert-fits">{t('fitsTheme')}</span>}</>} detail={<>{describe(expert)}<HoursLink expert={expert} /></>} />
                {!full && <Button size="compact" icon={UserPlus} aria-label={t('addNamed', { name: expert.name })} onClick={() => add([expert], place)}>{t('add')}</Button>}
              </li>
            ))}
          </ul>
        </div>
      </details>
    </Panel>
  );
}

function Filters({ filter, onFilter }: Pick<ExpertSearchProps, 'filter' | 'onFilter'>) {
  const { t } = useTranslation('booking');
  const words = useLocalised();
  const { data: reference } = useReference();
  const fields = {
    profession: reference?.professions.map(({ code, name }) => ({ code, name: words(name) })),
    theme: reference?.themes.map(({ code, name }) => ({ code, name: words(name) })),
    language: (['fi', 'sv', 'en'] as const).map((code) => ({ code, name: t(`languageName.${code}`) })),
    area: reference?.areas.map(({ code, name }) => ({ code, name: words(name) })),
  };
  return (
    <div className="expert-filters">
      {(['profession', 'theme', 'language', 'area'] as const).map((field) => (
        <Select key={field} label={t(field)} value={filter[field]} onChange={(event) => onFilter({ ...filter, [field]: event.target.value })}>
          <option value="">{t('all')}</option>
          {fields[field]?.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
        </Select>
      ))}
    </div>
  );
}
