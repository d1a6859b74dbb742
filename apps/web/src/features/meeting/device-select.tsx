import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DeviceKind } from '../../meeting/devices.js';
import { useDevices, useSession } from './session-context.js';

const lists = { microphone: 'microphones', camera: 'cameras', speaker: 'speakers' } as const;

/** Which of the devices of a kind is used; nothing where there is no choice to make. */
export function DeviceSelect({ kind }: { kind: DeviceKind }) {
  const { t } = useTranslation('meeting');
  const { media } = useSession();
  const view = useDevices();
  const devices = view[lists[kind]];
  if (devices.length === 0) return null;
  const chosen = devices.some(({ deviceId }) => deviceId === view.chosen[kind]) ? view.chosen[kind] : (devices[0]?.deviceId ?? '');
  return (
    <span className="field-select device-select">
      <select className="field-control" aria-label={t(`device.choose.${kind}`)} value={chosen} onChange={(event) => void media.switchDevice(kind, event.target.value).catch(() => undefined)}>
        {devices.map(({ deviceId, label }, at) => (
          <option key={deviceId} value={deviceId}>{label || t('device.unnamed', { number: at + 1 })}</option>
        ))}
      </select>
      <ChevronDown size={18} aria-hidden="true" />
    </span>
  );
}
