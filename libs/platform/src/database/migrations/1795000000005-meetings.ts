import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The meeting: rooms by epoch, the door, connected tabs, attendance, chat and the inbox of media server events. */
export class Meetings1795000000005 implements MigrationInterface {
  public readonly name = 'Meetings1795000000005';

  public async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meeting_room (
        id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        epoch integer NOT NULL,
        mode text NOT NULL,
        server text,
        name text NOT NULL,
        opened_at timestamptz NOT NULL,
        ready_at timestamptz,
        seen_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT meeting_room_pk PRIMARY KEY (id),
        CONSTRAINT meeting_room_epoch UNIQUE (sitting_id, epoch),
        CONSTRAINT meeting_room_name UNIQUE (name),
        CONSTRAINT meeting_room_mode CHECK (mode IN ('livekit', 'direct')),
        CONSTRAINT meeting_room_sitting FOREIGN KEY (sitting_id) REFERENCES sitting (id)
      );
      CREATE INDEX meeting_room_live ON meeting_room (sitting_id) WHERE ended_at IS NULL;

      CREATE TABLE meeting_door (
        sitting_id uuid NOT NULL,
        lobby_message text,
        lobby_message_by uuid,
        lobby_message_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        CONSTRAINT meeting_door_pk PRIMARY KEY (sitting_id),
        CONSTRAINT meeting_door_sitting FOREIGN KEY (sitting_id) REFERENCES sitting (id)
      );

      CREATE TABLE meeting_admission (
        participation_id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        state text NOT NULL,
        since timestamptz NOT NULL,
        decided_by uuid,
        CONSTRAINT meeting_admission_pk PRIMARY KEY (participation_id),
        CONSTRAINT meeting_admission_state CHECK (state IN ('waiting', 'admitted', 'denied', 'removed')),
        CONSTRAINT meeting_admission_participation FOREIGN KEY (participation_id) REFERENCES participation (id)
      );
      CREATE INDEX meeting_admission_sitting ON meeting_admission (sitting_id);

      CREATE TABLE meeting_connection (
        id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        participation_id uuid NOT NULL,
        device_session text NOT NULL,
        socket_id text NOT NULL,
        mic_on boolean NOT NULL DEFAULT false,
        camera_on boolean NOT NULL DEFAULT false,
        connected_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        CONSTRAINT meeting_connection_pk PRIMARY KEY (id),
        CONSTRAINT meeting_connection_socket UNIQUE (socket_id, sitting_id),
        CONSTRAINT meeting_connection_participation FOREIGN KEY (participation_id) REFERENCES participation (id)
      );
      CREATE INDEX meeting_connection_sitting ON meeting_connection (sitting_id);

      CREATE TABLE attendance (
        id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        participation_id uuid NOT NULL,
        epoch integer NOT NULL,
        source text NOT NULL,
        source_id text NOT NULL,
        joined_at timestamptz NOT NULL,
        left_at timestamptz,
        CONSTRAINT attendance_pk PRIMARY KEY (id),
        CONSTRAINT attendance_once UNIQUE (sitting_id, source, source_id),
        CONSTRAINT attendance_source CHECK (source IN ('livekit', 'socket')),
        CONSTRAINT attendance_participation FOREIGN KEY (participation_id) REFERENCES participation (id)
      );
      CREATE INDEX attendance_sitting ON attendance (sitting_id);

      CREATE TABLE livekit_event (
        id text NOT NULL,
        event text NOT NULL,
        room_name text NOT NULL,
        identity text,
        participant_sid text,
        happened_at timestamptz NOT NULL,
        joined_at timestamptz,
        received_at timestamptz NOT NULL,
        processed_at timestamptz,
        CONSTRAINT livekit_event_pk PRIMARY KEY (id)
      );
      CREATE INDEX livekit_event_waiting ON livekit_event (received_at) WHERE processed_at IS NULL;

      CREATE TABLE message (
        id uuid NOT NULL,
        sitting_id uuid NOT NULL,
        consultation_id uuid NOT NULL,
        person_id uuid NOT NULL,
        text text NOT NULL,
        sent_at timestamptz NOT NULL,
        CONSTRAINT message_pk PRIMARY KEY (id),
        CONSTRAINT message_consultation FOREIGN KEY (consultation_id) REFERENCES consultation (id),
        CONSTRAINT message_person FOREIGN KEY (person_id) REFERENCES person (id)
      );
      CREATE INDEX message_consultation_sent ON message (consultation_id, sent_at);
    `);
  }

  public async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE message, livekit_event, attendance, meeting_connection, meeting_admission, meeting_door, meeting_room
    `);
  }
}
