import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { origin } from '../../components/custom/manifest.ts';
import { Public } from '../access/requires.ts';
import { requestInvalid } from '../common/request-invalid.ts';
import { framePage, framePolicy } from './core/component-frame.ts';

const mostOrigins = 20;

/** The empty page in which components of authors run. It holds nothing and knows nobody; what runs in it comes by message from the page around it. */
@ApiTags('apps')
@Controller('component_frame')
export class ComponentFrameController {
  @Get()
  @Public()
  showFrame(@Query('origin') given: string | string[] | undefined, @Res() response: Response): void {
    const origins = [given ?? []].flat();
    if (origins.length > mostOrigins || !origins.every((each) => origin.safeParse(each).success))
      throw requestInvalid([{ path: ['origin'], message: 'an origin such as https://api.example.org, and 20 of them at most' }]);
    response.removeHeader('x-frame-options');
    response.set({ 'content-security-policy': framePolicy(origins), 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'public, max-age=3600' });
    response.type('html').send(framePage);
  }
}
