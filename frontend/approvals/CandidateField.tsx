import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { groupsQuery, membersQuery } from '../people/people.api.ts';
import { useWorkspace } from '../session/workspace.ts';

type Option = { value: string; label: string };

/** Those who can be asked: members by name, groups; without those who are left out. */
function useCandidates(leftOut: readonly string[]): { people: Option[]; groups: Option[] } {
  const { id: workspace } = useWorkspace();
  const { data: members = [] } = useQuery(membersQuery(workspace));
  const { data: groups = [] } = useQuery(groupsQuery(workspace));
  const isFree = ({ value }: Option): boolean => !leftOut.includes(value);
  return {
    people: members
      .filter((member) => member.disabled_at === null)
      .map((member) => ({ value: `u/${member.username}`, label: member.name ? `${member.name} (${member.username})` : member.username }))
      .filter(isFree),
    groups: groups.map((group) => ({ value: `g/${group.name}`, label: `${group.name}, group` })).filter(isFree),
  };
}

/** Props of {@link CandidatesField} and {@link PersonField}. */
export type CandidateFieldProps<Value> = {
  id: string;
  label: string;
  description?: string;
  value: Value;
  onChange: (value: Value) => void;
  error?: string;
  leftOut?: readonly string[];
};

/** People and groups. */
export function CandidatesField({ leftOut = [], hasOwners = true, value, onChange, ...rest }: CandidateFieldProps<string[]> & { hasOwners?: boolean }): ReactNode {
  const { people, groups } = useCandidates(leftOut);
  const data = [
    { group: 'People', items: people },
    { group: 'Groups', items: groups },
    ...(hasOwners ? [{ group: 'Others', items: [{ value: 'owners', label: 'Owners of the folder' }] }] : []),
  ];
  return <MultiSelect {...rest} data={data} value={value} onChange={onChange} searchable nothingFoundMessage="Nobody by that name" data-autofocus />;
}

/** One person. */
export function PersonField({ leftOut = [], value, onChange, ...rest }: CandidateFieldProps<string | null>): ReactNode {
  const { people } = useCandidates(leftOut);
  return (
    <Select {...rest} data={people} value={value} onChange={onChange} searchable nothingFoundMessage="Nobody by that name" placeholder="Choose a person" />
  );
}
