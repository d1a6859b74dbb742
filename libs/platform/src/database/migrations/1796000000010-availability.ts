import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exceptions, leave, horizon and caps of people; subscribed calendars with the busy times read from them; closed July and length of holds per centre. */
export class Availability1796000000010 implements MigrationInterface {
  public readonly name = 'Availability1796000000010';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE availability
        ADD COLUMN exceptions jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN leaves jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN horizon_days smallint NOT NULL DEFAULT 365,
        ADD COLUMN weekly_cap smallint,
        ADD COLUMN monthly_cap smallint;

      CREATE TABLE calendar_feed (
        id uuid NOT NULL,
        resource_id uuid NOT NULL,
        label text NOT NULL,
        url text NOT NULL,
        etag text,
        last_modified text,
        state text NOT NULL DEFAULT 'waiting',
        problem text,
        failures smallint NOT NULL DEFAULT 0,
        read_at timestamptz,
        last_success_at timestamptz,
        last_attempt_at timestamptz,
        next_attempt_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT calendar_feed_pk PRIMARY KEY (id),
        CONSTRAINT calendar_feed_once UNIQUE (resource_id, url),
        CONSTRAINT calendar_feed_state CHECK (state IN ('waiting', 'ok', 'failing')),
        CONSTRAINT calendar_feed_resource FOREIGN KEY (resource_id) REFERENCES resource (id)
      );
      CREATE INDEX calendar_feed_due ON calendar_feed (next_attempt_at);

      CREATE TABLE feed_busy (
        feed_id uuid NOT NULL,
        resource_id uuid NOT NULL,
        during tstzrange NOT NULL,
        CONSTRAINT feed_busy_pk PRIMARY KEY (feed_id, during),
        CONSTRAINT feed_busy_feed FOREIGN KEY (feed_id) REFERENCES calendar_feed (id) ON DELETE CASCADE,
        CONSTRAINT feed_busy_range CHECK (NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during))
      );
      CREATE INDEX feed_busy_during ON feed_busy USING gist (resource_id, during);

      ALTER TABLE centre
        ADD COLUMN closed_in_july boolean NOT NULL DEFAULT true,
        ADD COLUMN hold_working_days smallint NOT NULL DEFAULT 5;

      CREATE INDEX audit_event_availability ON audit_event (object_id, id) WHERE object_type = 'availability';
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_event_availability;
      ALTER TABLE centre DROP COLUMN closed_in_july, DROP COLUMN hold_working_days;
      DROP TABLE feed_busy, calendar_feed;
      ALTER TABLE availability DROP COLUMN exceptions, DROP COLUMN leaves, DROP COLUMN horizon_days, DROP COLUMN weekly_cap, DROP COLUMN monthly_cap;
    `);
  }
}
