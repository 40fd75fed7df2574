import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Auth } from '../access/core/auth.ts';
import { CurrentAuth, Requires } from '../access/requires.ts';
import { Returns } from '../common/returns.ts';
import { Home, SearchQuery, SearchResult } from './search.contract.ts';
import { SearchService } from './search.service.ts';

/** The home page and the search across everything. */
@ApiTags('home')
@Controller('w/:workspace')
export class SearchController {
  constructor(private readonly searches: SearchService) {}

  @Get('search')
  @Requires('search:read')
  @Returns(SearchResult)
  searchWorkspace(@CurrentAuth() auth: Auth, @Query({ schema: SearchQuery }) query: SearchQuery): Promise<SearchResult> {
    return this.searches.search(auth, query.q, query.limit);
  }

  @Get('home')
  @Requires('search:read')
  @Returns(Home)
  getHome(@CurrentAuth() auth: Auth): Promise<Home> {
    return this.searches.home(auth);
  }
}
