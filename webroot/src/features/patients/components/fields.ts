/** What a text field needs of its form, by name; see `useForm`. */
export type FieldOf = (name: string) => {
  name: string;
  error: string | undefined;
  modelValue: string;
  'onUpdate:modelValue': (text: string) => void;
};
