import { CircleAlert, CircleCheck, CircleMinus, LoaderCircle, Volume2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection } from '../../app/realtime-context.js';
import { Button } from '../../components/button.js';
import { Status } from '../../components/status.js';
import type { CaptureKind } from '../../meeting/devices.js';
import { DeviceSelect } from './device-select.js';
import { MicMeter } from './mic-meter.js';
import { useDevices, useMedia, useSession } from './session-context.js';

/** Camera, microphone, speaker and connection: whether each works, and what to do when it does not. */
export function DeviceRows() {
  const { t } = useTranslation('meeting');
  const { devices } = useSession().media;
  const { resolution, problems } = useDevices();
  const { cameraOn, micOn } = useMedia();
  return (
    <ul className="device-rows">
      <Row kind="camera" state={stateOf(cameraOn && resolution !== null, problems.camera)} select={<DeviceSelect kind="camera" />}>
        <DeviceText kind="camera" fine={resolution ? t('device.resolution', resolution) : t(cameraOn ? 'device.opening' : 'device.cameraOff')} />
      </Row>
      <Row kind="microphone" state={stateOf(micOn, problems.microphone)} select={<DeviceSelect kind="microphone" />}>
        {micOn && problems.microphone === null ? <MicMeter /> : <DeviceText kind="microphone" fine={t('device.micOff')} />}
      </Row>
      <Row kind="speaker" state="ok" select={<DeviceSelect kind="speaker" />}>
        <Button size="compact" icon={Volume2} onClick={() => void devices.playTestTone().catch(() => undefined)}>{t('device.testTone')}</Button>
      </Row>
      <ConnectionRow />
    </ul>
  );
}

type RowState = 'ok' | 'off' | 'bad' | 'busy';

function stateOf(works: boolean, problem: unknown): RowState {
  if (problem !== null) return 'bad';
  return works ? 'ok' : 'off';
}

const looks = {
  ok: { tone: 'ok', icon: CircleCheck },
  off: { tone: 'calm', icon: CircleMinus },
  bad: { tone: 'bad', icon: CircleAlert },
  busy: { tone: 'warn', icon: LoaderCircle },
} as const;

function Row({ kind, state, select, children }: { kind: 'camera' | 'microphone' | 'speaker' | 'connection'; state: RowState; select?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation('meeting');
  return (
    <li data-device={kind} data-state={state}>
      <Status {...looks[state]}>{t(`device.${kind}`)}</Status>
      <div className="device-what">{children}</div>
      {select}
    </li>
  );
}

/** What is fine, or what is wrong and what to do about it. */
function DeviceText({ kind, fine }: { kind: CaptureKind; fine: string }) {
  const { t } = useTranslation('meeting');
  const session = useSession();
  const problem = useDevices().problems[kind];
  if (problem === null) return <p>{fine}</p>;
  const again = () => void (kind === 'camera' ? session.media.setCamera(true) : session.media.setMic(true));
  return (
    <div className="device-problem" data-problem={problem.code} role="alert">
      <p>{t(`problem.${problem.code}`)}</p>
      <Button kind="text" size="compact" onClick={again}>{t('device.again')}</Button>
    </div>
  );
}

function ConnectionRow() {
  const { t } = useTranslation('meeting');
  const connection = useConnection();
  return (
    <Row kind="connection" state={connection === 'online' ? 'ok' : 'busy'}>
      <p>{t(`device.connectionIs.${connection}`)}</p>
    </Row>
  );
}
