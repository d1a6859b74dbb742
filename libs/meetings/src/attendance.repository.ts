import type { Tx } from '@app/platform';
import { newId } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import type { Stay } from './attendance.rules.js';
import type { MeetingRoomEntity } from './meeting-room.entity.js';

export interface RoomStay extends Stay {
  readonly participationId: string;
  /** LiveKit's participant sid: one stay of one tab. */
  readonly sid: string;
}

@Injectable()
export class AttendanceRepository {
  /**
   * Adds what is known about stays in a media room. The earliest start and the earliest end win and nothing lasts longer
   * than its room, so events may come late, twice and in any order. People of other sittings are left out.
   */
  async merge(tx: Tx, room: MeetingRoomEntity, stays: readonly RoomStay[]): Promise<void> {
    for (const { participationId, sid, joinedAt, leftAt } of stays) {
      await tx.query(
        `INSERT INTO attendance (id, sitting_id, participation_id, epoch, source, source_id, joined_at, left_at)
         SELECT $1, room.sitting_id, participation.id, room.epoch, 'livekit', $4, $5::timestamptz,
                CASE WHEN COALESCE($6, room.ended_at) IS NOT NULL THEN GREATEST($5, LEAST($6::timestamptz, room.ended_at)) END
         FROM meeting_room room JOIN participation ON participation.sitting_id = room.sitting_id AND participation.id = $3
         WHERE room.id = $2
         ON CONFLICT (sitting_id, source, source_id) DO UPDATE
           SET joined_at = LEAST(attendance.joined_at, EXCLUDED.joined_at), left_at = LEAST(attendance.left_at, EXCLUDED.left_at)`,
        [newId(), room.id, participationId, sid, joinedAt, leftAt],
      );
    }
  }

  /** Nothing lasts longer than the room. */
  async cutAtEnd(tx: Tx, room: { sittingId: string; epoch: number }, at: Date): Promise<void> {
    await tx.query(
      `UPDATE attendance SET left_at = GREATEST(joined_at, LEAST(left_at, $3))
       WHERE sitting_id = $1 AND epoch = $2 AND (left_at IS NULL OR left_at > $3)`,
      [room.sittingId, room.epoch, at],
    );
  }

  /** Ends stays in a media room that a look at it no longer showed; those that began just before the look are spared. */
  async closeUnseen(tx: Tx, room: MeetingRoomEntity, seenSids: readonly string[], lookedAt: Date): Promise<void> {
    await tx.query(
      `UPDATE attendance SET left_at = GREATEST(joined_at, $4)
       WHERE sitting_id = $1 AND epoch = $2 AND source = 'livekit' AND left_at IS NULL
         AND NOT source_id = ANY($3::text[]) AND joined_at < $4::timestamptz - interval '10 seconds'`,
      [room.sittingId, room.epoch, seenSids, lookedAt],
    );
  }

  /**
   * Direct mode: opens a stay for every socket of somebody who is in, and ends the stays of all others.
   * Called after each change at the door, so that no path can forget it.
   */
  async followSockets(tx: Tx, sittingId: string, at: Date): Promise<void> {
    const inside = `SELECT connection.id, connection.participation_id, connection.seen_at, room.epoch
      FROM meeting_connection connection
      JOIN meeting_admission admission USING (participation_id)
      JOIN meeting_room room ON room.sitting_id = connection.sitting_id AND room.mode = 'direct' AND room.ended_at IS NULL
      WHERE connection.sitting_id = $1 AND admission.state = 'admitted'`;
    await tx.query(
      `UPDATE attendance SET left_at = GREATEST(joined_at, $2)
       WHERE sitting_id = $1 AND source = 'socket' AND left_at IS NULL
         AND NOT EXISTS (SELECT FROM (${inside}) inside
                         WHERE inside.id::text = split_part(attendance.source_id, '@', 1) AND inside.epoch = attendance.epoch)`,
      [sittingId, at],
    );
    await tx.query(
      `INSERT INTO attendance (id, sitting_id, participation_id, epoch, source, source_id, joined_at)
       SELECT gen_random_uuid(), $1, inside.participation_id, inside.epoch, 'socket', inside.id || '@' || $3::text, $2
       FROM (${inside}) inside
       WHERE NOT EXISTS (SELECT FROM attendance WHERE sitting_id = $1 AND source = 'socket' AND left_at IS NULL
                           AND split_part(source_id, '@', 1) = inside.id::text)
       ON CONFLICT (sitting_id, source, source_id) DO UPDATE SET left_at = NULL`,
      [sittingId, at, String(at.getTime())],
    );
  }

  /** Ends the stays of sockets whose process died, at the time they were last seen. */
  async closeStaleSockets(tx: Tx, sittingId: string, before: Date): Promise<void> {
    await tx.query(
      `UPDATE attendance SET left_at = GREATEST(joined_at, connection.seen_at) FROM meeting_connection connection
       WHERE attendance.sitting_id = $1 AND connection.sitting_id = $1 AND connection.seen_at < $2 AND attendance.source = 'socket'
         AND attendance.left_at IS NULL AND split_part(attendance.source_id, '@', 1) = connection.id::text`,
      [sittingId, before],
    );
  }

  /** The meeting is over for everybody. */
  async closeAll(tx: Tx, sittingId: string, at: Date): Promise<void> {
    await tx.query(`UPDATE attendance SET left_at = GREATEST(joined_at, $2) WHERE sitting_id = $1 AND left_at IS NULL`, [sittingId, at]);
  }

  /** Whether somebody is in, and when the last one left. */
  async occupancy(tx: Tx, sittingId: string): Promise<{ open: boolean; emptySince: Date | null }> {
    const [row] = await tx.query<{ open: boolean; emptySince: Date | null }>(
      `SELECT COALESCE(bool_or(left_at IS NULL), false) AS open, max(left_at) AS "emptySince" FROM attendance WHERE sitting_id = $1`,
      [sittingId],
    );
    return row!;
  }
}
