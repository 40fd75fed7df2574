import { zipPieces } from './zip-pieces.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** A cell holds no more, and programs refuse a file in which one does. */
const mostCharacters = 32_767;

const types = `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/></Types>`;
const root = `${declaration}<Relationships xmlns="${relationships}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
const workbook = `${declaration}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Rows" sheetId="1" r:id="r1"/></sheets></workbook>`;
const parts = `${declaration}<Relationships xmlns="${relationships}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${office}/styles" Target="styles.xml"/></Relationships>`;
/** The second style is that of the titles. */
const styles = `${declaration}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs></styleSheet>`;
/** The titles stay in sight. */
const sheetHead = `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
const sheetFoot = '</sheetData></worksheet>';

/** A workbook with one sheet of rows, piece by piece: of a million rows no more than a page is in memory. */
export async function* workbookPieces(titles: readonly string[], pages: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  async function* sheet(): AsyncGenerator<string> {
    yield `${sheetHead}${rowXml(titles, 1, ' s="1"')}`;
    yield* pages;
    yield sheetFoot;
  }
  yield* zipPieces([
    ['[Content_Types].xml', [types]],
    ['_rels/.rels', [root]],
    ['xl/workbook.xml', [workbook]],
    ['xl/_rels/workbook.xml.rels', [parts]],
    ['xl/styles.xml', [styles]],
    ['xl/worksheets/sheet1.xml', sheet()],
  ]);
}

/** Rows of a sheet from a line on. Numbers and yes or no are what they are; everything else is text, and no text is a formula. */
export const sheetRows = (rows: readonly (readonly unknown[])[], first: number): string => rows.map((values, index) => rowXml(values, first + index)).join('');

const rowXml = (values: readonly unknown[], line: number, style = ''): string =>
  `<row r="${line}">${values.map((value, index) => cellXml(value, `${columnName(index)}${line}`, style)).join('')}</row>`;

function cellXml(value: unknown, place: string, style: string): string {
  if (value === null || value === undefined || value === '') return '';
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${place}"${style}><v>${value}</v></c>`;
  if (typeof value === 'boolean') return `<c r="${place}"${style} t="b"><v>${value ? 1 : 0}</v></c>`;
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(fitted(text))}</t></is></c>`;
}

const fitted = (text: string): string => (text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1).toWellFormed()}…`);

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** What XML cannot hold at all. */
const unspeakable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const escaped = (text: string): string => text.replaceAll(unspeakable, '\ufffd').replaceAll(/[&<>]/g, (sign) => signs[sign] ?? sign);

/** A, B, … Z, AA, AB, … */
function columnName(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : `${columnName(Math.floor(index / 26) - 1)}${letter}`;
}
