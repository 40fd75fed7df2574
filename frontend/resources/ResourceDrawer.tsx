import { Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useWorkspace } from '../session/workspace.ts';
import { PartUnavailable } from '../shell/ItemUnavailable.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { ErrorNotice } from '../ui/ErrorNotice.tsx';
import { SideForm } from '../ui/SideForm.tsx';
import { SkeletonForm } from '../ui/Skeletons.tsx';
import { ResourceForm } from './ResourceForm.tsx';
import { deleteResource, resourceQuery, resourcesKey, resourceTypesQuery } from './resources.api.ts';

/** Props of {@link ResourceDrawer}. `path` of the open one, `''` for a new one, null for none. */
export type ResourceDrawerProps = { path: string | null; folder: string; onClose: () => void; onSaved: (path: string) => void };

/** One resource beside the list. */
export function ResourceDrawer({ path, folder, onClose, onSaved }: ResourceDrawerProps): ReactNode {
  const [isChanged, setChanged] = useState(false);
  return (
    <SideForm
      isOpen={path !== null}
      onClose={() => {
        setChanged(false);
        onClose();
      }}
      title={path || 'New resource'}
      isChanged={isChanged}
    >
      {path === '' && <NewResource folder={folder} onSaved={onSaved} onChanged={setChanged} />}
      {path && <ExistingResource key={path} path={path} folder={folder} onClose={onClose} onSaved={onSaved} onChanged={setChanged} />}
    </SideForm>
  );
}

type PartProps = { folder: string; onSaved: (path: string) => void; onChanged: (isChanged: boolean) => void };

function NewResource({ folder, onSaved, onChanged }: PartProps): ReactNode {
  const { id: workspace } = useWorkspace();
  const types = useQuery(resourceTypesQuery(workspace));
  const [name, setName] = useState<string | null>(null);
  if (types.error) return <ErrorNotice error={types.error} title="The resource types could not be read." onRetry={() => void types.refetch()} />;
  if (!types.data) return <SkeletonForm fields={1} />;
  const type = types.data.find((entry) => entry.name === name);
  return (
    <>
      <Select
        label="Type"
        placeholder="What it connects to"
        data={types.data.map((entry) => ({ value: entry.name, label: entry.title || entry.name }))}
        value={name}
        onChange={setName}
        allowDeselect={false}
        searchable
        description={type?.description}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        mb="md"
        data-autofocus
      />
      {type && (
        <ResourceForm
          key={type.name}
          workspace={workspace}
          type={type}
          resource={null}
          folder={folder}
          mayEdit
          onSaved={onSaved}
          onDelete={() => undefined}
          onChanged={onChanged}
        />
      )}
    </>
  );
}

function ExistingResource({ path, folder, onClose, onSaved, onChanged }: PartProps & { path: string; onClose: () => void }): ReactNode {
  const { id: workspace, canBuild } = useWorkspace();
  const client = useQueryClient();
  const resource = useQuery(resourceQuery(workspace, path));
  const types = useQuery(resourceTypesQuery(workspace));
  const [isDeleting, setDeleting] = useState(false);
  const error = resource.error ?? types.error;
  if (error && (!resource.data || !types.data))
    return <PartUnavailable error={error} noun="resource" name={path} onRetry={() => void Promise.all([resource.refetch(), types.refetch()])} />;
  if (!resource.data || !types.data) return <SkeletonForm fields={5} />;
  const { resource_type: typeName, my_level: level, version } = resource.data;
  const type = types.data.find((entry) => entry.name === typeName) ?? {
    name: typeName,
    title: typeName,
    description: '',
    schema: {},
    is_builtin: false,
    can_test: false,
  };
  return (
    <>
      <ResourceForm
        key={version}
        workspace={workspace}
        type={type}
        resource={resource.data}
        folder={folder}
        mayEdit={canBuild && level !== 'read'}
        onSaved={onSaved}
        onDelete={() => setDeleting(true)}
        onChanged={onChanged}
      />
      <ConfirmDialog
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        title={`Delete ${path}?`}
        confirmLabel="Delete resource"
        onConfirm={async () => {
          await deleteResource(workspace, path);
          onClose();
          await client.invalidateQueries({ queryKey: resourcesKey(workspace) });
        }}
      >
        Scripts that are given <code>$res:{path}</code> fail from then on. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
