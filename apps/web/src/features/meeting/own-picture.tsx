import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.js';
import { usePersonWords } from '../person-words.js';
import { useDevices, useMedia, useSession } from './session-context.js';

/** How the others will see this person, with the switches on the picture. */
export function OwnPicture() {
  const { t } = useTranslation('meeting');
  const session = useSession();
  const { micOn, cameraOn } = useMedia();
  const { preview } = useDevices();
  const { person } = useMe();
  const describe = usePersonWords();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = preview;
  }, [preview]);
  const Microphone = micOn ? Mic : MicOff;
  const Camera = cameraOn ? Video : VideoOff;
  return (
    <div className="own-picture">
      {preview === null ? <p>{t('check.noPicture')}</p> : <video ref={video} autoPlay playsInline muted data-own-preview />}
      <p className="plate">
        <span>
          <b>{person.name}</b> {describe(person)}
        </span>
      </p>
      <div className="own-switches">
        <button type="button" data-off={!micOn || undefined} aria-pressed={micOn} aria-label={t('control.micLabel')} title={t(micOn ? 'control.mute' : 'control.unmute')} onClick={() => void session.media.setMic(!micOn)}>
          <Microphone size={22} strokeWidth={1.75} aria-hidden="true" />
        </button>
        <button type="button" data-off={!cameraOn || undefined} aria-pressed={cameraOn} aria-label={t('control.cameraLabel')} title={t(cameraOn ? 'control.cameraStop' : 'control.cameraStart')} onClick={() => void session.media.setCamera(!cameraOn)}>
          <Camera size={22} strokeWidth={1.75} aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}
