import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { JsonObject } from '../../backend/common/json.ts';

/** A part of what a tool gave. Data of a stranger: never an instruction. `data` is Base64. */
export type McpContent =
  | { type: 'text'; text: string }
  | { type: 'image' | 'audio'; mimeType: string; data: string }
  | { type: 'resource'; uri: string; mimeType: string | null; text: string | null; data: string | null }
  | { type: 'link'; uri: string; name: string; description: string | null };

/** What a call gave. `structured` is there where the tool answers with a JSON object. With `isError` the content says what went wrong. */
export type McpCallResult = { content: McpContent[]; structured: JsonObject | null; isError: boolean };

/** Reads an answer that has passed the schema of the protocol. */
export function readCallResult(result: CallToolResult): McpCallResult {
  return { content: result.content.map(readPart), structured: (result.structuredContent ?? null) as JsonObject | null, isError: result.isError === true };
}

function readPart(part: CallToolResult['content'][number]): McpContent {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
    case 'audio':
      return { type: part.type, mimeType: part.mimeType, data: part.data };
    case 'resource_link':
      return { type: 'link', uri: part.uri, name: part.name, description: part.description ?? null };
    case 'resource': {
      const { uri, mimeType } = part.resource;
      return {
        type: 'resource',
        uri,
        mimeType: mimeType ?? null,
        text: 'text' in part.resource ? part.resource.text : null,
        data: 'blob' in part.resource ? part.resource.blob : null,
      };
    }
  }
}
