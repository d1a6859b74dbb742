import { Hourglass, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import './track.css';

/** `done`, `now` (somebody else's turn), `yours` (your turn) or `ahead`. */
export type StepState = 'done' | 'now' | 'yours' | 'ahead';

export interface TrackStep {
  name: string;
  state: StepState;
  /** The one fact below the dot: a date, 4/5, a week. */
  fact?: string;
}

/** Names of the columns that the tracks of all rows below share. */
export function TrackHead({ names }: { names: readonly string[] }) {
  return (
    <div className="track-head" aria-hidden="true">
      {names.map((name) => (
        <span key={name}>{name}</span>
      ))}
    </div>
  );
}

/** The way of one case from left to right; at phone width "4/7 Aika" with a bar. */
export function Track({ steps }: { steps: readonly TrackStep[] }) {
  const { t } = useTranslation('components');
  const done = steps.filter(({ state }) => state === 'done').length;
  const at = Math.max(0, steps.findLastIndex(({ state }) => state !== 'ahead'));
  return (
    <div className="track">
      <p className="track-short" aria-hidden="true">
        <b>{at + 1}/{steps.length}</b> {steps[at]?.name}
        <span className="track-bar" style={{ '--track-done': done / steps.length }} />
      </p>
      <ol>
        {steps.map(({ name, state, fact }) => (
          <li key={name} data-state={state}>
            <span className="track-dot" aria-hidden="true">
              {state === 'now' && <Hourglass size={12} />}
              {state === 'yours' && <UserRound size={12} />}
            </span>
            <span className="visually-hidden">{`${name}: ${t(`track.${state}`)}`}</span>
            {fact !== undefined && <span className="track-fact">{fact}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
