import type { Hold } from '@app/contracts';
import { Repeat2, UserMinus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReferenceNames } from '../../api/reference.js';
import { NameLines, Panel } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import { answerLooks, answerOf } from './answer-looks.js';

/** People × times: what each has answered to each. */
export function HoldMatrix({ hold, ownId, actions }: { hold: Hold; ownId: string; actions: ReactNode }) {
  const { t } = useTranslation('holds');
  const dates = useDateText();
  const names = useReferenceNames();
  return (
    <Panel flush title={t('answers')} actions={actions}>
      <div className="hold-matrix">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('person')}</th>
              {hold.times.map((time) => (
                <th key={time.id} scope="col" data-confirmed={time.state === 'confirmed' || undefined}>
                  {dates.dayInList(time.startsAt)}<br />{dates.times(time.startsAt, time.endsAt)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hold.people.map((person) => (
              <tr key={person.participationId}>
                <th scope="row">
                  <NameLines
                    name={person.personId === ownId ? t('you', { name: person.name }) : person.name}
                    detail={[person.roles.length > 0 ? person.roles.map(names.profession).join(', ') : t('always'), person.required || person.roles.length > 0 ? '' : t('optional')].filter(Boolean).join(', ')}
                  />
                </th>
                {person.standing === 'asked' ? (
                  hold.times.map((time) => {
                    const answer = answerOf(person, time.id);
                    return <td key={time.id} data-time={`${dates.dayInList(time.startsAt)} ${dates.times(time.startsAt, time.endsAt)}`}><Status {...answerLooks[answer]}>{t(`answer.${answer}`)}</Status></td>;
                  })
                ) : (
                  <td colSpan={hold.times.length}>
                    <Status tone="calm" icon={person.standing === 'substitute' ? Repeat2 : UserMinus}>{t(`standing.${person.standing}`)}</Status>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
