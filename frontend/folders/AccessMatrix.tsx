import { Tooltip } from '@mantine/core';
import { IconCheck, IconMinus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { AccessRow } from '../../backend/access/access.contract.ts';
import { levels, type Level } from '../../backend/access/core/actions.ts';
import { RoleBadge } from '../ui/Levels.tsx';
import { PersonText } from '../ui/PersonText.tsx';
import { contains } from './folder-words.ts';
import classes from './AccessMatrix.module.css';

const headings: Readonly<Record<Level, string>> = { read: 'See and run', write: 'Edit', owner: 'Manage' };

/** Members against levels; a mark tells on hover (and in the last column) through what it is held. */
export function AccessMatrix({ rows }: { rows: readonly AccessRow[] }): ReactNode {
  return (
    <div className={classes.frame}>
      <table className={classes.matrix}>
        <thead>
          <tr>
            <th scope="col">Person</th>
            {levels.map((level) => (
              <th key={level} scope="col" className={classes.level}>
                {headings[level]}
              </th>
            ))}
            <th scope="col" className={classes.why}>
              Why
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.username} data-none={row.level === null || undefined}>
              <th scope="row" className={classes.person}>
                <span className={classes.who}>
                  <PersonText name={row.name} username={row.username} />
                  <RoleBadge role={row.role} />
                </span>
              </th>
              {levels.map((level) => (
                <td key={level} className={classes.level}>
                  <Mark isHeld={contains(row.level, level)} row={row} label={headings[level]} />
                </td>
              ))}
              <td className={classes.why}>{row.because[0] ?? 'Nothing was given'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Mark({ isHeld, row, label }: { isHeld: boolean; row: AccessRow; label: string }): ReactNode {
  const who = row.name || row.username;
  if (!isHeld) {
    return (
      <span className={classes.no}>
        <IconMinus aria-hidden />
        <span className="visually-hidden">{`${who} may not: ${label.toLowerCase()}`}</span>
      </span>
    );
  }
  return (
    <Tooltip
      label={
        <span className={classes.reasons}>
          {row.because.map((reason) => (
            <span key={reason}>{reason}</span>
          ))}
        </span>
      }
    >
      <span className={classes.yes} tabIndex={0}>
        <IconCheck aria-hidden />
        <span className="visually-hidden">{`${who} may ${label.toLowerCase()}: ${row.because.join('; ')}`}</span>
      </span>
    </Tooltip>
  );
}
