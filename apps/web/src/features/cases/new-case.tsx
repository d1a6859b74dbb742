import type { Language, PersonCard } from '@app/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { useReference } from '../../api/reference.js';
import { Page } from '../../app/page.js';
import { useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Checkbox, ChoiceGroup, Segmented } from '../../components/choice.js';
import { ErrorBox } from '../../components/feedback.js';
import { Select, TextArea, TextField } from '../../components/field.js';
import { Panel } from '../../components/panel.js';
import { useToast } from '../../components/toast.js';
import { useLocalised } from '../../i18n/use-texts.js';
import { useFieldErrors } from '../form-errors.js';
import { ColleagueSearch } from './colleague-search.js';
import './new-case.css';

const mostThemes = 3;
const freeSections = ['background', 'tried', 'childView', 'hopes'] as const;
const languages: readonly Language[] = ['fi', 'sv', 'en'];

interface Draft {
  question: string;
  title: string;
  themes: readonly string[];
  ageBand: string;
  county: string;
  language: Language;
  sections: Record<(typeof freeSections)[number], string>;
}

/** The question first, then what the experts need to know. */
export function NewCase() {
  const { t } = useTranslation('cases');
  const me = useMe();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const toast = useToast();
  const form = useRef<HTMLFormElement>(null);
  const { data: reference } = useReference();
  const ownCounty = reference?.counties.find(({ name }) => name.fi === me.person.organisation.name.fi)?.code ?? '';
  const [draft, setDraft] = useState<Draft>({
    question: '',
    title: '',
    themes: [],
    ageBand: '',
    county: '',
    language: me.person.language,
    sections: { background: '', tried: '', childView: '', hopes: '' },
  });
  const [coOwners, setCoOwners] = useState<readonly PersonCard[]>([]);
  const [checked, setChecked] = useState(false);
  const county = draft.county || ownCounty;

  const create = useMutation({
    mutationFn: () => call('POST /api/cases', { body: { ...draft, county, themes: [...draft.themes], coOwnerIds: coOwners.map(({ personId }) => personId) } }),
    onSuccess: (made) => {
      cache.setQueryData(keys.cases.one(made.id), made);
      void cache.invalidateQueries({ queryKey: keys.cases.lists });
      toast({ text: t('created', { number: made.number ?? '' }) });
      void navigate(`/cases/${made.id}`);
    },
  });
  // Once the errors stand at their fields.
  useEffect(() => {
    if (create.isError) focusFirstInvalid(form.current);
  }, [create.isError]);
  const serverSays = useFieldErrors(create.error);

  const missing = (value: string, words: string) => (checked && value.trim() === '' ? words : undefined);
  const errors = {
    question: missing(draft.question, t('need.question')) ?? serverSays('question'),
    title: missing(draft.title, t('need.title')) ?? serverSays('title'),
    themes: checked && draft.themes.length === 0 ? t('need.themes') : serverSays('themes'),
    ageBand: missing(draft.ageBand, t('need.ageBand')) ?? serverSays('ageBand'),
    county: missing(county, t('need.county')) ?? serverSays('county'),
  };
  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    const complete = [draft.question, draft.title, draft.ageBand, county].every((value) => value.trim() !== '') && draft.themes.length > 0;
    if (complete) create.mutate();
    else window.setTimeout(() => focusFirstInvalid(form.current));
  };

  return (
    <Page title={t('new.title')}>
      <form className="new-case" ref={form} noValidate onSubmit={submit}>
        <Panel>
          <div className="new-case-fields">
            <TextArea label={t('new.question')} help={t('new.questionHelp')} error={errors.question} value={draft.question} maxLength={2_000} onChange={(event) => set({ question: event.target.value })} />
            <TextField label={t('new.name')} help={t('new.nameHelp')} error={errors.title} value={draft.title} maxLength={120} autoComplete="off" onChange={(event) => set({ title: event.target.value })} />
            <ChoiceGroup legend={t('new.themes')} help={t('new.themesHelp')} error={errors.themes}>
              <div className="new-case-themes">
                {reference?.themes.map(({ code, name }) => (
                  <Theme
                    key={code}
                    name={name}
                    chosen={draft.themes.includes(code)}
                    full={draft.themes.length >= mostThemes}
                    onChange={(chosen) => set({ themes: chosen ? [...draft.themes, code] : draft.themes.filter((one) => one !== code) })}
                  />
                ))}
              </div>
            </ChoiceGroup>
            <div className="new-case-row">
              <Select label={t('new.ageBand')} error={errors.ageBand} value={draft.ageBand} onChange={(event) => set({ ageBand: event.target.value })}>
                <option value="">{t('choose')}</option>
                {reference?.ageBands.map((band) => (
                  <option key={band} value={band}>{t('new.years', { band: band.replace('-', '–') })}</option>
                ))}
              </Select>
              <Counties value={county} error={errors.county} onChange={(value) => set({ county: value })} />
              <div className="field">
                <span className="new-case-label">{t('fact.language')}</span>
                <Segmented legend={t('fact.language')} options={languages.map((value) => ({ value, label: t(`language.${value}`) }))} value={draft.language} onChange={(language) => set({ language })} />
              </div>
            </div>
          </div>
        </Panel>
        <Panel title={t('new.summary')}>
          <div className="new-case-fields">
            <p className="second">{t('new.summaryHelp')}</p>
            {freeSections.map((name) => (
              <TextArea
                key={name}
                label={t(`section.${name}`)}
                help={t(`sectionHelp.${name}`)}
                className={name === 'childView' ? 'new-case-child' : undefined}
                error={serverSays(`sections.${name}`)}
                value={draft.sections[name]}
                onChange={(event) => set({ sections: { ...draft.sections, [name]: event.target.value } })}
              />
            ))}
          </div>
        </Panel>
        <Panel title={t('share.title')}>
          <ColleagueSearch chosen={coOwners} onChange={setCoOwners} />
        </Panel>
        {create.isError && <ErrorBox title={t('new.failed')} error={create.error} />}
        <div className="new-case-actions">
          <Button type="submit" kind="filled" size="main" icon={Send} busy={create.isPending} busyText={t('new.sending')}>{t('new.send')}</Button>
          <Button kind="text" onClick={() => void navigate('/own')}>{t('cancel')}</Button>
        </div>
      </form>
    </Page>
  );
}

function Theme({ name, chosen, full, onChange }: { name: { fi: string; sv: string; en: string }; chosen: boolean; full: boolean; onChange: (chosen: boolean) => void }) {
  const words = useLocalised();
  return (
    <Checkbox checked={chosen} disabled={full && !chosen} onChange={(event) => onChange(event.target.checked)}>
      {words(name)}
    </Checkbox>
  );
}

function Counties({ value, error, onChange }: { value: string; error: string | undefined; onChange: (code: string) => void }) {
  const { t } = useTranslation('cases');
  const words = useLocalised();
  const { data: reference } = useReference();
  return (
    <Select label={t('fact.county')} error={error} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{t('choose')}</option>
      {reference?.areas.map((area) => (
        <optgroup key={area.code} label={words(area.name)}>
          {reference.counties
            .filter(({ areaCode }) => areaCode === area.code)
            .map(({ code, name }) => (
              <option key={code} value={code}>{words(name)}</option>
            ))}
        </optgroup>
      ))}
    </Select>
  );
}

function focusFirstInvalid(form: HTMLFormElement | null): void {
  const invalid = form?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset:has(.field-error) input');
  invalid?.focus();
  invalid?.scrollIntoView({ block: 'center' });
}
