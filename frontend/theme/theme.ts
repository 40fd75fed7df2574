import { createTheme, defaultVariantColorsResolver, type CSSVariablesResolver, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core';
import { chooseMarked } from './choose-marked.ts';

/** A Mantine palette of ten steps that all point at one of our tokens: shades are chosen in `tokens.css`, not by Mantine. */
const tuple = (...steps: [string, string, string, string]): MantineColorsTuple => {
  const [soft, line, ink, fill] = steps;
  return [soft, soft, line, line, ink, ink, fill, fill, fill, fill];
};

const current = tuple('var(--current-soft)', 'var(--current-line)', 'var(--current-ink)', 'var(--current-fill)');
const red = tuple('var(--state-failed-soft)', 'var(--state-failed-line)', 'var(--state-failed)', 'var(--danger-fill)');
const grey = tuple('var(--grey-2)', 'var(--line)', 'var(--ink-muted)', 'var(--ink-muted)');

/** Text on a filled ground is a token as well: the accent is light in the dark theme and wants dark words. */
const variantColors: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled') return colours;
  return { ...colours, color: input.color === 'red' ? 'var(--danger-on-fill)' : 'var(--current-on-fill)' };
};

/** What fields with a list of choices have in common. */
const choiceDefaults = {
  size: 'sm',
  checkIconPosition: 'right',
  comboboxProps: { offset: 4, transitionProps: { duration: 120, transition: 'fade' } },
  onKeyDownCapture: chooseMarked,
};

/**
 * The Mantine theme: sizes and defaults. Colours come from `tokens.css` through {@link cssVariables}, looks of components from
 * `mantine-*.css`; no component sets a colour by itself.
 */
export const theme = createTheme({
  primaryColor: 'current',
  primaryShade: 6,
  variantColorResolver: variantColors,
  colors: { current, red, gray: grey },
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-code)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '8px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  headings: {
    fontFamily: 'var(--font-text)',
    fontWeight: '600',
    sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '16px', lineHeight: '24px' }, h3: { fontSize: '14px', lineHeight: '20px' } },
  },
  components: {
    Button: { defaultProps: { size: 'sm', variant: 'default' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    Tooltip: { defaultProps: { openDelay: 350, closeDelay: 0, withArrow: false, offset: 6, multiline: false, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: 'none', offset: 4, transitionProps: { duration: 120, transition: 'fade' }, position: 'bottom-end', returnFocus: true } },
    Popover: { defaultProps: { shadow: 'none', offset: 4, transitionProps: { duration: 120, transition: 'fade' }, returnFocus: true } },
    // Lists of choices close when the focus goes on to another field: it stays there.
    Combobox: { defaultProps: { returnFocus: false } },
    Modal: {
      defaultProps: {
        centered: false,
        yOffset: '12vh',
        shadow: 'none',
        transitionProps: { duration: 140, transition: 'fade-down' },
        overlayProps: { color: 'transparent', backgroundOpacity: 1 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Drawer: {
      defaultProps: {
        shadow: 'none',
        overlayProps: { color: 'transparent', backgroundOpacity: 1 },
        transitionProps: { duration: 160 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm', visibilityToggleButtonProps: { 'aria-label': 'Show or hide what is typed' } } },
    Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 2, maxRows: 16 } },
    NumberInput: { defaultProps: { size: 'sm', hideControls: false } },
    Select: { defaultProps: choiceDefaults },
    MultiSelect: { defaultProps: choiceDefaults },
    TagsInput: { defaultProps: { size: 'sm' } },
    Autocomplete: { defaultProps: { size: 'sm' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    SegmentedControl: { defaultProps: { size: 'xs', transitionDuration: 120 } },
    Loader: { defaultProps: { size: 16, type: 'oval' } },
    Tabs: { defaultProps: { keepMounted: false } },
  },
});

/** Hands our tokens to Mantine under the names that its style sheets know. The values differ by theme inside the tokens. */
export const cssVariables: CSSVariablesResolver = () => {
  const variables = {
    '--mantine-color-body': 'var(--surface-page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-bright': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-muted)',
    '--mantine-color-placeholder': 'var(--ink-faint)',
    '--mantine-color-anchor': 'var(--current-ink)',
    '--mantine-color-error': 'var(--state-failed)',
    '--mantine-color-success': 'var(--state-succeeded)',
    '--mantine-color-default': 'var(--surface-raised)',
    '--mantine-color-default-hover': 'var(--surface-hover)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-disabled': 'var(--surface-hover)',
    '--mantine-color-disabled-color': 'var(--ink-disabled)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-color-current-filled': 'var(--current-fill)',
    '--mantine-color-current-filled-hover': 'var(--current-fill-hover)',
    '--mantine-color-current-light': 'var(--current-soft)',
    '--mantine-color-current-light-hover': 'var(--current-soft-hover)',
    '--mantine-color-current-light-color': 'var(--current-ink)',
    '--mantine-color-current-outline': 'var(--current-line)',
    '--mantine-primary-color-contrast': 'var(--current-on-fill)',
    '--mantine-color-red-filled': 'var(--danger-fill)',
    '--mantine-color-red-filled-hover': 'var(--danger-fill-hover)',
    '--mantine-color-red-light': 'var(--state-failed-soft)',
    '--mantine-color-red-light-hover': 'var(--state-failed-soft)',
    '--mantine-color-red-light-color': 'var(--state-failed)',
    '--mantine-color-gray-light': 'var(--surface-hover)',
    '--mantine-color-gray-light-hover': 'var(--surface-pressed)',
    '--mantine-color-gray-light-color': 'var(--ink-muted)',
    '--mantine-color-gray-filled': 'var(--ink-muted)',
    '--mantine-z-index-modal': 'var(--layer-overlay)',
    '--mantine-z-index-popover': 'var(--layer-popover)',
    '--mantine-z-index-overlay': 'var(--layer-toast)',
  };
  return { variables, light: variables, dark: variables };
};
