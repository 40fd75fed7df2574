import { z } from 'zod';
import { commonProps, commonState, defineComponent } from '../component.ts';

const row = z.record(z.string(), z.unknown());
const key = z.union([z.string(), z.number()]);
const point = z.object({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) });
const bounds = z.object({ north: z.number(), south: z.number(), east: z.number(), west: z.number() });

export const map = defineComponent({
  type: 'map',
  title: 'Map',
  description: 'Places and shapes; works without the internet',
  category: 'data',
  icon: 'map-2',
  keywords: ['geo', 'location', 'markers', 'places', 'geojson', 'latitude'],
  idStem: 'map',
  size: { w: 6, h: 48 },
  props: z.object({
    ...commonProps,
    label: z.string().min(1).max(200).default('Map').meta({ label: 'Label', group: 'content', description: 'Read by screen readers' }),
    markers: z.array(row).nullable().default([]).meta({ label: 'Places', group: 'content', description: 'Rows with a latitude and a longitude' }),
    marker_key: z.string().max(200).default('id').meta({ label: 'Key of a place', group: 'content', description: 'The field that tells places apart' }),
    lat_field: z.string().max(200).default('lat').meta({ label: 'Field of the latitude', group: 'content' }),
    lng_field: z.string().max(200).default('lng').meta({ label: 'Field of the longitude', group: 'content' }),
    title_field: z.string().max(200).default('name').meta({ label: 'Field of the name', group: 'content' }),
    tone_field: z.string().max(200).optional().meta({
      label: 'Field of the colour',
      group: 'look',
      isAdvanced: true,
      description: 'Its value is neutral, accent, success, warning, danger or info',
    }),
    geojson: z.unknown().optional().meta({ label: 'Shapes', group: 'content', description: 'GeoJSON: areas, lines and points' }),
    center: point.optional().meta({ label: 'Middle', group: 'content', isAdvanced: true, description: 'All that is on the map if nothing is said' }),
    zoom: z.number().min(0).max(20).default(4).meta({ label: 'Zoom', group: 'content', isAdvanced: true }),
    tiles: z.string().max(500).optional().meta({
      label: 'Address of tiles',
      group: 'look',
      isFixed: true,
      isAdvanced: true,
      description: 'Such as https://tiles.example.org/{z}/{x}/{y}.png. Their server learns who looks where; without it nothing is asked of anybody',
    }),
    attribution: z.string().max(300).default('').meta({ label: 'Source of the tiles', group: 'look', isAdvanced: true }),
    empty_text: z.string().max(300).default('No places').meta({ label: 'Text without places', group: 'content', isAdvanced: true }),
  }),
  state: z.object({
    ...commonState,
    selected_marker: row.nullable(),
    selected_key: key.nullable(),
    center: point.nullable(),
    zoom: z.number(),
    bounds: bounds.nullable(),
  }),
  events: {
    select: { title: 'When a place is chosen', payload: z.object({ key, marker: row }) },
    shape: { title: 'When a shape is pressed', payload: z.object({ properties: row }) },
    pick: { title: 'When the map is pressed', payload: point },
    move: { title: 'When it was moved', payload: z.object({ center: point, zoom: z.number(), bounds }) },
  },
  methods: {
    fly_to: {
      title: 'Show a place',
      args: [
        { name: 'lat', shape: z.number() },
        { name: 'lng', shape: z.number() },
        { name: 'zoom', shape: z.number().optional() },
      ],
    },
    fit: { title: 'Show all', args: [] },
    select: { title: 'Choose a place by its key', args: [{ name: 'key', shape: key }] },
    clear_selection: { title: 'Choose none', args: [] },
  },
});
