import { Body, Controller, HttpCode, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { ReturnsNothing } from '../common/returns.ts';
import { SetFavourite } from '../search/search.contract.ts';
import { FavouritesService } from './favourites.service.ts';

/** Stars. */
@ApiTags('home')
@Controller('w/:workspace')
export class FavouritesController {
  constructor(private readonly favourites: FavouritesService) {}

  @Put('favourites')
  @HttpCode(204)
  @Requires('search:read')
  @ReturnsNothing()
  setFavourite(@CurrentAuth() auth: Auth, @Body({ schema: SetFavourite }) input: SetFavourite): Promise<void> {
    return this.favourites.set(auth, input);
  }
}
