import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Extensions, the runtime role's rights and the tables that belong to no feature: idempotency keys, outbox,
 * attachments of the socket adapter, audit. The runtime role has no DDL and may only add to the audit log.
 */
export class Foundation1795000000000 implements MigrationInterface {
  public readonly name = 'Foundation1795000000000';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      CREATE TABLE idempotency_key (
        person_id uuid NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        body_hash text NOT NULL,
        status smallint NOT NULL,
        subject_id uuid NOT NULL,
        created_at timestamptz NOT NULL,
        CONSTRAINT idempotency_key_pk PRIMARY KEY (person_id, route, key)
      );
      CREATE INDEX idempotency_key_created_at ON idempotency_key (created_at);

      CREATE TABLE outbox (
        id uuid NOT NULL,
        kind text NOT NULL,
        subject_id uuid NOT NULL,
        recipient_id uuid,
        occasion text,
        version integer NOT NULL,
        due_at timestamptz NOT NULL,
        expires_at timestamptz,
        status text NOT NULL DEFAULT 'planned',
        claim_id uuid,
        locked_until timestamptz,
        attempts smallint NOT NULL DEFAULT 0,
        last_error text,
        created_at timestamptz NOT NULL,
        done_at timestamptz,
        CONSTRAINT outbox_pk PRIMARY KEY (id),
        CONSTRAINT outbox_once UNIQUE NULLS NOT DISTINCT (kind, subject_id, recipient_id, version, occasion),
        CONSTRAINT outbox_status CHECK (status IN ('planned', 'claimed', 'sending', 'done', 'cancelled', 'missed', 'dead'))
      );
      CREATE INDEX outbox_due ON outbox (due_at) WHERE status = 'planned';
      CREATE INDEX outbox_locked ON outbox (locked_until) WHERE status IN ('claimed', 'sending');
      CREATE INDEX outbox_subject ON outbox (subject_id);

      CREATE TABLE socket_io_attachments (
        id bigserial NOT NULL UNIQUE,
        created_at timestamptz DEFAULT now(),
        payload bytea
      );

      CREATE TABLE audit_event (
        id bigint GENERATED ALWAYS AS IDENTITY,
        at timestamptz NOT NULL,
        actor_id uuid,
        actor_role text,
        actor_organisation_id uuid,
        session_id uuid,
        request_id text,
        action text NOT NULL,
        operation char(1) NOT NULL,
        purpose text NOT NULL,
        outcome text NOT NULL,
        rule text,
        case_id uuid,
        object_type text NOT NULL,
        object_id uuid,
        fields text[] NOT NULL DEFAULT '{}',
        CONSTRAINT audit_event_pk PRIMARY KEY (id),
        CONSTRAINT audit_event_operation CHECK (operation IN ('C', 'R', 'U', 'D', 'E'))
      );
      CREATE INDEX audit_event_case ON audit_event (case_id, id);
      CREATE INDEX audit_event_actor ON audit_event (actor_id, id);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE audit_event, socket_io_attachments, outbox, idempotency_key`);
  }
}
