import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../api/api-error.js';
import { call } from '../../api/call.js';
import { keys } from '../../api/keys.js';
import { Button } from '../../components/button.js';
import { ErrorBox, useErrorText } from '../../components/feedback.js';
import { TextField } from '../../components/field.js';
import { useToast } from '../../components/toast.js';
import { useFieldErrors } from '../form-errors.js';

const webAddress = /^(https?|webcal):\/\/\S{4,}$/i;
const places = ['outlook', 'google'] as const;

/** Address and name of a published calendar, and where Outlook and Google keep that address. */
export function AddFeed({ personId }: { personId: string }) {
  const { t } = useTranslation('availability');
  const cache = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const [url, setUrl] = useState('');
  const [label, setLabel] = useState('');
  const [checked, setChecked] = useState(false);
  const add = useMutation({
    mutationFn: () => call('POST /api/people/:id/feeds', { params: { id: personId }, body: { url: url.trim(), label: label.trim() } }),
    onSuccess: async (feed) => {
      setUrl('');
      setLabel('');
      setChecked(false);
      toast({ text: t('feeds.added', { label: feed.label }) });
      await cache.invalidateQueries({ queryKey: keys.calendars.one(personId) });
    },
  });
  const errorOf = useFieldErrors(add.error);
  const refused = add.error instanceof ApiError && add.error.code === 'feed.refused_address' ? errorText(add.error) : undefined;
  const urlFault = checked && !webAddress.test(url.trim()) ? t('feeds.urlFault') : (refused ?? errorOf('url'));
  const labelFault = checked && label.trim() === '' ? t('feeds.labelFault') : errorOf('label');
  const elsewhere = add.isError && urlFault === undefined && labelFault === undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (webAddress.test(url.trim()) && label.trim() !== '') add.mutate();
  };
  return (
    <form className="feed-form" onSubmit={submit} noValidate>
      <h3>{t('feeds.new')}</h3>
      <div className="feed-fields">
        <TextField
          className="feed-url"
          label={t('feeds.url')}
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2_000}
          error={urlFault}
          value={url}
          onChange={(event) => {
            add.reset();
            setUrl(event.target.value);
          }}
        />
        <TextField label={t('feeds.label')} maxLength={60} autoComplete="off" placeholder={t('feeds.labelExample')} error={labelFault} value={label} onChange={(event) => setLabel(event.target.value)} />
      </div>
      <details className="feed-help">
        <summary>{t('feeds.where')}</summary>
        <dl>
          {places.map((place) => (
            <div key={place}>
              <dt>{t(`feeds.place.${place}`)}</dt>
              <dd>{t(`feeds.how.${place}`)}</dd>
            </div>
          ))}
        </dl>
      </details>
      {elsewhere && <ErrorBox title={t('feeds.addFailed')} error={add.error} />}
      <Button type="submit" busy={add.isPending}>{t('feeds.add')}</Button>
    </form>
  );
}
