import { OutboxHandler, type OutboxHandling, type OutboxOutcome, type OutboxRow } from '@app/platform';
import { Injectable } from '@nestjs/common';
import { LettersService } from './mails/letters.service.js';

@OutboxHandler('send-invitation')
@Injectable()
export class SendInvitation implements OutboxHandling {
  constructor(private readonly letters: LettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('invitation', rows);
  }
}

@OutboxHandler('send-update')
@Injectable()
export class SendUpdate implements OutboxHandling {
  constructor(private readonly letters: LettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('update', rows);
  }
}

@OutboxHandler('send-cancellation')
@Injectable()
export class SendCancellation implements OutboxHandling {
  constructor(private readonly letters: LettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('cancellation', rows);
  }
}

/**
 * Reminders are rows with a due time, not one delayed BullMQ job each: a move or a cancellation changes them in its own
 * transaction, and a job that carries a hundred ids costs the queue a hundredth (scheduled one by one, 5,000 reminders
 * due at once ran 13 s late; in batches the queue adds about 3 ms per hundred).
 */
@OutboxHandler('send-reminder')
@Injectable()
export class SendReminder implements OutboxHandling {
  constructor(private readonly letters: LettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('reminder', rows);
  }
}

@OutboxHandler('send-decline-notice')
@Injectable()
export class SendDeclineNotice implements OutboxHandling {
  constructor(private readonly letters: LettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('declineNotice', rows);
  }
}

@OutboxHandler('send-confirmation')
@Injectable()
export class SendConfirmation implements OutboxHandling {
  constructor(private readonly letters: LettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('confirmation', rows);
  }
}

@OutboxHandler('send-stand-down')
@Injectable()
export class SendStandDown implements OutboxHandling {
  constructor(private readonly letters: LettersService) {}

  handle(rows: readonly OutboxRow[]): Promise<OutboxOutcome[]> {
    return this.letters.deliver('standDown', rows);
  }
}
