/** Looks of the surroundings, which a frame does not inherit. */
export type FrameLooks = { readonly ink: string; readonly link: string; readonly font: string; readonly scheme: 'light' | 'dark' };

/**
 * A page around a piece of HTML. Its policy lets nothing in from elsewhere and nothing out: styles and pictures only where they are written down in it,
 * no scripts, no forms, no frames.
 */
export function frameDocument(content: string, { ink, link, font, scheme }: FrameLooks): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'";
  const styles = `:root{color-scheme:${scheme};color:${ink};font:14px/20px ${font}}body{margin:0;overflow-wrap:anywhere}a{color:${link}}img{max-width:100%}`;
  // Closing tags in what is given cannot end the head: it stands in the body. What comes before it is ours alone.
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank"><style>${styles.replaceAll('<', '')}</style></head><body>${content}</body></html>`;
}
