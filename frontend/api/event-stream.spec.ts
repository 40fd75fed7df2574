import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readEvents, type StreamEvent } from './event-stream.ts';

const stream =
  ': hello\n\nid: 1\ndata: {"type":"start"}\n\nretry: 100\nid: 2\nevent: chunk\ndata: one\ndata: two\n\nid: 3\r\ndata:[DONE]\r\n\r\ndata: not whole';
const events: StreamEvent[] = [
  { id: '1', event: 'message', data: '{"type":"start"}' },
  { id: '2', event: 'chunk', data: 'one\ntwo' },
  { id: '3', event: 'message', data: '[DONE]' },
];

describe('server-sent events', () => {
  it('are read out of a stream, without comments and what is not whole', () => {
    expect(readEvents()(stream)).toEqual(events);
  });

  it('are the same however the stream is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 12 }), (cuts) => {
        const borders = [0, ...[...cuts].sort((one, other) => one - other), stream.length];
        const read = readEvents();
        const found = borders.slice(1).flatMap((end, index) => read(stream.slice(borders[index], end)));
        expect(found).toEqual(events);
      }),
    );
  });
});
