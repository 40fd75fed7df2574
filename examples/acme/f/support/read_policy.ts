type Document = { title: string; text: string };

/**
 * What the refund policy says, or what it says about one topic.
 * @param topic Such as damaged, late or changed mind; the whole policy without it
 * @param policy The document
 */
export function main(topic?: string, policy: RT.Document = '$res:f/support/refund_policy' as never) {
  const { title, text } = policy as Document;
  const sections = text.split(/^## /m).slice(1).map((section) => {
    const [heading = '', ...lines] = section.split('\n');
    return { heading: heading.trim(), text: lines.join('\n').trim() };
  });
  if (!topic) return { title, sections };
  const found = sections.filter(({ heading }) => heading.toLowerCase().includes(topic.trim().toLowerCase()));
  if (found.length === 0) throw new Error(`The policy has nothing under "${topic}". Its topics are: ${sections.map(({ heading }) => heading).join(', ')}.`);
  return { title, sections: found };
}
