import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isAllowedHost, isClosedAddress } from './outbound-address.ts';

describe('an address that the server may not reach', () => {
  test.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fd00:ec2::254',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    '',
    'localhost',
    '1.2.3',
    '1.2.3.256',
    '1::2::3',
    '12345::',
    'example.com',
  ])('%s is closed', (address) => expect(isClosedAddress(address)).toBe(true));

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.32.0.1',
    '192.169.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2a00:1450:4001:82a::200e',
  ])('%s is open', (address) => expect(isClosedAddress(address)).toBe(false));

  test('is the same one when it is written as IPv6', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isClosedAddress(`::ffff:${address}`)).toBe(isClosedAddress(address));
        expect(isClosedAddress(new URL(`http://[::ffff:${address}]/`).hostname.slice(1, -1))).toBe(isClosedAddress(address));
      }),
    );
  });
});

describe('what the admin allows', () => {
  test.each([
    [['ollama.internal'], 'ollama.internal', 11434, true],
    [['ollama.internal'], 'OLLAMA.internal.', 80, true],
    [['ollama.internal:11434'], 'ollama.internal', 11434, true],
    [['ollama.internal:11434'], 'ollama.internal', 22, false],
    [['*.corp.example'], 'mcp.corp.example', 443, true],
    [['*.corp.example'], 'corp.example', 443, false],
    [['*.corp.example'], 'evilcorp.example', 443, false],
    [['10.1.0.0/16'], '10.1.200.3', 80, true],
    [['10.1.0.0/16'], '10.2.0.1', 80, false],
    [['127.0.0.1:8080'], '127.0.0.1', 8080, true],
    [['::1'], '[::1]', 80, true],
    [['[::1]:80'], '[0:0:0:0:0:0:0:1]', 80, true],
    [[], '127.0.0.1', 80, false],
    [['nonsense/99'], '127.0.0.1', 80, false],
  ] as const)('%j says of %s:%d %s', (allowed, host, port, answer) => expect(isAllowedHost(allowed, host, port)).toBe(answer));
});
