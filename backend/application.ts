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
import { NestLogger } from './observability/nest-logger.ts';
import { serveApiReference } from './openapi.ts';
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
  application.setGlobalPrefix('api', { exclude: ['metrics'] });
  application.set('trust proxy', config.MILLRACE_TRUST_PROXY ? 1 : false);
  application.set('query parser', 'simple');
  application.disable('x-powered-by');
  application.use(assignRequestId, securityHeaders(config), ...readBodies((config.MILLRACE_MAX_ARGS_KB + bodySlackKb) * 1024));
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

/**
 * Scripts come from this origin only. WebAssembly is allowed for the expression engine, inline styles for the component
 * library; frames are for results and author code, which run sandboxed.
 */
function securityHeaders(config: Config) {
  const isHttps = baseUrl(config).startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'", "'wasm-unsafe-eval'"],
        'script-src-attr': ["'none'"],
        'style-src': ["'self'", "'unsafe-inline'"],
        // Apps show pictures and pages from the encrypted web; what comes out of a script or model loads none (see MarkdownView).
        'img-src': ["'self'", 'data:', 'blob:', 'https:'],
        'font-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'worker-src': ["'self'", 'blob:'],
        'frame-src': ["'self'", 'blob:', 'data:', 'https:'],
        'frame-ancestors': ["'self'"],
        'base-uri': ["'self'"],
        'form-action': ["'self'"],
        'object-src': ["'none'"],
      },
    },
    strictTransportSecurity: isHttps,
    referrerPolicy: { policy: 'same-origin' },
  });
}
