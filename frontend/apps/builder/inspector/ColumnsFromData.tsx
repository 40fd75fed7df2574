import { Button } from '@mantine/core';
import { IconTableImport } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AppNode, AppValue } from '../../../../backend/apps/app.contract.ts';
import { toast } from '../../../ui/toast.ts';
import { useCanvasRuntime } from '../editor-context.ts';
import { columnsOf } from './columns-of.ts';

/** Makes columns of the fields that the rows on the canvas have now; those that are there already stay as they are. */
export function ColumnsFromData({
  node,
  columns,
  onChange,
}: {
  node: AppNode;
  columns: AppValue | undefined;
  onChange: (columns: AppValue) => void;
}): ReactNode {
  const runtime = useCanvasRuntime();
  const take = (): void => {
    const { rows } = (runtime?.signals.get(`states:${node.id}`) ?? {}) as { rows?: unknown };
    const next = columnsOf(rows, columns);
    if (next) onChange(next);
    else toast({ title: 'There are no rows yet', message: 'Connect the rows first, or run the action that loads them.', isProblem: true });
  };
  return (
    <Button size="compact-xs" variant="default" leftSection={<IconTableImport aria-hidden />} onClick={take}>
      Take from data
    </Button>
  );
}
