import { Button, Select } from '@mantine/core';
import { IconPlus, IconUser, IconUsers, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Grant, ObjectKind, SetGrant } from '../../backend/access/access.contract.ts';
import { levels, type Level } from '../../backend/access/core/actions.ts';
import { groupsQuery, membersQuery } from '../people/people.api.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { LevelBadge, levelWords } from '../ui/Levels.tsx';
import { SubjectText } from '../ui/PersonText.tsx';
import { RelativeTime } from '../ui/Values.tsx';
import { foldersKey, setGrant } from './folders.api.ts';
import classes from './GrantEditor.module.css';

const levelOptions = levels.map((level) => ({ value: level, label: levelWords[level].word }));

/** The grants on an object, and (for its owners) how to change them. */
export function GrantEditor({ kind, path, grants, mayGrant }: { kind: ObjectKind; path: string; grants: readonly Grant[]; mayGrant: boolean }): ReactNode {
  const { id: workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (grant: Pick<SetGrant, 'subject' | 'level'>) => setGrant(workspace, { object_kind: kind, object_path: path, ...grant }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: foldersKey(workspace) }),
  });
  const isChanging = (subject: string): boolean => change.isPending && change.variables.subject === subject;
  return (
    <div className={classes.editor}>
      {change.error && <ErrorNotice error={change.error} title="The access was not changed." />}
      {grants.length > 0 ? (
        <ul className={classes.list}>
          {grants.map((grant) => (
            <li key={grant.subject} className={classes.row}>
              <span className={classes.who}>
                {grant.subject.startsWith('g/') ? (
                  <span className={classes.group}>
                    <IconUsers aria-label="Group" /> {grant.subject.slice(2)}
                  </span>
                ) : (
                  <SubjectText subject={grant.subject} />
                )}
              </span>
              <span className={classes.by}>
                given by {grant.created_by.replace(/^u\//, '')} <RelativeTime at={grant.created_at} />
              </span>
              {mayGrant ? (
                <>
                  <Select
                    size="xs"
                    className={classes.level}
                    aria-label={`Access of ${grant.subject}`}
                    data={levelOptions}
                    value={grant.level}
                    disabled={isChanging(grant.subject)}
                    allowDeselect={false}
                    onChange={(level) => level !== null && level !== grant.level && change.mutate({ subject: grant.subject, level: level as Level })}
                  />
                  <IconButton
                    label={`Take the access of ${grant.subject} away`}
                    icon={<IconX />}
                    disabled={isChanging(grant.subject)}
                    onClick={() => change.mutate({ subject: grant.subject, level: null })}
                  />
                </>
              ) : (
                <LevelBadge level={grant.level} />
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes.none}>Nobody was given access. Admins of the workspace have it all the same.</p>
      )}
      {mayGrant && <AddGrant taken={grants.map((grant) => grant.subject)} isBusy={change.isPending} onAdd={(grant) => change.mutateAsync(grant)} />}
    </div>
  );
}

function AddGrant({
  taken,
  isBusy,
  onAdd,
}: {
  taken: readonly string[];
  isBusy: boolean;
  onAdd: (grant: { subject: string; level: Level }) => Promise<unknown>;
}): ReactNode {
  const { id: workspace } = useWorkspace();
  const [subject, setSubject] = useState<string | null>(null);
  const [level, setLevel] = useState<Level>('read');
  const { data: members = [] } = useQuery(membersQuery(workspace));
  const { data: groups = [] } = useQuery(groupsQuery(workspace));
  const free = (entry: { value: string }): boolean => !taken.includes(entry.value);
  const options = [
    { group: 'Groups', items: groups.map((group) => ({ value: `g/${group.name}`, label: group.name })).filter(free) },
    {
      group: 'People',
      items: members
        .filter((member) => member.disabled_at === null)
        .map((member) => ({ value: `u/${member.username}`, label: member.name ? `${member.name} (${member.username})` : member.username }))
        .filter(free),
    },
  ];
  const add = (): void => {
    if (subject === null) return;
    // A refusal is shown above the list; the choice stays so that it can be tried again.
    void onAdd({ subject, level })
      .then(() => setSubject(null))
      .catch(() => undefined);
  };
  return (
    <div className={classes.add}>
      <Select
        className={classes.subject}
        aria-label="Person or group"
        placeholder="Person or group"
        data={options}
        value={subject}
        onChange={setSubject}
        searchable
        nothingFoundMessage="Nobody by that name is left"
        leftSection={<IconUser />}
      />
      <Select
        className={classes.level}
        aria-label="Access"
        data={levelOptions}
        value={level}
        onChange={(next) => next !== null && setLevel(next as Level)}
        allowDeselect={false}
      />
      <Button leftSection={<IconPlus />} disabled={subject === null} loading={isBusy} onClick={add}>
        Give access
      </Button>
    </div>
  );
}
