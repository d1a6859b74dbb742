import type { Consultation } from '@app/contracts';

/** Whether people come in by now, as far as this machine's clock tells. */
export function isDoorOpen({ opensAt, state }: Pick<Consultation, 'opensAt' | 'state'>, now: Date): boolean {
  return new Date(opensAt) <= now || state === 'in_session';
}
