import { describe, expect, it } from '@jest/globals';
import { placesOf, shapesOf, tilesOf } from './places.ts';

const fields = { key: 'id', lat: 'lat', lng: 'lng', title: 'name' };

describe('a map', () => {
  it('shows rows that are somewhere, and leaves out those that are nowhere', () => {
    const rows = [
      { id: 1, lat: 53.5, lng: '10', name: 'Hamburg' },
      { id: 2, lat: 91, lng: 0 },
      { id: 3, lat: null, lng: 0 },
      { id: 4, lat: '', lng: '' },
      { id: 5, lat: 0, lng: -180 },
    ];
    expect(placesOf(rows, fields).map(({ key, lat, lng, title }) => [key, lat, lng, title])).toEqual([
      [1, 53.5, 10, 'Hamburg'],
      [5, 0, -180, '5'],
    ]);
  });

  it('draws nothing that is no GeoJSON', () => {
    expect([shapesOf(null), shapesOf('x'), shapesOf({ type: 'Map' }), shapesOf([])]).toEqual([null, null, null, null]);
    expect(shapesOf({ type: 'FeatureCollection', features: [] })).not.toBeNull();
  });

  it('asks for tiles only of an encrypted address that has places for them', () => {
    expect(tilesOf('https://tiles.example.org/{z}/{x}/{y}.png')).not.toBeNull();
    expect([
      tilesOf(undefined),
      tilesOf('http://tiles.example.org/{z}/{x}/{y}.png'),
      tilesOf('https://tiles.example.org/'),
      tilesOf('javascript:{z}{x}{y}'),
    ]).toEqual([null, null, null, null]);
  });
});
