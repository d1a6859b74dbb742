import type { Consultation, Participant } from '@app/contracts';
import { CircleCheck, CircleHelp, CircleX, Clock3, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { ButtonLink } from '../../components/button-link.js';
import { useNow } from '../../components/clock.js';
import { NameLines } from '../../components/panel.js';
import { Status } from '../../components/status.js';
import { useDateText, useLocalised } from '../../i18n/use-texts.js';
import { useCaseWords } from '../case-words.js';
import { isDoorOpen } from '../door.js';

const MINUTE_MS = 60_000;
const RENEW_MS = 10_000;

/** The next meeting in three parts: when, what and who, who has answered. */
export function NextMeeting({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation('home');
  const words = useCaseWords();
  const me = useMe();
  return (
    <section className="next" aria-label={t('next')}>
      <When consultation={consultation} />
      <div className="next-what">
        <h2>
          <Link to={`/consultations/${consultation.id}`}>{words.heading(consultation)}</Link>
        </h2>
        <p className="second">{[consultation.case?.number, words.themes(consultation.header)].filter(Boolean).join(', ')}</p>
        <ul className="next-people">
          {consultation.participants.map((person) => (
            <li key={person.participationId}>
              <Who person={person} own={person.personId === me.person.personId} />
            </li>
          ))}
        </ul>
      </div>
      <Answers people={consultation.participants} />
    </section>
  );
}

function When({ consultation: { id, startsAt, endsAt, opensAt, state } }: { consultation: Consultation }) {
  const { t } = useTranslation('home');
  const dates = useDateText();
  const now = useNow(RENEW_MS);
  const minutes = Math.ceil((Date.parse(startsAt) - now.getTime()) / MINUTE_MS);
  const day = dates.date(startsAt);
  const open = isDoorOpen({ opensAt, state }, now);
  return (
    <div className="next-when">
      <p className="second">{dates.sameDay(startsAt, now) ? t('today', { day }) : day}</p>
      <p className="next-time">{dates.times(startsAt, endsAt)}</p>
      {minutes <= 0 && <Status tone="info" icon={Clock3}>{t('started')}</Status>}
      {minutes > 0 && minutes <= 60 && <Status tone="info" icon={Clock3}>{t('startsIn', { count: minutes })}</Status>}
      {open ? (
        <ButtonLink to={`/consultations/${id}/meeting`} kind="filled" size="main" icon={Video}>{t('join')}</ButtonLink>
      ) : (
        <Button kind="filled" size="main" icon={Video} disabledReason={t('opens', { time: dates.sameDay(opensAt, now) ? dates.clock(opensAt) : dates.dateTime(opensAt) })}>
          {t('join')}
        </Button>
      )}
    </div>
  );
}

function Who({ person, own }: { person: Participant; own: boolean }) {
  const { t } = useTranslation('home');
  const words = useLocalised();
  const profession = person.profession === null ? words(person.organisation.name) : words(person.profession.name);
  const detail = person.seat === 'chair' ? t('chair', { profession }) : profession;
  return <NameLines name={own ? t('you') : person.name} detail={detail} />;
}

function Answers({ people }: { people: readonly Participant[] }) {
  const { t } = useTranslation('home');
  const namesOf = (partstats: readonly Participant['partstat'][]) =>
    people.filter(({ partstat }) => partstats.includes(partstat)).map(({ name }) => name);
  const coming = namesOf(['accepted']);
  const waiting = namesOf(['needs-action', 'tentative']);
  const declined = namesOf(['declined']);
  return (
    <div className="next-answers">
      {coming.length > 0 && <Status tone="ok" icon={CircleCheck}>{t('answers.coming', { count: coming.length })}</Status>}
      {waiting.length > 0 && <Status tone="info" icon={CircleHelp}>{t('answers.waiting', { names: waiting.join(', ') })}</Status>}
      {declined.length > 0 && <Status tone="bad" icon={CircleX}>{t('answers.declined', { names: declined.join(', ') })}</Status>}
    </div>
  );
}
