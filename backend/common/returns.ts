import { SerializeOptions, StandardSchemaSerializerInterceptor, UseInterceptors, applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { StandardSchemaV1 } from '@standard-schema/spec';

/**
 * What a route answers: for OpenAPI, and as a filter. Fields that the schema does not name never leave the server, so a
 * column that must stay secret cannot slip into an answer.
 */
export function Returns(schema: StandardSchemaV1, status = 200) {
  return applyDecorators(
    ApiResponse({ status, standardSchema: schema, description: 'Done' }),
    UseInterceptors(StandardSchemaSerializerInterceptor),
    SerializeOptions({ schema }),
  );
}

/** A route that answers with nothing but 204. */
export const ReturnsNothing = () => ApiResponse({ status: 204, description: 'Done' });
