import { Global, Module } from '@nestjs/common';
import { join } from 'node:path';
import { CONFIG, type Config } from '../config/config.ts';
import { LocalObjectStore, OBJECT_STORE } from './object-store.ts';

/** The object store, for every domain. */
@Global()
@Module({
  providers: [{ provide: OBJECT_STORE, inject: [CONFIG], useFactory: (config: Config) => new LocalObjectStore(join(config.dataDirectory, 'objects')) }],
  exports: [OBJECT_STORE],
})
export class ObjectsModule {}
