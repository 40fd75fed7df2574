import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './ListSearch.module.css';

/** Props of {@link ListSearch}. `listId` and `activeId` are the list that it narrows and the entry that Enter takes. */
export type ListSearchProps = {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
  listId: string;
  activeId: string | undefined;
};

/** The search of a list in a popover: what is typed narrows the list, and the keys of the list work while it is typed. */
export function ListSearch({ label, placeholder, value, onChange, listId, activeId }: ListSearchProps): ReactNode {
  return (
    <TextInput
      className={classes.search}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch aria-hidden />}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      role="combobox"
      aria-expanded
      aria-controls={listId}
      aria-activedescendant={activeId}
      autoComplete="off"
      data-autofocus
      autoFocus
    />
  );
}
