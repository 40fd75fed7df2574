import { Button, Modal, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { groupsQuery, membersQuery } from '../../people/people.api.ts';
import { useEditor } from './editor-context.ts';
import classes from './ReleaseDialog.module.css';

/** Opens the working copy as somebody else would get it: which pages, and which actions. What runs then runs as oneself. */
export function PreviewAsDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactNode {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Preview as somebody else">
      {isOpen && <PreviewAs onClose={onClose} />}
    </Modal>
  );
}

const nobody = 'anonymous';

function PreviewAs({ onClose }: { onClose: () => void }): ReactNode {
  const [workspace, path] = [useEditor((editor) => editor.workspace), useEditor((editor) => editor.path)];
  const { data: groups = [] } = useQuery(groupsQuery(workspace));
  const { data: members = [] } = useQuery(membersQuery(workspace));
  const [as, setAs] = useState<string>(nobody);
  const data = [
    { group: 'Without an account', items: [{ value: nobody, label: 'Anybody who has the address' }] },
    { group: 'Groups', items: groups.map(({ name }) => ({ value: `g/${name}`, label: `Somebody of ${name}` })) },
    { group: 'People', items: members.map(({ username }) => ({ value: `u/${username}`, label: username })) },
  ];
  return (
    <div className={classes.dialog}>
      <Select label="As whom" data={data} value={as} allowDeselect={false} searchable onChange={(value) => setAs(value ?? nobody)} data-autofocus />
      <p className={classes.words}>Shows the pages and actions that they would get from the next release. What you run in it runs as yourself.</p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          component="a"
          variant="filled"
          target="_blank"
          href={`/a/${workspace}/${path}?${new URLSearchParams({ '@release': 'draft', '@as': as }).toString()}`}
          onClick={onClose}
        >
          Open preview
        </Button>
      </div>
    </div>
  );
}
