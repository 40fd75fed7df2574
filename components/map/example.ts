import type { ComponentExample } from '../view.ts';
import type { map } from './definition.ts';

const stores = [
  { id: 1, name: 'Hamburg', lat: 53.55, lng: 9.99, state: 'success' },
  { id: 2, name: 'Munich', lat: 48.14, lng: 11.58, state: 'warning' },
  { id: 3, name: 'Cologne', lat: 50.94, lng: 6.96, state: 'danger' },
];
const districts = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: 'North' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [8, 52.4],
            [12.4, 52.4],
            [13, 54.2],
            [9.4, 54.8],
            [8, 52.4],
          ],
        ],
      },
    },
    {
      type: 'Feature',
      properties: { name: 'South' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [7.6, 47.6],
            [12.8, 47.6],
            [12, 50.2],
            [6.2, 50.2],
            [7.6, 47.6],
          ],
        ],
      },
    },
  ],
};

export const examples: ComponentExample<typeof map>[] = [
  { title: 'Usual', props: { label: 'Stores', markers: stores, geojson: districts, tone_field: 'state' } },
  { title: 'Only places, from a middle', props: { label: 'Stores', markers: stores, center: { lat: 51, lng: 10 }, zoom: 5 } },
  { title: 'Empty', props: { label: 'Stores' } },
  { title: 'What is no map', props: { label: 'Stores', markers: [{ id: 1, lat: 'north', lng: null }], geojson: { type: 'Nothing' } } },
  { title: 'Loading', props: { label: 'Stores', geojson: districts, loading: true } },
  { title: 'Disabled', props: { label: 'Stores', markers: stores, geojson: districts, disabled: true } },
];
