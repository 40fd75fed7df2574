import type { Server } from 'node:http';
import { NestFactory, ModulesContainer } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Response } from 'express';
import helmet from 'helmet';
import { declaredRoutes } from './access/declared-access.ts';
import { AppModule } from './app.module.ts';
import type { MillraceRequest } from './common/request.ts';
import { readBodies } from './common/request-body.ts';
import { newId } from './common/ids.ts';
import { answerMalformedHttp } from './common/malformed-http.ts';
import { baseUrl, type Config } from './config/config.ts';
import { answerBrowserClients } from './mcp/browser-clients.ts';
import { NestLogger } from './observability/nest-logger.ts';
import { serveApiReference } from './openapi.ts';
import { shellPolicy } from './page-policy.ts';
import type { Platform } from './platform.ts';

/** What a body may have beside the arguments of a job: names, options, white space. */
const bodySlackKb = 256;

/**
 * Builds the HTTP application of a process: limits, headers, request ids, the reference, and every domain. It refuses to
 * build when a route declares no access. It does not listen yet, and the caller closes it.
 */
export async function createApplication(platform: Platform): Promise<NestExpressApplication> {
  const { config, logger } = platform;
  const application = await NestFactory.create<NestExpressApplication>(AppModule.of(platform), { bodyParser: false, logger: new NestLogger(logger), abortOnError: false });
  declaredRoutes(application.get(ModulesContainer));
  application.setGlobalPrefix('api', { exclude: ['metrics', '.well-known/*path'] });
  application.set('trust proxy', config.MILLRACE_TRUST_PROXY ? 1 : false);
  application.set('query parser', 'simple');
  application.disable('x-powered-by');
  application.use(assignRequestId, securityHeaders(config), answerBrowserClients, ...readBodies((config.MILLRACE_MAX_ARGS_KB + bodySlackKb) * 1024));
  answerMalformedHttp(application.getHttpServer() as Server);
  serveApiReference(application);
  return application;
}

/** Every answer, error and log line about a request carries its id; a proxy in front may bring its own. */
function assignRequestId(request: MillraceRequest, response: Response, next: NextFunction): void {
  const given = request.headers['x-request-id'];
  request.requestId = typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : newId();
  response.setHeader('x-request-id', request.requestId);
  next();
}

/** Headers of every answer. Pages that draw apps have a wider policy, which they are served with. */
function securityHeaders(config: Config) {
  const isHttps = baseUrl(config).startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: Object.fromEntries(Object.entries(shellPolicy).map(([name, values]) => [name, [...values]])),
    },
    strictTransportSecurity: isHttps,
    referrerPolicy: { policy: 'same-origin' },
  });
}
