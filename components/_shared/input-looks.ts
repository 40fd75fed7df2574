/** Props of inputs as the controls of Mantine have them, so that every input stands under its label in the same way. */
export function inputLooks(
  props: {
    label: string;
    label_position: 'top' | 'left' | 'hidden';
    help?: string | undefined;
    placeholder?: string | undefined;
    required: boolean;
    disabled: boolean;
    read_only: boolean;
  },
  error: string | undefined,
) {
  const label = props.label === '' ? {} : props.label_position === 'hidden' ? { 'aria-label': props.label } : { label: props.label };
  return {
    ...label,
    description: props.help,
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
    placeholder: props.placeholder,
    required: props.required,
    disabled: props.disabled,
    readOnly: props.read_only,
    error: error ?? false,
    'data-label-position': props.label_position,
  };
}
