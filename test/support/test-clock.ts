import { Clock } from '@app/kernel';

/** A clock that stands still until a test moves it; made of null, it goes like any other until then. */
export class TestClock extends Clock {
  private present: number | null;

  constructor(now: string | null) {
    super();
    this.present = now === null ? null : new Date(now).getTime();
  }

  override now(): Date {
    return this.present === null ? new Date() : new Date(this.present);
  }

  set(now: string | Date): void {
    this.present = new Date(now).getTime();
  }

  advance({ seconds = 0, minutes = 0, hours = 0, days = 0 }): void {
    this.present = this.now().getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  }
}
