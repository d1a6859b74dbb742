/** Recurring jobs and sweeps. */
export const scheduleQueue = 'schedule';
/** Deliveries; apart, so that a burst of mails delays no sweep. */
export const outboxQueue = 'outbox';

export const queueNames: readonly string[] = [scheduleQueue, outboxQueue];
