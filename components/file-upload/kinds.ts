/** Kinds of files that an author may allow, in words that say what people have. */
export const fileKinds = ['image', 'pdf', 'document', 'spreadsheet', 'csv', 'json', 'text', 'audio', 'video', 'archive', 'any'] as const;
/** One of {@link fileKinds}. */
export type FileKind = (typeof fileKinds)[number];

/** How the content of a file with an ending looks: one of these types as its first bytes tell, or plain text. */
type Content = readonly string[] | 'text';

const zip = 'application/zip';
const oldOffice = 'application/x-cfb';
const office = (part: string): string => `application/vnd.openxmlformats-officedocument.${part}`;
const open = (part: string): string => `application/vnd.oasis.opendocument.${part}`;

/** Endings by kind, with what a file of that ending has to hold. Two kinds may share an ending. */
const endings: Readonly<Record<Exclude<FileKind, 'any'>, Readonly<Record<string, Content>>>> = {
  image: {
    png: ['image/png', 'image/apng'],
    jpg: ['image/jpeg'],
    jpeg: ['image/jpeg'],
    gif: ['image/gif'],
    webp: ['image/webp'],
    avif: ['image/avif'],
    heic: ['image/heic', 'image/heif'],
    bmp: ['image/bmp'],
    tif: ['image/tiff'],
    tiff: ['image/tiff'],
  },
  pdf: { pdf: ['application/pdf'] },
  document: {
    docx: [office('wordprocessingml.document'), zip],
    pptx: [office('presentationml.presentation'), zip],
    odt: [open('text'), zip],
    doc: [oldOffice],
    rtf: ['application/rtf'],
    pdf: ['application/pdf'],
  },
  spreadsheet: { xlsx: [office('spreadsheetml.sheet'), zip], ods: [open('spreadsheet'), zip], xls: [oldOffice], csv: 'text', tsv: 'text' },
  csv: { csv: 'text', tsv: 'text' },
  json: { json: 'text', jsonl: 'text', geojson: 'text' },
  text: { txt: 'text', md: 'text', log: 'text', xml: 'text', yaml: 'text', yml: 'text' },
  audio: {
    mp3: ['audio/mpeg'],
    wav: ['audio/wav'],
    ogg: ['audio/ogg', 'application/ogg', 'audio/opus'],
    m4a: ['audio/x-m4a', 'audio/mp4'],
    flac: ['audio/flac'],
  },
  video: { mp4: ['video/mp4'], mov: ['video/quicktime'], webm: ['video/webm', 'video/matroska'], mkv: ['video/matroska'] },
  archive: { zip: [zip], gz: ['application/gzip'], tar: ['application/x-tar'], '7z': ['application/x-7z-compressed'] },
};

/** What runs when it is opened: refused whatever a release allows. */
const programs = new Set([
  'exe',
  'dll',
  'com',
  'scr',
  'msi',
  'bat',
  'cmd',
  'ps1',
  'vbs',
  'js',
  'mjs',
  'jar',
  'sh',
  'app',
  'apk',
  'lnk',
  'hta',
  'elf',
  'so',
  'dylib',
]);
const programTypes = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-ms-installer',
  'application/x-ms-shortcut',
  'application/vnd.android.package-archive',
  'application/java-archive',
  'application/java-vm',
  'application/x-shockwave-flash',
  'application/wasm',
]);

/** Endings by which a browser offers the files of these kinds; empty: all. */
export function endingsOf(kinds: readonly FileKind[]): string[] {
  if (kinds.length === 0 || kinds.includes('any')) return [];
  return [...new Set(kinds.flatMap((kind) => (kind === 'any' ? [] : Object.keys(endings[kind]))))];
}

/** The ending of a name, without its dot and in small letters. */
export const endingOf = (name: string): string => /\.([A-Za-z0-9]{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Why a file of this name may not be given, in words; `null` where it may. Its content is another question. */
export function nameProblem(name: string, kinds: readonly FileKind[]): string | null {
  const ending = endingOf(name);
  if (programs.has(ending)) return `“${name}” is a program. Programs cannot be uploaded.`;
  const allowed = endingsOf(kinds);
  if (allowed.length === 0 || allowed.includes(ending)) return null;
  return `“${name}” is not of a kind that is asked for here. Allowed: ${allowed.map((each) => `.${each}`).join(', ')}.`;
}

/** What the first bytes of a file tell: a type by its signature, or whether they read as text. */
export type Signature = { readonly type: string | null; readonly isText: boolean; readonly isScript: boolean };

/** Why the content of a file cannot be what its name says, in words; `null` where it can. */
export function contentProblem(name: string, { type, isText, isScript }: Signature): string | null {
  if (isScript || (type !== null && programTypes.has(type))) return `“${name}” holds a program, whatever it is called. Programs cannot be uploaded.`;
  const ending = endingOf(name);
  const expected = Object.values(endings).find((group) => Object.hasOwn(group, ending))?.[ending];
  if (expected === undefined) return null;
  const fits = expected === 'text' ? isText && (type === null || type === 'application/xml') : type !== null && expected.includes(type);
  return fits ? null : `“${name}” does not hold what its ending says. Save it in the right format, or give it its own ending.`;
}

/** The type with which a file is kept: by its content where that says it, else by its ending. */
export function typeOf(name: string, { type, isText }: Signature): string {
  const ending = endingOf(name);
  if (type !== null && type !== zip) return type;
  if (ending === 'csv') return 'text/csv';
  if (ending === 'json' || ending === 'geojson') return 'application/json';
  const expected = Object.values(endings).find((group) => Object.hasOwn(group, ending))?.[ending];
  if (type === zip && expected !== undefined && expected !== 'text') return expected[0] ?? zip;
  return type ?? (isText ? 'text/plain' : 'application/octet-stream');
}
