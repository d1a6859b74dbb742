import { DomainError } from '@app/kernel';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';

const window = 15 * 60;

/**
 * Limits on wrong passwords, counted in PostgreSQL so that all API processes share them: per address of the client and,
 * tighter, per client and account. There is no lock on the account alone: nobody can lock somebody else out.
 */
@Injectable()
export class SignInLimits {
  private readonly perClient: RateLimiterPostgres;
  private readonly perAccount: RateLimiterPostgres;

  constructor(@InjectDataSource() dataSource: DataSource) {
    const shared = { storeClient: dataSource, storeType: 'typeorm', tableName: 'sign_in_limit', tableCreated: true, duration: window, clearExpiredByTimeout: false };
    this.perClient = new RateLimiterPostgres({ ...shared, keyPrefix: 'client', points: 60 });
    this.perAccount = new RateLimiterPostgres({ ...shared, keyPrefix: 'account', points: 10 });
  }

  /**
   * Counts one try before the password is looked at.
   * @throws {DomainError} `request.rate_limited` with the seconds to wait
   */
  async spend(ip: string, email: string): Promise<void> {
    try {
      await this.perClient.consume(ip);
      await this.perAccount.consume(accountKey(ip, email));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new DomainError('request.rate_limited', { retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) });
    }
  }

  /** A right password: the try does not count. */
  async forgive(ip: string, email: string): Promise<void> {
    await this.perClient.reward(ip, 1);
    await this.perAccount.delete(accountKey(ip, email));
  }
}

/** Of the address only a hash is kept: it may be longer than a key, and may be nobody's. */
function accountKey(ip: string, email: string): string {
  return `${ip} ${createHash('sha256').update(email).digest('base64url')}`;
}
