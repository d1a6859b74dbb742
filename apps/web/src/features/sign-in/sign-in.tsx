import type { Me } from '@app/contracts';
import { CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { Button } from '../../components/button.js';
import { useErrorText } from '../../components/feedback.js';
import { TextField } from '../../components/field.js';
import { LanguageChoice } from '../../components/language-choice.js';
import { Mark } from '../../components/mark.js';
import { Notice } from '../../components/status.js';
import { DemoPeople } from './demo-people.js';
import './sign-in.css';

/** The page of everybody who is not signed in. */
export function SignIn({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const { t } = useTranslation('signIn');
  useEffect(() => {
    document.title = `${t('title')} – Neuvo`;
  }, [t]);
  return (
    <div className="sign-in">
      <header>
        <span className="sign-in-brand">
          <Mark size={32} />
          <span>Neuvo</span>
        </span>
        <LanguageChoice />
      </header>
      <main>
        <div className="sign-in-own">
          <h1>{t('title')}</h1>
          <p className="sign-in-lead">{t('lead')}</p>
          <PasswordForm onSignedIn={onSignedIn} />
        </div>
        <DemoPeople onSignedIn={onSignedIn} />
      </main>
    </div>
  );
}

function PasswordForm({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const { t } = useTranslation('signIn');
  const errorText = useErrorText();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [state, setState] = useState<'idle' | 'busy' | { error: unknown }>('idle');
  const [missing, setMissing] = useState(false);

  const signIn = async () => {
    const incomplete = email.trim().length < 3 || password === '';
    setMissing(incomplete);
    if (incomplete) return setState('idle');
    setState('busy');
    try {
      onSignedIn(await call('POST /api/sessions', { body: { email, password } }));
    } catch (error) {
      setState({ error });
    }
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void signIn();
      }}
    >
      <TextField
        label={t('email')}
        type="email"
        autoComplete="username"
        value={email}
        error={missing && email.trim().length < 3 ? t('emailMissing') : undefined}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={t('password')}
        type="password"
        autoComplete="current-password"
        value={password}
        error={missing && password === '' ? t('passwordMissing') : undefined}
        onChange={(event) => setPassword(event.target.value)}
      />
      <div role="alert">
        {typeof state === 'object' && <Notice tone="bad" icon={CircleAlert}>{errorText(state.error)}</Notice>}
      </div>
      <Button kind="filled" size="main" type="submit" busy={state === 'busy'} busyText={t('signingIn')}>
        {t('signIn')}
      </Button>
    </form>
  );
}
