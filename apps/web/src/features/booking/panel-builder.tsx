import type { Expert } from '@app/contracts';
import { useQuery } from '@tanstack/react-query';
import { UserPlus, X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { useReference } from '../../api/reference.js';
import { useAnnounce } from '../../app/announcer.js';
import { Button, IconButton } from '../../components/button.js';
import { Segmented } from '../../components/choice.js';
import { ErrorBox, Skeleton } from '../../components/feedback.js';
import { SearchField, Select } from '../../components/field.js';
import { NameLines } from '../../components/panel.js';
import { useDateText, useLocalised } from '../../i18n/use-texts.js';
import { usePersonWords } from '../person-words.js';

/** An expert in the panel being gathered. */
export interface PanelMember extends Expert {
  required: boolean;
}

const durations = [30, 45, 60, 90, 120];
const mostInvited = 11;

interface PanelBuilderProps {
  suggestedThemes: readonly string[];
  members: readonly PanelMember[];
  onAdd: (expert: Expert) => void;
  onChange: (members: readonly PanelMember[]) => void;
  durationMinutes: number;
  onDuration: (minutes: number) => void;
}

/** Who is asked and for how long; experts by profession, theme, language and area. */
export function PanelBuilder({ suggestedThemes, members, onAdd, onChange, durationMinutes, onDuration }: PanelBuilderProps) {
  const { t } = useTranslation('booking');
  const dates = useDateText();
  const describe = usePersonWords();
  return (
    <div className="panel-builder">
      <Select label={t('duration')} value={durationMinutes} onChange={(event) => onDuration(Number(event.target.value))}>
        {durations.map((minutes) => (
          <option key={minutes} value={minutes}>{dates.duration(minutes)}</option>
        ))}
      </Select>
      <div>
        <h2 className="panel-builder-title">{t('panel', { count: members.length })}</h2>
        {members.length === 0 ? (
          <p className="second">{t('panelEmpty')}</p>
        ) : (
          <ul className="panel-members">
            {members.map((member) => (
              <li key={member.personId}>
                <NameLines name={member.name} detail={describe(member)} />
                <Segmented
                  legend={t('neededNamed', { name: member.name })}
                  options={[
                    { value: 'required', label: t('needed') },
                    { value: 'optional', label: t('optional') },
                  ]}
                  value={member.required ? 'required' : 'optional'}
                  onChange={(value) => onChange(members.map((one) => (one === member ? { ...one, required: value === 'required' } : one)))}
                />
                <IconButton icon={X} label={t('removeNamed', { name: member.name })} onClick={() => onChange(members.filter((one) => one !== member))} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <ExpertSearch suggestedThemes={suggestedThemes} members={members} onAdd={onAdd} />
    </div>
  );
}

function ExpertSearch({ suggestedThemes, members, onAdd }: Pick<PanelBuilderProps, 'suggestedThemes' | 'members' | 'onAdd'>) {
  const { t } = useTranslation('booking');
  const words = useLocalised();
  const describe = usePersonWords();
  const announce = useAnnounce();
  const { data: reference } = useReference();
  const [filter, setFilter] = useState({ q: '', profession: '', theme: '', language: '', area: '' });
  const q = useDeferredValue(filter.q.trim());
  const query = Object.fromEntries(Object.entries({ ...filter, q }).filter(([, value]) => value !== ''));
  const found = useQuery({
    queryKey: keys.experts(query),
    queryFn: ({ signal }) => call('GET /api/experts', { query, signal }),
    placeholderData: (old) => old,
  });
  const set = (change: Partial<typeof filter>) => setFilter((old) => ({ ...old, ...change }));
  const fits = (expert: Expert) => expert.themes.filter((theme) => suggestedThemes.includes(theme)).length;
  const offered = (found.data?.items ?? [])
    .filter(({ personId }) => !members.some((one) => one.personId === personId))
    .sort((one, other) => fits(other) - fits(one));
  const full = members.length >= mostInvited;

  return (
    <section className="expert-search" aria-labelledby="expert-search">
      <h2 className="panel-builder-title" id="expert-search">{t('experts', { count: found.data?.total ?? 0 })}</h2>
      <SearchField label={t('searchName')} value={filter.q} autoComplete="off" onChange={(event) => set({ q: event.target.value })} />
      <div className="expert-filters">
        <Select label={t('profession')} value={filter.profession} onChange={(event) => set({ profession: event.target.value })}>
          <option value="">{t('all')}</option>
          {reference?.professions.map(({ code, name }) => <option key={code} value={code}>{words(name)}</option>)}
        </Select>
        <Select label={t('theme')} value={filter.theme} onChange={(event) => set({ theme: event.target.value })}>
          <option value="">{t('all')}</option>
          {reference?.themes.map(({ code, name }) => <option key={code} value={code}>{words(name)}</option>)}
        </Select>
        <Select label={t('language')} value={filter.language} onChange={(event) => set({ language: event.target.value })}>
          <option value="">{t('all')}</option>
          {(['fi', 'sv', 'en'] as const).map((code) => <option key={code} value={code}>{t(`languageName.${code}`)}</option>)}
        </Select>
        <Select label={t('area')} value={filter.area} onChange={(event) => set({ area: event.target.value })}>
          <option value="">{t('all')}</option>
          {reference?.areas.map(({ code, name }) => <option key={code} value={code}>{words(name)}</option>)}
        </Select>
      </div>
      {found.isPending && <Skeleton rows={4} />}
      {found.isError && <ErrorBox title={t('expertsFailed')} error={found.error} onRetry={() => void found.refetch()} />}
      {found.isSuccess && offered.length === 0 && <p className="second">{t('nobody')}</p>}
      {full && <p className="second" role="status">{t('full')}</p>}
      <ul className="expert-list" tabIndex={full ? 0 : undefined}>
        {offered.map((expert) => (
          <li key={expert.personId}>
            <NameLines name={<>{expert.name}{fits(expert) > 0 && <span className="expert-fits">{t('fitsTheme')}</span>}</>} detail={describe(expert)} />
            {!full && (
              <Button
                size="compact"
                icon={UserPlus}
                aria-label={t('addNamed', { name: expert.name })}
                onClick={() => {
                  onAdd(expert);
                  announce(t('added', { name: expert.name }));
                }}
              >
                {t('add')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
