import type { Consultation, RosterEntry } from '@app/contracts';
import { BookOpen, CircleAlert, CircleCheck, CircleDashed, CircleX, DoorOpen, Hourglass, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../app/realtime-context.js';
import { Button } from '../../components/button.js';
import { PersonalMessage } from '../../components/child-view.js';
import { useNow } from '../../components/clock.js';
import { NameLines } from '../../components/panel.js';
import { Status, type Tone } from '../../components/status.js';
import { useDateText } from '../../i18n/use-texts.js';
import type { SessionView } from '../../meeting/meeting-session.js';
import { SummaryDialog } from './summary-dialog.js';
import { useDevices, useMedia, useSession } from './session-context.js';
import { useModeration } from './use-moderation.js';
import { useSeatWords } from './seat-words.js';

const MINUTE_MS = 60_000;

/** What comes next, and the button to it. A person may go on without a camera or microphone. */
export function CheckSide({ consultation }: { consultation: Consultation }) {
  const { t } = useTranslation('meeting');
  const session = useSession();
  const describe = useSeatWords();
  const { moderate } = consultation.my.may;
  return (
    <>
      <Headline title={t('check.title')} countdown={<Countdown until={consultation.startsAt} skewMs={0} />}>
        <DeviceSummary />
      </Headline>
      <p className="lobby-text">{t(moderate ? 'check.moderator' : 'check.guest')}</p>
      <div className="meeting-actions">
        <Button kind="filled" size="main" icon={DoorOpen} onClick={() => session.join()}>{t(moderate ? 'check.join' : 'check.toLobby')}</Button>
      </div>
      <ul className="lobby-people" aria-label={t('lobby.people')}>
        {consultation.participants.map((person) => (
          <li key={person.participationId}>
            <NameLines name={person.name} detail={describe(person)} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** At the door: how it stands, for how long, and who else is there. */
export function LobbySide({ consultation, view }: { consultation: Consultation; view: SessionView }) {
  const { t } = useTranslation('meeting');
  const dates = useDateText();
  const connection = useConnection();
  const { snapshot, skewMs } = view;
  const shut = snapshot ? snapshot.state === 'not_open' : view.refusal !== null;
  const lost = connection === 'lost';
  const opensAt = snapshot?.opensAt ?? consultation.opensAt;
  return (
    <>
      <Headline
        title={t(shut ? 'lobby.shut' : snapshot ? 'lobby.waiting' : 'lobby.connecting')}
        countdown={shut ? <Countdown until={opensAt} skewMs={skewMs} door /> : <Countdown until={snapshot?.startsAt ?? consultation.startsAt} skewMs={skewMs} />}
      >
        {lost ? <Status tone="warn" icon={CircleAlert}>{t('lobby.lost')}</Status> : <DeviceSummary waiting={!shut} />}
      </Headline>
      {shut && <p className="lobby-text">{t(snapshot?.my.moderator ? 'lobby.opensModerator' : 'lobby.opens', { time: dates.clock(opensAt) })}</p>}
      {shut && snapshot?.my.moderator && <OpenNow />}
      {snapshot?.lobbyMessage && (
        <PersonalMessage from={<><b>{snapshot.lobbyMessage.name}</b>, {dates.clock(snapshot.lobbyMessage.sentAt)}</>}>{snapshot.lobbyMessage.text}</PersonalMessage>
      )}
      {snapshot && <LobbyPeople roster={snapshot.roster} ownId={snapshot.my.participationId} />}
      {consultation.case && <ReadSummary caseId={consultation.case.id} />}
    </>
  );
}

function Headline({ title, countdown, children }: { title: string; countdown: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="lobby-headline">
      <div>
        <h1>{title}</h1>
        {children}
      </div>
      {countdown}
    </div>
  );
}

function Countdown({ until, skewMs, door = false }: { until: string; skewMs: number; door?: boolean }) {
  const { t } = useTranslation('meeting');
  const dates = useDateText();
  const now = useNow(1_000);
  const minutes = Math.ceil((Date.parse(until) - now.getTime() - skewMs) / MINUTE_MS);
  return (
    <p className="lobby-countdown" role="timer">
      <span>{t(door ? 'lobby.untilDoor' : minutes > 0 ? 'lobby.untilStart' : 'lobby.started')}</span>
      <b>{minutes > 0 ? dates.duration(minutes) : dates.clock(until)}</b>
    </p>
  );
}

/** One line about all devices together. */
function DeviceSummary({ waiting = false }: { waiting?: boolean }) {
  const { t } = useTranslation('meeting');
  const { problems, preview } = useDevices();
  const { micOn, cameraOn } = useMedia();
  if (problems.camera || problems.microphone) return <Status tone="warn" icon={CircleAlert}>{t('check.trouble')}</Status>;
  if (cameraOn && !preview) return <Status tone="calm" icon={Hourglass}>{t('check.opening')}</Status>;
  if (!micOn || !cameraOn) return <Status tone="info" icon={CircleAlert}>{t(micOn ? 'check.cameraOff' : cameraOn ? 'check.micOff' : 'check.bothOff')}</Status>;
  return <Status tone="ok" icon={CircleCheck}>{t(waiting ? 'lobby.nothingToDo' : 'check.works')}</Status>;
}

function OpenNow() {
  const { t } = useTranslation('meeting');
  const { open, busy } = useModeration();
  return (
    <div className="meeting-actions">
      <Button kind="filled" size="main" icon={DoorOpen} busy={busy} onClick={open}>{t('lobby.openNow')}</Button>
    </div>
  );
}

const places: Record<RosterEntry['admission'], { tone: Tone; icon: LucideIcon }> = {
  admitted: { tone: 'ok', icon: CircleCheck },
  waiting: { tone: 'info', icon: Hourglass },
  away: { tone: 'calm', icon: CircleDashed },
  denied: { tone: 'bad', icon: CircleX },
  removed: { tone: 'bad', icon: CircleX },
};

function LobbyPeople({ roster, ownId }: { roster: readonly RosterEntry[]; ownId: string }) {
  const { t } = useTranslation('meeting');
  const describe = useSeatWords();
  return (
    <ul className="lobby-people" aria-label={t('lobby.people')}>
      {roster.map((person) => (
        <li key={person.participationId} data-person={person.participationId} data-admission={person.admission}>
          <NameLines name={person.participationId === ownId ? t('youNamed', { name: person.name }) : person.name} detail={describe(person)} />
          <Status {...places[person.admission]}>{t(`place.${person.admission}`)}</Status>
        </li>
      ))}
    </ul>
  );
}

function ReadSummary({ caseId }: { caseId: string }) {
  const { t } = useTranslation('meeting');
  const [reading, setReading] = useState(false);
  return (
    <div className="meeting-actions">
      <Button kind="text" icon={BookOpen} onClick={() => setReading(true)}>{t('lobby.readSummary')}</Button>
      {reading && <SummaryDialog caseId={caseId} onClose={() => setReading(false)} />}
    </div>
  );
}
