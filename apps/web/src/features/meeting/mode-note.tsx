import { Cable, LoaderCircle, Server, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { MediaView } from '../../meeting/media-state.js';
import { useMedia } from './session-context.js';

const icons = { connecting: LoaderCircle, unreachable: TriangleAlert, rejoining: TriangleAlert, livekit: Server, direct: Cable, directSound: Cable } as const;

/** How sound and picture travel at this moment; only what is true now. */
export function ModeNote() {
  const { t } = useTranslation('meeting');
  const note = noteOf(useMedia());
  const Icon = icons[note];
  return (
    <p className="mode-note" data-note={note}>
      <Icon size={16} aria-hidden="true" />
      <span>{t(`mode.${note}`)}</span>
    </p>
  );
}

function noteOf({ state, problem }: MediaView): keyof typeof icons {
  switch (state.name) {
    case 'live':
      return 'livekit';
    case 'direct':
      return state.picture ? 'direct' : 'directSound';
    case 'reconnecting':
    case 'rejoining':
      return 'rejoining';
    default:
      return problem === null ? 'connecting' : 'unreachable';
  }
}
