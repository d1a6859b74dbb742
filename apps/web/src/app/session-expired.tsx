import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api/call.js';
import { Button } from '../components/button.js';
import { Dialog } from '../components/dialog.js';
import { useErrorText } from '../components/feedback.js';
import { TextField } from '../components/field.js';
import { Notice } from '../components/status.js';
import { useMe } from './session.js';

/** Signs the same person in again in place, so that what was typed on the page stays. */
export function SessionExpired({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation('common');
  const { person } = useMe();
  const errorText = useErrorText();
  const [password, setPassword] = useState('');
  const [state, setState] = useState<'idle' | 'busy' | { error: unknown }>('idle');

  const signIn = async () => {
    if (state === 'busy') return;
    setState('busy');
    try {
      await call('POST /api/sessions', { body: { email: person.email, password } });
      onSignedIn();
    } catch (error) {
      setState({ error });
    }
  };

  return (
    <Dialog
      title={t('expired.title')}
      onClose={() => undefined}
      actions={
        <>
          <Button kind="text" onClick={() => location.assign('/')}>{t('expired.leave')}</Button>
          <Button kind="filled" type="submit" form="sign-in-again" busy={state === 'busy'} busyText={t('expired.signingIn')}>
            {t('expired.signIn')}
          </Button>
        </>
      }
    >
      <p>{t('expired.kept')}</p>
      <form
        id="sign-in-again"
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        {/* Tells password managers whose password it is. */}
        <input type="hidden" autoComplete="username" value={person.email} />
        <TextField
          label={t('expired.password', { email: person.email })}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </form>
      <div role="alert">
        {typeof state === 'object' && <Notice tone="bad" icon={CircleAlert}>{errorText(state.error)}</Notice>}
      </div>
    </Dialog>
  );
}
