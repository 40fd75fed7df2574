import { Module } from '@nestjs/common';
import { FavouritesController } from './favourites.controller.ts';
import { FavouritesService } from './favourites.service.ts';

/** Stars and recently used items. */
@Module({ controllers: [FavouritesController], providers: [FavouritesService], exports: [FavouritesService] })
export class FavouritesModule {}
