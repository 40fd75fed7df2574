import classes from './input-looks.module.css';

/** The props of an input that decide on its surroundings. */
export type InputLooksProps = {
  label: string;
  label_position: 'top' | 'left' | 'hidden';
  help?: string | undefined;
  placeholder?: string | undefined;
  required: boolean;
  disabled: boolean;
  read_only: boolean;
};

/** Props of inputs as the controls of Mantine have them, so that every input stands under its label in the same way. */
export function inputLooks(props: InputLooksProps, error: string | undefined) {
  return {
    ...wrapperLooks(props, error),
    ...(props.label !== '' && props.label_position === 'hidden' ? { 'aria-label': props.label } : {}),
    placeholder: props.placeholder,
    disabled: props.disabled,
    readOnly: props.read_only,
  };
}

/** The part of {@link inputLooks} that stands around the control: label, help and error. */
export function wrapperLooks(props: InputLooksProps, error: string | undefined) {
  const hasLabel = props.label !== '' && props.label_position !== 'hidden';
  return {
    ...(hasLabel ? { label: props.label } : {}),
    description: props.help,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
    required: props.required,
    error: error ?? false,
    ...(hasLabel && props.label_position === 'left' ? { classNames: { root: classes.left ?? '' } } : {}),
  };
}
