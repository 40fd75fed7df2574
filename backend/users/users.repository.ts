import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { newId } from '../common/ids.ts';
import { Database, type Transaction } from '../database/database.ts';
import { UserEntity } from './user.entity.ts';

/** Reads and writes people. Addresses are compared without regard to case, as the unique index does. */
@Injectable()
export class UsersRepository {
  constructor(private readonly database: Database) {}

  findById(id: string, manager: Transaction = this.database.manager): Promise<UserEntity | null> {
    return manager.findOneBy(UserEntity, { id });
  }

  findByEmail(email: string, manager: Transaction = this.database.manager): Promise<UserEntity | null> {
    return manager.createQueryBuilder(UserEntity, 'person').where('lower(person.email) = lower(:email)', { email }).getOne();
  }

  async hasAny(manager: Transaction): Promise<boolean> {
    return manager.createQueryBuilder(UserEntity, 'person').getExists();
  }

  async create(manager: Transaction, person: Pick<UserEntity, 'email' | 'name' | 'passwordHash' | 'isSuperadmin'>): Promise<UserEntity> {
    const created = { id: newId(), preferences: {}, createdAt: new Date(), disabledAt: null, ...person };
    await manager.insert(UserEntity, created);
    return created;
  }

  /** Gives an account that has no password its first one; `false` where it has one by now. */
  async claim(manager: Transaction, id: string, changes: Pick<UserEntity, 'name' | 'passwordHash'>): Promise<boolean> {
    const { affected } = await manager.update(UserEntity, { id, passwordHash: IsNull(), isSuperadmin: false, disabledAt: IsNull() }, changes);
    return affected === 1;
  }

  async update(manager: Transaction, id: string, changes: Partial<Pick<UserEntity, 'name' | 'preferences' | 'passwordHash'>>): Promise<void> {
    await manager.update(UserEntity, { id }, changes);
  }
}
