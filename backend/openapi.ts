import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { errorStatus } from './common/app-error.ts';
import { version } from './config/config.ts';

/**
 * The OpenAPI 3.1 document of all routes, made from the contracts and the declarations of access. It needs no database, so
 * it can also be written to a file by the build.
 */
export function apiDocument(application: NestExpressApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Millrace')
    .setDescription(description())
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A personal token (mr_…) or the token of a job' })
    .addCookieAuth('millrace_session', { type: 'apiKey', in: 'cookie', description: 'Sign in first; every change also needs the header x-csrf-token' })
    .addSecurityRequirements('bearer')
    .build();
  return SwaggerModule.createDocument(application, settings, { operationIdFactory: (_controller, method) => method });
}

/** Serves the document and a page to read and try it, with assets of our own. Built at the first request, not at boot. */
export function serveApiReference(application: NestExpressApplication): void {
  SwaggerModule.setup('api/docs', application, () => apiDocument(application), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Millrace API',
    swaggerOptions: { persistAuthorization: false, displayOperationId: true, tagsSorter: 'alpha' },
  });
}

function description(): string {
  const codes = Object.entries(errorStatus).map(([code, status]) => `| \`${code}\` | ${status} |`);
  return ['Errors are `{error: {code, message, details, request_id}}`; what one may not see answers as what does not exist.', '', '| code | status |', '| --- | --- |', ...codes].join('\n');
}
