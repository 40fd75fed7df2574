import { Button, Select, Switch } from '@mantine/core';
import { IconPlus, IconUser, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Group, PutGroup } from '../../backend/access/access.contract.ts';
import { useWorkspace } from '../session/workspace.ts';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Section } from '../ui/Page.tsx';
import { PersonText } from '../ui/PersonText.tsx';
import classes from './GroupMembers.module.css';
import { groupQuery, membersQuery, peopleKey, putGroup } from './people.api.ts';
import { withName, withoutName } from './people-words.ts';

/** The members of a group; who manages it adds and removes them and names further managers. */
export function GroupMembers({ group, mayManage }: { group: Group; mayManage: boolean }): ReactNode {
  const { id: workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const { data: everybody = [] } = useQuery(membersQuery(workspace));
  const [chosen, setChosen] = useState<string | null>(null);
  // One change after the other, each on what the one before gave: quick clicks are not somebody else's changes.
  const change = useMutation({
    scope: { id: `group ${group.name}` },
    mutationFn: (changed: (now: Group) => Pick<PutGroup, 'members' | 'managers'>) => {
      const now = queryClient.getQueryData(groupQuery(workspace, group.name).queryKey) ?? group;
      return putGroup(workspace, group.name, { summary: now.summary, if_version: now.version, ...changed(now) });
    },
    onSuccess: (saved) => queryClient.setQueryData(groupQuery(workspace, group.name).queryKey, saved),
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleKey(workspace) }),
  });
  // What was just chosen is shown at once; a refusal brings back what is stored.
  const managers = (change.isPending ? change.variables(group).managers : undefined) ?? group.managers;
  const people = new Map(everybody.map((member) => [member.username, member]));
  const options = everybody
    .filter((member) => member.disabled_at === null && !group.members.includes(member.username))
    .map((member) => ({ value: member.username, label: member.name ? `${member.name} (${member.username})` : member.username }));
  const add = (): void => {
    if (chosen === null) return;
    change.mutate((now) => ({ members: withName(now.members, chosen) }), { onSuccess: () => setChosen(null) });
  };
  return (
    <Section title="Members" description="What was given to the group, all of its members have.">
      {change.error && <ErrorNotice error={change.error} title="The group was not changed." />}
      {mayManage && (
        <div className={classes.add}>
          <Select
            className={classes.select}
            aria-label="Person to add"
            placeholder="Add a person"
            data={options}
            value={chosen}
            onChange={setChosen}
            searchable
            nothingFoundMessage="Nobody by that name is left"
            leftSection={<IconUser />}
          />
          <Button leftSection={<IconPlus />} disabled={chosen === null} loading={change.isPending} onClick={add}>
            Add member
          </Button>
        </div>
      )}
      {group.members.length === 0 ? (
        <p className={classes.none}>Nobody is in this group yet.</p>
      ) : (
        <ul className={classes.list}>
          {group.members.map((username) => {
            const isManager = managers.includes(username);
            const name = people.get(username)?.name ?? '';
            return (
              <li key={username} className={classes.row}>
                <span className={classes.who}>
                  <PersonText name={name} username={username} />
                </span>
                {mayManage ? (
                  <>
                    <Switch
                      label="Manages the group"
                      labelPosition="left"
                      checked={isManager}
                      onChange={() =>
                        change.mutate((now) => ({ managers: isManager ? withoutName(now.managers, username) : withName(now.managers, username) }))
                      }
                    />
                    <IconButton
                      label={`Remove ${name || username} from the group`}
                      icon={<IconX />}
                      disabled={change.isPending}
                      onClick={() => change.mutate((now) => ({ members: withoutName(now.members, username), managers: withoutName(now.managers, username) }))}
                    />
                  </>
                ) : (
                  isManager && <span className={classes.manager}>Manages the group</span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Section>
  );
}
