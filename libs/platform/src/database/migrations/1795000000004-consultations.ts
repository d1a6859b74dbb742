import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sittings, the consultations held in them, who is needed and who takes part; what the bell shows. */
export class Consultations1795000000004 implements MigrationInterface {
  public readonly name = 'Consultations1795000000004';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notification (
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        kind text NOT NULL,
        consultation_id uuid NOT NULL,
        occasion text,
        version integer NOT NULL,
        starts_at timestamptz,
        created_at timestamptz NOT NULL,
        read_at timestamptz,
        CONSTRAINT notification_pk PRIMARY KEY (id),
        CONSTRAINT notification_once UNIQUE NULLS NOT DISTINCT (person_id, kind, consultation_id, version, occasion),
        CONSTRAINT notification_kind CHECK (kind IN ('invited', 'moved', 'cancelled', 'reminder', 'declined', 'waiting')),
        CONSTRAINT notification_person FOREIGN KEY (person_id) REFERENCES person (id)
      );
      CREATE INDEX notification_person_new ON notification (person_id, id DESC);

      CREATE TABLE sitting (
        id uuid NOT NULL,
        centre_id uuid NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        time_zone text NOT NULL,
        ical_uid text NOT NULL,
        sequence integer NOT NULL DEFAULT 0,
        opened_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL,
        CONSTRAINT sitting_pk PRIMARY KEY (id),
        CONSTRAINT sitting_uid UNIQUE (ical_uid),
        CONSTRAINT sitting_range CHECK (ends_at > starts_at),
        CONSTRAINT sitting_centre FOREIGN KEY (centre_id) REFERENCES centre (id)
      );
      CREATE INDEX sitting_centre_start ON sitting (centre_id, starts_at);

      CREATE TABLE consultation (
        id uuid NOT NULL,
        case_id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        state text NOT NULL,
        booked_by uuid NOT NULL,
        override_reason text,
        cancel_reason text,
        ended_at timestamptz,
        created_at timestamptz NOT NULL,
        CONSTRAINT consultation_pk PRIMARY KEY (id),
        CONSTRAINT consultation_state CHECK (state IN ('booked', 'in_session', 'ended', 'cancelled')),
        CONSTRAINT consultation_case FOREIGN KEY (case_id) REFERENCES case_header (id),
        CONSTRAINT consultation_sitting FOREIGN KEY (sitting_id) REFERENCES sitting (id),
        CONSTRAINT consultation_booker FOREIGN KEY (booked_by) REFERENCES person (id)
      );
      CREATE INDEX consultation_case_id ON consultation (case_id);
      CREATE INDEX consultation_sitting_id ON consultation (sitting_id);

      CREATE TABLE need (
        id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        role text NOT NULL,
        k smallint NOT NULL,
        required boolean NOT NULL,
        CONSTRAINT need_pk PRIMARY KEY (id),
        CONSTRAINT need_sitting FOREIGN KEY (sitting_id) REFERENCES sitting (id)
      );
      CREATE INDEX need_sitting_id ON need (sitting_id);

      CREATE TABLE participation (
        id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        person_id uuid NOT NULL,
        seat text NOT NULL,
        required boolean NOT NULL,
        partstat text NOT NULL,
        partstat_sequence integer NOT NULL,
        responded_at timestamptz,
        CONSTRAINT participation_pk PRIMARY KEY (id),
        CONSTRAINT participation_once UNIQUE (sitting_id, person_id),
        CONSTRAINT participation_seat CHECK (seat IN ('chair', 'requester', 'coordinator', 'expert')),
        CONSTRAINT participation_partstat CHECK (partstat IN ('needs-action', 'accepted', 'declined', 'tentative')),
        CONSTRAINT participation_sitting FOREIGN KEY (sitting_id) REFERENCES sitting (id),
        CONSTRAINT participation_person FOREIGN KEY (person_id) REFERENCES person (id)
      );
      CREATE INDEX participation_person_id ON participation (person_id);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE participation, need, consultation, sitting, notification`);
  }
}
