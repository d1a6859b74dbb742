import type { AssignmentRole, Me, OutputOf, demoRoutes } from '@app/contracts';
import { CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../api/call.js';
import { Avatar } from '../../components/avatar.js';
import { useErrorText } from '../../components/feedback.js';
import { Notice } from '../../components/status.js';
import { useLocalised } from '../../i18n/use-texts.js';

type DemoPerson = OutputOf<typeof demoRoutes.people>['items'][number];

const groups: readonly AssignmentRole[] = ['professional', 'expert', 'coordinator', 'admin'];

/** Fictional people to try the place as. The server offers them in a demo only; elsewhere nothing is shown. */
export function DemoPeople({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const { t } = useTranslation('signIn');
  const errorText = useErrorText();
  const [people, setPeople] = useState<readonly DemoPerson[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState<string | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    call('GET /api/demo/people', { signal: stop.signal }).then(
      ({ items }) => setPeople(items),
      () => undefined,
    );
    return () => stop.abort();
  }, []);

  if (people.length === 0) return null;

  const signInAs = async (email: string) => {
    if (busy !== null) return;
    setBusy(email);
    try {
      onSignedIn(await call('POST /api/demo/sessions', { body: { email } }));
    } catch (reason) {
      setError(reason);
      setBusy(null);
    }
  };

  return (
    <section className="demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demo.title')}</h2>
      <p className="second">{t('demo.lead')}</p>
      <div role="alert">{error !== null && <Notice tone="bad" icon={CircleAlert}>{errorText(error)}</Notice>}</div>
      <div className="demo-list">
        {groups.map((role) => {
          const members = people.filter(({ roles }) => roles[0] === role);
          return members.length === 0 ? null : (
            <div key={role}>
              <h3>{t(`demo.role.${role}`)}</h3>
              <ul>
                {members.map((person) => (
                  <li key={person.email}>
                    <DemoRow person={person} busy={busy === person.email} onChoose={() => void signInAs(person.email)} />
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </section>
  );
}

function DemoRow({ person, busy, onChoose }: { person: DemoPerson; busy: boolean; onChoose: () => void }) {
  const words = useLocalised();
  const details = [person.profession, person.centre ?? person.organisation].filter((one) => one !== null).map(words);
  return (
    <button type="button" className="demo-row" aria-busy={busy} onClick={onChoose}>
      <Avatar name={person.name} />
      <span>
        <b>{person.name}</b>
        <span className="second">{details.join(', ')}</span>
      </span>
    </button>
  );
}
