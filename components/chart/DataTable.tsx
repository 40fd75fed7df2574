import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { titleOf } from '../table/columns.ts';
import { plainText } from '../table/values.ts';
import type { ChartData } from './chart-data.ts';

/** A screen reader reads no more than this in one go; a table of data is for what is more. */
const mostRows = 200;

/** The numbers of a chart as a table that is read out and not seen. */
export function DataTable({ data: { x, categories, series }, format }: { data: ChartData; format: (value: number) => string }): ReactNode {
  return (
    <VisuallyHidden>
      <table>
        <thead>
          <tr>
            <th scope="col">{titleOf(x)}</th>
            {series.map(({ name }, index) => (
              <th key={index} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {categories.slice(0, mostRows).map((category, at) => (
            <tr key={at}>
              <th scope="row">{plainText(category)}</th>
              {series.map(({ values }, index) => {
                const value = values[at];
                return <td key={index}>{value === null || value === undefined ? '–' : format(value)}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </VisuallyHidden>
  );
}
