import 'leaflet/dist/leaflet.css';
import * as leaflet from 'leaflet';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import tones from '../_shared/tones.module.css';
import { rowsOf } from '../table/rows.ts';
import type { ComponentProps } from '../view.ts';
import type { map as definition } from './definition.ts';
import classes from './map.module.css';
import { placesOf, shapesOf, tilesOf, type Place } from './places.ts';

type View = ComponentProps<typeof definition>;

/** Places and shapes on a map. Unless the author names a server of tiles, nothing is asked of anybody: the shapes are the map. */
export function MapView(view: ComponentProps<typeof definition>): ReactNode {
  const { props, state, expose, emit, useMethods, isEditing } = view;
  const element = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(props.markers), [props.markers]);
  const { marker_key: key, lat_field: lat, lng_field: lng, title_field: title, tone_field: tone } = props;
  const places = useMemo(() => placesOf(rows, { key, lat, lng, title, tone }), [rows, key, lat, lng, title, tone]);
  const shapes = useMemo(() => shapesOf(props.geojson), [props.geojson]);
  const drawn = useMap(view, element);
  const { fit } = useContent(view, drawn, places, shapes);
  const select = (place: Place): void => {
    expose({ selected_marker: place.row, selected_key: place.key });
    void emit('select', { key: place.key, marker: place.row });
  };
  useMarkers(drawn, places, state.selected_key, (place) => !isEditing && !props.disabled && select(place));
  useMethods({
    fly_to: (latitude: number, longitude: number, zoom?: number) => drawn.current?.setView([latitude, longitude], zoom ?? drawn.current.getZoom()),
    fit,
    select: (wanted: string | number) => {
      const place = places.find((candidate) => candidate.key === wanted);
      if (!place) return;
      drawn.current?.panTo([place.lat, place.lng]);
      select(place);
    },
    clear_selection: () => expose({ selected_marker: null, selected_key: null }),
  });
  const isEmpty = places.length === 0 && shapes === null;
  return (
    <div
      className={classes.frame}
      aria-busy={props.loading || undefined}
      inert={props.disabled || isEditing || undefined}
      data-disabled={props.disabled || undefined}
    >
      <div ref={element} className={classes.map} role="group" aria-roledescription="map" aria-label={props.label} data-busy={props.loading || undefined} />
      {isEmpty && tilesOf(props.tiles) === null && <p className={classes.empty}>{props.loading ? 'Loading…' : props.empty_text}</p>}
    </div>
  );
}

type Drawn = { readonly current: leaflet.Map | null };

/** The map itself, as long as the component is drawn. */
function useMap({ props, expose, emit, isEditing }: View, element: { current: HTMLDivElement | null }): Drawn {
  const drawn = useRef<leaflet.Map | null>(null);
  const told = useRef({ expose, emit, isEditing });
  told.current = { expose, emit, isEditing };
  const begin = useRef({ center: props.center, zoom: props.zoom });
  useEffect(() => {
    if (!element.current) return undefined;
    const { center = { lat: 20, lng: 0 }, zoom } = begin.current;
    // Neither animated zoom nor animated panning: nothing moves for who wants no motion, and what is read off the map is true at once.
    const made = leaflet.map(element.current, {
      center: [center.lat, center.lng],
      zoom,
      zoomAnimation: false,
      fadeAnimation: false,
      inertia: false,
      worldCopyJump: true,
    });
    made.attributionControl.setPrefix(false);
    drawn.current = made;
    const place = () => {
      const { lat, lng } = made.getCenter().wrap();
      const bounds = made.getBounds();
      return {
        center: { lat: Math.max(-90, Math.min(90, lat)), lng },
        zoom: made.getZoom(),
        bounds: { north: bounds.getNorth(), south: bounds.getSouth(), east: bounds.getEast(), west: bounds.getWest() },
      };
    };
    const tell = (): void => told.current.expose(place());
    made.on('moveend', () => {
      tell();
      void told.current.emit('move', place());
    });
    made.on('click', ({ latlng }) => void told.current.emit('pick', { lat: latlng.wrap().lat, lng: latlng.wrap().lng }));
    tell();
    const observer = new ResizeObserver(() => made.invalidateSize({ animate: false }));
    observer.observe(element.current);
    return () => {
      observer.disconnect();
      made.remove();
      drawn.current = null;
    };
  }, [element]);
  const tiles = tilesOf(props.tiles);
  useEffect(() => {
    const made = drawn.current;
    if (!made || tiles === null) return undefined;
    const layer = leaflet.tileLayer(tiles, { attribution: escaped(props.attribution), referrerPolicy: 'no-referrer', maxZoom: 20 }).addTo(made);
    return () => void layer.remove();
  }, [tiles, props.attribution]);
  return drawn;
}

