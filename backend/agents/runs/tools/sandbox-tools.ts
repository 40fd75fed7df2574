import { Injectable } from '@nestjs/common';
import type { RunContext } from '../run-context.ts';
import type { HostedTool } from './hosted-tool.ts';

/** A shell and files in a sandbox as tools. */
@Injectable()
export class SandboxTools {
  of(_context: RunContext): Promise<HostedTool[]> {
    return Promise.resolve([]);
  }
}
