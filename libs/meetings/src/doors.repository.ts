import type { Tx } from '@app/platform';
import { newId } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import type { Standing } from './door.rules.js';
import { MeetingAdmissionEntity, MeetingConnectionEntity, MeetingDoorEntity } from './meeting-door.entity.js';

/** A socket at the door, as its own messages need it. */
export interface PlacedConnection {
  readonly sittingId: string;
  readonly participationId: string;
  readonly deviceSession: string;
  readonly standing: Standing | null;
}

const placedColumns = `connection.sitting_id AS "sittingId", connection.participation_id AS "participationId",
  connection.device_session AS "deviceSession", admission.state AS standing`;
const placedJoins = `meeting_connection connection LEFT JOIN meeting_admission admission USING (participation_id)`;

@Injectable()
export class DoorsRepository {
  /** Waits for whoever else changes this door, and raises its version. First statement of every change. */
  async lock(tx: Tx, sittingId: string): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `INSERT INTO meeting_door (sitting_id) VALUES ($1)
       ON CONFLICT (sitting_id) DO UPDATE SET version = meeting_door.version + 1 RETURNING version`,
      [sittingId],
    );
    return row!.version;
  }

  find(tx: Tx, sittingId: string): Promise<MeetingDoorEntity | null> {
    return tx.repo(MeetingDoorEntity).findOneBy({ sittingId });
  }

  async setLobbyMessage(tx: Tx, sittingId: string, text: string, personId: string, at: Date): Promise<void> {
    await tx.repo(MeetingDoorEntity).update({ sittingId }, { lobbyMessage: text, lobbyMessageBy: personId, lobbyMessageAt: at });
  }

  admissions(tx: Tx, sittingId: string): Promise<MeetingAdmissionEntity[]> {
    return tx.repo(MeetingAdmissionEntity).findBy({ sittingId });
  }

  admission(tx: Tx, participationId: string): Promise<MeetingAdmissionEntity | null> {
    return tx.repo(MeetingAdmissionEntity).findOneBy({ participationId });
  }

  async setStanding(
    tx: Tx,
    row: { participationId: string; sittingId: string; state: Standing; since: Date; decidedBy: string | null },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO meeting_admission (participation_id, sitting_id, state, since, decided_by) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (participation_id) DO UPDATE SET state = EXCLUDED.state, since = EXCLUDED.since, decided_by = EXCLUDED.decided_by`,
      [row.participationId, row.sittingId, row.state, row.since, row.decidedBy],
    );
  }

  connections(tx: Tx, sittingId: string): Promise<MeetingConnectionEntity[]> {
    return tx.repo(MeetingConnectionEntity).find({ where: { sittingId }, order: { connectedAt: 'ASC', id: 'ASC' } });
  }

  /** Puts a socket at the door. It takes the place, and the order, of the former socket of the same tab. */
  async connect(
    tx: Tx,
    connection: { sittingId: string; participationId: string; deviceSession: string; socketId: string; at: Date },
  ): Promise<void> {
    const { sittingId, participationId, deviceSession, socketId, at } = connection;
    const [former] = await tx.query<{ id: string }>(
      `SELECT id FROM meeting_connection WHERE sitting_id = $1 AND participation_id = $2 AND device_session = $3`,
      [sittingId, participationId, deviceSession],
    );
    if (former) {
      // First, for a socket stands at a door once: it may have come as another tab before.
      await tx.query(`DELETE FROM meeting_connection WHERE sitting_id = $1 AND socket_id = $2 AND id <> $3`, [sittingId, socketId, former.id]);
      await tx.query(`UPDATE meeting_connection SET socket_id = $2, seen_at = $3 WHERE id = $1`, [former.id, socketId, at]);
      return;
    }
    await tx.query(
      `INSERT INTO meeting_connection (id, sitting_id, participation_id, device_session, socket_id, connected_at, seen_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6)
       ON CONFLICT (socket_id, sitting_id) DO UPDATE
         SET participation_id = EXCLUDED.participation_id, device_session = EXCLUDED.device_session, seen_at = EXCLUDED.seen_at`,
      [newId(), sittingId, participationId, deviceSession, socketId, at],
    );
  }

  /** Takes a socket from one door, or from all; returns the sittings it stood at. */
  async disconnect(tx: Tx, socketId: string, sittingId: string | null): Promise<string[]> {
    const rows = await tx.query<{ sitting_id: string }>(
      `DELETE FROM meeting_connection WHERE socket_id = $1 AND ($2::uuid IS NULL OR sitting_id = $2) RETURNING sitting_id`,
      [socketId, sittingId],
    );
    return rows.map((row) => row.sitting_id);
  }

  /** The socket at the door of a sitting. */
  async placeOf(tx: Tx, socketId: string, sittingId: string): Promise<PlacedConnection | null> {
    const [row] = await tx.query<PlacedConnection>(
      `SELECT ${placedColumns} FROM ${placedJoins} WHERE connection.socket_id = $1 AND connection.sitting_id = $2`,
      [socketId, sittingId],
    );
    return row ?? null;
  }

  /** Sockets of one tab of somebody who is in. */
  async socketsOf(tx: Tx, sittingId: string, participationId: string, deviceSession: string): Promise<string[]> {
    const rows = await tx.query<{ socket_id: string }>(
      `SELECT connection.socket_id FROM ${placedJoins}
       WHERE connection.sitting_id = $1 AND connection.participation_id = $2 AND connection.device_session = $3 AND admission.state = 'admitted'`,
      [sittingId, participationId, deviceSession],
    );
    return rows.map((row) => row.socket_id);
  }

  async setDevice(tx: Tx, socketId: string, sittingId: string, device: { micOn: boolean; cameraOn: boolean }): Promise<void> {
    await tx.repo(MeetingConnectionEntity).update({ socketId, sittingId }, device);
  }

  async muteAll(tx: Tx, participationId: string): Promise<void> {
    await tx.repo(MeetingConnectionEntity).update({ participationId }, { micOn: false });
  }

  /** Says that these sockets are still open. */
  async refresh(tx: Tx, socketIds: readonly string[], at: Date): Promise<void> {
    await tx.query(`UPDATE meeting_connection SET seen_at = $2 WHERE socket_id = ANY($1::text[])`, [socketIds, at]);
  }

  /** Sittings with sockets whose process has not been heard of since. */
  async sittingsWithStale(tx: Tx, before: Date): Promise<string[]> {
    const rows = await tx.query<{ sitting_id: string }>(`SELECT DISTINCT sitting_id FROM meeting_connection WHERE seen_at < $1`, [before]);
    return rows.map((row) => row.sitting_id);
  }

  async deleteStale(tx: Tx, sittingId: string, before: Date): Promise<void> {
    await tx.query(`DELETE FROM meeting_connection WHERE sitting_id = $1 AND seen_at < $2`, [sittingId, before]);
  }

  /** People who are in and have an open socket, and their sockets; `without` leaves out one person. */
  async present(tx: Tx, sittingId: string, without: string | null = null): Promise<{ people: number; devices: number }> {
    const [row] = await tx.query<{ people: number; devices: number }>(
      `SELECT count(DISTINCT connection.participation_id)::int AS people, count(*)::int AS devices FROM ${placedJoins}
       WHERE connection.sitting_id = $1 AND admission.state = 'admitted' AND connection.participation_id IS DISTINCT FROM $2::uuid`,
      [sittingId, without],
    );
    return row!;
  }

  /** Sockets of those of the people who are in. */
  async socketsInside(tx: Tx, sittingId: string, participationIds: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ socket_id: string }>(
      `SELECT connection.socket_id FROM ${placedJoins}
       WHERE connection.sitting_id = $1 AND connection.participation_id = ANY($2::uuid[]) AND admission.state = 'admitted'`,
      [sittingId, participationIds],
    );
    return rows.map((row) => row.socket_id);
  }
}
