import { IconStar, IconStarFilled } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import type { SetFavourite } from '../../backend/search/search.contract.ts';
import { api, inWorkspace } from '../api/client.ts';
import { useWorkspace } from '../session/workspace.ts';
import classes from './FavouriteButton.module.css';
import { IconButton } from './IconButton.tsx';

/** The star of an object: changes at once, and goes back when the server refuses. */
export function FavouriteButton({ kind, path, isFavourite }: { kind: string; path: string; isFavourite: boolean }): ReactNode {
  const { id: workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const [isShown, setIsShown] = useState(isFavourite);
  useEffect(() => setIsShown(isFavourite), [isFavourite]);
  const change = useMutation({
    mutationFn: (next: boolean) => api.put(inWorkspace(workspace, '/favourites'), { kind, path, is_favourite: next } satisfies SetFavourite),
    onMutate: (next) => setIsShown(next),
    onError: () => setIsShown(isFavourite),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: [workspace] }),
  });
  return (
    <IconButton
      label={isShown ? 'Remove from favourites' : 'Add to favourites'}
      icon={isShown ? <IconStarFilled className={classes.on} /> : <IconStar />}
      isActive={isShown}
      onClick={(event) => {
        event.stopPropagation();
        change.mutate(!isShown);
      }}
    />
  );
}
