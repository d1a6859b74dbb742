import { OutboxHandler, type OutboxHandling, type OutboxOutcome, type OutboxRow } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { HoldLettersService } from './hold-letters.service.js';
import { HoldsService } from './holds.service.js';

@OutboxHandler('ask-for-times')
@Injectable()
export class AskForTimes implements OutboxHandling {
  constructor(private readonly letters: HoldLettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('times', rows);
  }
}

@OutboxHandler('remind-of-times')
@Injectable()
export class RemindOfTimes implements OutboxHandling {
  constructor(private readonly letters: HoldLettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('timesReminder', rows);
  }
}

@OutboxHandler('release-times')
@Injectable()
export class ReleaseTimes implements OutboxHandling {
  constructor(private readonly letters: HoldLettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('timesReleased', rows);
  }
}

@OutboxHandler('report-hold')
@Injectable()
export class ReportHold implements OutboxHandling {
  constructor(private readonly letters: HoldLettersService) {}

  async handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    const expired = rows.filter(({ occasion }) => occasion === 'expired');
    const stuck = rows.filter(({ occasion }) => occasion !== 'expired');
    return [...(await this.letters.deliver('holdExpired', expired)), ...(await this.letters.deliver('holdStuck', stuck))];
  }
}

/** Whether a hold has run out is told by its own time: this only ends it and says so. */
@OutboxHandler('expire-hold')
@Injectable()
export class ExpireHold implements OutboxHandling {
  constructor(private readonly holds: HoldsService) {}

  async handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    const outcomes: OutboxOutcome[] = [];
    for (const { id, subjectId } of rows) {
      await this.holds.expire(subjectId);
      outcomes.push({ id, status: 'done' });
    }
    return outcomes;
  }
}
