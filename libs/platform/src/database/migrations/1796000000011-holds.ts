import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Times held for a panel before it has one: a sitting without a time, its candidates, the times and what people say of them. */
export class Holds1796000000011 implements MigrationInterface {
  public readonly name = 'Holds1796000000011';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sitting ALTER COLUMN starts_at DROP NOT NULL, ALTER COLUMN ends_at DROP NOT NULL;
      ALTER TABLE sitting ADD CONSTRAINT sitting_time CHECK ((starts_at IS NULL) = (ends_at IS NULL));
      ALTER TABLE consultation DROP CONSTRAINT consultation_state;
      ALTER TABLE consultation ADD CONSTRAINT consultation_state CHECK (state IN ('times_open', 'booked', 'in_session', 'ended', 'cancelled'));
      ALTER TABLE case_header DROP CONSTRAINT case_header_state;
      ALTER TABLE case_header ADD CONSTRAINT case_header_state CHECK (state IN ('submitted', 'times_open', 'booked', 'in_session', 'closed'));
      ALTER TABLE notification DROP CONSTRAINT notification_kind;
      ALTER TABLE notification ADD CONSTRAINT notification_kind CHECK (kind IN ('invited', 'moved', 'cancelled', 'reminder', 'declined', 'waiting',
        'asked', 'confirmed', 'stood_down', 'hold_released', 'hold_stuck', 'hold_expired'));

      CREATE TABLE need_candidate (
        need_id uuid NOT NULL,
        person_id uuid NOT NULL,
        position smallint NOT NULL,
        CONSTRAINT need_candidate_pk PRIMARY KEY (need_id, person_id),
        CONSTRAINT need_candidate_need FOREIGN KEY (need_id) REFERENCES need (id),
        CONSTRAINT need_candidate_person FOREIGN KEY (person_id) REFERENCES person (id)
      );
      ALTER TABLE need ADD COLUMN position smallint NOT NULL DEFAULT 0;

      ALTER TABLE participation ADD COLUMN standing text NOT NULL DEFAULT 'in', ADD COLUMN need_id uuid;
      ALTER TABLE participation ADD CONSTRAINT participation_standing CHECK (standing IN ('in', 'substitute', 'stood_down'));
      ALTER TABLE participation ADD CONSTRAINT participation_need FOREIGN KEY (need_id) REFERENCES need (id);

      CREATE TABLE hold (
        sitting_id uuid NOT NULL,
        duration_minutes smallint NOT NULL,
        expires_at timestamptz NOT NULL,
        outcome text,
        closed_at timestamptz,
        stuck boolean NOT NULL DEFAULT false,
        CONSTRAINT hold_pk PRIMARY KEY (sitting_id),
        CONSTRAINT hold_outcome CHECK (outcome IN ('confirmed', 'released', 'expired')),
        CONSTRAINT hold_closed CHECK ((outcome IS NULL) = (closed_at IS NULL)),
        CONSTRAINT hold_sitting FOREIGN KEY (sitting_id) REFERENCES sitting (id)
      );

      CREATE TABLE hold_time (
        id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        CONSTRAINT hold_time_pk PRIMARY KEY (id),
        CONSTRAINT hold_time_once UNIQUE (sitting_id, starts_at),
        CONSTRAINT hold_time_range CHECK (ends_at > starts_at),
        CONSTRAINT hold_time_hold FOREIGN KEY (sitting_id) REFERENCES hold (sitting_id)
      );
      ALTER TABLE hold ADD COLUMN confirmed_time_id uuid, ADD CONSTRAINT hold_confirmed_time FOREIGN KEY (confirmed_time_id) REFERENCES hold_time (id);

      CREATE TABLE hold_answer (
        time_id uuid NOT NULL,
        participation_id uuid NOT NULL,
        answer text,
        held boolean NOT NULL,
        CONSTRAINT hold_answer_pk PRIMARY KEY (time_id, participation_id),
        CONSTRAINT hold_answer_answer CHECK (answer IN ('works', 'if_needed', 'no')),
        CONSTRAINT hold_answer_time FOREIGN KEY (time_id) REFERENCES hold_time (id),
        CONSTRAINT hold_answer_participation FOREIGN KEY (participation_id) REFERENCES participation (id)
      );
      CREATE INDEX hold_answer_participation_id ON hold_answer (participation_id);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE hold DROP COLUMN confirmed_time_id;
      DROP TABLE hold_answer, hold_time, hold;
      DELETE FROM outbox WHERE kind IN ('ask-for-times', 'remind-of-times', 'release-times', 'report-hold', 'expire-hold', 'send-confirmation', 'send-stand-down');
      UPDATE case_grant SET ended_at = valid_from, ended_reason = 'hold_undone' FROM consultation JOIN sitting ON sitting.id = sitting_id
        WHERE source_id = consultation.id AND starts_at IS NULL AND case_grant.ended_at IS NULL;
      DELETE FROM participation WHERE standing = 'substitute';
      UPDATE participation SET partstat = 'declined', required = false WHERE standing = 'stood_down';
      ALTER TABLE participation DROP COLUMN standing, DROP COLUMN need_id;
      ALTER TABLE need DROP COLUMN position;
      DROP TABLE need_candidate;
      DELETE FROM notification WHERE kind IN ('asked', 'confirmed', 'stood_down', 'hold_released', 'hold_stuck', 'hold_expired');
      ALTER TABLE notification DROP CONSTRAINT notification_kind;
      ALTER TABLE notification ADD CONSTRAINT notification_kind CHECK (kind IN ('invited', 'moved', 'cancelled', 'reminder', 'declined', 'waiting'));
      UPDATE case_header SET state = 'submitted' WHERE state = 'times_open';
      ALTER TABLE case_header DROP CONSTRAINT case_header_state;
      ALTER TABLE case_header ADD CONSTRAINT case_header_state CHECK (state IN ('submitted', 'booked', 'in_session', 'closed'));
      DELETE FROM participation USING sitting WHERE sitting.id = sitting_id AND starts_at IS NULL;
      DELETE FROM consultation USING sitting WHERE sitting.id = sitting_id AND starts_at IS NULL;
      DELETE FROM need USING sitting WHERE sitting.id = sitting_id AND starts_at IS NULL;
      DELETE FROM calendar_entry USING sitting WHERE sitting.id = group_id AND starts_at IS NULL;
      DELETE FROM sitting WHERE starts_at IS NULL;
      ALTER TABLE consultation DROP CONSTRAINT consultation_state;
      ALTER TABLE consultation ADD CONSTRAINT consultation_state CHECK (state IN ('booked', 'in_session', 'ended', 'cancelled'));
      ALTER TABLE sitting DROP CONSTRAINT sitting_time;
      ALTER TABLE sitting ALTER COLUMN starts_at SET NOT NULL, ALTER COLUMN ends_at SET NOT NULL;
    `);
  }
}
