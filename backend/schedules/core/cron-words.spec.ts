import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cronInWords } from './cron-words.ts';

test.each([
  ['0 2 * * *', 'Every day at 02:00'],
  ['30 9 * * 1-5', 'At 09:30 on Monday to Friday'],
  ['0 9 * * MON,WED', 'At 09:00 on Monday and Wednesday'],
  ['0 9,17 * * *', 'Every day at 09:00 and 17:00'],
  ['15 0 4 * * *', 'Every day at 04:00:15'],
  ['* * * * *', 'Every minute'],
  ['*/5 * * * *', 'Every 5 minutes'],
  ['*/5 9-17 * * 1-5', 'Every 5 minutes from 09:00 to 17:59 on Monday to Friday'],
  ['0 * * * *', 'Every hour'],
  ['20 * * * *', 'Every hour at 20 past'],
  ['0 */6 * * *', 'Every 6 hours'],
  ['10 */6 * * *', 'Every 6 hours at 10 past'],
  ['*/10 * * * * *', 'Every 10 seconds'],
  ['* * * * * *', 'Every second'],
  ['0 0 1 * *', 'At 00:00 on the 1st of every month'],
  ['0 0 1,15 * *', 'At 00:00 on the 1st and 15th of every month'],
  ['0 0 L * *', 'At 00:00 on the last day of every month'],
  ['0 0 1 1 *', 'At 00:00 on the 1st of January'],
  ['0 0 * * 5L', 'At 00:00 on the last Friday'],
  ['0 8 * * MON#1', 'At 08:00 on the 1st Monday'],
  ['0 0 * 6-8 1', 'At 00:00 on Monday in June to August'],
  ['0 0 * 12 *', 'At 00:00 every day in December'],
  ['0 0 13 * 5', 'At 00:00 on the 13th or on Friday of every month'],
  ['0 0 13 * +5', 'At 00:00 on the 13th if it is Friday of every month'],
  ['@daily', 'Every day at 00:00'],
  ['__proto__', '__proto__'],
])('"%s" is "%s"', (expression, words) => {
  expect(cronInWords(expression)).toBe(words);
});

test('any text has words, also one that is no expression', () => {
  fc.assert(fc.property(fc.string({ maxLength: 40 }), (text) => {
    expect(typeof cronInWords(text)).toBe('string');
  }));
});
