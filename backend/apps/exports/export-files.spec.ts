import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { pageOf } from './answered-page.ts';
import { exportFormats } from './export-formats.ts';

describe('a page of an export', () => {
  test.each<[string, unknown, object]>([
    ['a list that is full has more behind it', [{ id: 1 }, { id: 2 }], { total: null, isLast: false }],
    ['a shorter list is the last', [{ id: 1 }], { isLast: true }],
    ['a count tells when it is over, however short the page', { rows: [{ id: 1 }], total: 9 }, { total: 9, isLast: false }],
    ['the count is reached', { rows: [{ id: 1 }], total: 4 }, { isLast: true }],
    ['a page without rows ends it, whatever the count says', { rows: [], total: 9 }, { isLast: true }],
    ['more is said in words', { rows: [{ id: 1 }], has_more: true }, { isLast: false }],
    ['what is no answer ends it', 'nothing', { rows: [], isLast: true }],
  ])('%s', (_what, answer, expected) => {
    expect(pageOf(answer, 3, 2)).toMatchObject(expected);
  });

  test('names the page behind it, where the action does', () => {
    expect(pageOf({ rows: [{ id: 1 }], total: null, next: 'x' }, 3, 2)).toMatchObject({ isLast: false, next: 'x' });
    expect(pageOf({ rows: [{ id: 1 }], total: 90, next: null }, 3, 2)).toMatchObject({ isLast: true, next: null });
  });
});

describe('a file of rows', () => {
  const columns = [
    { field: 'name', title: 'Name, full' },
    { field: 'customer.city', title: 'City <&>' },
    { field: 'total', title: 'Total' },
  ];
  const rows = [
    { name: '=1+1', customer: { city: 'Køln' }, total: -5 },
    { name: `a\u0000b ${'x'.repeat(40_000)}`, customer: null, total: 2.5 },
    { name: true },
  ];
  const pages = (kind: keyof typeof exportFormats): string[] => rows.map((row, index) => exportFormats[kind].page([row], columns, index));

  test('as CSV has titles once, values as they are, and no formulas', () => {
    expect(pages('csv').slice(0, 1)).toEqual([`\ufeff"Name, full",City <&>,Total\r\n'=1+1,Køln,-5\r\n`]);
    expect(pages('csv')[2]).toBe('true,,\r\n');
  });

  test('as JSON has a row in each line', () => {
    expect(pages('jsonl').map((line) => JSON.parse(line) as object)[0]).toEqual({ name: '=1+1', 'customer.city': 'Køln', total: -5 });
  });

  test('as a workbook is an archive that others read, with numbers as numbers and texts as texts', async () => {
    async function* given(): AsyncGenerator<string> {
      yield* pages('xlsx');
    }
    const pieces: Uint8Array[] = [];
    for await (const piece of exportFormats.xlsx.file(given(), columns)) pieces.push(piece as Uint8Array);
    const read = `import io,json,sys,zipfile,xml.etree.ElementTree as tree
archive=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())); assert archive.testzip() is None
for name in archive.namelist(): tree.fromstring(archive.read(name))
sheet=tree.fromstring(archive.read('xl/worksheets/sheet1.xml')); at='{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
print(json.dumps([[[cell.get('r'), cell.get('t'), ''.join(cell.itertext())[:6], len(''.join(cell.itertext()))] for cell in row] for row in sheet.iter(at+'row')]))`;
    const cells = JSON.parse(execFileSync('python3', ['-c', read], { input: Buffer.concat(pieces) }).toString()) as unknown;
    expect(cells).toEqual([
      [
        ['A1', 'inlineStr', 'Name, ', 10],
        ['B1', 'inlineStr', 'City <', 8],
        ['C1', 'inlineStr', 'Total', 5],
      ],
      [
        ['A2', 'inlineStr', '=1+1', 4],
        ['B2', 'inlineStr', 'Køln', 4],
        ['C2', null, '-5', 2],
      ],
      [
        ['A3', 'inlineStr', 'a\ufffdb xx', 32_767],
        ['C3', null, '2.5', 3],
      ],
      [['A4', 'b', '1', 1]],
    ]);
  });

  test('as a workbook breaks off where its rows cannot be read, and is not taken for whole', async () => {
    async function* given(): AsyncGenerator<string> {
      yield await Promise.resolve('<row r="2"></row>');
      throw new Error('the page is gone');
    }
    const read = async (): Promise<void> => {
      for await (const piece of exportFormats.xlsx.file(given(), columns)) expect(piece.length).toBeGreaterThan(0);
    };
    await expect(read()).rejects.toThrow('the page is gone');
  });
});
