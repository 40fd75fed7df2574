import DOMPurify from 'dompurify';

const purifier = DOMPurify();
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer nofollow');
});

/** What rich text is made of. No pictures: one from elsewhere would tell its server who reads the text. */
const tags = ['p', 'br', 'strong', 'em', 'u', 's', 'code', 'pre', 'blockquote', 'h1', 'h2', 'h3', 'ul', 'ol', 'li', 'a', 'hr'];

/** HTML of which nothing runs, loads or looks like something else than text: what goes into the editor and what comes out of it. */
export const cleanHtml = (html: string): string =>
  purifier.sanitize(html, { ALLOWED_TAGS: tags, ALLOWED_ATTR: ['href', 'target', 'rel', 'start'], ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:)/i });