/** The shapes, and what the map shows of all there is. */
function useContent({ props, emit }: View, drawn: Drawn, places: readonly Place[], shapes: object | null): { fit: () => void } {
  const told = useRef(emit);
  told.current = emit;
  const layer = useRef<leaflet.GeoJSON | null>(null);
  useEffect(() => {
    const made = drawn.current;
    if (!made || !shapes) return undefined;
    try {
      layer.current = leaflet
        .geoJSON(shapes as GeoJSON.GeoJsonObject, {
          style: () => ({ className: classes.shape ?? '' }),
          pointToLayer: (_feature, at) => leaflet.circleMarker(at, { radius: 5, className: classes.shape ?? '' }),
          onEachFeature: (feature, drawnFeature) =>
            drawnFeature.on('click', (event) => {
              leaflet.DomEvent.stopPropagation(event);
              void told.current('shape', { properties: { ...feature.properties } });
            }),
        })
        .addTo(made);
    } catch {
      // Shapes with coordinates that are none: what is left of the map stays.
      layer.current = null;
    }
    return () => {
      layer.current?.remove();
      layer.current = null;
    };
  }, [shapes, drawn]);
  const fit = (): void => {
    const made = drawn.current;
    if (!made) return;
    const bounds = leaflet.latLngBounds(places.map(({ lat, lng }) => [lat, lng]));
    if (layer.current) bounds.extend(layer.current.getBounds());
    if (bounds.isValid()) made.fitBounds(bounds, { padding: [24, 24], maxZoom: 14, animate: false });
  };
  const { center, zoom } = props;
  const asked = JSON.stringify(center ?? null);
  const show = useRef(fit);
  show.current = () => {
    if (center) drawn.current?.setView([center.lat, center.lng], zoom, { animate: false });
    else fit();
  };
  // Whenever there is something else to show; moving about is the person's.
  useEffect(() => show.current(), [asked, zoom, places, shapes]);
  return { fit };
}

/** A pin for each place: a button that says what it is. */
function useMarkers(drawn: Drawn, places: readonly Place[], selected: string | number | null, onSelect: (place: Place) => void): void {
  const told = useRef(onSelect);
  told.current = onSelect;
  const pins = useRef(new Map<string, leaflet.Marker>());
  useEffect(() => {
    const made = drawn.current;
    if (!made) return undefined;
    const group = leaflet.layerGroup().addTo(made);
    pins.current = new Map(
      places.map((place) => {
        const icon = leaflet.divIcon({
          className: classes.pin ?? '',
          html: `<span class="${tones.tone} ${classes.dot}" data-tone="${place.tone}"></span>`,
          iconSize: [24, 24],
        });
        const pin = leaflet.marker([place.lat, place.lng], { icon, title: place.title, keyboard: true, riseOnHover: true }).addTo(group);
        pin.on('click', () => told.current(place));
        pin.on('keydown', ({ originalEvent: event }) => {
          if (event.key === ' ' || event.key === 'Enter') told.current(place);
        });
        pin.getElement()?.setAttribute('aria-label', place.title);
        return [place.id, pin];
      }),
    );
    return () => void group.remove();
  }, [places, drawn]);
  useEffect(() => {
    for (const { id, key } of places)
      pins.current
        .get(id)
        ?.getElement()
        ?.setAttribute('aria-pressed', String(key === selected));
  }, [places, selected]);
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
