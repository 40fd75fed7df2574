import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { errorStatus } from './app-error.ts';
import { newId } from './ids.ts';

/** Answers what is not HTTP, or has headers without end, in the form of every other error; such requests never reach the application. */
export function answerMalformedHttp(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    socket.end(
      malformedAnswer(
        error.code === 'HPE_HEADER_OVERFLOW'
          ? 'The address and the headers of the request are larger than this server accepts.'
          : 'This is not a valid HTTP request.',
      ),
    );
  });
}

function malformedAnswer(message: string): string {
  const requestId = newId();
  const body = JSON.stringify({ error: { code: 'request/malformed', message, details: {}, request_id: requestId } });
  const head = [
    `HTTP/1.1 ${errorStatus['request/malformed']} Bad Request`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    'connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
