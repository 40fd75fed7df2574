/** Something that can be made: where its form is, with the folder filled in. */
export type NewThing = { kind: string; label: string; href: string };

/** What a person who builds can make, wherever they stand. The pages open their form for `new=1`. */
export function newThings(workspace: string, space: string | null): NewThing[] {
  const base = `/w/${workspace}`;
  const folder = space === null ? '' : `folder=${encodeURIComponent(space)}`;
  const query = folder === '' ? 'new=1' : `new=1&${folder}`;
  return [
    { kind: 'script', label: 'Script', href: `${base}/scripts/new${folder === '' ? '' : `?${folder}`}` },
    { kind: 'flow', label: 'Flow', href: `${base}/flows/new${folder === '' ? '' : `?${folder}`}` },
    { kind: 'agent', label: 'Agent', href: `${base}/agents/new${folder === '' ? '' : `?${folder}`}` },
    { kind: 'app', label: 'App', href: `${base}/apps?${query}` },
    { kind: 'schedule', label: 'Schedule', href: `${base}/schedules/new${folder === '' ? '' : `?${folder}`}` },
    { kind: 'resource', label: 'Resource', href: `${base}/resources?${query}` },
    { kind: 'variable', label: 'Variable or secret', href: `${base}/variables?${query}` },
    { kind: 'folder', label: 'Folder', href: `${base}/folders?new=1` },
  ];
}
