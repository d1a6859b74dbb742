import type { Tx } from '@app/platform';
import { newId } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { MeetingRoomEntity } from './meeting-room.entity.js';

export interface NewRoom {
  readonly sittingId: string;
  /** The epoch it replaces; 0 for the first room of a sitting. */
  readonly after: number;
  /** Null opens direct mode. */
  readonly server: string | null;
  readonly name: string;
  readonly at: Date;
}

@Injectable()
export class RoomsRepository {
  /** The room in force. */
  async current(tx: Tx, sittingId: string): Promise<MeetingRoomEntity | null> {
    return this.newest(tx, 'room.ended_at IS NULL', sittingId);
  }

  /** The newest room that could be joined, ended or not: what clients may be in. */
  async newestReady(tx: Tx, sittingId: string): Promise<MeetingRoomEntity | null> {
    return this.newest(tx, 'room.ready_at IS NOT NULL', sittingId);
  }

  /** The highest epoch there has been; 0 for none. */
  async lastEpoch(tx: Tx, sittingId: string): Promise<number> {
    const [row] = await tx.query<{ epoch: number }>(`SELECT COALESCE(max(epoch), 0) AS epoch FROM meeting_room WHERE sitting_id = $1`, [sittingId]);
    return row!.epoch;
  }

  byName(tx: Tx, name: string): Promise<MeetingRoomEntity | null> {
    return tx.repo(MeetingRoomEntity).findOneBy({ name });
  }

  /** All rooms that have not ended. */
  live(tx: Tx): Promise<MeetingRoomEntity[]> {
    return tx.repo(MeetingRoomEntity).createQueryBuilder('room').where('room.ended_at IS NULL').orderBy('room.opened_at').getMany();
  }

  /** Rooms of a sitting that a media server may still hold. */
  onServers(tx: Tx, sittingId: string): Promise<MeetingRoomEntity[]> {
    return tx.repo(MeetingRoomEntity).findBy({ sittingId, mode: 'livekit' });
  }

  /**
   * Compare-and-swap of the epoch: inserts the next room only when `after` is still the highest one, and ends that one.
   * Of many processes that replace the same room exactly one gets a row back. A direct room is ready at once.
   */
  async replace(tx: Tx, room: NewRoom): Promise<MeetingRoomEntity | null> {
    const id = newId();
    const rows = await tx.query<{ id: string }>(
      `INSERT INTO meeting_room (id, sitting_id, epoch, mode, server, name, opened_at, ready_at)
       SELECT $1, $2, $3::int + 1, CASE WHEN $4::text IS NULL THEN 'direct' ELSE 'livekit' END, $4, $5, $6, CASE WHEN $4::text IS NULL THEN $6::timestamptz END
       WHERE $3::int = (SELECT COALESCE(max(epoch), 0) FROM meeting_room WHERE sitting_id = $2)
       ON CONFLICT (sitting_id, epoch) DO NOTHING
       RETURNING id`,
      [id, room.sittingId, room.after, room.server, room.name, room.at],
    );
    if (rows.length === 0) return null;
    await tx.query(`UPDATE meeting_room SET ended_at = LEAST(ended_at, $3) WHERE sitting_id = $1 AND epoch = $2`, [
      room.sittingId,
      room.after,
      room.at,
    ]);
    return tx.repo(MeetingRoomEntity).findOneByOrFail({ id });
  }

  async markReady(tx: Tx, id: string, at: Date): Promise<boolean> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE meeting_room SET ready_at = $2 WHERE id = $1 AND ready_at IS NULL AND ended_at IS NULL RETURNING id`,
      [id, at],
    );
    return rows.length > 0;
  }

  /** Notes that media servers still hold these rooms. */
  async noteSeen(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
    await tx.query(`UPDATE meeting_room SET seen_at = $2 WHERE id = ANY ($1::uuid[])`, [ids, at]);
  }

  /** Ends a room; of several ends the earliest is kept. */
  async end(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.query(`UPDATE meeting_room SET ended_at = LEAST(ended_at, $2) WHERE id = $1`, [id, at]);
  }

  async endAll(tx: Tx, sittingId: string, at: Date): Promise<void> {
    await tx.query(`UPDATE meeting_room SET ended_at = $2 WHERE sitting_id = $1 AND ended_at IS NULL`, [sittingId, at]);
  }

  private newest(tx: Tx, where: string, sittingId: string): Promise<MeetingRoomEntity | null> {
    return tx
      .repo(MeetingRoomEntity)
      .createQueryBuilder('room')
      .where('room.sitting_id = :sittingId', { sittingId })
      .andWhere(where)
      .orderBy('room.epoch', 'DESC')
      .getOne();
  }
}
